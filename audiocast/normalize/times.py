"""Read times of day with their zones: "9:24 a.m. EDT", "1900 GMT", "19:42", "8.30-17.30"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.acronyms import ends_sentence, spell
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.durations import say_duration
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, WORD_END, Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

ZONES = (
    "GMT|UTC|BST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|CET|CEST|EET|EEST|WET|WEST|IST|JST|KST|AEST|"
    "AEDT|ACST|AWST|SAST|MSK|NZST|NZDT|HKT|"
    "SGT|PKT|WIB|EAT|WAT|CAT|AST|ADT|AKST|AKDT|HST|ET|CT|MT|PT"
)
_ZONE = rf"(?:[ ,]{{1,2}}?(?P<zone>{ZONES}|e\.?s\.?t\.?|e\.?d\.?t\.?|p\.?s\.?t\.?|gmt|est|pst|edt){WORD_END})?"
_TO_NOON = r"(?P<onward> ?[-\u2013\u2014] ?(?=(?:noon|midnight)(?!\w)))?"
_HALF = r"(?P<half>[ap]\.? ?m\.?|[AP]\.?M\.?)(?![A-Za-z])"


def say_clock(hour: int, minute: int, *, clock24: bool = False, hours: str = "") -> str:
    """Return "nine twenty-four", or with a 24-hour clock "oh nine twenty-four" or "nineteen hundred"."""
    head = (
        f"oh {number_words.ONES[hour]}" if clock24 and hours.startswith("0") and hour else number_words.cardinal(hour)
    )
    if minute:
        return f"{head} {number_words.two_digits(f'{minute:02}')}"
    return f"{head} hundred" if clock24 else head


def say_zone(written: str | None) -> str:
    """Return the letters of a time zone after a space, or ""."""
    return f" {spell(written.replace('.', ''))}" if written else ""


def _say_half(written: str) -> str:
    """Return the letters of "a.m." or "p.m."."""
    return spell(written.replace(".", "").replace(" ", ""))


def is_clock(hour: str, minute: str) -> bool:
    """Return whether a clock can show these numbers."""
    return int(hour) < 25 and int(minute) < 60


def _twelve(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "9:24 a.m. EDT", "6.30am", "11pm" and "10:00:05 a.m."."""
    hour, minute, half = match["hour"], match["minute"] or "00", match["half"]
    if not is_clock(hour, minute):
        return None
    said = say_clock(int(hour), int(minute))
    second = match["second"]
    if second and minute == "00":
        said = say_duration(hour, minute, second)  # "ten and five seconds" is not clear
    elif second and int(second):
        said += f" and {number_words.cardinal(int(second))} second{'' if int(second) == 1 else 's'}"
    letters = _say_half(half)
    end = match.end()
    said += f" {letters}{say_zone(match['zone'])}"
    stopped = half.endswith(".") and not match["zone"]
    if match["zone"] and match["zone"].endswith("."):
        stopped = True
    if match["onward"]:
        said += " to "
    elif stopped and ends_sentence(sentence, end):
        said += "."
    return Reading(said, end)


def _span(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "2-5pm", "9:30-11 a.m." and "5pm-7 pm"."""
    first, second = match["hour1"], match["hour"]
    m1, m2 = match["minute1"] or "00", match["minute"] or "00"
    if not (is_clock(first, m1) and is_clock(second, m2)):
        return None
    said = say_clock(int(first), int(m1))
    if match["half1"]:
        said += f" {_say_half(match['half1'])}"
    said += f" to {say_clock(int(second), int(m2))} {_say_half(match['half'])}{say_zone(match['zone'])}"
    stopped = match["half"].endswith(".") and not match["zone"]
    return Reading(said + ("." if stopped and ends_sentence(sentence, match.end()) else ""), match.end())


def _hyphenated(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "7-40 p.m.", a clock with a hyphen, because no hour is so late."""
    half, end = match["half"], match.end()
    said = f"{say_clock(int(match['hour']), int(match['minute']))} {_say_half(half)}"
    return Reading(said + ("." if half.endswith(".") and ends_sentence(sentence, end) else ""), end)


def _clock(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "10:00 local time", "00:30 UTC", "19:42" and "9:30-17:00"."""
    if not is_clock(match["hour"], match["minute"]):
        return None
    clue = clues.find("clock", sentence, match.start(), match.end())
    evidence = CERTAIN if match["zone"] else USUAL + 1 + clue.evidence
    said = _clock_words(match, sentence) + (" to " if match["onward"] else "")
    return Proposal(said, match.end(), evidence, "a time zone" if match["zone"] else clue.why)


def _clock_with_seconds(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "14:05:30 UTC" and "at 14:05:30"."""
    if not is_clock(match["hour"], match["minute"]):
        return None
    clue = clues.find("clock", sentence, match.start(), match.end())
    evidence = CERTAIN if match["zone"] else (len(match["hour"]) == 2) + clue.evidence
    said = say_clock(int(match["hour"]), int(match["minute"]), clock24=True, hours=match["hour"])
    seconds = int(match["second"])
    if seconds:
        said += f" and {number_words.cardinal(seconds)} second{'' if seconds == 1 else 's'}"
    return Proposal(said + say_zone(match["zone"]), match.end(), evidence, "a time zone" if match["zone"] else clue.why)


def _clock_words(match: re.Match[str], sentence: Sentence) -> str:
    """Return the words for a time of the 24-hour clock."""
    del sentence
    hour, minute = match["hour"], match["minute"]
    value = int(hour)
    if minute == "00":
        if 0 < value <= 12:
            said = (
                f"{number_words.cardinal(value)} o'clock"
                if not match["zone"] or hour[0] != "0"
                else say_clock(value, 0, clock24=True, hours=hour)
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
        said = say_clock(value, int(minute), clock24=bool(match["zone"]), hours=hour)
    return said + say_zone(match["zone"])


def _dotted(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "at 21.15" and "from 9.30 to 17.00" as times if the words around them are about an event."""
    before = {word.lower() for word in sentence.words_before(match.start(), 7)}
    after = {word.lower() for word in sentence.words_after(match.end(), 3)}
    near = before | after
    last = sentence.before(match.start()).lower()
    if near.isdisjoint(_MEASURED) and _is_scheduled(match, last, sentence):
        return Proposal(_clock_words(match, sentence), match.end(), LIKELY + USUAL, "a day or a place after it")
    if last not in _AT and last not in _SHOWS:
        return None
    early = match["hour"][0] == "0" and last in _FROM
    if not near.isdisjoint(_MEASURED) or (near.isdisjoint(_SHOWS) and after.isdisjoint(_DAYS) and not early):
        return None
    if not is_clock(match["hour"], match["minute"]):
        return None
    return Proposal(_clock_words(match, sentence), match.end(), LIKELY, f'"{last}" before it')


_QUARTERS = frozenset({"00", "15", "30", "45"})


def _is_scheduled(match: re.Match[str], last: str, sentence: Sentence) -> bool:
    """Return whether "12.30 on a Saturday", "the 2.30 at Kempton" or "the 08.52 to Leeds" is a time."""
    if not is_clock(match["hour"], match["minute"]):
        return False
    if last in _CLOCK_BEFORE and _DAY_AFTER.match(sentence.text, match.end()):
        return True
    if last != "the" or not sentence.locale.british or _PLACE_AFTER.match(sentence.text, match.end()) is None:
        return False
    return (
        match["minute"][1] in "05" or match["hour"][0] == "0" or sentence.after(match.end()) in {"to", "from", "train"}
    )


_CLOCK_BEFORE = frozenset({"at", "by", "until", "till", "from", "after", "before", "is", "was", "it's", "around"})
_DAY_AFTER = lazy_re(
    r" (?:on (?:(?:a|the) )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:in the|this|that|yesterday|tomorrow) "
    r"(?:early )?(?:morning|afternoon|evening)|tonight)(?!\w)"
)
_PLACE_AFTER = lazy_re(r" (?:(?:at|from|to|train from|train to) )?[A-Z][a-z]")


def _dotted_hours(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "8.30-17.30" as times if the words around them are about opening hours."""
    clue = clues.find("opening", sentence, match.start(), match.end())
    quarters = sentence.locale.british and {match[2], match[4]} <= _QUARTERS
    if clue.evidence < clues.SENTENCE and not quarters:
        return None
    first, last = (say_clock(int(hour), int(minute)) for hour, minute in (match.group(1, 2), match.group(3, 4)))
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


def _from_noon(match: re.Match[str], sentence: Sentence) -> str:
    """Read the "noon-" of "noon-3 p.m."."""
    del sentence
    return f"{match['word']} to "


def _sharp(match: re.Match[str], sentence: Sentence) -> str:
    """Read "8 o'clock"."""
    del sentence
    return f"{number_words.cardinal(int(match['hour']))} o'clock"


def _half_alone(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the "a.m." of "nine a.m."."""
    end = match.end()
    said = _say_half(match[0])
    return Reading(said + ("." if match[0].endswith(".") and ends_sentence(sentence, end) else ""), end)


_HOUR = r"(?P<hour>[01]?\d|2[0-4])"

HYPHENATED_CLOCK = Rule(
    "time", "9", lazy_re(rf"(?P<hour>1[0-2]|[1-9])-(?P<minute>1[3-9]|[2-5]\d) ?{_HALF}"), _hyphenated
)
HOURS_TO_HOURS = Rule(
    "time",
    "9",
    lazy_re(
        rf"(?P<hour1>[01]?\d)(?:[:.](?P<minute1>[0-5]\d))? ?(?P<half1>[ap]\.?m\.?|[AP]M)? ?(?:[-\u2013\u2014])"
        rf" ?{_HOUR}(?:[:.](?P<minute>[0-5]\d))? ?{_HALF}{_ZONE}",
    ),
    _span,
)
TWELVE_HOUR_CLOCK = Rule(
    "time",
    "9",
    lazy_re(rf"{_HOUR}(?:[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?)? ?{_HALF}{_ZONE}{_TO_NOON}"),
    _twelve,
)
COUNTDOWN = Rule(
    "time",
    "A",
    lazy_re(
        r"T(?: ?(?P<sign>[-+\u2013\u2212]) ?)(?=\d{1,3}(?!\w|[-,.]\d)"
        r"(?P<unit> ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|weeks?|and (?:counting|holding))(?!\w))?)"
    ),
    _countdown,
)
FROM_NOON = Rule("time", "Aa", lazy_re(r"(?P<word>[Nn]oon|[Mm]idnight)[-\u2013](?=\d{1,2}(?!\d))"), _from_noon)
O_CLOCK = Rule("time", "9", lazy_re(r"(?P<hour>1[0-2]|[1-9]) o'clock(?!\w)"), _sharp)
TWENTY_FOUR_HOUR_CLOCK = Contestant(
    "time",
    ":",
    True,
    lazy_re(
        rf"{_HOUR}:(?P<minute>[0-5]\d)(?:Z|(?: ?h(?:rs)?)\b)?{_ZONE}(?![\d:]|\.\d)"
        r"(?P<onward> ?[-\u2013\u2014] ?(?=\d{1,2}:[0-5]\d))?"
    ),
    _clock,
)
CLOCK_WITH_SECONDS = Contestant(
    "time",
    ":",
    True,
    lazy_re(rf"{_HOUR}:(?P<minute>[0-5]\d):(?P<second>[0-5]\d)Z?{_ZONE}(?![\w:])"),
    _clock_with_seconds,
)
DOTTED_CLOCK = Contestant(
    "time", ".", True, lazy_re(rf"{_HOUR}\.(?P<minute>[0-5]\d){_ZONE}(?!\d|[.,:%]\d|[%\u00b0\w]|-\w)"), _dotted
)
DOTTED_HOURS = Contestant(
    "time",
    ".",
    True,
    lazy_re(r"([01]?\d|2[0-4])\.([0-5]\d) ?[-\u2013\u2014] ?([01]?\d|2[0-4])\.([0-5]\d)(?!\w|[.,:%]\d|%)"),
    _dotted_hours,
)
AM_OR_PM = Rule("time", "a", lazy_re(r"[ap]\.m\.?(?!\w)"), _half_alone)
