"""Who does the work: processes of this machine that may crash or hang without taking anything with them.

A task is a function and its argument. A process that dies or exceeds its time is noticed, named, and its task tried
once more; the tasks of the others go on: pebble sees to that, where the pool of concurrent.futures would lose them all.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import tempfile
from concurrent.futures import Future
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess
    from types import TracebackType

A = TypeVar("A")
T = TypeVar("T")

_log = logging.getLogger(__name__)

_SIGKILL = 9


class Workers(Protocol):
    """Where tasks are submitted to."""

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task somewhere; one that takes longer than `seconds` has failed."""
        ...


class LocalWorkers:
    """Processes of this machine, started when first needed.

    Args:
        jobs: How many.
    """

    def __init__(self, jobs: int) -> None:
        # spawn: a forked child of a process with threads, or with a synthesizer in it, hangs.
        context = multiprocessing.get_context("spawn")
        # What a process leaves when it is stopped, or dies, goes with this folder.
        self._folder = TemporaryDirectory(prefix="audiocast-")
        self._pool = ProcessPool(max_workers=jobs, initializer=_start, initargs=(self._folder.name,), context=context)

    def __enter__(self) -> Self:
        """Use it in a `with` statement: it ends its processes."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the processes finish, or stop them at once when there was an error, such as Ctrl-C."""
        if error is None:
            self._pool.close()  # type: ignore[no-untyped-call]
            # They say goodbye while this process goes on; it does not end before they have.
            Thread(target=self._leave).start()
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._leave()

    def _leave(self) -> None:
        self._pool.join()
        self._folder.cleanup()

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task in a process.

        The future holds an EngineError when the process died or hung twice.
        """
        outer: Future[T] = Future()

        def attempt(problem_before: str) -> None:
            inner = self._pool.schedule(function, (argument,), timeout=seconds)
            inner.add_done_callback(lambda done: settle(done, problem_before))

        def settle(inner: Future[T], problem_before: str) -> None:
            if inner.cancelled():
                outer.cancel()
                outer.set_running_or_notify_cancel()
                return
            error = inner.exception()
            problem = _problem(error, seconds)
            if problem and not problem_before:
                _log.warning("%s; trying once more", problem)
                attempt(problem)
            elif problem:
                outer.set_exception(
                    EngineError(
                        f"{problem_before}, and on a second try {problem}", hint="Try another voice or fewer jobs"
                    )
                )
            elif error is not None:
                outer.set_exception(error)
            else:
                outer.set_result(inner.result())

        attempt("")
        return outer


def _problem(error: BaseException | None, seconds: float) -> str:
    if isinstance(error, ProcessExpired):
        # SIGKILL: by hand, or by a system that has no memory left.
        killed = " as when memory runs out" if error.exitcode == -_SIGKILL else ""
        return f"the speech process died{killed} (exit code {error.exitcode})"
    if isinstance(error, TimeoutError):
        return f"the speech process hung for {seconds:.0f} s"
    return ""


def _start(folder: str) -> None:
    """Ctrl-C is for the parent, which stops its workers; their temporary files are where it will remove them.

    A parent that is killed can't stop them, so each watches whether it is still there.
    """
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)  # at once: what was begun belongs to nobody any more
