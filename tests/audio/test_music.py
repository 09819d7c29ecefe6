"""Tests of `audio.music` and `audio.decoding`: the user's music before, after and under the words."""

from __future__ import annotations

import array
import hashlib
import io
import math
import re
import subprocess
import wave
from itertools import pairwise
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import pytest

from audiocast.audio import encoding, join, levelling, music, recording
from audiocast.audio.recording import Score
from audiocast.errors import EncodeError
from audiocast.model.audio import Clip, Tune
from audiocast.model.script import Script, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from audiocast.audio.recording import Segment

RATE = 24000


def _tone(ms: int, *, peak: float = 0.3) -> Clip:
    """Return a tone that swells like syllables."""
    frames = []
    for n in range(ms * RATE // 1000):
        swell = 0.2 + 0.8 * abs(math.sin(math.pi * n / RATE * 4))
        frames.append(round(32767 * peak * swell * math.sin(2 * math.pi * 180 * n / RATE)))
    return Clip(array.array("h", frames).tobytes(), RATE)


def _script(*pauses: int) -> Script:
    return Script((Section("All", tuple(Utterance(f"U{n}.", f"W{n}.", ms, "v") for n, ms in enumerate(pauses))),))


def _joined(script: Script, clips: Sequence[Clip], folder: Path) -> Segment:
    """Return a script of one segment, joined."""
    return join.join(script.sections[0].utterances, clips, folder / "0.pcm")


def _encoded(segment: Segment, path: Path) -> None:
    balanced = levelling.balance([segment], bitrate_kbps=64)
    length = encoding.encode(segment, balanced, bitrate_kbps=64)
    path.write_bytes(b"".join(encoding.assemble([segment], [length], bitrate_kbps=64)))


def _decoded(path: Path) -> NDArray[np.float64]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-i", str(path), "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<i2").astype(float)


def _level(path: Path) -> tuple[float, float]:
    """Return the integrated loudness and the true peak of a file, by ffmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-nostats", "-i", str(path)]
    told = subprocess.run(
        [*command, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, text=True, check=True
    ).stderr
    summary = told[told.rfind("Summary:") :]
    loudness = re.search(r"I:\s+(\S+) LUFS", summary)
    peak = re.search(r"Peak:\s+(\S+) dBFS", summary)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def _tune(seconds: float, *, rate: int = 44100, peak: int = 20000) -> Tune:
    """Return three notes in stereo, as a WAV file."""
    time = np.arange(round(seconds * rate)) / rate
    sound = np.sum([np.sin(2 * np.pi * pitch * time) for pitch in (330, 415, 494)], axis=0)
    return _wave(sound / 3 * peak, rate)


def _noise(seconds: float) -> Tune:
    """Return a low noise that never repeats."""
    chance = np.random.default_rng(1).standard_normal(round(seconds * RATE) + 20)
    return _wave(np.convolve(chance, np.hanning(21), mode="valid") * 300, RATE)


def _wave(sound: NDArray[np.float64], rate: int) -> Tune:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((2, 2, rate, 0, "NONE", ""))
        out.writeframes(np.repeat(np.rint(sound), 2).astype("<i2").tobytes())
    return Tune("tune.wav", hashlib.sha256(file.getvalue()).hexdigest(), file.getvalue())


def _heights(frames: NDArray[np.float64], start_ms: float, end_ms: float) -> float:
    """Return the mean level in dB between two times."""
    stretch = frames[round(start_ms * RATE / 1000) : round(end_ms * RATE / 1000)]
    return 20 * math.log10(math.sqrt(float((stretch**2).mean())) / 32768 + 1e-9)


@pytest.mark.parametrize("peak", [300, 32000])
def test_music_goes_under_the_words(tmp_path: Path, peak: int) -> None:
    """Music is about as loud as speech where it is alone, far softer under words, and ends after them."""
    script = _script(900, 900, 900, 900)
    joined = _joined(script, [_tone(1500)] * 4, tmp_path)
    score = Score(_tune(20, peak=peak), seconds=3, words=1)
    spoken, begins = np.frombuffer(joined.path.read_bytes(), "<i2").astype(float), joined.cues[0][0]
    loud = _heights(spoken, 250, 1750)
    joined = music.accompany(joined, opening=score, closing=score)
    mixed = np.frombuffer(joined.path.read_bytes(), "<i2").astype(float)
    timeline = recording.timeline(script, [joined])
    _encoded(joined, tmp_path / "x.mp3")
    frames = _decoded(tmp_path / "x.mp3")
    assert len(frames) == timeline.frames
    first, second, third, fourth = timeline.cues
    assert first.start_ms == pytest.approx(3250, abs=30)
    # Subtracting the words at the places of the timeline leaves only music: the places are exact.
    shift = joined.cues[0][0] - begins
    mixed[shift : shift + len(spoken)] -= spoken
    for cue in timeline.cues:
        assert _heights(mixed, cue.start_ms, cue.end_ms) < loud - 10
    alone = _heights(frames, 500, 2500)
    assert alone == pytest.approx(_heights(frames, second.start_ms, second.end_ms), abs=8)
    assert _heights(frames, first.end_ms + 50, first.end_ms + 250) < alone - 10
    assert _heights(frames, first.end_ms + 700, second.start_ms) < -75
    assert _heights(frames, second.end_ms + 100, third.start_ms - 100) < -75
    # Closing music begins under the last words, and rises after them.
    assert -60 < _heights(frames, fourth.start_ms - 300, fourth.start_ms - 50) < alone - 10
    assert _heights(frames, fourth.end_ms + 700, fourth.end_ms + 1500) == pytest.approx(alone, abs=1)
    assert _heights(frames, fourth.end_ms + 3100, timeline.duration_ms - 50) < -60
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_music_without_words_is_gone_when_they_begin(tmp_path: Path) -> None:
    """Without an intro or outro text, music ends before the first word and begins after the last."""
    script = _script(900, 900)
    joined = _joined(script, [_tone(1500)] * 2, tmp_path)
    segment = music.accompany(joined, opening=Score(_tune(10), 2, 0), closing=Score(_tune(60), 4, 0))
    frames = np.frombuffer(segment.path.read_bytes(), "<i2").astype(float)
    first, last = recording.timeline(script, [segment]).cues
    assert first.start_ms == pytest.approx(2250, abs=30)
    assert _heights(frames, 300, 600) > -40
    assert _heights(frames, first.start_ms - 10, first.start_ms) < -60
    assert _heights(frames, first.end_ms + 10, last.start_ms - 10) < -100
    assert _heights(frames, last.end_ms + 1500, last.end_ms + 2500) > -40


@pytest.mark.parametrize("words", [0, 1])
def test_a_short_piece_adds_no_silence(tmp_path: Path, words: int) -> None:
    """A piece shorter than `seconds` is followed by the words, or by the end, at once."""
    joined = _joined(_script(900, 900), [_tone(1500)] * 2, tmp_path)
    before = recording.timeline(_script(900, 900), [joined])
    score = Score(_tune(1), seconds=4, words=words)
    after = recording.timeline(_script(900, 900), [music.accompany(joined, opening=score, closing=score)])
    assert after.cues[0].start_ms == pytest.approx(1250, abs=30)
    longer = after.duration_ms - before.duration_ms
    assert longer == pytest.approx(1000 if words else 2600, abs=60)


@pytest.mark.parametrize("voices", ["vv", "va"])
def test_a_bed_lies_under_all_words(tmp_path: Path, voices: str) -> None:
    """A bed is alone at both ends and at one low level under the words, also where the piece is repeated.

    Levelling the voices does not change the level of the bed.
    """
    utterances = [Utterance("U.", "W.", 900, name) for name in voices * 6]
    script = Script((Section("All", tuple(utterances)),))
    clips = [_tone(1500, peak=0.9 if name == "v" else 0.05) for name in voices * 6]
    joined = _joined(script, clips, tmp_path)
    before = recording.timeline(script, [joined])
    joined = music.accompany(joined, opening=None, closing=None, bed=Score(_noise(7), 3, 0))
    timeline = recording.timeline(script, [joined])
    assert timeline.sounds == ((0, timeline.duration_ms),)
    assert {a.start_ms - b.start_ms for a, b in zip(timeline.cues, before.cues, strict=True)} <= {2999, 3000, 3001}
    _encoded(joined, tmp_path / "x.mp3")
    frames = _decoded(tmp_path / "x.mp3")
    words = [_heights(frames, cue.start_ms, cue.end_ms) for cue in timeline.cues]
    assert max(words) - min(words) < 0.5
    pauses = [
        _heights(frames, at, at + 100)
        for one, after in pairwise(timeline.cues)
        for at in range(one.end_ms + 100, after.start_ms - 150, 100)
    ]
    assert max(pauses) - min(pauses) < 3
    assert np.mean(words) - np.mean(pauses) == pytest.approx(20, abs=3)
    alone = _heights(frames, 500, 2500)
    end = timeline.duration_ms
    assert alone == pytest.approx(_heights(frames, timeline.cues[-1].end_ms + 700, end - 1600), abs=1)
    assert alone - np.mean(pauses) == pytest.approx(16, abs=1)
    assert _heights(frames, 0, 20) < alone - 15
    assert _heights(frames, end - 40, end) < alone - 15
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_a_bed_continues_where_other_music_ends(tmp_path: Path) -> None:
    """A bed fades in while opening music fades out, and stays at the level it has under words."""
    script = _script(900, 900, 900)
    joined = _joined(script, [_tone(1500)] * 3, tmp_path)
    scores = {"opening": Score(_tune(20), 3, 1), "closing": Score(_tune(20), 3, 0), "bed": Score(_noise(3), 3, 0)}
    segment = music.accompany(joined, **scores)
    frames = np.frombuffer(segment.path.read_bytes(), "<i2").astype(float)
    timeline = recording.timeline(script, [segment])
    first, second, third = timeline.cues
    before, bed, after = timeline.sounds
    assert before[0] == 0 < bed[0] < before[1] < second.start_ms < third.end_ms < after[0] < bed[1]
    alone, under = _heights(frames, 500, 2500), _heights(frames, second.end_ms + 100, third.start_ms - 100)
    assert alone - under == pytest.approx(16, abs=2)
    assert _heights(frames, first.end_ms + 700, second.start_ms - 50) == pytest.approx(under, abs=2)
    assert _heights(frames, third.end_ms + 100, third.end_ms + 500) == pytest.approx(under, abs=2)


def test_a_file_without_sound_is_an_error(tmp_path: Path) -> None:
    """The error names the file, and says what to do."""
    joined = _joined(_script(900), [_tone(1500)], tmp_path)
    with pytest.raises(EncodeError, match=r"notes\.mp3: the music can't be decoded .*Use a sound file"):
        music.accompany(joined, opening=Score(Tune("notes.mp3", "0", b"no sound"), 3, 0), closing=None)
