"""Tests of `render.workers.dask`.

The Dask scheduler and its worker run in this process; `tests/benchmarks` has real ones, and kills them.
"""

from __future__ import annotations

import dataclasses
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar, cast

import pytest
from distributed import KilledWorker, LocalCluster

from audiocast.errors import ClusterError, EngineError, UnknownVoiceError
from audiocast.model.script import Utterance
from audiocast.model.voice import Voice
from audiocast.render import run
from audiocast.render.context import Request
from audiocast.render.stage_values import SegmentJob
from audiocast.render.stages import record
from audiocast.render.workers import dask, payload
from audiocast.render.workers.dask import ClusterWorkers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from distributed.scheduler import WorkerState

A = TypeVar("A")
T = TypeVar("T")

_TONE = Voice("tone", "tone")


class _Here:
    """What stays on this machine is done in this process, at once."""

    size = 1
    busy_s = 0.0

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        assert seconds > 0
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(function, argument)


def _cluster() -> LocalCluster:
    """A scheduler with one worker."""
    return LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of a scheduler with one worker."""
    with _cluster() as local:
        yield str(local.scheduler_address)


def _workers(address: str, tmp_path: Path, voice: Voice = _TONE) -> ClusterWorkers:
    return ClusterWorkers(address, (voice,), cache=tmp_path / "home", here=_Here())


def _segment(tmp_path: Path, voice: Voice = _TONE) -> SegmentJob:
    said = Utterance("One ferry.", "One ferry.", 0, voice.name)
    return SegmentJob((said,), (voice,), tmp_path / "home", tmp_path / "segment.pcm", last=True)


def test_output_is_the_same_bytes(address: str, write_article: Callable[..., Path], tmp_path: Path) -> None:
    """A show with a short and a long article has the same bytes as on one machine."""
    write_article("short.txt", "The ferry runs late.", "Nobody minds.")
    write_article("long.txt", *(f"Ferry {number} is late. It comes later." for number in range(20)))
    trees = []
    for name, where in (("local", ""), ("far", address)):
        clips = tmp_path / f"clips-{name}"
        request = Request(tmp_path / "articles", tmp_path / name, clips, voice="tone", cluster=where)
        report = run.render(request, listen=lambda _: None)
        assert [outcome.status.value for outcome in report.outcomes] == ["rendered", "rendered"]
        trees.append({path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")})
    assert trees[0] == trees[1]


def test_errors_come_back_whole(address: str, tmp_path: Path) -> None:
    """An error keeps its class and its parts, and other tasks go on."""
    nobody = dataclasses.replace(_TONE, id="nobody")
    with _workers(address, tmp_path) as workers:
        bad = workers.submit(record, _segment(tmp_path, voice=nobody), seconds=60)
        assert workers.submit(record, _segment(tmp_path), seconds=60).result(timeout=60).synthesized == 1
        with pytest.raises(UnknownVoiceError, match="no voice 'nobody'"):
            bad.result(timeout=60)


def test_a_worker_that_differs_is_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error has its address and the difference, and nothing is submitted."""
    monkeypatch.setitem(dask._met, (_TONE,), {"numpy": "1.26"})
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:\d+: .*numpy is 1\.26 there and"):
        _workers(address, tmp_path).__enter__()


def test_a_worker_that_comes_later_is_looked_at(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its results are not used."""
    with _workers(address, tmp_path) as workers:
        monkeypatch.setitem(dask._met, (_TONE,), {"numpy": "1.26"})
        with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:\d+: .*numpy is 1\.26 there and"):
            workers.submit(record, _segment(tmp_path), seconds=60).result(timeout=60)
    assert not list((tmp_path / "home").rglob("*.clip"))


def test_a_worker_that_can_not_speak_is_refused(address: str, tmp_path: Path) -> None:
    """The error has the reason."""
    nobody = dataclasses.replace(_TONE, id="nobody")
    with pytest.raises((ClusterError, UnknownVoiceError), match="no voice 'nobody'"):
        _workers(address, tmp_path, nobody).__enter__()


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:1", "ftp://127.0.0.1", "tls://127.0.0.1:1"])
def test_a_scheduler_that_is_not_there_is_an_error(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to do."""
    monkeypatch.setattr(dask, "_SECONDS_TO_CONNECT", 0.5)
    with pytest.raises(ClusterError, match=rf"^{wrong}: .*Start one with|^{wrong}: .*certificates"):
        _workers(wrong, tmp_path).__enter__()


def test_what_waits_is_told_that_all_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks do not wait for ever for a Dask scheduler or for workers that are gone."""
    monkeypatch.setattr(dask, "_SECONDS_BETWEEN_LOOKS", 0.05)
    monkeypatch.setattr(dask, "_SECONDS_ALONE", 0.2)
    with _cluster() as local, _workers(str(local.scheduler_address), tmp_path) as workers:
        local.scale(0)
        for _ in range(2):  # one that waits, and one that comes afterwards
            with pytest.raises(ClusterError, match="all workers are gone"):
                workers.submit(record, _segment(tmp_path), seconds=60).result(timeout=60)


def test_a_task_that_kills_its_workers_is_named() -> None:
    """It is the failure of one article."""
    killed = KilledWorker("task", cast("WorkerState", SimpleNamespace(address="tcp://10.0.0.7:4000")), 3)
    error = dask._named(killed)
    assert isinstance(error, EngineError)
    assert "4 workers died or hung while they worked on it, the last one at tcp://10.0.0.7:4000" in str(error)


def test_a_task_that_hangs_ends_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A thread can't be stopped, so the worker process is stopped after the time limit of the task."""
    ended = threading.Event()
    monkeypatch.setattr(dask, "_die", lambda *_: ended.set())
    monkeypatch.setattr(payload, "run", lambda _: ended.wait(60))
    with _workers(address, tmp_path) as workers:
        workers.submit(record, _segment(tmp_path), seconds=0.1)
        assert ended.wait(60)
