"""Level a recording: every voice to -16 LUFS, chimes below that, and the true peak below -1.5 dBTP.

-16 LUFS is what Apple Podcasts and Spotify ask for.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast.audio import levels as measuring
from audiocast.audio import limiter, loudness
from audiocast.audio.waveform import waveform
from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from audiocast.audio.levels import Levels
    from audiocast.audio.limiter import Gain
    from audiocast.audio.recording import Segment

LOUDNESS_LUFS = -16.0
# The highest peak before encoding, -3 dBTP as a share of full scale: the codec adds up to 1.3 dB at 64 kb/s.
_CEILING = 10 ** (-3.0 / 20)
# LAME scales its input by 0.95 at 128 kb/s and below.
_ENCODER_LOSS_DB = 0.446
_LOSSY_UP_TO_KBPS = 128
_CHIME_BELOW_LU = 13.0
# The name of the chime among the voices; no voice has an empty name.
_CHIME = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What all segments of a recording are levelled with.

    Attributes:
        gain: The gain and the ceiling for the whole recording.
        waveform: The picture of its sound, see `waveform`.
        factors: By the name of each voice, and "" for chimes, what makes all voices equally loud and chimes soft before
            `gain`; {} for one voice.
    """

    gain: Gain
    waveform: str
    factors: dict[str, float]


def balance(segments: Sequence[Segment], *, bitrate_kbps: int) -> Balance:
    """Return what brings a recording, and each voice in it, to `LOUDNESS_LUFS`.

    Raises:
        EncodeError: The recording, or one of its voices, is silent.
    """
    lufs = LOUDNESS_LUFS + (_ENCODER_LOSS_DB if bitrate_kbps <= _LOSSY_UP_TO_KBPS else 0.0)
    factors = voice_factors(segments, lufs=lufs)

    def parts() -> Iterator[Levels]:
        return (segment_levels(segment, factors) for segment in segments)

    return Balance(_gain(segments, parts, lufs=lufs), waveform(parts), factors)


def apply(segment: Segment, balanced: Balance) -> Iterator[bytes]:
    """Yield the frames of a segment, levelled, ten seconds at a time."""
    levels = segment_levels(segment, balanced.factors)
    return limiter.apply(segment.path, levels, balanced.gain, rate=segment.sample_rate)


def voice_factors(segments: Sequence[Segment], *, lufs: float = LOUDNESS_LUFS) -> dict[str, float]:
    """Return what brings each voice to a loudness, by its name, and chimes below that, by "".

    The answer is {} for a recording of one voice, and where the segments are balanced already.

    Raises:
        EncodeError: A voice is silent.
    """
    names = dict.fromkeys(name for segment in segments for name in segment.voices)
    chimes = any(segment.chimes for segment in segments)
    if any(segment.balanced for segment in segments) or not (len(names) > 1 or chimes):
        return {}
    factors = {name: _gain(segments, functools.partial(_spoken, segments, name), lufs=lufs).factor for name in names}
    if chimes:
        rung = functools.partial(_spoken, segments, _CHIME)
        factors[_CHIME] = _gain(segments, rung, lufs=lufs - _CHIME_BELOW_LU).factor
    return factors


def segment_levels(segment: Segment, factors: dict[str, float]) -> Levels:
    """Return the levels of a segment, multiplied by the factor of each voice from its first frame on."""
    levels = measuring.load(segment.levels_path)
    if not factors:
        return levels
    sounds = _sounds(segment)
    starts = [0.0, *(first / segment.sample_rate for first, _, _ in sounds[1:])]
    return measuring.weighted(levels, starts, [factors[name] for _, _, name in sounds])


def _gain(segments: Sequence[Segment], parts: Callable[[], Iterable[Levels]], *, lufs: float) -> Gain:
    found = loudness.gain_to(parts, lufs=lufs, ceiling=_CEILING)
    if found is None:
        raise EncodeError("the recording is silent", where=segments[0].path.name, hint="Try another voice")
    return found


def _spoken(segments: Sequence[Segment], name: str) -> Iterator[Levels]:
    """Yield the levels of a voice, utterance by utterance, or of the chimes, without the pauses."""
    for segment in segments:
        levels = measuring.load(segment.levels_path)
        for first, end, speaker in _sounds(segment):
            if speaker == name:
                yield measuring.stretch(levels, first / segment.sample_rate, end / segment.sample_rate)


def _sounds(segment: Segment) -> list[tuple[int, int, str]]:
    """Return each utterance and chime in order: its first frame, the frame after its last, and the voice's name."""
    utterances = [(*cue, name) for cue, name in zip(segment.cues, segment.voices, strict=True)]
    return sorted([*utterances, *((*chime, _CHIME) for chime in segment.chimes)])
