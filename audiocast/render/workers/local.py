"""Who does the work: processes of this machine that may crash or hang without taking anything with them.

A task is a function and its argument. Each process has a pipe and a thread of its own that hands it one task after the
other. When it dies, at its start or whenever, its pipe ends; so it is always known which task it had, and nobody else
is disturbed. That task is tried once more by another process. The pools of concurrent.futures and of pebble share a
pipe between their processes, and give up, or wait for ever, when one dies at a bad moment.

On Linux the first processes are forked off this one: they are there at once, and what was loaded here before is in
memory once, for all. Elsewhere, and after a death, they are started from nothing.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from audiocast import signals
from audiocast.engines import timeouts
from audiocast.errors import AudiocastError, EngineError, log_traceback, unexpected
from audiocast.render.workers import malloc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess
    from types import TracebackType

A = TypeVar("A")
T = TypeVar("T")

_log = logging.getLogger(__name__)

_SIGKILL = 9
_THREADS = Path("/proc/self/task")
_SECONDS_TO_PREPARE = 60.0


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


def can_fork() -> bool:
    """Whether this process can be forked: it has one thread, on a system where that is well-behaved."""
    return sys.platform == "linux" and len(list(_THREADS.iterdir())) == 1


class LocalWorkers:
    """Processes of this machine, started when first needed.

    Args:
        jobs: How many.
        ahead: What each is to do first, a function and its argument: with it, processes are there before they are
            needed. When several are forked off this one, this one does it too, before it forks them.
    """

    def __init__(self, jobs: int, *, ahead: tuple[Callable[[A], object], A] | None = None) -> None:
        self.size = jobs
        self._ahead = ahead
        self._forked = False
        # What a process leaves when it is stopped, or dies, goes with this folder.
        self._folder = TemporaryDirectory(prefix="audiocast-")
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._workers: list[_Worker] = []

    @property
    def busy_s(self) -> float:
        """As far as they have said it, with each answer."""
        return sum(worker.busy_s for worker in self._workers)

    def __enter__(self) -> Self:
        """Use it in a `with` statement: it ends its processes."""
        try:
            self._prepare()
        except BaseException as error:  # such as Ctrl-C: there may be processes already
            self.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def _prepare(self) -> None:
        """Let every process do what each is to do first."""
        if self._ahead is None:
            return
        function, argument = self._ahead
        if can_fork():
            _think_alone()
            if self.size > 1:
                with _Caught() as caught:  # each of them will meet the same error where it matters
                    function(argument)
                if caught.error is not None:
                    _log.info("%s", caught.error)
                    log_traceback(caught.error, _log)
            self._fork()
        for _ in range(self.size):
            self.submit(function, argument, seconds=_SECONDS_TO_PREPARE)

    def _fork(self) -> None:
        if not can_fork():  # whatever was loaded began a thread
            return
        malloc.give_back()
        # To look through it for garbage would write to what is in memory once, and so copy it.
        gc.freeze()
        self._forked = True
        pipes: list[Connection] = []
        with signals.held_back():  # there is no process without somebody to end it
            for _ in range(self.size):
                self._workers.append(_Worker(self._tasks, self._folder.name))
                pipes.append(self._workers[-1].fork(pipes))
            for worker in self._workers:
                worker.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the processes finish, or stop them at once when there was an error, such as Ctrl-C."""
        if self._forked:
            gc.unfreeze()
        for _ in self._workers:
            self._tasks.put(None)
        if error is None:
            # They say goodbye while this process goes on; it does not end before they have.
            Thread(target=self._leave).start()
        else:
            for worker in self._workers:
                worker.stop()
            self._leave()

    def _leave(self) -> None:
        for worker in self._workers:
            worker.join()
        self._folder.cleanup()

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task in a process.

        The future holds an EngineError when the process died or hung twice.
        """
        future: Future[T] = Future()
        self._tasks.put(_Task(future, function, argument, seconds))
        if len(self._workers) < self.size:
            with signals.held_back():
                self._workers.append(_Worker(self._tasks, self._folder.name))
                self._workers[-1].start()
        return future


@dataclass(frozen=True, slots=True)
class _Task:
    future: Future[Any]
    function: Callable[[Any], Any]
    argument: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class _Step:
    """What a process is doing, and how long that may take; 0 is as long as the task may."""

    seconds: float = 0.0
    what: str = ""


class _Worker(Thread):
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

    def fork(self, others: Sequence[Connection]) -> Connection:
        """Fork the process off this one, which has no other thread, but pipes to others; the answer is that to it."""
        pipe, _ = self._hire(multiprocessing.get_context("fork"), others)
        return pipe

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
                second = "again" if answer == problem_before else answer
                raise EngineError(
                    f"{problem_before}, and on a second try {second}", hint="Try another voice or fewer jobs"
                )
            _log.warning("%s; trying once more", answer)
            problem_before = answer

    def _answer(self, task: _Task) -> str | tuple[Any, Exception | None]:
        """What the process makes of a task: a result, or an error; or, as text, what is wrong with the process."""
        pipe, process = self._staffed()
        step = _Step()
        try:
            pipe.send((task.function, task.argument))
            while pipe.poll(step.seconds or task.seconds):
                answer = pipe.recv()
                if not isinstance(answer, _Step):
                    result, error, self.busy_s = answer
                    return result, error
                step = answer
            problem = f"the speech process hung for {step.seconds or task.seconds:.0f} s"
            process.kill()
        except (EOFError, OSError):
            problem = ""
        pipe.close()
        process.join()
        self._process = self._pipe = None
        # SIGKILL: by hand, or by a system that has no memory left.
        killed = " as when memory runs out" if process.exitcode == -_SIGKILL else ""
        problem = problem or f"the speech process died{killed} (exit code {process.exitcode})"
        return f"{problem} at {step.what}" if step.what else problem

    def _staffed(self) -> tuple[Connection, BaseProcess]:
        """The process, started if there is none, and the pipe to it."""
        with self._lock:
            if self._stopped:
                raise EngineError("the speech processes are stopped")
            if self._pipe is None or self._process is None:
                # spawn: a forked child of a process with threads, or with a synthesizer in it, hangs.
                return self._hire(multiprocessing.get_context("spawn"))
            return self._pipe, self._process

    def _hire(
        self, context: ForkContext | SpawnContext, inherited: Sequence[Connection] = ()
    ) -> tuple[Connection, BaseProcess]:
        pipe, end = context.Pipe()
        others = [*inherited, pipe] if context.get_start_method() == "fork" else inherited
        process = context.Process(target=_work, args=(end, others, self._folder), name="speech process")
        _start_held_back(process, context)
        end.close()  # else the pipe would not end with the process
        self._pipe, self._process = pipe, process
        return pipe, process


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


def _work(pipe: Connection, others: Sequence[Connection], folder: str) -> None:
    """Do one task after the other, until nobody is at the other end of the pipe."""
    for other in others:
        other.close()  # else the pipes of others would not end with this process's parent
    _start(folder)
    timeouts.report_to(lambda seconds, what: pipe.send(_Step(seconds, what)))
    while True:
        try:
            function, argument = pipe.recv()
        except EOFError:
            return
        result, error = _done(function, argument)
        with _Caught() as unsent:
            pipe.send((result, error, time.process_time()))
        if isinstance(unsent.error, OSError):
            return  # nobody is there any more
        if unsent.error is not None:
            lost = unexpected(unsent.error, EngineError, "what the work gave can't be sent", where="")
            pipe.send((None, lost, time.process_time()))


def _done(function: Callable[[A], T], argument: A) -> tuple[T | None, Exception | None]:
    """Return what a task gives, or raises."""
    result = None
    with _Caught() as caught:
        try:
            result = function(argument)
        except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:
            # Signals do not interrupt this process, so the engine did it.
            raise unexpected(error, EngineError, "the engine wants to end the program", where="") from error
    if caught.error is not None and not isinstance(caught.error, AudiocastError):
        # A traceback does not cross the border of processes, but notes do.
        caught.error.add_note("".join(traceback.format_exception(caught.error)))
    return result, caught.error


def _start_held_back(process: BaseProcess, context: ForkContext | SpawnContext) -> None:
    """Start a process that no signal interrupts before it ignores them; a terminal sends Ctrl-C to all processes."""
    with signals.held_back():
        if context.get_start_method() == "spawn" and sys.platform != "win32":
            resource_tracker.ensure_running()  # which would be started with it, and end the holding back
        with signals.held_back():
            process.start()


def _start(folder: str) -> None:
    """Leave signals to the parent, which stops its workers; put temporary files where it will remove them.

    A parent that is killed can't stop them, so each watches whether it is still there.
    """
    signals.ignore()
    tempfile.tempdir = folder
    malloc.reuse()
    _think_alone()
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _think_alone() -> None:
    """Let processes keep the cores busy, not threads: each thread of numpy's algebra costs memory and time to start."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)  # at once: what was begun belongs to nobody any more
