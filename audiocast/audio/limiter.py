"""Apply a gain to a recording, with a limiter that keeps its peaks below a ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audiocast.audio.levels import FULL_SCALE, HOPS_PER_SECOND, chunks, hop_starts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from audiocast.audio.levels import Floats, Levels

# How many hops before and after a peak the limiter moves.
_REACH_HOPS = 4


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain and a ceiling.

    Attributes:
        factor: What all frames are multiplied by.
        ceiling: The highest peak after that; full scale is 1.
    """

    factor: float
    ceiling: float


def apply(path: Path, levels: Levels, gain: Gain, *, rate: int) -> Iterator[bytes]:
    """Yield the frames of a file with a gain applied, ten seconds at a time.

    Args:
        path: The file of frames.
        levels: Its levels.
        gain: The gain and the ceiling.
        rate: The sample rate in Hz.
    """
    hop = rate / HOPS_PER_SECOND
    first = 0
    for frames in chunks(path, rate):
        hops = len(hop_starts(len(frames), hop))
        # One hop more on either side, so that the curve goes on over the border of chunks.
        start, end = max(first - 1, 0), min(first + hops + 1, len(levels.peaks))
        factors = curve(levels, gain, start, end) * np.float32(gain.factor * (FULL_SCALE - 1))
        if levels.factors is not None:
            factors *= levels.factors[start:end]
        middles = (np.arange(start, end) - first + 0.5) * hop
        yield np.rint(frames * _interpolated(middles, factors, len(frames))).astype("<i2").tobytes()
        first += hops


def curve(levels: Levels, gain: Gain, start: int, end: int) -> Floats:
    """Return the part of the limiter's curve, see `envelope`, from one hop to another."""
    first = max(start - 2 * _REACH_HOPS - 1, 0)
    return envelope(levels.peaks[first : end + 2 * _REACH_HOPS + 1], gain)[start - first :][: end - start]


def envelope(peaks: Floats, gain: Gain) -> Floats:
    """Return what the limiter multiplies each hop by, at most 1.

    The curve falls before a peak and rises after it smoothly: it is the least of what the neighbors need, averaged over
    no more neighbors than that least was taken from, so that it is nowhere above what a peak needs.
    """
    with np.errstate(divide="ignore"):
        needed: Floats = np.minimum(gain.ceiling / (peaks * gain.factor), 1.0).astype(np.float32)
    if needed.min(initial=1.0) == 1.0:
        return needed
    reach = _REACH_HOPS + 1
    padded = np.pad(needed, reach, constant_values=1.0)
    least = padded[: len(needed)].copy()
    for shift in range(1, 2 * reach + 1):
        np.minimum(least, padded[shift : shift + len(needed)], out=least)
    window = np.hanning(2 * _REACH_HOPS + 3)[1:-1]
    smooth = np.convolve(np.pad(least, _REACH_HOPS, mode="edge"), window / window.sum(), mode="valid")
    factors: Floats = smooth.astype(np.float32)
    return factors


def _interpolated(middles: NDArray[np.floating], factors: Floats, count: int) -> NDArray[np.float64]:
    """Return the factors of so many frames, linear between the middles of hops.

    Most of these lines are flat; only the others are interpolated.
    """
    edges = np.ceil(middles).clip(0, count).astype(np.int64)
    each = np.repeat(factors.astype(np.float64), np.diff(edges[1:], prepend=0, append=count))
    slopes = np.flatnonzero(np.diff(factors))
    for run in np.split(slopes, np.flatnonzero(np.diff(slopes) > 1) + 1):
        if len(run):
            points = slice(run[0], run[-1] + 2)
            frames = slice(edges[run[0]], edges[run[-1] + 1])
            each[frames] = np.interp(np.arange(frames.start, frames.stop), middles[points], factors[points])
    return each
