"""Decode an MP3 and measure its loudness and its silences.

ffmpeg decodes and measures in one run. Only the level of every 10 ms and the sound at a low sample rate are kept, which
is enough to distinguish silence from speech, and one clip from another.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from audiocast.check.verdict import UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 4000
HOP_MS = 10
_HOP = RATE * HOP_MS // 1000
_FULL_SCALE = 32768.0
_FLOOR = 1e-5
_LOUDNESS = re.compile(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS")


@dataclass(frozen=True, slots=True)
class Heard:
    """The measured sound of an MP3.

    Attributes:
        frames: At `RATE`, 16 bits.
        levels: Of every `HOP_MS`, in dB of full scale.
        lufs: Integrated loudness.
        peak_db: True peak.
        complaint: What the decoder had to say about damage, or nothing.
    """

    frames: NDArray[np.int16]
    levels: NDArray[np.float32]
    lufs: float
    peak_db: float
    complaint: str

    @property
    def duration_ms(self) -> int:
        """The duration."""
        return round(len(self.frames) * 1000 / RATE)

    def span(self, start_ms: int, end_ms: int) -> NDArray[np.float32]:
        """Return the levels between two times."""
        return self.levels[max(start_ms, 0) // HOP_MS : max(end_ms, 0) // HOP_MS]


def hear(path: Path, *, ffmpeg: str) -> Heard:
    """Decode and measure an MP3.

    Raises:
        UnreadableError: It can't be decoded at all.
    """
    command = [
        *(ffmpeg, "-hide_banner", "-nostats", "-nostdin", "-loglevel", "info", "-i", str(path), "-map", "0:a:0"),
        *("-af", f"ebur128=peak=true:framelog=quiet,aresample={RATE}", "-ac", "1", "-f", "s16le", "pipe:1"),
    ]
    with tempfile.TemporaryFile() as told:
        decoder = subprocess.run(command, stdout=subprocess.PIPE, stderr=told, check=False)
        told.seek(0)
        lines = told.read().decode(errors="replace")
    frames = np.frombuffer(decoder.stdout[: len(decoder.stdout) // 2 * 2], "<i2").astype(np.int16, copy=False)
    if decoder.returncode or not len(frames):
        raise UnreadableError((lines.strip().splitlines() or ["no sound"])[-1])
    complaints = [line for line in lines.splitlines() if re.match(r"\[mp3(?:float)? @ \w+\]", line)]
    return Heard(
        frames=frames,
        levels=_levels(frames),
        lufs=_last(_LOUDNESS, lines),
        peak_db=_last(_PEAK, lines),
        complaint=complaints[0].partition("] ")[2] if complaints else "",
    )


def _levels(frames: NDArray[np.int16]) -> NDArray[np.float32]:
    hops = frames[: len(frames) // _HOP * _HOP].reshape(-1, _HOP)
    means = np.einsum("ij,ij->i", hops, hops, dtype=np.float32) / _HOP
    levels: NDArray[np.float32] = 20 * np.log10(np.maximum(np.sqrt(means) / _FULL_SCALE, _FLOOR))
    return levels.astype(np.float32, copy=False)


def _last(pattern: re.Pattern[str], text: str) -> float:
    found = pattern.findall(text)
    return float(found[-1]) if found else float("-inf")
