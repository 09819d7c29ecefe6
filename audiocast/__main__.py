"""The entry of the program: `audiocast` and `python -m audiocast`."""


def main() -> None:
    """Run the command line."""
    # Every worker process imports the module that holds this function, and needs nothing of the command line.
    from audiocast.cli import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
