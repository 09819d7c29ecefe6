"""Read a number that is a name and not a count: digit by digit ("PIN 1234") or as a code ("flight 370").

A bare number is a name after some words (`data/words.tsv`), in an address, behind a town, or when it is very long.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_LINKING = frozenset({"was", "is", "of", "number", "in"})
_NAMED = tables.word_set("identifiers.named")


def is_name(sentence: Sentence, start: int) -> bool:
    """Return whether a number is read digit by digit: "PIN 1234", "the code was 0815", "ending in 8876"."""
    words = [word.lower() for word in sentence.words_before(start, 2)]
    if not words:
        return False
    return words[0] in _NAMED or (words[0] in _LINKING and words[1:2] != [] and words[1] in _NAMED)


def read(text: str, start: int, end: int, sentence: Sentence) -> str | None:
    """Return the words for the digits of a name, or None if they are a count.

    Args:
        text: Three digits or more.
        start: Where they begin in the sentence.
        end: Where they end.
        sentence: The sentence.
    """
    if text == "007":
        return "double oh seven"
    if _is_spelled(text, start, end, sentence):
        return number_words.digits(text)
    if len(text) > _COUNTED and not text.endswith("000"):
        return number_words.digits(text)
    before = sentence.before(start).lower()
    if len(text) not in {3, 4}:
        return None
    if (
        before in _CODED
        or sentence.after(end) in {"error", "errors"}
        or (text == "404" and sentence.after(end) in {"page", "pages", "message", "status", "response"})
    ):
        return number_words.code(text)
    if _is_road(text, start, sentence):
        return number_words.code(text)
    if _ADDRESS.match(sentence.text, end) and before not in {"the", "about", "nearly", "over"}:
        return number_words.code(text)
    return None


def _is_road(text: str, start: int, sentence: Sentence) -> bool:
    """Return whether a number is that of an American road: "on US 101"."""
    near = sentence.text[max(0, start - 60) : start + 60]
    return len(text) == _ROAD_DIGITS and sentence.before(start) in {"US", "SR", "U.S."} and bool(_ROADS.search(near))


_ROAD_DIGITS = 3
_ROADS = lazy_re(
    r"(?i)\b(?:highways?|roads?|routes?|freeway|interstate|exit|crash(?:ed)?|traffic|lanes?|drivers?|northbound|southbound|"
    r"eastbound|westbound|along|on (?:us|sr|u\.s\.) \d)\b"
)


def _is_spelled(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """Return whether digits are read one by one."""
    before = sentence.before(start).lower()
    if is_name(sentence, start):
        return True
    if len(text) <= _FOUR:
        return False
    if before in {"number", "no"}:
        return True
    if before in _NAMED_IF_LONG and not sentence.after(end).endswith("s"):
        return True
    if before in {"text", "to", "texting"} and _TEXTED.search(sentence.text[max(0, start - 40) : start]):
        return True
    near = sentence.text[max(0, start - 24) : start]
    return (len(text) == _ZIP_DIGITS and _ZIP.search(near) is not None) or (
        len(text) == _PIN_DIGITS
        and sentence.locale.region is Region.IN
        and _TOWN.search(near) is not None
        and sentence.after(end) in {"", "and", "or"}
    )


def _indian_pin(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the postcode of "Pune 411 004" digit by digit."""
    near = sentence.text_before(match.start())
    if sentence.locale.region is not Region.IN or not _TOWN.search(near):
        return None
    return f"{number_words.digits(match[1])} {number_words.digits(match[2])}"


def _japanese_postcode(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Tokyo 166-0003" digit by digit."""
    text, end = sentence.text, match.end()
    before = sentence.before(match.start())
    if before not in _JAPAN and not re.match(r",? Japan\b", text[end : end + 8]) and not before.endswith("\u3012"):
        return None
    return f"{number_words.digits(match[1])}, {number_words.digits(match[2])}"


_JAPAN = tables.word_set("identifiers.japan")
_NAMED_IF_LONG = tables.word_set("identifiers.named_if_long")
_CODED = tables.word_set("identifiers.coded")
_FOUR = 4
_COUNTED = 12
"""The largest number of digits of a count without commas. More digits are the number of a card or an account."""
_TEXTED = lazy_re(r"(?i)\btext(?:ing)? (?:\S+ to )?$")
_ZIP = lazy_re(r"(?:, [A-Z][a-z]+\.?|[A-Z]{2}|D\.C\.|Calif\.|York|Jersey|Carolina|Texas|Virginia),? $")
_ADDRESS = lazy_re(
    r" (?:[NSEW]\.? |North |South |East |West )?(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+)(?: [A-Z][a-z]+)? (?:St|"
    r"Ave|Rd|Blvd|Dr|Ln|Ct|Hwy|hwy|Pkwy|Expy|Street|Avenue|Road|Boulevard|Drive|Lane|Way|st|"
    r"ave|Place|Court)\b"
)
_ZIP_DIGITS, _PIN_DIGITS = 5, 6
_TOWN = lazy_re(r"[A-Z][a-z]{2,20},? ?(?:[-\u2013] ?)?$")

INDIAN_PIN = Rule(
    "identifier", "9", lazy_re(r"([1-8]\d{2}) (\d{3})(?=[.,;)]|$| \((?:[A-Z])|, )(?![.,]\d)"), _indian_pin
)
JAPANESE_POSTCODE = Rule("identifier", "9", lazy_re(r"(\d{3})-(\d{4})(?![\w-]|[.,]\d)"), _japanese_postcode)
