"""Look up how words are pronounced: in the base lexicon of an accent, and in the CMU Pronouncing Dictionary.

The base lexicon is the one that hibari and Kokoro use. It has two parts, `gold` (checked by people) and `silver`, and
can have several readings of a word by part of speech. `engines/build_dictionary.py` makes the data files.
"""

from __future__ import annotations

import codecs
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from audiocast.pronunciation import notation, tries
from audiocast.pronunciation.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A value is a byte for its source, and one byte for each phoneme.
GOLD, SILVER, CMU = 1, 2, 4
# The engine with the base lexicon says the word like that by itself, with a capital letter or in small letters.
SAME_CAPITAL, SAME_SMALL = 8, 16
BASE, CMUDICT = "base", "cmudict"
ALPHABET = "\0AIOQTWYabdfhijklmnpstuvwzæðŋɑɒɔəɛɜɡɪɹɾʃʊʌʒʔʤʧˈˌːθᵊᵻ"
_PHONEMES = ALPHABET.ljust(256, "\ufffe")
# Between the readings of a word by part of speech, each after the name of its part and an equals sign.
MANY, NAMED = 0xFE, 0xFD
_DEFAULT = "DEFAULT"
# The beginning of a tag, and the group of tags that a reading may be for.
_GROUPS = (("VB", "VERB"), ("NN", "NOUN"), ("RB", "ADV"), ("JJ", "ADJ"))

Reading = str | dict[str, str | None]

_VOICELESS = tuple("ptkfθ")
_HISSING = tuple("szʃʒʧʤ")
_SHORTEST = 4
_MOST_REMEMBERED = 50_000


class Lexicon:
    """One part of the base lexicon: a word as it is written, and its phonemes in the compact alphabet."""

    def __init__(self, *, british: bool, part: int) -> None:
        self._trie = tries.load(file_name(british=british))
        self._part = part
        self._known: dict[str, Reading | None] = {}

    def get(self, word: str) -> Reading | None:
        """Return the phonemes of a word, or those of each part of speech, or None."""
        if word not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            values = self._trie.get(word) or ()
            self._known[word] = next((_decoded(value) for value in values if value[0] == self._part), None)
        return self._known[word]


def file_name(*, british: bool) -> str:
    """Return the name of the data file of an accent."""
    return "dictionary_gb" if british else "dictionary_us"


@cache
def lexicon(*, british: bool, part: int) -> Lexicon:
    """Return a part of the base lexicon, `GOLD` or `SILVER`."""
    return Lexicon(british=british, part=part)


@lru_cache(maxsize=16384)
def lookup(word: str, *, british: bool) -> Found | None:
    """Return the pronunciation of a word from the base lexicon, else from the CMU Pronouncing Dictionary, else None.

    The first of several readings is returned. Inflected forms are derived from the dictionary form.
    """
    if phonemes := _base(word, british=british):
        return Found(notation.to_ipa(phonemes), BASE, sure=True)
    if phonemes := _cmudict(word, british=british):
        return Found(notation.to_ipa(phonemes), CMUDICT, sure=True)
    return None


def is_base(word: str, *, british: bool) -> bool:
    """Return whether the base lexicon decides a word: it has the word or its dictionary form."""
    return next(_entries(word, british=british), None) is not None or bool(_inflected(word, british=british))


def is_checked(word: str, *, british: bool) -> bool:
    """Return whether the checked part of the base lexicon has a word or its dictionary form."""
    gold = lexicon(british=british, part=GOLD)
    stems = (
        word[: len(word) - len(ending)] + stem
        for ending, stems, _ in _ENDINGS
        if word.endswith(ending)
        for stem in stems
    )
    return any(gold.get(form) for each in (word, *stems) if each for form in _forms(each))


def of_tag(word: str, tag: str, *, british: bool) -> str:
    """Return the IPA that the base lexicon gives a word with a part-of-speech tag, or "" when it lacks the word.

    Args:
        word: The word.
        tag: A tag of the Penn Treebank, as `tagger.tag` returns it.
        british: Whether the voice has a British accent.
    """
    reading = next(_entries(word, british=british), None)
    if isinstance(reading, dict):
        group = next((group for start, group in _GROUPS if tag.startswith(start)), tag)
        reading = reading.get(tag if tag in reading else group, reading[_DEFAULT])
    return notation.to_ipa(reading or _inflected(word, british=british))


def readings(word: str, *, british: bool) -> frozenset[str]:
    """Return all readings of a word in the base lexicon, in IPA."""
    return frozenset(
        notation.to_ipa(phonemes)
        for reading in _entries(word, british=british)
        for phonemes in (reading.values() if isinstance(reading, dict) else (reading,))
        if phonemes
    )


def in_cmudict(word: str, *, british: bool) -> Found | None:
    """Return the pronunciation of a word from the CMU Pronouncing Dictionary, if the checked base lexicon lacks it."""
    phonemes = _cmudict(word, british=british)
    return Found(notation.to_ipa(phonemes), CMUDICT, sure=True) if phonemes else None


def is_said_alike(word: str, *, british: bool) -> bool:
    """Return whether the engine with the base lexicon says a word as the CMU Pronouncing Dictionary does.

    A British reading is derived from the American one, so it only replaces the engine's own where the American engine
    is wrong, too: the spelling is then irregular.
    """
    return _is_said_alike(word, british=False) or (british and _is_said_alike(word, british=True))


def _is_said_alike(word: str, *, british: bool) -> bool:
    lower = word.lower()
    stem = lower.removesuffix("s").removesuffix("'")
    trie = tries.load(file_name(british=british))
    values = trie.get(lower) or trie.get(stem) or ()
    flag = SAME_SMALL if word == lower else SAME_CAPITAL
    return any(value[0] & CMU and value[0] & flag for value in values)


def _entries(word: str, *, british: bool) -> Iterator[Reading]:
    for part in (GOLD, SILVER):
        table = lexicon(british=british, part=part)
        for form in _forms(word):
            if reading := table.get(form):
                yield reading
                break


def _forms(word: str) -> Iterator[str]:
    """Yield the spellings under which the base lexicon may have a word; it says "nice" and "Nice" alike."""
    yield word
    if word.islower():
        yield word.capitalize()
    elif word == word.capitalize():
        yield word.lower()
    elif word.isupper():
        yield word.lower()
        yield word.capitalize()


def _base(word: str, *, british: bool) -> str:
    reading = next(_entries(word, british=british), None)
    if isinstance(reading, dict):
        return reading[_DEFAULT] or ""
    return reading or _inflected(word, british=british)


def _cmudict(word: str, *, british: bool) -> str:
    lower = word.lower()
    if phonemes := _in_cmudict(lower, british=british):
        return phonemes
    stem = lower.removesuffix("s").removesuffix("'")
    if stem != lower and len(stem) >= _SHORTEST and (phonemes := _in_cmudict(stem, british=british)):
        return with_s(phonemes, british=british)
    return ""


def _in_cmudict(word: str, *, british: bool) -> str:
    values = tries.load(file_name(british=british)).get(word) or ()
    found = next((_decoded(value) for value in values if value[0] & CMU), "")
    return found if isinstance(found, str) else ""


def _inflected(word: str, *, british: bool) -> str:
    """Return the phonemes of a plural, a possessive or a verb form whose dictionary form is in the base lexicon."""
    for ending, stems, add in _ENDINGS:
        if len(word) >= _SHORTEST - 1 and word.endswith(ending):
            bare = word.removesuffix(ending)
            for stem in (bare + each for each in stems):
                reading = next(_entries(stem, british=british), None)
                phonemes = reading[_DEFAULT] if isinstance(reading, dict) else reading
                if phonemes and len(stem) > 1:
                    return add(phonemes, british=british)
    return ""


def with_s(phonemes: str, *, british: bool) -> str:
    """Return the phonemes of a word with a plural or possessive ending."""
    if phonemes.endswith(_HISSING):
        return phonemes + ("ɪz" if british else "ᵻz")
    return phonemes + ("s" if phonemes.endswith(_VOICELESS) else "z")


def _with_ed(phonemes: str, *, british: bool) -> str:
    if phonemes.endswith(("t", "d")):
        return phonemes + ("ɪd" if british else "ᵻd")
    return phonemes + ("t" if phonemes.endswith((*_VOICELESS, "s", "ʃ", "ʧ")) else "d")


def _with_ing(phonemes: str, *, british: bool) -> str:
    del british
    return f"{phonemes}ɪŋ"


# An ending, what replaces it in the dictionary form, and the function that adds its phonemes.
_ENDINGS = (
    ("'s", ("",), with_s),
    ("s'", ("s", ""), lambda phonemes, **_: phonemes),
    ("ies", ("y",), with_s),
    ("es", ("e", ""), with_s),
    ("s", ("",), with_s),
    ("ed", ("e", ""), _with_ed),
    ("d", ("",), _with_ed),
    ("ing", ("", "e"), _with_ing),
)


def _decoded(value: bytes) -> Reading:
    if value[1] != MANY:
        return codecs.charmap_decode(value[1:], "strict", _PHONEMES)[0]
    readings_by_part: dict[str, str | None] = {}
    for named in value[2:].split(bytes([MANY])):
        part, _, phonemes = named.partition(bytes([NAMED]))
        readings_by_part[part.decode()] = codecs.charmap_decode(phonemes, "strict", _PHONEMES)[0] or None
    return readings_by_part


def encoded(source: int, reading: Mapping[str, str | None] | str) -> bytes:
    """Return a reading as a value of the data file."""
    if isinstance(reading, str):
        return bytes([source, *map(ALPHABET.index, reading)])
    named = (part.encode() + bytes([NAMED, *map(ALPHABET.index, phonemes or "")]) for part, phonemes in reading.items())
    return bytes([source, MANY]) + bytes([MANY]).join(named)
