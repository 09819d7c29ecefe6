"""Benchmark: the cost of a render beside the bare engine. Run `pytest -m benchmark -n 0 -s tests/benchmarks`."""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast import sources
from audiocast.model.article import Article
from audiocast.render.context import Request, read_context
from audiocast.script import writer

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.benchmark

_ESPEAK = shutil.which("espeak-ng")
_BARE = "espeak-ng -f '{text}' --stdout | lame --quiet -b 64 - '{mp3}'"
_BARE_HIBARI = Path(__file__).with_name("bare_hibari.py")
_needs_espeak = pytest.mark.skipif(
    _ESPEAK is None or shutil.which("lame") is None, reason="the bare pipeline needs the programs espeak-ng and lame"
)


def _paragraphs(number: int) -> str:
    """About 2,000 characters of news, no sentence like one of another article."""
    sentence = (
        "The council of town {} said on Monday that {} of its ferries had run late in {}, and that nobody minded."
    )
    lines = [sentence.format(number * 100 + n, n + 3, 1990 + n) for n in range(19)]
    return "\n\n".join(" ".join(lines[start : start + 3]) for start in range(0, 19, 3))


def _article(folder: Path, number: int, body: str) -> None:
    folder.mkdir(exist_ok=True)
    head = f"Categories\nAudio Sources\n\nArticle number {number}\n\n2024-05-01T08:00:{number % 60:02}Z\n\n"
    (folder / f"a{number}.txt").write_text(head + body, encoding="utf-8")


def _render(folder: Path, name: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-m", "audiocast", "render", str(folder), "-o", str(folder.parent / name), "-q"]
    return [*command, *arguments]


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _ratio(ours: Callable[[], object], theirs: Callable[[], object], *, runs: int) -> float:
    """The median of the ratios of runs in turn, after one of each that is not counted."""
    ours(), theirs()
    ratios = [_seconds(ours) / _seconds(theirs) for _ in range(runs)]
    print(f"\nratios {', '.join(f'{ratio:.2f}' for ratio in sorted(ratios))}")
    return statistics.median(ratios)


def _spoken(path: Path, voice: str) -> str:
    """What our own script says of an article, so that both sides speak the same."""
    request = Request(path.parent, path.parent, path.parent, voice=voice)
    context = read_context(request)
    (article,) = sources.read(sources.fetch(path, path.parent))
    assert isinstance(article, Article)
    said = writer.write(article, show=context.show, voices=context.voices, lexicon=context.lexicon)
    return "\n".join(utterance.text for section in said.sections for utterance in section.utterances)


def _texts(tmp_path: Path, voice: str) -> list[Path]:
    """The spoken texts of a hundred articles, which are written too."""
    folder = tmp_path / "texts"
    folder.mkdir()
    texts = [folder / f"{number}.txt" for number in range(100)]
    for number, text in enumerate(texts):
        _article(tmp_path / "articles", number, _paragraphs(number))
        text.write_text(_spoken(tmp_path / "articles" / f"a{number}.txt", voice), encoding="utf-8")
    return texts


def _ours(tmp_path: Path, voice: str) -> None:
    """Render them all from nothing."""
    shutil.rmtree(tmp_path / "output", ignore_errors=True)
    shutil.rmtree(os.environ["AUDIOCAST_CACHE"], ignore_errors=True)
    subprocess.run(_render(tmp_path / "articles", "output", "--voice", voice), check=True)


@_needs_espeak
def test_a_hundred_articles(tmp_path: Path) -> None:
    """At most 1.15 x the bare pipeline, two at a time, though we level, tag, transcribe and publish."""
    texts = _texts(tmp_path, "system")

    def theirs() -> None:
        line = _BARE.format(text="{}", mp3="{}.mp3")
        xargs = ["xargs", "-P2", "-I{}", "sh", "-c", line]
        subprocess.run(xargs, input="\n".join(map(str, texts)), text=True, check=True)

    assert _ratio(lambda: _ours(tmp_path, "system"), theirs, runs=3) <= 1.15


@pytest.mark.skipif(shutil.which("lame") is None, reason="the bare calls need the program lame")
def test_a_hundred_articles_naturally(tmp_path: Path) -> None:
    """At most 1.25 x the natural voice alone, in two processes that each load it once, and lame."""
    texts = _texts(tmp_path, "narrator")

    def theirs() -> None:
        halves = [[sys.executable, str(_BARE_HIBARI), *map(str, texts[start::2])] for start in (0, 1)]
        for process in [subprocess.Popen(half) for half in halves]:
            assert process.wait() == 0

    assert _ratio(lambda: _ours(tmp_path, "narrator"), theirs, runs=3) <= 1.25


def _cpu_seconds(run: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(("voice", "limit"), [("system", 1.2), ("narrator", 2.5)])
def test_one_article_from_nothing(tmp_path: Path, voice: str, limit: float) -> None:
    """So many seconds of processor time, in all processes; and 0.35 when there is nothing to do.

    Seconds say little of a machine that is not known, so those of the bare voice and lame are told too.
    """
    _article(tmp_path / "articles", 0, _paragraphs(0))
    starts = 0

    def render() -> None:
        environment = {**os.environ, "AUDIOCAST_CACHE": str(tmp_path / f"cache{starts}")}
        command = _render(tmp_path / "articles", f"output{starts}", "--voice", voice)
        subprocess.run(command, check=True, env=environment)

    def anew() -> None:
        # Nothing is removed between: for some seconds after, a file system looks for long where to put a new file.
        nonlocal starts
        starts += 1
        render()

    anew()
    ours, idle = (statistics.median(_cpu_seconds(run) for _ in range(5)) for run in (anew, render))
    print(f"\n{voice}: {ours:.2f} s, nothing to do {idle:.2f} s")
    if _ESPEAK and shutil.which("lame"):
        text = tmp_path / "text.txt"
        text.write_text(_spoken(tmp_path / "articles" / "a0.txt", voice), encoding="utf-8")
        line = _BARE.format(text=text, mp3=tmp_path / "bare.mp3")
        bare = ["sh", "-c", line] if voice == "system" else [sys.executable, str(_BARE_HIBARI), str(text)]
        theirs = statistics.median(_cpu_seconds(lambda: subprocess.run(bare, check=True)) for _ in range(5))
        print(f"bare {theirs:.2f} s; ours is {ours / theirs:.2f} times that")
    assert ours < limit
    assert idle < 0.35


def test_memory_of_three_hours(tmp_path: Path) -> None:
    """Three hours of speech in one article take less than 400 MB in the largest process.

    Run it alone: the largest child of all tests before it counts too.
    """
    sentences = re.findall(r"[^.]+\.", " ".join(_paragraphs(number) for number in range(90)))
    _article(tmp_path / "articles", 1, "\n\n".join(" ".join(sentences[n : n + 5]) for n in range(0, len(sentences), 5)))
    subprocess.run(_render(tmp_path / "articles", "output", "--voice", "system"), check=True)
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    (mp3,) = (tmp_path / "output" / "episodes").glob("*.mp3")
    print(f"\n{mp3.stat().st_size / 8000 / 3600:.2f} h, {megabytes:.0f} MB")
    assert mp3.stat().st_size > 3 * 3600 * 8000
    assert megabytes < 400


def test_nothing_to_do(tmp_path: Path) -> None:
    """A second run takes less than a second more than saying the version."""
    for number in range(8):
        _article(tmp_path / "articles", number, _paragraphs(number))
    render = _render(tmp_path / "articles", "output", "--voice", "tone")
    subprocess.run(render, check=True)
    version = [sys.executable, "-m", "audiocast", "--version"]
    spent = [
        _seconds(lambda: subprocess.run(render, check=True))
        - _seconds(lambda: subprocess.run(version, check=True, capture_output=True))
        for _ in range(5)
    ]
    print(f"\n{statistics.median(spent):.2f} s more")
    assert statistics.median(spent) < 1
