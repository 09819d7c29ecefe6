"""Prevent espeak-ng from reading an English word as an abbreviation, a Roman numeral or a symbol.

espeak-ng has no switch for this. Its dictionary spells "est" and says "for example" for "eg"; it reads "xi" as "roman
eleven" unless only the first letter is a capital, and spells a word in capitals that it does not know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.engines import ipa, reading
from audiocast.engines.reading import Sounds, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.engines.reading import Part
    from audiocast.model.script import Utterance

_CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])")
_ROMAN = re.compile(r"(?:xl|x{0,3})(?:ix|iv|v?i{0,3})")


def parts(utterance: Utterance, *, language: str) -> Iterator[Part]:
    """Return the parts of an utterance so that espeak-ng reads each word as it is written.

    Args:
        utterance: The utterance, with the markup of `Spoken`.
        language: Of the espeak-ng voice, for example "en-us"; pronunciations are known for English.
    """
    for part in reading.parts(utterance):
        if not isinstance(part, Words):
            yield part
            continue
        if is_english(language):
            yield from _pronounced(_CAPITALS.sub(_first_capital, reading.without_symbols(part.text)))
        else:  # in other languages, espeak-ng reads numbers, symbols and abbreviations
            yield part


def is_english(language: str) -> bool:
    """Return whether a language of espeak-ng is English, of any country."""
    return language == "en" or language.startswith("en-")


def _first_capital(word: re.Match[str]) -> str:
    """Return a word in capitals, or a Roman numeral, with one capital: espeak-ng then reads it as a word."""
    text = word[0]
    return text.capitalize() if text.isupper() or _ROMAN.fullmatch(text) else text


def _pronounced(text: str) -> Iterator[Part]:
    """Divide a text at the words that espeak-ng misreads, and give those a pronunciation."""
    start = 0
    for found in _misread().finditer(text):
        if found.start() > start:
            yield Words(text[start : found.start()])
        yield Sounds(found[0], ipa.alphabet("espeak_words")[found[0].lower()])
        start = found.end()
    if start < len(text):
        yield Words(text[start:])


@cache
def _misread() -> re.Pattern[str]:
    words = "|".join(ipa.alphabet("espeak_words"))
    return re.compile(rf"(?<![\w'-])(?:{words})(?![\w-]|'\w)", re.IGNORECASE)
