"""Decode the user's music with ffmpeg, to mono frames at the sample rate of the recording."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import imageio_ffmpeg

from audiocast.audio.clips import as_pydub
from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from pydub import AudioSegment

    from audiocast.model.audio import Tune

# No more of a file is decoded.
_MAX_SECONDS = 180


def ffmpeg() -> str:
    """Return the path of ffmpeg: that of the package imageio-ffmpeg, or what IMAGEIO_FFMPEG_EXE names."""
    executable: str = imageio_ffmpeg.get_ffmpeg_exe()
    return executable


@functools.lru_cache(maxsize=2)
def decode(tune: Tune, rate: int) -> AudioSegment:
    """Return the first three minutes of a piece of music, mono, at a sample rate in Hz.

    Raises:
        EncodeError: The file is no sound, or its format is unknown.
    """
    with tempfile.TemporaryDirectory(prefix="audiocast-") as folder:
        # A file and not a pipe, because some formats have their table of contents at the end.
        path = Path(folder) / "music"
        path.write_bytes(tune.content)
        command = [ffmpeg(), "-nostdin", "-loglevel", "error", "-t", str(_MAX_SECONDS), "-i", str(path)]
        done = subprocess.run(
            [*command, "-map", "0:a:0", "-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1"],
            capture_output=True,
            check=False,
        )
    pcm = done.stdout[: len(done.stdout) // 2 * 2]
    if done.returncode or not pcm.strip(b"\0"):
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it holds no sound"]
        reason = said[-1].replace(f"{path}: ", "")
        raise EncodeError(
            f"the music can't be decoded ({reason})", where=tune.name, hint="Use a sound file, such as MP3 or WAV"
        )
    return as_pydub(pcm, rate)
