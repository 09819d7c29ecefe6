"""Read the slash between two quantities: "180C/350F/gas 4", "70kg/154lb", "5mg/5ml", "8GB/256GB".

Between two measures of the same thing it is "or", between an amount and a volume "per", and else a pause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import PAUSE, Reading, Rule
from audiocast.normalize.units import find_unit

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_TEMPERATURE = lazy_re(
    r"(?:\d ?°? ?[CFcf]|\d ?°|[℃℉]|degrees [A-Z][a-z]+|(?i:fan|oven|gas(?: mark)? ?\d½?))(?: fan)? ?$"
)
_OTHER_TEMPERATURE = lazy_re(r"(?:fan ?)?(?:\d{2,3} ?°? ?[CFcf](?!\w)|\d{2,3} ?°|\d{2,3}[℃℉])|(?i:gas|fan)\b")
_MEASURE = lazy_re(r"\d[½¼¾]? ?(?P<unit>[A-Za-zµ\"']{1,5}) ?$")
_OTHER_MEASURE = lazy_re(r"~?(?:\d[\d.,]*|[½¼¾])[½¼¾]? ?(?P<unit>[A-Za-zµ\"']{1,5})(?![\w/])")
_METRIC = frozenset({"mm", "cm", "m", "km", "mg", "g", "kg", "ml", "mL", "cl", "l", "L", "kph", "kmh", "C"})
_IMPERIAL = frozenset(
    {"in", "ft", "yd", "yds", "mi", "miles", "mile", "oz", "lb", "lbs", "st", "pt", "pint", "pints", "cup", "cups"}
    | {"mph", "F", "tbsp", "tsp", "qt", "gal"}
)
_AMOUNTS = frozenset(["µg", "mcg", "mg", "g", "ng", "IU", "mmol"])
_VOLUMES = frozenset(["ml", "mL", "l", "L", "dl", "dL"])


def _slash(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read a slash behind a quantity or a temperature, with another one behind it."""
    text, start, end = sentence.text, match.start(), match.end()
    near = text[max(0, start - 24) : start]
    if _TEMPERATURE.search(near) and _OTHER_TEMPERATURE.match(text, end):
        return Reading(" or ", end)
    first, second = _MEASURE.search(near), _OTHER_MEASURE.match(text, end)
    if first is None or second is None:
        return None
    left, right = first["unit"], second["unit"]
    if (left in _METRIC and right in _IMPERIAL) or (left in _IMPERIAL and right in _METRIC):
        return Reading(" or ", end)
    if left in _AMOUNTS and right in _VOLUMES:
        return Reading(" per ", end)
    return Reading(PAUSE, end) if find_unit(left) and find_unit(right) else None


SLASH = Rule("alternative", ". ", lazy_re(r" ?/ ?(?=~?\d|(?i:gas|fan)\b)"), _slash)
