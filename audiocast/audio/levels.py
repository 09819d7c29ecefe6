"""Measure the levels of a segment: the K-weighted energy and the peak of each hop of 2.5 ms.

The loudness of a recording, with any gain and any limiting, is computed from its hops without filtering the sound
again. Segments begin and end in silence, so that neither the filter nor the limiter reaches from one into the next.
Each is therefore measured on its own.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audiocast.audio import k_weighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from audiocast.audio.recording import FrameRange

    Floats = NDArray[np.float32]

HOPS_PER_SECOND = 400
FULL_SCALE = 32768.0
SECONDS_PER_CHUNK = 10
# The filter is run over this much of the sound before a chunk, so that it has settled.
_WARM_UP_SECONDS = 0.25
_OVERSAMPLING = 4
# The weights of the six frames on either side in the sound half way between two frames: a windowed sinc.
_HALF_WAY_WEIGHTS = tuple(
    np.float32(np.sinc(away + 0.5) * np.cos(np.pi / 2 * (away + 0.5) / 6) ** 2) for away in range(6)
)


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of a stretch of sound, one number for each hop.

    Attributes:
        energies: The mean square of the K-weighted frames, of full scale 1.
        peaks: The highest peak, of full scale 1.
        factors: What the frames of each hop are multiplied by first of all, or None for 1.
    """

    energies: Floats
    peaks: Floats
    factors: Floats | None = None


def measure(path: Path, *, rate: int) -> Levels:
    """Return the levels of a file of frames at a sample rate."""
    energies, peaks = zip(*_measured(chunks(path, rate), rate, ()), strict=True)
    return Levels(np.concatenate(energies), np.concatenate(peaks))


def measure_chunks(sound: Iterable[Floats], *, rate: int) -> Levels:
    """Return the levels of frames of full scale 1, with exact true peaks.

    Args:
        sound: The frames, in chunks of `SECONDS_PER_CHUNK`.
        rate: The sample rate in Hz.
    """
    measured = list(_measured(sound, rate, ((0, sys.maxsize),)))
    energies, peaks = zip(*measured, strict=True) if measured else ([np.zeros(0, np.float32)],) * 2
    return Levels(np.concatenate(energies), np.concatenate(peaks))


def survey(path: Path, target: Path, *, rate: int, true_peaks: Sequence[FrameRange] = ()) -> None:
    """Write the levels of a file of frames into another file, for `load`; memory holds ten seconds at a time.

    Args:
        path: The file of frames.
        target: The file of levels. An older one can be read until it is replaced.
        rate: The sample rate in Hz.
        true_peaks: Where to look for peaks anywhere between two frames. Speech at its own sample rate has its peaks
            at a frame or half way between two; in resampled speech, hisses have them anywhere.
    """
    new = target.with_suffix(".new")
    with new.open("wb") as file:
        for measured in _measured(chunks(path, rate), rate, true_peaks):
            np.stack(measured, axis=1).tofile(file)
    new.replace(target)


def load(path: Path) -> Levels:
    """Return the levels that `survey` wrote; they are read from the disk when they are used."""
    table = np.memmap(path, np.float32, mode="r").reshape(-1, 2)
    return Levels(table[:, 0], table[:, 1])


def stretch(levels: Levels, start: float, end: float) -> Levels:
    """Return the hops between two times, in seconds."""
    hops = slice(int(np.ceil(start * HOPS_PER_SECOND)), int(end * HOPS_PER_SECOND) + 1)
    return Levels(levels.energies[hops], levels.peaks[hops])


def weighted(levels: Levels, starts: Sequence[float], factors: Sequence[float]) -> Levels:
    """Return the levels multiplied by factors.

    Args:
        levels: Of the whole segment.
        starts: From when each factor holds, in seconds, until the next; the first is 0.
        factors: One for each start.
    """
    edges = np.append(np.rint(np.array(starts) * HOPS_PER_SECOND).astype(int), len(levels.peaks))
    each = np.repeat(np.array(factors, np.float32), np.diff(edges))
    return Levels(levels.energies * each**2, levels.peaks * each, each)


def chunks(path: Path, rate: int) -> Iterator[Floats]:
    """Yield the frames of a file, of full scale 1, ten seconds at a time."""
    with path.open("rb") as file:
        while content := file.read(2 * rate * SECONDS_PER_CHUNK):
            yield np.frombuffer(content, "<i2").astype(np.float32) / np.float32(FULL_SCALE)


def hop_starts(length: int, hop: float) -> NDArray[np.int64]:
    """Return where the hops of a chunk begin; the 2.5 ms of a hop may be no whole number of frames."""
    count = max(int(np.ceil(length / hop - 1e-9)), 1)
    starts: NDArray[np.int64] = np.ceil(np.arange(count) * hop - 1e-9).astype(np.int64)
    return np.minimum(starts, length - 1)


def _measured(sound: Iterable[Floats], rate: int, true_peaks: Sequence[FrameRange]) -> Iterator[tuple[Floats, Floats]]:
    """Yield energies and peaks, ten seconds at a time."""
    hop = rate / HOPS_PER_SECOND
    before = np.zeros(int(np.ceil(round(_WARM_UP_SECONDS * HOPS_PER_SECOND) * hop)), np.float32)
    first = 0
    for frames in sound:
        weighted = k_weighting.weight(np.concatenate((before, frames)), rate)[len(before) :]
        starts = hop_starts(len(frames), hop)
        lengths = np.diff(np.append(starts, len(frames)))
        energies = (np.add.reduceat(weighted * weighted, starts) / lengths).astype(np.float32)
        after = first + len(frames)
        exact = any(start < after and first < end for start, end in true_peaks)
        peaks = (_true_peaks if exact else _nearly_true_peaks)(np.concatenate((before, frames)))[len(before) :]
        yield energies, np.maximum.reduceat(peaks, starts)
        before = np.concatenate((before, frames))[-len(before) :]
        first = after


def _true_peaks(frames: Floats) -> Floats:
    """Return the highest peak between each frame and the next, from the sound at four times the sample rate."""
    size = 1 << len(frames).bit_length()
    spectrum = np.fft.rfft(frames, size)
    fine = np.fft.irfft(spectrum, _OVERSAMPLING * size)[: _OVERSAMPLING * len(frames)] * _OVERSAMPLING
    peaks: Floats = np.abs(fine).reshape(-1, _OVERSAMPLING).max(axis=1).astype(np.float32)
    return peaks


def _nearly_true_peaks(frames: Floats) -> Floats:
    """Return the higher of each frame and the sound half way to the next: within 1 dB of `_true_peaks`, but quicker."""
    reach = len(_HALF_WAY_WEIGHTS)
    padded = np.pad(frames, (reach - 1, reach))
    count = len(frames)
    between = np.zeros(count, np.float32)
    for away, weight in enumerate(_HALF_WAY_WEIGHTS):
        left, right = reach - 1 - away, reach + away
        between += weight * (padded[left : left + count] + padded[right : right + count])
    return np.maximum(np.abs(frames), np.abs(between))
