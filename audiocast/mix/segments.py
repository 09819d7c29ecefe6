"""How does a clip become a piece of a recording: at which sample rate, and without the silence around it?"""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING

from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from types import ModuleType

    from pydub import AudioSegment

    from audiocast.model import Clip

# What is kept around the sound of a clip, so that no soft consonant is cut off.
_HEAD_MS = 15
_TAIL_MS = 40
_FADE_MS = 5
_SILENCE_BELOW_MEAN_DB = 34
_FULL_SCALE = 32768


def trimmed(clip: Clip, rate: int, written: str) -> AudioSegment:
    """The sound of a clip.

    Raises:
        EncodeError: There is none.
    """
    sound = segment(clip.pcm if clip.sample_rate == rate else _resampled(clip, rate), rate)
    if not sound.rms:
        raise EncodeError(f"only silence was spoken for {written!r}", hint="Change the sentence, or try another voice")
    threshold = sound.dBFS - _SILENCE_BELOW_MEAN_DB
    find = pydub().silence.detect_leading_silence
    lead = find(sound, threshold, chunk_size=5)
    tail = find(sound.reverse(), threshold, chunk_size=5)
    kept = sound[max(0, lead - _HEAD_MS) : len(sound) - max(0, tail - _TAIL_MS)]
    return kept.fade_in(_FADE_MS).fade_out(_FADE_MS)


def segment(pcm: bytes, rate: int) -> AudioSegment:
    """Frames as pydub holds them."""
    return pydub().AudioSegment(data=pcm, sample_width=2, frame_rate=rate, channels=1)


@functools.cache
def pydub() -> ModuleType:
    """The package."""
    with warnings.catch_warnings():
        # It looks for an ffmpeg of the system, which is not needed, and has escapes that newer Pythons warn of.
        warnings.simplefilter("ignore")
        import pydub  # noqa: PLC0415 - its import is slow
        import pydub.silence  # noqa: PLC0415
    module: ModuleType = pydub
    return module


def _resampled(clip: Clip, rate: int) -> bytes:
    """The frames at another sample rate; pydub would draw straight lines between them, which hiss."""
    import numpy as np  # noqa: PLC0415 - rare, and slow to import
    import soxr  # noqa: PLC0415 - as above

    frames = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / _FULL_SCALE
    other = np.rint(soxr.resample(frames, clip.sample_rate, rate) * _FULL_SCALE)
    return bytes(other.clip(-_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes())
