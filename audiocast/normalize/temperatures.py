"""Read temperatures without the sign of a degree: "heat to 200c (400f)", "350 F", "41.5 deg C", "-40 F".

Those with a sign, and those with a letter directly behind the number ("38C"), are read by `measures.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_SCALES = {"C": "Celsius", "F": "Fahrenheit"}
_COOKED = lazy_re(
    r"(?i)\b(?:ovens?|pre-?heat(?:ed)?|heat(?:ed)?|bake[ds]?|baking|roast(?:ed)?|grill|degrees|"
    r"temperature|fan|gas mark)\b|\d ?°|\b\d{2,3} ?[CF]\b.{1,6}\b\d{2,3} ?[CF]\b"
)
_WEATHER = lazy_re(
    r"(?i)\b(?:temperatures?|cold|hot|heat|degrees|highs?|lows?|wind ?chill|weather|freezing|thermometer)\b"
)


def _bare(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "200c" and "350 F" in a recipe, and "-40 F"."""
    near = sentence.text[max(0, match.start() - 80) : match.end() + 40]
    if match["sign"] and sentence.text[match.start() - 1 : match.start()].isalnum():
        return None
    attached_capital = not match["space"] and match["scale"].isupper()
    if attached_capital or not (_COOKED.search(near) or match["sign"] or (match["space"] and _WEATHER.search(near))):
        return None
    if match["scale"].islower() and _COOKED.search(near) is None:
        return None
    said = number_words.number(match["number"], british=sentence.locale.british)
    return f"{'minus ' if match['sign'] else ''}{said} degrees {_SCALES[match['scale'].upper()]}"


def _abbreviated(match: re.Match[str], sentence: Sentence) -> str:
    """Read the end of "41.5 deg C" and "10 degrees. F"."""
    del sentence
    return f"degrees {_SCALES[match['scale']]}"


BARE = Rule(
    "temperature",
    "9.",
    lazy_re(
        r"(?P<sign>[-\u2013])?(?P<number>(?:\d,\d{3}|\d{1,4})(?:\.\d)?)(?P<space> ?)(?P<scale>[CcFf])"
        r"(?![\w'&])(?!\. ?[A-Z]\.)"
    ),
    _bare,
)
ABBREVIATED = Rule("temperature", "a", lazy_re(r"deg(?:s|rees?)?\.? ?(?P<scale>[CF])(?!\w)"), _abbreviated)
