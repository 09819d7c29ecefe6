"""Read numbers that are joined by a mark: ranges, scores, votes, odds, ratios, equations and serial numbers.

The hyphen of "30-40 people" is "to", the one of "6-4, 6-2" is silent, and the one of "5-3=2" is "minus".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.money import MAGNITUDE, MAGNITUDES
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_PLAYED = tables.word_set("ranges.played")


def _pair(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "3-2", "219-213", "30-40 people" and "50-50"."""
    first = match["first"]
    if len(first.replace(",", "")) > 4 and "," not in first:
        return None
    bare = (match["magnitude"] or "").strip(" -")
    magnitude = MAGNITUDES.get(bare) or (bare if " " in bare else "")
    said = _joined(match, sentence)
    if magnitude:
        said += f" {magnitude}"
    if match["plural"]:
        said = number_words.plural(said)
    end = match.end()
    return sentence.reading(said, end)


def _joined(match: re.Match[str], sentence: Sentence) -> str:
    """Return the words for two numbers and the mark between them."""
    first, second = match["first"], match["second"]
    british = sentence.locale.british
    low, high = number_words.number(first, british=british), number_words.number(second, british=british)
    if sentence.before(match.start()) in _SECTIONS and first.isdigit() and second.isdigit():
        return f"{number_words.code(first)} {number_words.code(second)}"
    if _even(match, sentence) or (second == "0" and len(first) > 2):
        return f"{low} {high}"
    if _wickets(match, sentence):
        return f"{low} for {high}"
    if first == second == "0":
        return f"{_zero(sentence, match)} {_zero(sentence, match)}"
    if first == "0" and len(second) == 1 and _is_score(match, sentence):
        low = _zero(sentence, match)
    return f"{low} to {_zero(sentence, match) if second == '0' else high}"


_SECTIONS = frozenset({"No.", "Sec.", "Section", "section", "Case", "Rule", "\u00a7", "docket"})


def _is_score(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether the words around a pair are about a game."""
    near = {word.lower() for word in [*sentence.words_before(match.start(), 4), *sentence.words_after(match.end(), 3)]}
    return bool(near & _PLAYED)


def _wickets(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a pair is a score of cricket, runs and wickets: "England were 287-5"."""
    first, second = match["first"], match["second"]
    if not (second.isdigit() and int(second) <= 10 and first.isdigit() and int(first) > 10):
        return False
    near = " ".join([*sentence.words_before(match.start(), 3), *sentence.words_after(match.end(), 3)]).lower()
    return bool(
        re.search(
            r"\bmade\b|\btea\b|\bstumps\b|\bwickets?\b|\bdeclared\b|\binnings\b|\breached\b|\bslumped\b|\bovers\b|\bbatsm",
            near,
        )
    )


def _zero(sentence: Sentence, match: re.Match[str]) -> str:
    """Return "nil" in Britain and in games, else "zero"."""
    return "nil" if sentence.locale.british or _is_score(match, sentence) else "zero"


def _even(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a pair is a share of a hundred: "a 50-50 split", "60-40"."""
    first, second = match["first"], match["second"]
    if first == second and first in {"50", "20"}:
        return True
    if not (first.isdigit() and second.isdigit()) or int(first) + int(second) != 100:
        return False
    return sentence.after(match.end()) in {"split", "chance", "chances", "ratio", "basis", "partnership"}


def _sets(match: re.Match[str], sentence: Sentence) -> str:
    """Read the sets of a match: "6-3 7-6(4), 6-4"."""
    del sentence
    said = re.sub(r" ?\((\d+)\)", lambda tie: f", {number_words.cardinal(int(tie[1]))},", _in_words(match[0]))
    return re.sub(r" ?\(([a-z -]+)\)", r", \1,", said).rstrip(",").replace(",,", ",")


def _in_words(text: str) -> str:
    """Return a text with each pair of numbers in words."""
    return (
        re.sub(
            r"(\d+)[-\u2013/](\d+)",
            lambda pair: f"{number_words.cardinal(int(pair[1]))} {number_words.cardinal(int(pair[2]))}",
            text,
        )
        .replace("[", "")
        .replace("]", "")
    )


def _chain(match: re.Match[str], sentence: Sentence) -> str:
    """Read three or more numbers with hyphens: "4-4-2", "12-4-1"."""
    del sentence
    said = " ".join(number_words.integer(part) for part in re.split(r"[-\u2013]", match[0]) if part)
    return said + (" " if match[0][-1] == "-" else "")


def _isbn(match: re.Match[str], sentence: Sentence) -> str:
    """Read the number of a book or an account digit by digit: "978-0-306-40615-7"."""
    del sentence
    return ", ".join(number_words.digits(part) for part in match[0].split("-"))


def _slashes(match: re.Match[str], sentence: Sentence) -> str:
    """Read "the 50/30/20 rule" and "24/7/365". With a longer number ("12/2617/21") the slashes are spoken."""
    del sentence
    parts = match[0].split("/")
    short = max(map(len, parts)) < _LONG
    return (" " if short else " slash ").join(number_words.integer(part) for part in parts)


_LONG = 4


def _ratio(match: re.Match[str], sentence: Sentence) -> str:
    """Read "2:8" and "a 3:1 ratio"."""
    if sentence.before(match.start()) in _BOOKS:
        return f"{number_words.number(match['first'])} {number_words.number(match['second'])}"
    if match[0] in {"16:9", "4:3", "21:9"}:
        return f"{number_words.integer(match['first'])} by {number_words.integer(match['second'])}"
    return f"{number_words.number(match['first'])} to {number_words.number(match['second'])}"


_BOOKS = tables.word_set("ranges.books")


def _equation(match: re.Match[str], sentence: Sentence) -> str:
    """Read "1-2=5", "2+3" and "2 + 2 = 4"."""
    british = sentence.locale.british
    signs = {
        "-": "minus",
        "+": "plus",
        "=": "equals",
        "\u00d7": "times",
        "\u00f7": "divided by",
        "*": "times",
        "<": "is less than",
        ">": "is more than",
    }
    parts = re.findall(rf"{NUMBER}|[-+=\u00d7\u00f7*<>]", match[0])
    return " ".join(signs.get(part) or number_words.number(part, british=british) for part in parts)


_TERM = r"\d{1,12}(?:\.\d{1,12})?"
_SET = r"[0-7][-\u2013][0-7](?: ?\(\d{1,2}(?:[-/]\d{1,2})?\))?"

EQUATION = Rule("equation", "9", re.compile(rf"{_TERM} ?[-+\u00d7\u00f7*] ?{_TERM} ?= ?{_TERM}(?![\w.]\w)"), _equation)
SUM_OR_COMPARISON = Rule(
    "equation",
    "9",
    re.compile(rf"{_TERM} ?[+\u00d7\u00f7=<>] ?{_TERM}(?: ?[-+=\u00d7\u00f7] ?{_TERM}){{0,8}}(?![\w]|\.\w)"),
    _equation,
)
SETS = Rule("score", "9", re.compile(rf"{_SET}(?:(?:,? ){_SET}|,? \[\d{{1,2}}-\d{{1,2}}\]){{1,4}}(?!\w|-)"), _sets)
ONE_SET = Rule("score", "9", re.compile(r"[0-7][-\u2013][0-7] ?\(\d{1,2}\)(?!\w)"), _sets)
LONG_SERIAL = Rule("serial", "9", re.compile(r"(?=[\d-]{0,24}\d{4})\d{1,7}(?:-\d{1,7}){3,5}(?![-\u2013]?\w)"), _isbn)
SCORE_OF_THREE = Rule("score", "9", re.compile(r"\d{1,3}(?:[-\u2013]\d{1,3}){2,5}(?![-\u2013]?\w)"), _chain)
SERIAL_BEFORE_LETTERS = Rule(
    "serial",
    "9",
    re.compile(r"\d{1,6}(?:-\d{1,6}){1,4}-(?=[A-Z]|[a-z]{1,3}-(?:[a-z]{1,3}-){0,3}\d)"),
    _chain,
)
SLASHES = Rule("serial", "9", re.compile(r"\d{1,6}(?:/\d{1,6}){2,5}(?![/\w]|\.\d|-\d)"), _slashes)
PAIR = Rule(
    "range",
    "9",
    re.compile(
        rf"(?P<first>{NUMBER}) ?(?:[-\u2013]|\u2014(?=\d)) ?(?P<second>{NUMBER})(?P<magnitude>{MAGNITUDE})?"
        rf"(?P<plural>s)?(?![\w%/]|-\d)"
    ),
    _pair,
)
RATIO = Rule(
    "ratio", "9", re.compile(r"(?P<first>\d{1,6}(?:\.\d{1,3})?):(?P<second>\d{1,6}(?:\.\d{1,3})?)(?![\w:])"), _ratio
)
