"""Read abbreviated weekdays: "Wed.", "Mon-Fri", "Sat/Sun", "Thu 9 May", but not "He sat." and "the Sun"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import look_alikes, tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

# Without a full stop the other abbreviations ("Sat", "Sun", "Mon", "Wed") are mostly words and names.
_ONLY_DAYS = frozenset({"Tue", "Tues", "Weds", "Thu", "Thur", "Thurs", "Fri"})
_ALSO_WORDS = frozenset({"Sat", "Sun", "Mon", "Wed"})
_BEFORE_DAY = frozenset({"on", "last", "next", "this", "until", "from", "every"})
_DATE_AFTER = lazy_re(r",? (?:\d|[A-Z][a-z]{2,8}\.? \d)")
_SENTENCE_GOES_ON = lazy_re(r",| [a-z\d]| [A-Z][a-z]{2,8}\.? \d")


def _weekday(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read one day: "Wed.", "Thu 9 May"."""
    days = tables.pairs("weekdays")
    day, stop, end = match["day"], match["stop"], match.end()
    first = days.get(day)
    if first is None or day == first:
        return None
    if not _is_listed(match, sentence) and not (
        _fits_with_stop(match, sentence) if stop else _fits(day, end, sentence)
    ):
        return None
    return Reading(first + ("." if stop and ends_sentence(sentence, end) else ""), end)


def _several(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "Mon-Fri", "Monday - Friday", "Sat/Sun" and "Mon/Wed/Fri"."""
    days, end = tables.pairs("weekdays"), match.end()
    named = [days.get(day.rstrip("."), "") for day in _MARK.split(match[0])]
    if not all(named):
        return None
    if "/" in match[0] or len(named) > 2:
        said = f"{', '.join(named[:-1])} and {named[-1]}"
    else:
        said = f"{named[0]} to {named[1]}"
    stopped = sentence.text[end - 1] == "." and ends_sentence(sentence, end)
    return Reading(said + ("." if stopped else ""), end)


_MARK = lazy_re(r" ?[-\u2013/] ?")


def _is_listed(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether another abbreviated day stands beside this one: "Mon, Wed & Fri"."""
    days, text = tables.pairs("weekdays"), sentence.text
    name = _WORD_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
    if match["day"] in _ALSO_WORDS and ((name and name[1] not in days) or _NAME_AFTER.match(text, match.end())):
        return False
    after = _DAY_AFTER.match(text, match.end())
    before = _DAY_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
    return any(found is not None and found[1] in days for found in (after, before))


_REACH = 16  # characters
_DAY_AFTER = lazy_re(r"(?:, (?:and |or )?| & | and | or | to |,)([A-Z][a-z]{2,8})(?!\w)")
_DAY_BEFORE = lazy_re(r"(?<!\w)([A-Z][a-z]{2,8})\.?(?:, (?:and |or )?| & | and | or | to |,)$")


def _fits(day: str, end: int, sentence: Sentence) -> bool:
    """Return whether an abbreviation without a full stop is a day and not a name or a word."""
    if day in sentence.context.family_names:
        return False
    if _DATE_AFTER.match(sentence.text[end : end + 14]) or _is_timed(day, end, sentence):
        return True
    return day in _ONLY_DAYS and not look_alikes.is_name_of_day(end, sentence)


def _is_timed(day: str, end: int, sentence: Sentence) -> bool:
    """Return whether a time stands beside a day: "Wed at 6.30pm", "noon Sat"."""
    if _TIME_AFTER.match(sentence.text, end):
        return True
    before = sentence.text_before(end - len(day))
    return _TIME_BEFORE.search(before) is not None


def _fits_with_stop(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an abbreviation with a full stop is a day and not the last word of a sentence."""
    return (
        match["day"] not in _ALSO_WORDS
        or sentence.before(match.start()).lower() in _BEFORE_DAY
        or _is_timed(match["day"], match.end("day"), sentence)
        or _SENTENCE_GOES_ON.match(sentence.text, match.end()) is not None
    )


_TIME_AFTER = lazy_re(
    r",? (?:at )?(?:\d{1,2}(?:[:.]\d\d|[ap]m\b| ?[ap]\.m\.)|noon\b|midnight\b)|"
    r" (?:mornings?|afternoons?|evenings?|nights?)\b"
)
_TIME_BEFORE = lazy_re(r"(?:\d ?[ap]m|[ap]\.m\.|\d[:.]\d\d|[Nn]oon|[Mm]idnight)(?: on)?,? $")
_WORD_BEFORE = lazy_re(r"(?<![.!?] )\b(the|The|[A-Z][a-z]+) $")
_NAME_AFTER = lazy_re(r" [A-Z]")

SEVERAL_WEEKDAYS = Rule(
    "weekday",
    "A",
    lazy_re(r"[A-Z][a-z]{2,8}\.?(?: [-\u2013] [A-Z][a-z]{2,8}|(?:[-\u2013/][A-Z][a-z]{2,8}\.?){1,6})(?!\w)"),
    _several,
)
WEEKDAY = Rule("weekday", "A", lazy_re(r"(?P<day>[FMSTW][a-z]{2,8})(?P<stop>\.?)(?!\w)"), _weekday)
