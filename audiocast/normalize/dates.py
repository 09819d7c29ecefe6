"""Read dates with a month in words: "Oct. 7, 2023", "17 March", "May 3, 2020 - June 5, 2021".

They keep the order in which they are written. `numeric_dates.py` reads the other dates.
"""

from __future__ import annotations

import re

from audiocast.normalize import number_words, tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.patterns import lazy_re
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
_ONWARD = (
    rf"(?P<onward>(?: ?[-\u2013] ?|\u2014)(?=(?:{_MONTH})\.? \d|{_DAY}(?:st|nd|rd|th)? (?:{_MONTH})(?!\w)|"
    r"(?:[Pp]resent|today|now|date)(?!\w)))?"
)
"""A dash before another date, as a pattern."""


def month_name(written: str) -> str:
    """Return the full name of a month."""
    return tables.pairs("months")[written.lower()]


def month_of_number(value: int) -> str:
    """Return the name of the month with a number from 1 to 12."""
    return next(row[1] for row in tables.rows("months") if row[2] == str(value))


def say_year(written: str, sentence: Sentence) -> str:
    """Return the words for a year of four digits."""
    return number_words.year(int(written), british=sentence.locale.british)


def month_day(month: str, day: int, sentence: Sentence) -> str:
    """Return "October seventh", or in British English "October the seventh"."""
    the = "the " if sentence.locale.british else ""
    return f"{month} {the}{number_words.ordinal(day)}"


def day_month(day: str, month: str, at: int, sentence: Sentence) -> str:
    """Return "the seventeenth of March". After "a" or "his" ("a 17 March deadline") return "March seventeenth"."""
    before = sentence.before(at).lower()
    if before in {"a", "an", "his", "her", "their", "its", "this", "last"}:
        return month_day(month, int(day), sentence)
    the = "" if before == "the" else "the "
    return f"{the}{number_words.ordinal(int(day))} of {month}"


def _onward(match: re.Match[str]) -> str:
    """Return " to " for a dash before another date."""
    if not match["onward"]:
        return ""
    return ", to " if match["comma"] else " to "


def _month_first(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "Oct. 7", "Sept. 11, 2001", "Nov 5-7" and "Jan-15-2020"."""
    written = match["month"]
    if not _is_month(match, sentence):
        return None
    month = month_name(written)
    said = month_day(month, int(match["day"]), sentence)
    if sentence.before(match.start()).lower() in _DETERMINERS:
        said = said.replace(" the ", " ", 1)  # "the October 7 attacks"
    if match["last"]:
        last = number_words.ordinal(int(match["last"]))
        if match["month2"]:
            said += f" to {month_day(month_name(match['month2']), int(match['last']), sentence)}"
        else:
            said += f" to {'the ' if sentence.locale.british else ''}{last}"
    if match["also"]:
        said += f" and {'the ' if sentence.locale.british else ''}{number_words.ordinal(int(match['also']))}"
    if match["year"]:
        comma = "," if match["comma"] else ""
        said += f"{comma} {say_year(match['year'], sentence)}"
    return Reading(said + _onward(match), match.end())


_DETERMINERS = frozenset({"the", "a", "an", "this", "its", "his", "her", "their"})


def _is_month(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "may 5" or "Mar 3" is a date, and not for example "March 40 miles"."""
    written, text, end = match["month"], sentence.text, match.end()
    if written in {"may", "march", "mar"} and not match["year"]:
        dated = sentence.before(match.start()).lower() in {"on", "since", "until", "from"}
        return text.startswith(".", match.end("month")) or (dated and _DATE_ENDS.match(text, end) is not None)
    if re.match(
        r"(?:\.\d|,\d{3}|%| ?(?:percent|per cent|million|billion|[ap]\.?m\b|kilomet|miles|[:/]\d))",
        text[end : end + 12],
    ):
        return False
    counted = match["year"] is None and match["last"] is match["also"] is None and not match["nth"]
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
    return Reading(f"{said}{comma} {say_year(match['year'], sentence)}{_onward(match)}", match.end())


def _month_alone(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the month of "in Jan." and "since Sept.". Without a full stop "Jan" and "Mar" are names."""
    before, end = sentence.before(match.start()).lower(), match.end()
    if not match["stop"] and match["month"] in sentence.context.family_names:
        return None
    if before not in _BEFORE_MONTH and (match["month"] in {"Jan", "Mar", "May"} or not match["stop"]):
        return None
    if not match["stop"] and match["month"] in {"Mar", "Jan", "Dec", "Jun", "Jul"}:
        return None
    if before == "and" and _NAME_AND.search(sentence.text, max(0, match.start() - _NEAR), match.start()):
        return None
    said = month_name(match["month"])
    return Reading(said + ("." if match["stop"] and ends_sentence(sentence, end) else ""), end)


_NEAR = 24  # characters
_NAME_AND = lazy_re(r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][a-z]{1,12} and $")
_BEFORE_MONTH = tables.word_set("dates.before_month")


def _several_months(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "the Apr-Jun quarter", "Oct\u2013Dec" and "the Jan/Feb issue"."""
    end = match.end()
    names = [month_name(written.rstrip(".")) for written in re.split(r" ?[-\u2013/] ?", match[0])]
    said = " ".join(names) if "/" in match[0] else " to ".join(names)
    stopped = match[0].endswith(".") and ends_sentence(sentence, end)
    return Reading(said + ("." if stopped else ""), end)


def _life_span(match: re.Match[str], sentence: Sentence) -> str:
    """Read the year of birth in "(c. 347 \u2013 30 September 420)"."""
    del sentence
    return f"{number_words.code(match['year'])} to "


def _day_first(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "17 March 2023", "12 Sept.", "1st March", "17-19 March" and "the 26th May"."""
    written = match["month"]
    if written in {"may", "march", "mar"} and not match["year"] and not match["nth"]:
        dated = sentence.before(match.start()).lower() in {"on", "since", "until", "from"}
        if not (dated and _DATE_ENDS.match(sentence.text, match.end())):
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
        said = day_month(match["day"], month, at, sentence)
    end = match.end()
    if match["year"]:
        said += f"{',' if match['comma'] else ''} {say_year(match['year'], sentence)}"
    elif match["early"]:
        said += f" {number_words.code(match['early'])}"
    elif match["stop"] and sentence.is_last(end, but="\"')"):
        said += "."
    return Reading(said + _onward(match), end)


_DATE_ENDS = lazy_re(r"[,;)]|\.?$| (?:and|at|after|in|when|to)\b")


def _two_days(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the first day of "from 1 to 15 March" and "3 and 4 May". Another rule reads the second one."""
    the = "" if sentence.before(match.start()).lower() == "the" else "the "
    return Reading(f"{the}{number_words.ordinal(int(match['day']))}", match.end("day"))


MONTH_AND_DAY = Rule(
    "date",
    "Aa",
    lazy_re(
        rf"(?P<month>{_MONTH})\.?(?: |(?<=\.)(?=\d)|-(?=\d{{1,2}}(?:-\d{{4}})?\b))"
        rf"(?P<day>{_DAY})(?P<nth>st|nd|rd|th)?(?!\w)"
        rf"(?:{_DASH}(?:(?P<month2>{_MONTH})\.? )?(?P<last>{_DAY})(?:st|nd|rd|th)?(?![\d:/]))?"
        rf"(?: (?:and|&) (?P<also>{_DAY})(?![\w%/:]|[.,-]\d)"
        r"(?! (?!(?:was|were|are|will|and|in|at|for|to|the|with|as)\b)[a-z]{2}))?"
        rf"(?:(?P<comma>,?)(?: ?|-){_YEAR})?(?!\d){_ONWARD}",
    ),
    _month_first,
)
MONTH_AND_YEAR = Rule(
    "date",
    "Aa",
    lazy_re(rf"(?P<month>{_MONTH})\.?(?:{_DASH}(?P<month2>{_MONTH})\.?)?(?P<comma>,?) {_YEAR}{_ONWARD}"),
    _month_year,
)
_SHORT_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|June|July)"
SEVERAL_MONTHS = Rule(
    "date",
    "A",
    lazy_re(
        rf"(?=[A-Z][a-z]{{2}}\.?(?:[-/\u2013]| [-\u2013] )|Sept)(?!May[-/ \u2013])"
        rf"{_SHORT_MONTH}\.?(?: [-\u2013] |[-/\u2013]){_SHORT_MONTH}(?:/{_SHORT_MONTH})?"
        r"(?:(?!\w)\.)?(?![\w'-]| \d{1,2}(?!\d))"
    ),
    _several_months,
)
LIFE_SPAN = Rule("date", "9", lazy_re(rf"(?P<year>\d{{3}}) ?[-\u2013] ?(?={_DAY} {_MONTH} \d{{3,4}}\))"), _life_span)
MONTH_ALONE = Rule(
    "date",
    "A",
    lazy_re(r"(?P<month>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?P<stop>\.?)(?![\w'-])"),
    _month_alone,
)
DAY_AND_MONTH = Rule(
    "date",
    "9",
    lazy_re(
        rf"(?:(?P<first>{_DAY})(?:st|nd|rd|th)?(?:{_DASH}|/))?(?P<day>{_DAY})(?P<nth>st|nd|rd|th)?"
        rf"(?: of|-(?={_MONTH}\.?-[12]\d{{3}}))? ?(?P<month>{_MONTH})"
        rf"(?!\w)(?P<stop>\.?)"
        rf"(?:(?P<comma>,?)[ -](?:{_YEAR}|(?P<early>\d{{3}})(?=\))))?{_ONWARD}",
    ),
    _day_first,
)
FIRST_OF_TWO_DAYS = Rule(
    "date", "9", lazy_re(rf"(?P<day>{_DAY})(?= (?:to|and|until|or) {_DAY} {_MONTH}(?!\w))"), _two_days
)
