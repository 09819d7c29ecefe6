"""Tests of the plain text that the rules read."""

from __future__ import annotations

import pytest

from audiocast.normalize.typography import plain


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("It rained.", "It rained."),
        ("“It’s ‘over’”", "\"It's 'over'\""),
        ("a\u00a0b\u2009c", "a b c"),
        ("5\u22123 and 2\u20133", "5-3 and 2–3"),
        ("zero\u200bwidth", "zerowidth"),
        ("mi\u00adnister", "minister"),
        ("cafe\u0301", "café"),
        ("ﬁne", "fine"),
        ("Ⓐ ① Ⅻ ٣", "A 1 XII 3"),
        ("m² ½ …", "m² ½ …"),
    ],
)
def test_typography_becomes_plain(written: str, text: str) -> None:
    """Quotation marks, spaces and hyphens become one kind, invisible characters vanish, letters are composed."""
    assert plain(written).text == text


@pytest.mark.parametrize("written", ["cafe\u0301 “au” lait", "a\u200bb", "“x”", "Ⅻ", ""])
def test_each_character_has_its_place(written: str) -> None:
    """The origin has a place in the written text for each character and for the end, in order."""
    text, origin = plain(written)
    if origin is None:
        assert len(text) == len(written)
    else:
        assert len(origin) == len(text) + 1
        assert list(origin) == sorted(origin)
        assert origin[-1] == len(written)
