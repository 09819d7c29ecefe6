"""Pass spelled letters and pronunciations to Piper, as placeholder words.

Piper converts text to phonemes with espeak-ng. Its own notation for phonemes splits the sentence there: the text around
is read as separate sentences, and a comma after the word is lost. So the word is replaced by a nonsense word, and then
the phonemes of the nonsense word are replaced by the intended ones.
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

# Both sound the same in every context, neither contains the other, and "the" and "a" before them sound right.
_FOR_CONSONANT, _FOR_VOWEL = "Zuzumzoz", "Ozumzoz"
PLACEHOLDERS = (_FOR_CONSONANT, _FOR_VOWEL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The input of Piper.

    Attributes:
        text: The text, with placeholders.
        words: The words of the text, as `reading.words_in` returns them.
        sounds: For each placeholder, which one it is, and the intended phonemes.
    """

    text: str
    words: tuple[str, ...]
    sounds: tuple[tuple[str, tuple[str, ...]], ...]


def write(utterance: Utterance, *, language: str, where: str) -> Prompt:
    """Return the utterance's text for Piper.

    Args:
        utterance: The utterance, with the markup of `Spoken`.
        language: The language of the espeak-ng voice, for example "en-us"; only English phonemes are known.
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
    sentences: Sequence[Sequence[str]], prompt: Prompt, *, placeholders: Mapping[str, Sequence[str]], where: str
) -> list[list[str]]:
    """Return the phonemes of a prompt, with the intended phonemes instead of those of placeholders.

    Args:
        sentences: The phonemes that Piper returned for the prompt.
        prompt: The prompt.
        placeholders: The phonemes of each of `PLACEHOLDERS`.
        where: The voice, for the error.

    Raises:
        EngineError: A placeholder is not found.
    """
    left = list(prompt.sounds)
    filled = []
    for sentence in sentences:
        phonemes: list[str] = []
        position = 0
        while position < len(sentence):
            mark = list(placeholders[left[0][0]]) if left else []
            if mark and list(sentence[position : position + len(mark)]) == mark:
                phonemes += left.pop(0)[1]
                position += len(mark)
            else:
                phonemes.append(sentence[position])
                position += 1
        filled.append(phonemes)
    if left:
        raise EngineError(f"the voice lost a pronunciation in {prompt.text!r}", where=where)
    return filled


def _sounds(part: Part, language: str, where: str) -> str | tuple[str, tuple[str, ...]]:
    """Return a text that Piper can read, or a placeholder and the intended phonemes."""
    if isinstance(part, Words):
        # Double brackets in the text are not phonemes.
        return part.text.replace("[[", "[ [").replace("]]", "] ]")
    american = language.startswith("en-us")
    if not espeak_words.is_english(language):
        if isinstance(part, Letters):
            return " ".join(part.letters) + part.ending
        raise EngineError(
            f"a voice for {language} can't use the pronunciation in the lexicon for {part.text!r}",
            where=where,
            hint="Use an English voice, or respell the word with ordinary letters in the lexicon",
        )
    wanted = ipa.spell(part.letters, part.ending, british=not american) if isinstance(part, Letters) else part.ipa
    written = ipa.respell(wanted, alphabet=ipa.alphabet("piper_us" if american else "piper_gb"), where=where)
    placeholder = _FOR_VOWEL if ipa.begins_with_vowel(written) else _FOR_CONSONANT
    return placeholder, tuple(unicodedata.normalize("NFD", written))
