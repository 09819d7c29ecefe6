"""Find the silence around a spoken sound and inside of it.

One rule decides what is silent, for the clips that are joined to a recording and for the parts of a sentence that a
model could not say at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.int16] | NDArray[np.float32]

# What is kept around a sound, so that no soft consonant is cut off.
_HEAD_MS = 15
_TAIL_MS = 40
_CHUNK_MS = 5
# A chunk is silent that is so far below the mean of the whole.
_BELOW_MEAN = 10 ** (-34 / 20)
# No silence inside a sentence is longer. The shortest between two sentences is a little longer, and some models rest at
# a comma for half a second.
LONGEST_MS = 300


def kept(sound: Sound, rate: int) -> list[tuple[int, int]]:
    """Return which stretches of a sound are kept: first frame, and that after the last.

    What is left out is the silence at both ends, and the middle of each silence that is longer than `LONGEST_MS`. A
    sound that is all silent has no stretch.
    """
    edges = np.arange(-(-len(sound) * 1000 // (rate * _CHUNK_MS))) * rate * _CHUNK_MS // 1000
    squares = sound.astype(np.float64) ** 2
    if not squares.any():
        return []
    energies = np.add.reduceat(squares, edges) / np.diff(edges, append=len(sound))
    loud = np.flatnonzero(energies >= squares.mean() * _BELOW_MEAN**2)
    starts, ends = edges[loud], np.append(edges, len(sound))[loud + 1]
    longest = LONGEST_MS * rate // 1000
    cuts = np.flatnonzero(starts[1:] - ends[:-1] > longest)
    # As much as at the ends, and of the rest half on either side.
    tail, head = _TAIL_MS * rate // 1000, _HEAD_MS * rate // 1000
    half = (longest - tail - head) // 2
    firsts = [max(0, starts[0] - head), *(starts[cuts + 1] - head - half)]
    lasts = [*(ends[cuts] + tail + half), min(len(sound), ends[-1] + tail)]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]
