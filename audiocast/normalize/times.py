"""Read times of day with their zones: "9:24 a.m. EDT", "1900 GMT", "19:42", "8.30-17.30"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.acronyms import ends_sentence, spell
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.durations import say_duration
from audiocast.normalize.scanner import TIE, WORD_END, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_ZONES = (
    "GMT|UTC|BST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|EET|EEST|WET|WEST|IST|JST|KST|AEST|"
    "AEDT|ACST|AWST|SAST|MSK|NZST|NZDT|HKT|"
    "SGT|PKT|WIB|EAT|WAT|CAT|AST|ADT|AKST|AKDT|HST|ET|CT|MT|PT"
)
_ZONE = rf"(?:[ ,]{{1,2}}?(?P<zone>{_ZONES}|e\.?s\.?t\.?|e\.?d\.?t\.?|p\.?s\.?t\.?|gmt|est|pst|edt){WORD_END})?"
_HALF = r"(?P<half>[ap]\.? ?m\.?|[AP]\.?M\.?)(?![A-Za-z])"


def _say(hour: int, minute: int, *, clock24: bool = False, hours: str = "") -> str:
    """Return "nine twenty-four", or with a 24-hour clock "oh nine twenty-four" or "nineteen hundred"."""
    head = (
        f"oh {number_words.ONES[hour]}" if clock24 and hours.startswith("0") and hour else number_words.cardinal(hour)
    )
    if minute:
        return f"{head} {number_words.two_digits(f'{minute:02}')}"
    return f"{head} hundred" if clock24 else head


def _zone(written: str | None) -> str:
    return f" {spell(written.replace('.', ''))}" if written else ""


def _valid(hour: str, minute: str) -> bool:
    return int(hour) < 25 and int(minute) < 60


def _twelve(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "9:24 a.m. EDT", "6.30am", "11pm" and "10:00:05 a.m."."""
    hour, minute, half = match["hour"], match["minute"] or "00", match["half"]
    if not _valid(hour, minute):
        return None
    said = _say(int(hour), int(minute))
    if match["second"]:
        said = say_duration(hour, minute, match["second"])
    letters = spell(re.sub(r"[. ]", "", half))
    end = match.end()
    said += f" {letters}{_zone(match['zone'])}"
    stopped = half.endswith(".") and not match["zone"]
    if match["zone"] and match["zone"].endswith("."):
        stopped = True
    if stopped and ends_sentence(sentence, end):
        said += "."
    return Reading(said, end)


def _span(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "2-5pm", "9:30-11 a.m." and "5pm-7 pm"."""
    first, second = match["hour1"], match["hour"]
    m1, m2 = match["minute1"] or "00", match["minute"] or "00"
    if not (_valid(first, m1) and _valid(second, m2)):
        return None
    said = _say(int(first), int(m1))
    if match["half1"]:
        said += f" {spell(re.sub(r'[. ]', '', match['half1']))}"
    said += f" to {_say(int(second), int(m2))} {spell(re.sub(r'[. ]', '', match['half']))}{_zone(match['zone'])}"
    stopped = match["half"].endswith(".") and not match["zone"]
    return Reading(said + ("." if stopped and ends_sentence(sentence, match.end()) else ""), match.end())


def _military(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "0924 GMT", "1900 GMT", "2030 BST" and "0600 hours"."""
    if not _valid(match["hour"], match["minute"]):
        return None
    del sentence
    hour, minute = match["hour"], match["minute"]
    said = "zero hundred" if hour + minute == "0000" else _say(int(hour), int(minute), clock24=True, hours=hour)
    if hour == "00" and minute != "00":
        said = f"zero {number_words.two_digits(minute) if minute[0] != '0' else number_words.digits(minute)}"
    return said + (" hours" if match["hours"] else _zone(match["zone"]))


def _clock(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "10:00 local time", "00:30 UTC", "19:42" and "9:30-17:00"."""
    if not _valid(match["hour"], match["minute"]):
        return None
    clue = clues.find("clock", sentence, match.start(), match.end())
    evidence = CERTAIN if match["zone"] else USUAL + 1 + clue.evidence
    said = _clock_words(match, sentence) + (" to " if match["onward"] else "")
    return Proposal(said, match.end(), evidence, "a time zone" if match["zone"] else clue.why)


def _clock_with_seconds(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "14:05:30 UTC" and "at 14:05:30"."""
    if not _valid(match["hour"], match["minute"]):
        return None
    clue = clues.find("clock", sentence, match.start(), match.end())
    evidence = CERTAIN if match["zone"] else (len(match["hour"]) == 2) + clue.evidence
    said = _say(int(match["hour"]), int(match["minute"]), clock24=True, hours=match["hour"])
    seconds = int(match["second"])
    if seconds:
        said += f" and {number_words.cardinal(seconds)} second{'' if seconds == 1 else 's'}"
    return Proposal(said + _zone(match["zone"]), match.end(), evidence, "a time zone" if match["zone"] else clue.why)


def _clock_words(match: re.Match[str], sentence: Sentence) -> str:
    """Return the words for a time of the 24-hour clock."""
    del sentence
    hour, minute = match["hour"], match["minute"]
    value = int(hour)
    if minute == "00":
        if 0 < value <= 12:
            said = (
                f"{number_words.cardinal(value)} o'clock"
                if not match["zone"]
                else _say(value, 0, clock24=True, hours=hour)
            )
        else:
            said = (
                "midnight"
                if not value and not match["zone"]
                else "zero hundred"
                if not value
                else f"{number_words.cardinal(value)} hundred"
            )
    elif not value:
        said = f"zero {number_words.two_digits(minute)}"
    else:
        said = _say(value, int(minute), clock24=bool(match["zone"]), hours=hour)
    return said + _zone(match["zone"])


def _dotted(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "at 21.15" and "from 9.30 to 17.00" as times if the words around them are about an event."""
    before = {word.lower() for word in sentence.words_before(match.start(), 7)}
    after = {word.lower() for word in sentence.words_after(match.end(), 3)}
    near = before | after
    last = sentence.before(match.start()).lower()
    if last not in _AT and last not in _SHOWS:
        return None
    early = match["hour"][0] == "0" and last in _FROM
    if not near.isdisjoint(_MEASURED) or (near.isdisjoint(_SHOWS) and after.isdisjoint(_DAYS) and not early):
        return None
    if not _valid(match["hour"], match["minute"]):
        return None
    return Proposal(_clock_words(match, sentence), match.end(), LIKELY, f'"{last}" before it')


def _dotted_hours(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "8.30-17.30" as times if the words around them are about opening hours."""
    clue = clues.find("opening", sentence, match.start(), match.end())
    if clue.evidence < clues.SENTENCE:
        return None
    first, last = (_say(int(hour), int(minute)) for hour, minute in (match.group(1, 2), match.group(3, 4)))
    return Proposal(f"{first} to {last}", match.end(), POSSIBLE + clue.evidence, clue.why)


_AT = tables.word_set("times.at")
_FROM = frozenset({"at", "from", "until", "till", "between"})
_SHOWS = tables.word_set("times.shows")
_MEASURED = tables.word_set("times.measured")
_DAYS = tables.word_set("times.days")


def _countdown(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the "T-" of "T-10 minutes", the time until a start."""
    if not match["unit"] and not clues.find("countdown", sentence, *match.span()).evidence:
        return None
    return Reading(f"T{TIE}{'minus' if match['sign'] != '+' else 'plus'} ", match.end("sign"))


def _sharp(match: re.Match[str], sentence: Sentence) -> str:
    """Read "8 o'clock"."""
    del sentence
    return f"{number_words.cardinal(int(match['hour']))} o'clock"


def _half_alone(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the "a.m." of "nine a.m."."""
    end = match.end()
    said = spell(re.sub(r"[. ]", "", match[0]))
    return Reading(said + ("." if match[0].endswith(".") and ends_sentence(sentence, end) else ""), end)


_HOUR = r"(?P<hour>[01]?\d|2[0-4])"

HOURS_TO_HOURS = Rule(
    "time",
    "9",
    re.compile(
        rf"(?P<hour1>[01]?\d)(?:[:.](?P<minute1>[0-5]\d))? ?(?P<half1>[ap]\.?m\.?|[AP]M)? ?(?:[-\u2013\u2014])"
        rf" ?{_HOUR}(?:[:.](?P<minute>[0-5]\d))? ?{_HALF}{_ZONE}",
    ),
    _span,
)
TWELVE_HOUR_CLOCK = Rule(
    "time",
    "9",
    re.compile(rf"{_HOUR}(?:[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?)? ?{_HALF}{_ZONE}"),
    _twelve,
)
MILITARY_HOURS = Rule(
    "time",
    "9",
    re.compile(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?P<hours> ?(?:hours|hrs|h)\b)(?P<zone>Z)?"),
    _military,
)
MILITARY_WITH_ZONE = Rule(
    "time",
    "9",
    re.compile(rf"(?P<hour>[01]\d|2[0-4])[.h]?(?P<minute>[0-5]\d)(?P<hours>)? ?(?P<zone>{_ZONES}){WORD_END}"),
    _military,
)
MILITARY_LOCAL_TIME = Rule(
    "time",
    "9",
    re.compile(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?P<hours>)(?P<zone>)(?= local )"),
    _military,
)
COUNTDOWN = Rule(
    "time",
    "A",
    re.compile(
        r"T(?: ?(?P<sign>[-+\u2013\u2212]) ?)(?=\d{1,3}(?!\w|[-,.]\d)"
        r"(?P<unit> ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|weeks?|and (?:counting|holding))(?!\w))?)"
    ),
    _countdown,
)
O_CLOCK = Rule("time", "9", re.compile(r"(?P<hour>1[0-2]|[1-9]) o'clock(?!\w)"), _sharp)
TWENTY_FOUR_HOUR_CLOCK = Contestant(
    "time",
    ":",
    True,
    re.compile(
        rf"{_HOUR}:(?P<minute>[0-5]\d)(?:Z|(?: ?h(?:rs)?)\b)?{_ZONE}(?![\d:]|\.\d)"
        r"(?P<onward> ?[-\u2013\u2014] ?(?=\d{1,2}:[0-5]\d))?"
    ),
    _clock,
)
CLOCK_WITH_SECONDS = Contestant(
    "time",
    ":",
    True,
    re.compile(rf"{_HOUR}:(?P<minute>[0-5]\d):(?P<second>[0-5]\d)Z?{_ZONE}(?![\w:])"),
    _clock_with_seconds,
)
DOTTED_CLOCK = Contestant(
    "time", ".", True, re.compile(rf"{_HOUR}\.(?P<minute>[0-5]\d){_ZONE}(?!\d|[.,:%]\d|[%\u00b0\w]|-\w)"), _dotted
)
DOTTED_HOURS = Contestant(
    "time",
    ".",
    True,
    re.compile(r"([01]?\d|2[0-4])\.([0-5]\d) ?[-\u2013\u2014] ?([01]?\d|2[0-4])\.([0-5]\d)(?!\w|[.,:%]\d|%)"),
    _dotted_hours,
)
AM_OR_PM = Rule("time", "a", re.compile(r"[ap]\.m\.?(?!\w)"), _half_alone)
