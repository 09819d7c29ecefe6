"""Read slashes: "w/ milk", "£300 p/w", "and / or", "he/she". Between the credits of a picture a slash is a pause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize.scanner import PAUSE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_WITH = {"w/": "with", "w/o": "without", "w/out": "without", "w/in": "within", "b/w": "between"}
_WEEK = {"w/b": "week beginning", "w/c": "week commencing", "w/e": "week ending"}
_AFTER_NUMBER = {
    "p/w": "per week", "p/m": "per month", "p/a": "per annum", "p/h": "per hour", "p/d": "per day", "p/n": "per night",
    "p/p": "per person", "y/o": "year-old", "yr/o": "year-old",
}  # fmt: skip
_ALWAYS = {
    "c/o": "care of", "b/c": "because", "a/c": "A C", "A/C": "A C", "n/a": "not applicable",
    "N/A": "not applicable", "v/s": "versus",
    "f/t": "full time", "F/T": "full time", "p/t": "part time", "P/T": "part time", "s/he": "she or he",
    "S/he": "She or he", "a/k/a": "also known as", "d/b/a": "doing business as", "f/k/a": "formerly known as",
}  # fmt: skip
_SHORT = {**_WITH, **_WEEK, **_ALWAYS}
_DATE_NEXT = re.compile(r" ?(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|[A-Z])")
_WEEKEND = re.compile(r" ?(?:\d|[JFMASOND])")


def _short(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "w/", "w/o", "w/b 5 May", "c/o" and "n/a"."""
    word = match["word"]
    text, at, end = sentence.text, match.start(), match.end()
    if at and (text[at - 1].isalnum() or text[at - 1] in "/-."):
        return None
    if word in _WEEK:
        if _DATE_NEXT.match(text, end):
            return Reading(_WEEK[word], end)
        return Reading("weekend", end) if word == "w/e" else None
    if word == "b/w":
        return Reading("between" if re.match(r" (?:\d|the\b|[A-Z])", text[end : end + 5]) else "black and white", end)
    if word == "w/":
        return Reading("with " if text[end : end + 1].isalnum() else "with", end)
    return Reading(_SHORT[word], end)


def _after_number(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "£300 p/w" and "a 5 y/o boy"."""
    before = sentence.text[max(0, match.start() - 2) : match.start()].strip()
    if not before or not (before[-1].isdigit() or before[-1] in "km"):
        return None
    return Reading(_AFTER_NUMBER[match["word"]], match.end())


def _and_or(match: re.Match[str], sentence: Sentence) -> str:
    """Read the slash between words. Between credits it is a pause, and in "and/or" it is silent."""
    text, at, end = sentence.text, match.start(), match.end()
    left, right = text[at - 1 : at], text[end : end + 1]
    if not (left.isalnum() or left == " ") or not (right.isalnum() or right == " "):
        return "slash"
    if _AGENCY.search(text[max(0, at - 14) : at]) or (
        text[max(0, at - 4) : at].isupper() and _CREDITED.match(text, end)
    ):
        return PAUSE
    if text[max(0, at - 2) : at].isupper() and text[end : end + 2].isupper() and text[at - 2 : at].isalpha():
        return " "
    if _AND.search(text[max(0, at - 5) : at]) and _OR.match(text, end):
        return " "
    if text[max(0, at - 4) : at] in {"AFP", "/AFP", " AFP", " EPA", "DPA"} or _AGENCY_NEXT.match(text[at : at + 14]):
        return PAUSE
    return "slash"


_AND = re.compile(r"\b[Aa](?:nd|ND) ?$|\bAND ?$")
_OR = re.compile(r"or\b|OR\b|Or\b")
_AGENCY_NEXT = re.compile(r" ?/ ?(?:Getty|AP|AFP|EPA|PA|Reuters|Anadolu|Shutterstock|NurPhoto|Handout|Pool|File)\b")
_CREDITED = re.compile(r"[A-Z](?:[a-z]+|\.)(?: ?[A-Z](?:[a-z]+|\.)){0,2} [A-Z][a-z]+(?:[-'][A-Z][a-z]+)?(?:/|$|\n)")
_AGENCY = re.compile(
    r"(?:\b(?:REUTERS|Reuters|AP|AFP|EPA|DPA|dpa|PA|NASA|Getty|ANSA|EFE|TASS|Xinhua|Bloomberg|Photo|Image|Images|Pool))$"
)
_SHORTEST_LAST = "|".join(re.escape(word) for word in sorted(_SHORT, key=len, reverse=True))

SHORT = Rule(
    "abbreviation", "aA", re.compile(rf"(?P<word>w/(?=[A-Za-z]{{3}})(?!out\b)|(?:{_SHORTEST_LAST})(?![\w/]))"), _short
)
AFTER_NUMBER = Rule("abbreviation", "a", re.compile(rf"(?P<word>{'|'.join(_AFTER_NUMBER)})(?![\w/])"), _after_number)
SLASH = Rule("symbol", ".", re.compile(r" ?/ ?"), _and_or)
