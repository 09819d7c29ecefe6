"""Draw the waveform of a recording: a short text of bar heights, for the episode's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audiocast.audio.loudness import energies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from audiocast.audio.levels import Levels

# As many bars as a wide screen shows.
_BARS = 200
_LOWEST_BAR, _HIGHEST_BAR = 50, 255
# The shares of bars at which the lowest and the highest bar are set.
_QUANTILES = (0.03, 0.98)


def waveform(parts: Callable[[], Iterable[Levels]]) -> str:
    """Return the bars of a recording: how loud each stretch is, two hexadecimal digits each, "ff" for the loudest.

    Args:
        parts: Returns the levels of its segments, in order, anew at each call.
    """
    total = sum(len(levels.energies) for levels in parts())
    count = min(_BARS, total)
    edges = np.arange(count + 1) * total // count
    # The sum of all energies before each edge.
    before = np.zeros(count + 1)
    done = 0
    for some in (some for levels in parts() for some in energies(levels)):
        sums = np.concatenate(([0.0], np.cumsum(some, dtype=np.float64)))
        before += sums[np.clip(edges - done, 0, len(some))]
        done += len(some)
    loud = np.sqrt(np.diff(before) / np.diff(edges))
    # Quantiles, so that a single shout does not flatten the rest, and the small differences of speech are seen.
    low, high = _quantiles(loud)
    shares = np.clip((loud - low) / max(float(high - low), 1e-9), 0.0, 1.0)
    return bytes(int(height) for height in np.rint(_LOWEST_BAR + (_HIGHEST_BAR - _LOWEST_BAR) * shares)).hex()


def _quantiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what numpy.quantile does, whose first call imports half of numpy."""
    found: NDArray[np.float64] = np.interp(
        np.array(_QUANTILES) * (len(values) - 1), np.arange(len(values)), np.sort(values)
    )
    return found
