"""Tests of `model/lines.py`."""

from __future__ import annotations

import pytest

from audiocast.model.lines import one_line, shortened


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain words", "plain words"),
        (" two  spaces \t and a tab\r\n", "two spaces and a tab"),
        ("a\0b\x85c\u2028d", "a b c d"),
        ("no-break\u00a0space stays", "no-break\u00a0space stays"),
        ("half \ud83d of a character\ufffe", "half of a character"),
        ("", ""),
    ],
)
def test_a_text_becomes_one_line(text: str, line: str) -> None:
    """Control characters become spaces, runs of spaces become one, and what no file can hold is removed."""
    assert one_line(text) == line


def test_a_long_text_ends_in_an_ellipsis() -> None:
    """The result has at most the given length, and no space before the ellipsis."""
    assert shortened("the ferry", 9) == "the ferry"
    assert shortened("the ferry", 5) == "the…"
