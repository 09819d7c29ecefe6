"""Convert between IPA and the compact alphabet of the dictionaries, and compare pronunciations.

The alphabet is that of misaki, which hibari and Kokoro were trained on: one character for a diphthong or an affricate,
and the stress right before the vowel.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_IN_IPA = str.maketrans(
    {"A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "T": "ɾ", "W": "aʊ", "Y": "ɔɪ", "ʤ": "dʒ", "ʧ": "tʃ", "ᵊ": "ə"}
)
_MAIN_STRESS, _WEAK_STRESS = "ˈ", "ˌ"
VOWELS = "aeiouæɑɒɐɔəɛɜɝɚɪʊʌᵻᵊyøœɨʉɯɤ"
# IPA puts the stress before the syllable, synthesizers put it before the vowel.
_STRESSED_ONSET = re.compile(f"([ˈˌ])([^{VOWELS}ˈˌ ]+)")
_R_COLORED = re.compile("ɝ|ɜː?ɹ?")
# Differences of notation: tie bars, lengths, dots between syllables and marks of punctuation.
_ALIKE = str.maketrans({"ː": "", "\u0361": "", ".": "", **dict.fromkeys(',!?;:"“”', " ")})

_WEAK_VOWEL = re.compile("(?<![ˈˌ])[ɐᵻᵊɪʌɜ]")
_HARDLY_HEARD = str.maketrans({"ˌ": "", "ɾ": "t", "ʔ": "t", "ɔ": "ɑ", "ɒ": "ɑ", "æ": "a"})
_POSSESSIVE = re.compile("['’]s$")
# The ending of the possessive of a name, which may be only an apostrophe: "Davis’".
NAME_ENDING = re.compile("['’]s?$")
# Letters that are not a letter and an accent in Unicode.
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "’": "'"}
)


def to_ipa(phonemes: str) -> str:
    """Return phonemes of the compact alphabet in IPA."""
    return phonemes.translate(_IN_IPA)


@lru_cache(maxsize=4096)
def broad(ipa: str) -> str:
    """Return IPA without differences of notation, so that equal pronunciations are equal strings."""
    text = _R_COLORED.sub("ɜɹ", ipa.replace("ɚ", "əɹ"))
    words = text.translate(_ALIKE).replace("ɹɹ", "ɹ").split()
    stressed = (word if {_MAIN_STRESS, _WEAK_STRESS} & set(word) else _MAIN_STRESS + word for word in words)
    return " ".join(_STRESSED_ONSET.sub(r"\2\1", word) for word in stressed)


@lru_cache(maxsize=4096)
def rough(ipa: str) -> str:
    """Return IPA without what listeners hardly notice: weak stress, and the color of weak or open vowels."""
    return _WEAK_VOWEL.sub("ə", broad(ipa).replace("æɹ", "ɛɹ").replace("iɹ", "ɪɹ")).translate(_HARDLY_HEARD)


def without_possessive(word: str) -> str:
    """Return a word without "'s" at its end."""
    return _POSSESSIVE.sub("", word)


def plain_letters(word: str) -> str:
    """Return a word without accents: "Orban" for "Orbán"."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
