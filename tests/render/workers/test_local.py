"""Tests of `render.workers.local`."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.render.workers.local import LocalWorkers

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


_TASKS = """
import os, pathlib, signal, sys, tempfile, time
from audiocast.engines import timeouts
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

def hang_in_a_step(seconds):
    with timeouts.limit(seconds, "'The ferry.'"):
        time.sleep(600)

def two_quick_steps(seconds):
    for _ in range(2):
        with timeouts.limit(seconds, "a step"):
            pass
        time.sleep(1.5 * seconds)
    return "done"

def pid(_):
    return os.getpid()

def leave(_):
    sys.exit(0)

def interrupt(_):
    raise KeyboardInterrupt

def give_what_can_not_be_sent(_):
    return lambda: None

def raise_what_can_not_be_sent(_):
    raise ValueError(lambda: None)

def refuse(_):
    raise UnknownVoiceError("no such voice", where="somewhere", hint="Choose another")
"""

# Run by a Python of its own, for a process with threads, as that of these tests may be, is not forked.
_FORKED = """
import os, pathlib, signal, sys, tempfile
from audiocast.errors import UnknownVoiceError
from audiocast.render.workers.local import LocalWorkers, can_fork

prepared = []

def prepare(word):
    prepared.append((word, os.getpid()))

def whose(_):
    return [(word, pid == PARENT, os.getppid() == PARENT) for word, pid in prepared]

def refuse(_):
    raise UnknownVoiceError("no such voice", where="somewhere", hint="Choose another")

def die_once(marker):
    if marker.exists():
        return os.getppid() == PARENT
    marker.touch()
    os.kill(os.getpid(), signal.SIGKILL)

def leave_a_file(_):
    return tempfile.mkstemp()[1]

PARENT = os.getpid()

if __name__ == "__main__":
    assert can_fork()
    jobs = int(sys.argv[2])
    with LocalWorkers(jobs, ahead=(prepare, "once")) as workers:
        print(workers.submit(whose, 0, seconds=60).result()[0])
        print(workers.submit(refuse, 0, seconds=60).exception())
        left = workers.submit(leave_a_file, 0, seconds=60).result()
        marker = pathlib.Path(sys.argv[1])
        print(workers.submit(die_once, marker, seconds=60).result(), marker.exists())
    while os.path.exists(left):
        pass
    print("gone")
"""

_ENDLESS = """
import os, pathlib, time
from audiocast.render.workers.local import LocalWorkers

def nothing(_):
    pass

def pid(folder):
    # Each waits for the other, so no process does both.
    (folder / f"{os.getpid()}.pid").touch()
    while len(list(folder.glob("*.pid"))) < 2:
        time.sleep(0.01)
    return os.getpid()

def sleep(_):
    time.sleep(600)

if __name__ == "__main__":
    with LocalWorkers(2, ahead=(nothing, 0)) as workers:
        pids = [workers.submit(pid, pathlib.Path(__file__).parent, seconds=60) for _ in range(2)]
        print(*(each.result() for each in pids), flush=True)
        for future in [workers.submit(sleep, 0, seconds=900) for _ in range(3)]:
            future.result()
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
        with pytest.raises(EngineError, match=r"died \(exit code -9, .*memory ran out\); in a second process, "):
            bad.result()
    assert "Another process tries the task once more." in caplog.text


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
        assert "died (exit code -9, perhaps because memory ran out). Another process" in caplog.text
    with LocalWorkers(2) as workers:
        futures = [workers.submit(tasks.double, n, seconds=60) for n in range(4)]
        _kill_all()
        assert [future.result(timeout=60) for future in futures] == [0, 2, 4, 6]
        _kill_all()
        assert workers.submit(tasks.double, 4, seconds=60).result(timeout=60) == 8


def _kill_all() -> None:
    while not (children := [each for each in multiprocessing.active_children() if each.name == "worker process"]):
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


def test_a_step_that_hangs_ends(tasks: ModuleType) -> None:
    """One utterance that takes longer than it may ends the process, twice, though the task has time; it is named."""
    with LocalWorkers(2) as workers:
        bad = workers.submit(tasks.hang_in_a_step, 0.5, seconds=1000)
        assert workers.submit(tasks.double, 2, seconds=60).result() == 4
        with pytest.raises(EngineError, match=r"hung for 0 s while it synthesized 'The ferry.'. .*the same happened"):
            bad.result()


def test_a_task_may_take_longer_than_its_steps(tasks: ModuleType) -> None:
    """What is done between them has the time of the task."""
    with LocalWorkers(1) as workers:
        assert workers.submit(tasks.two_quick_steps, 1, seconds=60).result() == "done"


@pytest.mark.parametrize("task", ["leave", "interrupt", "give_what_can_not_be_sent", "raise_what_can_not_be_sent"])
def test_whatever_ends_a_task_is_its_error(tasks: ModuleType, task: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The process that did it goes on, and prints nothing."""
    with LocalWorkers(1) as workers:
        before = workers.submit(tasks.pid, 0, seconds=60).result()
        with pytest.raises(EngineError):
            workers.submit(getattr(tasks, task), 0, seconds=60).result()
        assert workers.submit(tasks.pid, 0, seconds=60).result() == before
    assert capfd.readouterr().err == ""


def test_nothing_is_left_behind(tasks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary files of a process are gone when the work is, even of one that died."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with LocalWorkers(1) as workers:
        place = workers.submit(tasks.leave_a_file, 0, seconds=60).result()
        assert workers.submit(tasks.die_once, tmp_path / "marker", seconds=60).result() == "alive"
    assert place.is_relative_to(tmp_path / "temporary")
    # They go while this process goes on.
    while list((tmp_path / "temporary").iterdir()):
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not forked")
@pytest.mark.parametrize("jobs", [1, 2])
def test_forked_processes_have_what_was_loaded_before(tmp_path: Path, jobs: int) -> None:
    """Several share what this process loaded, one loads it for itself; a crash is told and tried by a new process."""
    script = tmp_path / "tasks.py"
    script.write_text(_FORKED, encoding="utf-8")
    run = [sys.executable, str(script), str(tmp_path / "marker"), str(jobs)]
    told = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    here = jobs > 1
    first = str(("once", here, True))
    assert told.stdout.splitlines() == [first, "somewhere: no such voice. Choose another.", "False True", "gone"]
    died = "the worker process died (exit code -9, perhaps because memory ran out)."
    assert told.stderr.strip() == f"{died} Another process tries the task once more."


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes are not forked")
@pytest.mark.parametrize("kill", ["SIGKILL", "SIGINT"])
def test_forked_processes_end_with_their_parent(tmp_path: Path, kill: str) -> None:
    """Whether it is killed or interrupted, none of them stays."""
    script = tmp_path / "tasks.py"
    script.write_text(_ENDLESS, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with parent:
        assert parent.stdout is not None
        pids = parent.stdout.readline().split()
        assert len(set(pids)) == 2
        # Again, for Python does not wake for a signal that comes just before it begins to wait.
        while parent.poll() is None:
            parent.send_signal(getattr(signal, kill))
            with contextlib.suppress(subprocess.TimeoutExpired):
                parent.wait(timeout=5)
        # The end of the pipe: it is closed once nobody holds it any more.
        assert parent.stdout.read() == ""
