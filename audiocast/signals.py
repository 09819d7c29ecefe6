"""Stop the program on Ctrl-C, SIGTERM and SIGHUP: all three clean up in the same way, and print no traceback.

Each raises KeyboardInterrupt in the main thread, so `with` and `finally` remove what is not finished. The exit code
tells which it was: 130, 143 or 129. Two places must not be interrupted. While a module is imported, Python may hold the
lock of imports; then the interrupt is lost, or every later import of another thread waits for ever. And what is raised
where nobody can catch it, as in `__del__` or while a process is forked, Python prints and forgets. In both cases the
interrupt is raised a moment later.
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
_MACHINERY = "<frozen importlib"
_SECONDS_LATER = 0.02

_received = 0


def leave_at_once() -> None:
    """From now on the signals end the program at once: while it is loaded, and at its end, nothing is unfinished."""
    _handle(_leave)


def interrupt() -> None:
    """From now on the signals raise KeyboardInterrupt."""
    global _received  # noqa: PLW0603 - a process is stopped by one signal
    _received = 0
    _handle(_interrupt)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _raise_again


def received() -> int:
    """Return the signal that stopped the program; SIGINT when nobody sent any."""
    return _received or signal.SIGINT


@contextmanager
def held_back() -> Iterator[None]:
    """Hold the signals back in this thread, and in every process that it starts, until that calls `ignore`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (*SIGNALS, *_TIMER))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore() -> None:
    """From now on leave the signals to the parent of this process, which ends it."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*SIGNALS, *_TIMER))


def _handle(handler: Callable[[int, FrameType | None], None]) -> None:
    """Set a handler for the signals, except for those that somebody else ignores or handles."""
    ours = (signal.SIG_DFL, signal.default_int_handler, _leave, _interrupt)
    for number in SIGNALS:
        if signal.getsignal(number) in ours:
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> None:
    os._exit(128 + number)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, now or as soon as nothing is imported.

    After the first signal, others do not disturb the cleaning up; only one more Ctrl-C ends the program at once.

    Args:
        number: The signal, or SIGALRM after an import was waited for.
        frame: Where the program is.
    """
    global _received  # noqa: PLW0603 - a process is stopped by one signal
    if number in SIGNALS:
        _received = number
        for other in SIGNALS:
            if signal.getsignal(other) is _interrupt:
                signal.signal(other, _leave if other == signal.SIGINT else signal.SIG_IGN)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_MACHINERY) and _interrupt_later():
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _interrupt_later() -> bool:
    """Do so in a moment, where the system has a timer."""
    for number in _TIMER:
        signal.signal(number, _interrupt)
        signal.setitimer(signal.ITIMER_REAL, _SECONDS_LATER)
    return bool(_TIMER)


def _raise_again(unraisable: sys.UnraisableHookArgs) -> None:
    if not isinstance(unraisable.exc_value, KeyboardInterrupt) or not _interrupt_later():
        sys.__unraisablehook__(unraisable)
