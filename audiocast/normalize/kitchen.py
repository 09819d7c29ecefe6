"""Read the single letters of recipes ("3T oil", "1 t salt", "2 c. flour") and their packs ("1 x 400g tin")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.number_words import QUANTITY
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule
from audiocast.normalize.units import find_unit, localized

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_CUP = ("cup", "cups")
_SPOONS = {"T": ("tablespoon", "tablespoons"), "t": ("teaspoon", "teaspoons"), "c": _CUP, "C": _CUP}
_FOOD = tables.word_set("kitchen.food")
_MOST = 20
_WORDS = lazy_re(r"[a-z]+")


def _letter(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "3T oil", "1 t salt" and "2 c. flour"."""
    number, end = match["number"], match.end()
    whole = re.match(r"\d+", number)
    if whole and int(whole[0]) > _MOST:
        return None
    following = _WORDS.findall(sentence.text[end : end + 40].lower())[:4]
    if _FOOD.isdisjoint(following):
        return None
    one, many = _SPOONS[match["unit"]]
    fraction = number in number_words.VULGAR or ("/" in number and " " not in number and "-" not in number)
    said = _said(number, british=sentence.locale.british)
    return Reading(f"{said} {one if fraction or number_words.is_one(number) else many}", end)


def _said(number: str, *, british: bool) -> str:
    """Return a number or a fraction in words."""
    top, slash, over = number.partition("/")
    if slash and top.isdigit():
        return number_words.fraction(int(top), int(over), british=british)
    return number_words.number(number, british=british)


def _pack(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1 x 400g tin" as "one four hundred gram tin"."""
    unit = find_unit(match["unit"])
    if unit is None:
        return None
    british = sentence.locale.british
    count = number_words.number(match["count"], british=british)
    size = number_words.number(match["size"], british=british)
    return Reading(f"{count} {size} {localized(unit.one, sentence)}", match.end())


LETTER = Rule(
    "measure",
    "9.",
    lazy_re(rf"(?P<number>\d{{1,2}}/\d{{1,2}}|{QUANTITY}) ?(?P<unit>[TtCc])\.?(?= \(?[a-z])"),
    _letter,
)
PACK = Rule(
    "measure",
    "9",
    lazy_re(
        r"(?P<count>\d{1,2}) ?[x\u00d7] ?(?P<size>\d{1,4}(?:\.\d{1,2})?) ?-?"
        r"(?P<unit>mg|mcg|g|kg|ml|cl|l|L|oz|lb|cm|inch|in)"
        r"(?=[ -](?:\w{1,20} ){0,2}?(?:tins?|cans?|jars?|packs?|packets?|pots?|tubs?|bottles?|bags?|"
        r"boxes|box|sachets?|cartons?|steaks?|fillets?|sheets?|blocks?|bars?|tubes?|pouch(?:es)?|punnets?|balls?|slices?|"
        r"tablets?|capsules?|pills?)\b)"
    ),
    _pack,
)
