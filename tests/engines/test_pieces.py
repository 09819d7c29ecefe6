"""Rules of dividing what is too long."""

from __future__ import annotations

import pytest

from audiocast.engines.pieces import pieces


@pytest.mark.parametrize(
    ("phonemes", "divided"),
    [
        ("", []),
        (" .", []),
        ("kæt", ["kæt"]),
        ("ðə kæt sæt", ["ðə kæt", "sæt"]),
        ("ðəkætsæt", ["ðəkætsæ", "t"]),
        ("ðəkætsæ .", ["ðəkætsæ"]),
        ("ðəkætsæ kæt", ["ðəkætsæ", "kæt"]),
    ],
)
def test_words_stay_whole(phonemes: str, divided: list[str]) -> None:
    """The cut is at the last space there is, and what holds no sound is left out; lists are divided like texts."""
    assert list(pieces(phonemes, most=7)) == divided
    assert list(map("".join, pieces(list(phonemes), most=7))) == divided
