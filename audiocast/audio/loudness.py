"""Compute the loudness of a recording, and the gain that brings it to a target.

Loudness is that of ITU-R BS.1770-4 and EBU R 128: K-weighted, in blocks of 400 ms, gated twice. It is computed from the
hops of `levels`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audiocast.audio.limiter import Gain, curve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from audiocast.audio.levels import Floats, Levels

# A block of 400 ms begins every 100 ms; a hop is 2.5 ms.
_BLOCK_HOPS = 160
_STEP_HOPS = 40
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
# Below this a recording counts as silent.
_SILENT_LUFS = -60.0
# When the gain is found: how near the target, and after how many tries at the most.
_TOLERANCE_LU = 0.02
_MAX_TRIES = 12
# Behind a limiter the loudness follows the gain only in part, so each step is larger than what is missing.
_STEP_FACTOR = 1.4
_HOPS_AT_ONCE = 2**17


def integrated(parts: Iterable[Levels], gain: Gain | None = None) -> float:
    """Return the integrated loudness of a recording in LUFS, after a gain if one is given; -inf for silence.

    Args:
        parts: The levels of its segments, or of other stretches, in order.
        gain: The gain and the ceiling.
    """
    blocks = _blocks(parts, gain)
    with np.errstate(divide="ignore"):
        loud = blocks[_lufs(blocks) > _ABSOLUTE_GATE_LUFS]
        if not len(loud):
            return float("-inf")
        loud = loud[_lufs(loud) > _lufs(loud.mean()) + _RELATIVE_GATE_LU]
        return float(_lufs(loud.mean()))


def gain_to(parts: Callable[[], Iterable[Levels]], *, lufs: float, ceiling: float) -> Gain | None:
    """Return the gain that brings a recording to a loudness, with no peak above a ceiling; None for silence.

    Args:
        parts: Returns the levels of its segments anew at each call: those of ten hours are not held in memory.
        lufs: The loudness in LUFS.
        ceiling: The highest peak, of full scale 1.
    """
    start = integrated(parts())
    if start < _SILENT_LUFS:
        return None
    decibels = lufs - start
    gain = Gain(_factor(decibels), ceiling)
    for _ in range(_MAX_TRIES):
        missing = lufs - integrated(parts(), gain)
        if abs(missing) <= _TOLERANCE_LU:
            break
        decibels += _STEP_FACTOR * missing
        gain = Gain(_factor(decibels), ceiling)
    return gain


def energies(levels: Levels, gain: Gain | None = None) -> Iterator[Floats]:
    """Yield the energies of hops, after a gain if one is given, some minutes at a time."""
    for start in range(0, len(levels.energies), _HOPS_AT_ONCE):
        some = levels.energies[start : start + _HOPS_AT_ONCE]
        if gain is not None:
            some = some * (gain.factor * curve(levels, gain, start, start + len(some))) ** 2
        yield some


def _blocks(parts: Iterable[Levels], gain: Gain | None) -> NDArray[np.float64]:
    """Return the mean energies of the blocks of a recording; a step may begin in one segment and end in the next."""
    steps: list[NDArray[np.float64]] = []
    rest = np.zeros(0, np.float32)
    for some in (some for levels in parts for some in energies(levels, gain)):
        rest = np.concatenate((rest, some))
        whole = len(rest) - len(rest) % _STEP_HOPS
        steps.append(rest[:whole].reshape(-1, _STEP_HOPS).mean(axis=1, dtype=np.float64))
        rest = rest[whole:]
    known = np.concatenate(steps)
    overlap = _BLOCK_HOPS // _STEP_HOPS
    if len(known) < overlap:
        return np.array([np.concatenate((np.repeat(known, _STEP_HOPS), rest)).mean(dtype=np.float64)])
    blocks: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(known, overlap).mean(axis=1)
    return blocks


def _lufs(energy: NDArray[np.float64]) -> NDArray[np.float64]:
    return -0.691 + 10 * np.log10(energy)


def _factor(decibels: float) -> float:
    """Return decibels as a factor, rounded, so that processors that add in another order come to the same."""
    return float(f"{10 ** (decibels / 20):.4g}")
