"""How fast is written English read? Measured against a plain baseline in the same run, for machines differ."""

from __future__ import annotations

import importlib.util
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.normalize import speak

if TYPE_CHECKING:
    from collections.abc import Callable

_CASES = Path(__file__).parents[1] / "normalize" / "cases"
_NUMBER = re.compile(r"\d+")


def _sentences() -> list[str]:
    return [
        line.split("\t")[0] for table in sorted(_CASES.glob("*.tsv")) for line in table.read_text("utf-8").splitlines()
    ]


def _baseline(text: str) -> str:
    """What the simplest normalizer does: split into words, and give each number to num2words."""
    from num2words import num2words  # noqa: PLC0415 - only the baseline pays for it

    return " ".join(_NUMBER.sub(lambda found: num2words(int(found[0][:30])), word) for word in text.split())


def _rate(read: Callable[[str], str], sentences: list[str]) -> float:
    """Sentences a second, the best of three rounds."""
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for sentence in sentences:
            read(sentence)
        best = max(best, len(sentences) / (time.perf_counter() - start))
    return best


@pytest.mark.benchmark
def test_is_as_fast_as_the_simplest(capsys: pytest.CaptureFixture[str]) -> None:
    """All rules, the alignment and the audit cost no more than ten times what splitting and num2words cost."""
    sentences = _sentences()
    speak(sentences[0])
    ours, plain = _rate(speak, sentences), _rate(_baseline, sentences)
    with capsys.disabled():
        print(f"\nnormalize: {ours:.0f} sentences/s, split and num2words {plain:.0f}, ratio {ours / plain:.2f}")  # noqa: T201
    assert ours > plain / 10


@pytest.mark.benchmark
@pytest.mark.parametrize("peer", ["nemo_text_processing", "tn"])
def test_peers(peer: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Peers, where they are installed: NeMo-text-processing, WeTextProcessing."""
    if importlib.util.find_spec(peer) is None:
        pytest.skip(f"{peer} is not installed here")
    sentences = _sentences()[:100]
    read = _nemo() if peer == "nemo_text_processing" else _wetext()
    with capsys.disabled():
        print(f"\n{peer}: {_rate(read, sentences):.0f} sentences/s, ours {_rate(speak, sentences):.0f}")  # noqa: T201


def _nemo() -> Callable[[str], str]:
    module = importlib.import_module("nemo_text_processing.text_normalization.normalize")
    normalizer = module.Normalizer(input_case="cased", lang="en")
    return lambda text: str(normalizer.normalize(text))


def _wetext() -> Callable[[str], str]:
    module = importlib.import_module("tn.english.normalizer")
    normalizer = module.Normalizer()
    return lambda text: str(normalizer.normalize(text))
