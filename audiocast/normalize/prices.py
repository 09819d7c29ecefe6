"""Read what belongs to an amount of money behind it: "$15/hour", "£45pw", "$5-a-day", "Rs 500/-", "$100+".

`data/prices.tsv` lists the units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def with_unit(said: str, end: int, sentence: Sentence) -> Reading:
    """Return a reading with the unit of a price ("$15/hour"). The hyphens of "$3m-a-year" become spaces."""
    text = sentence.text
    if slash := _INDIAN_END.match(text, end):
        return Reading(said, slash.end())
    if (letters := _PRICED_BY_LETTERS.match(text, end)) and (per := _per(letters["unit"], sentence)):
        return Reading(f"{said} {per}", letters.end())
    priced = False
    while (unit := _PRICED.match(text, end)) and (per := _per(unit["unit"], sentence)):
        if unit["per"]:
            per = f"{unit['per']} {per.removeprefix('per ')}"
        said, end, priced = f"{said} {per}", unit.end(), True
    if priced:
        return Reading(said, end)
    if other := _OTHER_CURRENCY.match(text, end):
        return Reading(f"{said} or ", other.end())  # "$20/£16"
    if count := _PER_COUNT.match(text, end):
        return Reading(f"{said} per ", count.end())  # "$32 / 1M tokens"
    if text.startswith("+", end) and not text[end + 1 : end + 2].isalnum():
        return Reading(f"{said} plus", end + 1)
    if chain := _CHAIN.match(text, end):
        return Reading(said + chain[0].replace("-", " "), chain.end())
    return sentence.reading(said, end)


_INDIAN_END = lazy_re(r" ?/ ?-(?!\w)")
"""The end of "Rs 500/-", which is not read."""
_OTHER_CURRENCY = lazy_re(r" ?/ ?(?=[A-Z]{0,3}[$\u00a3\u20ac\u00a5\u20b9]\d)")
_PER_COUNT = lazy_re(r" ?/ ?(?=\d{1,3}(?:,\d{3})*(?:[MKk]\b| (?:million|thousand|[a-z]{2,12}s)\b))")


def _per(unit: str, sentence: Sentence) -> str | None:
    """Return the words for the unit after a slash ("$15/hour"), or None if it is unknown."""
    said = tables.pairs("prices").get(unit)
    return said and (said.replace("liter", "litre") if sentence.locale.british else said)


_PRICED = lazy_re(
    r"(?: ?/ ?| (?P<per>per|an?) (?=(?:kg|g|km|lbs?|oz|[mM]MBtu|[kM]Wh|sq|bbl|hr|yr|mth|wk|ml|tCO2|ha|t)(?!\w)))"
    r"(?P<unit>\d{0,4}[A-Za-z\u00b2]{1,8}\d?|sq\.? ?ft)(?!\w)(?:\.(?=[,;)]| [a-z]))?"
)
_PRICED_BY_LETTERS = lazy_re(
    r" ?(?P<unit>pppn|pcm|p\.c\.m\.|pp|p\.p\.|pw|p\.w\.|pa|p\.a\.|p/[hwmay]|ea\.?|pn|(?<! )p[hmd])"
    r"(?!\w)(?:\.(?=[,;)]))?"
)
_CHAIN = lazy_re(r"-(?:a|an|per|plus)-[a-z]{1,20}(?:-[a-z]{1,20})?")
