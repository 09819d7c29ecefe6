"""How is Piper told which letters are spelled and how a word is said: by words that stand in for them.

Piper reads through espeak-ng, and its own notation for phonemes tears the sentence apart there: what stands around is
read as sentences of their own, and a comma behind is lost. So such a word is read as a nonsense word in its place, and
what that gives is then replaced by the wanted phonemes.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast.engines import espeak_words, ipa
from audiocast.engines.reading import Letters, Words, words_in
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiocast.engines.reading import Part
    from audiocast.model.script import Utterance

# Read the same wherever they stand, and neither within the other; "the" and "a" before them sound as they must.
_FOR_CONSONANT, _FOR_VOWEL = "Zuzumzoz", "Ozumzoz"
STAND_INS = (_FOR_CONSONANT, _FOR_VOWEL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What Piper is given to read.

    Attributes:
        text: With words that stand in.
        words: The words that are said, as `reading.words_in` gives them.
        sounds: For each of those, which it is, and the phonemes that are meant.
    """

    text: str
    words: tuple[str, ...]
    sounds: tuple[tuple[str, tuple[str, ...]], ...]


def write(utterance: Utterance, *, language: str, where: str) -> Prompt:
    """Return the utterance's text for Piper.

    Args:
        utterance: Marked as the model says.
        language: Of the espeak-ng voice that it reads with, for example "en-us"; only English phonemes are known.
        where: The voice, for the error.

    Raises:
        EngineError: A pronunciation can't be written.
    """
    text, sounds = [], []
    taken = tuple(espeak_words.parts(utterance, language=language))
    for part in taken:
        said = _sounds(part, language, where)
        if isinstance(said, str):
            text.append(said)
        else:
            sounds.append(said)
            text.append(said[0])
    return Prompt("".join(text), words_in("".join(part.text for part in taken)), tuple(sounds))


def fill(
    sentences: Sequence[Sequence[str]], prompt: Prompt, *, stand_ins: Mapping[str, Sequence[str]], where: str
) -> list[list[str]]:
    """The phonemes that were read for a prompt, with what was meant instead of what stood in.

    Args:
        sentences: Phonemes, as Piper read them.
        prompt: That it read.
        stand_ins: How Piper reads each of `STAND_INS`.
        where: The voice, for the error.

    Raises:
        EngineError: A word that stands in can't be found again.
    """
    left = list(prompt.sounds)
    filled = []
    for sentence in sentences:
        phonemes: list[str] = []
        position = 0
        while position < len(sentence):
            mark = list(stand_ins[left[0][0]]) if left else []
            if mark and list(sentence[position : position + len(mark)]) == mark:
                phonemes += left.pop(0)[1]
                position += len(mark)
            else:
                phonemes.append(sentence[position])
                position += 1
        filled.append(phonemes)
    if left:
        raise EngineError(f"the voice lost the place of a pronunciation in {prompt.text!r}", where=where)
    return filled


def _sounds(part: Part, language: str, where: str) -> str | tuple[str, tuple[str, ...]]:
    """What is read as it is, or a word that stands in, and what for."""
    if isinstance(part, Words):
        # What looks like phonemes in the text is none.
        return part.text.replace("[[", "[ [").replace("]]", "] ]")
    american = language.startswith("en-us")
    if not espeak_words.is_english(language):
        if isinstance(part, Letters):
            return " ".join(part.letters) + part.ending
        raise EngineError(
            f"a voice for {language} can't be told how {part.text!r} is said",
            where=where,
            hint="Use an English voice, or respell the word with ordinary letters in the lexicon",
        )
    wanted = ipa.spell(part.letters, part.ending, british=not american) if isinstance(part, Letters) else part.ipa
    written = ipa.respell(wanted, alphabet=ipa.alphabet("piper_us" if american else "piper_gb"), where=where)
    stand_in = _FOR_VOWEL if ipa.begins_with_vowel(written) else _FOR_CONSONANT
    return stand_in, tuple(unicodedata.normalize("NFD", written))
