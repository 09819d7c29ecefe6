"""Prepare a clip for the recording: resample it, and trim the silence around and inside it.

pydub holds, fades and joins the sound. Only this module imports it when the program runs.
"""

from __future__ import annotations

import functools
import operator
import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import soxr

from audiocast.audio import silence
from audiocast.audio.recording import WordFrames
from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.model.audio import Clip, WordTime

with warnings.catch_warnings():
    # pydub warns that the system has no ffmpeg, which is not used here, and its source has invalid escapes.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

# Short fades at each cut, so that it does not click.
_CUT_FADE_MS = 5
_FULL_SCALE = 32768


class Trimmed(NamedTuple):
    """The sound of a clip for a recording.

    Attributes:
        sound: The sound.
        words: When each word is heard, in frames of `sound`.
    """

    sound: AudioSegment
    words: tuple[WordFrames, ...]


def trimmed(clip: Clip, rate: int, written: str) -> Trimmed:
    """Return the sound of a clip at a sample rate, without silence at both ends and with short silences inside.

    Args:
        clip: What the engine returned.
        rate: The sample rate of the recording, in Hz.
        written: The sentence as it was written, for the error.

    Raises:
        EncodeError: The clip is silent.
    """
    frames = np.frombuffer(clip.pcm if clip.sample_rate == rate else _resampled(clip, rate), "<i2")
    stretches = silence.kept(frames, rate)
    if not stretches:
        raise EncodeError(f"the voice was silent for {written!r}", hint="Change the sentence, or try another voice")
    kept = (as_pydub(frames[first:end].tobytes(), rate) for first, end in stretches)
    sound = functools.reduce(operator.add, (each.fade_in(_CUT_FADE_MS).fade_out(_CUT_FADE_MS) for each in kept))
    return Trimmed(sound, _moved(clip.word_times, stretches, rate))


def _moved(times: Sequence[WordTime], stretches: Sequence[tuple[int, int]], rate: int) -> tuple[WordFrames, ...]:
    """Return the times of words in the joined stretches of a clip."""
    if not times:
        return ()
    edges = np.array(stretches).ravel()
    lengths = edges[1::2] - edges[::2]
    after = np.cumsum(lengths)
    places = np.ravel(np.column_stack((after - lengths, after)))
    frames = np.array([(word.start_ms, word.end_ms) for word in times]) * rate / 1000
    moved = np.rint(np.interp(frames, edges, places)).astype(int).tolist()
    return tuple(WordFrames(word.start, word.end, *pair) for word, pair in zip(times, moved, strict=True))


def as_pydub(pcm: bytes, rate: int) -> AudioSegment:
    """Return mono 16-bit frames as a pydub segment."""
    return AudioSegment(data=pcm, sample_width=2, frame_rate=rate, channels=1)


def _resampled(clip: Clip, rate: int) -> bytes:
    """Return the frames at another sample rate. pydub interpolates linearly, which adds hiss, so soxr does it."""
    frames = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / _FULL_SCALE
    other = np.rint(soxr.resample(frames, clip.sample_rate, rate) * _FULL_SCALE)
    return bytes(other.clip(-_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes())
