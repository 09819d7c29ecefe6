"""Tests of `audio.loudness`, `levels`, `limiter`, `k_weighting` and `waveform` through their public functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from audiocast.audio import levels, limiter, loudness, waveform

if TYPE_CHECKING:
    from pathlib import Path

_RATE = 48000
_CEILING = 10 ** (-3 / 20)


def _sine(path: Path, *, hertz: float = 997.0, decibels: float = -23.0, seconds: float = 5.0) -> Path:
    """Write a sine wave with a peak at a level of full scale."""
    time = np.arange(round(seconds * _RATE)) / _RATE
    frames = 32767 * 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * time)
    path.write_bytes(np.rint(frames).astype("<i2").tobytes())
    return path


@pytest.mark.parametrize("decibels", [-40.0, -23.0, -6.0])
def test_the_loudness_of_a_sine_is_that_of_the_standard(tmp_path: Path, decibels: float) -> None:
    """BS.1770: a sine of 997 Hz in one channel is 3.01 LU below the level of its peak."""
    measured = levels.measure(_sine(tmp_path / "x.pcm", decibels=decibels), rate=_RATE)
    assert loudness.integrated([measured]) == pytest.approx(decibels - 3.01, abs=0.05)


def test_low_tones_count_less_and_high_tones_more(tmp_path: Path) -> None:
    """K-weighting cuts what is below 100 Hz, and raises what is above 2,000 Hz by up to 4 dB."""
    low, middle, high = (
        loudness.integrated([levels.measure(_sine(tmp_path / "x.pcm", hertz=hertz), rate=_RATE)])
        for hertz in (30, 997, 8000)
    )
    assert low < middle - 5
    assert high == pytest.approx(middle + 3.3, abs=0.3)


def test_silence_does_not_lower_the_loudness(tmp_path: Path) -> None:
    """Blocks of silence are gated out, and silence alone has no loudness and no gain."""
    path = _sine(tmp_path / "x.pcm")
    alone = loudness.integrated([levels.measure(path, rate=_RATE)])
    path.write_bytes(path.read_bytes() + bytes(2 * 10 * _RATE))
    assert loudness.integrated([levels.measure(path, rate=_RATE)]) == pytest.approx(alone, abs=0.2)
    path.write_bytes(bytes(2 * _RATE))
    silent = levels.measure(path, rate=_RATE)
    assert loudness.integrated([silent]) == float("-inf")
    assert loudness.gain_to(lambda: [silent], lufs=-16, ceiling=_CEILING) is None


def test_a_gain_reaches_the_loudness_below_the_ceiling(tmp_path: Path) -> None:
    """The frames behind the gain have the target loudness, and no peak is above the ceiling."""
    path = _sine(tmp_path / "x.pcm", decibels=-30)
    frames = np.frombuffer(path.read_bytes(), "<i2").copy()
    frames[_RATE : _RATE + 40] = 30000  # a click far above the ceiling
    path.write_bytes(frames.tobytes())
    measured = levels.measure(path, rate=_RATE)
    gain = loudness.gain_to(lambda: [measured], lufs=-16, ceiling=_CEILING)
    assert gain is not None
    (tmp_path / "y.pcm").write_bytes(b"".join(limiter.apply(path, measured, gain, rate=_RATE)))
    levelled = levels.measure(tmp_path / "y.pcm", rate=_RATE)
    assert loudness.integrated([levelled]) == pytest.approx(-16, abs=0.1)
    assert levelled.peaks.max() <= _CEILING * 1.01
    assert len((tmp_path / "y.pcm").read_bytes()) == 2 * len(frames)


def test_segments_are_measured_as_one_recording(tmp_path: Path) -> None:
    """The loudness of stretches one after the other is that of the whole."""
    whole = levels.measure(_sine(tmp_path / "x.pcm"), rate=_RATE)
    halves = [levels.stretch(whole, 0, 2.4975), levels.stretch(whole, 2.5, 5)]
    assert loudness.integrated(halves) == pytest.approx(loudness.integrated([whole]), abs=0.01)


def test_the_waveform_shows_what_is_loud(tmp_path: Path) -> None:
    """There are 200 bars of two hexadecimal digits; the loud half is higher than the soft one."""
    loud = _sine(tmp_path / "x.pcm", decibels=-10).read_bytes()
    soft = _sine(tmp_path / "x.pcm", decibels=-40).read_bytes()
    (tmp_path / "x.pcm").write_bytes(loud + soft)
    measured = levels.measure(tmp_path / "x.pcm", rate=_RATE)
    bars = bytes.fromhex(waveform.waveform(lambda: [measured]))
    assert len(bars) == 200
    assert min(bars[:98]) > max(bars[102:])
    assert max(bars) == 255
