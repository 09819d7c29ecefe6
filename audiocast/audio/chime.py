"""What is heard between two sections: two soft tones, a fifth apart."""

from __future__ import annotations

import numpy as np

_SECONDS = 0.9
_RISE_SECONDS = 0.012
# Frequency, when it is struck, how loud, and how long until a third of that is left.
_TONES = ((659.26, 0.0, 1.0, 0.22), (987.77, 0.16, 0.7, 0.26), (1318.51, 0.0, 0.15, 0.1), (1975.53, 0.16, 0.1, 0.1))
_PEAK = 8000


def ring(rate: int) -> bytes:
    """Its frames; how loud it becomes is decided with the rest of the recording."""
    time = np.arange(round(_SECONDS * rate)) / rate
    sound = np.zeros(len(time))
    for frequency, struck, height, fading in _TONES:
        since = np.maximum(time - struck, 0.0)
        rise = 0.5 - 0.5 * np.cos(np.pi * np.minimum(since / _RISE_SECONDS, 1.0))
        sound += height * rise * np.exp(-since / fading) * np.sin(2 * np.pi * frequency * since)
    # It ends in silence, not in a click.
    sound *= np.minimum((time[-1] - time) / 0.2, 1.0)
    return bytes(np.rint(sound / np.abs(sound).max() * _PEAK).astype("<i2").tobytes())
