"""Write an utterance for espeak-ng: letters that are spelled, and pronunciations, as phonemes in double brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast.engines import espeak_words, ipa
from audiocast.engines.reading import Letters, Words, words_in
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from audiocast.engines.reading import Part
    from audiocast.model.script import Utterance

# Right after a quote, a bracket or a dash, espeak-ng drops phonemes without a word.
_GLUED = re.compile(r"(?<=\S)(?=\[\[\S)|(?<=\S\]\])(?=\w)")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What espeak-ng is given to read.

    Attributes:
        text: With phonemes in double brackets.
        words: The words that it says, as `reading.words_in` gives them.
    """

    text: str
    words: tuple[str, ...]


def write(utterance: Utterance, *, language: str, where: str) -> Prompt:
    """Return the utterance in espeak-ng's notation.

    Args:
        utterance: Marked as the model says.
        language: Of the espeak-ng voice, for example "en-us"; only English phonemes are known.
        where: The voice, for the error.

    Raises:
        EngineError: A pronunciation can't be written.
    """
    taken = tuple(espeak_words.parts(utterance, language=language))
    text = "".join(_part(part, language=language, where=where) for part in taken)
    return Prompt(_GLUED.sub(" ", text), words_in("".join(part.text for part in taken)))


def _part(part: Part, *, language: str, where: str) -> str:
    english = espeak_words.is_english(language)
    if isinstance(part, Words):
        # What looks like phonemes in the text is none.
        return part.text.replace("[[", "[ [").replace("]]", "] ]")
    if isinstance(part, Letters):
        if english:
            return _phonemes(ipa.spell(part.letters, part.ending, british=not language.startswith("en-us")), where)
        return " ".join(part.letters) + part.ending
    if english:
        return _phonemes(part.ipa, where)
    raise EngineError(
        f"a voice for {language} can't be told how {part.text!r} is said",
        where=where,
        hint="Use an English voice, or respell the word with ordinary letters in the lexicon",
    )


def _phonemes(sounds: str, where: str) -> str:
    written = ipa.respell(sounds, alphabet=ipa.alphabet("espeak_en"), where=where)
    return " ".join(f"[[{word}]]" for word in written.split())
