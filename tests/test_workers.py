"""Who does the work?"""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.workers import LocalWorkers

if TYPE_CHECKING:
    from pathlib import Path


def _double(number: int) -> int:
    return number * 2


def _die(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def _die_once(marker: Path) -> str:
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


def _refuse(_: int) -> int:
    raise UnknownVoiceError("no such voice", where="somewhere", hint="Choose another")


def test_results_come_back() -> None:
    """A task's result is the future's."""
    with LocalWorkers(2) as workers:
        futures = [workers.submit(_double, n, seconds=60) for n in range(6)]
        assert [future.result() for future in futures] == [0, 2, 4, 6, 8, 10]


def test_errors_come_back_whole() -> None:
    """An error keeps its kind and its parts across the border of processes."""
    with LocalWorkers(1) as workers, pytest.raises(UnknownVoiceError) as caught:
        workers.submit(_refuse, 1, seconds=60).result()
    assert str(caught.value) == "somewhere: no such voice. Choose another."


def test_a_crash_takes_only_its_own_task(caplog: pytest.LogCaptureFixture) -> None:
    """A process that dies twice on a task fails that task; the others are done."""
    with LocalWorkers(2) as workers:
        bad = workers.submit(_die, 0, seconds=60)
        good = [workers.submit(_double, n, seconds=60) for n in range(4)]
        assert [future.result() for future in good] == [0, 2, 4, 6]
        with pytest.raises(EngineError, match=r"the speech process died \(exit code -9\), and on a second try"):
            bad.result()
    assert "trying once more" in caplog.text


def test_a_crash_is_tried_once_more(tmp_path: Path) -> None:
    """What crashed once, and not again, is done."""
    with LocalWorkers(1) as workers:
        assert workers.submit(_die_once, tmp_path / "marker", seconds=60).result() == "alive"


def test_a_hang_ends() -> None:
    """A task that takes longer than it may is ended, twice, and named."""
    with LocalWorkers(1) as workers, pytest.raises(EngineError, match="hung for 1 s"):
        workers.submit(_sleep, 600.0, seconds=1).result()
