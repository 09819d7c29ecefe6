"""How are clips joined, levelled and encoded?"""

from __future__ import annotations

import array
import math
import re
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import pytest

from audiocast import mix
from audiocast.errors import EncodeError
from audiocast.model import Clip, Script, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiocast.model import Recording

RATE = 22050


def _tone(ms: int, *, lead_ms: int = 0, peak: float = 0.3, rate: int = RATE) -> Clip:
    """A tone that swells like syllables, after some silence."""
    frames = [0] * (lead_ms * rate // 1000)
    for n in range(ms * rate // 1000):
        swell = 0.2 + 0.8 * abs(math.sin(math.pi * n / rate * 4))
        frames.append(round(32767 * peak * swell * math.sin(2 * math.pi * 180 * n / rate)))
    return Clip(array.array("h", frames).tobytes(), rate)


def _script(*pauses: int) -> Script:
    return Script((Section("All", tuple(Utterance(f"U{n}.", f"W{n}.", ms, "v") for n, ms in enumerate(pauses))),))


def _joined(script: Script, clips: Sequence[Clip], folder: Path) -> tuple[list[mix.Take], Recording]:
    """The takes of a script's passages, and their timeline."""
    rest = iter(clips)
    divided = mix.passages(script)
    takes: list[mix.Take] = []
    for number, passage in enumerate(divided):
        mine = [next(rest) for _ in passage]
        rate = takes[0].sample_rate if takes else 0
        takes.append(mix.join(passage, mine, folder / f"{number}.pcm", rate=rate, last=passage is divided[-1]))
    return takes, mix.timeline(script, takes)


def _encoded(takes: Sequence[mix.Take], path: Path) -> None:
    balanced = mix.balance(takes, bitrate_kbps=64)
    lengths = [mix.encode(take, balanced, bitrate_kbps=64) for take in takes]
    path.write_bytes(b"".join(mix.stream(takes, lengths, bitrate_kbps=64)))


def _decoded(path: Path) -> array.array[int]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-i", str(path)]
    return array.array("h", subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=True).stdout)


def _level(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak of an encoded file, by ffmpeg."""
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


def test_the_timeline_is_that_of_the_sound(tmp_path: Path) -> None:
    """A cue begins where its sound does, whatever silence the voice put before it."""
    clips = [_tone(500, lead_ms=0), _tone(700, lead_ms=300), _tone(400, lead_ms=80)]
    _, recording = _joined(_script(400, 750, 0), clips, tmp_path)
    frames = array.array("h", (tmp_path / "0.pcm").read_bytes())
    assert len(frames) / RATE * 1000 == pytest.approx(recording.duration_ms, abs=1)
    for cue in recording.cues:
        at = cue.start_ms * RATE // 1000
        onset = next(n for n in range(at, len(frames)) if abs(frames[n]) > 300)
        assert (onset - at) / RATE < 0.05
        assert max(map(abs, frames[max(0, at - RATE // 20) : at])) == 0


def test_pauses_are_as_written(tmp_path: Path) -> None:
    """Between two cues lies the pause of the first, to the millisecond."""
    _, recording = _joined(_script(400, 750, 0), [_tone(500), _tone(700), _tone(400)], tmp_path)
    gaps = [b.start_ms - a.end_ms for a, b in zip(recording.cues, recording.cues[1:], strict=False)]
    assert gaps == pytest.approx([400, 750], abs=1)


def test_sections_become_chapters(tmp_path: Path) -> None:
    """Chapters cover the whole recording, the first from 0."""
    script = Script(
        (Section("A", _script(100).sections[0].utterances), Section("B", _script(50, 50).sections[0].utterances))
    )
    _, recording = _joined(script, [_tone(300)] * 3, tmp_path)
    assert [chapter.title for chapter in recording.chapters] == ["A", "B"]
    assert recording.chapters[0].start_ms == 0
    assert recording.chapters[0].end_ms == recording.chapters[1].start_ms == recording.cues[1].start_ms
    assert recording.chapters[1].end_ms == recording.duration_ms


@pytest.mark.parametrize("peak", [0.01, 0.1, 0.99])
def test_the_encoded_file_has_the_promised_level(tmp_path: Path, peak: float) -> None:
    """-16 LUFS within 0.5, true peak at most -1.5 dBTP, however loud the voice was."""
    clips = []
    at = np.arange(RATE) / RATE
    for pitch in range(100, 220, 10):
        # Harmonics in scattered phases, in syllables: peaks as far above the mean as those of speech.
        harmonics = [np.cos(2 * np.pi * pitch * k * at + k * k) / k for k in range(1, 12)]
        frames = np.sum(harmonics, axis=0) * np.sin(np.pi * at * 3) ** 2
        frames *= 32767 * peak / np.abs(frames).max()
        clips.append(Clip(frames.round().astype(np.int16).tobytes(), RATE))
    takes, _ = _joined(_script(*[300] * 12), clips, tmp_path)
    _encoded(takes, tmp_path / "x.mp3")
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_the_same_clips_give_the_same_bytes(tmp_path: Path) -> None:
    """Encoding has no clock and no chance in it."""
    for name in "ab":
        takes, _ = _joined(_script(100, 100), [_tone(900), _tone(800)], tmp_path)
        _encoded(takes, tmp_path / f"{name}.mp3")
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_clip_of_another_rate_keeps_its_duration(tmp_path: Path) -> None:
    """The first clip decides the sample rate; others are resampled."""
    _, recording = _joined(_script(0, 0), [_tone(600), _tone(600, rate=16000)], tmp_path)
    first, second = (cue.end_ms - cue.start_ms for cue in recording.cues)
    assert recording.sample_rate == RATE
    assert second == pytest.approx(first, abs=25)


def test_silence_is_an_error(tmp_path: Path) -> None:
    """A clip in which nothing is heard is named, not published."""
    with pytest.raises(EncodeError, match=r"only silence was spoken for 'W0\.'"):
        _joined(_script(0), [Clip(bytes(40000), RATE)], tmp_path)


def test_what_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    """It says why, and what to look at."""
    with pytest.raises(EncodeError, match=r"can't be written \(No such file or directory\)"):
        _joined(_script(0), [_tone(900)], tmp_path / "missing")
    takes, _ = _joined(_script(0), [_tone(900)], tmp_path)
    balanced = mix.balance(takes, bitrate_kbps=64)
    (tmp_path / "0.part").mkdir()
    with pytest.raises(EncodeError, match="the encoder failed: Is a directory"):
        mix.encode(takes[0], balanced, bitrate_kbps=64)


def test_passages_end_in_long_pauses() -> None:
    """Nothing is lost between them, none is short, and a short article is one."""
    pauses = [900, *([380] * 9 + [750]) * 8]
    script = _script(*pauses)
    divided = mix.passages(script)
    assert [len(passage) for passage in divided] == [31, 30, 20]
    assert sum(divided, ()) == script.sections[0].utterances
    assert all(passage[-1].pause_ms == 750 for passage in divided)
    assert len(mix.passages(_script(*pauses[:31]))) == 1


@pytest.mark.parametrize("rate", [8000, 22050, 24000, 44100])
def test_passages_make_one_stream(tmp_path: Path, rate: int) -> None:
    """Decoded, every sentence is where its cue says, also behind a border, and in a border there is silence."""
    clip = _tone(150, rate=rate)
    takes, recording = _joined(_script(*([380] * 5 + [750]) * 8), [clip] * 48, tmp_path)
    assert len(takes) == 2
    _encoded(takes, tmp_path / "x.mp3")
    frames = _decoded(tmp_path / "x.mp3")
    assert len(frames) == recording.frames
    for cue, after in pairwise(recording.cues):
        start, end, then = (ms * rate // 1000 for ms in (cue.start_ms, cue.end_ms, after.start_ms))
        margin = rate // 25
        assert max(map(abs, frames[start:end])) > 3000
        assert max(map(abs, frames[end + margin : then - margin])) < 30
        assert abs(next(n for n in range(start - margin, end) if abs(frames[n]) > 1000) - start) < margin
