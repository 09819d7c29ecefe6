"""Quantities: units, percent and basis points, temperatures, heights, dimensions, and ranges of all of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize import number_words, tables
from audiocast.normalize.metres_or_millions import DIMENSIONS, RACES, is_meters
from audiocast.normalize.money import MAGNITUDES, NUMBERED, attribute_of
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


class Unit(NamedTuple):
    """The names of a unit, and what must be looked at before it is believed."""

    one: str
    many: str
    flags: str


@cache
def units() -> dict[str, Unit]:
    """By symbol."""
    return {row[0]: Unit(*row[1:]) for row in tables.rows("units")}


VULGARS = "\u00bc-\u00be\u2150-\u215e"
QUANTITY = rf"(?:{NUMBER}[ -]\d{{1,2}}/\d{{1,2}}(?!\d|/)|{NUMBER} ?[{VULGARS}]|[{VULGARS}]|{NUMBER}|\.\d++)"
"""A number that may be mixed: 2½, 2 1/2."""

_SYMBOL = (
    r"(?:(?:sq|cu)\.? ?(?:km|m|ft|mi|in|cm|yd|miles?|feet|foot|meters?|metres?|kilometers?|"
    r"kilometres?|inches|inch|yards?)(?!\w)|°? ?[CF](?![\w])|"
    r"[°º]|[A-Za-zµΩΩ℃℉%‰][A-Za-zµ]{0,7}[²³23]?(?![\w²³])|%)"
)
_MAGNITUDE = (
    r"(?:[ -]?(?:hundred|thousand|million|billion|trillion)(?=[ -])|"
    r"(?:[km]|bn|mn)(?= (?:sq|cu|bpd|b/d|km|kg|ha|ft|boe|bbl|bopd|boepd|MWh|GWh|kWh|TEU)(?!\w)))"
)
_PER = r"(?:/(?P<per>[A-Za-z]{1,4}[²³23]?)(?!\w))?"
_RANGE = re.compile(
    rf"(?P<low>{QUANTITY})(?P<lowunit>%|°|°[CF]|km|ft|kg|m|C|F|bps?)?(?P<to> ?[-\u2013] ?| to )(?P<sign>-)?"
    rf"(?P<number>{QUANTITY})(?P<magnitude>{_MAGNITUDE})?(?P<space>[ -]?)(?P<unit>{_SYMBOL}){_PER}",
)
_SINGLE = re.compile(
    rf"(?P<sign>[-\u2013])?(?P<number>{QUANTITY})(?P<magnitude>{_MAGNITUDE})?(?P<space>[ -]?)(?P<unit>{_SYMBOL}){_PER}",
)
_WORDS = {
    "mile": "mile",
    "miles": "mile",
    "feet": "foot",
    "foot": "foot",
    "meter": "meter",
    "metre": "meter",
    "inch": "inch",
    "inches": "inch",
}


def _unit(written: str) -> Unit | None:
    """The unit of a symbol, also "sq km", "° C" and "cu. ft"."""
    compact = written.replace(" ", "")
    if compact in units():
        return units()[compact]
    area = re.fullmatch(r"(sq|cu)\.?([a-z]+)", compact)
    if not area:
        return None
    base = units().get(area[2]) or units().get({"mile": "mi", "miles": "mi"}.get(area[2], ""))
    if base is None and area[2] not in _WORDS and area[2].removesuffix("s") not in _WORDS:
        return None
    power = "square" if area[1] == "sq" else "cubic"
    if base is not None:
        return Unit(f"{power} {base.one}", f"{power} {base.many}", "")
    one = _WORDS.get(area[2], area[2].removesuffix("s"))
    return Unit(
        f"{power} {one}", f"{power} {'feet' if one == 'foot' else 'inches' if one == 'inch' else one + 's'}", ""
    )


def _measure(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """10kg, 38°C, 5.56mm, 400 ppm, 0.6%, 12bp, 3.2 million m², 60 km/h, -12C."""
    unit = units().get(f"{match['unit']}/{match['per']}") or _unit(match["unit"])
    if match["unit"] == "mb" and not _is_pressure(match["number"]):
        unit = units()["MB"]
    if unit is None or not _believed(match, unit, sentence) or (match["sign"] and _joined(match, sentence)):
        return None
    british = sentence.locale.british
    number, magnitude = match["number"], (match["magnitude"] or "").strip(" -")
    said = number_words.number(number, british=british)
    if magnitude:
        said += f" {MAGNITUDES[magnitude]}"
    if match["sign"]:
        said = f"minus {said}"
    alone = number_words.is_one(number) and not magnitude and "." not in number
    if not alone and not magnitude and _below_one(number):
        alone = True
    return _finish(said, unit, match, sentence, one=alone)


def _is_pressure(number: str) -> bool:
    """980mb is the air's; files are written in mb, too."""
    return number.replace(",", "").isdigit() and 850 <= int(number.replace(",", "")) <= 1100


def _joined(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether the hyphen before a number joins it to a word (mid-30s)."""
    return sentence.text[match.start() - 1 : match.start()].isalnum()


def _below_one(number: str) -> bool:
    """Half a mile, three quarters of an inch."""
    return len(number) == 1 and number in number_words.VULGAR


def _finish(said: str, unit: Unit, match: re.Match[str], sentence: Sentence, *, one: bool) -> Reading:
    """Add the unit, in its right number, and what it is counted by."""
    end = match.end()
    singular = one or (unit.one != "percent" and _attribute(match, end, sentence))
    fraction = len(match["number"]) == 1 and match["number"] in number_words.VULGAR
    name = (
        f"of {'an' if unit.one[0] in 'aeiou' else 'a'} {unit.one}"
        if fraction and not singular_before(end, sentence)
        else unit.one
        if singular
        else unit.many
    )
    if sentence.locale.british:
        name = _to_british(name)
    per = match["per"] if f"{match['unit']}/{match['per']}" not in units() else None
    if per:
        rate = _rate(per)
        name += f" per {_to_british(rate) if sentence.locale.british else rate}"
    text = sentence.text
    if unit.one == "degree" and (point := _POINT.match(text, end)):
        return Reading(f"{said} {name} {_POINTS[point[1]]}", point.end())
    tail = " " if text.startswith("-", end) and text[end + 1 : end + 2].isalpha() else ""
    if text.startswith("+", end) and not text[end + 1 : end + 2].isalnum():
        return Reading(f"{said} {name} plus", end + 1)
    end += len(tail) or (_STOPPED.match(text, end) is not None)
    return Reading(f"{said} {name}{tail}", end)


_POINT = re.compile(r" ?([NSEW])(?![\w.]\w)(?! [A-Z])")
_POINTS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_STOPPED = re.compile(r"\.(?= [a-z]|[,;)])")
"""The full stop of an abbreviated unit inside a sentence: 20 yrs. to life."""


def singular_before(end: int, sentence: Sentence) -> bool:
    """Whether a hyphen or a noun follows ("a ½-mile walk")."""
    return sentence.text.startswith("-", end) or bool(sentence.after(end))


def _to_british(name: str) -> str:
    return name.replace("meter", "metre").replace("liter", "litre")


_FIREARMS = tables.word_set("measures.firearms")
_NOUNS_AFTER = re.compile(
    r"(?:[a-z]{3,}s|race|final|relay|freestyle|butterfly|backstroke|breaststroke|hurdles|steeplechase|"
    r"sprint|dash|medley|individual|world|limit|zone|radius|stretch|walk|run|run-up|level|exclusion|"
    r"drop|tall)"
)
_VERBS = tables.word_set("measures.verbs")


def _attribute(match: re.Match[str], end: int, sentence: Sentence) -> bool:  # noqa: PLR0911 - one answer a question
    """Whether the quantity stands before its noun: a 10kg bomb, 5.56mm rounds, the 400m final, 6-ft-tall."""
    text = sentence.text
    start = match.start()
    if text.startswith("-", end) and text[end + 1 : end + 2].isalpha():
        return True
    if attribute_of(end, start, sentence):
        return sentence.after(end) not in DIMENSIONS or sentence.before(start).lower() in {"a", "an"}
    after = sentence.after(end)
    if not after:
        return False
    if match["unit"] == "m" and after in {"hurdles", "relay", "final", "freestyle", "sprint", "steeplechase"}:
        return True
    if match["unit"] == "mm" and (after in _FIREARMS or (after == "and" and _calibre_follows(text, end))):
        return True
    if after in _VERBS or after in {"percent", "tonnes", "tons"} or not text.startswith(" ", end):
        return False
    return (
        match["space"] != " "
        and after[0].islower()
        and bool(_NOUNS_AFTER.fullmatch(after))
        and "per" not in match[0]
        and after not in DIMENSIONS
    )


def _calibre_follows(text: str, end: int) -> bool:
    found = re.compile(r" and [\d.]+ ?mm ([a-z-]+)").match(text, end)
    return found is not None and found[1] in _FIREARMS


def _believed(match: re.Match[str], unit: Unit, sentence: Sentence) -> bool:  # noqa: PLR0911 - the questions stand in the order in which they are asked
    """Whether the symbol can be a unit where it stands."""
    flags, symbol, space = unit.flags, match["unit"], match["space"]
    if len(symbol) == 1 and symbol.isalpha():
        if sentence.before(match.start()).lower() in NUMBERED or (space == "-" and symbol != "m"):
            return False
        if symbol in _LETTERS:
            return _LETTERS[symbol](match, sentence)
    if "a" in flags and space:
        return False
    if "m" in flags and not match["per"]:
        return bool(match["magnitude"]) or is_meters(match, sentence)
    if "i" in flags:
        return _is_no_word(match, sentence)
    if "1" in flags and space:
        return symbol in "gLWVl" and not sentence.after(match.end()).isupper()
    return _is_temperature(match, sentence) if "c" in flags else True


def _is_no_word(match: re.Match[str], sentence: Sentence) -> bool:
    """Whether "in" and "st" are inches and stones."""
    end, space = match.end(), match["space"]
    if space == "-":
        return not _ODDS.match(sentence.text, end)
    after = sentence.after(end)
    if match["unit"] == "st":
        return not space and match["number"][-1:] != "1" and after != "century"
    following = sentence.text[end : end + 1]
    return (not space and after not in {"a", "the"}) or not following or following in ".,;)"


_ODDS = re.compile(r"-(?:\d|a-|every)")
"""What follows a number and "in" that is no inch: 1-in-100-year."""


def _is_current(match: re.Match[str], sentence: Sentence) -> bool:
    """13A is a plug's, or a seat, a road and a film for everybody from twelve."""
    return not match["space"] and sentence.after(match.end()) in _ELECTRIC


def _is_seconds(match: re.Match[str], sentence: Sentence) -> bool:
    """9.58s, in 30s; the 30s and over-65s are numbers in the plural."""
    if match["space"]:
        return False
    number, start = match["number"], match.start()
    timed = len(number) <= 2 and sentence.before(start).lower() in {"in", "within", "after"}
    return "." in number or (timed and sentence.text[start - 1 : start] == " ")


_ELECTRIC = frozenset({"fuse", "plug", "current", "socket", "charger", "breaker", "supply", "circuit"})
_LETTERS = {"A": _is_current, "s": _is_seconds}


def _is_temperature(match: re.Match[str], sentence: Sentence) -> bool:
    """The C of 1.5C and 38C; not of 4C (a seat, a class) unless the sentence speaks of warmth."""
    number = match["number"]
    if match["sign"] or "." in number:
        return True
    if not number.isdigit() or len(number) > 3:
        return False
    if re.search(
        r"(?i)\b(?:row|flat|room|seat|class|form|unit|apartment|gate|section|route|bus|no|article)\s*$",
        sentence.text[max(0, match.start() - 12) : match.start()],
    ):
        return False
    return len(number) > 1 or bool(_WARMTH.search(sentence.text[max(0, match.start() - 100) : match.end() + 60]))


_WARMTH = re.compile(
    r"(?i)temperature|warm|heat|cold|degree|freez|celsius|climate|weather|cool|hot|frost|above|below|rise|rose|fell"
)


def _range(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """10-12%, 12%-15%, 2-3 °C, 5-7kg, 2-5lb."""
    unit = _unit(match["unit"])
    if unit is None or not _believed(match, unit, sentence):
        return None
    low_unit = match["lowunit"]
    if low_unit and _unit(low_unit) is None:
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
    return _finish(f"{low} to {high}", unit, match, sentence, one=False)


def _height(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """5ft 10in, 6'2", 5-foot-11, 6 ft 4 in."""
    feet, inches = match["feet"], match["inches"]
    end = match.end()
    said = f"{number_words.cardinal(int(feet))} {'foot' if match['mark'] != chr(39) or True else 'feet'}"
    half = match["half"]
    if inches:
        value = number_words.number(inches + (half or ""), british=sentence.locale.british)
        unit = "inch" if inches == "1" and not half else "inches"
        if match["mark"] == "'" or not match["inunit"]:
            said += f" {value}"
        else:
            attribute = sentence.text.startswith("-", end) or match["inunit"].startswith("-")
            attribute = attribute or attribute_of(end, match.start(), sentence)
            said += f" {value} {'inch' if attribute else unit}"
    return Reading(said, end)


def _weight(match: re.Match[str], sentence: Sentence) -> str:
    """8lb 3oz, 11st 4lb."""
    british = sentence.locale.british
    first, second = units()[match["one"]], units()[match["two"].rstrip("s")]
    low, high = match["big"], match["small"]
    return (
        f"{number_words.number(low, british=british)} {first.one if low == '1' else first.many} "
        f"{number_words.number(high, british=british)} {second.one if high == '1' else second.many}"
    )


_DIMENSION = re.compile(
    rf"(?P<first>{QUANTITY})(?P<unit1>ft|m|cm|mm|in|km)? ?[x\u00d7*] ?(?P<second>{QUANTITY})"
    rf"(?P<unit2>ft|m|cm|mm|in|km)?"
    rf"(?: ?[x\u00d7*] ?(?P<third>{QUANTITY})(?(unit2)(?:ft|cm|mm|km|in|m)?))?"
    rf"(?(unit2)(?P<gap>)|(?P<space>[ -]?)(?P<unit>{_SYMBOL})?)(?!\w)",
)


def _dimension(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """4x4, 4x100m relay, 25 x 7 m, 10ft x 12ft; 2 * 3 is a product."""
    british = sentence.locale.british
    text = sentence.text
    parts = [match["first"], match["second"]] + ([match["third"]] if match["third"] else [])
    numbers = [number_words.number(part, british=british) for part in parts]
    written = match["unit2"] or match["unit"]
    unit = _unit(written) if written else None
    end = match.end()
    times = "*" in match[0]
    if (match["unit"] and unit is None) or (match["space"] and not match["unit"]):
        end = match.start("space")
    if unit is not None and "i" in unit.flags and match["space"] == " ":
        unit, end = None, match.start("space")
    if match["unit1"] and unit is not None:
        first = _unit(match["unit1"])
        numbers[0] += f" {first.many}" if first else ""
    joined = (" times " if times else " by ").join(numbers)
    if unit is None:
        tail = " " if text.startswith("-", end) and text[end + 1 : end + 2].isalpha() else ""
        return Reading(joined + tail, end + len(tail))
    singular = text.startswith("-", end) or (sentence.after(end) in RACES) or attribute_of(end, match.start(), sentence)
    name = unit.one if singular else unit.many
    return Reading(f"{joined} {_to_british(name) if british else name}", end)


def _times(match: re.Match[str], sentence: Sentence) -> str:
    """2x, 10x."""
    return f"{number_words.number(match['number'], british=sentence.locale.british)} X"


def _rate(per: str) -> str:
    """What is said behind "per"; the power of a symbol nobody knows is said too, for no digit may stay."""
    known = tables.pairs("rates").get(per)
    if known is None and per[-1] in "2²3³":
        return f"{per[:-1]} {'squared' if per[-1] in '2²' else 'cubed'}"
    return known or per


def _bare_per(match: re.Match[str], sentence: Sentence) -> str | None:
    """12/kg."""
    unit = units().get(match["unit"])
    if unit is None or len(match["unit"]) < 2:
        return None
    return f"{number_words.number(match['number'], british=sentence.locale.british)} per {unit.one}"


_QUOTED = 2000
"""How far from an inch mark an open quotation is looked for."""


def _inches(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """A 12" pizza: only when no quotation was opened."""
    text = sentence.text
    end = match.end()
    if text.count('"', max(0, end - _QUOTED), end - 1) % 2 or text.count('"', end, end + _QUOTED) % 2:
        return None
    one = number_words.is_one(match["number"]) or bool(sentence.after(match.end()))
    return Reading(
        f"{number_words.number(match['number'], british=sentence.locale.british)} {'inch' if one else 'inches'}",
        match.end(),
    )


def _degrees(match: re.Match[str], sentence: Sentence) -> str:
    """40 degrees C."""
    del sentence
    degrees = match["degrees"].replace("°", "degrees")
    return f"{degrees} {'Celsius' if match['scale'] == 'C' else 'Fahrenheit'}"


RULES = (
    Rule(
        "height",
        "9",
        re.compile(
            r"(?P<feet>[3-9]|1?\d{1,2})(?P<mark>'|[ -]?(?:ft|foot|feet)(?![a-z]))[ -]?(?P<inches>1[01]|"
            r"\d)(?P<half>½)?(?P<inunit>\"|''|[ -]?(?:ins?|inch(?:es)?)(?![a-z])|(?=[ ,.;)-]|$))(?!\d)"
        ),
        _height,
    ),
    Rule(
        "weight",
        "9",
        re.compile(r"(?P<big>\d{1,3}) ?(?P<one>lb|st)s? (?P<small>\d{1,2}(?:\.\d)?½?) ?(?P<two>oz|lbs?)(?!\w)"),
        _weight,
    ),
    Rule("dimension", "9", _DIMENSION, _dimension),
    Rule("range", "9", _RANGE, _range),
    Rule("measure", "9.", _SINGLE, _measure),
    Rule("times", "9", re.compile(rf"(?P<number>{NUMBER})x(?!\w)"), _times),
    Rule("measure", "9", re.compile(rf"(?P<number>{NUMBER})/(?P<unit>[a-zA-Z]{{2,3}})(?!\w)"), _bare_per),
    Rule("measure", "9", re.compile(rf"(?P<number>{NUMBER})\"(?!\w)"), _inches),
    Rule("measure", ".", re.compile(r"(?P<degrees>°) ?(?P<scale>[CF])(?!\w)"), _degrees),
    Rule("measure", "a", re.compile(r"(?P<degrees>degrees?) (?P<scale>[CF])(?!\w)"), _degrees),
)
