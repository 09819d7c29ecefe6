"""Tests of `engines.chunking`: long sentences are divided, and the sound of the chunks is joined."""

from __future__ import annotations

import numpy as np
import pytest

from audiocast.engines.chunking import Chunk, divide, join

_RATE = 24000


def _require_divided(phonemes: str, divided: list[str], *, most: int) -> None:
    """Compare the chunks of a text and of a list of phonemes, and where each begins."""
    for sentence in (phonemes, list(phonemes)):
        found = divide([sentence], most=most)
        assert ["".join(chunk.phonemes) for chunk in found] == divided
        assert all(phonemes[chunk.first :].startswith("".join(chunk.phonemes)) for chunk in found)
        assert {chunk.sentence for chunk in found} <= {0}


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
    """A chunk ends at the last space; a chunk without sound is left out; lists are divided like texts."""
    _require_divided(phonemes, divided, most=7)


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
    """A chunk ends at a clause end in its second half, so that it is not needlessly short."""
    _require_divided(phonemes, divided, most=13)


def _wave(lead_ms: int, tail_ms: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return half a second of tone between silences, as a model does."""
    tone = 0.3 * np.sin(np.arange(_RATE // 2) / _RATE * 2 * np.pi * 200)
    return np.pad(tone, (lead_ms * _RATE // 1000, tail_ms * _RATE // 1000)).astype(np.float32)


@pytest.mark.parametrize(("end", "pause_ms"), [("kæt", 60), ("kæt,", 180), ("kæt ;", 180), ("kæt.", 240)])
def test_chunks_are_joined_without_the_silence_around_them(end: str, pause_ms: int) -> None:
    """Between two chunks is the pause for the mark at the end of the first."""
    sound, moves = join([_wave(300, 700), _wave(300, 700)], [Chunk(0, 0, end), Chunk(0, 5, "sæt.")], _RATE)
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    gap_ms = np.diff(loud).max() * 1000 / _RATE
    assert gap_ms == pytest.approx(pause_ms + 55, abs=12)
    first_frame = 300 * _RATE // 1000
    assert abs(loud[0] - (moves[0] + first_frame)) < 10
    second = loud[np.argmax(np.diff(loud)) + 1]
    assert abs(second - (moves[1] + first_frame)) < 10


def test_a_single_chunk_is_unchanged() -> None:
    """The silence around a single chunk stays; it is trimmed when clips are joined."""
    wave = _wave(300, 700)
    sound, moves = join([wave], [Chunk(0, 0, "kæt.")], _RATE)
    assert sound is wave
    assert moves == [0]
    assert len(join([], [], _RATE)[0]) == 0
