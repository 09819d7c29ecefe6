"""Write numbers in words, in American and British English.

The callers decide what kind of number it is: a count, an ordinal, a year, a code, or single digits. No library is
used, because the words must be American or British, and quick to make. A test compares them with those of num2words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    import re

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,40}+(?!\d)|\d{1,2}(?:,\d{2}(?!\d)){1,40}+,\d{3}(?!\d)|\d++)(?:\.\d++)?+"
"""A written number with commas and decimals, as a pattern."""

VULGAR = {
    "\u00bd": (1, 2), "\u00bc": (1, 4), "\u00be": (3, 4), "\u2153": (1, 3), "\u2154": (2, 3), "\u2155": (1, 5),
    "\u2156": (2, 5), "\u2157": (3, 5), "\u2158": (4, 5), "\u2159": (1, 6), "\u215a": (5, 6), "\u2150": (1, 7),
    "\u215b": (1, 8), "\u215c": (3, 8), "\u215d": (5, 8), "\u215e": (7, 8), "\u2151": (1, 9), "\u2152": (1, 10),
    "\u2189": (0, 3),
}  # fmt: skip
"""The fractions that are one character, as numerator and denominator."""

_VULGARS = "\u00bc-\u00be\u2150-\u215e"
QUANTITY = rf"(?:{NUMBER}[ -]\d{{1,2}}/\d{{1,2}}(?!\d|/)|{NUMBER} ?[{_VULGARS}]|[{_VULGARS}]|{NUMBER}|\.\d++)"
"""A number that may have a fraction ("2½", "2 1/2"), as a pattern."""

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = [
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
    "sextillion",
    "septillion",
    "octillion",
    "nonillion",
    "decillion",
]
_MOST_DIGITS = 36  # of a number that has a name; the scales end with decillion
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def cardinal(value: int, *, british: bool = False) -> str:
    """Return a cardinal: 123 -> "one hundred twenty-three", in British English "one hundred and twenty-three"."""
    return _below_thousand(value, british=british) if value < 1000 else _large(value, british=british)


@lru_cache(maxsize=4096)
def _below_thousand(value: int, *, british: bool) -> str:
    if value < len(ONES):
        return ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    hundreds, rest = divmod(value, 100)
    tail = (" and " if british else " ") + _below_thousand(rest, british=british) if rest else ""
    return f"{ONES[hundreds]} hundred{tail}"


def _large(value: int, *, british: bool) -> str:
    groups = []
    rest = value
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    words = []
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        said = _below_thousand(group, british=british)
        if place:
            said += f" {_SCALES[place - 1]}"
        elif british and group < 100:
            said = f"and {said}"
        words.append(said)
    return " ".join(words)


def ordinal(value: int, *, british: bool = False) -> str:
    """Return an ordinal: 21 -> "twenty-first"."""
    return to_ordinal(cardinal(value, british=british))


def to_ordinal(words: str) -> str:
    """Return a cardinal in words with its last word as an ordinal."""
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    if last in _ORDINALS:
        return words[:cut] + _ORDINALS[last]
    return words[:cut] + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def plural(words: str) -> str:
    """Return the plural of a number in words: "sixty" -> "sixties", "six" -> "sixes", "half" -> "halves"."""
    if words.endswith("half"):
        return f"{words[:-1]}ves"
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return words + ("es" if words.endswith("x") else "s")


def digits(text: str, *, zero: str = "zero") -> str:
    """Return the digits of a text one by one. Other characters are ignored."""
    return " ".join(ONES[int(mark)] if mark != "0" else zero for mark in text if "0" <= mark <= "9")


def year(value: int, *, british: bool = False) -> str:
    """Return a year: 1905 -> "nineteen oh five", 2000 -> "two thousand", 2024 -> "twenty twenty-four"."""
    high, low = divmod(value, 100)
    if value < 1000 or (not high % 10 and low < 10):
        return cardinal(value, british=british)
    if not low:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} {f'oh {ONES[low]}' if low < 10 else cardinal(low)}"


def two_digits(text: str) -> str:
    """Return two digits as in a year or a time: "05" -> "oh five", "24" -> "twenty-four", "00" -> "hundred"."""
    value = int(text)
    return "hundred" if not value else f"oh {ONES[value]}" if value < 10 else cardinal(value)


def code(text: str) -> str:
    """Return a number that is a name: "130" -> "one thirty", "101" -> "one oh one", "2490" -> "twenty-four ninety"."""
    size = len(text)
    if text[0] == "0":
        return digits(text)
    if size < 3 or set(text[1:]) == {"0"}:
        return cardinal(int(text)) if size <= _MOST_DIGITS else digits(text)
    if size == 3:
        return f"{ONES[int(text[0])]} {two_digits(text[1:])}" if text[1:] != "00" else cardinal(int(text))
    if size == 4:
        if text[1:3] == "00":
            return cardinal(int(text))
        return f"{cardinal(int(text[:2]))} {two_digits(text[2:])}"
    return digits(text)


def integer(text: str, *, british: bool = False) -> str:
    """Return digits with or without commas as a cardinal, or one by one if they begin with a zero or are too many.

    Indian commas give lakh and crore: "2,50,000" -> "two lakh fifty thousand".
    """
    if _INDIAN.fullmatch(text):
        return _lakhs(int(text.replace(",", "")), british=british)
    bare = text.replace(",", "") or "0"
    if len(bare) > _MOST_DIGITS or (bare[0] == "0" and len(bare) > 1):
        return digits(bare)
    return cardinal(int(bare), british=british)


_INDIAN = lazy_re(r"[1-9]\d?(?:,\d{2}){1,12},\d{3}")
_CRORE, _LAKH = 10_000_000, 100_000


def _lakhs(value: int, *, british: bool) -> str:
    """Return a cardinal in crore and lakh."""
    crores, rest = divmod(value, _CRORE)
    lakhs, below = divmod(rest, _LAKH)
    words = []
    if crores:
        words.append(f"{_lakhs(crores, british=british)} crore")
    if lakhs:
        words.append(f"{cardinal(lakhs, british=british)} lakh")
    if below or not words:
        said = cardinal(below, british=british)
        words.append(f"and {said}" if british and words and below < 100 else said)
    return " ".join(words)


def number(text: str, *, british: bool = False) -> str:
    """Return a number that `NUMBER` or `QUANTITY` has matched: "1,234.50", ".5", "2½", "2 1/2", "½"."""
    mixed = _MIXED.fullmatch(text)
    if mixed and (mixed["vulgar"] or mixed["over"]):
        return _mixed(mixed, british=british)
    whole, _, decimals = text.partition(".")
    if not decimals:
        return integer(whole, british=british)
    said = f"point {digits(decimals)}"
    return f"{integer(whole, british=british)} {said}" if whole else said


_MIXED = lazy_re(r"(?:(?P<whole>[\d,]+)[ -]?)??(?P<vulgar>[\u00bc-\u00be\u2150-\u215e\u2189])|"
                    r"(?P<number>[\d,]+)[ -](?P<top>\d{1,3})/(?P<over>\d{1,3})")  # fmt: skip


def _mixed(match: re.Match[str], *, british: bool) -> str:
    top, over = VULGAR[match["vulgar"]] if match["vulgar"] else (int(match["top"]), int(match["over"]))
    whole = match["whole"] or match["number"]
    if not whole:
        return fraction(top, over, british=british)
    part = "a half" if (top, over) == (1, 2) else fraction(top, over, british=british)
    if top == 1 and over != 2:
        part = part.replace("one ", "an " if part[4:].startswith(("eigh", "elev")) else "a ", 1)
    return f"{integer(whole, british=british)} and {part}"


def fraction(top: int, over: int, *, british: bool = False) -> str:
    """Return a fraction: (3, 4) -> "three quarters", (1, 2) -> "one half"."""
    above = cardinal(top, british=british)
    if over < 2:
        return f"{above} over {cardinal(over)}"
    if over == 2:
        return f"{above} {'half' if top == 1 else 'halves'}"
    below = "quarter" if over == 4 else ordinal(over, british=british)
    return f"{above} {below}{'' if top == 1 else 's'}"


def value(text: str) -> float:
    """Return the value of a number that `QUANTITY` has matched, without its fraction."""
    whole = _WHOLE.match(text)
    return float(whole[0].replace(",", "")) if whole else 0


_WHOLE = lazy_re(r"[\d,]*\d(?:\.\d+)?|\.\d+")


def is_one(text: str) -> bool:
    """Return whether a written number takes the singular."""
    return text.replace(",", "") in {"1", "1.0", "1.00"}
