"""Stop the program on Ctrl-C, SIGTERM and SIGHUP: all three clean up in the same way, and print no traceback.

Each raises KeyboardInterrupt in the main thread, so that `with` and `finally` remove unfinished files. The exit code is
130, 143 or 129. In two places the interrupt is raised a moment later:

- While a module is imported, Python may hold the import lock. The interrupt would be lost, or every later import in
  another thread would wait forever.
- In `__del__`, and while a process is forked, an exception can't be caught; Python prints it and goes on.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Windows has no SIGHUP."""

_TIMER = (signal.SIGALRM,) if hasattr(signal, "setitimer") else ()
_IMPORTLIB = "<frozen importlib"
_SECONDS_LATER = 0.02

_received = 0


def leave_at_once() -> None:
    """Let the signals end the program at once. This is right while it starts and at its end: no file is unfinished."""
    _handle(_leave)


def interrupt() -> None:
    """Let the signals raise KeyboardInterrupt."""
    global _received  # noqa: PLW0603 - a process is stopped by one signal
    _received = 0
    _handle(_interrupt)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _raise_again


def received() -> int:
    """Return the signal that stopped the program; SIGINT when there was none."""
    return _received or signal.SIGINT


@contextmanager
def held_back() -> Iterator[None]:
    """Block the signals in this thread, and in every process that it starts, until that process calls `ignore`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (*SIGNALS, *_TIMER))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore() -> None:
    """Ignore the signals in this process: its parent receives them too, and ends it."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*SIGNALS, *_TIMER))


def _handle(handler: Callable[[int, FrameType | None], None]) -> None:
    """Set a handler for the signals, except for those that another program ignores or another library handles."""
    ours = (signal.SIG_DFL, signal.default_int_handler, _leave, _interrupt)
    for number in SIGNALS:
        if signal.getsignal(number) in ours:
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> None:
    os._exit(128 + number)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, now or when no module is being imported.

    After the first signal, others do not disturb the clean-up. Only one more Ctrl-C ends the program at once.

    Args:
        number: The signal, or SIGALRM when this function has waited for an import.
        frame: The frame that the program is in.
    """
    global _received  # noqa: PLW0603 - a process is stopped by one signal
    if number in SIGNALS:
        _received = number
        for other in SIGNALS:
            if signal.getsignal(other) is _interrupt:
                signal.signal(other, _leave if other == signal.SIGINT else signal.SIG_IGN)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTLIB) and _interrupt_later():
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _interrupt_later() -> bool:
    """Call `_interrupt` in a moment, and return whether the system has a timer for that."""
    for number in _TIMER:
        signal.signal(number, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, _SECONDS_LATER)
    return bool(_TIMER)


def _raise_again(unraisable: sys.UnraisableHookArgs) -> None:
    if not isinstance(unraisable.exc_value, KeyboardInterrupt) or not _interrupt_later():
        sys.__unraisablehook__(unraisable)
