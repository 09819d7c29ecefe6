"""The words that reach a phonemizer are those of the utterance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.engines import espeak_notation, piper_notation
from audiocast.engines.contract import say
from audiocast.engines.hibari_notation import Phonemizer
from audiocast.engines.reading import words_in
from audiocast.normalize import Normalizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocast.model.script import Utterance

TABLES = sorted((Path(__file__).parents[1] / "normalize" / "cases").glob("*.tsv"))
READERS: dict[str, Callable[[], Callable[[Utterance], tuple[str, ...]]]] = {
    "hibari": lambda: _read_by_hibari(Phonemizer(british=False)),
    "espeak-ng": lambda: lambda each: espeak_notation.write(each, language="en-us", where="voice test").words,
    "piper": lambda: lambda each: piper_notation.write(each, language="en-gb", where="voice test").words,
}


def _read_by_hibari(phonemizer: Phonemizer) -> Callable[[Utterance], tuple[str, ...]]:
    return lambda utterance: phonemizer.read(utterance, where="voice test").words


@pytest.mark.parametrize("reader", READERS)
def test_all_cases_reach_the_phonemizer(reader: str) -> None:
    """Of the spoken form of each case of the normalizer no word is lost, added or changed on its way to the sound."""
    read = READERS[reader]()
    differing = []
    for table in TABLES:
        for line in table.read_text(encoding="utf-8").splitlines():
            written, _, *locale = line.split("\t")
            spoken = Normalizer(*locale)(written).text
            if words_in(spoken) and read(say(spoken)) != words_in(spoken):
                differing.append((spoken, read(say(spoken))))
    assert differing == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It\u2019s the G\u00a0D\u00a0P's.", ("it's", "the", "g", "d", "p's")),
        ("Well-known Nguyễn, 'quoted'!", ("well", "known", "nguyen", "quoted")),
        ("The boys' dog \u2013 rock 'n' roll.", ("the", "boys", "dog", "rock", "n", "roll")),
        (" . ", ()),
    ],
)
def test_words_are_compared_without_marks(text: str, words: tuple[str, ...]) -> None:
    """Words are compared in small letters, without accents and marks; only apostrophes inside them count."""
    assert words_in(text) == words
