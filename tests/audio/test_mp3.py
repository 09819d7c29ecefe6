"""Tests of `audio.mp3`, and of `audio.encoding` for a recording of one segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from audiocast.audio import encoding, join, levelling, mp3
from audiocast.check import mpeg
from audiocast.model.audio import Clip
from audiocast.model.script import Utterance

if TYPE_CHECKING:
    from pathlib import Path


def _tone(rate: int, seconds: float) -> bytes:
    frames = np.rint(9000 * np.sin(np.arange(rate * seconds) * 2 * np.pi * 300 / rate))
    return bytes(frames.astype("<i2"))


def _first_length(content: bytes, found: mpeg.Frames) -> int:
    """Return the length of a file's first frame, in bytes."""
    (kbps,) = found.bitrates
    return found.samples // found.count // 8 * kbps * 1000 // found.sample_rate + (content[2] >> 1 & 1)


@pytest.mark.parametrize("kbps", [32, 48, 64, 80, 96, 128, 160])
@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
def test_the_info_frame_is_like_all_others(tmp_path: Path, rate: int, kbps: int) -> None:
    """The first frame has the version, the sample rate and the bit rate of the frames behind it, and counts them."""
    part = tmp_path / "x.part"
    length = mp3.encode([_tone(rate, 1)], part, rate=rate, bitrate_kbps=kbps)
    content = mp3.header(rate, length=length, rate=rate, bitrate_kbps=kbps) + part.read_bytes()
    found = mpeg.walk(content)
    assert found.header == "Info"
    assert found.announced == found.count
    first, second = content[:4], content[_first_length(content, found) :][:4]
    # All but the padding bit, and the last byte, which has no part in the duration.
    assert first[:2] == second[:2]
    assert first[2] & 0b11111100 == second[2] & 0b11111100
    assert len(found.bitrates) == 1


@pytest.mark.parametrize("kbps", [48, 80])
@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 32000, 44100, 48000])
def test_programs_agree_on_the_duration(tmp_path: Path, rate: int, kbps: int) -> None:
    """Three ways to work out a duration agree within 0.1 s, whatever rate a voice has.

    mutagen takes what the Info frame says less the padding, mediainfo and ffprobe count all frames, and eyeD3 divides
    the length of the file by the length of its first frame.
    """
    clip = Clip(_tone(rate, 40), rate)
    segment = join.join([Utterance("U.", "W.", 0, "v")], [clip], tmp_path / "x.pcm")
    length = encoding.encode(segment, levelling.balance([segment], bitrate_kbps=kbps), bitrate_kbps=kbps)
    path = tmp_path / "x.mp3"
    path.write_bytes(b"".join(encoding.assemble([segment], [length], bitrate_kbps=kbps)))
    content = path.read_bytes()
    found = mpeg.walk(content)
    told = MP3(path).info
    assert told is not None
    each = found.samples / found.count / found.sample_rate
    by_size = len(content) / _first_length(content, found) * each
    durations = [told.length, found.samples / found.sample_rate, by_size]
    assert max(durations) - min(durations) < 0.1
    assert told.bitrate_mode is BitrateMode.CBR
    assert segment.frames / segment.sample_rate == pytest.approx(told.length, abs=0.001)
