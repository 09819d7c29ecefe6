"""Find the unit of a symbol, and decide whether the symbol is a unit at its place.

Many symbols are also words, letters or abbreviations: "in", "st", "m", "A", "C". The flags of `data/units.tsv` say
for which symbols the words around them must be checked.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize import tables
from audiocast.normalize.magnitudes import NUMBERED
from audiocast.normalize.metres_or_millions import is_length
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    import re

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


RATE = r"(?P<per>(?:/(?:100 ?)?[A-Za-zµ]{1,9}[²³23]?){1,2}(?!\w))?"
"""What may follow the symbol of a unit with a slash, as a pattern: "/h", "/kg/day", "/100km"."""

SYMBOL = (
    r"(?:(?:(?:k|M|G)?g|k?t|[MG]t)CO[2₂](?:eq?)?(?!\w)|(?:lbs?|ft)[-. ·](?:ft|lbs?)(?!\w)|mm Hg(?!\w)|"
    r"(?:sq|cu)\.? ?(?:km|m|ft|mi|in|cm|yd|miles?|feet|foot|meters?|metres?|kilometers?|"
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
_TORQUES = {
    f"{first}{mark}{second}{plural}": Unit(said, said, "")
    for mark in "-.·"
    for plural in ("", "s")
    for first, second, said in (("lb", "ft", "pound feet"), ("ft", "lb", "foot pounds"))
} | {"lbft": Unit("pound feet", "pound feet", ""), "ftlb": Unit("foot pounds", "foot pounds", "")}
_TORQUES["ftlbs"] = _TORQUES["ftlb"]
_AREA_OR_VOLUME = lazy_re(r"(sq|cu)\.?([a-z]+)")


def find_unit(symbol: str) -> Unit | None:
    """Return the unit of a symbol, also of "sq km", "° C" and "cu. ft", or None."""
    compact = symbol.replace(" ", "").replace("₂", "2")
    if compact in units():
        return units()[compact]
    if compact.endswith("s") and compact[:-1] in units() and len(compact) > 2 and not compact.islower():
        return units()[compact[:-1]]
    if compact in _TORQUES:
        return _TORQUES[compact]
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


def find_rates(written: str, unit: str = "") -> str:
    """Return the words for symbols with slashes ("/h", "/kg/day", "/100km"), or "" if one of them is unknown.

    Args:
        written: The slashes and symbols.
        unit: The symbol of the unit before them: "/m" is "per meter" after volts, and "per minute" after liters.
    """
    said = ""
    for symbol in written.split("/")[1:]:
        if symbol == "m" and unit in _PER_METER:
            said += " per meter"
            continue
        hundred = symbol.startswith("100")
        name = find_rate(symbol.removeprefix("100").strip(), plural=hundred)
        if not name:
            return ""
        said += f" per one hundred {name}" if hundred else f" per {name}"
    return said.lstrip()


_PER_METER = frozenset({"V", "kV", "MV", "N", "kN", "W", "kW", "J", "mm", "g", "kg", "t", "lm", "A", "mA", "dB", "Nm"})


def find_rate(symbol: str, *, plural: bool = False) -> str:
    """Return the words for a symbol after a slash, or "" if it is unknown."""
    known = tables.pairs("rates").get(symbol)
    unit = None if len(symbol) == 1 else find_unit(symbol)
    if plural:
        return unit.many if unit else f"{known}s" if known else ""
    return known or (unit.one if unit else "")


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
        return symbol == "MP" and sentence.after(match.end()).lower() in _CAMERAS
    if "m" in flags and not (match["per"] and find_rates(match["per"])):
        return bool(match["magnitude"]) or is_length(match, sentence)
    if "i" in flags:
        return _is_not_a_word(match, sentence)
    if "1" in flags and space:
        return symbol in "gLWVlN" and not sentence.after(match.end()).isupper()
    return _is_temperature(match, sentence) if "c" in flags else True


def _is_not_a_word(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "in" means inches, and "st" stones."""
    end, space = match.end(), match["space"]
    if space == "-":
        return not _ODDS.match(sentence.text, end)
    after = sentence.after(end)
    if match["unit"] == "st":
        return (
            not space
            and (match["number"][-1:] != "1" or (match["number"] == "11" and match.start() > 0))
            and after != "century"
        )
    following = sentence.text[end : end + 1]
    return (not space and after not in {"a", "the"}) or not following or following in ".,;)"


_ODDS = lazy_re(r"-(?:\d|a-|every)")
"""The rest of "1-in-100-year" after "in"."""


def _is_current(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "A" means amperes: "a 13A fuse", but not seat 13A or a film rated 12A."""
    after_volts = _VOLTS.search(sentence.text[max(0, match.start() - 8) : match.start()]) is not None
    return not match["space"] and (after_volts or sentence.after(match.end()) in _ELECTRIC)


def _is_time(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "s" means seconds: "9.58s", "in 30s", but not "the 30s" and "over-65s"."""
    number, start, end = match["number"], match.start(), match.end()
    if match["space"]:
        return "." in number and match["space"] == " " and not sentence.text.startswith("'", end)
    if "." in number:
        return True
    if len(number) > _LONGEST_TIME or sentence.text[start - 1 : start] not in {" ", "(", "", "+", "/"}:
        return False
    before = sentence.before(start).lower()
    if before in {"another", "every", "extra"}:
        return True
    if number == "0" or (number[-1] != "0" and before != "the" and len(number) < _LONGEST_TIME):
        # There is no decade or age group "the 45s" without an article before it, or a pair of cards or shoes.
        return bool(_TIMED.search(sentence.text[max(0, start - 60) : end + 40]))
    return before in _TIMED_BEFORE or (before in {"for", "by"} and bool(_TIMED.search(sentence.text[end : end + 40])))


_LONGEST_TIME = 3
_TIMED_BEFORE = frozenset(
    {"in", "within", "after", "another", "every", "extra", "about", "last", "approx", "wait", "hold", "rest"}
)
_TIMED = lazy_re(
    r"(?i)\b(?:for (?:another |about |at least |up to )?\d|seconds?|secs?|minutes?|mins?|ms|exposure|shutter|timer|"
    r"lap|laps|sprint|record|microwave|pause|rest|hold|every|after|within|in|faster|slower|ahead|behind|clear|gap|led)\b|"
    r"\d:\d\d"
)


def _is_kelvin(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "K" means kelvins: "273 K", in a text about physics."""
    return match["space"] == " " and bool(
        _PHYSICS.search(sentence.text[max(0, match.start() - 120) : match.end() + 80])
    )


_PHYSICS = lazy_re(
    r"(?i)temperature|kelvin|superconduct|absolute zero|cool|plasma|cryo|helium|star|core|solar|surface|heat|melt|boil"
)


_VOLTS = lazy_re(r"\d ?V(?: ?[/,] ?| )$")
_ELECTRIC = frozenset({"fuse", "plug", "current", "socket", "charger", "breaker", "supply", "circuit"})
_LETTERS = {"A": _is_current, "s": _is_time, "K": _is_kelvin}


def _is_temperature(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "C" means degrees: "1.5C", "38C", but "4C" only in a sentence about temperatures."""
    number, start = match["number"].replace(",", ""), match.start()
    if match["sign"] or "." in number:
        return True
    if number.isdigit() and len(number) == _HOT:
        return bool(_WARMTH.search(sentence.text[max(0, start - 100) : match.end() + 60]))
    if not number.isdigit() or len(number) > 3 or _SEAT.search(sentence.text[max(0, start - 12) : start]):
        return False
    near = sentence.text[max(0, start - 100) : match.end() + 60]
    if len(number) > 1:
        return _SIZES.search(near) is None
    return bool(_WARMTH.search(near) or _OTHER_DEGREES.search(near))


_CAMERAS = tables.word_set("units.cameras")
_HOT = 4  # digits
_SIZES = lazy_re(r"(?i)\b(?:bras?|cup|bust|breasts?|lingerie|dress size|size)\b")
_OTHER_DEGREES = lazy_re(
    r"(?<![\w.])\d\d ?°?[CF](?!\w)|°|\d[CF] to \d{1,2}[CF](?!\w)|\d-\d[CF](?!\w)|"
    r"\d (?:to|and|or|-|\u2013) \d{1,2}[CF](?!\w)"
)
_SEAT = lazy_re(r"(?i)\b(?:row|flat|room|seat|class|form|unit|apartment|gate|section|route|bus|no|article)\s*$")
_WARMTH = lazy_re(
    r"(?i)temperature|warm|heat|cold|degree|freez|celsius|climate|weather|cool|chill|hot|melt|furnace|planet|frost|above|below|rise|rose|fell|"
    r"fridge|refrigerat|oven|preheat|bake|stor(?:e|ed|ing) |\bwater\b|\bsea\b|\bair\b|snow"
)
