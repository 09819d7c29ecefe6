"""Benchmark: the memory and the time of an article of several hours. Run it with `-n 0 -s` on an idle machine.

AUDIOCAST_HOURS says how many hours; ten take ten minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

_LIMIT_MB = 500
_FASTER = 1.7
_CHARACTERS_AN_HOUR = 47_000
_HOURS = float(os.environ.get("AUDIOCAST_HOURS", "2"))
_BETWEEN_LOOKS_S = 0.2
_SENTENCE = "The {} of town {} {} its {} on Monday, and {} people said that it had never been so {}."
_PLACES = ("council", "harbor", "ferry", "school", "bridge", "market", "station", "museum", "library", "hospital")
_DID = ("opened", "closed", "repaired", "praised", "sold", "measured", "painted")
_HOW = ("busy", "quiet", "bright", "cold", "full")


@dataclass(frozen=True)
class _Run:
    seconds: float
    megabytes: float
    sound: bytes


@pytest.mark.benchmark
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells what memory is shared")
def test_a_long_article(tmp_path: Path) -> None:
    """With the natural voice all processes together stay below the limit, and two are 1.7 times as fast as one."""
    _write(tmp_path / "articles", characters=round(_HOURS * _CHARACTERS_AN_HOUR))
    two, one = (_render(tmp_path, jobs) for jobs in (2, 1))
    hours = len(one.sound) / 8000 / 3600
    times = f"{two.seconds:.0f} s to {one.seconds:.0f} s: {one.seconds / two.seconds:.2f} times as fast"
    memory = f"{two.megabytes:.0f} MB with two processes, {one.megabytes:.0f} MB with one"
    print(f"\n{hours:.1f} h, {times}; {memory}")
    assert two.sound == one.sound
    assert max(one.megabytes, two.megabytes) < _LIMIT_MB
    assert one.seconds / two.seconds >= _FASTER


def _write(folder: Path, *, characters: int) -> None:
    """An article of so many characters, no sentence like another."""
    sentences: list[str] = []
    while characters > 0:
        n = len(sentences)
        words = _PLACES[n % 10], n, _DID[n % 7], _PLACES[n // 3 % 10], 3 + n * 37 % 900, _HOW[n % 5]
        sentences.append(_SENTENCE.format(*words))
        characters -= len(sentences[-1])
    paragraphs = [" ".join(sentences[start : start + 5]) for start in range(0, len(sentences), 5)]
    folder.mkdir()
    head = "Categories\nAudio Sources\n\nA very long article\n\n2024-05-01T08:00:00Z"
    (folder / "a.txt").write_text("\n\n".join((head, *paragraphs)), encoding="utf-8")


def _render(tmp_path: Path, jobs: int) -> _Run:
    """Render from nothing, and look again and again how much memory that takes."""
    shutil.rmtree(os.environ["AUDIOCAST_CACHE"], ignore_errors=True)
    output = tmp_path / f"output{jobs}"
    command = [sys.executable, "-m", "audiocast", "render", str(tmp_path / "articles"), "-o", str(output), "-q"]
    start = time.perf_counter()
    with subprocess.Popen([*command, "--voice", "narrator", "--jobs", str(jobs)]) as process:
        most = 0
        while process.poll() is None:
            most = max(most, _kilobytes(process.pid))
            time.sleep(_BETWEEN_LOOKS_S)
    assert process.returncode == 0
    (mp3,) = (output / "episodes").glob("*.mp3")
    return _Run(time.perf_counter() - start, most / 1024, mp3.read_bytes())


def _kilobytes(pid: int) -> int:
    """What a process and all below it take: of what several have, a part each."""
    process = Path(f"/proc/{pid}")
    try:
        told = (process / "smaps_rollup").read_text()
        children = [each for task in (process / "task").iterdir() for each in (task / "children").read_text().split()]
    except OSError:  # it ended just now
        return 0
    own = sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
    return own + sum(_kilobytes(int(child)) for child in children)
