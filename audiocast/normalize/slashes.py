"""Read slashes: "w/ milk", "£300 p/w", "and / or", "he/she". Between the credits of a picture a slash is a pause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
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
_DATE_NEXT = lazy_re(r" ?(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|[A-Z])")


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


def _between(match: re.Match[str], sentence: Sentence) -> str:
    """Read the slash between words.

    It is a pause between the lines of a verse and between credits, "or" between ordinary words, and silent between
    names and in compounds. The name of the mark is read only in codes, and if the text has only the words beside it.
    """
    text, at, end = sentence.text, match.start(), match.end()
    before, after = text[max(0, at - _NEAR) : at], text[end : end + _NEAR]
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    spaced = match[0].strip() != match[0] or before.endswith(" ")
    if not left or not right or _PATH.search(before) or (spaced and _PATH_NEXT.match(text, at)):
        return PAUSE if spaced and left and not right else "slash"
    if _AND.search(before) and _OR.match(text, end):
        return " "
    if _DECADE.search(before) and _DECADE_NEXT.match(after):
        return " to "
    if _is_credit(text, at, end):
        return PAUSE
    if _BARE.fullmatch(text):
        return "slash"
    first, second = left["word"], right[0]
    if said := _of_words(first, second):
        return said
    if spaced or _VERSE.match(after):
        return PAUSE
    if not (first[-1].isalpha() and second[0].isalpha()) or min(len(first), len(second)) == 1:
        return _of_codes(first, second)
    if not (first.islower() and second.islower()):
        return " "
    return "-" if _is_compound(first, second, text[end + len(second) : end + len(second) + _NEAR]) else " or "


def _of_words(first: str, second: str) -> str:
    """Return what is said between certain words, or "": "he/she", "A/B", "shadcn/ui"."""
    if second in _PACKAGES:
        return " slash "
    if (first, second) == ("A", "B"):
        return " "
    return " or " if first.lower() in _EITHER and second.lower() in _EITHER else ""


def _is_compound(first: str, second: str, after: str) -> bool:
    """Return whether two words make one: "an input/output device", "a director/writer"."""
    head = _HEAD.match(after)
    return (
        (_AGENT.search(first) is not None and _AGENT.search(second) is not None)
        or (first in _PAIRED and second in _PAIRED)
        or (head is not None and head[1].removesuffix("s") in _HEADS)
    )


def _of_codes(first: str, second: str) -> str:
    """Read the slash between a word and a number. Between single letters or digits it is read."""
    is_code = min(len(first), len(second)) == 1 or (first.isdigit() and second.isdigit())
    return "slash" if is_code else PAUSE


def _is_credit(text: str, at: int, end: int) -> bool:
    """Return whether a slash stands between the names of a photographer and an agency."""
    return (
        _AGENCY.search(text[max(0, at - 14) : at]) is not None
        or (text[max(0, at - 4) : at].isupper() and _CREDITED.match(text, end) is not None)
        or _AGENCY_NEXT.match(text[at : at + 14]) is not None
    )


_NEAR = 40  # characters
_PACKAGES = frozenset({"ui", "cli", "js", "api", "css", "ts"})  # "shadcn/ui"
_DECADE = lazy_re(r"(?:\d0'?s|[a-z]ties) ?$")
_DECADE_NEXT = lazy_re(r"(?:(?:early|mid|late)[ -])?(?:(?:nineteen |eighteen )?[a-z]{2,5}ties\b|'?\d{2,4}s\b)")
_LAST_WORD = lazy_re(r"(?P<word>[^\s/()\[\]\"]+) ?$")
_FIRST_WORD = lazy_re(r"[^\s/()\[\]\",.;:!?]+")
_BARE = lazy_re(r"\w{1,20}(?: ?/ ?\w{1,20}){1,5}\.?")
_PATH_NEXT = lazy_re(r"/\w[^\s/]{0,30}/")
_PATH = lazy_re(r"(?:^|\s)[~.]{0,2}/\S*$|(?<!\w)@[\w-]{1,40}$")
_VERSE = lazy_re(r"(?:I|The|And|But|You|My|To|In|A|O|Oh|When|With|So|For)\b(?!/)")
_HEAD = lazy_re(r" ([a-z]{3,20})\b")
_AGENT = lazy_re(r"(?:er|or|ist|eur|man|woman|ian)s?$")
_HEADS = tables.word_set("slashes.heads")
_PAIRED = tables.word_set("slashes.paired")
_EITHER = frozenset(
    (
        *("he", "she", "him", "her", "his", "hers", "himself", "herself", "they", "them", "their", "it", "its", "in"),
        *("near", "on", "off", "yes", "no", "for", "against", "before", "after", "from", "to", "at", "under", "over"),
        *(
            "this",
            "that",
            "if",
            "when",
            "is",
            "was",
            "can",
            "will",
            "may",
            "could",
            "should",
            "would",
            "with",
            "without",
        ),
    )
)
_AND = lazy_re(r"\b[Aa](?:nd|ND) ?$|\bAND ?$")
_OR = lazy_re(r"or\b|OR\b|Or\b")
_AGENCY_NEXT = lazy_re(r" ?/ ?(?:Getty|AP|AFP|EPA|PA|Reuters|Anadolu|Shutterstock|NurPhoto|Handout|Pool|File)\b")
_CREDITED = lazy_re(r"[A-Z](?:[a-z]+|\.)(?: ?[A-Z](?:[a-z]+|\.)){0,2} [A-Z][a-z]+(?:[-'][A-Z][a-z]+)?(?:/|$|\n)")
_AGENCY = lazy_re(
    r"(?:\b(?:REUTERS|Reuters|AP|AFP|EPA|DPA|dpa|PA|NASA|Getty|ANSA|EFE|TASS|Xinhua|Bloomberg|Photo|Image|Images|Pool))$"
)
_SHORTEST_LAST = "|".join(re.escape(word) for word in sorted(_SHORT, key=len, reverse=True))

SHORT = Rule(
    "abbreviation", "aA", lazy_re(rf"(?P<word>w/(?=[A-Za-z]{{3}})(?!out\b)|(?:{_SHORTEST_LAST})(?![\w/]))"), _short
)
AFTER_NUMBER = Rule("abbreviation", "a", lazy_re(rf"(?P<word>{'|'.join(_AFTER_NUMBER)})(?![\w/])"), _after_number)
SLASH = Rule("symbol", ".", lazy_re(r" ?/ ?"), _between)
