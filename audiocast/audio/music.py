"""How does the user's music go with the words: before them, softly under them, after them?

It is laid over the frames that were joined, as loud as it should be beside the voice that speaks there, so that
levelling the recording levels both. pydub fades and cuts a piece; a bed, which may go on for hours, is added in chunks.
"""

from __future__ import annotations

import functools
import subprocess
import tempfile
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audiocast.audio import loudness as level
from audiocast.audio.segments import segment
from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from pydub import AudioSegment

    from audiocast.model.audio import Tune

# How much softer than the voice it is alone, and how much softer than that under words.
_BELOW_LU = 4.0
_DUCKED_DB = 15.0
_DUCK_MS = 600
_FADE_IN_MS = 250
_FADE_OUT_MS = 1500
# What goes on under a whole article is softer yet: so much that those who hear badly lose no word (WCAG 1.4.7).
_BED_DUCKED_DB = 16.0
# How much of a piece's end is heard together with its beginning when it comes round again, and how much at most.
_SEAM_MS, _SEAM_SHARE = 3000, 4
_CHUNK_SECONDS = 30
# How long before the last words it begins, and after the first words it ends: within the pause that is there.
_BEFORE_MS, _AFTER_MS = 700, 600
# What is decoded of a file at most.
_MOST_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Score:
    """Where music goes.

    Attributes:
        tune: What is played.
        seconds: How long it is heard alone.
        words: How many utterances it goes on under.
    """

    tune: Tune
    seconds: float
    words: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What music is laid over.

    Attributes:
        path: A file of frames.
        cues: The first frame of each utterance, and that after its last.
        loudness: Tells how loud some of the utterances are, in LUFS.
        rate: The sample rate.
        ffmpeg: The program that decodes.
    """

    path: Path
    cues: Sequence[tuple[int, int]]
    loudness: Callable[[slice], float]
    rate: int
    ffmpeg: str


def alone_before(score: Score, *, rate: int, ffmpeg: str) -> int:
    """How many frames are wanted before the first cue: nobody waits for words when a short piece is over.

    Raises:
        EncodeError: The music can't be decoded.
    """
    return min(round(score.seconds * rate), int(_decoded(score.tune, rate, ffmpeg).frame_count()))


def alone_after(cues: Sequence[tuple[int, int]], score: Score, *, rate: int, ffmpeg: str) -> int:
    """How many frames are wanted after the last cue; it is like `alone_before` in all else."""
    start = _start_ms(cues, score, rate) * rate // 1000
    ends = start + int(_decoded(score.tune, rate, ffmpeg).frame_count()) - cues[-1][1]
    return max(min(round(score.seconds * rate), ends), 0)


def lay_before(score: Score, ground: Ground) -> tuple[int, int]:
    """Music alone until the first cue, then under the words of the score, to end in the pause after those.

    The answer is its first frame, and that after its last.

    Raises:
        EncodeError: The music can't be decoded.
    """
    rate, words = ground.rate, ground.cues[: score.words]
    first_ms = ground.cues[0][0] * 1000 // rate
    end_ms = words[-1][1] * 1000 // rate + _AFTER_MS if words else first_ms
    music = _faded(_beside(_decoded(score.tune, rate, ground.ffmpeg)[:end_ms], ground, slice(score.words or 1)))
    if words and len(music) > first_ms:
        music = music.fade(to_gain=-_DUCKED_DB, start=max(first_ms - _DUCK_MS // 2, 0), duration=_DUCK_MS)
    return _overlay(ground, music, at=0)


def lay_after(score: Score, ground: Ground) -> tuple[int, int]:
    """Music under the last words of the score, then alone; it is like `lay_before` in all else."""
    rate, words = ground.rate, _last(ground.cues, score)
    end_ms = ground.cues[-1][1] * 1000 // rate
    start_ms = _start_ms(ground.cues, score, rate)
    piece = _decoded(score.tune, rate, ground.ffmpeg)[: end_ms + round(score.seconds * 1000) - start_ms]
    music = _faded(_beside(piece, ground, slice(-(len(words) or 1), None)))
    rises_ms = end_ms - start_ms
    if words and len(music) > rises_ms:
        music = music.fade(from_gain=-_DUCKED_DB, start=rises_ms, duration=_DUCK_MS)
    elif words:
        music = music.apply_gain(-_DUCKED_DB)
    return _overlay(ground, music, at=start_ms * rate // 1000)


def lay_bed(score: Score, ground: Ground, *, after: int, until: int) -> tuple[int, int]:
    """Music over and over, softly under all words, and louder where it is alone; it is like `lay_before` in all else.

    Memory holds the piece and a chunk of the frames.

    Args:
        score: What is played.
        ground: Where.
        after: The frame that other music before it ends at; 0 when there is none.
        until: The frame that other music begins at, or the last.
    """
    rate = ground.rate
    piece = _beside(_decoded(score.tune, rate, ground.ffmpeg), ground, slice(None))
    music = _looped(np.frombuffer(piece.raw_data, "<i2").astype(np.float32), rate)
    fade = _FADE_OUT_MS * rate // 1000
    start = max(after - fade, 0)
    with ground.path.open("r+b") as file:
        end = min(until + fade, file.seek(0, SEEK_END) // 2)
        curve = _bed_curve(start, end, ground)
        for first in range(start, end, _CHUNK_SECONDS * rate):
            frames = np.arange(first, min(first + _CHUNK_SECONDS * rate, end))
            file.seek(2 * first)
            spoken = np.frombuffer(file.read(2 * len(frames)), "<i2")
            mixed = spoken + music[(frames - start) % len(music)] * np.interp(frames, *curve)
            file.seek(2 * first)
            file.write(np.rint(mixed).clip(-32768, 32767).astype("<i2").tobytes())
    return start, end


def _bed_curve(start: int, end: int, ground: Ground) -> tuple[list[float], list[float]]:
    """By what a bed is multiplied at some frames; between those it changes evenly."""
    low = 10 ** (-_BED_DUCKED_DB / 20)
    first, last = ground.cues[0][0], ground.cues[-1][1]
    duck, fade_in, fade_out = (ms * ground.rate / 1000 for ms in (_DUCK_MS, _FADE_IN_MS, _FADE_OUT_MS))
    rises, falls = [(start + fade_out, low)], [(end - fade_out, low)]
    if first - start > duck + fade_out:
        rises = [(start + fade_in, 1.0), (first - duck / 2, 1.0), (first + duck / 2, low)]
    if end - last > duck + fade_out:
        falls = [(last, low), (last + duck, 1.0), (end - fade_out, 1.0)]
    places = [(start, 0.0), *rises, *falls, (end, 0.0)]
    return [frame for frame, _ in places], [factor for _, factor in places]


def _looped(piece: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """A piece whose end goes over into its beginning, at the same power, so that it can be played over and over."""
    fade = min(_SEAM_MS * rate // 1000, len(piece) // _SEAM_SHARE)
    rise = np.sin(np.pi / 2 * (np.arange(fade) + 0.5) / fade).astype(np.float32)
    seam = piece[:fade] * rise + piece[len(piece) - fade :] * rise[::-1]
    return np.concatenate((seam, piece[fade : len(piece) - fade]))


def _last(cues: Sequence[tuple[int, int]], score: Score) -> Sequence[tuple[int, int]]:
    """The cues that the music is heard under at the end."""
    return cues[len(cues) - min(score.words, len(cues)) :]


def _start_ms(cues: Sequence[tuple[int, int]], score: Score, rate: int) -> int:
    """When music at the end begins."""
    words = _last(cues, score)
    return max(words[0][0] * 1000 // rate - _BEFORE_MS, 0) if words else cues[-1][1] * 1000 // rate + _AFTER_MS


def _beside(music: AudioSegment, ground: Ground, words: slice) -> AudioSegment:
    """The music as loud as it may be alone beside these utterances."""
    with tempfile.NamedTemporaryFile(dir=ground.path.parent, prefix=ground.path.stem) as file:
        file.write(music.raw_data)
        file.flush()
        own = level.loudness([level.measure(Path(file.name), rate=ground.rate)])
    # No louder than it can be without being cut off.
    return music.apply_gain(min(ground.loudness(words) - _BELOW_LU - own, -music.max_dBFS))


def _faded(music: AudioSegment) -> AudioSegment:
    return music.fade_in(_FADE_IN_MS).fade_out(min(_FADE_OUT_MS, len(music)))


def _overlay(ground: Ground, music: AudioSegment, *, at: int) -> tuple[int, int]:
    """Add music to the ground from that frame on; what would be behind its end is left out."""
    with ground.path.open("r+b") as file:
        file.seek(2 * at)
        under = segment(file.read(len(music.raw_data)), ground.rate)
        file.seek(2 * at)
        file.write(under.overlay(music).raw_data)
    return at, at + int(under.frame_count())


@functools.lru_cache(maxsize=2)
def _decoded(tune: Tune, rate: int, ffmpeg: str) -> AudioSegment:
    """The beginning of a piece, mono."""
    with tempfile.TemporaryDirectory(prefix="audiocast-") as folder:
        # A file, for some formats have their table of contents at the end.
        path = Path(folder) / "music"
        path.write_bytes(tune.content)
        command = [ffmpeg, "-nostdin", "-loglevel", "error", "-t", str(_MOST_SECONDS), "-i", str(path), "-map", "0:a:0"]
        done = subprocess.run(
            [*command, "-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1"], capture_output=True, check=False
        )
    pcm = done.stdout[: len(done.stdout) // 2 * 2]
    if done.returncode or not pcm.strip(b"\0"):
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it holds no sound"]
        reason = said[-1].replace(f"{path}: ", "")
        raise EncodeError(f"can't be decoded: {reason}", where=tune.name, hint="Give a sound file, such as MP3 or WAV")
    return segment(pcm, rate)
