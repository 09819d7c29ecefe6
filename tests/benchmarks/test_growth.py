"""Benchmark: the cost of a render when little of a large show has changed.

    pytest -m benchmark -n 0 -s tests/benchmarks/test_growth.py

Shows of ten to ten thousand articles of about 2,000 characters, in beeps at ten times their pace, for what is asked is
what everything besides speaking costs. Each show is brought up to date when nothing has changed, one article, and ten,
and the smaller ones are made from nothing. All figures are the median of three runs; those of the processor are of all
processes together, and so is memory (without what they share). The last test draws them: docs/assets/growth.svg.

The largest show takes half an hour to make. When AUDIOCAST_GROWTH names a folder, shows and figures are kept there:
what was broken off goes on, `-k` may choose a size, and the second time there is only the measuring.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(sys.platform != "linux", reason="memory of processes is read from /proc"),
]

_SIZES = (10, 100, 1_000, 3_000, 10_000)
_FROM_NOTHING = 1_000
"""The largest show that is made from nothing again, to be measured."""
_LARGE = 3_000
_RUNS = 3
_SETTLED_S = 2.1
"""What has changed more recently is read again the next time, for it may change once more."""
_VOICE = 'engine = "tone"\nid = ""\nlanguage = "en-US"\nrate = 10.0\n'
_SAID = "The council of town {} said on Monday that {} of its ferries had run late in {}, and that nobody minded."

_PLOT = Path(__file__).parents[2] / "docs" / "assets" / "growth.svg"
_LINES = {
    "all": ("all are new", "#8a3ffc"),
    "ten": ("ten changed", "#b25400"),
    "one": ("one changed", "#0f62fe"),
    "none": ("nothing changed", "#198038"),
}
_WIDTH, _HEIGHT = 720, 400
_LEFT, _RIGHT, _ABOVE, _BELOW = 56, 130, 32, 52
_LEAST_S, _MOST_S = 0.1, 200.0


class _Cost(NamedTuple):
    """Seconds by the clock, seconds of the processors, and megabytes at most."""

    wall: float
    cpu: float
    memory: float


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shows and the figures are."""
    kept = os.environ.get("AUDIOCAST_GROWTH")
    return Path(kept) if kept else tmp_path_factory.mktemp("shows")


@pytest.mark.parametrize("size", _SIZES)
def test_a_show(shows: Path, tmp_path: Path, size: int) -> None:
    """Planning takes under 3 s, one changed article under 5 s, both under 500 MB; and the rest is for the plot."""
    folder = shows / str(size)
    _write(folder, size)
    _render(folder)
    time.sleep(_SETTLED_S)
    _render(folder)
    costs = {
        "plan": _median(lambda: _cost(folder, "--dry-run")),
        "none": _median(lambda: _cost(folder)),
        "one": _median(lambda: _changed(folder, size, 1)),
        "ten": _median(lambda: _changed(folder, size, 10)),
    }
    if size <= _FROM_NOTHING:
        costs["all"] = _median(lambda: _from_nothing(tmp_path, size), runs=1 if size == _FROM_NOTHING else _RUNS)
    (folder / "costs.json").write_text(json.dumps(costs), encoding="utf-8")
    print(f"\n{size} articles")
    for name, (wall, cpu, memory) in costs.items():
        print(f"  {name}: {wall:.2f} s, {cpu:.2f} s of the processors, {memory:.0f} MB")
    assert costs["plan"].wall < 3
    assert costs["one"].wall < 5
    assert max(cost.memory for cost in costs.values()) < 500


def _write(folder: Path, size: int) -> None:
    """The articles that are not there yet, and the voice."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "voices").mkdir(exist_ok=True)
    (folder / "voices" / "quick.toml").write_text(_VOICE, encoding="utf-8")
    for number in range(size):
        path = _article(folder, number)
        if not path.exists():
            lines = [_SAID.format(number * 100 + n, n + 3, 1990 + n) for n in range(19)]
            body = "\n\n".join(" ".join(lines[start : start + 3]) for start in range(0, 19, 3))
            head = f"Categories\nAudio Sources\n\nArticle number {number}\n\n2024-05-01T08:00:00Z\n\n"
            path.write_text(f"{head}{body} They all wait at berth 1.", encoding="utf-8")


def _article(folder: Path, number: int) -> Path:
    return folder / "articles" / f"a{number:05}.txt"


def _render(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "AUDIOCAST_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "audiocast", "render", "articles", "-o", "output", "--voice", "quick", "-q"]
    # A session of its own, by which its processes are known.
    subprocess.run([*command, *arguments], cwd=folder, env=environment, check=True, start_new_session=True)


def _median(measure: Callable[[], _Cost], *, runs: int = _RUNS) -> _Cost:
    return _Cost(*map(statistics.median, zip(*(measure() for _ in range(runs)), strict=True)))


def _cost(folder: Path, *arguments: str) -> _Cost:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with _watched_memory() as seen:
        _render(folder, *arguments)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, max(seen) / 1024)


@contextlib.contextmanager
def _watched_memory() -> Iterator[list[int]]:
    """A list that fills with the kilobytes of all descendants, twenty times a second."""
    seen = [0]
    end = threading.Event()

    def watch() -> None:
        while not end.wait(0.05):
            seen.append(sum(map(_kilobytes, _descendants(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        end.set()
        watcher.join()


def _descendants(pid: int) -> list[int]:
    with contextlib.suppress(OSError):  # it has ended
        children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in _children(task)]
        return [*children, *(each for child in children for each in _descendants(child))]
    return []


def _children(task: Path) -> list[str]:
    return (task / "children").read_text(encoding="ascii").split()


def _kilobytes(pid: int) -> int:
    """The memory of a process, with its share of what several have in common."""
    with contextlib.suppress(OSError):  # it has ended
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0


def _changed(folder: Path, size: int, count: int) -> _Cost:
    """When so many articles, here and there, have a new last sentence."""
    for number in range(0, size, size // count):
        path = _article(folder, number)
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\d+\.$", lambda berth: f"{int(berth[0][:-1]) + 1}.", text), encoding="utf-8")
    time.sleep(_SETTLED_S)
    return _cost(folder)


def _from_nothing(folder: Path, size: int) -> _Cost:
    shutil.rmtree(folder, ignore_errors=True)
    _write(folder, size)
    return _cost(folder)


# ---------------------------------------------------------------- the plot


def test_plot(shows: Path) -> None:
    """Draw what was measured; with a show that is large enough, as the plot of this project."""
    measured = {size: _read(shows / str(size)) for size in _SIZES if (shows / str(size) / "costs.json").exists()}
    assert measured, "nothing was measured"
    plot = _PLOT if max(measured) >= _LARGE else shows / _PLOT.name
    plot.parent.mkdir(exist_ok=True)
    plot.write_text(_drawn(measured), encoding="utf-8")
    print(f"\n{plot}")


def _read(folder: Path) -> dict[str, _Cost]:
    costs = json.loads((folder / "costs.json").read_text(encoding="utf-8"))
    return {name: _Cost(*cost) for name, cost in costs.items()}


def _drawn(measured: dict[int, dict[str, _Cost]]) -> str:
    """An SVG with both axes logarithmic, a line for each kind of change."""
    lines = (_line(measured, name, label, color) for name, (label, color) in _LINES.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="13" fill="#333">\n<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n'
        + "\n".join([*_grid(), *(mark for line in lines for mark in line)])
        + "\n</svg>\n"
    )


def _grid() -> Iterator[str]:
    for size in _SIZES:
        yield f'<text x="{_x(size)}" y="{_HEIGHT - 28}" text-anchor="middle">{size:,}</text>'
    for seconds in (0.1, 1, 10, 100):
        y = _y(seconds)
        yield f'<path d="M{_LEFT} {y}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{seconds:g} s</text>'
    yield f'<text x="{_LEFT}" y="{_HEIGHT - 8}">articles in the show</text>'
    yield f'<text x="{_LEFT}" y="18">processor time of a render</text>'


def _line(measured: dict[int, dict[str, _Cost]], name: str, label: str, color: str) -> Iterator[str]:
    points = [(_x(size), _y(costs[name].cpu)) for size, costs in sorted(measured.items()) if name in costs]
    if not points:
        return
    path = "L".join(f"{x} {y}" for x, y in points)
    yield f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2"/>'
    yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"/>' for x, y in points)
    x, y = points[-1]
    yield f'<text x="{x + 8}" y="{y + 4}" fill="{color}">{label}</text>'


def _x(size: float) -> float:
    share = math.log10(size / _SIZES[0]) / math.log10(_SIZES[-1] / _SIZES[0])
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(seconds: float) -> float:
    share = math.log10(seconds / _LEAST_S) / math.log10(_MOST_S / _LEAST_S)
    return round(_HEIGHT - _BELOW - share * (_HEIGHT - _BELOW - _ABOVE), 1)
