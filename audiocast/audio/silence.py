"""Find the silence around a spoken sound and inside it.

One rule decides what is silent, both for clips that are joined to a recording and for the chunks of a long sentence
that a model synthesized one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.int16] | NDArray[np.float32]

# Kept before and after a sound, so that no soft consonant is cut off.
_KEPT_BEFORE_MS = 15
_KEPT_AFTER_MS = 40
_WINDOW_MS = 5
# A window is silent when it is this far below the mean of the whole sound: 34 dB.
SILENT_BELOW_MEAN = 10 ** (-34 / 20)
# The longest silence that stays inside a sentence. The shortest pause between two sentences is a little longer; some
# models rest half a second at a comma.
LONGEST_INSIDE_MS = 300


def kept(sound: Sound, rate: int) -> list[tuple[int, int]]:
    """Return the stretches of a sound to keep, each as its first frame and the frame after its last.

    The silence at both ends is left out, and so is the middle of each silence longer than `LONGEST_INSIDE_MS`. A silent
    sound has no stretch.
    """
    edges = np.arange(-(-len(sound) * 1000 // (rate * _WINDOW_MS))) * rate * _WINDOW_MS // 1000
    squares = sound.astype(np.float64) ** 2
    if not squares.any():
        return []
    energies = np.add.reduceat(squares, edges) / np.diff(edges, append=len(sound))
    loud = np.flatnonzero(energies >= squares.mean() * SILENT_BELOW_MEAN**2)
    starts, ends = edges[loud], np.append(edges, len(sound))[loud + 1]
    longest = LONGEST_INSIDE_MS * rate // 1000
    cuts = np.flatnonzero(starts[1:] - ends[:-1] > longest)
    # At a cut, as much stays as at both ends of a sound, and half of the rest on either side.
    after, before = _KEPT_AFTER_MS * rate // 1000, _KEPT_BEFORE_MS * rate // 1000
    half = (longest - after - before) // 2
    firsts = [max(0, starts[0] - before), *(starts[cuts + 1] - before - half)]
    lasts = [*(ends[cuts] + after + half), min(len(sound), ends[-1] + after)]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]
