"""Describe a recording: its segments, the music in it, and its timeline.

A long recording is made in segments, which are joined, measured and encoded one by one, several at a time. A script
always gives the same segments, whichever process makes them, and so the same MP3.

This module has no sound in it and does not import numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from audiocast.audio import mp3, written_words
from audiocast.audio.written_words import SpokenWord
from audiocast.model.audio import Chapter, Cue, Recording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiocast.model.audio import Tune
    from audiocast.model.script import Script, Utterance

# Part of what decides the sound of an episode: count it up when the same clips give other frames.
VERSION = 6

# A segment has this many utterances, or some more until there is a pause that is long enough to divide.
_UTTERANCES_PER_SEGMENT = 24
_DIVIDING_PAUSE_MS = 600

FrameRange: TypeAlias = tuple[int, int]
"""The first frame of a sound, and the frame after its last."""


class WordFrames(NamedTuple):
    """When a word of an utterance is heard.

    Attributes:
        start: Its first character in `Utterance.text`.
        end: The character after its last one.
        first: Its first frame, counted from the beginning of the utterance.
        last: The frame after its last one.
    """

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a recording that was joined and measured.

    Attributes:
        path: The file of its frames, mono 16-bit little-endian.
        sample_rate: In Hz: that of the first clip, or what was asked for.
        frames: The number of frames.
        cues: Where each utterance is.
        voices: For each utterance, the name of its voice.
        chimes: Where each chime is.
        music: Where each piece of music is.
        balanced: Whether its voices are equally loud and its chimes soft already.
        resampled: Whether a clip had another sample rate.
        words: For each utterance the times of its words, if they are known.
    """

    path: Path
    sample_rate: int
    frames: int
    cues: tuple[FrameRange, ...]
    voices: tuple[str, ...]
    chimes: tuple[FrameRange, ...] = ()
    music: tuple[FrameRange, ...] = ()
    balanced: bool = False
    resampled: bool = False
    words: tuple[tuple[WordFrames, ...], ...] = ()

    @property
    def levels_path(self) -> Path:
        """The file of its levels, written by `levels.survey`."""
        return self.path.with_suffix(".levels")

    @property
    def mp3_path(self) -> Path:
        """The file of its part of the MP3, written by `encoding.encode`."""
        return self.path.with_suffix(".part")


@dataclass(frozen=True, slots=True)
class Score:
    """How a piece of music is used.

    Attributes:
        tune: The file.
        seconds: How long it is heard alone.
        words: How many utterances it continues under.
    """

    tune: Tune
    seconds: float
    words: int


def divide(script: Script) -> tuple[tuple[Utterance, ...], ...]:
    """Divide the utterances of a script at long pauses into segments; most articles are one."""
    utterances = [utterance for section in script.sections for utterance in section.utterances]
    divided: list[tuple[Utterance, ...]] = []
    ends = [
        number
        for number, utterance in enumerate(utterances, 1)
        if utterance.pause_ms >= _DIVIDING_PAUSE_MS and not utterance.chime
    ]
    start = 0
    for end in ends:
        if end - start >= _UTTERANCES_PER_SEGMENT and len(utterances) - end >= _UTTERANCES_PER_SEGMENT // 2:
            divided.append(tuple(utterances[start:end]))
            start = end
    return (*divided, tuple(utterances[start:]))


def timeline(script: Script, segments: Sequence[Segment]) -> Recording:
    """Return the timeline of a recording: a chapter for each section, a cue for each utterance.

    Chapters, transcripts and the read-along page are all made from it.
    """
    rate = segments[0].sample_rate
    *starts, after = accumulate((segment.frames + mp3.OVERHANG for segment in segments), initial=0)
    length = after - mp3.OVERHANG

    def ms(frames: int) -> int:
        return round(frames * 1000 / rate)

    def cue(place: FrameRange, heard: Sequence[WordFrames], utterance: Utterance) -> Cue:
        start, end = map(ms, place)
        spoken = [SpokenWord(*word[:2], ms(place[0] + word.first), ms(place[0] + word.last)) for word in heard]
        words = written_words.align(utterance, spoken, start_ms=start, end_ms=end)
        return Cue(start, end, utterance.written, utterance.mark, words)

    placed = list(zip(starts, segments, strict=True))
    times = [(start + first, start + end) for start, segment in placed for first, end in segment.cues]
    heard = [words for segment in segments for words in (segment.words or [()] * len(segment.cues))]
    sounds = [
        (start + first, start + end) for start, segment in placed for first, end in (*segment.chimes, *segment.music)
    ]
    said = [utterance for section in script.sections for utterance in section.utterances]
    first_cues = accumulate((len(section.utterances) for section in script.sections[:-1]), initial=0)
    section_starts = [times[number][0] if number else 0 for number in first_cues]
    section_ends = [*section_starts[1:], length]
    return Recording(
        sample_rate=rate,
        frames=length,
        duration_ms=ms(length),
        chapters=tuple(
            Chapter(section.title, ms(start), ms(end))
            for section, start, end in zip(script.sections, section_starts, section_ends, strict=True)
        ),
        cues=tuple(map(cue, times, heard, said)),
        sounds=tuple((ms(start), ms(end)) for start, end in sorted(sounds)),
    )
