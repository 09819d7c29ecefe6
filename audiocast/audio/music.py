"""Mix the user's music with a segment: before the words, under them, and after them.

Music is mixed with the frames that were joined, at a level relative to the voice, so that levelling the recording later
changes both together. pydub fades and cuts a piece; a bed, which may go on for hours, is mixed in chunks.
"""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, replace
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audiocast.audio import levelling, levels, limiter, loudness, mp3
from audiocast.audio.clips import as_pydub
from audiocast.audio.decoding import decode
from audiocast.audio.encoding import chunks
from audiocast.audio.join import cannot_write, write_silence
from audiocast.audio.limiter import Gain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray
    from pydub import AudioSegment

    from audiocast.audio.recording import FrameRange, Score, Segment

# How much softer than the voice music is where it is alone, and how much softer than that under words.
_ALONE_BELOW_VOICE_LU = 4.0
_DUCKED_DB = 15.0
_DUCKING_MS = 600
_FADE_IN_MS = 250
_FADE_OUT_MS = 1500
# A bed under a whole article is softer yet, so that people with impaired hearing understand every word (WCAG 1.4.7).
_BED_DUCKED_DB = 16.0
# How much of the end of a looped piece is mixed with its beginning, and at most which share of the piece (1/4).
_LOOP_OVERLAP_MS, _LOOP_OVERLAP_SHARE = 3000, 4
_CHUNK_SECONDS = 30
# How long before the last words music begins, and after the first words it ends: within the pause that is there.
_BEFORE_LAST_WORDS_MS, _AFTER_FIRST_WORDS_MS = 700, 600
# The highest peak of words under which a bed is mixed, of full scale 1.
_HIGHEST_PEAK_OVER_BED = 0.5


@dataclass(frozen=True, slots=True)
class _Mix:
    """A segment that music is mixed with.

    Attributes:
        path: The file of its frames, which is changed in place.
        cues: Where each utterance is.
        loudness: Returns the loudness of a slice of the utterances, in LUFS.
        rate: The sample rate in Hz.
    """

    path: Path
    cues: Sequence[FrameRange]
    loudness: Callable[[slice], float]
    rate: int


def accompany(segment: Segment, *, opening: Score | None, closing: Score | None, bed: Score | None = None) -> Segment:
    """Mix music with a segment, in place: before its first word, after its last, and under all of it.

    Args:
        segment: The first of a recording for an opening, the last for a closing, the only one for a bed.
        opening: Music that ends in the pause after the first words.
        closing: Music that begins in the pause before the last words.
        bed: Music that is repeated under all words.

    Returns:
        The segment with the new places of its utterances, and of the music.

    Raises:
        EncodeError: The music can't be decoded, or the disk is full.
    """
    path, rate = segment.path, segment.sample_rate
    before, after = _frames_alone(segment, opening, closing, bed)
    cues = tuple((first + before, end + before) for first, end in segment.cues)
    chimes = tuple((first + before, end + before) for first, end in segment.chimes)
    # Levelling each voice after the bed is mixed in would change the bed with each voice, so it is done before.
    measured = levelling.segment_levels(segment, levelling.voice_factors([segment]) if bed else {})
    gain = Gain(_HIGHEST_PEAK_OVER_BED / float(measured.peaks.max()) if bed else 1.0, math.inf)

    def spoken_loudness(words: slice) -> float:
        parts = (levels.stretch(measured, first / rate, end / rate) for first, end in segment.cues[words])
        return loudness.integrated(parts) + 20 * math.log10(gain.factor)

    mix = _Mix(path, cues, spoken_loudness, rate)
    try:
        sound = limiter.apply(path, measured, gain, rate=rate) if bed else chunks(path)
        frames = _surround_with_silence(path, before, sound, after)
        music = [_mix_opening(opening, mix)] if opening else []
        music += [_mix_closing(closing, mix)] if closing else []
        if bed:
            edges = music[0][1] if opening else 0, music[-1][0] if closing else frames
            music.append(_mix_bed(bed, mix, after=edges[0], until=edges[1]))
        alone = [(0, cues[0][0]), (cues[-1][1], frames)]
        true_peaks = [(0, frames)] if segment.resampled else alone
        levels.survey(path, segment.levels_path, rate=rate, true_peaks=true_peaks)
    except OSError as error:
        raise cannot_write(path, error) from error
    return replace(segment, frames=frames, cues=cues, chimes=chimes, music=tuple(music), balanced=bool(bed))


def _frames_alone(segment: Segment, opening: Score | None, closing: Score | None, bed: Score | None) -> tuple[int, int]:
    """Return how many frames of silence to add before and after a segment, for music that is heard alone.

    A piece that is shorter than its score gets no more than its length.
    """
    rate = segment.sample_rate
    before = after = round(bed.seconds * rate) if bed else 0
    if opening:
        before = min(round(opening.seconds * rate), int(decode(opening.tune, rate).frame_count()))
    if closing:
        start = _closing_start_ms(segment.cues, closing, rate) * rate // 1000
        end = start + int(decode(closing.tune, rate).frame_count()) - segment.cues[-1][1]
        after = max(min(round(closing.seconds * rate), end), 0)
    # Segments consist of whole granules.
    return before + -before % mp3.granule(rate), after


def _surround_with_silence(path: Path, before: int, sound: Iterable[bytes], after: int) -> int:
    """Write silence, sound and silence into a file that the sound may be read from; return the number of frames."""
    wider = path.with_suffix(".wider")
    with wider.open("wb") as file:
        write_silence(file, before)
        for content in sound:
            file.write(content)
        write_silence(file, after)
        frames = file.tell() // 2
    wider.replace(path)
    return frames


def _mix_opening(score: Score, mix: _Mix) -> FrameRange:
    """Mix music that is alone until the first cue, continues under the words of the score and ends in the pause after.

    Returns:
        Where the music is.
    """
    rate, words = mix.rate, mix.cues[: score.words]
    first_ms = mix.cues[0][0] * 1000 // rate
    end_ms = words[-1][1] * 1000 // rate + _AFTER_FIRST_WORDS_MS if words else first_ms
    music = _faded(_levelled(decode(score.tune, rate)[:end_ms], mix, slice(score.words or 1)))
    if words and len(music) > first_ms:
        music = music.fade(to_gain=-_DUCKED_DB, start=max(first_ms - _DUCKING_MS // 2, 0), duration=_DUCKING_MS)
    return _overlay(mix, music, at=0)


def _mix_closing(score: Score, mix: _Mix) -> FrameRange:
    """Mix music that begins under the last words of the score, and is alone after them; return where it is."""
    rate, words = mix.rate, _last_cues(mix.cues, score)
    end_ms = mix.cues[-1][1] * 1000 // rate
    start_ms = _closing_start_ms(mix.cues, score, rate)
    piece = decode(score.tune, rate)[: end_ms + round(score.seconds * 1000) - start_ms]
    music = _faded(_levelled(piece, mix, slice(-(len(words) or 1), None)))
    rises_ms = end_ms - start_ms
    if words and len(music) > rises_ms:
        music = music.fade(from_gain=-_DUCKED_DB, start=rises_ms, duration=_DUCKING_MS)
    elif words:
        music = music.apply_gain(-_DUCKED_DB)
    return _overlay(mix, music, at=start_ms * rate // 1000)


def _mix_bed(score: Score, mix: _Mix, *, after: int, until: int) -> FrameRange:
    """Mix music that is repeated, softly under all words and louder where it is alone; return where it is.

    Memory holds the piece and a chunk of the frames.

    Args:
        score: The music.
        mix: What it is mixed with.
        after: The frame at which other music before it ends, or 0.
        until: The frame at which other music after it begins, or the last.
    """
    rate = mix.rate
    piece = _levelled(decode(score.tune, rate), mix, slice(None))
    music = _looped(np.frombuffer(piece.raw_data, "<i2").astype(np.float32), rate)
    fade = _FADE_OUT_MS * rate // 1000
    start = max(after - fade, 0)
    with mix.path.open("r+b") as file:
        end = min(until + fade, file.seek(0, SEEK_END) // 2)
        curve = _bed_curve(start, end, mix)
        for first in range(start, end, _CHUNK_SECONDS * rate):
            frames = np.arange(first, min(first + _CHUNK_SECONDS * rate, end))
            file.seek(2 * first)
            spoken = np.frombuffer(file.read(2 * len(frames)), "<i2")
            mixed = spoken + music[(frames - start) % len(music)] * np.interp(frames, *curve)
            file.seek(2 * first)
            file.write(np.rint(mixed).clip(-32768, 32767).astype("<i2").tobytes())
    return start, end


def _bed_curve(start: int, end: int, mix: _Mix) -> tuple[list[float], list[float]]:
    """Return the factors of a bed at some frames, as two lists: frames and factors. Between them it is linear."""
    low = 10 ** (-_BED_DUCKED_DB / 20)
    first, last = mix.cues[0][0], mix.cues[-1][1]
    duck, fade_in, fade_out = (ms * mix.rate / 1000 for ms in (_DUCKING_MS, _FADE_IN_MS, _FADE_OUT_MS))
    rises, falls = [(start + fade_out, low)], [(end - fade_out, low)]
    if first - start > duck + fade_out:
        rises = [(start + fade_in, 1.0), (first - duck / 2, 1.0), (first + duck / 2, low)]
    if end - last > duck + fade_out:
        falls = [(last, low), (last + duck, 1.0), (end - fade_out, 1.0)]
    points = [(start, 0.0), *rises, *falls, (end, 0.0)]
    return [frame for frame, _ in points], [factor for _, factor in points]


def _looped(piece: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Return a piece whose end is mixed with its beginning, at constant power, so that it can be repeated."""
    fade = min(_LOOP_OVERLAP_MS * rate // 1000, len(piece) // _LOOP_OVERLAP_SHARE)
    rise = np.sin(np.pi / 2 * (np.arange(fade) + 0.5) / fade).astype(np.float32)
    overlap = piece[:fade] * rise + piece[len(piece) - fade :] * rise[::-1]
    return np.concatenate((overlap, piece[fade : len(piece) - fade]))


def _last_cues(cues: Sequence[FrameRange], score: Score) -> Sequence[FrameRange]:
    """Return the cues under which closing music is heard."""
    return cues[len(cues) - min(score.words, len(cues)) :]


def _closing_start_ms(cues: Sequence[FrameRange], score: Score, rate: int) -> int:
    """Return when closing music begins."""
    words = _last_cues(cues, score)
    if words:
        return max(words[0][0] * 1000 // rate - _BEFORE_LAST_WORDS_MS, 0)
    return cues[-1][1] * 1000 // rate + _AFTER_FIRST_WORDS_MS


def _levelled(music: AudioSegment, mix: _Mix, words: slice) -> AudioSegment:
    """Return music at its level beside these utterances, or softer where it would clip."""
    with tempfile.NamedTemporaryFile(dir=mix.path.parent, prefix=mix.path.stem) as file:
        file.write(music.raw_data)
        file.flush()
        own = loudness.integrated([levels.measure(Path(file.name), rate=mix.rate)])
    return music.apply_gain(min(mix.loudness(words) - _ALONE_BELOW_VOICE_LU - own, -music.max_dBFS))


def _faded(music: AudioSegment) -> AudioSegment:
    return music.fade_in(_FADE_IN_MS).fade_out(min(_FADE_OUT_MS, len(music)))


def _overlay(mix: _Mix, music: AudioSegment, *, at: int) -> FrameRange:
    """Mix music from a frame on, and return where it is; what would be after the last frame is left out."""
    with mix.path.open("r+b") as file:
        file.seek(2 * at)
        under = as_pydub(file.read(len(music.raw_data)), mix.rate)
        file.seek(2 * at)
        file.write(under.overlay(music).raw_data)
    return at, at + int(under.frame_count())
