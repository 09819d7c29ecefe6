"""Run tasks in worker processes of this machine. A process may crash or hang; only its task is affected.

A task is a function and its argument. Each process has a pipe and a thread, which sends it one task after the other.
When the process dies, the pipe ends, so the thread knows which task it had. Another process tries that task once more.
The pools of concurrent.futures and of pebble are not used, because their processes share one pipe. When a process dies
while it uses the pipe, these pools give up or wait forever.

On Linux the first processes are forked: they start at once, and share the memory of what this process has loaded. On
other systems, and after a crash, processes are spawned.
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

from audiocast.engines import timeouts
from audiocast.errors import AudiocastError, EngineError, log_traceback, unexpected
from audiocast.render import signals
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
    """Something that runs tasks.

    Attributes:
        size: How many tasks run at the same time, as far as that is known now.
        busy_s: The CPU time on this machine, in seconds.
    """

    size: int

    @property
    def busy_s(self) -> float:
        """The CPU time on this machine, in seconds."""
        ...

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task; it fails when it takes longer than `seconds`."""
        ...


def can_fork() -> bool:
    """Return whether this process can be forked safely: on Linux, when it has one thread."""
    return sys.platform == "linux" and len(list(_THREADS.iterdir())) == 1


class LocalWorkers:
    """Worker processes of this machine, which start when they are first needed.

    Args:
        jobs: How many processes.
        ahead: A function and its argument, which each process calls first. With it, the processes start before they
            are needed. When several processes are forked, this process calls it too, before it forks them.
    """

    def __init__(self, jobs: int, *, ahead: tuple[Callable[[A], object], A] | None = None) -> None:
        self.size = jobs
        self._ahead = ahead
        self._forked = False
        # Temporary files of all processes, also of those that crash.
        self._folder = TemporaryDirectory(prefix="audiocast-")
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._workers: list[_Worker] = []

    @property
    def busy_s(self) -> float:
        """The CPU time of the processes in seconds, as of their last results."""
        return sum(worker.busy_s for worker in self._workers)

    def __enter__(self) -> Self:
        """Start the processes, if they have something to do first."""
        try:
            self._prepare()
        except BaseException as error:  # such as Ctrl-C; some processes may have started
            self.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def _prepare(self) -> None:
        """Start the processes, and let each do what it has to do first."""
        if self._ahead is None:
            return
        function, argument = self._ahead
        if can_fork():
            _use_one_thread()
            if self.size > 1:
                with _Caught() as caught:  # the processes raise the same error, and report it
                    function(argument)
                if caught.error is not None:
                    _log.info("%s", caught.error)
                    log_traceback(caught.error, _log)
            self._fork()
        for _ in range(self.size):
            self.submit(function, argument, seconds=_SECONDS_TO_PREPARE)

    def _fork(self) -> None:
        if not can_fork():  # a library that was loaded has started a thread
            return
        malloc.give_back()
        # The garbage collector writes to every object that it visits, which would copy the shared memory.
        gc.freeze()
        self._forked = True
        pipes: list[Connection] = []
        with signals.held_back():  # until each process has a thread that ends it
            for _ in range(self.size):
                self._workers.append(_Worker(self._tasks, self._folder.name))
                pipes.append(self._workers[-1].fork(pipes))
            for worker in self._workers:
                worker.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the processes finish, or stop them at once after an error, such as Ctrl-C."""
        if self._forked:
            gc.unfreeze()
        for _ in self._workers:
            self._tasks.put(None)
        if error is None:
            # In a thread, so that this process goes on while they end. It does not exit before them.
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

        The future raises an EngineError when the process died or hung twice.
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
    """What a process does now, and the time limit in seconds; 0 means the limit of the task."""

    seconds: float = 0.0
    what: str = ""


class _Worker(Thread):
    """A thread that sends tasks to one process, and starts another process when that dies.

    Args:
        tasks: The tasks of all workers; None ends the thread.
        folder: The folder for temporary files.
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
        """Fork the process, and return the pipe to it. `others` are the pipes to the processes before it."""
        pipe, _ = self._start_process(multiprocessing.get_context("fork"), others)
        return pipe

    def run(self) -> None:
        """Run one task after the other."""
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
        """End the process at once, and start no other."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _result(self, task: _Task) -> object:
        problem_before = ""
        while True:
            answer = self._answer(task)
            if not isinstance(answer, str):
                result, error = answer
                if error is not None:
                    raise error
                return result
            if self._stopped:
                raise EngineError("the worker process was stopped")
            if problem_before:
                second = "the same happened" if answer == problem_before else answer
                raise EngineError(
                    f"{problem_before}; in a second process, {second}",
                    hint="Try another voice, or fewer processes with --jobs",
                )
            _log.warning("%s. Another process tries the task once more.", answer)
            problem_before = answer

    def _answer(self, task: _Task) -> str | tuple[Any, Exception | None]:
        """Return the result and the error of a task; or, as text, what happened to the process."""
        pipe, process = self._running_process()
        step = _Step()
        try:
            pipe.send((task.function, task.argument))
            while pipe.poll(step.seconds or task.seconds):
                answer = pipe.recv()
                if not isinstance(answer, _Step):
                    result, error, self.busy_s = answer
                    return result, error
                step = answer
            problem = f"the worker process hung for {step.seconds or task.seconds:.0f} s"
            process.kill()
        except (EOFError, OSError):
            problem = ""
        pipe.close()
        process.join()
        self._process = self._pipe = None
        # SIGKILL comes from a user, or from a system without free memory.
        killed = ", perhaps because memory ran out" if process.exitcode == -_SIGKILL else ""
        problem = problem or f"the worker process died (exit code {process.exitcode}{killed})"
        return f"{problem} while it synthesized {step.what}" if step.what else problem

    def _running_process(self) -> tuple[Connection, BaseProcess]:
        """Return the pipe to the process and the process; start it if there is none."""
        with self._lock:
            if self._stopped:
                raise EngineError("the worker processes are stopped")
            if self._pipe is None or self._process is None:
                # Spawn: the forked child of a process with threads may hang.
                return self._start_process(multiprocessing.get_context("spawn"))
            return self._pipe, self._process

    def _start_process(
        self, context: ForkContext | SpawnContext, inherited: Sequence[Connection] = ()
    ) -> tuple[Connection, BaseProcess]:
        pipe, end = context.Pipe()
        others = [*inherited, pipe] if context.get_start_method() == "fork" else inherited
        process = context.Process(target=_work, args=(end, others, self._folder), name="worker process")
        _start_held_back(process, context)
        end.close()  # so that the pipe ends with the process
        self._pipe, self._process = pipe, process
        return pipe, process


class _Caught:
    """A context manager that keeps an exception, to pass it on to the caller of the task."""

    error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


def _work(pipe: Connection, others: Sequence[Connection], folder: str) -> None:
    """Run one task after the other in the worker process, until the pipe is closed."""
    for other in others:
        other.close()  # so that the pipes of other processes end with their parent
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
            return  # the parent has closed the pipe
        if unsent.error is not None:
            lost = unexpected(unsent.error, EngineError, "the result can't be sent", where="")
            pipe.send((None, lost, time.process_time()))


def _done(function: Callable[[A], T], argument: A) -> tuple[T | None, Exception | None]:
    """Return the result of a task, or the exception that it raised."""
    result = None
    with _Caught() as caught:
        try:
            result = function(argument)
        except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:
            # This process ignores signals, so the engine has raised it.
            raise unexpected(error, EngineError, "the engine tried to exit", where="") from error
    if caught.error is not None and not isinstance(caught.error, AudiocastError):
        # A traceback can't be sent to another process, but notes can.
        caught.error.add_note("".join(traceback.format_exception(caught.error)))
    return result, caught.error


def _start_held_back(process: BaseProcess, context: ForkContext | SpawnContext) -> None:
    """Start a process with signals blocked until it ignores them: a terminal sends Ctrl-C to all processes."""
    with signals.held_back():
        if context.get_start_method() == "spawn" and sys.platform != "win32":
            resource_tracker.ensure_running()  # it would start with the process, and unblock the signals
        with signals.held_back():
            process.start()


def _start(folder: str) -> None:
    """Prepare a worker process: leave signals to the parent, and put temporary files into its folder.

    A parent that is killed can't stop its workers, so each worker ends when its parent does.
    """
    signals.ignore()
    tempfile.tempdir = folder
    malloc.reuse()
    _use_one_thread()
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()


def _use_one_thread() -> None:
    """Let numpy use one thread. The processes keep all cores busy, and each thread costs memory and time to start."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        parent.join()
        os._exit(1)  # at once: no one needs the result
