"""Tag the words of a sentence with their parts of speech (Penn Treebank tags).

The weights are those of hibari's tagger, an averaged perceptron: the tag with the highest sum over the features of a
word wins, from left to right. This is done only for sentences in which a tag decides how a word is pronounced.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audiocast.pronunciation.tagger_tables import TaggerTables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BEFORE, _AFTER = ("-START2-", "-START-"), ("-END-", "-END2-")
_YEAR_DIGITS = 4


def tag(words: Sequence[str]) -> list[str]:
    """Return the tag of each word or mark of a sentence; "don't" must be divided into "do" and "n't"."""
    tables = _tables()
    single, weights, last = tables.tag_of_word, tables.weights, max(tables.tags)
    around = (*_BEFORE, *map(_in_context, words), *_AFTER)
    tags: list[str] = []
    first, second = _BEFORE
    for place, word in enumerate(words):
        chosen = single.get(word)
        if chosen is None:
            sums: dict[str, float] = {}
            for feature in _features(place, word, around, first, second):
                for each, weight in (weights.get(feature) or {}).items():
                    sums[each] = sums.get(each, 0) + weight
            chosen, best = last, 0.0
            for each, total in sums.items():
                if (total, each) > (best, chosen) if total == best else total > best:
                    chosen, best = each, total
        tags.append(chosen)
        first, second = second, chosen
    return tags


@cache
def _tables() -> TaggerTables:
    return TaggerTables()


def _features(place: int, word: str, around: Sequence[str], first: str, second: str) -> Iterator[str]:
    """Yield the names of the features: the word, its ending and shape, the words around it, and the tags before it."""
    two_before, before, own, after, two_after = around[place : place + 5]
    yield from ("b", f"s3={word[-3:]}", f"p1={word[0]}", f"w={own}", f"sh={_shape(word)}", "i+" if place else "i0")
    yield from (f"t-1={second}", f"t-2={first}", f"t-12={second},{first}")
    yield from (f"w-1={before}", f"s3-1={before[-3:]}", f"w-2={two_before}")
    yield from (f"w+1={after}", f"s3+1={after[-3:]}", f"w+2={two_after}")


def _in_context(word: str) -> str:
    """Return a word as features name it: in small letters, or as the kind of an unusual word."""
    if "-" in word and word[0] != "-":
        name = "!HYPHEN"
    elif word.isdigit() and len(word) == _YEAR_DIGITS:
        name = "!YEAR"
    elif word[0].isdigit():
        name = "!DIGITS"
    else:
        name = word.lower()
    return name if name in _tables().vocabulary else f"<{_shape(word)}>"


def _shape(word: str) -> str:
    """Return where a word has capitals, digits and marks."""
    if word.isalpha():
        if word.islower():
            return "x"
        if word.isupper():
            return "XX" if word[1:] else "X1"
        return "Xx" if word[0].isupper() and word[1:].islower() else "xX"
    if word.isdigit():
        return "d"
    return "".join("d" if each.isdigit() else "x" if each.isalpha() else each for each in word[:4])
