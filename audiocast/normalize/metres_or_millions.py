"""Does the m of 400m mean meters or millions? Its neighbours tell, else the sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import tables

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

DIMENSIONS = tables.word_set("measures.dimensions")
"""Adjectives and directions that a length stands before."""

RACES = tables.word_set("measures.races")
"""What is as long as a number of meters says: the 400m final, a 60m yacht."""

_BEFORE = tables.word_set("measures.meters_before")
_LINKS = tables.word_set("measures.links")
_MONEY = tables.word_set("measures.money")
_TRACK = tables.word_set("measures.track")
_RAN = tables.word_set("measures.ran")

_FEET_FOLLOW = re.compile(r" ?\(\d[\d,.]* ?(?:ft|feet|yd|yards|miles)| (?:by|x) \d[\d.]*m\b")
_BY = re.compile(r"\dm (?:by|x) $")
_LENGTHS = re.compile(
    r"(?i)\b(?:rivers?|lakes?|sea|floods?|flooding|tides?|tunnels?|cliffs?|javelin|jump|jumps|jumped|jumper|leap|leapt|leaped|"
    r"vault|vaulted|threw|thrown?|throws?|cleared|clearance|put|crane|bridge|ravine|avalanche|crater|statue|mast|shaft|trench|"
    r"dive|dived|water|snow|mark|personal best|season's best|medallist|world record|hurdles|sprinter|"
    r"walls?|towers?|trees?|fences?|dams?|swells?|ledge|pits?|poles?|ladder|sharks?|snakes?|crocodile|whales?|"
    r"(?:shot|scored|fired|strike|struck) from|stands|stood|measures|measured|measuring)\b",
)
_AMOUNTS = re.compile(
    r"(?i)\b(?:profits?|loss|losses|revenues?|sales|turnover|income|earnings|budget|bid|deal|fee|fined?|bill|paid|pays?|"
    r"costs?|worth|spent|sold|copies|viewers|listeners|subscribers|followers|population|people|users|customers|votes|"
    r"visitors|tourists|tickets|downloads|audience|watched|fled|displaced|migrants|refugees|jobs|workers|households|"
    r"signed|transfer|shares|investment|raised|fund|funding|loan|debts?)\b",
)
_VAGUE = frozenset({"from", "off", "across", "above", "below"})


def is_meters(match: re.Match[str], sentence: Sentence) -> bool:  # noqa: PLR0911 - the questions stand in the order in which they are asked
    """Decide for a match with the groups number and space that ends behind the m."""
    text, end = sentence.text, match.end()
    after = sentence.after(end)
    if text.startswith("-", end):
        return text[end + 1 : end + 2].isalpha()
    if after in _VAGUE and match["space"] != " ":
        return _nearest(match, sentence) >= 0
    if match["space"] == " " or after in DIMENSIONS - {"of"} or after in RACES:
        return True
    if _FEET_FOLLOW.match(text, end) or _BY.search(text[max(0, match.start() - 6) : match.start()]):
        return True
    if after in _MONEY:
        return False
    number = match["number"].replace(",", "")
    if number in _TRACK and _is_track(number, after, match, sentence):
        return True
    if after and after[0].islower() and after not in _LINKS:
        return False
    return _speaks_of_length(match, after, sentence)


def _is_track(number: str, after: str, match: re.Match[str], sentence: Sentence) -> bool:
    """A distance that is run: always from 1,500 on, for nobody writes so many millions."""
    if len(number) > 3:
        return after in _LINKS or not after.endswith("s")
    before = [word.lower() for word in sentence.words_before(match.start(), 4)]
    if before and (before[0] == "the" or before[0].endswith("'s")):
        return not after or after in _LINKS
    return (not after or after in _LINKS) and not _RAN.isdisjoint(before)


def _speaks_of_length(match: re.Match[str], after: str, sentence: Sentence) -> bool:
    """Whether words before it, or the sentence, are about lengths."""
    before = {word.lower() for word in sentence.words_before(match.start(), 4)}
    if before & _BEFORE:
        return True
    small = len(match["number"]) <= 5 and "," not in match["number"]
    return small and (not after or "." in match["number"]) and _nearest(match, sentence) > 0


def _nearest(match: re.Match[str], sentence: Sentence) -> int:
    """Which is nearer: a word for what is long (1), a word for what is counted or paid (-1), or none of them (0)."""
    text, start = sentence.text, match.start()
    near = text[max(0, start - 100) : start]
    length, amount = (_last(pattern, near) for pattern in (_LENGTHS, _AMOUNTS))
    if length == amount and "." in match["number"]:
        near = text[match.end() : match.end() + 60]
        return int(_LENGTHS.search(near) is not None) - int(_AMOUNTS.search(near) is not None)
    return (length > amount) - (length < amount)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where a word was found last; -1 when it was not."""
    return max((found.end() for found in pattern.finditer(text)), default=-1)
