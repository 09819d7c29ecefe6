"""Synthesize each text that is named, one sentence a line, with hibari and lame only: the baseline of test_speed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import hibari
import numpy as np

_LAME = ["lame", "--quiet", "-r", "-s", "24", "--bitwidth", "16", "-m", "m", "-b", "64", "-"]


def speak(texts: list[Path]) -> None:
    """Write an MP3 beside each."""
    speaker = hibari.Hibari(threads=1)
    for text in texts:
        with subprocess.Popen(
            [*_LAME, str(text.with_suffix(".mp3"))], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as lame:
            assert lame.stdin is not None
            for sentence in text.read_text(encoding="utf-8").splitlines():
                wave = np.clip(speaker(sentence, seed=0), -1, 1)
                lame.stdin.write((wave * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    speak([Path(name) for name in sys.argv[1:]])
