"""Read dates without a month in words: "2024-03-15", "12/31/21", "15.03.2024", "2023-05", "on 24/12", "9/11".

Only the order of the locale tells the day from the month if both can be the month. Versions, sections, fractions and
scores look alike, so most of these classes compete (see `contest.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.acronyms import spell
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.dates import day_month, month_day, month_of_number, say_year
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_MONTHS, _DAYS = 12, 31


def _calendar(match: re.Match[str], month: str, day: str, sentence: Sentence, *, day_first: bool) -> str | None:
    """Return the words for a numeric date, or None if there is no such month or day."""
    year, at = match["year"], match.start()
    m, d = int(month), int(day)
    if m > _MONTHS >= d:
        m, d = d, m
    if not (1 <= m <= _MONTHS and 1 <= d <= _DAYS):
        return None
    name = month_of_number(m)
    said = day_month(str(d), name, at, sentence) if day_first else month_day(name, d, sentence)
    if len(year) == 2:
        said += f" {number_words.two_digits(year) if year != '00' else 'two thousand'}"
    elif year:
        said += f" {say_year(year, sentence)}"
    return said


def _onward(match: re.Match[str]) -> str:
    """Return " to " for a dash before another date."""
    return " to " if match["onward"] else ""


def _year_first(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "2024-03-15", "2016/07/03" and "2012.01.05"."""
    said = _calendar(match, match["month"], match["day"], sentence, day_first=sentence.locale.british)
    if said is None:
        return None
    padded = len(match["month"]) == len(match["day"]) == 2
    evidence = LIKELY + USUAL if match["sep"] == "." and not padded else CERTAIN
    return Proposal(said + _onward(match), match.end(), evidence, "year, month and day")


def _day_or_month_first(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "15/03/2024", "12/31/21" and "3.6.2012". The locale decides if both numbers can be the month."""
    first, second, mark = match["first"], match["second"], match["sep"]
    british = sentence.locale.british
    day_first = british or (mark == "-" and int(second) <= _MONTHS)
    if int(first) > _MONTHS:
        day_first = True
    elif int(second) > _MONTHS:
        day_first = False
    month, day = (second, first) if day_first else (first, second)
    # "12/31/21" is an American date everywhere.
    swapped = british and mark == "/" and int(second) > _MONTHS
    said = _calendar(match, month, day, sentence, day_first=not swapped and (british or (day_first and mark != "/")))
    if said is None:
        return None
    if len(match["year"]) > 2:
        return Proposal(said + _onward(match), match.end(), CERTAIN - 1, "a day, a month and a year of four digits")
    clue = clues.find("date", sentence, match.start(), match.end())
    form = {"/": LIKELY, "-": USUAL, ".": POSSIBLE}[mark]
    if mark == "." and _BRACKETED.search(sentence.text, max(0, match.start() - 1), match.start()):
        form += LIKELY * sentence.text.startswith(")", match.end())
    if first[0] == "0" or (len(first) == len(second) == 2 and mark != "."):
        form += 1
    return Proposal(said + _onward(match), match.end(), form + clue.evidence, clue.why)


_BRACKETED = lazy_re(r"\($")


def _year_and_month(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "2023-05", the fifth month. "2003-05" is rather a span of years."""
    clue = clues.find("month", sentence, match.start(), match.end())
    said = f"{month_of_number(int(match['month']))} {say_year(match['year'], sentence)}"
    return Proposal(said, match.end(), LIKELY - 1 + clue.evidence, clue.why)


def _day_and_month(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "on 24/12" and "since 3/15", if a word before it is about a day."""
    clue = clues.find("day", sentence, match.start(), match.end())
    first, second = match["first"], match["second"]
    sure = (
        first[0] == "0"
        or (second[0] == "0" and len(first) > 1)
        or bool(
            match["onward"]
            or _is_span(sentence)
            or _DAY_AND_DASH.search(sentence.text, max(0, match.start() - 9), match.start())
        )
    )
    if clue.evidence < clues.NEAR and not sure:
        if (
            clues.word_before(sentence.text, match.start()) not in _DEADLINE
            or max(int(first), int(second)) not in _LATE
        ):
            return None
        sure = True
    if match[0] in _FRACTIONS and not match["onward"] and _THING_AFTER.match(sentence.text, match.end()):
        return None
    day_first = sentence.locale.british if max(int(first), int(second)) <= _MONTHS else int(first) > _MONTHS
    month, day = (second, first) if day_first else (first, second)
    said = _calendar(match, month, day, sentence, day_first=sentence.locale.british)
    if said is None:
        return None
    return Proposal(said + _onward(match), match.end(), POSSIBLE + sure * LIKELY + clue.evidence, clue.why)


def _is_span(sentence: Sentence) -> bool:
    """Return whether a sentence has "from 12/24 to 1/2", where only a day can be so large."""
    found = _SPAN.search(sentence.text[:_FAR])
    if found is None:
        return False
    parts = found.groups()[1:]
    return any(part[0] == "0" for part in parts) or (bool(found[1]) and any(int(part) > _MONTHS for part in parts))


_DEADLINE = frozenset({"by", "before", "after", "until", "through"})
_LATE = frozenset({13, 14, 17, 18, 19, *range(21, 25), *range(26, 32)})
"""Days that are no usual denominator."""
_FRACTIONS = frozenset({"1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/8"})
_THING_AFTER = lazy_re(r" (?!(?:at|in|and|or|to|for|by|when|with|from|after|before|as|but|is|was|will)\b)[a-z]")
_FAR = 1000
_DAY_AND_DASH = lazy_re(r"(?<![\d/])\d{1,2}/\d{1,2} ?[-\u2013] ?$")
_SPAN = lazy_re(r"(\b(?:from|between) |(?<![\w/]))(\d\d?)/(\d\d?) (?:to|and|through|until) (\d\d?)/(\d\d?)(?![\d/])")


_NAMED_DAYS = {
    "9/11": "",
    "9-11": "hijack",
    "7/7": "attack",
    "26/11": "attack",
    "1/6": "riot",
    "10/7": "massacre",
    "13/11": "attack",
}
"""Days with a name, and the class of the words that must stand near."""


def _named_day(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "9/11", "7/7", "26/11" and "1/6", the names of days."""
    if match[0] not in _NAMED_DAYS:
        return None
    kind = _NAMED_DAYS[match[0]]
    clue = clues.find(kind, sentence, match.start(), match.end()) if kind else None
    if clue is not None and not clue.evidence:
        return None
    first, second = (number_words.cardinal(int(match[part])) for part in ("first", "second"))
    if kind in {"riot", "massacre"}:
        said = _calendar(match, match["first"], match["second"], sentence, day_first=False) or ""
    else:
        said = f"{first} {second}"
    return Proposal(said, match.end(), CERTAIN, clue.why if clue else "the name of a day")


def _timestamp(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "2023-04-20T09:24:06Z"."""
    said = _calendar(match, match["month"], match["day"], sentence, day_first=sentence.locale.british)
    hour, minute, second = match["hour"], match["minute"], match["second"]
    if said is None or int(hour) > 24 or int(minute) > 59:
        return None
    head = number_words.digits(hour, zero="oh") if hour[0] == "0" else number_words.cardinal(int(hour))
    said += f", {head} {number_words.two_digits(minute)}"
    fraction = (match["fraction"] or "").rstrip("0").rstrip(".")
    if fraction or int(second or 0):
        seconds = number_words.number(f"{int(second)}{fraction}")
        said += f" and {seconds} second{'' if seconds == 'one' else 's'}"
    zone = match["zone"]
    if zone == "Z":
        return f"{said} {spell('UTC')}"
    return f"{said} {_offset(zone)}" if zone else said


def _offset(zone: str) -> str:
    """Return "U T C plus two" for "+02:00", and "U T C minus three thirty" for "-0330"."""
    hours, minutes = zone[1:3], zone[-2:]
    said = f"{spell('UTC')} {'plus' if zone[0] == '+' else 'minus'} {number_words.cardinal(int(hours))}"
    return said if minutes == "00" else f"{said} {number_words.two_digits(minutes)}"


_END = r"(?![\w/]|\.\d|-\d(?!\d{0,3}[/.]\d))(?P<onward> ?[-\u2013] ?(?=\d{1,4}(?P=sep)\d{1,2}(?P=sep)\d))?"
_MONTH_OR_DAY = r"(?:[12]\d|3[01]|0?[1-9])"

TIMESTAMP = Rule(
    "date",
    "9",
    lazy_re(
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d{1,9})?)?"
        r"(?P<zone>Z|[+-]\d\d:?\d\d)?(?!\w)",
    ),
    _timestamp,
)
NAMED_DAY = Contestant(
    "date",
    "-/",
    True,
    lazy_re(r"(?P<first>\d{1,2})[-/](?P<second>\d{1,2})(?P<year>)(?![\w/]|[-.,]\d)"),
    _named_day,
)
YEAR_FIRST = Contestant(
    "date",
    "-/.",
    True,
    lazy_re(rf"(?P<year>[12]\d{{3}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){_END}"),
    _year_first,
)
DAY_OR_MONTH_FIRST = Contestant(
    "date",
    "-/.",
    True,
    lazy_re(rf"(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second>\d{{1,2}})(?P=sep)(?P<year>[12]\d{{3}}|\d\d){_END}"),
    _day_or_month_first,
)
YEAR_AND_MONTH = Contestant(
    "date", "-", True, lazy_re(r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])(?![\w/%]|[-.,]\d)"), _year_and_month
)
DAY_AND_MONTH = Contestant(
    "date",
    "/",
    True,
    lazy_re(
        rf"(?P<first>{_MONTH_OR_DAY})/(?P<second>{_MONTH_OR_DAY})(?P<year>)"
        r"(?![\w/%]|[.,]\d|-\d(?!\d?/\d))(?P<onward> ?[-\u2013] ?(?=\d{1,2}/\d{1,2}(?![\d/])))?"
    ),
    _day_and_month,
)
