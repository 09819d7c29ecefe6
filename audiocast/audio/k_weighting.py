"""Apply the K-weighting of ITU-R BS.1770: two filters in series, a high shelf and a high pass.

The filters are computed a block of frames at a time, as products of matrices: the output of a block depends on its
input and on the state of the filters after the block before it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    _Doubles = NDArray[np.float64]

_BLOCK_FRAMES = 64
# Less than this in the memory of the filters is nothing.
_NEGLIGIBLE = 1e-9


class _Filter(NamedTuple):
    """A filter with a memory of four numbers, in blocks of frames, as matrices.

    Attributes:
        output: From the input of a block to its output.
        memory: From the input of a block to the memory at its end.
        carried: From the memory at the start of a block to its output.
        kept: From the memory at one block to that after 1, 2, 4, ... blocks, until it is negligible.
    """

    output: Floats
    memory: Floats
    carried: Floats
    kept: tuple[Floats, ...]


def weight(frames: Floats, rate: int) -> Floats:
    """Return the frames as the K filter gives them, as many as were passed.

    Args:
        frames: Of full scale 1.
        rate: The sample rate in Hz.
    """
    k = _k_filter(rate)
    count = -(-len(frames) // _BLOCK_FRAMES)
    blocks = np.zeros((count, _BLOCK_FRAMES), np.float32)
    blocks.reshape(-1)[: len(frames)] = frames
    memory = blocks @ k.memory
    for number, kept in enumerate(k.kept):
        # After each step, a row holds what the last 1, 2, 4, ... blocks left.
        memory[1 << number :] += memory[: -1 << number] @ kept
    weighted: Floats = blocks @ k.output
    weighted[1:] += memory[:-1] @ k.carried
    return weighted.reshape(-1)[: len(frames)]


@functools.cache
def _k_filter(rate: int) -> _Filter:
    """Return the filter at any sample rate, from the analog prototypes behind the coefficients of the standard."""
    shelf = _shelf(1681.974450955533, 0.7071752369554196, 3.999843853973347, rate)
    high_pass = _high_pass(38.13547087602444, 0.5003270373238773, rate)
    (turn, enter, leave, through), second = _section(*shelf), _section(*high_pass)
    # In series: the output of the first is the input of the second.
    turn = np.block([[turn, np.zeros((2, 2))], [np.outer(second[1], leave), second[0]]])
    enter, leave = np.concatenate((enter, second[1] * through)), np.concatenate((second[3] * leave, second[2]))
    through *= second[3]
    powers = [np.eye(4)]
    for _ in range(_BLOCK_FRAMES):
        powers.append(turn @ powers[-1])
    response = [through, *(leave @ power @ enter for power in powers[:-2])]
    output = np.array([[0.0] * row + response[: _BLOCK_FRAMES - row] for row in range(_BLOCK_FRAMES)])
    memory = np.array([power @ enter for power in powers[-2::-1]])
    carried = np.array([leave @ power for power in powers[:-1]]).T
    # The same memory in other units, in which its numbers do not cancel each other: 32 bits are not many.
    turned, sizes, carried = np.linalg.svd(carried, full_matrices=False)
    units = turned * sizes
    memory = memory @ units
    kept, over = [], np.linalg.solve(units, powers[-1].T @ units)
    while np.abs(over).max() > _NEGLIGIBLE:
        kept.append(over.astype(np.float32))
        over = over @ over
    return _Filter(output.astype(np.float32), memory.astype(np.float32), carried.astype(np.float32), tuple(kept))


def _section(above: list[float], below: list[float]) -> tuple[_Doubles, _Doubles, _Doubles, float]:
    """Return a filter of second order in state-space form: the matrices A, B, C and the number D.

    Args:
        above: The coefficients of its numerator.
        below: Those of its denominator, of which the first is 1.
    """
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
