"""Recognize the beginning of an article that a page shows instead of the whole, by what it says to the reader.

The words are rows of `data/paywalls.tsv`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audiocast import tables

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

ANYWHERE, LATE = "anywhere", "late"
"""Where a text may stand, see the table."""
_TEASER = 1500
"""Counted in characters, because not all languages have spaces between words."""
_LONG_TEASER = 4000
_LATE_BLOCKS = 5
_LONGEST = 300
"""A longer text is a part of an article that speaks of subscriptions."""
_SHARE = 0.4
"""A page with a smaller share of the words that it promises shows only the beginning."""


def is_teaser(texts: Sequence[str], elsewhere: Sequence[str], *, promised: int) -> bool:
    """Return whether a page shows only the beginning of its article.

    Args:
        texts: The texts of the blocks.
        elsewhere: Texts that were left out.
        promised: The number of words that the page says its article has, or 0.
    """
    length = sum(map(len, texts))
    late = texts[-_LATE_BLOCKS:]
    if length < _LONG_TEASER and any(_matches(text, ANYWHERE) for text in late):
        return True
    if length >= _TEASER:
        return False
    if any(_matches(text, LATE) for text in late) or any(_matches(text, ANYWHERE) for text in elsewhere):
        return True
    return sum(len(text.split()) for text in texts) < _SHARE * promised


def _matches(text: str, place: str) -> bool:
    if len(text) > _LONGEST:
        return False
    pattern = _pattern(place)
    return (pattern.search(text) if place == ANYWHERE else pattern.fullmatch(text)) is not None


@cache
def _pattern(place: str) -> re.Pattern[str]:
    rows = tables.rows("paywalls", package=__package__)
    return tables.any_of(pattern for where, pattern, _ in rows if where == place)
