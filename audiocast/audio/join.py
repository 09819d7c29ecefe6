"""How are clips joined, levelled and encoded?

pydub trims and joins, `level` finds the gain, `encoder` makes the MP3. pydub's own export is not used: it copies the
whole recording into a WAV file first, and cannot hold more than 4 GB.

A long recording is made in passages, which are joined, measured and encoded by themselves, several at a time. They are
the same whoever makes them, and so is the MP3.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO

from audiocast.audio import mp3
from audiocast.audio.segments import pydub, trimmed
from audiocast.errors import EncodeError
from audiocast.model.audio import Chapter, Cue, Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from audiocast.audio.loudness import Gain, Levels
    from audiocast.audio.music import Score
    from audiocast.model.audio import Clip
    from audiocast.model.script import Script, Utterance

# Part of what decides the sound: counted up when the sound changes.
VERSION = 6

LOUDNESS_LUFS = -16.0
# Before encoding, of full scale 1, seen between frames, too: the codec adds up to 1.3 dB to such a peak at 64 kb/s, and
# -1.5 dBTP is the promise.
_CEILING = 10 ** (-3.0 / 20)
# LAME scales its input by 0.95 at 128 kb/s and below.
_ENCODER_LOSS_DB = 0.446
_LOSSY_BELOW_KBPS = 128
# A passage has so many utterances, or some more until there is a pause that is long enough to be divided.
_PASSAGE = 24
_DIVIDED_MS = 600
_LEAD_IN_MS = 250
_LEAD_OUT_MS = 500
_CHUNK = 2**20
# The highest peak of words that a bed is to be added to, of full scale 1.
_ROOM = 0.5
# No voice has this name.
_CHIME = ""
_CHIME_BELOW_LU = 13.0
_SPACE = "Is there space on the disk?"
# At these sample rates a frame of an MP3 has the same whole number of bytes from the first to the last, so that every
# program finds the same duration. At 22,050 and 44,100 the length changes from frame to frame, and below 24,000 what
# the encoder adds to the sound takes more than a tenth of a second.
_RATES = (24000, 32000, 48000)


@dataclass(frozen=True, slots=True)
class Take:
    """A passage that was joined and measured.

    Attributes:
        path: A file of its frames. What was measured stands beside it, and later its part of the MP3.
        sample_rate: Of the first clip, or as it was asked for.
        frames: How many there are.
        cues: For each utterance its first frame, and that after its last.
        speakers: For each utterance the name of the voice that spoke it.
        chimes: The first frame of each chime, and that after its last.
        music: The same of each piece of music.
        even: Whether all voices are equally loud in it, and the chime soft.
        resampled: Whether a voice has another sample rate of its own.
    """

    path: Path
    sample_rate: int
    frames: int
    cues: tuple[tuple[int, int], ...]
    speakers: tuple[str, ...]
    chimes: tuple[tuple[int, int], ...] = ()
    music: tuple[tuple[int, int], ...] = ()
    even: bool = False
    resampled: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What all passages of a recording are levelled with, and the picture of its sound.

    Attributes:
        gain: Of the whole.
        waveform: The picture.
        factors: What makes several voices equally loud before that, and a chime soft, by their names; {} for one voice.
    """

    gain: Gain
    waveform: str
    factors: dict[str, float]


def prepare() -> None:
    """Import what is slow to import ahead of time."""
    pydub()
    from audiocast.audio import loudness as level  # noqa: F401, PLC0415


def passages(script: Script) -> tuple[tuple[Utterance, ...], ...]:
    """The utterances of a script, divided at long pauses into passages; most articles are one."""
    rest = [utterance for section in script.sections for utterance in section.utterances]
    divided: list[tuple[Utterance, ...]] = []
    ends = [
        number for number, utterance in enumerate(rest, 1) if utterance.pause_ms >= _DIVIDED_MS and not utterance.chime
    ]
    start = 0
    for end in ends:
        if end - start >= _PASSAGE and len(rest) - end >= _PASSAGE // 2:
            divided.append(tuple(rest[start:end]))
            start = end
    return (*divided, tuple(rest[start:]))


def join(
    utterances: Sequence[Utterance],
    clips: Iterable[Clip],
    path: Path,
    *,
    rate: int = 0,
    last: bool = True,
) -> Take:
    """Join the clips of a passage, one an utterance, with its pauses, into a file of frames, and measure it.

    Memory holds one clip at a time.

    Args:
        utterances: The passage.
        clips: One for each of them.
        path: Where the frames are written.
        rate: The sample rate; 0 for that of the first clip.
        last: Whether the recording ends with it.

    Raises:
        EncodeError: A clip holds only silence, there is no clip, or the file can't be written.
    """
    from audiocast.audio import loudness as level  # noqa: PLC0415 - it needs numpy, and planning only the version above

    cues: list[tuple[int, int]] = []
    chimes: list[tuple[int, int]] = []
    position, resampled = 0, False
    try:
        with path.open("wb") as file:
            for utterance, clip in zip(utterances, clips, strict=True):
                if not position:
                    rate = _encodable(rate or clip.sample_rate)
                    position = _write_silence(file, _LEAD_IN_MS * rate // 1000)
                resampled = resampled or clip.sample_rate != rate
                sound = trimmed(clip, rate, utterance.written)
                file.write(sound.raw_data)
                end = position + int(sound.frame_count())
                cues.append((position, end))
                position = end
                pause = utterance.pause_ms * rate // 1000
                if utterance.chime:
                    position += _write_silence(file, pause // 2)
                    chimes.append((position, position + _write_chime(file, rate)))
                    position = chimes[-1][1]
                    pause -= pause // 2
                position += _write_silence(file, pause)
            if not position:
                raise EncodeError("there is nothing to join")
            if last:
                position += _write_silence(file, _LEAD_OUT_MS * rate // 1000)
            else:
                position = _cut_pause(file, position, rate)
        level.survey(path, _measured(path), rate=rate, between=[(0, position)] if resampled else [])
    except OSError as error:
        raise EncodeError(f"can't be written ({error.strerror})", where=path.name, hint=_SPACE) from error
    speakers = tuple(utterance.voice for utterance in utterances)
    return Take(path, rate, position, tuple(cues), speakers, tuple(chimes), resampled=resampled)


def accompany(take: Take, *, opening: Score | None, closing: Score | None, bed: Score | None = None) -> Take:
    """Put music before the first word of a passage, and after the last word of one that ends a recording.

    A bed goes under all of it, so that such a passage has to be the whole recording.

    Raises:
        EncodeError: The music can't be decoded, or there is no space for it.
    """
    from audiocast.audio import loudness as level  # noqa: PLC0415 - as above
    from audiocast.audio import music  # noqa: PLC0415 - rare

    path, rate = take.path, take.sample_rate
    before, after = _alone(take, opening, closing, bed)
    cues = tuple((first + before, end + before) for first, end in take.cues)
    chimes = tuple((first + before, end + before) for first, end in take.chimes)
    # With each voice that is made even later a bed under it would become louder or softer.
    levels = _levels(take, _factors([take], lufs=LOUDNESS_LUFS) if bed else {})
    gain = level.Gain(_ROOM / float(levels.peaks.max()) if bed else 1.0, math.inf)

    def loudness(words: slice) -> float:
        parts = (level.stretch(levels, first / rate, end / rate) for first, end in take.cues[words])
        return level.loudness(parts) + 20 * math.log10(gain.factor)

    ground = music.Ground(path, cues, loudness, rate, ffmpeg())
    try:
        frames = _make_room(path, before, after, level.apply(path, levels, gain, rate=rate) if bed else _chunks(path))
        heard = [music.lay_before(opening, ground)] if opening else []
        heard += [music.lay_after(closing, ground)] if closing else []
        if bed:
            edges = heard[0][1] if opening else 0, heard[-1][0] if closing else frames
            heard.append(music.lay_bed(bed, ground, after=edges[0], until=edges[1]))
        alone = [(0, cues[0][0]), (cues[-1][1], frames)]
        level.survey(path, _measured(path), rate=rate, between=[(0, frames)] if take.resampled else alone)
    except OSError as error:
        raise EncodeError(f"can't be written ({error.strerror})", where=path.name, hint=_SPACE) from error
    return replace(take, frames=frames, cues=cues, chimes=chimes, music=tuple(heard), even=bool(bed))


def timeline(script: Script, takes: Sequence[Take]) -> Recording:
    """When everything is heard. A section becomes a chapter, an utterance a cue: this is the only timeline."""
    rate = takes[0].sample_rate
    *starts, after = accumulate((take.frames + mp3.OVERHANG for take in takes), initial=0)
    length = after - mp3.OVERHANG

    def ms(frames: int) -> int:
        return round(frames * 1000 / rate)

    placed = list(zip(starts, takes, strict=True))
    times = [(start + first, start + end) for start, take in placed for first, end in take.cues]
    sounds = [(start + first, start + end) for start, take in placed for first, end in (*take.chimes, *take.music)]
    written = [utterance.written for section in script.sections for utterance in section.utterances]
    numbers = accumulate((len(section.utterances) for section in script.sections[:-1]), initial=0)
    begins = [times[number][0] if number else 0 for number in numbers]
    ends = [*begins[1:], length]
    return Recording(
        sample_rate=rate,
        frames=length,
        duration_ms=ms(length),
        chapters=tuple(
            Chapter(section.title, ms(start), ms(end))
            for section, start, end in zip(script.sections, begins, ends, strict=True)
        ),
        cues=tuple(Cue(ms(start), ms(end), text) for (start, end), text in zip(times, written, strict=True)),
        sounds=tuple((ms(start), ms(end)) for start, end in sorted(sounds)),
    )


def balance(takes: Sequence[Take], *, bitrate_kbps: int) -> Balance:
    """What brings a recording, and each voice in it, to -16 LUFS with its true peak below -1.5 dBTP.

    Raises:
        EncodeError: It is silent, or one of its voices.
    """
    from audiocast.audio import loudness as level  # noqa: PLC0415 - as above

    loss = _ENCODER_LOSS_DB if bitrate_kbps <= _LOSSY_BELOW_KBPS else 0.0
    lufs = LOUDNESS_LUFS + loss
    factors = _factors(takes, lufs=lufs)

    def parts() -> Iterator[Levels]:
        return (_levels(take, factors) for take in takes)

    return Balance(_gain(takes, parts, lufs=lufs), level.waveform(parts), factors)


def encode(take: Take, balanced: Balance, *, bitrate_kbps: int) -> int:
    """Level a passage, and encode it as its part of an MP3, mono, CBR; the answer is that part's length in bytes.

    Raises:
        EncodeError: The file can't be written, for example for want of disk space.
    """
    from audiocast.audio import loudness as level  # noqa: PLC0415 - as above

    levels = _levels(take, balanced.factors)
    sound = level.apply(take.path, levels, balanced.gain, rate=take.sample_rate)
    return mp3.encode(sound, _part(take.path), rate=take.sample_rate, bitrate_kbps=bitrate_kbps)


def stream(takes: Sequence[Take], lengths: Sequence[int], *, bitrate_kbps: int) -> Iterator[bytes]:
    """The bytes of the whole MP3, from its passages' parts and their lengths, a megabyte at a time."""
    rate = takes[0].sample_rate
    frames = sum(take.frames + mp3.OVERHANG for take in takes) - mp3.OVERHANG
    yield mp3.header(frames, length=sum(lengths), rate=rate, bitrate_kbps=bitrate_kbps)
    for take in takes:
        yield from _chunks(_part(take.path))


def ffmpeg() -> str:
    """The program that encodes, and decodes for whoever wants to check."""
    import imageio_ffmpeg  # noqa: PLC0415 - only here

    executable: str = imageio_ffmpeg.get_ffmpeg_exe()
    return executable


def _alone(take: Take, opening: Score | None, closing: Score | None, bed: Score | None) -> tuple[int, int]:
    """How many frames music is to be alone before a passage and after it."""
    from audiocast.audio import music  # noqa: PLC0415 - as above

    rate = take.sample_rate
    before = after = round(bed.seconds * rate) if bed else 0
    if opening:
        before = music.alone_before(opening, rate=rate, ffmpeg=ffmpeg())
    if closing:
        after = music.alone_after(take.cues, closing, rate=rate, ffmpeg=ffmpeg())
    # Whole granules, for passages are made of such.
    return before + -before % mp3.granule(rate), after


def _make_room(path: Path, before: int, after: int, sound: Iterable[bytes]) -> int:
    """Write sound into a file, from which it may be read, with silence around it; the answer is how many frames."""
    wider = path.with_suffix(".wider")
    with wider.open("wb") as file:
        _write_silence(file, before)
        for content in sound:
            file.write(content)
        _write_silence(file, after)
        frames = file.tell() // 2
    wider.replace(path)
    return frames


def _chunks(path: Path) -> Iterator[bytes]:
    """The content of a file, a megabyte at a time."""
    with path.open("rb") as file:
        while content := file.read(_CHUNK):
            yield content


def _factors(takes: Sequence[Take], *, lufs: float) -> dict[str, float]:
    """What makes several voices that loud, and a chime soft, by their names; {} for one voice, or where it was done."""
    names = dict.fromkeys(name for take in takes for name in take.speakers)
    chimes = any(take.chimes for take in takes)
    if any(take.even for take in takes) or not (len(names) > 1 or chimes):
        return {}
    factors = {name: _gain(takes, functools.partial(_spoken, takes, name), lufs=lufs).factor for name in names}
    if chimes:
        rung = functools.partial(_spoken, takes, _CHIME)
        factors[_CHIME] = _gain(takes, rung, lufs=lufs - _CHIME_BELOW_LU).factor
    return factors


def _gain(takes: Sequence[Take], parts: Callable[[], Iterable[Levels]], *, lufs: float) -> Gain:
    from audiocast.audio import loudness as level  # noqa: PLC0415 - as above

    found = level.gain_to(parts, lufs=lufs, ceiling=_CEILING)
    if found is None:
        raise EncodeError("the recording is silent", where=takes[0].path.name, hint="Try another voice")
    return found


def _encodable(rate: int) -> int:
    """Return the nearest of the sample rates that are encoded, a higher one if possible."""
    return min(_RATES, key=lambda known: (known < rate, abs(known - rate)))


def _spoken(takes: Sequence[Take], name: str) -> Iterator[Levels]:
    """What was measured of a voice, utterance by utterance, or of the chime, without the pauses."""
    from audiocast.audio import loudness as level  # noqa: PLC0415 - as above

    for take in takes:
        levels = level.load(_measured(take.path))
        for first, end, speaker in _heard(take):
            if speaker == name:
                yield level.stretch(levels, first / take.sample_rate, end / take.sample_rate)


def _levels(take: Take, factors: dict[str, float]) -> Levels:
    """What was measured of a take, and what makes its voices equally loud: each from its first frame on."""
    from audiocast.audio import loudness as level  # noqa: PLC0415 - as above

    levels = level.load(_measured(take.path))
    if not factors:
        return levels
    heard = _heard(take)
    starts = [0.0, *(first / take.sample_rate for first, _, _ in heard[1:])]
    return level.weighted(levels, starts, [factors[name] for _, _, name in heard])


def _heard(take: Take) -> list[tuple[int, int, str]]:
    """First frame, that after the last, and whose sound it is."""
    said = [(*cue, speaker) for cue, speaker in zip(take.cues, take.speakers, strict=True)]
    return sorted([*said, *((*chime, _CHIME) for chime in take.chimes)])


def _cut_pause(file: BinaryIO, position: int, rate: int) -> int:
    """End a passage within the pause after it, so that the next one's lead-in and what the encoder adds complete it."""
    granule = mp3.granule(rate)
    end = position - _LEAD_IN_MS * rate // 1000 - mp3.OVERHANG
    end = round(end / granule) * granule
    file.truncate(2 * end)
    return end


def _write_silence(file: BinaryIO, frames: int) -> int:
    file.write(bytes(2 * frames))
    return frames


def _write_chime(file: BinaryIO, rate: int) -> int:
    from audiocast.audio.chime import ring  # noqa: PLC0415 - rare, and it needs numpy

    return file.write(ring(rate)) // 2


def _measured(path: Path) -> Path:
    return path.with_suffix(".levels")


def _part(path: Path) -> Path:
    return path.with_suffix(".part")
