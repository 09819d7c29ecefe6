"""Read several quantities that belong together: heights, weights in two units, and dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.before_nouns import is_before_noun
from audiocast.normalize.metres_or_millions import DIMENSIONS as ADJECTIVES
from audiocast.normalize.metres_or_millions import RACES
from audiocast.normalize.number_words import NUMBER, QUANTITY
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule
from audiocast.normalize.units import SYMBOL, find_unit, localized, units

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence


def _height(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "5ft 10in", "6ft 2in", "5-foot-11" and "6 ft 4 in", also with the marks of feet and inches."""
    end, half = match.end(), match["half"]
    inches = match["inches"]
    said = f"{number_words.cardinal(int(match['feet']))} foot"
    said += f" {number_words.number(inches + (half or ''), british=sentence.locale.british)}"
    if match["mark"] == "'" or not match["inunit"]:
        return Reading(said, end)
    singular = (
        (inches == "1" and not half)
        or sentence.text.startswith("-", end)
        or match["inunit"].startswith("-")
        or (is_before_noun(end, match.start(), sentence) and sentence.after(end) not in ADJECTIVES)
    )
    return Reading(f"{said} {'inch' if singular else 'inches'}", end)


def _weight(match: re.Match[str], sentence: Sentence) -> str:
    """Read "8lb 3oz", "11st 4lb" and "the 8lb 2oz boy"."""
    british = sentence.locale.british
    first, second = units()[match["one"]], units()[match["two"].rstrip("s")]
    low, high = match["big"], match["small"]
    noun = is_before_noun(match.end(), match.start(), sentence)
    return (
        f"{number_words.number(low, british=british)} {first.one if low == '1' or noun else first.many} "
        f"{number_words.number(high, british=british)} {second.one if high == '1' or noun else second.many}"
    )


def _dimensions(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "4x4", "4x100m relay", "25 x 7 m" and "10ft x 12ft", and "2 * 3" as a product."""
    text, end = sentence.text, match.end()
    if match[0].startswith("24x7") and match["second"] == "7":
        return Reading("twenty-four seven", match.end("second"))
    written = [match["first"], match["second"]] + ([match["third"]] if match["third"] else [])
    numbers = [number_words.number(each, british=sentence.locale.british) for each in written]
    symbol = match["unit2"] or match["unit"]
    unit = find_unit(_SYMBOLS.get(symbol, symbol)) if symbol else None
    if symbol == "s" and not match["space"]:
        return Reading(number_words.plural(" by ".join(numbers)), end)
    if (match["unit"] and unit is None) or (match["space"] and not match["unit"]):
        end = match.start("space")
    if unit is not None and "i" in unit.flags and match["space"] == " " and not match["unit1"] and sentence.after(end):
        unit, end = None, match.start("space")
    if match["unit1"] and unit is not None:
        first = find_unit(_SYMBOLS.get(match["unit1"].strip(), match["unit1"].strip()))
        numbers[0] += f" {first.many}" if first else ""
    said = (" times " if "*" in match[0] else " by ").join(numbers)
    if unit is None:
        return sentence.reading(said, end)
    singular = (
        text.startswith("-", end)
        or match["space"] == "-"
        or sentence.after(end) in RACES
        or is_before_noun(end, match.start(), sentence)
    )
    return Reading(f"{said} {localized(unit.one if singular else unit.many, sentence)}", end)


def _sides(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "40 m x 12 m", "a 2m by 1m hole" and "40-foot-by-8-foot", where each side has its unit."""
    end = match.end()
    singular = sentence.text.startswith("-", end) or is_before_noun(end, match.start(), sentence)
    sides = []
    for number, written in (
        (match["first"], match["unit1"]),
        (match["second"], match["unit2"]),
        match.group("third", "unit3"),
    ):
        if not number:
            continue
        symbol = written.strip(" -")
        unit = find_unit(_SYMBOLS.get(symbol, symbol))
        if unit is None:
            return Reading("", match.start())
        one = singular or number == "1"
        name = localized(unit.one if one else unit.many, sentence)
        sides.append(f"{number_words.number(number, british=sentence.locale.british)} {name}")
    said = " by ".join(sides)
    return Reading(f"{said} ", end + 1) if sentence.is_joined(end) else Reading(said, end)


_SYMBOLS = {"'": "ft", '"': "in", "foot": "ft", "feet": "ft", "inch": "in", "inches": "in", "ins": "in", "yds": "yd"}
_SYMBOLS |= dict.fromkeys(("metre", "metres", "meter", "meters"), "m")


def _tall(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "1m 93cm" and "1m93"."""
    metres = "meter" if match["metres"] == "1" else "meters"
    said = f"{number_words.cardinal(int(match['metres']))} {localized(metres, sentence)}"
    said += f" {number_words.cardinal(int(match['centimetres']))}"
    if match["unit"]:
        said += f" {localized('centimeters', sentence)}"
    return Reading(said, match.end())


HEIGHT = Rule(
    "height",
    "9",
    lazy_re(
        r"(?P<feet>[3-9]|1?\d{1,2})(?P<mark>'|[ -]?(?:ft|foot|feet)(?![a-z])\.?)[ -]?(?P<inches>1[01]|"
        r"\d)(?P<half>½)?(?P<inunit>\"|''|[ -]?(?:ins?|inch(?:es)?)(?![a-z])(?:\.(?=,| [a-z]))?|(?=[ ,.;)-]|$))(?!\d)"
    ),
    _height,
)
WEIGHT = Rule(
    "weight",
    "9",
    lazy_re(r"(?P<big>\d{1,3}) ?(?P<one>lb|st)s? (?P<small>\d{1,2}(?:\.\d)?½?) ?(?P<two>oz|lbs?)(?!\w)"),
    _weight,
)
_LENGTH = r"(?:[ -]?(?:ft|foot|feet|m|met(?:re|er)s?|cm|mm|ins?|inch(?:es)?|km|yds?)(?![a-z])|'|\")"
_BY = r"(?: ?[x\u00d7] ?| by |-by-)"
SIDES = Rule(
    "dimension",
    "9",
    lazy_re(
        rf"(?P<first>{NUMBER})(?P<unit1>{_LENGTH}){_BY}(?P<second>{NUMBER})(?P<unit2>{_LENGTH})"
        rf"(?:{_BY}(?P<third>{NUMBER})(?P<unit3>{_LENGTH}))?(?!\w)"
    ),
    _sides,
)
METRES_AND_CENTIMETRES = Rule(
    "height",
    "9",
    lazy_re(r"(?P<metres>[1-9]) ?m ?(?P<centimetres>[1-9]\d)(?:(?P<unit> ?cm)(?!\w)|(?!\w|[.,:]\d| ?(?:s|secs?)\b))"),
    _tall,
)
DIMENSIONS = Rule(
    "dimension",
    "9",
    lazy_re(
        rf"(?P<first>{QUANTITY})(?P<unit1> ?(?:ft|cm|mm|in|km|m|\"|'))? ?[x\u00d7*] ?(?P<second>{QUANTITY})"
        rf"(?P<unit2>ft|m|cm|mm|in|km|\"(?=[\s,.;)]|$)|'(?=[\s,.;)]|$))?"
        rf"(?: ?[x\u00d7*] ?(?P<third>{QUANTITY})(?(unit2)(?:ft|cm|mm|km|in|m)?))?"
        rf"(?(unit2)(?P<gap>)|(?P<space>[ -]?)(?P<unit>{SYMBOL})?)(?!\w)",
    ),
    _dimensions,
)
