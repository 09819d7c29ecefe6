"""Which language is a text written in?

py3langid is asked paragraph by paragraph, so that a quotation in another language does not decide about the whole: of
the light libraries it needs only numpy, and its model is in the package. Loading that takes most of a second, so plain
English, which is what most articles are, is recognized by its commonest words.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(("the", "and", "to", "that", "with", "for"))
_ENGLISH_SHARE = 0.09
"""English has 13 % of these, and no other language more than 3 %."""
_FEWEST_WORDS = 15
_LATIN_SHARE = 0.9
_SHORTEST = 60
"""In fewer characters, names weigh more than words."""
_ENOUGH = 150
_PARAGRAPHS = 12


def detect(paragraphs: Iterable[str]) -> str:
    """The language of most of the text, as a code of two letters, or "" when there is too little or no clear answer."""
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
    """Whether two codes name one language, whatever the country."""
    return _primary(one) == _primary(other)


def _primary(code: str) -> str:
    return code.replace("_", "-").partition("-")[0].lower()


def _is_plain_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    enough = len(words) >= _FEWEST_WORDS and len(text.encode("ascii", "ignore")) > _LATIN_SHARE * len(text)
    return enough and sum(word in _ENGLISH for word in words) > _ENGLISH_SHARE * len(words)


def _classify(text: str) -> str:
    # The model takes a moment, and most runs have nothing new to read.
    import py3langid  # noqa: PLC0415

    return str(py3langid.classify(text)[0])
