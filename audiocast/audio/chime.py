"""Make the chime between two sections: two soft tones, a fifth apart, each with an overtone."""

from __future__ import annotations

import numpy as np

_SECONDS = 0.9
_ATTACK_SECONDS = 0.012
_RELEASE_SECONDS = 0.2
# Frequency in Hz, start in seconds, relative height, and the time in seconds in which it fades to a third.
_TONES = ((659.26, 0.0, 1.0, 0.22), (987.77, 0.16, 0.7, 0.26), (1318.51, 0.0, 0.15, 0.1), (1975.53, 0.16, 0.1, 0.1))
_PEAK = 8000


def ring(rate: int) -> bytes:
    """Return the chime as mono 16-bit frames at a sample rate; `levelling` decides how loud it becomes."""
    time = np.arange(round(_SECONDS * rate)) / rate
    sound = np.zeros(len(time))
    for frequency, start, height, fading in _TONES:
        since = np.maximum(time - start, 0.0)
        attack = 0.5 - 0.5 * np.cos(np.pi * np.minimum(since / _ATTACK_SECONDS, 1.0))
        sound += height * attack * np.exp(-since / fading) * np.sin(2 * np.pi * frequency * since)
    # It ends in silence, not in a click.
    sound *= np.minimum((time[-1] - time) / _RELEASE_SECONDS, 1.0)
    return bytes(np.rint(sound / np.abs(sound).max() * _PEAK).astype("<i2").tobytes())
