"""Rules of what is silent in a spoken sound."""

from __future__ import annotations

import numpy as np
import pytest

from audiocast.audio import silence

_RATE = 24000


def _sound(*milliseconds: int, rate: int = _RATE) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return silence and tone by turns, silence first."""
    parts = []
    for number, ms in enumerate(milliseconds):
        count = ms * rate // 1000
        parts.append(0.3 * np.sin(np.arange(count) / rate * 2 * np.pi * 200) if number % 2 else np.zeros(count))
    return np.concatenate(parts).astype(np.float32)


def _stretches(*milliseconds: int, rate: int = _RATE) -> list[tuple[int, int]]:
    """Return what is kept, in milliseconds."""
    found = silence.kept(_sound(*milliseconds, rate=rate), rate)
    return [(round(first * 1000 / rate), round(last * 1000 / rate)) for first, last in found]


@pytest.mark.parametrize("rate", [16000, 22050, 24000])
def test_silence_at_the_ends_is_left_out(rate: int) -> None:
    """A little stays on either side, and never more than there is."""
    ((first, last),) = _stretches(300, 500, 700, rate=rate)
    assert [first, last] == pytest.approx([285, 840], abs=6)
    assert _stretches(0, 500, rate=rate) == [(0, 500)]


def test_a_short_silence_inside_stays() -> None:
    """What is no longer than it may be is not touched."""
    assert len(_stretches(100, 400, 290, 400, 100)) == 1


def test_the_middle_of_a_long_silence_is_left_out() -> None:
    """What stays is as long as it may be, and no sound is lost."""
    (first, last), (begin, end) = _stretches(100, 400, 800, 400, 100)
    rest = (last - 500) + (1300 - begin)
    assert rest == pytest.approx(silence.LONGEST_INSIDE_MS, abs=10)
    assert last >= 540
    assert begin <= 1285
    assert [first, end] == pytest.approx([85, 1740], abs=6)


def test_silence_alone_has_no_stretch() -> None:
    """Neither has nothing at all."""
    for count in (0, 1, _RATE):
        assert silence.kept(np.zeros(count, np.int16), _RATE) == []
