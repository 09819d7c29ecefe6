"""How is espeak-ng told which letters are spelled and how a word is said: phonemes of its own in double brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.engines import ipa
from audiocast.engines.reading import Letters, Words, parts
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from audiocast.engines.reading import Part
    from audiocast.model import Utterance

# Right after a quote, a bracket or a dash, espeak-ng drops phonemes without a word.
_GLUED = re.compile(r"(?<=\S)(?=\[\[\S)|(?<=\S\]\])(?=\w)")


def write(utterance: Utterance, *, language: str, where: str) -> str:
    """The utterance's text in espeak-ng's notation.

    Args:
        utterance: Marked as the model says.
        language: Of the espeak-ng voice, for example "en-us"; only English phonemes are known.
        where: The voice, for the error.

    Raises:
        EngineError: A pronunciation can't be written.
    """
    text = "".join(_part(part, language=language, where=where) for part in parts(utterance))
    return _GLUED.sub(" ", text)


def _part(part: Part, *, language: str, where: str) -> str:
    english = language == "en" or language.startswith("en-")
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
