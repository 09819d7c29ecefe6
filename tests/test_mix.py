"""How are clips joined, levelled and encoded?"""

from __future__ import annotations

import array
import math
import re
import subprocess
from typing import TYPE_CHECKING

import imageio_ffmpeg
import pytest

from audiocast import mix
from audiocast.errors import EncodeError
from audiocast.model import Clip, Script, Section, Utterance

if TYPE_CHECKING:
    from pathlib import Path

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
    recording = mix.join(_script(400, 750, 0), clips, tmp_path / "x.pcm")
    frames = array.array("h", (tmp_path / "x.pcm").read_bytes())
    assert len(frames) / RATE * 1000 == pytest.approx(recording.duration_ms, abs=1)
    for cue in recording.cues:
        at = cue.start_ms * RATE // 1000
        onset = next(n for n in range(at, len(frames)) if abs(frames[n]) > 300)
        assert (onset - at) / RATE < 0.05
        assert max(map(abs, frames[max(0, at - RATE // 20) : at])) == 0


def test_pauses_are_as_written(tmp_path: Path) -> None:
    """Between two cues lies the pause of the first, to the millisecond."""
    recording = mix.join(_script(400, 750, 0), [_tone(500), _tone(700), _tone(400)], tmp_path / "x.pcm")
    gaps = [b.start_ms - a.end_ms for a, b in zip(recording.cues, recording.cues[1:], strict=False)]
    assert gaps == pytest.approx([400, 750], abs=1)


def test_sections_become_chapters(tmp_path: Path) -> None:
    """Chapters cover the whole recording, the first from 0."""
    script = Script(
        (Section("A", _script(100).sections[0].utterances), Section("B", _script(50, 50).sections[0].utterances))
    )
    recording = mix.join(script, [_tone(300)] * 3, tmp_path / "x.pcm")
    assert [chapter.title for chapter in recording.chapters] == ["A", "B"]
    assert recording.chapters[0].start_ms == 0
    assert recording.chapters[0].end_ms == recording.chapters[1].start_ms == recording.cues[1].start_ms
    assert recording.chapters[1].end_ms == recording.duration_ms


@pytest.mark.parametrize("peak", [0.01, 0.1, 0.99])
def test_the_encoded_file_has_the_promised_level(tmp_path: Path, peak: float) -> None:
    """-16 LUFS within 0.5, true peak at most -1.5 dBTP, however loud the voice was."""
    clips = []
    for pitch in range(100, 220, 10):
        # Harmonics in scattered phases, in syllables: peaks as far above the mean as those of speech.
        frames = [
            sum(math.cos(2 * math.pi * pitch * k * n / RATE + k * k) / k for k in range(1, 12))
            * math.sin(math.pi * n / RATE * 3) ** 2
            for n in range(RATE)
        ]
        scale = 32767 * peak / max(map(abs, frames))
        clips.append(Clip(array.array("h", [round(scale * x) for x in frames]).tobytes(), RATE))
    recording = mix.join(_script(*[300] * 12), clips, tmp_path / "x.pcm")
    mix.encode(recording, tmp_path / "x.mp3", bitrate_kbps=64)
    loudness, true_peak = _level(tmp_path / "x.mp3")
    assert loudness == pytest.approx(-16, abs=0.5)
    assert true_peak <= -1.5


def test_the_same_clips_give_the_same_bytes(tmp_path: Path) -> None:
    """Encoding has no clock and no chance in it."""
    for name in "ab":
        recording = mix.join(_script(100, 100), [_tone(900), _tone(800)], tmp_path / f"{name}.pcm")
        mix.encode(recording, tmp_path / f"{name}.mp3", bitrate_kbps=64)
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_clip_of_another_rate_keeps_its_duration(tmp_path: Path) -> None:
    """The first clip decides the sample rate; others are resampled."""
    recording = mix.join(_script(0, 0), [_tone(600), _tone(600, rate=16000)], tmp_path / "x.pcm")
    first, second = (cue.end_ms - cue.start_ms for cue in recording.cues)
    assert recording.sample_rate == RATE
    assert second == pytest.approx(first, abs=25)


def test_silence_is_an_error(tmp_path: Path) -> None:
    """A clip in which nothing is heard is named, not published."""
    with pytest.raises(EncodeError, match=r"only silence was spoken for 'W0\.'"):
        mix.join(_script(0), [Clip(bytes(40000), RATE)], tmp_path / "x.pcm")


def test_a_failing_encoder_is_an_error(tmp_path: Path) -> None:
    """What ffmpeg complains of reaches the user."""
    recording = mix.join(_script(0), [_tone(900)], tmp_path / "x.pcm")
    with pytest.raises(EncodeError, match="the encoder failed"):
        mix.encode(recording, tmp_path / "missing" / "x.mp3", bitrate_kbps=64)
