"""Read dates: "Oct. 7, 2023", "17 March", "2024-03-15", "03/15/2024", "9/11".

A date with a month in words keeps the order in which it is written. The locale decides the order of a numeric date.
"""

from __future__ import annotations

import re

from audiocast.normalize import number_words, tables
from audiocast.normalize.acronyms import ends_sentence, spell
from audiocast.normalize.scanner import Reading, Rule, Sentence

_MONTH = (
    r"(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?|"
    r"[Aa]ug(?:ust)?|[Ss]ept?(?:ember)?|"
    r"[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?|"
    r"JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|"
    r"OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?P<year>[12]\d{3})(?![\d,]\d|\w)"
_DASH = r" ?[-\u2013\u2014] ?"


def month_name(written: str) -> str:
    """Return the full name of a month."""
    return tables.pairs("months")[written.lower()]


def _by_number(value: int) -> str:
    """Return the name of the month with a number from 1 to 12."""
    return next(row[1] for row in tables.rows("months") if row[2] == str(value))


def say_year(written: str, sentence: Sentence) -> str:
    """Return the words for a year of four digits."""
    return number_words.year(int(written), british=sentence.locale.british)


def _month_day(month: str, day: int, sentence: Sentence) -> str:
    """Return "October seventh", or in British English "October the seventh"."""
    the = "the " if sentence.locale.british else ""
    return f"{month} {the}{number_words.ordinal(day)}"


def _day_month(day: str, month: str, at: int, sentence: Sentence) -> str:
    """Return "the seventeenth of March". After "a" or "his" ("a 17 March deadline") return "March seventeenth"."""
    before = sentence.before(at).lower()
    if before in {"a", "an", "his", "her", "their", "its", "this", "last"}:
        return _month_day(month, int(day), sentence)
    the = "" if before == "the" else "the "
    return f"{the}{number_words.ordinal(int(day))} of {month}"


def _month_first(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "Oct. 7", "Sept. 11, 2001", "Nov 5-7" and "Jan-15-2020"."""
    written = match["month"]
    if not _is_month(match, sentence):
        return None
    month = month_name(written)
    said = _month_day(month, int(match["day"]), sentence)
    if match["last"]:
        last = number_words.ordinal(int(match["last"]))
        if match["month2"]:
            said += f" to {_month_day(month_name(match['month2']), int(match['last']), sentence)}"
        else:
            said += f" to {'the ' if sentence.locale.british else ''}{last}"
    if match["year"]:
        comma = "," if match["comma"] else ""
        said += f"{comma} {say_year(match['year'], sentence)}"
    return Reading(said, match.end())


def _is_month(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "may 5" or "Mar 3" is a date, and not for example "March 40 miles"."""
    written, text, end = match["month"], sentence.text, match.end()
    if written in {"may", "march", "mar"} and not match["year"]:
        return bool(re.match(r"\.", text[match.end("month") : match.end("month") + 1]))
    if re.match(
        r"(?:\.\d|,\d{3}|%| ?(?:percent|per cent|million|billion|[ap]\.?m\b|kilomet|miles|[:/]\d))",
        text[end : end + 12],
    ):
        return False
    counted = match["year"] is None and match["last"] is None and not match["nth"]
    return not (counted and sentence.after(end) in _COUNTED)


_COUNTED = frozenset({"people", "men", "women", "children", "soldiers", "civilians", "were", "others"})


_PEOPLE = tables.word_set("dates.people")


def _month_year(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "Jan. 2023", "July 1876" and "June-August 2024"."""
    written = match["month"]
    if written in {"may", "march", "mar"} and sentence.after(match.end()) in _PEOPLE:
        return None
    said = month_name(written)
    if match["month2"]:
        said += f" to {month_name(match['month2'])}"
    comma = "," if match["comma"] else ""
    return Reading(f"{said}{comma} {say_year(match['year'], sentence)}", match.end())


def _month_alone(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the month of "in Jan." and "since Sept.". Without a full stop "Jan" and "Mar" are names."""
    before, end = sentence.before(match.start()).lower(), match.end()
    if not match["stop"] and match["month"] in sentence.context.family_names:
        return None
    if before not in _BEFORE_MONTH and (match["month"] in {"Jan", "Mar", "May"} or not match["stop"]):
        return None
    if not match["stop"] and match["month"] in {"Mar", "Jan", "Dec", "Jun", "Jul"}:
        return None
    said = month_name(match["month"])
    return Reading(said + ("." if match["stop"] and ends_sentence(sentence, end) else ""), end)


_BEFORE_MONTH = tables.word_set("dates.before_month")


def _day_first(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "17 March 2023", "12 Sept.", "1st March", "17-19 March" and "the 26th May"."""
    written = match["month"]
    if written in {"may", "march", "mar"} and not match["year"] and not match["nth"]:
        return None
    if not match["nth"] and written == "May" and sentence.after(match.end("month")) in {"be", "not", "have"}:
        return None
    if written == "Mar" and not match["stop"] and not match["year"] and not match["nth"]:
        return None
    month = month_name(written)
    at = match.start()
    if match["first"]:
        low = number_words.ordinal(int(match["first"]))
        the = "" if sentence.before(at).lower() == "the" else "the "
        said = f"{the}{low} to the {number_words.ordinal(int(match['day']))} of {month}"
    else:
        said = _day_month(match["day"], month, at, sentence)
    end = match.end()
    if match["year"]:
        said += f"{',' if match['comma'] else ''} {say_year(match['year'], sentence)}"
    elif match["stop"] and sentence.is_last(end, but="\"')"):
        said += "."
    return Reading(said, end)


def _two_days(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the first day of "from 1 to 15 March" and "3 and 4 May". Another rule reads the second one."""
    the = "" if sentence.before(match.start()).lower() == "the" else "the "
    return Reading(f"{the}{number_words.ordinal(int(match['day']))}", match.end("day"))


def _calendar(match: re.Match[str], month: str, day: str, sentence: Sentence, *, day_first: bool) -> str | None:
    """Return the words for a numeric date, or None if there is no such month or day."""
    year, at = match["year"], match.start()
    m, d = int(month), int(day)
    if m > 12 >= d:
        m, d = d, m
    if not (1 <= m <= 12 and 1 <= d <= 31):
        return None
    name = _by_number(m)
    said = _day_month(str(d), name, at, sentence) if day_first else _month_day(name, d, sentence)
    if not year:
        return said
    if len(year) == 2:
        return f"{said} {number_words.two_digits(year) if year != '00' else 'two thousand'}"
    return f"{said} {say_year(year, sentence)}"


def _iso(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "2024-03-15", "2016/07/03" and "2012.01.05"."""
    return _calendar(match, match["month"], match["day"], sentence, day_first=sentence.locale.british)


def _slashed(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "15/03/2024" and "03/15/2024". The locale decides if both numbers can be the month."""
    first, second = match["first"], match["second"]
    british = sentence.locale.british
    day_first = british or (match["sep"] != "/" and int(second) <= 12 and match["sep"] == "-")
    if int(first) > 12:
        day_first = True
    elif int(second) > 12:
        day_first = False
    month, day = (second, first) if day_first else (first, second)
    spoken_day_first = british or (day_first and match["sep"] != "/")
    return _calendar(match, month, day, sentence, day_first=spoken_day_first)


def _nine_eleven(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "9/11" and "7/7", the names of days."""
    if match[0] == "7/7" and not re.search(r"(?i)london|bomb|attack|terror|july", sentence.text[:400]):
        return None
    return f"{number_words.ONES[int(match[1])]} {number_words.ONES[int(match[2])]}"


def _timestamp(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "2023-04-20T09:24:06Z"."""
    said = _iso(match, sentence)
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


MONTH_AND_DAY = Rule(
    "date",
    "Aa",
    re.compile(
        rf"(?P<month>{_MONTH})\.?(?: |-(?=\d{{1,2}}(?:-\d{{4}})?\b))(?P<day>{_DAY})(?P<nth>st|nd|rd|th)?(?!\w)"
        rf"(?:{_DASH}(?:(?P<month2>{_MONTH})\.? )?(?P<last>{_DAY})(?:st|nd|rd|th)?(?![\d:/]))?"
        rf"(?:(?P<comma>,?)(?: ?|-){_YEAR})?(?!\d)",
    ),
    _month_first,
)
MONTH_AND_YEAR = Rule(
    "date",
    "Aa",
    re.compile(rf"(?P<month>{_MONTH})\.?(?:{_DASH}(?P<month2>{_MONTH})\.?)?(?P<comma>,?) {_YEAR}"),
    _month_year,
)
MONTH_ALONE = Rule(
    "date",
    "A",
    re.compile(r"(?P<month>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?P<stop>\.?)(?![\w'-])"),
    _month_alone,
)
TIMESTAMP = Rule(
    "date",
    "9",
    re.compile(
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d{1,9})?)?"
        r"(?P<zone>Z|[+-]\d\d:?\d\d)?(?!\w)",
    ),
    _timestamp,
)
YEAR_FIRST = Rule(
    "date", "9", re.compile(r"(?P<year>[12]\d{3})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\w/]|[-.]\d)"), _iso
)
NUMERIC_DATE = Rule(
    "date",
    "9",
    re.compile(r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>[12]\d{3}|\d\d)(?![\w/]|[-.]\d)"),
    _slashed,
)
DAY_AND_MONTH = Rule(
    "date",
    "9",
    re.compile(
        rf"(?:(?P<first>{_DAY})(?:st|nd|rd|th)?(?:{_DASH}|/))?(?P<day>{_DAY})(?P<nth>st|nd|rd|th)?"
        rf"(?: of)? ?(?P<month>{_MONTH})"
        rf"(?!\w)(?P<stop>\.?)"
        rf"(?:(?P<comma>,?) {_YEAR})?",
    ),
    _day_first,
)
FIRST_OF_TWO_DAYS = Rule(
    "date", "9", re.compile(rf"(?P<day>{_DAY})(?= (?:to|and|until|or) {_DAY} {_MONTH}(?!\w))"), _two_days
)
NINE_ELEVEN = Rule("date", "9", re.compile(r"(9)/(11)(?![\w/])"), _nine_eleven)
SEVEN_SEVEN = Rule("date", "9", re.compile(r"(7)/(7)(?![\w/])"), _nine_eleven)
