"""Read the tables of homographs: their senses, the rules for rare senses, and words that hint at a sense."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    found: dict[str, list[Sense]] = {}
    for word, *columns in _rows("homographs"):
        found.setdefault(word, []).append(Sense(*columns))
    return {word: tuple(each) for word, each in found.items()}


@cache
def rules(word: str) -> tuple[Rule, ...]:
    """Return the rules for a homograph, in the order in which they are tried."""
    return tuple(Rule(sense, re.compile(pattern)) for each, sense, pattern in _rows("homograph_rules") if each == word)


def hints(word: str, words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield each sense that words of a sentence hint at, and how many do."""
    for sense, typical in _typical().get(word, ()):
        if count := len(typical.intersection(words)):
            yield sense, count


@cache
def _typical() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for word, sense, words in _rows("homograph_hints"):
        found[word] = (*found.get(word, ()), (sense, frozenset(words.split())))
    return found


@cache
def _rows(name: str) -> tuple[list[str], ...]:
    text = files("audiocast.pronunciation").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(line.split("\t") for line in text.splitlines() if not line.startswith("#"))
