"""Write words of other scripts with Latin letters.

anyascii transliterates letter by letter. Of the packages that cover all of Unicode it is small, maintained, typed and
pure Python, under a free licence (ISC). Unidecode mixes signs with its letters, uroman takes seconds to load and asks
for citation, and ICU must be compiled. This module adds what a single letter does not show: vowels that a script does
not write, the order of vowels that stand before their consonant, and which words cannot be pronounced.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from audiocast.model.language_codes import primary
from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re

_KEPT = "\u00c6\u00e6\u0152\u0153\u00d8\u00f8\u0141\u0142\u0110\u0111\u00f0\u00de\u00fe\u00df\u0131"
"""Latin letters that voices can read and that are not an ASCII letter with an accent."""

_RARE = "".join(
    letter
    for letter in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    if letter.isalpha() and letter not in _KEPT and not unicodedata.normalize("NFKD", letter)[0].isascii()
)
FOREIGN = (
    f"{_RARE}\u0250-\u02d1\u02e0-\u02ff\u0370-\u1dff\u1f00-\u1fff\u2090-\u209c\u2132\u214e\u2183\u2184\u2c00-\u2dff"
    "\u2e2f\u2e80-\u2fff\u3001-\u303f\u3041-\u318f\u31a0-\u31ff\u3400-\ud7ff\uf900-\ufaff\ufb07-\ufdff\ufe70-\ufeff"
    "\U00010000-\U0001cfff\U0001df00-\U0001efff\U00020000-\U0003ffff"
)
"""Letters, vowel signs and punctuation of other scripts, and rare Latin letters, as the inside of a pattern's class."""

_LATIN = lazy_re(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# These scripts write only consonants, so that a transliteration of "محمد" cannot be pronounced.
_WITHOUT_VOWELS = frozenset({"ARABIC", "HEBREW", "SYRIAC", "PHOENICIAN", "SAMARITAN", "MANDAIC", "UGARITIC"})
_SYLLABLES = frozenset({"CJK", "HANGUL"})
# Beside these a Chinese character has a Japanese reading, which depends on the word. anyascii has only the Chinese one.
_KANA = frozenset({"HIRAGANA", "KATAKANA"})
_INDIAN = frozenset(
    ("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA")
)
_JOINT = lazy_re("([- ])")
# These scripts are written without a space before or after a Latin word.
_UNSPACED = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_BESIDE = lazy_re(f"(?<=[A-Za-z])(?=[{_UNSPACED}])|(?<=[{_UNSPACED}])(?=[A-Za-z])|[\u00b7\u30fb]")
_UNHEARD = lazy_re(r"[^A-Za-z,.!? ]")
_SMALL_KANA = frozenset("ゃゅょャュョ")
_SHORT_NAME = 2
_VOWEL = lazy_re("[aeiouy]", re.IGNORECASE)
# Thai and Lao write these vowels before their consonant, and speak them after it.
_VOWEL_BEFORE = lazy_re("([\u0e40-\u0e44\u0ec0-\u0ec4])([\u0e01-\u0e2e\u0e81-\u0eae])")
_GREEK_PAIR = lazy_re("([αεοΑΕΟ])[υύΥΎ]")
_GREEK_SECOND = {"α": "v", "ε": "v", "ο": "u"}
_CONSONANT = lazy_re(r"LETTER [B-DF-HJ-NP-TV-Z]+A$")
_CHANGES_VOWEL = lazy_re(r"VOWEL SIGN|VIRAMA|ASAT|COENG|AL-LAKUNA|SIGN (?:PULLI|KILLER)")
_NAMED_LETTER = lazy_re(r"LETTER (?:FINAL )?([A-Z]{2,})")


def writes_latin(language: str) -> bool:
    """Return whether a language, in BCP 47, is written with Latin letters."""
    return primary(language) not in tables.word_set("transliteration.languages")


def latin(word: str) -> str:
    """Return a word with Latin letters, or "" if the result cannot be pronounced."""
    composed = unicodedata.normalize("NFKC", word)  # "ϕ" has the same name as "φ"
    parts = [_part(part) for part in _JOINT.split(_BESIDE.sub(" ", composed))]
    return "".join(parts) if all(parts) else ""


def _part(word: str) -> str:
    """Return a part of a word with Latin letters. Hyphens and spaces are parts too."""
    if word.isascii():
        return word
    letters = [letter for letter in word if letter.isalpha()]
    scripts = {_script(letter) for letter in letters if not _LATIN.match(letter)}
    if scripts & _WITHOUT_VOWELS or ("CJK" in scripts and scripts & _KANA):
        return ""
    if len(word) == 1 and (name := _name(word)):
        return name
    if scripts == {"GREEK"} and _LATIN.search(word):
        return " ".join(_name(letter) or letter for letter in word)  # from a formula: "πr", "ΔT"
    said = _UNHEARD.sub("", _written(word, letters, scripts))
    return said if _VOWEL.search(said) else ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


def _name(letter: str) -> str:
    """Return the name of a letter, such as "alpha", if it is Greek or has no vowel, else ""."""
    found = _NAMED_LETTER.search(unicodedata.name(letter, ""))
    if found and (_script(letter) == "GREEK" or not _VOWEL.search(anyascii(letter))):
        return found[1].lower().replace("lamda", "lambda")  # Unicode uses the modern Greek spelling
    return ""


def _written(word: str, letters: list[str], scripts: set[str]) -> str:
    if scripts and scripts <= _SYLLABLES:
        syllables = [anyascii(letter).strip() for letter in letters]
        # Voices can read a short name as one word, such as "Beijing", but need syllables for a longer one.
        between = "" if len(syllables) <= _SHORT_NAME else " "
        return between.join(syllables).capitalize() + anyascii(word[len(letters) :])
    if scripts & _KANA:
        return _kana(word)
    text = _VOWEL_BEFORE.sub(r"\2\1", word)
    text = _GREEK_PAIR.sub(lambda pair: anyascii(pair[1]) + _GREEK_SECOND[pair[1].lower()], text)
    said: str = "".join(anyascii(letter) + _inherent(text[place : place + 3]) for place, letter in enumerate(text))
    return said.upper() if word.isupper() and len(word) > 1 else said


def _kana(word: str) -> str:
    """Return "nyusu" for "ニュース": a small letter replaces the vowel before it."""
    said: list[str] = []
    for letter in word:
        syllable = anyascii(letter)
        if letter in _SMALL_KANA and said and said[-1].endswith("i"):
            said[-1] = said[-1][:-1]
            syllable = syllable[1:] if said[-1].endswith(("sh", "ch", "j")) else syllable
        said.append(syllable)
    return "".join(said)


def _inherent(letters: str) -> str:
    """Return "a" if the first letter is an Indian consonant and another consonant follows, else ""."""
    names = [unicodedata.name(letter, "") for letter in letters]
    if names[0].partition(" ")[0] not in _INDIAN or not _CONSONANT.search(names[0]):
        return ""
    following = [name for name in names[1:] if not name.endswith("NUKTA")]
    return "" if not following or _CHANGES_VOWEL.search(following[0]) else "a"
