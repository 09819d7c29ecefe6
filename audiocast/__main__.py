"""The entry of the program: `audiocast` and `python -m audiocast`."""

import atexit
import gc

from audiocast import cli
from audiocast.render import signals


def main() -> None:
    """Run the command line."""
    signals.leave_at_once()
    # A short run makes mostly code and patterns, which stay. Frequent garbage collection takes a twentieth of the time
    # and finds nothing; a long run still collects, less often.
    gc.set_threshold(50_000, 20, 20)
    atexit.register(gc.freeze)  # no collection at exit
    try:
        with cli.streams.forgiving():
            cli.application.main()
    finally:
        signals.leave_at_once()


if __name__ == "__main__":
    main()
