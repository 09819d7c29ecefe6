"""Read numbers that no other class has read: cardinals, ordinals, decimals, fractions, powers and versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.number_words import NUMBER, QUANTITY
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
    return {"-": "minus ", "\u2013": "minus ", "+": "plus ", "\u00b1": "plus or minus ", "~": "about "}[sign]


def _ordinal(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "21st", "1,000th", "the 101st Airborne" and "30th-anniversary"."""
    text = match["number"].replace(",", "")
    end = match.end()
    if len(text) > _LONGEST:
        return None
    value = int(text)
    suffix = match["suffix"].lower()
    if suffix != _suffix(value):
        return Reading(f"{number_words.integer(text, british=sentence.locale.british)} {suffix}", end)
    said = number_words.ordinal(value, british=sentence.locale.british) if value else "zeroth"
    if re.match(r" (?:[NSEW]\. )?(?:St|Ave|Street|Avenue|Blvd)\b", sentence.text[end : end + 14]) and value < _STREETS:
        said = said.capitalize()
    if match["plural"]:
        said += "s"
    return sentence.reading(said, end)


_LONGEST = 33
_STREETS = 200


def _suffix(value: int) -> str:
    """Return the ending of an ordinal in digits: "st", "nd", "rd" or "th"."""
    if 10 < value % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _odds(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a fraction is odds: "odds of 7/2", "a 7/2 favorite"."""
    before = sentence.words_before(match.start(), 3)
    near = " ".join([*before, *sentence.words_after(match.end(), 2)]).lower()
    return bool(
        re.search(
            r"\bodds\b|\bfavou?rite\b|\bshot\b|\bjoint\b|\bbookmakers?\b|\bbet\b|\bon at\b|\bodds-on\b|\boutsider\b",
            near,
        )
    ) or (bool(before) and before[0] == "at" and int(match["top"]) > int(match["over"]))


_DAY_BEFORE = tables.word_set("numbers.day_before")
_BATTED = frozenset({"posted", "made", "reached", "were", "on", "at"})
_WICKETS, _WHOLE, _MONTHS, _DAYS = 10, 100, 12, 31
_RATED = tables.word_set("numbers.rated")


def _fraction(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1/2", "5/16 of an inch", "a 7/8-inch bolt", "24/7", "odds of 7/2" and "8/10"."""
    top, over = int(match["top"]), int(match["over"])
    end = match.end()
    british = sentence.locale.british
    if _odds(match, sentence):
        return Reading(f"{number_words.cardinal(top)} to {number_words.cardinal(over)}", end)
    if over <= _WICKETS < top // 3 and sentence.before(match.start()).lower() in _BATTED:
        return Reading(f"{number_words.cardinal(top, british=british)} for {number_words.cardinal(over)}", end)
    before = sentence.before(match.start()).lower()
    if (
        match[0] in {"24/7", "20/20"}
        or (top + over == _WHOLE and over)
        or (before in _DAY_BEFORE and over <= _MONTHS and over < top <= _DAYS)
    ):
        return sentence.reading(f"{number_words.cardinal(top)} {number_words.cardinal(over)}", end)
    if (
        over in {5, 10, 20, 50, 100}
        and top <= over
        and set(map(str.lower, sentence.words_before(match.start(), 2))) & _RATED
    ):
        return Reading(f"{number_words.cardinal(top)} out of {number_words.cardinal(over)}", end)
    if over == 0 or top == 0:
        return Reading(f"{number_words.cardinal(top)} over {number_words.cardinal(over)}", end)
    if match["nth"] and match["nth"].lower() != _suffix(over):
        return None
    return sentence.reading(number_words.fraction(top, over, british=british), end)


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
    if sentence.text.startswith("+", end) and not sentence.text[end + 1 : end + 2].isalnum():
        return Reading(f"{said} plus", end + 1)
    return sentence.reading(said, end)


_LINKING = frozenset({"was", "is", "of", "number", "in"})
_NAMED = tables.word_set("numbers.named")


def is_name(sentence: Sentence, start: int) -> bool:
    """Return whether a number is read digit by digit: "PIN 1234", "the code was 0815", "ending in 8876"."""
    words = [word.lower() for word in sentence.words_before(start, 2)]
    if not words:
        return False
    return words[0] in _NAMED or (words[0] in _LINKING and words[1:2] != [] and words[1] in _NAMED)


def _say(text: str, start: int, end: int, sentence: Sentence) -> str:
    """Return a number as a count, as a code, or digit by digit."""
    british = sentence.locale.british
    bare = text.isdigit()
    before = sentence.before(start).lower() if bare and len(text) > 2 else ""
    if bare and len(text) > 2:
        if text == "007":
            return "double oh seven"
        if is_name(sentence, start) or (before in {"number", "no"} and len(text) > 4):
            return number_words.digits(text)
        if (
            before in {"text", "to", "texting"}
            and len(text) > _FOUR
            and _TEXTED.search(sentence.text[max(0, start - 40) : start])
        ):
            return number_words.digits(text)
        if (before in _CODED or sentence.after(end) in {"error", "errors"}) and len(text) in {3, 4}:
            return number_words.code(text)
        if len(text) == 5 and _ZIP.search(sentence.text[max(0, start - 24) : start]):
            return number_words.digits(text)
        if (
            len(text) in {3, 4}
            and _ADDRESS.match(sentence.text, end)
            and sentence.before(start).lower() not in {"the", "about", "nearly", "over"}
        ):
            return number_words.code(text)
        if len(text) > _COUNTED and not text.endswith("000"):
            return number_words.digits(text)
    if text == ".300" or (text.startswith(".") and len(text) == 4 and _batting(sentence, start, end)):
        return (
            f"point {number_words.code(text[1:])}"
            if text[1] != "0"
            else f"point {number_words.digits(text[1:], zero='oh')}"
        )
    return number_words.number(text, british=british)


_CODED = tables.word_set("numbers.coded")
_FOUR = 4
_COUNTED = 12
"""The largest number of digits of a count without commas. More digits are the number of a card or an account."""
_TEXTED = re.compile(r"(?i)\btext(?:ing)? (?:\S+ to )?$")
_ZIP = re.compile(r"(?:, [A-Z][a-z]+\.?|[A-Z]{2}|D\.C\.|Calif\.|York|Jersey|Carolina|Texas|Virginia),? $")
_ADDRESS = re.compile(
    r" (?:[NSEW]\.? |North |South |East |West )?(?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+)(?: [A-Z][a-z]+)? (?:St|"
    r"Ave|Rd|Blvd|Dr|Ln|Ct|Hwy|hwy|Pkwy|Expy|Street|Avenue|Road|Boulevard|Drive|Lane|Way|st|"
    r"ave|Place|Court)\b"
)


def _batting(sentence: Sentence, start: int, end: int) -> bool:
    """Return whether a number is a batting average."""
    words = [word.lower() for word in sentence.words_before(start, 3)] + sentence.words_after(end, 2)
    return bool(
        {
            "hit",
            "hitting",
            "batting",
            "batted",
            "hits",
            "average",
            "averaged",
            "hitter",
            "slugging",
            "percentage",
            "bat",
        }
        & set(words)
    )


def _listed(match: re.Match[str], sentence: Sentence) -> str:
    """Read versions with "point" ("2.0.1") and IP addresses with "dot"."""
    address = match[0].count(".") == 3
    del sentence
    parts = match[0].split(".")
    if address:
        return " dot ".join(number_words.digits(part) for part in parts)
    return " point ".join(number_words.integer(part) for part in parts)


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


def _power(match: re.Match[str], sentence: Sentence) -> str:
    """Read "10²", "5³" and "10⁶"."""
    digits = match["power"].translate(_SUPERSCRIPTS)
    power = {"2": "squared", "3": "cubed"}.get(
        digits
    ) or f"to the power of {'minus ' if '-' in digits else ''}{number_words.integer(digits.strip('-+') or '0')}"
    return f"{number_words.number(match['number'], british=sentence.locale.british)} {power}"


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

ORDINAL = Rule(
    "ordinal",
    "9",
    re.compile(r"(?P<number>\d{1,3}(?:,\d{3}){1,10}|\d{1,36})(?P<suffix>st|nd|rd|th|ST|ND|RD|TH)(?P<plural>s)?(?!\w)"),
    _ordinal,
)
VERSION = Rule("version", "9", re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,6}(?:\.\d{1,6})?(?![\w]|\.\d)"), _listed)
POWER = Rule(
    "power", "9", re.compile(rf"(?P<number>{NUMBER})(?P<power>[⁰²³⁴⁵⁶⁷⁸⁹⁻⁺][⁰¹²³⁴⁵⁶⁷⁸⁹]{{0,3}})(?!\w)"), _power
)
ROUND_NUMBER_PLURAL = Rule("number", "9", re.compile(r"(?P<number>1,000,000|1000000|1,?000|100)s(?!\w)"), _round)
TEAM_NAME = Rule("number", "9", re.compile(r"(?P<number>49|76)ers(?P<tail>')?(?!\w)"), _plurals)
FRACTION = Rule(
    "fraction",
    "9",
    re.compile(r"(?P<top>\d{1,5}) ?/ ?(?P<over>\d{1,5})(?P<nth>st|nd|rd|th|RD|TH|ST|ND)?(?!\w|/\w|\.\d|-\d)"),
    _fraction,
)
MIXED_FRACTION = Rule(
    "number",
    "9.",
    re.compile(rf"{_SIGN}(?P<number>{NUMBER} \d{{1,3}}/\d{{1,3}})(?P<plural>)(?:rd|th|nd|st)?(?!\w|/)"),
    _number,
)
NUMBER_ALONE = Rule("number", "9.", re.compile(rf"{_SIGN} ?(?P<number>{QUANTITY})(?P<plural>'?s(?!\w))?"), _number)
