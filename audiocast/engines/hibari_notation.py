"""How is hibari told which letters are spelled and how a word is said: `[word](/phonemes/)`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audiocast.engines import ipa
from audiocast.engines.reading import Letters, Words, parts
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Container

    from audiocast.engines.reading import Part
    from audiocast.model import Utterance

_SHOWN = 80
_IN_IPA = str.maketrans(
    {"A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "T": "ɾ", "W": "aʊ", "Y": "ɔɪ", "ʤ": "dʒ", "ʧ": "tʃ", "ᵊ": "ə"}
)


def write(utterance: Utterance, *, alphabet: Container[str], british: bool, where: str) -> str:
    """The utterance's text in hibari's notation.

    Args:
        utterance: Marked as the model says.
        alphabet: What hibari's reader for unknown words knows; it leaves out everything else without a word.
        british: Whether the voice is.
        where: The voice, for the error.

    Raises:
        EngineError: A letter can't be read, or a pronunciation can't be written.
    """
    taken = tuple(parts(utterance))
    said = "".join(_read(part.text, alphabet) for part in taken if isinstance(part, Words))
    foreign = sorted({character for character in said if not _known(character, alphabet)})
    if foreign:
        raise EngineError(
            f"this voice can't read {' '.join(foreign)} in {utterance.text[:_SHOWN]!r}",
            where=where,
            hint="Give the word a pronunciation in the lexicon, or use another voice",
        )
    return "".join(_part(part, alphabet, british, where) for part in taken)


def to_ipa(phonemes: str) -> str:
    """Hibari's phonemes in IPA."""
    return phonemes.translate(_IN_IPA)


def _read(text: str, alphabet: Container[str]) -> str:
    """Composed letters; those that are unknown lose their accents, as in "Nguyen"."""
    return "".join(
        character if _known(character, alphabet) else _bare(character)
        for character in unicodedata.normalize("NFC", text)
    )


def _bare(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)) or character


def _known(character: str, alphabet: Container[str]) -> bool:
    return not character.isalnum() or character.isdecimal() or character in alphabet


def _part(part: Part, alphabet: Container[str], british: bool, where: str) -> str:  # noqa: FBT001 - private
    if isinstance(part, Words):
        # What looks like a pronunciation in the text is none.
        return _read(part.text, alphabet).replace("](", "] (")
    if isinstance(part, Letters):
        return _link(part.letters, ipa.spell(part.letters, part.ending, british=british), british, where)
    return _link(part.text, part.ipa, british, where)


def _link(text: str, sounds: str, british: bool, where: str) -> str:  # noqa: FBT001 - private
    phonemes = ipa.respell(sounds, alphabet=ipa.alphabet("hibari_gb" if british else "hibari_us"), where=where)
    shown = re.sub(r"[\[\]()]", " ", text).strip() or "word"
    return f"[{shown}](/{phonemes}/)"
