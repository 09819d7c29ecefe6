"""Read pounds, shillings and pence, the British money before 1971: "£1 2s 6d", "4d", "2/6d", "5/-", "50gns"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_VULGAR = "\u00bc-\u00be"
_PENCE = rf"(?:\d{{1,2}} ?[{_VULGAR}]|[{_VULGAR}]|\d{{1,3}}(?: 1/[24]| 3/4)?)"


def _coins(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "£1 2s 6d", "£3 10s" and "2s 6d"."""
    pounds, shillings, pence = match["pounds"], match["shillings"], match["pence"]
    if not pounds and not pence:
        return None
    british = sentence.locale.british
    parts = []
    if pounds:
        parts.append(f"{number_words.integer(pounds, british=british)} {'pound' if pounds == '1' else 'pounds'}")
    parts.append(_count(shillings, "shilling", "shillings"))
    if pence:
        parts.append(f"and {_count(pence, 'penny', 'pence')}")
    return " ".join(parts)


def _pence(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "4d" and "1½d" where the text is about old money."""
    if not clues.find("old money", sentence, *match.span()).evidence:
        return None
    return _count(match["pence"], "penny", "pence")


def _slashed(match: re.Match[str], sentence: Sentence) -> str:
    """Read "2/6d"."""
    del sentence
    return f"{_count(match['shillings'], 'shilling', 'shillings')} and {_count(match['pence'], 'penny', 'pence')}"


def _count(number: str, one: str, many: str) -> str:
    """Return a number of coins. The coins of half a penny and less have names of their own."""
    if number in _SMALL_COINS:
        return _SMALL_COINS[number]
    return f"{number_words.number(number)} {one if number == '1' else many}"


_SMALL_COINS = {"\u00bd": "halfpenny", "\u00bc": "farthing", "\u00be": "three farthings"}


def _round(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "5/-" and "£2 10/-". In India the same mark stands behind rupees."""
    if sentence.locale.region is Region.IN and not match["pounds"]:
        return f"{number_words.integer(match['shillings'], british=True)} rupees"
    if len(match["shillings"]) > _SHILLING_DIGITS:
        return None
    pounds = match["pounds"]
    said = _count(match["shillings"], "shilling", "shillings")
    return f"{_count(pounds, 'pound', 'pounds')} {said}" if pounds else said


def _shillings(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "5s" where the text is about old money and no decade is meant."""
    before = sentence.before(match.start()).lower()
    if before in _BEFORE_DECADE or not clues.find("old money", sentence, *match.span()).evidence:
        return None
    return _count(match["shillings"], "shilling", "shillings")


_SHILLING_DIGITS = 2
_BEFORE_DECADE = frozenset({"the", "mid", "early", "late", "his", "her", "their", "my", "our", "in"})


def _guineas(match: re.Match[str], sentence: Sentence) -> str:
    """Read "5,000gns"."""
    number = match["number"]
    return f"{number_words.integer(number, british=sentence.locale.british)} {'guinea' if number == '1' else 'guineas'}"


def _names(match: re.Match[str], sentence: Sentence) -> str:
    """Read "£sd", the name of this money."""
    del match, sentence
    return "pounds, shillings and pence"


COINS = Rule(
    "old money",
    "9.",
    lazy_re(
        rf"(?:£(?P<pounds>\d{{1,3}}(?:,\d{{3}}){{0,3}})[ .]{{1,2}})?(?P<shillings>\d{{1,3}})s(?:\.(?= ?\d))?"
        rf"(?:,? ?(?P<pence>{_PENCE})d(?:\.(?= [a-z]|[,;)]))?)?(?!\w)"
    ),
    _coins,
)
PENCE = Rule("old money", "9.", lazy_re(rf"(?P<pence>{_PENCE})d\.?(?!\w)"), _pence)
SLASHED = Rule("old money", "9", lazy_re(rf"(?P<shillings>\d{{1,2}})/(?P<pence>{_PENCE})d(?!\w)"), _slashed)
NAME = Rule("old money", ".", lazy_re(r"£\.?s\.?d\.?(?!\w)"), _names)
ROUND = Rule(
    "old money",
    "9.",
    lazy_re(r"(?:£(?P<pounds>\d{1,3}) )?(?P<shillings>\d{1,3}(?:,\d{2,3}){1,4}|\d{1,6})/-(?!\w)"),
    _round,
)
SHILLINGS = Rule("old money", "9", lazy_re(r"(?P<shillings>\d{1,2})s(?!\w)"), _shillings)
GUINEAS = Rule("old money", "9", lazy_re(r"(?P<number>\d{1,3}(?:,\d{3}){0,3}) ?gns?(?!\w)"), _guineas)
