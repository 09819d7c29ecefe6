"""Rules of dividing what is too long."""

from __future__ import annotations

import numpy as np
import pytest

from audiocast.engines.chunking import joined, pieces

_RATE = 24000


@pytest.mark.parametrize(
    ("phonemes", "divided"),
    [
        ("", []),
        (" .", []),
        ("kæt", ["kæt"]),
        ("ðə kæt sæt", ["ðə kæt", "sæt"]),
        ("ðəkætsæt", ["ðəkætsæ", "t"]),
        ("ðəkætsæ .", ["ðəkætsæ"]),
        ("ðəkætsæ kæt", ["ðəkætsæ", "kæt"]),
    ],
)
def test_words_stay_whole(phonemes: str, divided: list[str]) -> None:
    """The cut is at the last space there is, and what holds no sound is left out; lists are divided like texts."""
    assert list(pieces(phonemes, most=7)) == divided
    assert list(map("".join, pieces(list(phonemes), most=7))) == divided


@pytest.mark.parametrize(
    ("phonemes", "divided"),
    [
        ("ðə kæt, sæt ɔn ɪt", ["ðə kæt,", "sæt ɔn ɪt"]),
        ("ðə kæt sæt; ɔn ɪt", ["ðə kæt sæt;", "ɔn ɪt"]),
        ("ðə, kæt sæt ɔn ɪt", ["ðə, kæt sæt", "ɔn ɪt"]),
        ("ðə. kæt, sæt ɔn ɪt", ["ðə. kæt,", "sæt ɔn ɪt"]),
    ],
)
def test_a_clause_end_is_the_best_place(phonemes: str, divided: list[str]) -> None:
    """If there is one in the second half, the cut is there; else the first part would be needlessly short."""
    assert list(pieces(phonemes, most=13)) == divided
    assert list(map("".join, pieces(list(phonemes), most=13))) == divided


def _wave(lead_ms: int, tail_ms: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return half a second of tone between silences, as a model does."""
    tone = 0.3 * np.sin(np.arange(_RATE // 2) / _RATE * 2 * np.pi * 200)
    return np.pad(tone, (lead_ms * _RATE // 1000, tail_ms * _RATE // 1000)).astype(np.float32)


@pytest.mark.parametrize(("end", "pause_ms"), [("kæt", 60), ("kæt,", 180), ("kæt ;", 180), ("kæt.", 240)])
def test_parts_are_joined_without_the_silence_around_them(end: str, pause_ms: int) -> None:
    """Between two parts is the pause that fits the mark, and the little that is kept around each sound."""
    sound = joined([_wave(300, 700), _wave(300, 700)], [end, "sæt."], _RATE)
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    gap_ms = np.diff(loud).max() * 1000 / _RATE
    assert gap_ms == pytest.approx(pause_ms + 55, abs=12)


def test_a_single_part_is_left_as_it_is() -> None:
    """What a model says at once is its own; silence around it is for whoever joins clips."""
    wave = _wave(300, 700)
    assert joined([wave], ["kæt."], _RATE) is wave
    assert len(joined([], [], _RATE)) == 0
