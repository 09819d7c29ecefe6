"""How does the user's music go with the words: before them, softly under them, after them?

pydub lays it over the frames that were joined. It is as loud as it should be beside the voice that speaks there, so
that levelling the recording levels both.
"""

from __future__ import annotations

import functools
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import level
from audiocast.errors import EncodeError
from audiocast.mix.segments import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydub import AudioSegment

    from audiocast.model import Tune

# How much softer than the voice it is alone, and how much softer than that under words.
_BELOW_LU = 4.0
_DUCKED_DB = 15.0
_DUCK_MS = 600
_FADE_IN_MS = 250
_FADE_OUT_MS = 1500
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


def lay_before(path: Path, cues: Sequence[tuple[int, int]], score: Score, *, rate: int, ffmpeg: str) -> tuple[int, int]:
    """Music alone until the first cue, then under the words of the score, to end in the pause after those.

    The answer is its first frame, and that after its last.

    Args:
        path: A file of frames.
        cues: The first and the last frame of what is said in it, utterance by utterance.
        score: What is played.
        rate: The sample rate.
        ffmpeg: The program that decodes.

    Raises:
        EncodeError: The music can't be decoded.
    """
    words = cues[: score.words]
    first_ms = cues[0][0] * 1000 // rate
    end_ms = words[-1][1] * 1000 // rate + _AFTER_MS if words else first_ms
    music = _beside(_decoded(score.tune, rate, ffmpeg)[:end_ms], path, words or cues[:1], rate)
    if words and len(music) > first_ms:
        music = music.fade(to_gain=-_DUCKED_DB, start=max(first_ms - _DUCK_MS // 2, 0), duration=_DUCK_MS)
    return _overlay(path, music, at=0, rate=rate)


def lay_after(path: Path, cues: Sequence[tuple[int, int]], score: Score, *, rate: int, ffmpeg: str) -> tuple[int, int]:
    """Music under the last words of the score, then alone; it is like `lay_before` in all else."""
    words = _last(cues, score)
    end_ms = cues[-1][1] * 1000 // rate
    start_ms = _start_ms(cues, score, rate)
    length = end_ms + round(score.seconds * 1000) - start_ms
    music = _beside(_decoded(score.tune, rate, ffmpeg)[:length], path, words or cues[-1:], rate)
    rises_ms = end_ms - start_ms
    if words and len(music) > rises_ms:
        music = music.fade(from_gain=-_DUCKED_DB, start=rises_ms, duration=_DUCK_MS)
    elif words:
        music = music.apply_gain(-_DUCKED_DB)
    return _overlay(path, music, at=start_ms * rate // 1000, rate=rate)


def _last(cues: Sequence[tuple[int, int]], score: Score) -> Sequence[tuple[int, int]]:
    """The cues that the music is heard under at the end."""
    return cues[len(cues) - min(score.words, len(cues)) :]


def _start_ms(cues: Sequence[tuple[int, int]], score: Score, rate: int) -> int:
    """When music at the end begins."""
    words = _last(cues, score)
    return max(words[0][0] * 1000 // rate - _BEFORE_MS, 0) if words else cues[-1][1] * 1000 // rate + _AFTER_MS


def _beside(music: AudioSegment, path: Path, words: Sequence[tuple[int, int]], rate: int) -> AudioSegment:
    """The music with its fades, as loud as it may be alone beside these words."""
    spoken = level.measure(path, rate=rate)
    voice = level.loudness(level.stretch(spoken, first / rate, end / rate) for first, end in words)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.stem) as file:
        file.write(music.raw_data)
        file.flush()
        own = level.loudness([level.measure(Path(file.name), rate=rate)])
    # No louder than it can be without being cut off.
    gain = min(voice - _BELOW_LU - own, -music.max_dBFS)
    return music.apply_gain(gain).fade_in(_FADE_IN_MS).fade_out(min(_FADE_OUT_MS, len(music)))


def _overlay(path: Path, music: AudioSegment, *, at: int, rate: int) -> tuple[int, int]:
    """Add music to a file of frames from that frame on; what would be behind its end is left out."""
    with path.open("r+b") as file:
        file.seek(2 * at)
        under = segment(file.read(len(music.raw_data)), rate)
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
