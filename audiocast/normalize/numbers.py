"""Read numbers that no other class has read: cardinals, ordinals, decimals and mixed fractions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import identifiers, number_words
from audiocast.normalize.number_words import NUMBER, QUANTITY
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_SIGN = r"(?P<sign>[-+\u00b1~\u2013])?"


def sign_of(match: re.Match[str], sentence: Sentence) -> str | None:
    """Return the words for the sign before a number, or None if the mark is not a sign."""
    sign = match["sign"]
    if not sign:
        return ""
    before = sentence.text[match.start() - 1 : match.start()]
    if before and (before.isalnum() or before in ")%'"):
        return None
    if sign in "-\u2013" and sentence.text[: match.start()].endswith("- "):
        return None
    return {"-": "minus ", "\u2013": "minus ", "+": "plus ", "\u00b1": "plus or minus ", "~": "about "}[sign]


def _ordinal(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "21st", "1,000th", "the 101st Airborne" and "30th-anniversary"."""
    text = match["number"].replace(",", "")
    end = match.end()
    if len(text) > _LONGEST:
        return None
    value = int(text)
    suffix = match["suffix"].lower()
    if suffix != ordinal_suffix(value):
        return Reading(f"{number_words.integer(text, british=sentence.locale.british)} {suffix}", end)
    said = number_words.ordinal(value, british=sentence.locale.british) if value else "zeroth"
    if re.match(r" (?:[NSEW]\. )?(?:St|Ave|Street|Avenue|Blvd)\b", sentence.text[end : end + 14]) and value < _STREETS:
        said = said.capitalize()
    if match["plural"]:
        said += "s"
    if _ANOTHER_ORDINAL.match(sentence.text, end):
        return Reading(f"{said} to ", end + 1)
    return sentence.reading(said, end)


def _century(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "a 19thC house"."""
    del sentence
    return Reading(f"{number_words.ordinal(int(match['number']))} century", match.end())


def _calibre(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read the bore of a gun without its point: "a .38-calibre revolver", "a .223 rifle"."""
    return sentence.reading(number_words.code(match["number"]), match.end())


_ANOTHER_ORDINAL = lazy_re(r"[-\u2013\u2014]\d{1,4}(?:st|nd|rd|th)(?!\w)")
_LONGEST = 33
_STREETS = 200


def ordinal_suffix(value: int) -> str:
    """Return the ending of an ordinal in digits: "st", "nd", "rd" or "th"."""
    if 10 < value % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _number(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "14", "1,991", "2½", "-3", "0.75", "100,000+" and "12-member"."""
    sign = sign_of(match, sentence)
    if sign is None:
        return None
    end = match.end()
    text = match["number"]
    said = sign + _say(text, match.start(), end, sentence)
    if match["plural"] and not ("/" in text and said.endswith("s")):
        said = number_words.plural(said) if match["plural"] == "s" else f"{said}'s"
    if sentence.text.startswith("+", end) and not (
        sentence.text[end + 1 : end + 2].isalnum() or sentence.text.startswith("+/-", end)
    ):
        return Reading(f"{said} plus", end + 1)
    return sentence.reading(said, end)


def _say(text: str, start: int, end: int, sentence: Sentence) -> str:
    """Return a number as a name, as a batting average or as a count."""
    if text.isdigit() and len(text) > 2 and (name := identifiers.read(text, start, end, sentence)):
        return name
    if text == ".300" or (text.startswith(".") and len(text) == 4 and _batting(sentence, start, end)):
        return (
            f"point {number_words.code(text[1:])}"
            if text[1] != "0"
            else f"point {number_words.digits(text[1:], zero='oh')}"
        )
    return number_words.number(text, british=sentence.locale.british)


def _batting(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a number is a batting average."""
    words = [word.lower() for word in sentence.words_before(start, 3)] + sentence.words_after(end, 2)
    return not _BATTING.isdisjoint(words)


_BATTING = frozenset(
    ("hit", "hitting", "batting", "batted", "hits", "average", "averaged", "hitter", "slugging", "percentage", "bat")
)


def _plurals(match: re.Match[str], sentence: Sentence) -> str:
    """Read the names of teams: "the 49ers", "the 76ers"."""
    words = number_words.cardinal(int(match["number"]))
    del sentence
    return (
        "forty-niners" if match["number"] == "49" else f"{words[:-1]}iers" if words.endswith("y") else f"{words}ers"
    ) + (match["tail"] or "")


def _round(match: re.Match[str], sentence: Sentence) -> str:
    """Read "1000s of people" and "in the 100s"."""
    del sentence
    return f"{number_words.number(match['number']).removeprefix('one ')}s"


CENTURY = Rule("ordinal", "9", lazy_re(r"(?P<number>1?\d|2[01])(?:st|nd|rd|th)C(?!\w)"), _century)
CALIBRE = Rule(
    "number",
    ".",
    lazy_re(
        r"\.(?P<number>17|2[25]|3[0128]|4[0145]|50|2[2-7]\d|30[03468]|338|357|380)"
        r"(?=[- ](?:cal(?:iber|ibre)?\b|Magnum|Winchester|Remington|rifle|pistol|revolver|handgun))"
    ),
    _calibre,
)
ORDINAL = Rule(
    "ordinal",
    "9",
    lazy_re(r"(?P<number>\d{1,3}(?:,\d{3}){1,10}|\d{1,36})(?P<suffix>st|nd|rd|th|ST|ND|RD|TH)(?P<plural>s)?(?!\w)"),
    _ordinal,
)
ROUND_NUMBER_PLURAL = Rule("number", "9", lazy_re(r"(?P<number>1,000,000|1000000|1,?000|100)s(?!\w)"), _round)
TEAM_NAME = Rule("number", "9", lazy_re(r"(?P<number>49|76)ers(?P<tail>')?(?!\w)"), _plurals)
MIXED_FRACTION = Rule(
    "number",
    "9.",
    lazy_re(rf"{_SIGN}(?P<number>{NUMBER} \d{{1,3}}/\d{{1,3}})(?P<plural>)(?:rd|th|nd|st)?(?!\w|/)"),
    _number,
)
NUMBER_ALONE = Rule(
    "number",
    "9.",
    lazy_re(rf"{_SIGN} ?(?P<number>{QUANTITY})(?(sign)(?!/\d))(?P<plural>'?s(?!\w))?"),
    _number,
    common=True,
)
