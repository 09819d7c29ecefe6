"""Read how often or how much of something: "15 litres/day", "40 hours/week", "3x/week", "2x faster", "3x champion".

A unit with a symbol, as in "60 km/h", is read by `measures.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule
from audiocast.normalize.units import find_rates, localized

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_PERIODS = "second|sec|minute|min|hour|hr|day|week|wk|month|year|yr|night|annum|quarter|season"
_SINGULAR = tables.word_set("rates.singular")


def _word_per(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "litres/day", "people/km²" and "litre/day"."""
    word = match["word"]
    if not (word.endswith("s") or word in _SINGULAR or word == "people") or (
        word in _NO_COUNTS and not sentence.text[max(0, match.start() - 2) : match.start()].strip().isdigit()
    ):
        return None
    per = find_rates(match["per"])
    return f"{word} {localized(per, sentence)}" if per else None


_NO_COUNTS = frozenset({"days", "weeks", "months", "yes", "this", "as", "is", "was", "us", "its"})
"""Words before a slash that no rate begins with: "days/week" is an alternative."""


def _times(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "3x/week", "2x a day", "3x faster", "a 3x champion" and "a 10x gain"."""
    british = sentence.locale.british
    number, end = match["number"], match.end()
    said = number_words.number(number, british=british)
    if match["low"]:
        number, said = "", f"{number_words.number(match['low'], british=british)} to {said}"
    if match["period"]:
        period = find_rates(f"/{match['period']}").removeprefix("per ")
        return Reading(f"{_often(number, said)} {'an' if period[0] in 'aeiou' else 'a'} {period}", end)
    after = [word.lower() for word in sentence.words_after(end, 2)]
    if after and (after[0] in _HOW_OFTEN or (after[0] in {"a", "an"} and after[1:2] != [] and after[1] in _TIMES)):
        return Reading(_often(number, said), end)
    if after and after[0].endswith(_TITLES):
        return Reading(f"{said} time", end)
    if after and after[0] in {"as", "the"}:
        return Reading(_often(number, said), end)
    if after and (after[0] in _COMPARED or (after[0].endswith("er") and after[0] not in _NO_COMPARISONS)):
        return Reading(f"{said} times", end)
    if match["mark"] == "\u00d7" or match["low"]:
        return sentence.reading(f"{said} times", end)
    return sentence.reading(f"{said} X", end)


def _often(number: str, said: str) -> str:
    """Return how often something happens: "once", "twice", "three times"."""
    return {"1": "once", "2": "twice"}.get(number, f"{said} times")


_TIMES = frozenset(_PERIODS.split("|"))
_HOW_OFTEN = frozenset({"daily", "weekly", "monthly", "yearly", "annually", "per", "each", "every"})
_TITLES = (
    "champion",
    "champions",
    "winner",
    "winners",
    "medalist",
    "medallist",
    "star",
    "nominee",
    "mvp",
    "pro-bowler",
)
_COMPARED = tables.word_set("rates.compared")
_NO_COMPARISONS = frozenset({"power", "user", "number", "per", "layer", "laser", "computer", "after", "over", "under"})

WORD_PER = Rule(
    "rate",
    "a",
    lazy_re(
        rf"(?P<word>[a-z]{{3,14}})(?P<per>/(?:{_PERIODS}|person|head|capita|household|km²|km2|m²|m³|kg|km|mile|mL|ml|L))"
        r"(?![\w/²³])"
    ),
    _word_per,
)
TIMES = Rule(
    "times",
    "9",
    lazy_re(
        rf"(?:(?P<low>{NUMBER})[x\u00d7]?[-\u2013])?(?P<number>{NUMBER})(?P<mark>[x\u00d7])"
        rf"(?:/(?P<period>{_PERIODS})|(?![\w/\u00d7]| ?\d))(?!\w)"
    ),
    _times,
)
