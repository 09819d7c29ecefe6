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


def write(utterance: Utterance, *, british: bool, where: str) -> str:
    """The utterance's text in hibari's notation.

    Raises:
        EngineError: A pronunciation can't be written.
    """
    return "".join(_part(part, british=british, where=where) for part in parts(utterance))


def require_readable(utterance: Utterance, alphabet: Container[str], *, where: str) -> None:
    """Refuse what would be left out: letters that are not in the alphabet of hibari's reader for unknown words.

    Raises:
        EngineError: A letter or digit that must be said can't be read.
    """
    said = "".join(part.text for part in parts(utterance) if isinstance(part, Words))
    foreign = sorted({character for character in unicodedata.normalize("NFC", said) if _lost(character, alphabet)})
    if foreign:
        raise EngineError(
            f"this voice can't read {' '.join(foreign)} in {utterance.text[:_SHOWN]!r}",
            where=where,
            hint="Give the word a pronunciation in the lexicon, or use another voice",
        )


def _lost(character: str, alphabet: Container[str]) -> bool:
    return character.isalnum() and character not in alphabet and not character.isdecimal()


def _part(part: Part, *, british: bool, where: str) -> str:
    if isinstance(part, Words):
        # What looks like a pronunciation in the text is none.
        return unicodedata.normalize("NFC", part.text).replace("](", "] (")
    if isinstance(part, Letters):
        return _link(part.letters, ipa.spell(part.letters, part.ending, british=british), british, where)
    return _link(part.text, part.ipa, british, where)


def _link(text: str, sounds: str, british: bool, where: str) -> str:  # noqa: FBT001 - private
    phonemes = ipa.respell(sounds, alphabet=ipa.alphabet("hibari_gb" if british else "hibari_us"), where=where)
    shown = re.sub(r"[\[\]()]", " ", text).strip() or "word"
    return f"[{shown}](/{phonemes}/)"
