"""When does Ctrl-C stop the program: at once, but never while a module is loaded.

Python's own way may interrupt the machinery of imports while it holds its lock. Then the interrupt is lost, or every
later import of another thread waits for ever.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

_MACHINERY = "<frozen importlib"
_SECONDS_LATER = 0.02


def prepare() -> None:
    """From now on Ctrl-C waits for imports, where the system has a timer and nobody has a way of his own."""
    if hasattr(signal, "setitimer") and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)


def interrupt(_signal: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, now or as soon as nothing is imported.

    Args:
        frame: Where the program is.
    """
    while frame is not None:
        if frame.f_code.co_filename.startswith(_MACHINERY) and hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, interrupt)
            signal.setitimer(signal.ITIMER_REAL, _SECONDS_LATER)
            return
        frame = frame.f_back
    raise KeyboardInterrupt
