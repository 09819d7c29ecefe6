"""Detect the language of a text.

py3langid classifies each paragraph, so that a quotation in another language does not decide for the whole text. It
needs only numpy and contains its model, but takes most of a second to load. So plain English, the language of most
articles, is recognized by its most frequent words.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audiocast.model.language_codes import primary

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(("the", "and", "to", "that", "with", "for"))
_ENGLISH_SHARE = 0.09
"""These are 13 % of the words of an English text, and at most 3 % in other languages."""
_FEWEST_WORDS = 15
_LATIN_SHARE = 0.9
_SHORTEST = 60
"""In a shorter paragraph, names decide more than words."""
_ENOUGH = 150
_PARAGRAPHS = 12


def detect(paragraphs: Iterable[str]) -> str:
    """Return the two-letter code of the language of most of the text.

    The result is "" when there is too little text or no clear answer.
    """
    longest = sorted((each for each in paragraphs if len(each) >= _SHORTEST), key=len, reverse=True)[:_PARAGRAPHS]
    total = sum(map(len, longest))
    if total < _ENOUGH:
        return ""
    if 2 * sum(len(each) for each in longest if _is_plain_english(each)) > total:
        return "en"
    votes: Counter[str] = Counter()
    for each in longest:
        votes[_classify(each)] += len(each)
    best, weight = votes.most_common(1)[0]
    return best if 2 * weight > total else ""


def same(one: str, other: str) -> bool:
    """Return whether two codes name the same language, whatever the country."""
    return primary(one) == primary(other)


def _is_plain_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    enough = len(words) >= _FEWEST_WORDS and len(text.encode("ascii", "ignore")) > _LATIN_SHARE * len(text)
    return enough and sum(word in _ENGLISH for word in words) > _ENGLISH_SHARE * len(words)


def _classify(text: str) -> str:
    import py3langid  # noqa: PLC0415 - its model takes most of a second to load, and most runs do not need it

    return str(py3langid.classify(text)[0])
