"""Read money: symbols and codes, cents and pence, magnitudes, ranges, and prices per unit.

"$1.5bn", "EUR 500m", "20p", "$4.8-$5.2 billion", "$15/hour". An amount with two decimals has cents.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize import number_words, tables
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

MAGNITUDES = tables.pairs("magnitudes")
"""The words for a magnitude, by its written form: "bn" -> "billion"."""

MAGNITUDE = (
    r"(?: ?(?:(?:lakh|thousand|hundred|million) (?:crores?|thousand|million|billion)|hundred|"
    r"thousand|[mbtMBT](?:ILLION|illion)|[tT]r(?:ILLION|illion)|quadrillion|crores?|lakhs?)"
    r"| (?:tr?n|bn|mn|mln|bln|mil)|-(?:[mbt]illion|trillion)|(?:[kKmMbBtT]|mn|mln|mil|mio|MM|bn|"
    r"Bn|BN|bln|mrd|trn?|tn|trln|cr))(?![\w']|-\d)"
)
"""A magnitude with its space, as a pattern."""


class Currency(NamedTuple):
    """The singular and plural names of a currency and of its hundredth."""

    one: str
    many: str
    cent: str
    cents: str


@cache
def currencies() -> dict[str, Currency]:
    """Return the currencies by symbol and by code."""
    return {row[0]: Currency(*row[1:]) for row in tables.rows("currencies")}


# Codes and letters with other meanings. They are money only if the amount has a magnitude, cents or commas.
_DOUBTFUL = tables.word_set("money.doubtful")


_DECIMAL_COINS = frozenset({"dollar", "pound", "euro"})


def amount(number: str, magnitude: str, money: Currency, *, british: bool, attribute: bool) -> str:
    """Return an amount in words.

    Args:
        number: The written number.
        magnitude: The magnitude in words, or "".
        money: The currency.
        british: Whether to read in the British way.
        attribute: Whether the amount stands before its noun ("a five dollar bill"), so that the currency is singular.
    """
    whole, _, decimals = number.replace(",", "").partition(".")
    many = money.one if attribute else money.many
    if magnitude:
        return f"{number_words.number(number, british=british)} {magnitude} {many}"
    cents = decimals.rstrip("0")
    if len(decimals) == 1 and money.one not in _DECIMAL_COINS:
        return f"{number_words.number(number, british=british)} {many}"
    if not cents and decimals:
        number = whole or "0"
    elif cents and len(cents) <= 2 and money.cent != "-":
        hundredths = int(cents.ljust(2, "0"))
        part = f"{number_words.cardinal(hundredths)} {money.cent if hundredths == 1 else money.cents}"
        if not whole.strip("0"):
            return part
        unit = money.one if whole == "1" or attribute else many
        return f"{number_words.integer(whole, british=british)} {unit} {part}"
    one = number.replace(",", "") == "1"
    return f"{number_words.number(number, british=british)} {money.one if one or attribute else many}"


def _per(unit: str) -> str | None:
    """Return the words for the unit after a slash ("$15/hour"), or None if it is unknown."""
    return tables.pairs("prices").get(unit)


_PRICED = re.compile(r"/(?P<unit>[A-Za-z²]{1,8}\d?)(?!\w)(?:\.(?=[,;)]| [a-z]))?")
_HYPHENS = re.compile(r"-(?!\d)(?=[a-z])")
_RANGE = r"(?: ?[-\u2013\u2014] ?| to )"


def _symbol(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "$1.5bn", "A$4.5m", "€2.5-billion", "$4.8-$5.2 billion", "Rs 500 crore" and "-$3"."""
    symbol = match["symbol"]
    money = currencies()[symbol]
    magnitude = _magnitude(match["magnitude"])
    if symbol in _DOUBTFUL and not magnitude and "." not in match["number"] and "," not in match["number"]:
        return None
    end = match.end()
    text = sentence.text
    british = sentence.locale.british
    joined = sentence.text[match.start() - 1 : match.start()].isalnum()
    sign = "" if not match["sign"] else " " if joined else "minus "
    if second := _second(match, sentence, money):
        return second
    attribute = attribute_of(end, match.start(), sentence)
    if magnitude and text.startswith("-", end) and _HYPHENS.match(text, end):
        attribute = True
    said = sign + amount(match["number"], magnitude, money, british=british, attribute=attribute)
    return _tail(said, end, sentence)


def _tail(said: str, end: int, sentence: Sentence) -> Reading:
    """Return a reading with the unit of a price ("$15/hour"). The hyphens of "$3m-a-year" become spaces."""
    text = sentence.text
    priced = _PRICED.match(text, end)
    if priced and (per := _per(priced["unit"])):
        return Reading(f"{said} {per}", priced.end())
    if text.startswith("+", end) and not text[end + 1 : end + 2].isalnum():
        return Reading(f"{said} plus", end + 1)
    chain = re.compile(r"-(?:a|an|per|plus)-[a-z]{1,20}(?:-[a-z]{1,20})?").match(text, end)
    if chain:
        return Reading(said + chain[0].replace("-", " "), chain.end())
    return sentence.reading(said, end)


_SECOND = re.compile(
    rf"{_RANGE}(?P<symbol>[A-Z]{{0,3}}[$£€¥₹₩])?(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})?(?![\w%]|-[a-z0-9])",
)


def _second(match: re.Match[str], sentence: Sentence, money: Currency) -> Reading | None:
    """Read a range of amounts. If only the upper amount has a magnitude, it is the magnitude of both."""
    text = sentence.text
    second = _SECOND.match(text, match.end())
    if second is None or (second["symbol"] is None and second[0].startswith(" to ")):
        return None
    if second["symbol"] is not None and currencies().get(second["symbol"]) != money:
        return None
    british = sentence.locale.british
    upper = _magnitude(second["magnitude"])
    lower = _magnitude(match["magnitude"]) or (upper if second["symbol"] is None or not match["magnitude"] else "")
    if second[0].startswith(" to ") and not match["magnitude"]:
        return None
    same = second["symbol"] is None
    attribute = attribute_of(second.end(), match.start(), sentence)
    low = (
        f"{number_words.number(match['number'], british=british)}{f' {lower}' if lower and lower != upper else ''}"
        if same
        else amount(match["number"], lower, money, british=british, attribute=attribute)
    )
    high = amount(second["number"], upper, money, british=british, attribute=attribute)
    return _tail(f"{low} to {high}", second.end(), sentence)


def _magnitude(written: str | None) -> str:
    """Return the words for a written magnitude, or ""."""
    if not written:
        return ""
    bare = written.strip(" -")
    return MAGNITUDES.get(bare) or (bare if " " in bare else "")


_DETERMINERS = tables.word_set("money.determiners")
_BOUGHT = tables.word_set("money.bought")
_NOT_NOUNS = tables.word_set("money.not_nouns")


def attribute_of(end: int, start: int, sentence: Sentence) -> bool:
    """Return whether a quantity stands before its noun ("a $5m deal"), so that its unit is singular.

    It does if a hyphen follows it. It also does if a noun follows it and an article stands before it, with at most two
    adjectives between.

    Args:
        end: The end of the quantity.
        start: The start of the quantity.
        sentence: The sentence.
    """
    text = sentence.text
    if sentence.is_joined(end):
        return True
    after = sentence.after(end)
    if not after or not text.startswith(" ", end) or after.lower() in _NOT_NOUNS:
        return False
    if not (after[0].islower() or after[0].isupper()) or (
        after.endswith(("ly", "ed")) and after not in {"bed", "speed", "seed"}
    ):
        return False
    if after in _BOUGHT:
        return True
    before = [word.lower() for word in sentence.words_before(start, 3)]
    mark = sentence.text[max(0, start - 2) : start].strip()[-1:]
    if not before or (mark in ",.;:" and mark and not (mark == "," and "-" in before[0])):
        return False
    if before[0] in _DETERMINERS or before[0].endswith("'s"):
        return True
    return (
        any(word in {"a", "an"} for word in before[1:3])
        and before[0] not in _NOT_NOUNS
        and not before[0].endswith("ly")
    )


def _code_after(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "500 USD" and "10 €"."""
    code = match["code"]
    money = currencies().get(code)
    if money is None or (code in _DOUBTFUL and not match["magnitude"]):
        return None
    said = amount(
        match["number"],
        _magnitude(match["magnitude"]),
        money,
        british=sentence.locale.british,
        attribute=attribute_of(match.end(), match.start(), sentence),
    )
    return _tail(said, match.end(), sentence)


def _pence(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "10p", "1,845p", "50¢", "a 5p coin" and "99c"."""
    said = number_words.number(match["number"], british=sentence.locale.british)
    unit = match["unit"]
    one = match["number"] == "1"
    if unit == "¢":
        return Reading(
            f"{said} {'cent' if one or attribute_of(match.end(), match.start(), sentence) else 'cents'}", match.end()
        )
    if unit == "c":
        cent = one or attribute_of(match.end(), match.start(), sentence)
        return _tail(f"{said} {'cent' if cent else 'cents'}", match.end(), sentence)
    if sentence.after(match.end()) in {"video", "resolution", "screen", "footage", "display"}:
        return None
    return _tail(f"{said}{TIE}P", match.end(), sentence)


def _symbol_alone(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read a symbol without an amount: "the $ fell"."""
    del sentence
    money = currencies().get(match["symbol"])
    return None if money is None else money.one


def _with_magnitude(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1.4tn yen", "20k fans", "5bn people" and "a 10K run"."""
    magnitude = _magnitude(match["magnitude"])
    number, end = match["number"], match.end()
    if match["magnitude"] in {"B", "M", "T", "K"} and sentence.after(end)[:1].isupper():
        return None
    if len(match["magnitude"]) == 1 and sentence.before(match.start()).lower() in NUMBERED:
        return None
    raced = number in {"5", "10"} and sentence.words_before(match.start(), 2)[-1:] in _RAN
    if match["magnitude"] in {"K", "k"} and (raced or sentence.after(end) in _LENGTHS):
        return Reading(f"{number_words.number(number)}{TIE}K", end)
    said = f"{number_words.number(number, british=sentence.locale.british)} {magnitude}"
    return _tail(said, end, sentence)


_RAN = (["ran"], ["run"], ["runs"], ["running"], ["jogged"], ["finished"], ["completed"], ["won"])

NUMBERED = tables.word_set("money.numbered")
"""Words before a number with a letter: in "seat 12A" the letter is no ampere, in "flat 4B" no billion."""

_LENGTHS = tables.word_set("money.lengths")

_SYMBOLS = (
    r"(?:US|AU|CA|A|C|NZ|HK|S|NT|T|Z|J|TT|EC|Bds|FJ|N|R|Mex|MX|AR)\$|E£|CN¥|GH₵|[$£€¥₩₹₱৳฿₫₽₴₺₪₦₵₸₾₼₡₲₿₭₮₨؋¤₠₣₤₥₧₯₳₢៛]"
)
_CODES = r"(?:[A-Z]{3}|RM|Rs|Re|Tk|Rp|Ksh|KSh|SFr|SKr|NKr|DKr|Dhs?|Fr|Ft|TL|SR|DM|FF|Lit|kr|R)\.?"
_SYMBOL_MAGNITUDE = rf"(?:{MAGNITUDE}| [mMbBkKT](?![\w']))"
_AMOUNT = rf"(?P<number>(?:{NUMBER}|\.\d++))(?P<magnitude>{_SYMBOL_MAGNITUDE})?"
_PLAIN_AMOUNT = rf"(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})?"


def _coded(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "USD 5m", "Rs. 500 crore", "CHF20" and "R250m"."""
    if match["symbol"].rstrip(".") not in currencies():
        return None
    return _symbol_of(match, sentence)


def _symbol_of(match: re.Match[str], sentence: Sentence) -> Reading | None:
    bare = re.compile(rf"(?P<sign>)(?P<symbol>[A-Za-z]+)\.?\s?{_AMOUNT}").match(sentence.text, match.start())
    return _symbol(bare, sentence) if bare else None


def _cashtag(match: re.Match[str], sentence: Sentence) -> str:
    """Read "$AAPL" letter by letter."""
    del sentence
    return TIE.join(match["name"])


SYMBOL_FIRST = Rule("money", "A.", re.compile(rf"(?P<sign>-)?(?P<symbol>{_SYMBOLS}) ?{_AMOUNT}(?![\d])"), _symbol)
CODE_FIRST = Rule("money", "Aa", re.compile(rf"(?P<symbol>{_CODES}) ?{_AMOUNT}(?!\w|-\d)"), _coded)
CASHTAG = Rule("ticker", ".", re.compile(r"\$(?P<name>[A-Z]{1,5})(?!\w)"), _cashtag)
CODE_LAST = Rule(
    "money",
    "9",
    re.compile(rf"{_PLAIN_AMOUNT} ?(?P<code>[A-Z]{{3}}|[$€£¥₽₴₹₩₪₺฿₫₦]|zł|Kč|Ft|kr|TL)(?![\w$€£])"),
    _code_after,
)
PENCE = Rule("money", "9", re.compile(rf"(?P<number>{NUMBER})(?P<unit>p|¢| ¢|c)(?!\w)"), _pence)
SYMBOL_ALONE = Rule("money", "A.", re.compile(rf"(?P<symbol>{_SYMBOLS})"), _symbol_alone)

AMOUNT_IN_MILLIONS = Rule(
    "number", "9", re.compile(rf"(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})"), _with_magnitude
)
