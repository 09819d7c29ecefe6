"""Find the unit of a symbol, and decide whether the symbol is a unit at its place.

Many symbols are also words, letters or abbreviations: "in", "st", "m", "A", "C". The flags of `data/units.tsv` say
for which symbols the words around them must be checked.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize import tables
from audiocast.normalize.metres_or_millions import is_length
from audiocast.normalize.money import NUMBERED

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


class Unit(NamedTuple):
    """A unit.

    Attributes:
        one: Its name in the singular.
        many: Its name in the plural.
        flags: The checks that its symbol needs: some of the letters "a1mic" (see `data/units.tsv`).
    """

    one: str
    many: str
    flags: str


@cache
def units() -> dict[str, Unit]:
    """Return the units by their symbol."""
    return {row[0]: Unit(*row[1:]) for row in tables.rows("units")}


SYMBOL = (
    r"(?:(?:sq|cu)\.? ?(?:km|m|ft|mi|in|cm|yd|miles?|feet|foot|meters?|metres?|kilometers?|"
    r"kilometres?|inches|inch|yards?)(?!\w)|°? ?[CF](?![\w])|"
    r"[°º]|[A-Za-zµΩΩ℃℉%‰][A-Za-zµ]{0,7}[²³23]?(?![\w²³])|%)"
)
"""What may be the symbol of a unit, as a pattern."""

# The singular of the words that may follow "sq" and "cu" and are no symbols.
_SINGULARS = {
    "mile": "mile",
    "miles": "mile",
    "feet": "foot",
    "foot": "foot",
    "meter": "meter",
    "metre": "meter",
    "inch": "inch",
    "inches": "inch",
}
_PLURALS = {"foot": "feet", "inch": "inches"}
_AREA_OR_VOLUME = re.compile(r"(sq|cu)\.?([a-z]+)")


def find_unit(symbol: str) -> Unit | None:
    """Return the unit of a symbol, also of "sq km", "° C" and "cu. ft", or None."""
    compact = symbol.replace(" ", "")
    if compact in units():
        return units()[compact]
    found = _AREA_OR_VOLUME.fullmatch(compact)
    if not found:
        return None
    power = "square" if found[1] == "sq" else "cubic"
    word = found[2]
    base = units().get(word) or units().get({"mile": "mi", "miles": "mi"}.get(word, ""))
    if base is not None:
        return Unit(f"{power} {base.one}", f"{power} {base.many}", "")
    if word not in _SINGULARS and word.removesuffix("s") not in _SINGULARS:
        return None
    one = _SINGULARS.get(word, word.removesuffix("s"))
    return Unit(f"{power} {one}", f"{power} {_PLURALS.get(one, f'{one}s')}", "")


def find_rate(symbol: str) -> str:
    """Return the words for the symbol after a slash ("km/h"), or the symbol itself.

    The power of an unknown symbol is put in words too, because no digit may remain.
    """
    known = tables.pairs("rates").get(symbol)
    if known is None and symbol[-1] in "2²3³":
        return f"{symbol[:-1]} {'squared' if symbol[-1] in '2²' else 'cubed'}"
    return known or symbol


def localized(name: str, sentence: Sentence) -> str:
    """Return the name of a unit in the spelling of the locale: "metre" or "meter"."""
    return name.replace("meter", "metre").replace("liter", "litre") if sentence.locale.british else name


def is_pressure(number: str) -> bool:
    """Return whether a number of "mb" is an air pressure in millibars ("980mb") and not a size in megabytes."""
    value = number.replace(",", "")
    return value.isdigit() and 850 <= int(value) <= 1100


def is_unit(match: re.Match[str], unit: Unit, sentence: Sentence) -> bool:
    """Return whether a symbol is a unit at its place.

    Args:
        match: A match with the groups `sign`, `number`, `magnitude`, `space`, `unit` and `per`.
        unit: The unit that the symbol may mean.
        sentence: The sentence of the match.
    """
    flags, symbol, space = unit.flags, match["unit"], match["space"]
    if len(symbol) == 1 and symbol.isalpha():
        if sentence.before(match.start()).lower() in NUMBERED or (space == "-" and symbol != "m"):
            return False
        if symbol in _LETTERS:
            return _LETTERS[symbol](match, sentence)
    if "a" in flags and space:
        return False
    if "m" in flags and not match["per"]:
        return bool(match["magnitude"]) or is_length(match, sentence)
    if "i" in flags:
        return _is_not_a_word(match, sentence)
    if "1" in flags and space:
        return symbol in "gLWVl" and not sentence.after(match.end()).isupper()
    return _is_temperature(match, sentence) if "c" in flags else True


def _is_not_a_word(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "in" means inches, and "st" stones."""
    end, space = match.end(), match["space"]
    if space == "-":
        return not _ODDS.match(sentence.text, end)
    after = sentence.after(end)
    if match["unit"] == "st":
        return not space and match["number"][-1:] != "1" and after != "century"
    following = sentence.text[end : end + 1]
    return (not space and after not in {"a", "the"}) or not following or following in ".,;)"


_ODDS = re.compile(r"-(?:\d|a-|every)")
"""The rest of "1-in-100-year" after "in"."""


def _is_current(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "A" means amperes: "a 13A fuse", but not seat 13A or a film rated 12A."""
    return not match["space"] and sentence.after(match.end()) in _ELECTRIC


def _is_time(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "s" means seconds: "9.58s", "in 30s", but not "the 30s" and "over-65s"."""
    if match["space"]:
        return False
    number, start = match["number"], match.start()
    timed = len(number) <= 2 and sentence.before(start).lower() in {"in", "within", "after"}
    return "." in number or (timed and sentence.text[start - 1 : start] == " ")


_ELECTRIC = frozenset({"fuse", "plug", "current", "socket", "charger", "breaker", "supply", "circuit"})
_LETTERS = {"A": _is_current, "s": _is_time}


def _is_temperature(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "C" means degrees: "1.5C", "38C", but "4C" only in a sentence about temperatures."""
    number, start = match["number"], match.start()
    if match["sign"] or "." in number:
        return True
    if not number.isdigit() or len(number) > 3 or _SEAT.search(sentence.text[max(0, start - 12) : start]):
        return False
    return len(number) > 1 or bool(_WARMTH.search(sentence.text[max(0, start - 100) : match.end() + 60]))


_SEAT = re.compile(r"(?i)\b(?:row|flat|room|seat|class|form|unit|apartment|gate|section|route|bus|no|article)\s*$")
_WARMTH = re.compile(
    r"(?i)temperature|warm|heat|cold|degree|freez|celsius|climate|weather|cool|hot|frost|above|below|rise|rose|fell"
)
