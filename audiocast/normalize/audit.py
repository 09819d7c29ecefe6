"""Check that every fact of the written text is in the spoken text.

The audit does not trust the rules. In each changed span it looks for digits, currency signs and words, and expects
words for them in the spoken text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.errors import NormalizeError
from audiocast.normalize import currencies, number_words, wire
from audiocast.normalize.foreign import LEFT_OUT
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.typography import plain

if TYPE_CHECKING:
    from audiocast.model.script import Span, Spoken

SILENT = frozenset({"masked", "footnote", "markup", "invisible", "copyright", "emoticon", wire.NAME}) | LEFT_OUT
"""Rules whose text need not be spoken: notes, tags, codes of shares, faces, masked, invisible or unreadable text."""


def require_no_loss(spoken: Spoken) -> None:
    """Check that no number, currency or word of the written text is missing in the spoken text.

    Raises:
        NormalizeError: One is missing. The message names it.
    """
    for span in spoken.spans:
        if span.rule in SILENT or span.rule == "unchanged":
            continue
        written = spoken.written[span.written_start : span.written_end]
        lost = _lost(written, spoken.text[span.start : span.end], span)
        if lost:
            raise NormalizeError(
                f"the spoken text {spoken.text[span.start : span.end].strip()[:80]!r} lacks {lost}"
                f" of {written.strip()[:80]!r}",
                where=f"rule {span.rule!r}",
                hint="Add an entry to the lexicon, and report the sentence as a bug",
            )


def _lost(written: str, said: str, span: Span) -> str:
    """Return what a changed span has lost, or ""."""
    heard = any(mark.isalpha() for mark in said)
    if written.isascii() and written.isalpha():
        return "" if heard else f"the word {written!r}"
    text = plain(f"{written} ").text.rstrip()  # a wrong byte before a space means nothing
    if not heard and _ALPHANUMERIC.search(text):
        return "the word or number"
    if span.rule in {"lexicon", "divided word", "transliteration"}:
        return ""
    if any(mark.isdigit() for mark in text) and not _numbers(text, said):
        return "a digit"
    words = f" {said.lower()}".replace("\u00a0", " ").replace("-", " ")
    whole = text.removeprefix("mailto:").translate(_NO_BRACKETS)  # "m[illion]" is one word
    for word in _LONG_WORD.findall(whole.partition("://")[2] or whole):
        # The word is spoken, or its letters if it cannot be pronounced. A unit is "tblsp" for "tablespoon".
        start = word[:1] if span.rule == "measure" else word[:2]
        if f" {start}" not in words and f" {word[0]} {word[1]}" not in words:
            return f"the word {word!r}"
    if _MONEY.search(text) and not _currency(said):
        return "the currency"
    return ""


_NO_BRACKETS = str.maketrans("", "", "[]")
_ALPHANUMERIC = lazy_re(r"[^\W_]")
_MONEY = lazy_re(r"[$£€¥₹₨₩₽₦₱₺₴₫฿₪৳₵₸₡₲₭₮](?=\d)")
_LONG_WORD = lazy_re(r"(?<![\w.'])[a-z]{5,30}(?![\w.])")
_CURRENCIES = lazy_re(
    r"dollar|cent|pound|pence|penny|euro|yen|yuan|sen\b|fen\b|peso|real|reais|centavo|rupee|"
    r"ringgit|rand|kwacha|pias|cedi|pesewa",
)


def _currency(said: str) -> bool:
    return _CURRENCIES.search(said) is not None or any(f" {name}" in said for name in _other_currencies())


@cache
def _other_currencies() -> frozenset[str]:
    """Return the last words of the names of all currencies."""
    found = {
        name.split()[-1] for money in currencies.currencies().values() for name in (money.one, money.cent, money.cents)
    }
    return frozenset(found - {"-"})


@cache
def _digit_words() -> dict[str, str]:
    """Return the digits of each number word."""
    found = {word: str(value) for value, word in enumerate(number_words.ONES)}
    found |= {word: str(value) for value, word in enumerate(number_words.TENS) if word != "-"}
    found |= {number_words.to_ordinal(word): digit for word, digit in found.items()}
    found |= {number_words.plural(word): digit for word, digit in found.items()}
    found |= {f"{word}ers": digit for word, digit in found.items() if digit in "69"} | {"niners": "9"}
    many = "0123456789" * 3
    halves = {
        "half": "12",
        "halves": "2",
        "quarter": "4",
        "quarters": "4",
        "double": many,
        "triple": many,
        "a": "1",
        "an": "1",
        "once": "1",
        "twice": "2",
    }
    halves |= {"square": "2", "squared": "2", "cubic": "3", "cubed": "3"}
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    # A month in words is spoken for its number.
    return found | halves | {month: str(number) for number, month in enumerate(months, start=1)}


_RUN = lazy_re(r"[A-Za-z]+")


def _numbers(written: str, said: str) -> bool:
    """Return whether the spoken words hold each digit of the written text except zero, as often as it is written."""
    if _ROUND.search(said):
        written = written.replace("1", "", 1)
    words = _digit_words()
    heard = "".join(words.get(word, "") or words.get(word.lower(), "") for word in _RUN.findall(said))
    needed = {digit: written.count(digit) for digit in "123456789"}
    return all(heard.count(digit) >= count for digit, count in needed.items()) and bool(heard or _zero_only(said))


_ROUND = lazy_re(r"\b(?:hundreds|thousands|millions)(?: of [^,.;]+)?$|\bper (?:hundred|thousand)\b")
"""What has no word for the 1: "hundreds", "thousands of dollars", "per hundred grams"."""


def _zero_only(said: str) -> bool:
    return bool(re.search(r"zero|oh|nil|love|hundred|midnight|dollar|thousand|million", said))
