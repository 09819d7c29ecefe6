"""Compute when each word of a clip is heard.

Speech models predict how long each phoneme lasts. An engine says which phonemes belong to which word of the text
(`reading.Place`), and which phonemes each chunk of sound has (`Timed`); this module adds the durations up.

A model counts the silence of a pause to the phonemes around it. So at a mark, and at both ends of the clip, the sound
decides: the word before the pause ends where the silence begins, and the word after it begins where the silence ends.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from audiocast.audio import silence
from audiocast.engines.reading import Place
from audiocast.model.audio import WordTime

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from audiocast.engines.chunking import Chunk
    from audiocast.model.audio import Clip

    Wave = NDArray[np.float32]
    Edges = NDArray[np.float64]

_WINDOW_MS = 5
# A shorter silence is the closure of a consonant such as "t".
_SHORTEST_PAUSE_MS = 60


def edges_at(borders: Sequence[int], durations: Sequence[float] | Edges, frames: int) -> Edges:
    """Return where the values with some numbers begin in a sound.

    Args:
        borders: The numbers of the values.
        durations: How long each value lasts.
        frames: The length of the sound.
    """
    sums = np.concatenate(([0.0], np.cumsum(durations)))
    scaled: Edges = sums[np.asarray(borders)] * (frames / sums[-1] if sums[-1] else 0.0)
    return scaled


class Timed(NamedTuple):
    """A chunk and its times.

    Attributes:
        sentence: The number of its sentence.
        first: Its first phoneme in the sentence.
        edges: In frames of the clip, where each phoneme begins, and where the last one ends.
    """

    sentence: int
    first: int
    edges: Edges


def of_chunks(chunks: Sequence[Chunk], edges_of: Sequence[Edges | None], moves: Sequence[int]) -> list[Timed]:
    """Return the times of the chunks of a clip.

    Args:
        chunks: The chunks.
        edges_of: For each its edges in its own sound, or None when the model does not tell them.
        moves: For each where its own sound begins in the clip, in frames.
    """
    return [
        Timed(chunk.sentence, chunk.first, own + move)
        for chunk, own, move in zip(chunks, edges_of, moves, strict=True)
        if own is not None
    ]


def edges(durations: Sequence[float] | Wave, known: Sequence[bool], frames: int) -> Edges:
    """Return where each phoneme of a chunk begins in its sound, and where the last one ends.

    Args:
        durations: What the model returned: one for each phoneme that it knows, and one more at both ends.
        known: For each phoneme, whether the model knows it.
        frames: The length of the sound.
    """
    each = np.zeros(len(known) + 1)
    each[0] = durations[0]
    each[1:][np.asarray(known, bool)] = durations[1:-1]
    total = float(np.sum(durations))
    return np.cumsum(each) * (frames / total if total else 0.0)


def timed(
    places: Sequence[Place], chunks: Sequence[Timed], wave: Wave, *, rate: int, early_ms: float = 0.0
) -> tuple[WordTime, ...]:
    """Return the times of the words of a clip.

    Args:
        places: The words, in order.
        chunks: All chunks of the clip, in order.
        wave: The sound of the clip.
        rate: Its sample rate in Hz.
        early_ms: How much earlier a word is heard than the durations say, on average.
    """
    found = [_frames(place, chunks, early_ms * rate / 1000) for place in places]
    words = [(place, *times) for place, times in zip(places, found, strict=True) if times]
    if not words:
        return ()
    starts = [start for _, start, _ in words]
    ends = [end for _, _, end in words]
    _fit_pauses([place for place, _, _ in words], starts, ends, wave, rate)
    return tuple(_ordered([place for place, _, _ in words], starts, ends, 1000 / rate, len(wave)))


def of_starts(
    ranges: Sequence[tuple[int, int]], starts_ms: Sequence[float], marks: Sequence[bool], clip: Clip
) -> tuple[WordTime, ...]:
    """Return the times of words of which only the beginnings are known; each ends where the next one begins.

    Args:
        ranges: The first character of each word in the spoken text, and the character after its last one.
        starts_ms: Its first millisecond.
        marks: Whether a mark follows it.
        clip: The clip.
    """
    wave = np.frombuffer(clip.pcm, "<i2").astype(np.float32)
    rate = clip.sample_rate
    places = [
        Place(0, 3 * number, 3 * number + (1 if mark else 2), *found)
        for number, (found, mark) in enumerate(zip(ranges, marks, strict=True))
    ]
    starts = [min(start * rate / 1000, len(wave)) for start in starts_ms]
    ends = [*starts[1:], float(len(wave))]
    if places:
        _fit_pauses(places, starts, ends, wave, rate)
    return tuple(_ordered(places, starts, ends, 1000 / rate, len(wave)))


def _frames(place: Place, chunks: Sequence[Timed], early: float) -> tuple[float, float] | None:
    """Return the first frame of a word and the frame after its last; None when it was left out."""
    inside = [
        chunk
        for chunk in chunks
        if chunk.sentence == place.sentence
        and chunk.first < place.last
        and place.first < chunk.first + len(chunk.edges) - 1
    ]
    if not inside:
        return None
    head, tail = inside[0], inside[-1]
    start = head.edges[max(0, place.first - head.first)]
    end = tail.edges[min(len(tail.edges) - 1, place.last - tail.first)]
    return max(0.0, float(start) - early), max(0.0, float(end) - early)


def _fit_pauses(places: Sequence[Place], starts: list[float], ends: list[float], wave: Wave, rate: int) -> None:
    """Move the words beside a pause to the beginning and the end of its silence."""
    loudness = _Loudness(wave, rate)
    silent = loudness.longest(0.0, _middle(starts[0], ends[0]))
    if silent and silent[0] == 0:
        starts[0] = silent[1]
    for number, (one, other) in enumerate(pairwise(places)):
        if other.sentence == one.sentence and other.first <= one.last + 1:
            continue  # at most a space is between them
        silent = loudness.longest(_middle(starts[number], ends[number]), _middle(starts[number + 1], ends[number + 1]))
        if silent:
            ends[number], starts[number + 1] = silent
    silent = loudness.longest(_middle(starts[-1], ends[-1]), len(wave))
    if silent and silent[1] >= len(wave):
        ends[-1] = silent[0]


def _ordered(
    places: Sequence[Place], starts: Sequence[float], ends: Sequence[float], ms: float, length: int
) -> Iterator[WordTime]:
    """Yield the words in milliseconds; none begins before the one before it ends."""
    latest = 0
    for number, place in enumerate(places):
        start = max(latest, round(min(starts[number], length) * ms))
        following = starts[number + 1] if number + 1 < len(starts) else length
        latest = max(start, round(min(ends[number], following, length) * ms))
        yield WordTime(place.start, place.end, start, latest)


class _Loudness:
    """The silent stretches of a sound."""

    def __init__(self, wave: Wave, rate: int) -> None:
        self._wave = wave
        self._window = rate * _WINDOW_MS // 1000
        self._shortest = _SHORTEST_PAUSE_MS // _WINDOW_MS
        self._silent = float(np.dot(wave, wave)) / max(1, len(wave)) * silence.SILENT_BELOW_MEAN**2 * self._window

    def longest(self, start: float, end: float) -> tuple[float, float] | None:
        """Return the longest silence between two frames, or None when there is no pause."""
        first = round(start)
        piece = self._wave[first : round(end)]
        count = len(piece) // self._window
        if count < self._shortest:
            return None
        windows = piece[: count * self._window].reshape(count, self._window)
        loud = np.flatnonzero(np.einsum("ij,ij->i", windows, windows) >= self._silent)
        borders = np.concatenate(([-1], loud, [count]))
        longest = int(np.argmax(np.diff(borders)))
        low, high = int(borders[longest]) + 1, int(borders[longest + 1])
        if high - low < self._shortest:
            return None
        last = len(piece) if high == count else high * self._window
        return float(first + low * self._window), float(first + last)


def _middle(start: float, end: float) -> float:
    return (start + end) / 2
