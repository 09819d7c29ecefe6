"""Find where a text was cut into tokens for a corpus: "$ 90, 000", "13 - year - old", and names in small letters.

Old wire copy and the texts of corpora have spaces around their marks and no capitals. `rewriting.py` applies what these
functions find, before the rules read the text.
"""

from __future__ import annotations

import re
from functools import cache

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re


def spaces_to_delete(text: str) -> list[int]:
    """Return the places of the spaces that divide a number or a compound word."""
    places: list[int] = []
    if _GROUPS_MAYBE.search(text):
        for match in _GROUPS.finditer(text):
            if "000" in match["groups"] or _COUNTED_BEFORE.search(text, max(0, match.start() - 16), match.start()):
                places += (at for at in range(match.start(), match.end()) if text[at] == " ")
    if " - " in text:
        places += (at for match in _COMPOUND.finditer(text) for at in _around_hyphens(match))
    return places


def _around_hyphens(match: re.Match[str]) -> list[int]:
    """Return the places of the spaces around the hyphens of a match."""
    found = [match.start() + at.start() for at in re.finditer(" - ", match[0])]
    return [place for at in found for place in (at, at + 2)]


_GROUPS_MAYBE = lazy_re(r"\d, \d{3}(?!\d)")
_GROUPS = lazy_re(r"(?<![\d,.])\d{1,3}(?P<groups>(?:, \d{3}){1,4})(?:\. \d\d(?!\d))?(?!\d|,\d|, \d)")
_COUNTED_BEFORE = lazy_re(
    r"(?:[$\u00a3\u20ac\u00a5\u20b9]|\b(?:nearly|almost|about|over|some|than|least|approximately|around|roughly)) ?$"
)
_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COMPOUND = lazy_re(
    rf"(?:(?<![\d.,-])(?<!\d )(?:\d{{1,3}}(?:, ?\d{{3}})?|(?<![a-z])(?:{_NUMBER_WORDS})) - "
    r"(?:year|month|week|day|foot|mile|minute|hour|inch|page|word|point|member|bedroom|storey|story|yard|metre|meter)"
    r"(?: - (?:old|olds|long|high|tall|wide|deep))?(?! of\b)|"
    r"(?<![\w-])[a-z]{3,20} - (?:to|of|the|in|by|and|up) - [a-z]{3,20}|"
    r"(?<![\w-])(?:semi|quarter|non|anti|multi|self) - [a-z]{3,20}|"
    r"(?<![\w-])(?:last|ten|eleventh) - minute|(?<![\w-])team - mates?|(?<![\w-])state - (?:run|owned)|"
    r"(?<![\w-])(?:treble|award|prize|title|cup|medal|match|trophy|record) - (?:winning|breaking)|"
    r"(?<![\w-])(?:half|full|extra) - time|(?<![\w-])(?:so - called|never - before - seen|well - known))\b"
)


def with_acronyms(text: str) -> str:
    """Return a text without any capital but the first one, with capitals in its acronyms: "the bbc", "the us"."""
    if len(text) < _SHORTEST or not text[1:].islower() or "://" in text:
        return text
    return _SMALL.sub(_capitals, _US.sub("US", text))


def _capitals(match: re.Match[str]) -> str:
    """Return an acronym with its capitals ("BBC", "MPs"), and any other word as it is."""
    word = match[0]
    if word in _PLURALS:
        return f"{word[:-1].upper()}s"
    return word.upper() if word in _acronyms() else word


_PLURALS = frozenset({"mps", "mlas", "meps", "msps", "ceos", "pcs", "suvs"})


_SHORTEST = 40
_SMALL = lazy_re(r"(?<![\w@#./'-])[a-z]{2,5}(?![\w@]|[./]\w)")
_US = lazy_re(r"(?<=\bthe )us(?= [a-z]|'s)(?! and them)")


@cache
def _acronyms() -> frozenset[str]:
    """Return the acronyms that are no other word in small letters."""
    return frozenset(word.lower() for word in tables.word_set("tokenized.acronyms"))
