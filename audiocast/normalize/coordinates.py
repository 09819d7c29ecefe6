"""Read latitudes and longitudes: "12° 30' S", "40°26'N", "25.3N 80.1W", "23.5 degrees S"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_POINTS = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _coordinate(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read degrees with minutes, seconds and the point of the compass."""
    said = _part(match["degrees"], "degree", sentence)
    if match["minutes"]:
        said += f" {_part(match['minutes'], 'minute', sentence)}"
    if match["seconds"]:
        said += f" {_part(match['seconds'], 'second', sentence)}"
    return Reading(f"{said} {_POINTS[match['point']]}" if match["point"] else said, match.end())


def _part(number: str, unit: str, sentence: Sentence) -> str:
    """Return a number with its unit: "thirty minutes"."""
    said = number_words.number(number.lstrip("0") or "0", british=sentence.locale.british)
    return f"{said} {unit}" if number_words.is_one(number) else f"{said} {unit}s"


def _decimal(match: re.Match[str], sentence: Sentence) -> str:
    """Read "25.3N"."""
    said = number_words.number(match["degrees"], british=sentence.locale.british)
    return f"{said} {_POINTS[match['point']]}"


def _after_word(match: re.Match[str], sentence: Sentence) -> str:
    """Read the end of "23.5 degrees S"."""
    del sentence
    return f"{match['degrees']} {_POINTS[match['point']]}"


COORDINATE = Rule(
    "coordinate",
    "9",
    lazy_re(
        r"(?P<degrees>\d{1,3}(?:\.\d{1,6})?) ?° ?(?P<minutes>\d{1,2}(?:\.\d{1,5})?) ?'(?!')"
        r"(?: ?(?P<seconds>\d{1,2}(?:\.\d{1,4})?) ?(?:\"|''))?(?: ?(?P<point>[NSEW])(?![\w.]\w))?"
    ),
    _coordinate,
)
DECIMAL_COORDINATE = Rule(
    "coordinate", "9", lazy_re(r"(?P<degrees>\d{1,3}\.\d{1,6}) ?(?P<point>[NSEW])(?=[\s,;/)]|\.?$)"), _decimal
)
COORDINATE_WORD = Rule(
    "coordinate", "a", lazy_re(r"(?P<degrees>degrees?) (?P<point>[NSEW])(?=[\s,;:)]|\.?$|\. )"), _after_word
)
