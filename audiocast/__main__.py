"""The entry of the program: `audiocast` and `python -m audiocast`."""

import atexit
import gc

from audiocast import signals


def main() -> None:
    """Run the command line."""
    signals.leave_at_once()
    # Most of what is made in a short run is code and patterns, which stay: to look for garbage among them again and
    # again takes a twentieth of the time. A long run still finds it, at every so many objects more.
    gc.set_threshold(50_000, 20, 20)
    atexit.register(gc.freeze)  # nor for a last time
    # Every worker process imports the module that holds this function, and needs nothing of the command line.
    from audiocast.cli import main as run  # noqa: PLC0415
    from audiocast.cli import streams  # noqa: PLC0415

    try:
        with streams.forgiving():
            run()
    finally:
        signals.leave_at_once()


if __name__ == "__main__":
    main()
