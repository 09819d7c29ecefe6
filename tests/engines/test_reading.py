"""Rules of taking an utterance apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.engines.reading import Letters, Part, Sounds, Words, parts
from audiocast.model.script import Pronunciation, Utterance


def taken(text: str, *hints: Pronunciation) -> list[Part]:
    """The parts of a text."""
    return list(parts(Utterance(text=text, written=text, pause_ms=0, voice="", pronunciations=hints)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A cat", [Words("A cat")]),
        ("the G\u00a0D\u00a0P rose", [Words("the "), Letters("GDP", ""), Words(" rose")]),
        ("A\u00a0I\u2019s", [Letters("AI", "'s")]),
        ("A\u00a0T\u00a0Ms", [Letters("ATM", "s")]),
        ("vitamin\u00a0A.", [Words("vitamin "), Letters("A", ""), Words(".")]),
        ("X\u00a05", [Letters("X", ""), Words(" 5")]),
        ("five\u00a0kilos", [Words("five kilos")]),
        ("five\u00a0Americans", [Words("five Americans")]),
        ("the U\u00a0S. Then A", [Words("the "), Letters("US", ""), Words(". Then A")]),
        ("A\u00a0I-based", [Letters("AI", ""), Words("-based")]),
        ("vitamin\u00a0A\u2019d", [Words("vitamin A\u2019d")]),
    ],
)
def test_letters_are_marked_by_no_break_spaces(text: str, expected: list[Part]) -> None:
    """Capitals tied to each other, or alone beside a no-break space, are spelled; nothing else is."""
    assert taken(text) == expected


def test_pronunciations_are_cut_out() -> None:
    """A pronunciation replaces its word, in whatever order they come."""
    hints = (Pronunciation(9, 16, "ˈstɑːmə"), Pronunciation(0, 4, "kɪə"))
    assert taken("Keir and Starmer.", *hints) == [
        Sounds("Keir", "kɪə"),
        Words(" and "),
        Sounds("Starmer", "ˈstɑːmə"),
        Words("."),
    ]


@given(st.text(alphabet="AIs x.'\u00a0"))
def test_nothing_is_lost(text: str) -> None:
    """All parts together hold every letter of the text."""
    found = "".join(part.letters + part.ending if isinstance(part, Letters) else part.text for part in taken(text))
    assert [c for c in found if c.isalpha()] == [c for c in text if c.isalpha()]
