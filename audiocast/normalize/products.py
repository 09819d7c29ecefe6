"""Read the numbers of products and standards: "RTX 3070", "Radeon Pro 5500M", "i7-8700K", "802.11ac", "HDMI 2.1b".

The name before a number tells that it is the number of a model and no count: `data/products.tsv` lists such names.
Names of letters and digits in one word ("A320neo") are in `model_numbers.py`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


@cache
def _kinds() -> dict[str, str]:
    """Return the kind of each name: "model" before a model number, "version" before a version with a letter."""
    return tables.pairs("products")


def say_model(digits: str, tail: str = "") -> str:
    """Return a model number in words: "3070" -> "thirty seventy", "13900" and "K" -> "thirteen nine hundred K"."""
    said = number_words.code(digits)
    if len(digits) == 5 and digits[0] != "0" and digits[2] != "0":
        said = f"{number_words.cardinal(int(digits[:2]))} {number_words.code(digits[2:])}"
    for part in re.findall(r"\d+|[A-Za-z]", tail):
        said += f"{TIE}{part.upper()}" if part.isalpha() else f" {number_words.code(part)}"
    return said


def _model(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the number of "RTX 3070", "Radeon Pro 5500M", "Peugeot 208" and "Nokia 3310"."""
    digits, tail, end = match["digits"], match["tail"] or "", match.end()
    if len(digits) < _THREE or not _follows_product(match.start(), sentence):
        return None
    if sentence.text[match.start() - 1 : match.start()] == "-" and not tail and len(digits) != _FOUR:
        return None
    said = say_model(digits, "" if tail == "s" else tail)
    return sentence.reading(number_words.plural(said) if tail == "s" else said, end)


_THREE, _FOUR = 3, 4
_SERIES = lazy_re(r"(?:[A-Z][A-Za-z]{1,10}|[A-Z]?[3579]|i[3579])$")
_NOT_SERIES = frozenset({"In", "The", "And", "For", "With", "Over", "About", "Only", "Some"})


def _letter_s(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "iPhone 6s" and "the 6s Plus", whose "s" is a letter of the name."""
    if sentence.before(match.start()) != "iPhone" and not _PLUS.match(sentence.text, match.end()):
        return None
    return Reading(f"{number_words.cardinal(int(match['digit']))}{TIE}S", match.end())


_PLUS = lazy_re(r" Plus\b")


def _follows_product(start: int, sentence: Sentence) -> bool:
    """Return whether the name of a product stands before a number, with at most the name of a series between."""
    text = sentence.text
    if text[start - 1 : start] not in {" ", "-"}:
        return False
    words = re.split(r"[ -]", text[max(0, start - 40) : start - 1])[-3:]
    words.reverse()
    for place, word in enumerate(words):
        if _kinds().get(word.removesuffix("'s")) == "model":
            return True
        if place < 2 and not (_SERIES.match(word) and word not in _NOT_SERIES):
            return False
    return False


def _large_model(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "8700K" and "5500M" without a name before it: nobody writes thousands of thousands."""
    if sentence.text[match.start() - 1 : match.start()] in _CURRENCIES:
        return None
    return sentence.reading(say_model(match["digits"], match["tail"]), match.end())


_CURRENCIES = frozenset("$£€¥₹")


def _wifi(match: re.Match[str], sentence: Sentence) -> str:
    """Read "802.11ac", "802.11a/b/g/n" and "802.3af"."""
    del sentence
    said = f"eight oh two dot {number_words.cardinal(int(match['part']))}"
    for letters in (match["letters"] or "").split("/"):
        said += f" {TIE.join(letters.upper())}" if letters else ""
    return said


def _version(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the number of "HDMI 2.1b" and "USB 3.1c"."""
    before = sentence.before(match.start())
    if _kinds().get(before) != "version" and _kinds().get(before.rpartition("-")[0]) != "version":
        return None
    said = number_words.number(match["number"])
    return sentence.reading(f"{said}{TIE}{match['letter'].upper()}", match.end())


def _aperture(match: re.Match[str], sentence: Sentence) -> str:
    """Read "f/1.8" and "f/2.8-4"."""
    del sentence
    said = f"F{TIE}{number_words.number(match['stop'])}"
    return f"{said} to {number_words.number(match['to'])}" if match["to"] else said


def _dotted(match: re.Match[str], sentence: Sentence) -> str:
    """Read "H.264" and "an M.2 drive"."""
    del sentence
    return f"{match['h'] or match['m']}{TIE}dot {number_words.digits(match['codec'] or match['slot'])}"


def _station(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the frequency of a radio station: "105.3 FM", "97.3FM", "1010 AM"."""
    del sentence
    whole, tenth, band = match["whole"], match["tenth"], match["band"]
    if band == "AM" and not (tenth is None and int(whole) >= _LOWEST_AM and not whole.startswith("0")):
        return None
    said = number_words.code(whole)
    if tenth:
        said += f" point {number_words.digits(tenth)}"
    return Reading(f"{said} {TIE.join(band)}", match.end())


_LOWEST_AM = 530

MODEL = Rule(
    "model",
    "9",
    lazy_re(r"(?P<digits>\d{3,5})(?P<tail>[A-Z]{1,3}(?:\d[A-Z]?)?|[a-z]{1,2})?(?![\w%]|[.,]\d)"),
    _model,
)
LETTER_S = Rule("model", "9", lazy_re(r"(?P<digit>[3-6])s(?!\w)"), _letter_s)
LARGE_MODEL = Rule(
    "model", "9", lazy_re(r"(?P<digits>[2-9]\d{3}|1[0-4]\d{3})(?P<tail>[KMX][FS]?|XT)(?!\w)"), _large_model
)
WIFI = Rule(
    "model",
    "9",
    lazy_re(r"802\.(?P<part>1?\d{1,2})(?P<letters>[a-z]{1,2}(?:/[a-z]{1,2}){0,5})?(?![\w.]\w|\w)"),
    _wifi,
)
VERSION_WITH_LETTER = Rule("model", "9", lazy_re(r"(?P<number>\d{1,3}\.\d{1,3})(?P<letter>[a-z])(?!\w)"), _version)
APERTURE = Rule(
    "model", "a", lazy_re(r"f/(?P<stop>\d{1,2}(?:\.\d)?)(?:[-\u2013](?P<to>\d{1,2}(?:\.\d)?))?(?!\w|/)"), _aperture
)
DOTTED_STANDARD = Rule(
    "model",
    "A",
    lazy_re(
        r"(?:(?P<h>H)\. ?(?P<codec>26[1-6])|"
        r"(?P<m>M)\. ?(?P<slot>2)(?= (?:drives?|slots?|SSDs?|NVMe|ports?|cards?|connectors?)\b))"
        r"(?!\w)"
    ),
    _dotted,
)
STATION = Rule(
    "frequency", "9", lazy_re(r"(?P<whole>\d{2,4})(?:\.(?P<tenth>\d{1,2}))? ?(?P<band>FM|AM)(?!\w)"), _station
)
