"""Compute when each word of a clip is heard.

Speech models predict how long each phoneme lasts. An engine says which phonemes belong to which word of the text
(`reading.Place`), and where each phoneme of each chunk begins (`Timed`). From both, this module computes the times.

A model counts the silence of a pause to the phonemes around it. So at a mark, and at both ends of the clip, the sound
decides: the word before the pause ends where the silence begins, and the word after it begins where the silence ends.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from audiocast.audio import silence
from audiocast.model.audio import WordTime

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from audiocast.engines.reading import Place
    from audiocast.model.audio import Clip

    Wave = NDArray[np.float32]
    Edges = NDArray[np.float64]

_WINDOW_MS = 5
# A shorter silence is the closure of a consonant such as "t".
_SHORTEST_PAUSE_MS = 60


def edges_at(
    borders: Sequence[int] | NDArray[np.int64], durations: Sequence[float] | Wave | Edges, frames: int
) -> Edges:
    """Return where some of the durations that a model returned begin in its sound.

    Args:
        borders: The numbers of these durations.
        durations: All durations.
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


def edges(durations: Sequence[float] | Wave, known: Sequence[bool], frames: int) -> Edges:
    """Return where each phoneme of a chunk begins in its sound, and where the last one ends.

    Args:
        durations: What the model returned: one for each phoneme that it knows, and one more at both ends.
        known: For each phoneme, whether the model knows it.
        frames: The length of the sound.
    """
    return edges_at(np.cumsum([1, *known]), durations, frames)


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
    kept = [place for place, _, _ in words]
    # Where no mark follows, at most a space is between two words.
    marks = [other.sentence != one.sentence or other.first > one.last + 1 for one, other in pairwise(kept)]
    starts, ends = [start for _, start, _ in words], [end for _, _, end in words]
    _fit_pauses(starts, ends, marks, wave, rate)
    ranges = [(place.start, place.end) for place in kept]
    return tuple(_ordered(ranges, starts, ends, 1000 / rate, len(wave)))


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
    starts = [min(start * rate / 1000, len(wave)) for start in starts_ms]
    ends = [*starts[1:], float(len(wave))]
    _fit_pauses(starts, ends, marks, wave, rate)
    return tuple(_ordered(ranges, starts, ends, 1000 / rate, len(wave)))


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


def _fit_pauses(starts: list[float], ends: list[float], marks: Sequence[bool], wave: Wave, rate: int) -> None:
    """Move the words beside a pause to the beginning and the end of its silence; `marks` are those after words."""
    if not starts:
        return
    silences = _Silences(wave, rate)
    silent = silences.longest(0.0, _middle(starts[0], ends[0]))
    if silent and silent[0] == 0:
        starts[0] = silent[1]
    for number in range(len(starts) - 1):
        if not marks[number]:
            continue
        silent = silences.longest(_middle(starts[number], ends[number]), _middle(starts[number + 1], ends[number + 1]))
        if silent:
            ends[number], starts[number + 1] = silent
    silent = silences.longest(_middle(starts[-1], ends[-1]), len(wave))
    if silent and silent[1] >= len(wave):
        ends[-1] = silent[0]


def _ordered(
    ranges: Sequence[tuple[int, int]], starts: Sequence[float], ends: Sequence[float], ms: float, length: int
) -> Iterator[WordTime]:
    """Yield the words in milliseconds; none begins before the one before it ends."""
    latest = 0
    for number, place in enumerate(ranges):
        start = max(latest, round(min(starts[number], length) * ms))
        following = starts[number + 1] if number + 1 < len(starts) else length
        latest = max(start, round(min(ends[number], following, length) * ms))
        yield WordTime(*place, start, latest)


class _Silences:
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
