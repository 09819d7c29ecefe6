"""Benchmark: the voices of one episode are equally loud, and the bytes are the same each time.

    pytest -m benchmark -n 0 -s tests/benchmarks/test_two_voices.py

Every voice here that is installed reads, and the next one has titles and quotes. The loudness of what each speaks is
measured by ffmpeg in the decoded MP3, cut by the transcript.
"""

from __future__ import annotations

import json
import re
import subprocess
import wave
from typing import TYPE_CHECKING

import imageio_ffmpeg
import pytest

from audiocast.config import load
from audiocast.engines.voices import speakers
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from pathlib import Path

_SHIPPED = load.shipped("seeds")
_VOICES = [each.name for each in speakers(_SHIPPED) if not each.problem]
_ARTICLE = """\
---
title: The ferry that would not leave
date: 2026-01-05T08:00:00Z
---

The ferry to Port Ellery stayed in its berth for the third day on Monday, and nobody on the quay could say why. The
company blamed the fog, although the sky had been clear since dawn.

> We have looked at every part of the engine, and we have found nothing. The boat simply does not want to go.

## What the council says

The council met for two hours behind closed doors. Its members agreed that the old boat has earned a rest, and that a
new one is needed before the summer.

> Nobody promised us a ferry for ever. We were promised a ferry for this year, and this year has begun.

A decision is expected within a week, or so the council says.
"""


def _ffmpeg(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-nostats", *arguments]
    return subprocess.run(command, capture_output=True, check=True)


def _level(path: Path) -> tuple[float, float]:
    told = _ffmpeg("-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-").stderr.decode()
    summary = told[told.rfind("Summary:") :]
    loudness, peak = re.search(r"I:\s+(\S+) LUFS", summary), re.search(r"Peak:\s+(\S+) dBFS", summary)
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def _loudness_by_role(mp3: Path, folder: Path) -> list[float]:
    """Of what the narrator speaks, and of what the other one does."""
    segments = json.loads(mp3.with_suffix(".transcript.json").read_text(encoding="utf-8"))["segments"]
    others = ("The ferry that", "What the council", "We have looked", "The boat simply", "Nobody", "We were")
    rate = 48000
    pcm = _ffmpeg("-i", str(mp3), "-ar", str(rate), "-f", "s16le", "-").stdout
    answers = []
    for wanted in (False, True):
        mine = [each for each in segments if each["body"].startswith(others) is wanted]
        path = folder / "part.wav"
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            for each in mine:
                file.writeframes(pcm[2 * round(each["startTime"] * rate) : 2 * round(each["endTime"] * rate)])
        answers.append(_level(path)[0])
    return answers


@pytest.mark.benchmark
@pytest.mark.parametrize("number", range(len(_VOICES)))
def test_two_voices(tmp_path: Path, number: int) -> None:
    """Within 1 LU of each other, at -16 LUFS and below -1.5 dBTP as a whole; without a cache again the same bytes."""
    narrator, other = _VOICES[number], _VOICES[number - 1]
    source = tmp_path / "articles"
    source.mkdir()
    (source / "ferry.md").write_text(_ARTICLE, encoding="utf-8")
    settings = f'title = "A"\ndescription = "B"\nvoice = "{narrator}"\ndefault_category = "Audio Sources"\n'
    (source / "show.toml").write_text(f'{settings}[roles]\ntitle = "{other}"\nquote = "{other}"\n', encoding="utf-8")
    made = []
    for name, jobs in (("a", 1), ("b", 2)):
        request = Request(source, tmp_path / name / "output", tmp_path / name / "cache", jobs=jobs)
        (outcome,) = render(request, listen=lambda _: None).outcomes
        assert outcome.status == "rendered", outcome.reason
        (mp3,) = (tmp_path / name / "output" / "episodes").glob("*.mp3")
        made.append(mp3.read_bytes())
    assert made[0] == made[1]
    first, second = _loudness_by_role(mp3, tmp_path)
    whole, peak = _level(mp3)
    print(f"\n{narrator} {first} LUFS, {other} {second} LUFS, whole {whole} LUFS, {peak} dBTP")
    assert first == pytest.approx(second, abs=1)
    assert whole == pytest.approx(-16, abs=0.5)
    assert peak <= -1.5
