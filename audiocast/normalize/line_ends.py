"""Join a word that was divided at the end of a line: "nega- tive".

The parts are joined only if the whole is a common word (`data/long_words.tsv`) or a word of the article, because
"pre- and post-war" and "the match- which he won" are no divided words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re
    from collections.abc import Container

    from audiocast.normalize.scanner import Sentence

_BREAK = lazy_re(r"-[ \n]{1,3}")
_NOT_JOINED = frozenset({"and", "or", "to", "nor", "but", "und", "as", "in", "than", "the", "versus", "through"})


def _divided(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the two parts of a divided word as one."""
    first, second = match["first"], _BREAK.sub("", match["second"])
    before = sentence.text[match.start() - 1] if match.start() else " "
    if before in "-'_.@/" or not is_divided(first, second, sentence.context.vocabulary):
        return None
    return Reading(first + second, match.end())


def is_divided(first: str, second: str, vocabulary: Container[str]) -> bool:
    """Return whether two parts with a hyphen between are one word, and not the parts of a compound.

    Args:
        first: The part before the hyphen.
        second: The part after it.
        vocabulary: The words of the article in small letters.
    """
    if second.lower() in _NOT_JOINED:
        return False
    whole = (first + second).lower()
    common = tables.words("long_words")
    return whole in common or _stem(whole) in common or whole in vocabulary


def _stem(word: str) -> str:
    """Return a word without the ending of a plural or of the past."""
    for ending, replaced in (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ing", ""), ("ly", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + replaced
    return word


DIVIDED_WORD = Rule(
    "divided word",
    "aA",
    lazy_re(
        r"(?P<first>[A-Za-z]{2,15})-[ \n]{1,3}(?P<second>[a-z]{2,15}(?:-[ \n]{1,3}[a-z]{2,15}){0,2}|[A-Z]{2,15})"
        r"(?![\w'-])"
    ),
    _divided,
)
