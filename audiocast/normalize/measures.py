"""Read one quantity or a range of quantities: "10kg", "0.6%", "12bp", "-12C", "60 km/h", "5-7kg".

`units.py` finds the unit of a symbol. Quantities that consist of several numbers with units are in `dimensions.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.before_nouns import is_before_noun
from audiocast.normalize.magnitudes import MAGNITUDES
from audiocast.normalize.metres_or_millions import DIMENSIONS
from audiocast.normalize.number_words import NUMBER, QUANTITY
from audiocast.normalize.scanner import Reading, Rule
from audiocast.normalize.units import (
    RATE,
    SYMBOL,
    find_rates,
    find_unit,
    is_pressure,
    is_unit,
    knots_or_kilotons,
    localized,
    units,
)

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence
    from audiocast.normalize.units import Unit

_MAGNITUDE = (
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion)(?=[ -])|"
    r"(?:[km]|bn|mn)(?= (?:sq|cu|bpd|b/d|km|kg|ha|ft|boe|bbl|bopd|boepd|MWh|GWh|kWh|TEU)(?!\w)))"
)


def _measure(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "10kg", "38°C", "5.56mm", "400 ppm", "0.6%", "12bp", "3.2 million m²", "60 km/h" and "-12C"."""
    unit = units().get(f"{match['unit']}{match['per']}") or find_unit(match["unit"])
    if match["unit"] == "mb" and not is_pressure(match["number"]):
        unit = units()["MB"]
    if match["unit"] == "kt":
        unit = knots_or_kilotons(match, sentence)
    if unit is None or not is_unit(match, unit, sentence) or (match["sign"] and _follows_word(match, sentence)):
        return None
    number, magnitude = match["number"], (match["magnitude"] or "").strip(" -")
    said = number_words.number(number, british=sentence.locale.british)
    if magnitude:
        said += f" {MAGNITUDES[magnitude]}"
    if match["sign"]:
        said = f"minus {said}"
    one = not magnitude and (number in number_words.VULGAR or (number_words.is_one(number) and "." not in number))
    return _with_unit(said, unit, match, sentence, one=one)


def _range(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "10-12%", "12%-15%", "2-3 °C", "5-7kg" and "2-5lb"."""
    unit = knots_or_kilotons(match, sentence) if match["unit"] == "kt" else find_unit(match["unit"])
    if unit is None or not is_unit(match, unit, sentence):
        return None
    low_unit = match["lowunit"]
    if low_unit and find_unit(low_unit) is None:
        return None
    if match["to"] == " to " and not low_unit:
        return None
    british = sentence.locale.british
    low = number_words.number(match["low"], british=british)
    if low_unit and low_unit not in {"%", match["unit"], "°"}:
        low += f" {units()[low_unit].many}"
    if low_unit == "%" and match["to"] == " to ":
        low += " percent"
    high = number_words.number(match["number"], british=british)
    if match["magnitude"]:
        high += f" {MAGNITUDES[match['magnitude'].strip(' -')]}"
    if match["sign"]:
        high = f"minus {high}"
    return _with_unit(f"{low} to {high}", unit, match, sentence, one=False)


def _follows_word(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether the hyphen before a number joins it to a word: "mid-30s"."""
    return sentence.text[match.start() - 1 : match.start()].isalnum()


def _with_unit(said: str, unit: Unit, match: re.Match[str], sentence: Sentence, *, one: bool) -> Reading:
    """Return the reading of a number with its unit and its rate, and of a mark that belongs to them.

    Args:
        said: The words of the number.
        unit: The unit.
        match: The match with the symbol of the unit.
        sentence: The sentence of the match.
        one: Whether the number takes the singular.
    """
    text, end = sentence.text, match.end()
    name = localized(_name(unit, match, sentence, one=one), sentence)
    if match["per"] and f"{match['unit']}{match['per']}" not in units():
        if per := find_rates(match["per"], match["unit"]):
            name += f" {localized(per, sentence)}"
        else:
            end = match.start("per")
    if unit.one == "degree" and (point := _COMPASS_POINT.match(text, end)):
        return Reading(f"{said} {name} {_COMPASS_POINTS[point[1]]}", point.end())
    if text.startswith("+", end) and not text[end + 1 : end + 2].isalnum():
        return Reading(f"{said} {name} plus", end + 1)
    if _ABBREVIATED.match(text, end):
        end += 1
    return sentence.reading(f"{said} {name}", end)


def _name(unit: Unit, match: re.Match[str], sentence: Sentence, *, one: bool) -> str:
    """Return the name of a unit in the right number: "mile", "miles" or "of a mile"."""
    end = match.end()
    attributive = sentence.text.startswith("-", end) or bool(sentence.after(end))
    if match["number"] in number_words.VULGAR and not attributive:
        return f"of {'an' if unit.one[0] in 'aeiou' else 'a'} {unit.one}"
    singular = one or (unit.one != "percent" and _is_attribute(match, sentence))
    return unit.one if singular else unit.many


_COMPASS_POINT = re.compile(r" ?([NSEW])(?![\w.]\w)(?! [A-Z])")
_COMPASS_POINTS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_ABBREVIATED = re.compile(r"\.(?= [a-z]|[,;)])")
"""The full stop of an abbreviated unit within a sentence: "20 yrs. to life"."""

_FIREARMS = tables.word_set("measures.firearms")
_VERBS = tables.word_set("measures.verbs")
_RACES = frozenset({"hurdles", "relay", "final", "freestyle", "sprint", "steeplechase"})
_NOUNS_AFTER = re.compile(
    r"(?:[a-z]{3,}s|race|final|relay|freestyle|butterfly|backstroke|breaststroke|hurdles|steeplechase|"
    r"sprint|dash|medley|individual|world|limit|zone|radius|stretch|walk|run|run-up|level|exclusion|"
    r"drop|tall)"
)
_SECOND_CALIBRE = re.compile(r" and [\d.]+ ?mm ([a-z-]+)")


def _is_attribute(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a quantity stands before its noun: "a 10kg bomb", "5.56mm rounds", "6-ft-tall"."""
    text, (start, end) = sentence.text, match.span()
    if sentence.is_joined(end):
        return True
    after = sentence.after(end)
    if is_before_noun(end, start, sentence):
        return after not in DIMENSIONS or sentence.before(start).lower() in {"a", "an"}
    if not after:
        return False
    if match["unit"] == "m" and after in _RACES:
        return True
    if match["unit"] == "mm" and (after in _FIREARMS or (after == "and" and _calibre_follows(text, end))):
        return True
    if after in _VERBS or after in {"percent", "tonnes", "tons"} or not text.startswith(" ", end):
        return False
    if after == "can" and sentence.before(start).lower() in {"a", "an", "each"}:
        return not text.startswith(" can be", end)
    if match["per"] or match["unit"] in _KITCHEN:
        return after in _CONTAINERS
    if after.lower() in _OBJECTS.get(match["unit"], frozenset()) and not _SPACED_VERB.match(text, end):
        return True
    return (
        match["space"] != " " and after[0].islower() and bool(_NOUNS_AFTER.fullmatch(after)) and after not in DIMENSIONS
    )


_KITCHEN = frozenset(
    {"g", "kg", "kgs", "gm", "gms", "mg", "ml", "mL", "mls", "cl", "l", "L", "oz", "tsp", "tbsp", "pt", "lb", "lbs"}
)
"""Units of ingredients, which are plural before a noun: "500g potatoes", but "2kg bags"."""

_CONTAINERS = tables.word_set("measures.containers")
_DEVICES = tables.word_set("measures.electric")
_OBJECTS = {
    **dict.fromkeys(
        ("kV", "V", "W", "kW", "KW", "MW", "GW", "MWe", "MWp", "kWh", "KWh", "MWh", "GWh", "kVA", "MVA", "hp", "bhp"),
        _DEVICES,
    ),
    **dict.fromkeys(("A", "mAh", "Ah"), _DEVICES),
    **dict.fromkeys(("KB", "kB", "MB", "GB", "TB", "PB", "MP", "px"), tables.word_set("measures.digital")),
    **dict.fromkeys(("Hz", "kHz", "MHz", "GHz", "Mbps", "Gbps", "mbps", "fps"), tables.word_set("measures.signals")),
    **dict.fromkeys(("L", "l", "cc"), tables.word_set("measures.engines")),
    "°": tables.word_set("measures.turns"),
}
"""For units, the nouns that follow them in the singular: "120 kW charging", "a new 400kV electricity line"."""
_SPACED_VERB = re.compile(r" (?:powers|charges|lights|cables) (?!\w+ing\b)(?:the|a|an|up)\b")


def _calibre_follows(text: str, end: int) -> bool:
    found = _SECOND_CALIBRE.match(text, end)
    return found is not None and found[1] in _FIREARMS


def _per_unit(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "12/kg"."""
    unit = units().get(match["unit"])
    if unit is None or len(match["unit"]) < 2:
        return None
    return f"{number_words.number(match['number'], british=sentence.locale.british)} per {unit.one}"


_QUOTATION_LENGTH = 2000
"""How many characters around an inch mark are searched for an open quotation."""


def _inches(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read 'a 12" pizza', where the mark does not close a quotation."""
    text, end = sentence.text, match.end()
    before = text.count('"', max(0, end - _QUOTATION_LENGTH), end - 1)
    after = text.count('"', end, end + _QUOTATION_LENGTH)
    if before % 2 or after % 2:
        return None
    one = number_words.is_one(match["number"]) or bool(sentence.after(end))
    said = number_words.number(match["number"], british=sentence.locale.british)
    return Reading(f"{said} {'inch' if one else 'inches'}", end)


def _degrees(match: re.Match[str], sentence: Sentence) -> str:
    """Read the end of "40 degrees C"."""
    del sentence
    degrees = match["degrees"].replace("°", "degrees")
    return f"{degrees} {'Celsius' if match['scale'] == 'C' else 'Fahrenheit'}"


RANGE = Rule(
    "range",
    "9",
    re.compile(
        rf"(?P<low>{QUANTITY})(?P<lowunit>%|°|°[CF]|km|ft|kg|m|C|F|bps?)?(?P<to> ?[-\u2013~\uff5e] ?| to )(?P<sign>-)?"
        rf"(?P<number>{QUANTITY})(?P<magnitude>{_MAGNITUDE})?(?P<space>[ -]?)(?P<unit>{SYMBOL}){RATE}",
    ),
    _range,
)
SINGLE = Rule(
    "measure",
    "9.",
    re.compile(
        rf"(?P<sign>[-\u2013])?(?P<number>{QUANTITY})(?P<magnitude>{_MAGNITUDE})?(?P<space>[ -]?)"
        rf"(?P<unit>{SYMBOL}){RATE}",
    ),
    _measure,
)
PER_UNIT = Rule("measure", "9", re.compile(rf"(?P<number>{NUMBER})/(?P<unit>[a-zA-Z]{{2,3}})(?!\w)"), _per_unit)
INCHES = Rule("measure", "9", re.compile(rf"(?P<number>{NUMBER})\"(?!\w)"), _inches)
DEGREE_SIGN = Rule("measure", ".", re.compile(r"(?P<degrees>°) ?(?P<scale>[CF])(?!\w)"), _degrees)
DEGREE_WORD = Rule("measure", "a", re.compile(r"(?P<degrees>degrees?) (?P<scale>[CF])(?!\w)"), _degrees)
