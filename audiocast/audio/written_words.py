"""Find when each written word of a sentence is heard.

The engine says when the words of the spoken text are heard, and the normalizer says which written text became which
spoken text. "$5m" is heard from "five" to "dollars". Where one rule read several written words, such as "$5 million",
equal words belong together, and the other spoken words are divided among the written ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from audiocast.model.audio import Word
from audiocast.model.lines import one_line
from audiocast.model.script import UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiocast.model.script import Span, Utterance

# A no-break space is a part of a written word, as in `lines.one_line`.
_WRITTEN = re.compile(r"[^\x00-\x20\x7f-\x9f\u2028\u2029]+")
_SPOKEN = re.compile(r"\S+")

Range = tuple[int, int]


class SpokenWord(NamedTuple):
    """A word of the spoken text, by its characters, and its time in the recording."""

    start: int
    end: int
    start_ms: int
    end_ms: int


def align(utterance: Utterance, spoken: Sequence[SpokenWord], *, start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """Return the written words of an utterance with their times; () when they are unknown.

    A word without a sound of its own, such as a dash, is a part of the word before it.

    Args:
        utterance: The utterance, with its spans.
        spoken: The words of its spoken text.
        start_ms: The beginning of the utterance in the recording.
        end_ms: Its end.
    """
    if not spoken or not utterance.spans:
        return ()
    tokens = [found.span() for found in _WRITTEN.finditer(utterance.written)]
    places = _places(utterance, tokens)
    words: list[Word] = []
    silent: list[str] = []
    latest = start_ms
    for (first, last), place in zip(tokens, places, strict=True):
        text = utterance.written[first:last]
        time = _time(place, spoken) if place else None
        start = max(latest, time[0]) if time else end_ms
        if time is None or start >= end_ms:
            silent.append(text)
            if words:
                words[-1] = words[-1]._replace(text=f"{words[-1].text} {silent.pop()}")
            continue
        latest = min(end_ms, max(start + 1, time[1]))
        words.append(Word(" ".join((*silent, text)), start, latest))
        silent.clear()
    whole = " ".join(word.text for word in words)
    return tuple(words) if whole == one_line(utterance.written) else ()


def _places(utterance: Utterance, tokens: Sequence[Range]) -> list[Range | None]:
    """Return for each written word the range of its spoken text, or None when it is not spoken."""
    found: list[Range | None] = [None] * len(tokens)
    starts = [start for start, _ in tokens]
    for span in utterance.spans:
        number = max(0, bisect_right(starts, span.written_start) - 1)
        inside = []
        while number < len(tokens) and tokens[number][0] < span.written_end:
            first, last = max(tokens[number][0], span.written_start), min(tokens[number][1], span.written_end)
            if first < last:
                inside.append((number, first, last))
            number += 1
        for place, (low, high) in _within(utterance, span, inside):
            before = found[place]
            found[place] = (before[0], high) if before else (low, high)
    return found


def _within(utterance: Utterance, span: Span, inside: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, Range]]:
    """Yield the spoken range of each written word in a span, by the number of the word."""
    if span.start == span.end:
        return
    if span.written_end - span.written_start == span.end - span.start and span.rule == UNCHANGED:
        shift = span.start - span.written_start
        yield from ((number, (first + shift, last + shift)) for number, first, last in inside)
    elif len(inside) == 1:
        yield inside[0][0], (span.start, span.end)
    else:
        said = [found.span() for found in _SPOKEN.finditer(utterance.text, span.start, span.end)]
        texts = [_folded(utterance.written[first:last]) for _, first, last in inside]
        shares = _shared(texts, [_folded(utterance.text[low:high]) for low, high in said])
        for (number, _, _), (low, high) in zip(inside, shares, strict=True):
            if low < high:
                yield number, (said[low][0], said[high - 1][1])


def _shared(written: Sequence[str], spoken: Sequence[str]) -> list[Range]:
    """Return for each written word the range of its spoken words: the equal one, or a share of the others."""
    shares: list[Range] = []
    for kind, first, last, low, high in SequenceMatcher(None, written, spoken, autojunk=False).get_opcodes():
        count, size = last - first, high - low
        if kind == "insert" and shares:
            shares[-1] = (shares[-1][0], high)
        shares += [(low + step * size // count, low + (step + 1) * size // count) for step in range(count)]
    return shares


def _time(place: Range, spoken: Sequence[SpokenWord]) -> Range | None:
    """Return when the spoken text of a range is heard; a word that is only partly in it gives a part of its time."""
    low, high = place
    inside = [word for word in spoken if word.start < high and low < word.end]
    if not inside:
        return None
    return _moment(inside[0], max(low, inside[0].start)), _moment(inside[-1], min(high, inside[-1].end))


def _moment(word: SpokenWord, place: int) -> int:
    return word.start_ms + (word.end_ms - word.start_ms) * (place - word.start) // (word.end - word.start)


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
