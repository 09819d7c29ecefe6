"""Who does the work: processes of this machine that may crash or hang without taking anything with them.

A task is a function and its argument. Each process has a pipe and a thread of its own that hands it one task after the
other. When it dies, at its start or whenever, its pipe ends; so it is always known which task it had, and nobody else
is disturbed. That task is tried once more by another process. The pools of concurrent.futures and of pebble share a
pipe between their processes, and give up, or wait for ever, when one dies at a bad moment.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import tempfile
import time
import traceback
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import TracebackType

A = TypeVar("A")
T = TypeVar("T")

_log = logging.getLogger(__name__)

_SIGKILL = 9


class Workers(Protocol):
    """Where tasks are submitted to.

    Attributes:
        size: How many tasks are worked on at a time, as far as that is known now.
        busy_s: For how many seconds they have kept processors of this machine busy.
    """

    size: int

    @property
    def busy_s(self) -> float:
        """See above."""
        ...

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task somewhere; one that takes longer than `seconds` has failed."""
        ...


class LocalWorkers:
    """Processes of this machine, started when first needed.

    Args:
        jobs: How many.
    """

    def __init__(self, jobs: int) -> None:
        self.size = jobs
        # What a process leaves when it is stopped, or dies, goes with this folder.
        self._folder = TemporaryDirectory(prefix="audiocast-")
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._desks: list[_Desk] = []

    @property
    def busy_s(self) -> float:
        """As far as they have said it, with each answer."""
        return sum(desk.busy_s for desk in self._desks)

    def __enter__(self) -> Self:
        """Use it in a `with` statement: it ends its processes."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the processes finish, or stop them at once when there was an error, such as Ctrl-C."""
        for _ in self._desks:
            self._tasks.put(None)
        if error is None:
            # They say goodbye while this process goes on; it does not end before they have.
            Thread(target=self._leave).start()
        else:
            for desk in self._desks:
                desk.stop()
            self._leave()

    def _leave(self) -> None:
        for desk in self._desks:
            desk.join()
        self._folder.cleanup()

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task in a process.

        The future holds an EngineError when the process died or hung twice.
        """
        future: Future[T] = Future()
        self._tasks.put(_Task(future, function, argument, seconds))
        if len(self._desks) < self.size:
            self._desks.append(_Desk(self._tasks, self._folder.name))
            self._desks[-1].start()
        return future


@dataclass(frozen=True, slots=True)
class _Task:
    future: Future[Any]
    function: Callable[[Any], Any]
    argument: Any
    seconds: float


class _Desk(Thread):
    """Where one process works, and after its death another.

    Args:
        tasks: Whatever is to be done by any; None ends it.
        folder: For temporary files.
    """

    def __init__(self, tasks: SimpleQueue[_Task | None], folder: str) -> None:
        super().__init__()
        self.busy_s = 0.0
        self._tasks = tasks
        self._folder = folder
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._stopped = False
        self._lock = Lock()

    def run(self) -> None:
        """Have one task after the other done."""
        while (task := self._tasks.get()) is not None:
            if self._stopped:
                task.future.cancel()
            elif task.future.set_running_or_notify_cancel():
                with _Caught() as caught:
                    task.future.set_result(self._result(task))
                if caught.error is not None:
                    task.future.set_exception(caught.error)
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join()

    def stop(self) -> None:
        """End the process at once, and begin no other."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _result(self, task: _Task) -> Any:  # noqa: ANN401 - whatever the task gives
        problem_before = ""
        while True:
            answer = self._answer(task)
            if not isinstance(answer, str):
                result, error = answer
                if error is not None:
                    raise error
                return result
            if self._stopped:
                raise EngineError("the speech process was stopped")
            if problem_before:
                raise EngineError(
                    f"{problem_before}, and on a second try {answer}", hint="Try another voice or fewer jobs"
                )
            _log.warning("%s; trying once more", answer)
            problem_before = answer

    def _answer(self, task: _Task) -> str | tuple[Any, Exception | None]:
        """What the process makes of a task: a result, or an error; or, as text, what is wrong with the process."""
        pipe, process = self._staffed()
        try:
            pipe.send((task.function, task.argument))
            if pipe.poll(task.seconds):
                result, error, self.busy_s = pipe.recv()
                return result, error
            problem = f"the speech process hung for {task.seconds:.0f} s"
            process.kill()
        except (EOFError, OSError):
            problem = ""
        pipe.close()
        process.join()
        self._process = self._pipe = None
        # SIGKILL: by hand, or by a system that has no memory left.
        killed = " as when memory runs out" if process.exitcode == -_SIGKILL else ""
        return problem or f"the speech process died{killed} (exit code {process.exitcode})"

    def _staffed(self) -> tuple[Connection, BaseProcess]:
        """The process, started if there is none, and the pipe to it."""
        with self._lock:
            if self._stopped:
                raise EngineError("the speech processes are stopped")
            if self._pipe is None or self._process is None:
                # spawn: a forked child of a process with threads, or with a synthesizer in it, hangs.
                context = multiprocessing.get_context("spawn")
                self._pipe, end = context.Pipe()
                self._process = context.Process(target=_work, args=(end, self._folder), name="speech process")
                self._process.start()
                end.close()  # else the pipe would not end with the process
            return self._pipe, self._process


class _Caught:
    """Whatever goes wrong in a `with` statement, for somebody else to judge: the one who asked for it."""

    error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


def _work(pipe: Connection, folder: str) -> None:
    """What a process does: one task after the other, until nobody is at the other end."""
    _start(folder)
    while True:
        try:
            function, argument = pipe.recv()
        except EOFError:
            return
        result = None
        with _Caught() as caught:
            result = function(argument)
        if caught.error is not None:
            # A traceback does not cross the border of processes, but notes do.
            caught.error.add_note("".join(traceback.format_exception(caught.error)))
        pipe.send((result, caught.error, time.process_time()))


def _start(folder: str) -> None:
    """Ctrl-C is for the parent, which stops its workers; their temporary files are where it will remove them.

    A parent that is killed can't stop them, so each watches whether it is still there.
    """
    tempfile.tempdir = folder
    # Processes keep the cores busy, not threads: each thread of numpy's algebra costs memory and the start of it time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)  # at once: what was begun belongs to nobody any more
