"""Read the tables of homographs: their senses, the rules for rare senses, and words that hint at a sense."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from audiocast import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_T = TypeVar("_T")

OTHER, VERB = "other", "verb"


class Sense(NamedTuple):
    """A sense of a homograph.

    Attributes:
        name: Its name.
        american: Its American pronunciation in the compact alphabet.
        british: Its British one.
        label: Its label in the training data, or "".
    """

    name: str
    american: str
    british: str
    label: str = ""


class Rule(NamedTuple):
    """A rule for a sense: a regular expression to search in a sentence with the homograph in angle brackets."""

    sense: str
    pattern: re.Pattern[str]


@cache
def senses() -> dict[str, tuple[Sense, ...]]:
    """Return the senses of each homograph, in the order of the table."""
    return _grouped((word, Sense(*columns)) for word, *columns in _rows("homographs"))


@cache
def rules(word: str) -> tuple[Rule, ...]:
    """Return the rules for a homograph, in the order in which they are tried."""
    return tuple(Rule(sense, re.compile(pattern)) for sense, pattern in _patterns().get(word, ()))


@cache
def _patterns() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the senses and patterns of each homograph; only those of words that occur are compiled."""
    return _grouped((word, (sense, pattern)) for word, sense, pattern in _rows("homograph_rules"))


def hints(word: str, words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield each sense that words of a sentence hint at, and how many do."""
    for sense, typical in _typical().get(word, ()):
        if count := len(typical.intersection(words)):
            yield sense, count


@cache
def _typical() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    return _grouped((word, (sense, frozenset(words.split()))) for word, sense, words in _rows("homograph_hints"))


def _grouped(rows: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    """Return the values of each homograph, in the order of the table."""
    found: dict[str, tuple[_T, ...]] = {}
    for word, value in rows:
        found[word] = (*found.get(word, ()), value)
    return found


def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    return tables.rows(name, package="audiocast.pronunciation")
