"""Make a clip a part of a recording: at its sample rate, and without needless silence."""

from __future__ import annotations

import functools
import operator
import warnings
from typing import TYPE_CHECKING

from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from types import ModuleType

    from pydub import AudioSegment

    from audiocast.model.audio import Clip

_FADE_MS = 5
_FULL_SCALE = 32768


def trimmed(clip: Clip, rate: int, written: str) -> AudioSegment:
    """Return the sound of a clip, without the silence around it and without what is too long of that inside.

    Raises:
        EncodeError: There is none.
    """
    import numpy as np  # noqa: PLC0415 - slow to import, and planning needs no sound

    from audiocast.audio import silence  # noqa: PLC0415 - as above

    frames = np.frombuffer(clip.pcm if clip.sample_rate == rate else _resampled(clip, rate), "<i2")
    stretches = silence.kept(frames, rate)
    if not stretches:
        raise EncodeError(f"only silence was spoken for {written!r}", hint="Change the sentence, or try another voice")
    kept = (segment(frames[first:end].tobytes(), rate) for first, end in stretches)
    return functools.reduce(operator.add, (sound.fade_in(_FADE_MS).fade_out(_FADE_MS) for sound in kept))


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
    module: ModuleType = pydub
    return module


def _resampled(clip: Clip, rate: int) -> bytes:
    """The frames at another sample rate; pydub would draw straight lines between them, which hiss."""
    import numpy as np  # noqa: PLC0415 - rare, and slow to import
    import soxr  # noqa: PLC0415 - as above

    frames = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / _FULL_SCALE
    other = np.rint(soxr.resample(frames, clip.sample_rate, rate) * _FULL_SCALE)
    return bytes(other.clip(-_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes())
