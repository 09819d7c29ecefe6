"""Who does a little work: less than it costs to start a pool of processes for it?

One process, forked off this one, which has all that is imported here already. It may crash or hang as those of a pool
may: it is noticed, and the task tried once more by `LocalWorkers`.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import TracebackType

    from audiocast.workers import LocalWorkers

A = TypeVar("A")
T = TypeVar("T")

_log = logging.getLogger(__name__)
_THREADS = Path("/proc/self/task")


def possible() -> bool:
    """Whether this process can be forked: it has one thread, on a system where that is well-behaved."""
    return sys.platform == "linux" and len(list(_THREADS.iterdir())) == 1


class Fork:
    """A process that is there at once, and the pool that takes over when it is lost."""

    def __init__(self) -> None:
        self.size = 1
        self._folder = TemporaryDirectory(prefix="audiocast-")
        context = get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._pipe, self._folder.name), daemon=True)
        self._process.start()
        theirs.close()
        self._aside = ThreadPoolExecutor(max_workers=1)
        self._others: LocalWorkers | None = None
        self._stopped = False
        self._busy_s = 0.0

    @property
    def busy_s(self) -> float:
        """As the process has said it with each answer, and its followers."""
        return self._busy_s + (self._others.busy_s if self._others else 0.0)

    def __enter__(self) -> Self:
        """Use it in a `with` statement: it ends its process."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, at once when there was an error, such as Ctrl-C."""
        self._stopped = True
        if error is not None:
            self._process.kill()
        self._pipe.close()
        self._aside.shutdown(cancel_futures=True)
        self._process.join()
        if self._others is not None:
            self._others.__exit__(kind, error, trace)
        self._folder.cleanup()

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task in the process, one after the other.

        The future holds an EngineError when the process died or hung, and so did those of the pool.
        """
        future: Future[T] = self._aside.submit(self._run, function, argument, seconds)
        return future

    def _run(self, function: Callable[[A], T], argument: A, seconds: float) -> Any:  # noqa: ANN401 - as it comes
        if self._others is None:
            try:
                self._pipe.send((function, argument))
                answer = self._pipe.recv() if self._pipe.poll(seconds) else None
                problem = f"hung for {seconds:.0f} s"
            except (EOFError, OSError):
                self._process.join()
                answer, problem = None, f"died (exit code {self._process.exitcode})"
            if answer is not None:
                *given, self._busy_s = answer
                return _given(*given)
            if self._stopped:
                raise CancelledError
            self._process.kill()
            _log.warning("the speech process %s; trying once more", problem)
            from audiocast.workers import LocalWorkers  # noqa: PLC0415 - its import is why there is this module

            self._others = LocalWorkers(1).__enter__()
        return self._others.submit(function, argument, seconds=seconds).result()


def _given(result: Any, error: Exception | None) -> Any:  # noqa: ANN401 - whatever the function gives
    if error is not None:
        raise error
    return result


def _serve(pipe: Connection, others: Connection, folder: str) -> None:
    """Do what is asked for until nobody asks any more."""
    others.close()
    # As `workers` has it: Ctrl-C is for the parent, which also removes what this process leaves.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    while True:
        try:
            function, argument = pipe.recv()
        except EOFError:
            return
        answer: tuple[object, Exception | None]
        try:
            answer = function(argument), None
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the result is asked for
            answer = None, error
        pipe.send((*answer, time.process_time()))


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)
