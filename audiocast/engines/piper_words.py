"""Find which phonemes of Piper belong to which word of the text.

Piper gets its phonemes from espeak-ng, which joins some words ("of the") and divides others. Where it did, the words
and the groups of phonemes are matched by their lengths and by the marks between them. Words that were joined get one
place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audiocast.engines.reading import Place, has_pause_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A no-break space joins letters that are spelled.
_WORD = re.compile(r"[^ \t\n]+")
# Stress, length and palatalization are no sounds of their own.
_STRESS = frozenset("\u02c8\u02cc\u02d0\u02b2")
# How many words may be one group, or groups one word; the phonemes of a letter; the costs of an unlikely match.
_STEPS = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
_PHONEMES_OF_A_LETTER = 0.85
_JOINED, _OTHER_MARK, _MARK_WITHIN = 2.0, 4.0, 20.0
# espeak-ng joins short words only.
_SHORT, _LONG_JOINED = 4 * _PHONEMES_OF_A_LETTER, 6.0
_IMPOSSIBLE = float("inf")


class _Piece(NamedTuple):
    """A word of the text, or a group of phonemes: its place, its length in phonemes, and whether a mark follows."""

    sentence: int
    first: int
    last: int
    length: float
    mark: bool


def places(text: str, sentences: Sequence[Sequence[str]]) -> tuple[Place, ...]:
    """Return the place of each word of a text in its phonemes; () when they do not fit."""
    words, groups = list(_words(text)), list(_groups(sentences))
    return tuple(
        Place(groups[low].sentence, groups[low].first, groups[high - 1].last, words[first].first, words[last - 1].last)
        for first, last, low, high in _matched(words, groups)
        if groups[low].sentence == groups[high - 1].sentence
    )


def _words(text: str) -> Iterator[_Piece]:
    for found in _WORD.finditer(text):
        heard = [place for place in range(*found.span()) if text[place].isalnum()]
        if heard:
            mark = has_pause_mark(text[heard[-1] + 1 : found.end()])
            spelled = 2 if "\u00a0" in found[0] or found[0].isupper() else 1
            yield _Piece(0, heard[0], heard[-1] + 1, len(heard) * spelled * _PHONEMES_OF_A_LETTER, mark)


def _groups(sentences: Sequence[Sequence[str]]) -> Iterator[_Piece]:
    for number, phonemes in enumerate(sentences):
        start = 0
        for end in [place for place, phoneme in enumerate(phonemes) if phoneme == " "] + [len(phonemes)]:
            heard = [place for place in range(start, end) if phonemes[place].isalpha()]
            if heard:
                mark = has_pause_mark(phonemes[heard[-1] + 1 : end])
                sounds = sum(phonemes[place] not in _STRESS for place in heard)
                yield _Piece(number, heard[0], heard[-1] + 1, sounds, mark)
            start = end + 1


def _matched(words: Sequence[_Piece], groups: Sequence[_Piece]) -> list[tuple[int, int, int, int]]:
    """Return the cheapest match: first word, end of the words, first group, end of the groups; [] if there is none."""
    if len(words) == len(groups):
        return [(number, number + 1, number, number + 1) for number in range(len(words))]
    width = abs(len(words) - len(groups)) + 8
    costs: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for last in range(1, len(words) + 1):
        near = last * len(groups) // len(words)
        for high in range(max(1, near - width), min(len(groups), near + width) + 1):
            best = (_IMPOSSIBLE, (0, 0))
            for count, size in _STEPS:
                before = costs.get((last - count, high - size))
                if before:
                    cost = before[0] + _cost(words[last - count : last], groups[high - size : high])
                    best = min(best, (cost, (last - count, high - size)))
            if best[0] < _IMPOSSIBLE:
                costs[last, high] = best
    at = (len(words), len(groups))
    found = []
    while at in costs and at != (0, 0):
        _, before_it = costs[at]
        found.append((before_it[0], at[0], before_it[1], at[1]))
        at = before_it
    return found[::-1] if at == (0, 0) else []


def _cost(words: Sequence[_Piece], groups: Sequence[_Piece]) -> float:
    length = abs(sum(word.length for word in words) - sum(group.length for group in groups))
    within = any(piece.mark for piece in (*words[:-1], *groups[:-1]))
    return (
        length
        + _JOINED * (len(words) + len(groups) - 2)
        + _LONG_JOINED * (len(words) > 1 and max(word.length for word in words) > _SHORT)
        + _OTHER_MARK * (words[-1].mark != groups[-1].mark)
        + _MARK_WITHIN * within
    )
