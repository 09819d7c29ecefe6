"""Write dates in words, in the American or the British way.

Scripts, digests and pages use this module, so that a show has one form of its dates.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from audiocast.normalize import regions

if TYPE_CHECKING:
    from datetime import date

    from audiocast.config.settings import Show

# Not from the locale of the machine, which may have other names.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def is_british(show: Show, *, language: str = "") -> bool:
    """Return whether dates are British: the show's locale decides, or else its language or that of the article."""
    return regions.is_british(show.locale or show.language) or regions.is_british(language)


def in_words(day: date, *, british: bool) -> str:
    """Return a date as "1 May 2024" when it is British, else as "May 1, 2024"."""
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month} {day.year}" if british else f"{month} {day.day}, {day.year}"


def in_language(day: date, language: str) -> str:
    """Return a date in the long form of another language: "1. Mai 2024". An unknown language gives the ISO form."""
    babel, words = import_module("babel"), import_module("babel.dates")  # slow, and only for other languages
    try:
        return str(words.format_date(day, format="long", locale=language.replace("-", "_")))
    except (babel.UnknownLocaleError, ValueError):
        return f"{day:%Y-%m-%d}"
