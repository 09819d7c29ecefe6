"""Run tasks on the workers of a Dask cluster.

Tasks are submitted through Dask's executor for concurrent.futures. When a worker is lost, Dask runs its tasks on
another. A worker that would make other bytes is refused, with its address and the reason, even if it joins later.

Everyone who can reach a Dask scheduler can run any code on its workers. It belongs in a trusted network.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self, TypeVar

from distributed import Client, KilledWorker, Security, get_worker
from distributed.comm.core import connect

from audiocast.engines import timeouts
from audiocast.engines.cache import default_folder
from audiocast.errors import ClusterError, EngineError
from audiocast.render.synthesis import prepare
from audiocast.render.workers import compatibility, payload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from audiocast.model.voice import Voice
    from audiocast.render.workers.local import Workers
    from audiocast.render.workers.payload import Delivery, Payload

A = TypeVar("A")
T = TypeVar("T")

_log = logging.getLogger(__name__)

_SECONDS_TO_CONNECT = 5
# The time limit of a worker for loading its engines and synthesizing the test sentence.
_SECONDS_TO_MEET = 120
_SECONDS_BETWEEN_LOOKS = 2.0
# How long to wait for a worker when all are gone.
_SECONDS_ALONE = 300.0

# An engine can be used by one thread at a time.
_turn = threading.Lock()
_met: dict[tuple[Voice, ...], dict[str, str]] = {}


class ClusterWorkers:
    """The workers of a Dask cluster.

    Args:
        address: The address of the Dask scheduler, for example "tcp://10.0.0.5:8786".
        voices: All voices of the show.
        cache: The folder of the cache on this machine.
        here: Worker processes of this machine, for tasks that need clips which are here.
    """

    def __init__(self, address: str, voices: tuple[Voice, ...], *, cache: Path, here: Workers) -> None:
        self._address = address
        self._voices = voices
        self._here = here
        self._cache = cache
        self._alike: dict[str, str] = {}
        self._waiting: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._gone: ClusterError | None = None
        self.size = 0

    @property
    def busy_s(self) -> float:
        """The CPU time of this machine's processes in seconds; that of other machines is not measured."""
        return self._here.busy_s

    def __enter__(self) -> Self:
        """Connect, and check every worker.

        Raises:
            ClusterError: The Dask scheduler can't be reached, it has no workers, or one would make other bytes.
        """
        try:
            # In a thread of its own, because this one may run an event loop already, for example in a notebook.
            with ThreadPoolExecutor(max_workers=1) as aside:
                aside.submit(lambda: asyncio.run(_greet(self._address))).result()
            self._client = Client(self._address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
        except (OSError, ValueError, MemoryError) as error:
            raise ClusterError(
                "no Dask scheduler answers",
                where=self._address,
                hint="Start one with `dask scheduler`, and give the address that it prints, such as tcp://host:8786",
            ) from error
        except TypeError as error:
            raise ClusterError(
                "Dask has no certificates for this address",
                where=self._address,
                hint="Set Dask's options under distributed.comm.tls, or use a tcp:// address",
            ) from error
        try:
            self._meet()
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)
        # It writes files that are sent back. The thread of the callbacks must not wait: it keeps the connection alive.
        self._writer = ThreadPoolExecutor(max_workers=2, thread_name_prefix="audiocast-write")
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def _meet(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        except TimeoutError as error:
            raise ClusterError(
                "the scheduler has no workers",
                where=self._address,
                hint=f"Start some on each machine: dask worker {self._address} --nworkers auto --nthreads 1",
            ) from error
        alike = self._here.submit(compatibility.traits, (self._voices, self._cache), seconds=_SECONDS_TO_MEET)
        answers = self._client.run(_introduce, self._voices, on_error="return")
        self._alike = alike.result()
        for worker, answer in answers.items():
            if isinstance(answer, BaseException):
                what = f"the worker can't do the work: {type(answer).__name__}: {answer}"
                raise ClusterError(what, where=worker, hint="Install the same packages there as here") from answer
            _compare(self._alike, answer, worker)
        threads = self._client.nthreads()
        if many := [worker for worker, count in threads.items() if count > 1]:
            _log.warning("%s has several threads, but an engine can use only one. Start it with --nthreads 1.", many[0])
        self.size = len(threads)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect, and cancel the tasks that are not done."""
        self._over.set()
        self._executor.shutdown(wait=False)
        self._client.close()
        self._writer.shutdown(cancel_futures=True)

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        """Run a task on a worker.

        The future raises an EngineError when the task's workers died or hung, and a ClusterError when no worker can
        run it.
        """
        packed = payload.pack(function, argument)
        if packed is None:
            return self._here.submit(function, argument, seconds=seconds)
        outer: Future[T] = Future()
        with self._lock:
            self._waiting.add(outer)
            gone = self._gone
        if gone:
            self._settle(outer, error=gone)
            return outer

        def arrived(inner: Future[Delivery]) -> None:
            error = self._lost() if inner.cancelled() else inner.exception()
            if error is not None:
                self._settle(outer, error=_named(error))
                return
            self._writer.submit(payload.unpack, inner.result(), packed).add_done_callback(unpacked)

        def unpacked(home: Future[Any]) -> None:
            error = home.exception()
            self._settle(outer, error=error, result=None if error else home.result())

        self._executor.submit(_run, packed, self._voices, self._alike, seconds).add_done_callback(arrived)
        return outer

    def _settle(self, outer: Future[Any], *, error: BaseException | None = None, result: object = None) -> None:
        with self._lock:
            if outer not in self._waiting:
                return
            self._waiting.remove(outer)
        if error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(result)

    def _watch(self) -> None:
        """Fail all tasks when the Dask scheduler is gone, or all workers for some time."""
        alone = 0.0
        while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                self.size = len(self._client.nthreads())
            except (OSError, RuntimeError):
                self._give_up(self._lost())
                return
            if self.size:
                alone = 0.0
                continue
            if not alone:
                _log.warning("%s: all workers are gone. Waiting for others.", self._address)
            alone += _SECONDS_BETWEEN_LOOKS
            if alone > _SECONDS_ALONE:
                self._give_up(
                    ClusterError(
                        "all workers are gone",
                        where=self._address,
                        hint="Start some, and run the same command again; it continues from here",
                    )
                )
                return

    def _give_up(self, error: ClusterError) -> None:
        with self._lock:
            self._gone = error
            waiting = list(self._waiting)
        for outer in waiting:
            self._settle(outer, error=error)

    def _lost(self) -> ClusterError:
        return ClusterError(
            "the connection to the Dask scheduler is lost",
            where=self._address,
            hint="Run the same command again; it continues from here",
        )


async def _greet(address: str) -> None:
    """Connect once and disconnect. Dask's client is slow to give up, and misreads the answer of a web server."""
    security = Security().get_connection_args("client")
    async with asyncio.timeout(_SECONDS_TO_CONNECT):
        comm = await connect(address, timeout=_SECONDS_TO_CONNECT, **security)
        await comm.close()


def _compare(here: Mapping[str, str], there: Mapping[str, str], worker: str) -> None:
    if difference := compatibility.differences(here, there):
        raise ClusterError(
            f"the worker would make different episodes: {difference}",
            where=worker,
            hint="Install the same versions on the worker and start it again, or stop it",
        )


def _named(error: BaseException) -> BaseException:
    if not isinstance(error, KilledWorker):
        return error
    last = error.last_worker.address
    return EngineError(
        f"{error.allowed_failures + 1} workers died or hung while they worked on it, the last one at {last}",
        hint="Look at their logs, or try another voice",
    )


# ---------------------------------------------------------------- what a worker does


async def _introduce(voices: tuple[Voice, ...]) -> dict[str, str]:
    """Return the traits of this worker. In a thread, so that it goes on answering the Dask scheduler."""
    async with asyncio.timeout(_SECONDS_TO_MEET):
        return await asyncio.to_thread(_traits, voices)


def _traits(voices: tuple[Voice, ...]) -> dict[str, str]:
    with _turn:
        if voices not in _met:
            prepare((voices, default_folder()))
            _met[voices] = compatibility.traits((voices, default_folder()))
        return _met[voices]


def _run(packed: Payload, voices: tuple[Voice, ...], alike: Mapping[str, str], seconds: float) -> Delivery:
    """Run a task on this worker, if it has the expected traits: a worker that joined later was not checked."""
    _compare(alike, _traits(voices), get_worker().address)
    with _turn:
        # A thread can't be stopped, but this process can. Dask starts another one, and counts the loss.
        watchdog = _Watchdog(seconds)
        timeouts.report_to(watchdog.step)
        try:
            return payload.run(packed)
        finally:
            watchdog.cancel()


class _Watchdog:
    """End this process when a task, or a step of it, exceeds its time limit."""

    def __init__(self, seconds: float) -> None:
        self._whole = seconds
        self._timer: threading.Timer | None = None
        self.step(0, "")

    def step(self, seconds: float, what: str) -> None:
        """Begin a step with its own time limit; 0 seconds mean the limit of the whole task."""
        self.cancel()
        self._timer = threading.Timer(seconds or self._whole, _die, (seconds or self._whole, what or "a task"))
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        """Stop the timer."""
        if self._timer is not None:
            self._timer.cancel()


def _die(seconds: float, what: str) -> None:
    _log.critical("%s takes longer than %.0f s. This worker ends.", what, seconds)
    os._exit(1)
