"""Write an utterance in espeak-ng's notation: spelled letters and pronunciations as phonemes in double brackets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from audiocast.engines import espeak_words, ipa
from audiocast.engines.reading import Letters, Words, words_in
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from audiocast.engines.reading import Part
    from audiocast.model.script import Utterance

# Right after a quote, a bracket or a dash, espeak-ng silently drops phonemes.
_GLUED = re.compile(r"(?<=\S)(?=\[\[\S)|(?<=\S\]\])(?=\w)")


@dataclass(frozen=True, slots=True)
class Prompt:
    """The input of espeak-ng.

    Attributes:
        text: The text, with phonemes in double brackets.
        words: The words of the text, as `reading.words_in` returns them.
        parts: The parts of the text: where each begins, its text without phonemes, and whether it is ordinary text.
    """

    text: str
    words: tuple[str, ...]
    parts: tuple[tuple[int, str, bool], ...] = ()


def write(utterance: Utterance, *, language: str, where: str) -> Prompt:
    """Return the utterance in espeak-ng's notation.

    Args:
        utterance: The utterance, with the markup of `Spoken`.
        language: Of the espeak-ng voice, for example "en-us"; only English phonemes are known.
        where: The voice, for the error.

    Raises:
        EngineError: A pronunciation can't be written.
    """
    taken = tuple(espeak_words.parts(utterance, language=language))
    texts = [_part(part, language=language, where=where) for part in taken]
    text = "".join(texts)
    gaps = [gap.start() for gap in _GLUED.finditer(text)]
    starts = [start + bisect_right(gaps, start) for start in accumulate(map(len, texts[:-1]), initial=0)]
    parts = tuple((start, part.text, isinstance(part, Words)) for start, part in zip(starts, taken, strict=False))
    return Prompt(_GLUED.sub(" ", text), words_in("".join(part.text for part in taken)), parts)


def _part(part: Part, *, language: str, where: str) -> str:
    english = espeak_words.is_english(language)
    if isinstance(part, Words):
        # Double brackets in the text are not phonemes.
        return part.text.replace("[[", "[ [").replace("]]", "] ]")
    if isinstance(part, Letters):
        if english:
            return _phonemes(ipa.spell(part.letters, part.ending, british=not language.startswith("en-us")), where)
        return " ".join(part.letters) + part.ending
    if english:
        return _phonemes(part.ipa, where)
    raise EngineError(
        f"a voice for {language} can't use the pronunciation in the lexicon for {part.text!r}",
        where=where,
        hint="Use an English voice, or respell the word with ordinary letters in the lexicon",
    )


def _phonemes(sounds: str, where: str) -> str:
    written = ipa.respell(sounds, alphabet=ipa.alphabet("espeak_en"), where=where)
    return " ".join(f"[[{word}]]" for word in written.split())
