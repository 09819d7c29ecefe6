"""Measure how an MP3 sounds: how loud it is, and where it is silent.

What is kept is the level of every 10 ms, and the sound itself at a low sample rate, which is enough to tell silence
from speech and one clip from another. The MP3 is decoded in chunks, so that memory does not hold hours of sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audiocast import audio
from audiocast.audio.decoding import DecodingError
from audiocast.audio.levels import FULL_SCALE
from audiocast.check.verdict import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from audiocast.audio.decoding import Mp3

RATE = 4000
HOP_MS = 10
_HOP = RATE * HOP_MS // 1000
# The lowest level, -100 dB, as a share of full scale.
_MIN_LEVEL = 1e-5


@dataclass(frozen=True, slots=True)
class Heard:
    """What was measured.

    Attributes:
        frames: The sound, mono, at `RATE`, 16 bits.
        levels: The level of every `HOP_MS`, in dB of full scale.
        lufs: The integrated loudness.
        peak_db: The true peak, in dB of full scale.
    """

    frames: NDArray[np.int16]
    levels: NDArray[np.float32]
    lufs: float
    peak_db: float

    @property
    def duration_ms(self) -> int:
        """The duration of the sound."""
        return round(len(self.frames) * 1000 / RATE)

    def span(self, start_ms: int, end_ms: int) -> NDArray[np.float32]:
        """Return the levels between two times."""
        return self.levels[max(start_ms, 0) // HOP_MS : max(end_ms, 0) // HOP_MS]


def hear(path: Path) -> Heard:
    """Decode and measure an MP3.

    Raises:
        UnreadableError: It can't be decoded at all.
    """
    try:
        mp3 = audio.decoding.open_mp3(path)
        low: list[NDArray[np.float32]] = []
        measured = [audio.levels.measure_chunks(_first_channel(mp3, low), rate=mp3.sample_rate)]
        measured += [
            audio.levels.measure_chunks((chunk[number] for chunk in mp3.chunks()), rate=mp3.sample_rate)
            for number in range(1, mp3.channels)
        ]
    except DecodingError as error:
        raise UnreadableError(f"it can't be decoded ({error})") from error
    frames = np.rint(np.concatenate(low) * FULL_SCALE).clip(-FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    if not len(frames):
        raise UnreadableError("it can't be decoded (no sound)")
    # The loudness of several channels is that of the sum of their energies.
    energies = np.sum([each.energies for each in measured], axis=0)
    peak = max(float(each.peaks.max()) for each in measured)
    return Heard(
        frames=frames,
        levels=_levels(frames),
        lufs=audio.loudness.integrated([audio.levels.Levels(energies, measured[0].peaks)]),
        peak_db=20 * float(np.log10(peak)) if peak else float("-inf"),
    )


def _first_channel(mp3: Mp3, low: list[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """Yield the chunks of the first channel, and add the mean of all channels at `RATE` to a list."""
    resampler = mp3.resampler(RATE)
    for chunk in mp3.chunks():
        low.append(resampler.resample_chunk(chunk.mean(axis=0)))
        yield chunk[0]
    low.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))


def _levels(frames: NDArray[np.int16]) -> NDArray[np.float32]:
    hops = frames[: len(frames) // _HOP * _HOP].reshape(-1, _HOP)
    means = np.einsum("ij,ij->i", hops, hops, dtype=np.float32) / _HOP
    levels: NDArray[np.float32] = 20 * np.log10(np.maximum(np.sqrt(means) / FULL_SCALE, _MIN_LEVEL))
    return levels.astype(np.float32, copy=False)
