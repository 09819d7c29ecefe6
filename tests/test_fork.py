"""Who does a little work?"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_TASKS = """
import os, signal, sys, tempfile
from pathlib import Path
from audiocast import fork
from audiocast.errors import UnknownVoiceError

def double(number):
    return 2 * number

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
    assert fork.possible()
    with fork.Fork() as workers:
        futures = [workers.submit(double, n, seconds=60) for n in range(4)]
        print([future.result() for future in futures])
        print(workers.submit(refuse, 0, seconds=60).exception())
        left = workers.submit(leave_a_file, 0, seconds=60).result()
        print(workers.submit(die_once, Path(sys.argv[1]), seconds=60).result())
        print(workers.submit(double, 21, seconds=60).result())
    print(Path(left).exists())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a pool of processes does it")
def test_it_works_and_survives_a_crash(tmp_path: Path) -> None:
    """Results and errors come back, a crash is told and tried once more elsewhere, no file is left."""
    script = tmp_path / "tasks.py"
    script.write_text(_TASKS, encoding="utf-8")
    run = [sys.executable, str(script), str(tmp_path / "marker")]
    told = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    lines = ["[0, 2, 4, 6]", "somewhere: no such voice. Choose another.", "False", "42", "False"]
    assert told.stdout.splitlines() == lines
    assert told.stderr.strip() == "the speech process died (exit code -9); trying once more"
