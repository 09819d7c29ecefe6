"""How loud is a recording, and by which gain does it become as loud as it should be?

Loudness is that of ITU-R BS.1770-4 and EBU R 128: K-weighted, in blocks of 400 ms, gated twice. It is worked out from
hops of 2.5 ms, each known by its K-weighted energy and its peak, so that the effect of any gain with any limiting can
be told without filtering again. A recording consists of parts that begin and end in silence, so that neither filter nor
limiter reaches from one into the other: they are measured by themselves, and looked at one after the other.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    _Doubles = NDArray[np.float64]

HOPS_A_SECOND = 400
_SECONDS_A_CHUNK = 10
# A filter does so many frames in one step, and what it keeps that is less than this is nothing.
_BLOCK_FRAMES = 64
_NOTHING = 1e-9
# The K filter has forgotten what was this long before.
_WARM_UP_SECONDS = 0.25
_FULL_SCALE = 32768.0
# How far before and after a peak the limiter moves, in hops.
_REACH = 4
_FINER = 4
# How much of each frame before and after it is in the sound half way between two: a sine cardinal under a cosine.
_HALF_WAY = tuple(np.float32(np.sinc(away + 0.5) * np.cos(np.pi / 2 * (away + 0.5) / 6) ** 2) for away in range(6))
_BLOCK_HOPS = 160
_STEP_HOPS = 40
_HOPS_AT_ONCE = 2**17
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_SILENT_LUFS = -60.0
_NEAR_LU = 0.02
_TRIES = 12
# Of a picture, as many as a wide screen shows.
_BARS = 200
_LOWEST_BAR = 50
_SPREAD = (0.03, 0.98)


@dataclass(frozen=True, slots=True)
class Levels:
    """What the hops of a recording are: mean square of the K-weighted frames, and highest frame, of full scale 1.

    Attributes:
        factors: What the frames of each hop are multiplied by first of all, when that is not 1.
    """

    energies: Floats
    peaks: Floats
    factors: Floats | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """What a recording is multiplied by, and where its peaks end.

    Attributes:
        factor: For all frames.
        ceiling: No frame is above it, of full scale 1.
    """

    factor: float
    ceiling: float


def measure(path: Path, *, rate: int) -> Levels:
    """Measure a part, a file of frames."""
    energies, peaks = zip(*_measured(path, rate, ()), strict=True)
    return Levels(np.concatenate(energies), np.concatenate(peaks))


def survey(path: Path, target: Path, *, rate: int, between: Sequence[tuple[int, int]] = ()) -> None:
    """Measure a part into a file, which `load` reads; memory holds ten seconds at a time.

    Args:
        path: The file of frames.
        target: What was measured; it may be read from until it is replaced.
        rate: The sample rate.
        between: The stretches of frames in which all peaks between the frames are looked for. Speech at the rate it was
            made for has its highest half way between two, if not at one; resampled, its hisses have them anywhere.
    """
    new = target.with_suffix(".new")
    with new.open("wb") as file:
        for measured in _measured(path, rate, between):
            np.stack(measured, axis=1).tofile(file)
    new.replace(target)


def load(path: Path) -> Levels:
    """What `survey` kept; it is read from the disk as it is wanted."""
    table = np.memmap(path, np.float32, mode="r").reshape(-1, 2)
    return Levels(table[:, 0], table[:, 1])


def stretch(levels: Levels, start: float, end: float) -> Levels:
    """The hops that lie between two times, in seconds."""
    hops = slice(int(np.ceil(start * HOPS_A_SECOND)), int(end * HOPS_A_SECOND) + 1)
    return Levels(levels.energies[hops], levels.peaks[hops])


def weighted(levels: Levels, starts: Sequence[float], factors: Sequence[float]) -> Levels:
    """The hops multiplied by factors, each from its time in seconds to that of the next; the first is 0."""
    edges = np.append(np.rint(np.array(starts) * HOPS_A_SECOND).astype(int), len(levels.peaks))
    each = np.repeat(np.array(factors, np.float32), np.diff(edges))
    return Levels(levels.energies * each**2, levels.peaks * each, each)


def loudness(parts: Iterable[Levels], gain: Gain | None = None) -> float:
    """Integrated loudness of a recording in LUFS, behind a gain if one is given; -inf for silence."""
    blocks = _blocks(parts, gain)
    with np.errstate(divide="ignore"):
        loud = blocks[_lufs(blocks) > _ABSOLUTE_GATE]
        if not len(loud):
            return float("-inf")
        loud = loud[_lufs(loud) > _lufs(loud.mean()) + _RELATIVE_GATE]
        return float(_lufs(loud.mean()))


def gain_to(parts: Callable[[], Iterable[Levels]], *, lufs: float, ceiling: float) -> Gain | None:
    """The gain that makes a recording `lufs` loud with no frame above `ceiling` (of full scale 1); None for silence.

    Args:
        parts: Gives its parts, each time anew: those of ten hours are not held in memory.
        lufs: How loud it is to be.
        ceiling: What no frame is above.
    """
    start = loudness(parts())
    if start < _SILENT_LUFS:
        return None
    decibels = lufs - start
    gain = Gain(_factor(decibels), ceiling)
    for _ in range(_TRIES):
        off = lufs - loudness(parts(), gain)
        if abs(off) <= _NEAR_LU:
            break
        # Behind a limiter the loudness follows the gain only in part.
        decibels += 1.4 * off
        gain = Gain(_factor(decibels), ceiling)
    return gain


def envelope(peaks: Floats, gain: Gain) -> Floats:
    """What the limiter multiplies each hop by, at most 1.

    It falls before a peak and rises after it along a smooth curve: the least of what the neighbors need, averaged over
    no more neighbors than that least was taken from, so that it is nowhere above what a peak needs.
    """
    with np.errstate(divide="ignore"):
        needed: Floats = np.minimum(gain.ceiling / (peaks * gain.factor), 1.0).astype(np.float32)
    if needed.min(initial=1.0) == 1.0:
        return needed
    reach = _REACH + 1
    padded = np.pad(needed, reach, constant_values=1.0)
    least = padded[: len(needed)].copy()
    for shift in range(1, 2 * reach + 1):
        np.minimum(least, padded[shift : shift + len(needed)], out=least)
    window = np.hanning(2 * _REACH + 3)[1:-1]
    smooth = np.convolve(np.pad(least, _REACH, mode="edge"), window / window.sum(), mode="valid")
    curve: Floats = smooth.astype(np.float32)
    return curve


def apply(path: Path, levels: Levels, gain: Gain, *, rate: int) -> Iterator[bytes]:
    """The frames of a part behind a gain, ten seconds at a time."""
    hop = rate / HOPS_A_SECOND
    first = 0
    for frames in _chunks(path, rate):
        # One hop more on either side, so that the curve goes on over the border of chunks.
        start, end = max(first - 1, 0), min(first + len(_starts(len(frames), hop)) + 1, len(levels.peaks))
        curve = _curve(levels, gain, start, end) * np.float32(gain.factor * (_FULL_SCALE - 1))
        if levels.factors is not None:
            curve *= levels.factors[start:end]
        middles = (np.arange(start, end) - first + 0.5) * hop
        yield np.rint(frames * _between(middles, curve, len(frames))).astype("<i2").tobytes()
        first += len(_starts(len(frames), hop))


def _between(middles: NDArray[np.floating], factors: Floats, count: int) -> NDArray[np.float64]:
    """The factors of so many frames, on lines between the middles of hops. Most lines are flat, and cost nothing."""
    edges = np.ceil(middles).clip(0, count).astype(np.int64)
    each = np.repeat(factors.astype(np.float64), np.diff(edges[1:], prepend=0, append=count))
    slopes = np.flatnonzero(np.diff(factors))
    for run in np.split(slopes, np.flatnonzero(np.diff(slopes) > 1) + 1):
        if len(run):
            points = slice(run[0], run[-1] + 2)
            frames = slice(edges[run[0]], edges[run[-1] + 1])
            each[frames] = np.interp(np.arange(frames.start, frames.stop), middles[points], factors[points])
    return each


def waveform(parts: Callable[[], Iterable[Levels]]) -> str:
    """A picture's bars: how loud each stretch of the recording is, two hexadecimal digits each, "ff" the loudest."""
    total = sum(len(levels.energies) for levels in parts())
    count = min(_BARS, total)
    edges = np.arange(count + 1) * total // count
    # How much energy there is before each edge.
    before = np.zeros(count + 1)
    done = 0
    for energies in (energies for levels in parts() for energies in _behind(levels, None)):
        sums = np.concatenate(([0.0], np.cumsum(energies, dtype=np.float64)))
        before += sums[np.clip(edges - done, 0, len(energies))]
        done += len(energies)
    loud = np.sqrt(np.diff(before) / np.diff(edges))
    # A single cry does not make all the rest flat, and speech, which is nearly level, is drawn with its differences.
    low, high = _quantiles(loud, _SPREAD)
    shares = np.clip((loud - low) / max(float(high - low), 1e-9), 0.0, 1.0)
    return bytes(int(height) for height in np.rint(_LOWEST_BAR + (255 - _LOWEST_BAR) * shares)).hex()


def _measured(path: Path, rate: int, between: Sequence[tuple[int, int]]) -> Iterator[tuple[Floats, Floats]]:
    """Energies and peaks, ten seconds at a time."""
    hop = rate / HOPS_A_SECOND
    before = np.zeros(_edge(round(_WARM_UP_SECONDS * HOPS_A_SECOND), hop), np.float32)
    first = 0
    for frames in _chunks(path, rate):
        weighted = _k_weighted(np.concatenate((before, frames)), rate)[len(before) :]
        starts = _starts(len(frames), hop)
        lengths = np.diff(np.append(starts, len(frames)))
        energies = (np.add.reduceat(weighted * weighted, starts) / lengths).astype(np.float32)
        after = first + len(frames)
        look = _heights if any(start < after and first < end for start, end in between) else _half_way
        yield energies, np.maximum.reduceat(look(np.concatenate((before, frames)))[len(before) :], starts)
        before = np.concatenate((before, frames))[-len(before) :]
        first = after


def _quantiles(values: NDArray[np.float64], shares: tuple[float, ...]) -> NDArray[np.float64]:
    """As numpy's own, whose first call imports half of the package."""
    between: NDArray[np.float64] = np.interp(
        np.array(shares) * (len(values) - 1), np.arange(len(values)), np.sort(values)
    )
    return between


def _blocks(parts: Iterable[Levels], gain: Gain | None) -> NDArray[np.float64]:
    """The mean energies of the blocks of a recording; a step of 40 hops may begin in one part and end in the next."""
    steps: list[NDArray[np.float64]] = []
    rest = np.zeros(0, np.float32)
    for energies in (energies for levels in parts for energies in _behind(levels, gain)):
        rest = np.concatenate((rest, energies))
        whole = len(rest) - len(rest) % _STEP_HOPS
        steps.append(rest[:whole].reshape(-1, _STEP_HOPS).mean(axis=1, dtype=np.float64))
        rest = rest[whole:]
    known = np.concatenate(steps)
    overlap = _BLOCK_HOPS // _STEP_HOPS
    if len(known) < overlap:
        return np.array([np.concatenate((np.repeat(known, _STEP_HOPS), rest)).mean(dtype=np.float64)])
    blocks: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(known, overlap).mean(axis=1)
    return blocks


def _behind(levels: Levels, gain: Gain | None) -> Iterator[Floats]:
    """The energies behind a gain, some minutes at a time: a part may be hours long."""
    for start in range(0, len(levels.energies), _HOPS_AT_ONCE):
        energies = levels.energies[start : start + _HOPS_AT_ONCE]
        if gain is not None:
            energies = energies * (gain.factor * _curve(levels, gain, start, start + len(energies))) ** 2
        yield energies


def _curve(levels: Levels, gain: Gain, start: int, end: int) -> Floats:
    """The `envelope` from one hop to another, as it is within that of all."""
    first = max(start - 2 * _REACH - 1, 0)
    return envelope(levels.peaks[first : end + 2 * _REACH + 1], gain)[start - first :][: end - start]


def _chunks(path: Path, rate: int) -> Iterator[Floats]:
    with path.open("rb") as file:
        while content := file.read(2 * rate * _SECONDS_A_CHUNK):
            yield np.frombuffer(content, "<i2").astype(np.float32) / np.float32(_FULL_SCALE)


def _edge(hops: int, hop: float) -> int:
    return int(np.ceil(hops * hop))


def _starts(length: int, hop: float) -> NDArray[np.int64]:
    """Where the hops of a chunk begin; a hop of 2.5 ms may be no whole number of frames."""
    count = max(int(np.ceil(length / hop - 1e-9)), 1)
    starts: NDArray[np.int64] = np.ceil(np.arange(count) * hop - 1e-9).astype(np.int64)
    return np.minimum(starts, length - 1)


def _heights(frames: Floats) -> Floats:
    """How high the sound is at each frame and until the next, seen four times as often as there are frames."""
    size = 1 << len(frames).bit_length()
    spectrum = np.fft.rfft(frames, size)
    fine = np.fft.irfft(spectrum, _FINER * size)[: _FINER * len(frames)] * _FINER
    heights: Floats = np.abs(fine).reshape(-1, _FINER).max(axis=1).astype(np.float32)
    return heights


def _half_way(frames: Floats) -> Floats:
    """How high the sound is at each frame and half way to the next: as `_heights`, within a decibel, for far less."""
    padded = np.pad(frames, (len(_HALF_WAY) - 1, len(_HALF_WAY)))
    count = len(frames)
    between = np.zeros(count, np.float32)
    for away, share in enumerate(_HALF_WAY):
        left, right = len(_HALF_WAY) - 1 - away, len(_HALF_WAY) + away
        between += share * (padded[left : left + count] + padded[right : right + count])
    return np.maximum(np.abs(frames), np.abs(between))


def _k_weighted(frames: Floats, rate: int) -> Floats:
    """Through the two filters of BS.1770, a block of frames in one step.

    What comes out of a block is what went in, and what the blocks before left in the filters' memory.
    """
    k = _k_filter(rate)
    count = -(-len(frames) // _BLOCK_FRAMES)
    blocks = np.zeros((count, _BLOCK_FRAMES), np.float32)
    blocks.reshape(-1)[: len(frames)] = frames
    left = blocks @ k.leaves
    for number, kept in enumerate(k.kept):
        # Now it is what the last 1, 2, 4, … blocks left.
        left[1 << number :] += left[: -1 << number] @ kept
    weighted: Floats = blocks @ k.passes
    weighted[1:] += left[:-1] @ k.follows
    return weighted.reshape(-1)[: len(frames)]


class _Filter(NamedTuple):
    """A filter with a memory of four numbers, by blocks of frames.

    Attributes:
        passes: What comes out of a block for what went in.
        leaves: What that leaves in the memory at the end of the block.
        follows: What comes out of a block for what was in the memory at its start.
        kept: What is kept of the memory over 1, 2, 4, … blocks, until it is nothing.
    """

    passes: Floats
    leaves: Floats
    follows: Floats
    kept: tuple[Floats, ...]


@functools.cache
def _k_filter(rate: int) -> _Filter:
    """The filter at any sample rate, from the analog prototypes behind the standard's coefficients."""
    shelf = _shelf(1681.974450955533, 0.7071752369554196, 3.999843853973347, rate)
    high_pass = _high_pass(38.13547087602444, 0.5003270373238773, rate)
    (turn, enter, leave, through), second = _section(*shelf), _section(*high_pass)
    # One after the other: what leaves the first enters the second.
    turn = np.block([[turn, np.zeros((2, 2))], [np.outer(second[1], leave), second[0]]])
    enter, leave = np.concatenate((enter, second[1] * through)), np.concatenate((second[3] * leave, second[2]))
    through *= second[3]
    powers = [np.eye(4)]
    for _ in range(_BLOCK_FRAMES):
        powers.append(turn @ powers[-1])
    response = [through, *(leave @ power @ enter for power in powers[:-2])]
    passes = np.array([[0.0] * row + response[: _BLOCK_FRAMES - row] for row in range(_BLOCK_FRAMES)])
    leaves = np.array([power @ enter for power in powers[-2::-1]])
    follows = np.array([leave @ power for power in powers[:-1]]).T
    # The same memory in other units, whose parts do not cancel each other, as 32 bits are not many.
    turned, sizes, follows = np.linalg.svd(follows, full_matrices=False)
    units = turned * sizes
    leaves = leaves @ units
    kept, over = [], np.linalg.solve(units, powers[-1].T @ units)
    while np.abs(over).max() > _NOTHING:
        kept.append(over.astype(np.float32))
        over = over @ over
    return _Filter(passes.astype(np.float32), leaves.astype(np.float32), follows.astype(np.float32), tuple(kept))


def _section(above: list[float], below: list[float]) -> tuple[_Doubles, _Doubles, _Doubles, float]:
    """A filter of second order by its memory: how that turns, what enters it, what leaves it, what passes it by."""
    turn = np.array([[-below[1], 1.0], [-below[2], 0.0]])
    enter = np.array([above[1] - below[1] * above[0], above[2] - below[2] * above[0]])
    return turn, enter, np.array([1.0, 0.0]), above[0]


def _shelf(frequency: float, quality: float, decibels: float, rate: int) -> tuple[list[float], list[float]]:
    k = np.tan(np.pi * frequency / rate)
    high = 10 ** (decibels / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / quality + k * k
    above = [
        (high + band * k / quality + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / quality + k * k) / a0,
    ]
    return above, [1.0, 2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0]


def _high_pass(frequency: float, quality: float, rate: int) -> tuple[list[float], list[float]]:
    k = np.tan(np.pi * frequency / rate)
    a0 = 1 + k / quality + k * k
    return [1.0, -2.0, 1.0], [1.0, 2 * (k * k - 1) / a0, (1 - k / quality + k * k) / a0]


def _lufs(energy: NDArray[np.float64]) -> NDArray[np.float64]:
    return -0.691 + 10 * np.log10(energy)


def _factor(decibels: float) -> float:
    """Rounded, so that processors that add in another order come to the same."""
    return float(f"{10 ** (decibels / 20):.4g}")
