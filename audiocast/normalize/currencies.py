"""Know the currencies, and put an amount of money in words.

`data/currencies.tsv` lists the symbols and codes with their names. A symbol that holds a mark or a sign ("$", "NZ$",
"$A", "zl") is always money. A code of letters may be something else, and some of them often are ("R", "PEN", "TRY"):
`is_doubtful` names these.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from audiocast.normalize import number_words, tables


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


def is_doubtful(code: str) -> bool:
    """Return whether a code has other meanings, so that it is money only if the amount looks like money."""
    return code in tables.word_set("currencies.doubtful")


def _alternatives(keys: list[str]) -> str:
    return "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))


_KEYS = [row[0] for row in tables.rows("currencies")]
_WORDS = [key for key in _KEYS if key.isalpha() and key.isascii()]
SYMBOLS = f"(?:{_alternatives([key for key in _KEYS if key not in _WORDS])})"
"""A symbol, as a pattern."""

MAY_BE_SYMBOL = r"(?=[A-Za-z]{0,4} ?[^\w\s.,;:!?'\"()\[\]-])"
"""A quick test before `SYMBOLS`, as a pattern: few letters and a mark that is no punctuation."""

CODES = rf"(?:[A-Z]{{3}}|{_alternatives([key for key in _WORDS if len(key) != 3 or not key.isupper()])})\.?"
"""What may be a code, as a pattern."""

MAY_BE_CODE = r"(?=[A-Za-z]{1,5}\.? ?\.?\d)"
"""A quick test before `CODES`, as a pattern: few letters and a digit."""

DOLLAR_NAMES = {
    row[0][:-1].strip(): Currency(*row[1:])
    for row in tables.rows("currencies")
    if row[0].endswith("$") and row[0][:2].isalpha() and row[1].endswith("dollar")
}
"""The dollars by the letters before the sign: "US", "NZ", "AUD"."""

_HALVES = frozenset({"dollar", "pound", "euro"})
"""Currencies with hundredths, whose amounts with one decimal have the last zero left out: "$1.5" is "$1.50"."""

_FEW_CENTS = 10


def amount(number: str, magnitude: str, money: Currency, *, british: bool, attribute: bool) -> str:
    """Return an amount in words.

    Args:
        number: The written number.
        magnitude: The magnitude in words, or "".
        money: The currency.
        british: Whether to read in the British way.
        attribute: Whether the amount stands before its noun ("a five dollar bill"), so that the currency is singular.
    """
    number, fraction = (number[:-1].strip(), number[-1]) if number[-1] in number_words.VULGAR else (number, "")
    whole, _, decimals = number.partition(".")
    if fraction and len(decimals) == 2 and not magnitude:
        part = f"{number_words.number(decimals.lstrip('0') + fraction)} {money.cents}"
        return f"{number_words.integer(whole, british=british)} {money.one if whole == '1' else money.many} {part}"
    number += fraction
    many = money.one if attribute else money.many
    if magnitude:
        return f"{number_words.number(number, british=british)} {magnitude} {many}"
    cents = decimals.rstrip("0")
    if len(decimals) == 1 and money.one not in _HALVES:
        return f"{number_words.number(number, british=british)} {many}"
    if not cents and decimals:
        number = whole or "0"
    elif cents and len(cents) <= 2 and money.cent != "-":
        return _with_cents(whole, int(cents.ljust(2, "0")), money, british=british, attribute=attribute)
    one = number.replace(",", "") == "1"
    return f"{number_words.number(number, british=british)} {money.one if one or attribute else many}"


def _with_cents(whole: str, hundredths: int, money: Currency, *, british: bool, attribute: bool) -> str:
    """Return "five dollars ten cents". Before a noun, the last word is left out: "a five dollar ninety-nine fee"."""
    # "A fifty pence stamp", but "a fifty cent stamp".
    cent = money.cent if hundredths == 1 or (attribute and money.cents.endswith("s")) else money.cents
    part = f"{number_words.cardinal(hundredths)} {cent}"
    if not whole.strip("0,"):
        return part
    unit = money.one if whole == "1" or attribute else money.many
    if attribute and hundredths >= _FEW_CENTS:
        part = number_words.cardinal(hundredths)
    return f"{number_words.integer(whole, british=british)} {unit} {part}"
