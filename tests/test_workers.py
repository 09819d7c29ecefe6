"""Who does the work?"""

from __future__ import annotations

import importlib
import multiprocessing
import sys
import time
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.workers import LocalWorkers

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


_TASKS = """
import os, pathlib, signal, tempfile, time
from audiocast.errors import UnknownVoiceError

order = pathlib.Path(__file__).with_name("die-at-the-start")
if order.exists():
    order.unlink()
    os.kill(os.getpid(), signal.SIGKILL)

def double(number):
    return number * 2

def die(_):
    os.kill(os.getpid(), signal.SIGKILL)

def die_once(marker):
    if not marker.exists():
        marker.touch()
        die(None)
    return "alive"

def leave_a_file(_):
    return pathlib.Path(tempfile.mkdtemp())

def sleep(seconds):
    time.sleep(seconds)

def refuse(_):
    raise UnknownVoiceError("no such voice", where="somewhere", hint="Choose another")
"""


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Tasks in a module that worker processes can import, from wherever the tests are run."""
    (tmp_path / "worker_tasks.py").write_text(_TASKS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "worker_tasks", raising=False)
    return importlib.import_module("worker_tasks")


def test_results_come_back(tasks: ModuleType) -> None:
    """A task's result is the future's."""
    with LocalWorkers(2) as workers:
        futures = [workers.submit(tasks.double, n, seconds=60) for n in range(6)]
        assert [future.result() for future in futures] == [0, 2, 4, 6, 8, 10]


def test_errors_come_back_whole(tasks: ModuleType) -> None:
    """An error keeps its kind and its parts across the border of processes."""
    with LocalWorkers(1) as workers, pytest.raises(UnknownVoiceError) as caught:
        workers.submit(tasks.refuse, 1, seconds=60).result()
    assert str(caught.value) == "somewhere: no such voice. Choose another."


def test_a_crash_takes_only_its_own_task(tasks: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    """A process that dies twice on a task fails that task; the others are done."""
    with LocalWorkers(2) as workers:
        bad = workers.submit(tasks.die, 0, seconds=60)
        good = [workers.submit(tasks.double, n, seconds=60) for n in range(4)]
        assert [future.result() for future in good] == [0, 2, 4, 6]
        with pytest.raises(EngineError, match=r"died as when memory runs out \(exit code -9\), and on a second try"):
            bad.result()
    assert "trying once more" in caplog.text


def test_a_crash_is_tried_once_more(tasks: ModuleType, tmp_path: Path) -> None:
    """What crashed once, and not again, is done."""
    with LocalWorkers(1) as workers:
        assert workers.submit(tasks.die_once, tmp_path / "marker", seconds=60).result() == "alive"


def test_a_death_at_the_start_or_at_rest_costs_nothing(
    tasks: ModuleType, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Processes are killed as soon as they are there, before they begin, and while they wait; all is done."""
    (tmp_path / "die-at-the-start").touch()
    with LocalWorkers(1) as workers:
        assert workers.submit(tasks.double, 3, seconds=60).result(timeout=60) == 6
        assert "died as when memory runs out (exit code -9); trying once more" in caplog.text
    with LocalWorkers(2) as workers:
        futures = [workers.submit(tasks.double, n, seconds=60) for n in range(4)]
        _kill_all()
        assert [future.result(timeout=60) for future in futures] == [0, 2, 4, 6]
        _kill_all()
        assert workers.submit(tasks.double, 4, seconds=60).result(timeout=60) == 8


def _kill_all() -> None:
    while not (children := [each for each in multiprocessing.active_children() if each.name == "speech process"]):
        time.sleep(0.001)
    for process in children:
        process.kill()


def test_an_error_ends_all_at_once(tasks: ModuleType) -> None:
    """What goes wrong outside, such as Ctrl-C, ends the process that works, and what waits is given up."""
    workers = LocalWorkers(1).__enter__()
    busy = workers.submit(tasks.sleep, 600.0, seconds=1000)
    waiting = workers.submit(tasks.double, 0, seconds=60)
    while not busy.running():
        time.sleep(0.001)
    workers.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert isinstance(busy.exception(timeout=0), EngineError)
    assert waiting.cancelled()


def test_any_error_tells_where_it_was_made(tasks: ModuleType) -> None:
    """One that nobody expected comes with the traceback of the other process."""
    with LocalWorkers(1) as workers, pytest.raises(TypeError) as caught:
        workers.submit(tasks.double, None, seconds=60).result(timeout=60)
    assert "in double" in caught.value.__notes__[0]


def test_a_hang_ends(tasks: ModuleType) -> None:
    """A task that takes longer than it may is ended, twice, and named."""
    with LocalWorkers(1) as workers, pytest.raises(EngineError, match="hung for 1 s"):
        workers.submit(tasks.sleep, 600.0, seconds=1).result()


def test_nothing_is_left_behind(tasks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary files of a process are gone when the work is, even of one that died."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with LocalWorkers(1) as workers:
        place = workers.submit(tasks.leave_a_file, 0, seconds=60).result()
        assert workers.submit(tasks.die_once, tmp_path / "marker", seconds=60).result() == "alive"
    assert place.is_relative_to(tmp_path / "temporary")
    for _ in range(100):
        if not list((tmp_path / "temporary").iterdir()):
            break
        time.sleep(0.05)
    assert list((tmp_path / "temporary").iterdir()) == []
