"""Benchmark: the cost of the stage that decides pronunciations. Run `pytest -m benchmark -n 0 -s tests/benchmarks`."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from audiocast.model.script import Utterance
from audiocast.model.voice import Voice
from audiocast.normalize import Normalizer
from audiocast.pronunciation.phonemizer import Phonemizer

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.benchmark

_WORDS_PER_SECOND = 5_000
_VOICE = Voice("narrator", "hibari")
_TEXT = (
    "The council of Reykjavik said on Monday that {} of its ferries had run late in {}, and that Siobhan Walsh, who"
    " leads the harbor's Yosemite office, had read the record of a close vote; Wrocław's mayor, Zhytomyr-born, would"
    " live with it, she told reporters from Albuquerque."
)
_STAGE = """
from audiocast.model.script import Utterance
from audiocast.model.voice import Voice
{start}
from audiocast.pronunciation.phonemizer import Phonemizer
stage = Phonemizer(["Siobhan (shiv-AWN) met Yosemite."], voices=(Voice("narrator", "hibari"),))
stage.annotate(Utterance("She saw Yosemite.", "", 0, "narrator"))
print(time.process_time() - start)
"""
_JSON = """
import gzip, json
from importlib.resources import files
{start}
for name in ("lexicon_us_gold", "lexicon_us_silver", "tagger"):
    json.loads(gzip.decompress(files("hibari").joinpath("assets", name + ".json.gz").read_bytes()))
print(time.process_time() - start)
"""


def _cpu_seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _seconds_of(program: str) -> float:
    """The CPU time that a part of a program takes, in a fresh process; the least of three."""
    code = program.format(start="import time\nstart = time.process_time()")
    return min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
        for _ in range(3)
    )


def test_the_stage_is_fast() -> None:
    """It decides 5,000 words a second, and takes less than eight times the time of the normalizer."""
    texts = [_TEXT.format(number, 1900 + number % 100) for number in range(400)]
    stage = Phonemizer(texts, voices=(_VOICE,))
    normalizer = Normalizer(context=texts)
    theirs = _cpu_seconds(lambda: [normalizer(text) for text in texts])
    ours = _cpu_seconds(lambda: [stage.annotate(Utterance(text, text, 0, "narrator")) for text in texts])
    words = sum(len(text.split()) for text in texts)
    print(f"\n{words / ours:,.0f} words a second, {ours / theirs:.2f} of the normalizer's time")
    assert words / ours >= _WORDS_PER_SECOND
    assert ours / theirs <= 8


def test_the_stage_loads_at_once() -> None:
    """Loading it takes less than a fifth of the time in which hibari would read the same tables from JSON."""
    ours, theirs = _seconds_of(_STAGE), _seconds_of(_JSON)
    print(f"\n{1000 * ours:.0f} ms, JSON {1000 * theirs:.0f} ms")
    assert ours / theirs <= 0.2
