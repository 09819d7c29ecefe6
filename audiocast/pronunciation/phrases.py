"""Find phrases of other languages that English text uses, such as "coup d'état" and "vis-à-vis".

`data/phrases.tsv` is our own list. The words of a phrase say little about it: "carte blanche" has no blanch in it.
"""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast import tables
from audiocast.pronunciation import notation

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "phrases"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WEAK_FIRST = re.compile("^([^ˈˌ ]+) ")
_WEAK_AFTER = re.compile(" (?=[^ˈˌ ]+(?: |$))")
_JOINTS = frozenset((" ", "-", "\u2011"))


class Phrase(NamedTuple):
    """A phrase in a text, and its pronunciation in IPA."""

    start: int
    end: int
    ipa: str


def find(text: str, *, british: bool) -> Iterator[Phrase]:
    """Yield the phrases in a text, from left to right, with or without their accents and hyphens."""
    starts, readings = _table()
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        for count in range(min(starts.get(_plain(words[at][0]), 0), len(words) - at), 0, -1):
            run = words[at : at + count]
            joints = (text[one.end() : two.start()] for one, two in itertools.pairwise(run))
            ipa = readings.get(" ".join(_plain(word[0]) for word in run)) or (
                readings.get(run[0][0].lower()) if count == 1 else None
            )
            if ipa and _JOINTS.issuperset(joints):
                yield Phrase(run[0].start(), run[-1].end(), ipa[british])
                at += count - 1
                break
        at += 1


def _plain(word: str) -> str:
    return notation.plain_letters(word.replace("œ", "oe").replace("’", "'")).lower()


def _joined(ipa: str) -> str:
    """Return IPA with each weak word joined to a word beside it, because engines stress every word."""
    return _WEAK_AFTER.sub("", _WEAK_FIRST.sub(r"\1", ipa))


@cache
def _table() -> tuple[dict[str, int], dict[str, tuple[str, str]]]:
    """Return how many words a phrase may have by its first word, and the American and British IPA of each phrase."""
    starts: dict[str, int] = {}
    readings: dict[str, tuple[str, str]] = {}
    for phrase, american, british in tables.rows("phrases", package="audiocast.pronunciation"):
        first, *others = phrase.split(" ")
        starts[_plain(first)] = max(starts.get(_plain(first), 0), len(others) + 1)
        readings[phrase] = _joined(american), _joined(british)
    return starts, readings
