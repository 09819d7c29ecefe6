"""Read numbers that are joined by a mark: ranges, shares, equations and serial numbers.

The hyphen of "30-40 people" is "to", the one of "a 60-40 split" is silent, and the one of "5-3=2" is "minus".
Most of these classes compete with others (see `contest.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.magnitudes import MAGNITUDE, MAGNITUDES
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def _range(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "219-213", "30-40 people" and "3-4 million"."""
    first, second, end = match["first"], match["second"], match.end()
    if len(first.replace(",", "")) > _LONG and "," not in first:
        return None
    bare = (match["magnitude"] or "").strip(" -").replace("-", " ")
    magnitude = MAGNITUDES.get(bare) or (bare if " " in bare else "")
    british = sentence.locale.british
    low, high = number_words.number(first, british=british), number_words.number(second, british=british)
    said = f"{low} {high}" if second == "0" and len(first) > 2 else f"{low} to {high}"
    if magnitude:
        said += f" {magnitude}"
    if match["plural"]:
        said = number_words.plural(said)
    clue = clues.find("range", sentence, match.start(), end)
    plain = first.isdigit() and second.isdigit()
    if plain and (len(first) == _LONG or int(first) > int(second)):
        clue = clues.Clue()  # "the years 1914-18", "from 114-3"
    evidence, why = POSSIBLE + clue.evidence, clue.why
    if magnitude or match["plural"] or "." in first + second or "," in first + second:
        evidence, why = evidence + LIKELY, "numbers that no score has"
    elif float(first) < float(second):
        evidence += 1
        if _COUNTED.match(sentence.text, end):
            evidence, why = evidence + clues.NEAR, "something counted after it"
    reading = sentence.reading(said, end)
    return Proposal(reading.text, reading.end, evidence, why)


_LONG = 4
_COUNTED = lazy_re(
    r"[ -](?:per|percent|year|day|week|month|hour|minute|men|women|people|"
    r"(?!series|loss|success|news)[a-z]{3,20}[^\Wsu_]s)(?!\w)"
)


def _section(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "No. 19-1392" and "Sec. 2-314", numbers of cases and paragraphs."""
    if sentence.before(match.start()) not in _SECTIONS:
        return None
    said = " ".join(
        number_words.year(int(part), british=sentence.locale.british)
        if _YEAR.fullmatch(part)
        else number_words.code(part)
        for part in (match["first"], match["second"])
    )
    return Proposal(said, match.end(), CERTAIN, "a word for a case, a law or a standard before it")


_YEAR = lazy_re("(?:19|20)[0-9]{2}")
_SECTIONS = tables.word_set("ranges.sections")


def _share(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "50-50", "20-20 vision" and "a 60-40 split"."""
    first, second, end = match["first"], match["second"], match.end()
    halves = first == second and first in {"50", "20"}
    if not halves and (int(first) + int(second) != _WHOLE or sentence.after(end) not in _SPLIT):
        return None
    reading = sentence.reading(f"{number_words.cardinal(int(first))} {number_words.cardinal(int(second))}", end)
    return Proposal(reading.text, reading.end, CERTAIN - 1, "shares of a hundred")


_WHOLE = 100
_SPLIT = frozenset({"split", "chance", "chances", "ratio", "basis", "partnership"})


def _chain(match: re.Match[str], sentence: Sentence) -> str:
    """Read the numbers of "7-4-XB"."""
    del sentence
    said = " ".join(number_words.integer(part) for part in re.split(r"[-\u2013]", match[0]) if part)
    return said + (" " if match[0][-1] == "-" else "")


def _isbn(match: re.Match[str], sentence: Sentence) -> str:
    """Read the number of a book or an account digit by digit: "978-0-306-40615-7"."""
    del sentence
    return ", ".join(number_words.digits(part) for part in match[0].split("-"))


def _slashes(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "the 50/30/20 rule" and "24/7/365". With a longer number ("12/2617/21") the slashes are spoken."""
    parts = match[0].split("/")
    short = max(map(len, parts)) < _LONG
    said = (" " if short else " slash ").join(number_words.integer(part) for part in parts)
    clue = clues.find("share", sentence, match.start(), match.end())
    return Proposal(said, match.end(), USUAL + clue.evidence, clue.why)


def _equation(match: re.Match[str], sentence: Sentence) -> str:
    """Read "1-2=5", "2+3" and "2 + 2 = 4"."""
    british = sentence.locale.british
    parts = _NUMBER_OR_SIGN.findall(match[0])
    return " ".join(_SIGNS.get(part) or number_words.number(part, british=british) for part in parts)


_SIGNS = {
    "-": "minus",
    "+": "plus",
    "=": "equals",
    "\u00d7": "times",
    "\u00f7": "divided by",
    "/": "divided by",
    "*": "times",
    "<": "is less than",
    ">": "is more than",
}
_NUMBER_OR_SIGN = lazy_re(rf"{NUMBER}|[-+=\u00d7\u00f7*/<>]")


def _to_life(match: re.Match[str], sentence: Sentence) -> str:
    """Read the sentence of a prisoner: "25-to-life", "15-years-to-life"."""
    del sentence
    years = " years" if match["years"] else ""
    return f"{number_words.cardinal(int(match['number']))}{years} to life"


_TERM = r"\d{1,12}(?:\.\d{1,18})?"

EQUATION = Rule("equation", "9", lazy_re(rf"{_TERM} ?[-+\u00d7\u00f7*/] ?{_TERM} ?= ?{_TERM}(?!\w|\.\w)"), _equation)
SUM_OR_COMPARISON = Rule(
    "equation",
    "9",
    lazy_re(rf"{_TERM} ?[+\u00d7\u00f7=<>] ?{_TERM}(?: ?[-+=\u00d7\u00f7] ?{_TERM}){{0,8}}(?![\w]|\.\w)"),
    _equation,
)
TO_LIFE = Rule("range", "9", lazy_re(r"(?P<number>\d{1,3})(?P<years>[- ]years?)?[- ]to[- ]life(?![\w-])"), _to_life)
LONG_SERIAL = Rule("serial", "9", lazy_re(r"(?=[\d-]{0,24}\d{4})\d{1,7}(?:-\d{1,7}){3,5}(?![-\u2013]?\w)"), _isbn)
SERIAL_BEFORE_LETTERS = Rule(
    "serial",
    "9",
    lazy_re(r"\d{1,6}(?:-\d{1,6}){1,4}-(?=[A-Z]|[a-z]{1,3}-(?:[a-z]{1,3}-){0,3}\d)"),
    _chain,
)
SLASHES = Contestant("serial", "/", False, lazy_re(r"\d{1,6}(?:/\d{1,6}){2,5}(?![/\w]|\.\d|-\d)"), _slashes)
RANGE = Contestant(
    "range",
    "-.",
    False,
    lazy_re(
        rf"(?P<first>{NUMBER}) ?(?:[-\u2013]|\u2014(?=\d)) ?(?P<second>{NUMBER})(?P<magnitude>{MAGNITUDE})?"
        rf"(?P<plural>s)?(?![\w%/]|-\d)"
    ),
    _range,
)
SECTION = Contestant("serial", "-", False, lazy_re(r"(?P<first>\d{1,7})-(?P<second>\d{1,7})(?!\w|-\d)"), _section)
SHARE = Contestant("share", "-", False, lazy_re(r"(?P<first>\d\d)[-\u2013](?P<second>\d\d)(?![\w/%]|-\d)"), _share)
