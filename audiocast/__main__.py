"""The entry of the program: `audiocast` and `python -m audiocast`."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line."""
    # Most of what is imported stays for good; to look through it for garbage again and again takes a tenth of a second.
    gc.set_threshold(50_000)
    # Every worker process imports the module that holds this function, and needs nothing of the command line.
    from audiocast.cli import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
