"""Benchmark: the words of real sentences reach the phonemizer of the default voice, all of them and no others.

The environment variable AUDIOCAST_SENTENCES names one or several text files (divided as in PATH) with a sentence on
each line, of a public corpus; without it there is nothing to measure. Sentences with letters that the voice can't read
are counted and left out.
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.engines.contract import say
from audiocast.engines.hibari_notation import Phonemizer
from audiocast.engines.reading import words_in
from audiocast.errors import EngineError, NormalizeError
from audiocast.normalize import Normalizer

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCES = 10_000
_FEW = 0.01


def _sentences() -> Iterator[str]:
    for name in os.environ.get("AUDIOCAST_SENTENCES", "").split(os.pathsep):
        if name:
            yield from filter(str.strip, Path(name).read_text(encoding="utf-8").splitlines())


@pytest.mark.benchmark
def test_words_of_a_corpus_reach_the_phonemizer(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the spoken form of 10,000 sentences no word is lost, added or changed on its way to the sound."""
    sentences = list(islice(_sentences(), _SENTENCES))
    if not sentences:
        pytest.skip("AUDIOCAST_SENTENCES names no file of sentences")
    say_in_words, phonemizer = Normalizer(), Phonemizer(british=False)
    unread, differing = 0, []
    for sentence in sentences:
        try:
            spoken = say_in_words(sentence).text
            given = phonemizer.read(say(spoken), where="voice test").words
        except (EngineError, NormalizeError):
            unread += 1
            continue
        if given != words_in(spoken):
            differing.append((spoken, given))
    with capsys.disabled():
        print(f"\n{len(sentences)} sentences, {unread} unread, {len(differing)} differ")
    assert differing == []
    assert unread < _FEW * len(sentences)
