"""Weigh the words around a number that several classes can read.

`data/clues.tsv` lists the words that speak for each class, and how near they must stand.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

NEXT = 4
"""The evidence of a word directly before or after the number."""
NEAR = 3
"""The evidence of a word a few words away."""
SENTENCE = 2
"""The evidence of a word elsewhere in the sentence."""
ARTICLE = 1
"""The evidence of a word elsewhere in the article."""


class Clue(NamedTuple):
    """The strongest word that speaks for a class, and how much evidence it is."""

    evidence: int = 0
    why: str = "no word speaks for it"


class _Words(NamedTuple):
    """The words that speak for one class."""

    before: frozenset[str]
    after: frozenset[str]
    near: frozenset[str]
    anywhere: frozenset[str]
    all_but_next: frozenset[str]


def find(kind: str, sentence: Sentence, start: int, end: int) -> Clue:
    """Return the strongest clue for a class around a stretch of a sentence."""
    words = _words(kind)
    known = sentence.vocabulary
    if not known.isdisjoint(words.before) and (word := word_before(sentence.text, start)) in words.before:
        return Clue(NEXT, f'"{word}" before it')
    if not known.isdisjoint(words.after) and (word := word_after(sentence.text, end)) in words.after:
        return Clue(NEXT, f'"{word}" after it')
    if not known.isdisjoint(words.all_but_next):
        found = words.all_but_next.intersection(_around(sentence.text, start, end))
        if found:
            return Clue(NEAR, f'"{min(found)}" near it')
        found = words.anywhere & known
        if found:
            return Clue(SENTENCE, f'"{min(found)}" in the sentence')
    found = words.anywhere & sentence.context.vocabulary if words.anywhere else words.anywhere
    return Clue(ARTICLE, f'"{min(found)}" in the article') if found else Clue()


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, without the "'s" of an owner."""
    return _WORD.findall(text.lower())


def word_before(text: str, start: int) -> str:
    """Return the word before a place in small letters, or "" if another mark than a space or bracket is between."""
    found = _WORD_BEFORE.search(text, max(0, start - _LONGEST_WORD), start)
    return found[1].lower() if found else ""


def word_after(text: str, end: int) -> str:
    """Return the word after a place in small letters, or "" if another mark than a space or hyphen is between."""
    found = _WORD_AFTER.match(text, end)
    return found[1].lower() if found else ""


def _around(text: str, start: int, end: int) -> list[str]:
    """Return the words a few words before and after a stretch, in small letters."""
    first = max(0, start - _REACH)
    before = words_of(text[first:start])
    if first and before:
        before = before[1:]  # it may be half a word
    return before[-_WORDS_BEFORE:] + words_of(text[end : end + _REACH])[:_WORDS_AFTER]


_REACH = 60  # characters
_LONGEST_WORD = 24  # characters
_WORDS_BEFORE, _WORDS_AFTER = 6, 4
_WORD = lazy_re(r"[^\W\d_]{1,60}")
_WORD_BEFORE = lazy_re(r"([^\W\d_]{1,20})(?:'s)?\.?[ (:,\"'-]{1,3}$")
_WORD_AFTER = lazy_re(r"[ )\"'-]{1,2}([^\W\d_]{1,20})")


@cache
def _words(kind: str) -> _Words:
    """Return the words of a class from the table."""
    rows = {reach: frozenset(listed.split()) for name, reach, listed in tables.rows("clues") if name == kind}
    empty: frozenset[str] = frozenset()
    near, anywhere = rows.get("near", empty), rows.get("anywhere", empty)
    both = near | anywhere
    return _Words(rows.get("before", empty) | both, rows.get("after", empty) | both, near, anywhere, both)
