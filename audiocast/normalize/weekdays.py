"""Read abbreviated weekdays: "Wed.", "Mon-Fri", "Thu 9 May", but not "He sat." and "the Sun"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import look_alikes, tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

# Without a full stop the other abbreviations ("Sat", "Sun", "Mon", "Wed") are mostly words and names.
_ONLY_DAYS = frozenset({"Tue", "Tues", "Weds", "Thu", "Thur", "Thurs", "Fri"})
_ALSO_WORDS = frozenset({"Sat", "Sun", "Mon", "Wed"})
_BEFORE_DAY = frozenset({"on", "last", "next", "this", "until", "from", "every"})
_DATE_AFTER = re.compile(r",? (?:\d|[A-Z][a-z]{2,8}\.? \d)")
_SENTENCE_GOES_ON = re.compile(r",| [a-z\d]| [A-Z][a-z]{2,8}\.? \d")


def _weekday(match: re.Match[str], sentence: Sentence) -> Reading | None:
    days = tables.pairs("weekdays")
    day, stop, end = match["day"], match["stop"], match.end()
    first, second = days.get(day), days.get(match["last"] or "")
    if first is None or (match["last"] and second is None):
        return None
    if second:
        stopped = sentence.text[end - 1] == "." and ends_sentence(sentence, end)
        return Reading(f"{first} to {second}" + ("." if stopped else ""), end)
    if day == first or not (_fits_with_stop(match, sentence) if stop else _fits(day, end, sentence)):
        return None
    return Reading(first + ("." if stop and ends_sentence(sentence, end) else ""), end)


def _fits(day: str, end: int, sentence: Sentence) -> bool:
    """Return whether an abbreviation without a full stop is a day and not a name or a word."""
    if day in sentence.context.family_names:
        return False
    if _DATE_AFTER.match(sentence.text[end : end + 14]):
        return True
    return day in _ONLY_DAYS and not look_alikes.is_name_of_day(end, sentence)


def _fits_with_stop(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an abbreviation with a full stop is a day and not the last word of a sentence."""
    return (
        match["day"] not in _ALSO_WORDS
        or sentence.before(match.start()).lower() in _BEFORE_DAY
        or _SENTENCE_GOES_ON.match(sentence.text, match.end()) is not None
    )


WEEKDAY = Rule(
    "weekday",
    "A",
    re.compile(r"(?P<day>[A-Z][a-z]{2,8})(?P<stop>\.?)(?:[-\u2013](?P<last>[A-Z][a-z]{2,8})\.?)?(?!\w)"),
    _weekday,
)
