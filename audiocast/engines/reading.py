"""Which parts of an utterance are read in a way of their own.

A spoken text says two things beyond its words: letters tied by a no-break space are spelled, and a pronunciation
replaces what the voice would make of a word. Every synthesizer wants to be told so in its own notation; here the text
is only taken apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model import Utterance

# One capital letter, or several tied to each other, with a no-break space on at least one side;
# a plural or possessive s may follow the last.
_SPELLED = re.compile(
    r"(?<![^\W_])(?:"
    r"(?P<run>[A-Z](?:\u00a0[A-Z])+)"
    r"|(?<=\u00a0)(?P<last>[A-Z])"
    r"|(?P<first>[A-Z])(?=\u00a0)"
    r")(?P<ending>['\u2019]?s)?(?![^\W_]|['\u2019]\w)"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Ordinary text."""

    text: str


@dataclass(frozen=True, slots=True)
class Letters:
    """Capital letters that are said one by one, "GDP", and "s" when a plural or possessive ending follows."""

    letters: str
    ending: str


@dataclass(frozen=True, slots=True)
class Sounds:
    """A word, and the IPA that is said for it."""

    text: str
    ipa: str


Part = Words | Letters | Sounds


def parts(utterance: Utterance) -> Iterator[Part]:
    """The utterance's text from left to right; no-break spaces become spaces."""
    text, position = utterance.text, 0
    for hint in sorted(utterance.pronunciations, key=lambda hint: hint.start):
        yield from _spelled(text, position, hint.start)
        yield Sounds(_plain(text[hint.start : hint.end]), hint.ipa)
        position = hint.end
    yield from _spelled(text, position, len(text))


def _spelled(text: str, start: int, end: int) -> Iterator[Part]:
    for found in _SPELLED.finditer(text, start, end):
        if found.start() > start:
            yield Words(_plain(text[start : found.start()]))
        letters = found["run"] or found["last"] or found["first"]
        yield Letters(letters.replace("\u00a0", ""), "s" if found["ending"] else "")
        start = found.end()
    if end > start:
        yield Words(_plain(text[start:end]))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
