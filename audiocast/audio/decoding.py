"""Decode the user's music, and MP3s, to frames.

miniaudio decodes MP3, WAV, AIFF, FLAC and Ogg Vorbis inside this process. Other formats, such as M4A and Opus, need
ffmpeg from the package imageio-ffmpeg, which takes 165 MB and so is an extra: `pip install '.[music]'`.
Whether ffmpeg is installed does not change the frames of the formats that miniaudio decodes.
"""

from __future__ import annotations

import functools
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import miniaudio
import numpy as np
import soxr

from audiocast.audio.clips import as_pydub
from audiocast.audio.levels import FULL_SCALE, SECONDS_PER_CHUNK
from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from pydub import AudioSegment

    from audiocast.audio.levels import Floats
    from audiocast.model.audio import Tune

# No more of a piece of music is decoded.
_MAX_SECONDS = 180
_MUSIC_FORMATS = (
    miniaudio.wav_get_info,
    miniaudio.flac_get_info,
    miniaudio.vorbis_get_info,
    miniaudio.mp3_get_info,
)
_HINT = "Use MP3, WAV, FLAC or Ogg Vorbis. For other formats, run `pip install '.[music]'` in a copy of the repository"


class DecodingError(Exception):
    """The file is not an MP3 that can be decoded."""


def ffmpeg() -> str | None:
    """Return the path of ffmpeg, or None if imageio-ffmpeg is not installed; IMAGEIO_FFMPEG_EXE names another."""
    try:
        executable: str = import_module("imageio_ffmpeg").get_ffmpeg_exe()
    except (ModuleNotFoundError, RuntimeError):
        return None
    return executable


@functools.lru_cache(maxsize=2)
def decode(tune: Tune, rate: int) -> AudioSegment:
    """Return the first three minutes of a piece of music, mono, at a sample rate in Hz.

    Raises:
        EncodeError: The file has no sound, or its format is unknown.
    """
    info = _music_info(tune.content)
    pcm = _decoded_by_ffmpeg(tune, rate) if info is None else _decoded_by_miniaudio(tune, rate, info.sample_rate)
    if not pcm.strip(b"\0"):
        raise EncodeError("the music can't be decoded (it holds no sound)", where=tune.name, hint=_HINT)
    return as_pydub(pcm, rate)


@dataclass(frozen=True, slots=True)
class Mp3:
    """An MP3 that can be decoded.

    Attributes:
        path: The file.
        sample_rate: In Hz.
        channels: The number of channels.
    """

    path: Path
    sample_rate: int
    channels: int

    def chunks(self) -> Iterator[NDArray[np.float32]]:
        """Decode, and yield the frames of full scale 1 in chunks of `levels.SECONDS_PER_CHUNK`, one row per channel.

        Damaged frames of the MP3 are skipped.

        Raises:
            DecodingError: The file can't be decoded.
        """
        try:
            stream = miniaudio.stream_file(
                str(self.path),
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=self.channels,
                sample_rate=self.sample_rate,
                frames_to_read=self.sample_rate,
            )
            yield from _regrouped(stream, SECONDS_PER_CHUNK * self.sample_rate, self.channels)
        except miniaudio.MiniaudioError as error:
            raise DecodingError(str(error.args[0])) from error

    def resampler(self, rate: int) -> soxr.ResampleStream:
        """Return a resampler of one channel, from the sample rate of the MP3 to another; see `resample_chunk`."""
        return soxr.ResampleStream(self.sample_rate, rate, 1, dtype="float32")


def open_mp3(path: Path) -> Mp3:
    """Read the sample rate and the channels of an MP3.

    Raises:
        DecodingError: The file is not an MP3.
    """
    try:
        info = miniaudio.mp3_get_file_info(str(path))
    except miniaudio.MiniaudioError as error:
        raise DecodingError(str(error.args[0])) from error
    return Mp3(path, info.sample_rate, info.nchannels)


def _regrouped(stream: Iterator[object], frames: int, channels: int) -> Iterator[NDArray[np.float32]]:
    """Yield chunks of exactly so many frames; the last may be shorter."""
    waiting: list[Floats] = []
    count = 0
    for samples in stream:
        waiting.append(np.array(samples, np.float32).reshape(-1, channels))
        count += len(waiting[-1])
        if count >= frames:
            joined = np.concatenate(waiting)
            while len(joined) >= frames:
                yield joined[:frames].T
                joined = joined[frames:]
            waiting, count = [joined], len(joined)
    if count:
        yield np.concatenate(waiting).T


def _music_info(content: bytes) -> miniaudio.SoundFileInfo | None:
    """Return the sample rate and more of a sound file, or None when miniaudio does not know its format."""
    for read in _MUSIC_FORMATS:
        try:
            return read(content)
        except miniaudio.MiniaudioError:
            continue
    return None


def _decoded_by_miniaudio(tune: Tune, rate: int, own_rate: int) -> bytes:
    """Return 16-bit frames, mono: the mean of all channels."""
    limit = _MAX_SECONDS * own_rate
    waiting: list[Floats] = []
    count = 0
    try:
        stream = miniaudio.stream_memory(
            tune.content,
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=1,
            sample_rate=own_rate,
            frames_to_read=own_rate,
        )
        for samples in stream:
            waiting.append(np.array(samples, np.float32))
            count += len(waiting[-1])
            if count >= limit:
                break
    except miniaudio.MiniaudioError as error:
        raise EncodeError(f"the music can't be decoded ({error.args[0]})", where=tune.name, hint=_HINT) from error
    if not count:
        return b""
    frames = np.rint(soxr.resample(np.concatenate(waiting)[:limit], own_rate, rate) * FULL_SCALE)
    return bytes(frames.clip(-FULL_SCALE, FULL_SCALE - 1).astype("<i2").tobytes())


def _decoded_by_ffmpeg(tune: Tune, rate: int) -> bytes:
    """Return 16-bit frames, mono."""
    program = ffmpeg()
    if program is None:
        raise EncodeError("the music can't be decoded (unknown format)", where=tune.name, hint=_HINT)
    with tempfile.TemporaryDirectory(prefix="audiocast-") as folder:
        # A file and not a pipe, because some formats have their table of contents at the end.
        path = Path(folder) / "music"
        path.write_bytes(tune.content)
        command = [program, "-nostdin", "-loglevel", "error", "-t", str(_MAX_SECONDS), "-i", str(path)]
        command += ["-map", "0:a:0", "-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1"]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except OSError as error:
            problem = f"the music can't be decoded (ffmpeg can't be run: {error.strerror})"
            raise EncodeError(problem, where=tune.name, hint=_HINT) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it holds no sound"]
        reason = said[-1].replace(f"{path}: ", "")
        raise EncodeError(
            f"the music can't be decoded ({reason})", where=tune.name, hint="Use a sound file, such as MP3 or WAV"
        )
    return done.stdout[: len(done.stdout) // 2 * 2]
