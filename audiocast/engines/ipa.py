"""Convert IPA to the phoneme alphabets of synthesizers, and spell letters in IPA.

The alphabets are tables in `data/`: a symbol of IPA, a tab, and the symbol of the synthesizer.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAIN_STRESS, _WEAK_STRESS, _LENGTH = "\u02c8", "\u02cc", "\u02d0"
_VOWELS = "aeiou\u00e6\u0251\u0252\u0250\u0254\u0259\u025b\u025c\u025d\u025a\u026a\u028a\u028c\u1d7b\u1d4a"
# IPA puts the stress before the syllable, synthesizers put it before the vowel.
_STRESSED_ONSET = re.compile(f"([\u02c8\u02cc])([^{_VOWELS}\u02c8\u02cc ]+)")
# Dictionaries leave the stress out of words that have only one vowel.
_UNSTRESSED_WORD = re.compile(f"(?<![^ ])([^\u02c8\u02cc {_VOWELS}]*)(?=[^\u02c8\u02cc ]+(?![^ ]))")
_NASAL = "\u0303"
# Diacritics that English voices ignore, such as tones; but not nasal vowels, and not syllabic l, m, n.
_UNHEARD = re.compile("[\u0300-\u0302\u0304-\u0328\u032a-\u036f]|(?<![lmn])\u0329|(?<=[jw])\u0303")
_HISSING = tuple("sz\u0283\u0292")
_VOICELESS = tuple("ptkf\u03b8")


def alphabet(name: str) -> Mapping[str, str]:
    """Return the alphabet in `data/NAME.tsv`: from IPA to the symbols of a synthesizer."""
    return {row[0]: row[1] for row in table(name)}


def respell(ipa: str, *, alphabet: Mapping[str, str], where: str) -> str:
    """Return IPA in an alphabet, symbol by symbol, the longest first; words are separated by one space.

    Sounds of other languages become the nearest English ones.

    Raises:
        EngineError: A symbol is not in the alphabet.
    """
    longest = max(map(len, alphabet))
    text = " ".join(_english(ipa).split()).replace(2 * _LENGTH, _LENGTH)
    text = _STRESSED_ONSET.sub(r"\2\1", _UNSTRESSED_WORD.sub(rf"\1{_MAIN_STRESS}", text))
    written: list[str] = []
    position = 0
    while position < len(text):
        for length in range(min(longest, len(text) - position), 0, -1):
            symbol = text[position : position + length]
            if symbol == " " or symbol in alphabet:
                written.append(alphabet.get(symbol, symbol))
                position += length
                break
        else:
            raise EngineError(
                f"the pronunciation {ipa!r} has a sound {text[position]!r} that the voice can't say",
                where=where,
                hint="Write it with the sounds of English",
            )
    if not written:
        raise EngineError("a pronunciation is empty", where=where)
    return "".join(written)


def _english(ipa: str) -> str:
    """Return IPA with only the sounds of English."""
    # Composed first, because the cedilla of \u00e7 is not a diacritic to ignore.
    marked = unicodedata.normalize("NFD", unicodedata.normalize("NFC", ipa).translate(_nearest()))
    return _UNHEARD.sub("", marked).replace(_NASAL, "n")


def begins_with_vowel(ipa: str) -> bool:
    """Return whether a word in IPA takes "an" before it."""
    return ipa.lstrip(_MAIN_STRESS + _WEAK_STRESS)[:1] in tuple(_VOWELS)


def spell(letters: str, ending: str, *, british: bool) -> str:
    """Return spelled letters in IPA, with the main stress on the last, as in "GDP"; the ending is "" or "s"."""
    names = [_letter_names()[letter][british] for letter in letters]
    weak = [name.replace(_MAIN_STRESS, _WEAK_STRESS) for name in names[:-1]]
    return "".join((*weak, names[-1], _plural(names[-1], british=british) if ending else ""))


def _plural(name: str, *, british: bool) -> str:
    if name.endswith(_HISSING):
        return "\u026az" if british else "\u1d7bz"
    return "s" if name.endswith(_VOICELESS) else "z"


@cache
def _letter_names() -> dict[str, tuple[str, str]]:
    return {letter: (american, british) for letter, american, british in table("letters")}


@cache
def _nearest() -> dict[int, str]:
    return str.maketrans({row[0]: row[1] for row in table("nearest")})


@cache
def table(name: str) -> tuple[list[str], ...]:
    """Return the rows of `data/NAME.tsv` without comments."""
    text = files("audiocast.engines").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(line.split("\t") for line in text.splitlines() if not line.startswith("#"))
