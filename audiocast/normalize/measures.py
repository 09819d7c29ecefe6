"""Read one quantity or a range of quantities: "10kg", "0.6%", "12bp", "-12C", "60 km/h", "5-7kg".

`units.py` finds the unit of a symbol. Quantities that consist of several numbers with units are in `dimensions.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.magnitudes import MAGNITUDES
from audiocast.normalize.number_words import NUMBER, QUANTITY
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule
from audiocast.normalize.unit_choices import CHOICES
from audiocast.normalize.unit_forms import name_of
from audiocast.normalize.units import (
    RATE,
    SYMBOL,
    find_rates,
    find_unit,
    is_pressure,
    is_unit,
    localized,
    units,
)

if TYPE_CHECKING:
    import re

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
    if match["unit"] in CHOICES:
        unit = CHOICES[match["unit"]](match, sentence)
    if unit is None or not is_unit(match, unit, sentence) or (match["sign"] and _follows_word(match, sentence)):
        return None
    number, magnitude = match["number"], (match["magnitude"] or "").strip(" -")
    said = number_words.number(number, british=sentence.locale.british)
    if magnitude:
        said += f" {MAGNITUDES[magnitude]}"
    if match["sign"]:
        said = f"minus {said}"
    if match["mark"]:
        if sentence.text[match.start() - 1 : match.start()].isdigit() and match["mark"] == "~":
            return None
        said = f"{_SIGNS[match['mark']]} {said}"
    one = not magnitude and (number in number_words.VULGAR or (number_words.is_one(number) and "." not in number))
    return _with_unit(said, unit, match, sentence, one=one)


def _range(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "10-12%", "12%-15%", "2-3 °C", "5-7kg" and "2-5lb"."""
    unit = CHOICES[match["unit"]](match, sentence) if match["unit"] in CHOICES else find_unit(match["unit"])
    if unit is None or not is_unit(match, unit, sentence):
        return None
    low_unit = (match["lowunit"] or "").strip()
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


_SIGNS = {"+": "plus", "±": "plus or minus", "~": "about"}


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
    name = localized(name_of(unit, match, sentence, one=one), sentence)
    if match["per"] and f"{match['unit']}{match['per']}" not in units():
        if per := find_rates(match["per"], match["unit"]):
            name += f" {localized(per, sentence)}"
        else:
            end = match.start("per")
    if unit.one == "degree" and (point := _COMPASS_POINT.match(text, end)):
        return Reading(f"{said} {name} {_COMPASS_POINTS[point[1]]}", point.end())
    if text.startswith("'s", end) and not text[end + 2 : end + 3].isalnum():
        return Reading(f"{said} {name}'s", end + 2)  # "the 1%'s taxes"
    if text.startswith("+", end) and not text[end + 1 : end + 2].isalnum():
        return Reading(f"{said} {name} plus", end + 1)
    if _ABBREVIATED.match(text, end):
        end += 1
    return sentence.reading(f"{said} {name}", end)


_COMPASS_POINT = lazy_re(r" ?([NSEW])(?![\w.]\w)(?! [A-Z])")
_COMPASS_POINTS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_ABBREVIATED = lazy_re(r"\.(?= [a-z\d(+&]|[,;)])")
"""The full stop of an abbreviated unit within a sentence: "20 yrs. to life"."""


def _fraction(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1/2lb", "3/4 inch" and "1/250s"."""
    top, over = int(match["top"]), int(match["over"])
    symbol = match["unit"]
    unit = find_unit("in" if symbol == '"' else symbol)
    if unit is None or top >= over or (symbol in {"in", "st"} and match["space"]):
        return None
    if len(symbol) == 1 and symbol != '"' and not (symbol == "s" and over >= _FASTEST):
        return None
    attributive = sentence.text.startswith("-", match.end()) or bool(sentence.after(match.end()))
    said = number_words.fraction(top, over, british=sentence.locale.british)
    if not attributive or symbol in {"s", "sec"}:
        said += f" of {'an' if unit.one[0] in 'aeiou' else 'a'}"
    end = match.end() + (1 if _ABBREVIATED.match(sentence.text, match.end()) else 0)
    return sentence.reading(f"{said} {localized(unit.one, sentence)}", end)


_FASTEST = 10


def _per_unit(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "12/kg"."""
    unit = units().get(match["unit"])
    if unit is None or len(match["unit"]) < 2:
        return None
    return f"{number_words.number(match['number'], british=sentence.locale.british)} per {unit.one}"


_QUOTATION_LENGTH = 2000
"""How many characters around an inch mark are searched for an open quotation."""


_SPEAKER = lazy_re(r"[,.]? (?:said|says|told|added|according|wrote|reported)\b")


def _inches(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read 'a 12" pizza', where the mark does not close a quotation."""
    text, end = sentence.text, match.end()
    before = text.count('"', max(0, end - _QUOTATION_LENGTH), end - 1)
    after = text.count('"', end, end + _QUOTATION_LENGTH)
    if before % 2 or after % 2 or _SPEAKER.match(text, end):
        return None
    one = number_words.is_one(match["number"]) or bool(sentence.after(end))
    british = sentence.locale.british
    said = number_words.number(match["number"], british=british)
    if match["low"]:
        one = bool(sentence.after(end)) and sentence.after(end) not in {"of", "in", "to", "and", "or"}
        said = f"{number_words.number(match['low'], british=british)} to {said}"
    return Reading(f"{said} {'inch' if one else 'inches'}", end)


def _degrees(match: re.Match[str], sentence: Sentence) -> str:
    """Read the end of "40 degrees C"."""
    del sentence
    degrees = match["degrees"].replace("°", "degrees")
    return f"{degrees} {'Celsius' if match['scale'] == 'C' else 'Fahrenheit'}"


def _per_cent(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "8.2 p.c." as percent."""
    end = match.end()
    said = f"{number_words.number(match['number'], british=sentence.locale.british)} percent"
    return Reading(said + ("." if ends_sentence(sentence, end) else ""), end)


RANGE = Rule(
    "range",
    "9",
    lazy_re(
        rf"(?P<low>{QUANTITY})(?P<lowunit>%|°| ?°[CF]|km|ft|kg|m|C|F|bps?)?"
        rf"(?P<to> ?[-\u2013~\uff5e] ?| to )(?P<sign>-)?"
        rf"(?P<number>{QUANTITY})(?P<magnitude>{_MAGNITUDE})?(?P<space>[ -]?)(?P<unit>{SYMBOL}){RATE}",
    ),
    _range,
)
SINGLE = Rule(
    "measure",
    "9.",
    lazy_re(
        rf"(?:(?P<sign>[-\u2013])|(?P<mark>[+±~]) ?)?(?P<number>{QUANTITY})(?P<magnitude>{_MAGNITUDE})?(?P<space>[ -]?)"
        rf"(?P<unit>{SYMBOL}){RATE}",
    ),
    _measure,
)
PER_CENT = Rule("measure", "9", lazy_re(rf"(?P<number>{QUANTITY}) ?p\.c\.(?!\w|m\.)"), _per_cent)
PER_UNIT = Rule("measure", "9", lazy_re(rf"(?P<number>{NUMBER})/(?P<unit>[a-zA-Z]{{2,3}})(?!\w)"), _per_unit)
FRACTION = Rule(
    "measure",
    "9",
    lazy_re(rf"(?P<top>\d{{1,2}})/(?P<over>\d{{1,4}})(?P<space>[ -]?)(?P<unit>\"|{SYMBOL})(?![\w/])"),
    _fraction,
)
INCHES = Rule("measure", "9", lazy_re(rf"(?:(?P<low>{NUMBER})\"? ?[-\u2013] ?)?(?P<number>{NUMBER})\"(?!\w)"), _inches)
DEGREE_SIGN = Rule("measure", ".", lazy_re(r"(?P<degrees>°) ?(?P<scale>[CF])(?!\w)"), _degrees)
DEGREE_WORD = Rule("measure", "a", lazy_re(r"(?P<degrees>degrees?) (?P<scale>[CF])(?!\w)"), _degrees)
