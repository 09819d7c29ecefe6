"""Read years, decades, spans of years, eras, quarters and fiscal years.

A number of four digits is a year or a count. The words before and after it decide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.acronyms import spell
from audiocast.normalize.contest import LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.identifiers import is_name
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def _year(text: str, sentence: Sentence) -> str:
    return number_words.year(int(text), british=sentence.locale.british)


def _decade(match: re.Match[str], sentence: Sentence) -> str:
    """Read "1960s", "the 1800s", "'60s", "her 60s", "mid-1980s" and "1960s-80s"."""
    decade = match["decade"]
    if match[0] == f"{decade}'s" and len(decade) == _YEAR_DIGITS and not _is_decade(match, sentence):
        return f"{_year(decade, sentence)}'s"
    said = _decade_words(decade, sentence)
    if match["last"]:
        said += f" to {_decade_words(match['last'].lstrip(chr(39)), sentence)}"
    tail = match["tail"] or ""
    return said + (" " if tail == "-" else tail)


def _is_decade(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "1990's" is a decade, and not "1990's winner"."""
    before = sentence.before(match.start()).lower()
    owned = _OWNED.match(sentence.text, match.end())
    return before in {"the", "early", "mid", "late", "and", "through"} or owned is None


_OWNED = lazy_re(r" [a-z]")


def _decade_words(text: str, sentence: Sentence) -> str:
    value = int(text)
    if len(text) == 2:
        return "two thousands" if not value else number_words.plural(number_words.cardinal(value))
    return number_words.plural(_year(text, sentence))


def _years(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "1939-45", "2022-23", "1980-1986" and "2023/24"."""
    first, last = match["first"], match["last"]
    low, high = int(first), int(last)
    separator = match["sep"]
    if len(last) == 1:
        if high != (low + 1) % 10 or low < 1900 or separator not in "-/":
            return None
        last, high = f"{(low + 1) % 100:02}", (low + 1) % 100
    if len(last) == 2:
        if separator == "/" and high != (low + 1) % 100:
            return None
        crosses = low // 100 == 19 and high <= _NEW_CENTURY
        if high <= low % 100 and not crosses:
            return None
        said = number_words.two_digits(last)
        if high < 10 and low // 100 == 20:
            said = _year(f"{low // 100}{last}", sentence)
        if high <= low % 100:
            said = _year(f"{low // 100 + 1}{last}", sentence)
    elif not low < high <= low + 1000 or high > _LAST:
        return None
    else:
        said = _year(last, sentence)
    end = match.end()
    tail = " " if sentence.text.startswith("-", end) else ""
    clue = clues.find("season", sentence, match.start(), end)
    form = USUAL if len(last) == 2 and 0 < high <= low % 100 and separator == "-" else LIKELY + USUAL
    return Proposal(f"{_year(first, sentence)} to {said}{tail}", end + len(tail), form + clue.evidence, clue.why)


def _season(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "17/18", a season or a tax year."""
    first, last = match["first"], match["last"]
    if int(last) != (int(first) + 1) % 100:
        return None
    clue = clues.find("season", sentence, match.start(), match.end())
    said = f"{number_words.two_digits(first)} {number_words.two_digits(last)}"
    form = POSSIBLE if last in _BINARY else LIKELY + USUAL if first[0] == "0" else USUAL
    if match["mark"] == "-":
        if clue.evidence < clues.NEAR:
            return None
        form = POSSIBLE
    reading = sentence.reading(said, match.end())
    return Proposal(reading.text, reading.end, form + clue.evidence, clue.why)


_BINARY = frozenset({"16", "32", "64"})
"""Denominators of lengths in inches: "15/16" is rather a fraction."""


def _open_span(match: re.Match[str], sentence: Sentence) -> str:
    """Read the year of "1990-present" with the dash as "to"."""
    return f"{_year(match['year'], sentence)} to "


_LAST = 2199
_NEW_CENTURY = 30
_RECENT = 1700
_YEAR_DIGITS = 4


def _era(match: re.Match[str], sentence: Sentence) -> str:
    """Read "AD 79", "44 BC", "340 A.D.", "1200 BCE" and "27 BC-AD 14"."""
    before, after = match["before"], match["after"]
    era = re.sub(r"\W", "", before or after)
    text = match["year"].replace(",", "")
    year = (
        _year(text, sentence)
        if len(text) == _YEAR_DIGITS and "," not in match["year"]
        else number_words.code(text)
        if len(text) == _YEAR_DIGITS - 1 and text[1:] != "00" and text[1] != "0" and not sentence.locale.british
        else number_words.integer(text, british=sentence.locale.british)
    )
    said = f"{spell(era)} {year}" if before else f"{year} {spell(era)}"
    if match["last"]:
        said += f" to {number_words.integer(match['last'], british=sentence.locale.british)}"
    return said + (" to " if match["onward"] else "")


def _fiscal(match: re.Match[str], sentence: Sentence) -> str:
    """Read "FY2025", "FY24" and "FY 2024-25"."""
    year = match["year"]
    said = f"F{TIE}Y {_year(year, sentence) if len(year) == 4 else number_words.two_digits(year)}"
    if match["last"]:
        said += f" to {number_words.cardinal(int(match['last']))}"
    return said


_QUARTERS = {"Q": "quarter", "H": "half"}
_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth"}


def _quarter(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Q3 2024", "Q3", "H1", "1H23", "2Q22" and "4Q"."""
    letter = match["letter"] or match["letter2"]
    number = match["number"] or match["number2"]
    if letter == "H" and int(number) > 2:
        return None
    year = match["year"] or match["year2"]
    if match["number2"]:
        said = f"the {_NTH[number]} {_QUARTERS[letter]}"
        if sentence.before(match.start()).lower() in {"the", "in", "for"} and not year:
            said = said.removeprefix("the ") if sentence.before(match.start()).lower() == "the" else said
    else:
        said = f"{letter}{TIE}{number_words.ONES[int(number)]}"
    if year:
        words = _year(year, sentence) if len(year) == 4 else number_words.two_digits(year)
        said += f" of {words}" if match["number2"] else f" {words}"
    return said


def _short(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "'24" and "the class of '98", but not a quotation that begins with a number."""
    before = sentence.before(match.start()).lower()
    if before not in {
        "of",
        "in",
        "since",
        "from",
        "to",
        "by",
        "summer",
        "spring",
        "fall",
        "autumn",
        "winter",
        "back",
        "and",
    }:
        return None
    return number_words.two_digits(match["year"]) if match["year"] != "00" else "two thousand"


_UNITS_AFTER = tables.word_set("years.units_after")
_CLEAR = tables.word_set("years.clear")
_NAMES = tables.word_set("years.names")
_COUNTED = lazy_re(
    r"(?:people|men|women|children|homeless|dead|injured|police|staff|troops|feet|kilometers|"
    r"kilometres|personnel|jobs|migrants|aircraft|cattle|sheep|"
    r"dollars|pounds|euros|yen|rupees|francs|rubles|barrels|calories|or|[a-z]{3,}(?:[^s'u]s|ies|ses))",
)
_NOT_COUNTED = tables.word_set("years.not_counted")


def _four(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read a bare number of four digits: "in 1991", "the 2024 Olympics", "1500 homeless", "Room 1408"."""
    text, end = match["number"], match.end()
    value = int(text)
    before = sentence.before(match.start()).lower().removesuffix("'s")
    british = sentence.locale.british
    if before in _NAMES:
        return Reading(number_words.code(text), end)
    law = _LAW_BEFORE.search(sentence.text, max(0, match.start() - _NEAR), match.start())
    if text[0] == "0" or (is_name(sentence, match.start()) and not law):
        return Reading(number_words.digits(text), end)
    if value > _LAST and not (before in _CLEAR and value < 3000 and sentence.after(end) == ""):
        bare = match.start() == 0 and sentence.is_last(end, but=".") and value % 100 and value < 3000
        return Reading(number_words.year(value), end) if bare else None
    old = value >= _OLDEST and _LONG_AGO.search(sentence.text, max(0, match.start() - _NEAR), match.start())
    if value < 1100 and before not in _CLEAR and not old and not (_stands_alone(match, sentence) and value % 100):
        return None
    after = sentence.after(end)
    if law:
        return sentence.reading(_year(text, sentence), end)
    if after == "or" and ((_LATELY <= value <= _SOON and value % 100) or _OR_YEAR.match(sentence.text, end)):
        return sentence.reading(_year(text, sentence), end)
    counted = bool(_COUNTED.fullmatch(after)) and after not in _NOT_COUNTED and before not in _CLEAR
    if counted and _LATELY <= value <= _SOON and _names_an_event(match.start(), after, sentence):
        counted = False
    if (
        counted
        and before in {"the", "for", "after", "before", "his", "her", "its", "their"}
        and after.endswith("s")
        and after not in _UNITS_AFTER
        and value >= _RECENT
    ):
        counted = False
    if counted and value % 100:
        return Reading(number_words.cardinal(value, british=british), end)
    return sentence.reading(_year(text, sentence), end)


_NEAR = 32  # characters
_OLDEST = 1000
_LAW_BEFORE = lazy_re(
    r"(?:(?<!PIN )(?<!Zip )(?<!ZIP )(?<!Area )\bCode|\b(?:Act|Order|Regulations?|Convention|Treaty|Constitution|"
    r"Ordinance|Rules|Measure|Statute))(?: \([A-Z][\w ]{1,20}\))? $"
)
_OR_YEAR = lazy_re(r" or (?:[12]\d{3}|\d\d)(?![\d%,])")
_LONG_AGO = lazy_re(
    r"\b(?:(?:spring|summer|autumn|fall|winter|reign|battle|siege|treaty|council|sack|year) of|back to) $"
)


def _names_an_event(start: int, after: str, sentence: Sentence) -> bool:
    """Return whether a year belongs to a name or to another year: "Worlds 2023 champions", "1998 and 2017 sales"."""
    text = sentence.text_before(start)
    if _YEAR_BEFORE_THIS.search(text):
        return True
    return after not in _UNITS_AFTER and _NAME_BEFORE_THIS.search(text) is not None


_YEAR_BEFORE_THIS = lazy_re(r"(?<!between )(?<![\d,.$])(?:19|20)\d\d,? (?:and|or|to|through|&) $")
_NAME_BEFORE_THIS = lazy_re(r"[\w,] (?:[A-Z][\w.&-]+)(?:'s?)? $")
_LATELY, _SOON = 1950, 2060
"""Before "or" ("in 1990 or so"), a number between these two is a year and not a count."""


def _stands_alone(match: re.Match[str], sentence: Sentence) -> bool:
    return sentence.is_first(match.start()) and sentence.is_last(match.end(), but=".")


_FOUR_END = r"(?![\d,]\d|[\w%°$€£])(?!\.\d|[-\u2013]\d)"

DECADE = Rule(
    "decade",
    "9.",
    lazy_re(
        r"(?!1000s)'?(?P<decade>[12]\d{2}0|[1-9]0|00) ?'?s(?!\w)(?:[-\u2013](?P<last>'?(?:[12]\d\d|"
        r"[1-9])0)'?s(?!\w))?(?P<tail>'|-(?=[a-z]))?"
    ),
    _decade,
)
FISCAL_YEAR = Rule(
    "fiscal year", "A", lazy_re(r"FY ?'?(?P<year>20\d\d|\d\d)(?:[-/\u2013](?P<last>\d\d))?(?!\w)"), _fiscal
)
QUARTER_LETTER_FIRST = Rule(
    "quarter",
    "A",
    lazy_re(
        r"(?P<letter>[QH])(?P<number>[1-4])(?:[ -]?'?(?P<year>20\d\d|\d\d)(?![\w%]|[.,:]\d))?(?P<number2>)"
        r"(?P<letter2>)(?P<year2>)(?![\w-])"
    ),
    _quarter,
)
QUARTER_NUMBER_FIRST = Rule(
    "quarter",
    "9",
    lazy_re(r"(?P<number>)(?P<letter>)(?P<year>)(?P<number2>[1-4])(?P<letter2>[QH])(?P<year2>20\d\d|\d\d)?(?!\w)"),
    _quarter,
)
SPAN_OF_YEARS = Contestant(
    "years",
    "-/",
    True,
    lazy_re(r"(?P<first>1\d{3}|20\d\d)(?P<sep>[-\u2013/]| - )(?P<last>[12]\d{3}|\d\d?)(?![\d,]\d|[\w%/]|[.]\d)"),
    _years,
)
SEASON = Contestant(
    "years", "-/", False, lazy_re(r"(?P<first>\d\d)(?P<mark>[-/])(?P<last>\d\d)(?![\w/%]|[-.,]\d)"), _season
)
OPEN_SPAN = Rule(
    "years",
    "9",
    lazy_re(r"(?P<year>1\d{3}|20\d\d) ?[-\u2013\u2014] ?(?=(?:[Pp]resent|today|now|date)(?!\w))"),
    _open_span,
)
_ONWARD = r"(?P<onward> ?[-\u2013\u2014] ?(?=(?:AD|A\.D\.|BC|CE) ?\d|\d{1,5} ?(?:B\.?C\.?E?|A\.?D|CE|BCE)(?!\w)))?"
ERA_FIRST = Rule(
    "era",
    "A",
    lazy_re(
        rf"(?P<before>AD|A\.D\.|BC|CE) ?(?P<year>\d{{1,4}})(?P<after>)"
        rf"(?:[-\u2013](?P<last>\d{{1,4}})(?![\w%]|[.,]\d))?(?!\w){_ONWARD}"
    ),
    _era,
)
ERA_LAST = Rule(
    "era",
    "9",
    lazy_re(
        r"(?P<before>)(?P<last>)(?P<year>\d{1,3}(?:,\d{3}){1,40}|\d{1,5}) ?"
        rf"(?P<after>B\.?C\.?E?\b\.?(?= ?[-\u2013])|B\.?C\.?E?\b|A\.?D\b|CE|BCE)(?!\w){_ONWARD}"
    ),
    _era,
)
YEAR_OF_TWO_DIGITS = Rule("year", ".", lazy_re(r"'(?P<year>\d\d)(?![\w'])"), _short)
YEAR_OF_FOUR_DIGITS = Rule("year", "9", lazy_re(rf"(?P<number>\d{{4}}){_FOUR_END}"), _four)
