"""Dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from audiocast.config import dates
from audiocast.config.settings import Show


@pytest.mark.parametrize(
    ("locale", "language", "written"),
    [
        ("", "en-us", "May 1, 2024"),
        ("", "en-gb", "1 May 2024"),
        ("", "en-GB", "1 May 2024"),
        ("", "en-au", "1 May 2024"),
        ("en-IN", "en-us", "1 May 2024"),
        ("", "de", "May 1, 2024"),
        ("en-GB", "en-us", "1 May 2024"),
        ("en-US", "en-gb", "May 1, 2024"),
    ],
)
def test_the_show_decides_the_form(locale: str, language: str, written: str) -> None:
    """The locale of a show decides the form of its dates, or else its language."""
    show = Show("A", "B", locale=locale, language=language)
    assert dates.in_words(date(2024, 5, 1), british=dates.is_british(show)) == written
