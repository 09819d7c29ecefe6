"""Divide a paragraph into sentences, and sentences that are too long for one breath into parts.

`english_sentences.py` finds the sentences of English. Those of other languages are found with sentencex, which knows
many languages, is fast, and is maintained by Wikimedia.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import sentencex

from audiocast.model.language_codes import primary
from audiocast.script import english_sentences, prosody, quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST_BREATH = 320  # characters; longer ones sound hurried, and are too long to highlight
# The sentences of a longer quotation are sentences of the paragraph. Those of a shorter one are only separate
# utterances.
_LONG_QUOTATION = 160  # characters
# In these languages, "19." is an ordinal, as in "im 19. Jahrhundert". A sentence seldom ends with so short a number.
_ORDINAL_LANGUAGES = frozenset(
    (
        *("bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lb", "lv"),
        *("nb", "nn", "no", "pl", "sk", "sl", "sr", "sv", "tr"),
    )
)
_ORDINAL_END = re.compile(r"(?:^|[\s(])\d{1,2}\.$")
_NEAR = 40  # characters; a longer search takes quadratic time in a quotation of thousands of sentences
# The places where a sentence may be divided, the best first.
_CLAUSE_ENDS = (re.compile(r"[;:—–] "), re.compile(r", "), re.compile(r" (?=(?:and|but|or|which|who|that|because) )"))


class WrittenUtterance(NamedTuple):
    """An utterance before its text is normalized.

    Attributes:
        written: The text.
        pause_ms: The pause after it, in milliseconds.
        quoted: Whether it is within a long quotation.
        many_numbers: Whether its sentence has many numbers.
        ends: Whether a sentence ends with it.
    """

    written: str
    pause_ms: int
    quoted: bool = False
    many_numbers: bool = False
    ends: bool = True


def split_sentences(paragraph: str, *, language: str = "en") -> list[str]:
    """Return the sentences of a paragraph, in order. Only the white space between them is lost."""
    language = primary(language)
    if language == "en":
        sentences = list(_cut(paragraph, english_sentences.outer_ends(paragraph)))
    else:
        sentences = _sentences_of_other_language(paragraph, language)
    return [
        inner
        for sentence in sentences
        for inner in (_inner_sentences(sentence, language) if len(sentence) > _LONG_QUOTATION else (sentence,))
    ]


def _sentences_of_other_language(paragraph: str, language: str) -> list[str]:
    """Return the sentences of a paragraph that is not English."""
    sentences: list[str] = []
    for found in sentencex.segment(language, paragraph):
        sentence = found.strip()
        if not sentence:
            continue
        is_ordinal = language in _ORDINAL_LANGUAGES and sentences and _ORDINAL_END.search(sentences[-1])
        if sentences and (is_ordinal or sentence[0].islower()):
            sentences[-1] += " " + sentence
        else:
            sentences.append(sentence)
    return sentences


def _cut(text: str, ends: Iterable[int]) -> Iterator[str]:
    """Yield the parts of a text between some places, without white space around them."""
    start = 0
    for end in (*ends, len(text)):
        if part := text[start:end].strip():
            yield part
        start = end


def split_utterances(paragraph: str, end_ms: int, *, language: str = "en") -> Iterator[WrittenUtterance]:
    """Yield the utterances of a paragraph: its sentences, and the breaths of long sentences.

    Args:
        paragraph: The text.
        end_ms: The pause after the last utterance, in milliseconds.
        language: BCP 47.
    """
    language = primary(language)
    sentences = split_sentences(paragraph, language=language)
    inner_sentences = [
        (inner, quoted, prosody.has_many_numbers(sentence))
        for sentence, quoted in zip(sentences, quotations.inside_long_quotations(sentences), strict=True)
        for inner in _inner_sentences(sentence, language)
    ]
    opened = quotations.open_after([inner for inner, _, _ in inner_sentences])
    for number, ((inner, quoted, many_numbers), within) in enumerate(zip(inner_sentences, opened, strict=True), 1):
        *breaths, last = _breaths(inner)
        for breath in breaths:
            yield WrittenUtterance(breath, prosody.after_breath(breath), quoted, many_numbers, ends=False)
        pause = end_ms if number == len(inner_sentences) else prosody.after_sentence(inner, within=within)
        yield WrittenUtterance(last, pause, quoted, many_numbers, ends=True)


def _inner_sentences(sentence: str, language: str) -> Iterator[str]:
    """Yield the sentences in quotation marks or brackets within a sentence, which `split_sentences` keeps together."""
    if language == "en":
        yield from _cut(sentence, english_sentences.ends(sentence))
        return
    text = quotations.unmarked(sentence)
    start = 0
    if text != sentence:
        for boundary in sentencex.get_sentence_boundaries(language, text)[:-1]:
            end = quotations.end_within(sentence, start, boundary["end_index"])
            if end and not sentence[end : end + _NEAR].lstrip()[:1].islower():
                yield sentence[start:end].strip()
                start = end
    yield sentence[start:].strip()


def _breaths(sentence: str) -> Iterator[str]:
    """Yield a sentence, or its parts if it is too long: divided near its middle at the best end of a clause."""
    if len(sentence) <= _LONGEST_BREATH:
        yield sentence
        return
    low, middle, high = len(sentence) // 4, len(sentence) // 2, len(sentence) * 3 // 4
    for ends in _CLAUSE_ENDS:
        cuts = [match.end() for match in ends.finditer(sentence) if low < match.end() < high]
        # Not at a comma inside a number, or between a day and its year.
        cuts = [cut for cut in cuts if not (sentence[cut - 3 : cut - 2].isdigit() or sentence[cut : cut + 1].isdigit())]
        if cuts:
            cut = min(cuts, key=lambda place: abs(place - middle))
            yield from _breaths(sentence[:cut].strip())
            yield from _breaths(sentence[cut:].strip())
            return
    if len(sentence) > 4 * _LONGEST_BREATH and (cut := sentence.find(" ", middle) + 1):
        yield from _breaths(sentence[:cut].strip())
        yield from _breaths(sentence[cut:].strip())
    else:
        yield sentence
