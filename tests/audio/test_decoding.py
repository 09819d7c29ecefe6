"""Tests of `audio.decoding`: formats of music, with and without ffmpeg, and MP3s in chunks."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import pytest

from audiocast.audio import decoding, mp3
from audiocast.errors import EncodeError
from audiocast.model.audio import Tune

if TYPE_CHECKING:
    from pathlib import Path

_RATE = 24000
_SECONDS = 3
_BUILT_IN = {"music.wav": (), "music.aiff": (), "music.flac": (), "music.ogg": ("-c:a", "libvorbis"), "music.mp3": ()}
_WITH_FFMPEG = {"music.m4a": (), "music.opus": ("-c:a", "libopus")}


def _tune(folder: Path, name: str, options: tuple[str, ...]) -> Tune:
    """Return three seconds of a tone in stereo, in a format."""
    path = folder / name
    tones = ["-f", "lavfi", "-i", f"sine=frequency=440:duration={_SECONDS}:sample_rate=44100,volume=6dB"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", *tones, "-ac", "2", *options]
    subprocess.run([*command, str(path)], check=True)
    return Tune(name, hashlib.sha256(path.read_bytes()).hexdigest(), path.read_bytes())


@pytest.mark.parametrize(("name", "options"), {**_BUILT_IN, **_WITH_FFMPEG}.items())
def test_formats_give_the_same_sound(tmp_path: Path, name: str, options: tuple[str, ...]) -> None:
    """Each format is decoded to mono at the rate of the recording, at its length and level."""
    frames = np.frombuffer(decoding.decode(_tune(tmp_path, name, options), _RATE).raw_data, "<i2").astype(float)
    assert len(frames) / _RATE == pytest.approx(_SECONDS, abs=0.1)
    middle = frames[_RATE : 2 * _RATE]
    assert np.sqrt((middle**2).mean()) == pytest.approx(4085, rel=0.05)
    assert np.argmax(np.abs(np.fft.rfft(middle))) == 440


def _without_ffmpeg(path: Path) -> str:
    """Decode a file where there is no ffmpeg, and return the number of frames, or the error."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom audiocast.audio import decoding\n"
        "from audiocast.errors import EncodeError\nfrom audiocast.model.audio import Tune\n"
        "path = Path(sys.argv[1])\n"
        "try: print(decoding.decode(Tune(path.name, '0', path.read_bytes()), 24000).frame_count())\n"
        "except EncodeError as error: print(error)\n"
    )
    environment = {**os.environ, "IMAGEIO_FFMPEG_EXE": "/nothing/ffmpeg"}
    command = [sys.executable, "-c", program, str(path)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_common_formats_need_no_ffmpeg(tmp_path: Path) -> None:
    """An MP3 is decoded without ffmpeg; for M4A the error says what to install."""
    _tune(tmp_path, "music.mp3", ())
    assert float(_without_ffmpeg(tmp_path / "music.mp3")) > 2 * _RATE
    _tune(tmp_path, "music.m4a", ())
    error = _without_ffmpeg(tmp_path / "music.m4a")
    assert error.startswith(
        "music.m4a: the music can't be decoded (ffmpeg can't be run: No such file or directory). Use MP3"
    )
    assert "pip install '.[music]'" in error


@pytest.mark.parametrize("content", [b"", b"no sound", b"RIFF\x00\x00\x00\x00WAVE", b"\xff\xfb" * 50])
def test_a_file_without_sound_is_an_error(content: bytes) -> None:
    """The error names the file."""
    with pytest.raises(EncodeError, match="notes: the music can't be decoded"):
        decoding.decode(Tune("notes", hashlib.sha256(content).hexdigest(), content), _RATE)


def test_an_mp3_is_decoded_in_chunks(tmp_path: Path) -> None:
    """All chunks but the last have ten seconds, one row per channel, and are as long as what was encoded."""
    frames = 25 * _RATE
    sound = np.rint(9000 * np.sin(np.arange(frames) / _RATE * 2 * np.pi * 300)).astype("<i2").tobytes()
    length = mp3.encode([sound], tmp_path / "x.part", rate=_RATE, bitrate_kbps=64)
    header = mp3.header(frames, length=length, rate=_RATE, bitrate_kbps=64)
    (tmp_path / "x.mp3").write_bytes(header + (tmp_path / "x.part").read_bytes())
    opened = decoding.open_mp3(tmp_path / "x.mp3")
    assert (opened.sample_rate, opened.channels) == (_RATE, 1)
    assert [chunk.shape for chunk in opened.chunks()] == [(1, 10 * _RATE), (1, 10 * _RATE), (1, 5 * _RATE)]
    (tmp_path / "x.txt").write_bytes(b"no sound")
    with pytest.raises(decoding.DecodingError):
        decoding.open_mp3(tmp_path / "x.txt")
