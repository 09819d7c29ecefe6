"""Divide the phonemes of a long sentence into chunks that a model can take at once, and join their sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from audiocast.audio import silence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Wave: TypeAlias = NDArray[np.float32]

_HIGHEST_FRAME = 32767
_STOPS, _CLAUSES = ".!?…", ",;:—–"
# The silence after a chunk that ends a sentence, ends a clause, or ends within a phrase.
_STOP_MS, _CLAUSE_MS, _PHRASE_MS = 240, 180, 60


def chunks(phonemes: Sequence[str], *, most: int) -> Iterator[Sequence[str]]:
    """Yield chunks of at most so many phonemes, as `ranges` divides them."""
    for start, end in ranges(phonemes, most=most):
        yield phonemes[start:end]


def ranges(phonemes: Sequence[str], *, most: int) -> Iterator[tuple[int, int]]:
    """Yield the first phoneme of each chunk, and the phoneme after its last one.

    A chunk ends at the last clause end in its second half, or else between words, or else anywhere. A chunk without a
    phoneme that is heard is left out.
    """
    start = 0
    while len(phonemes) - start > most:
        spaces = [place for place in range(start + 1, start + most) if phonemes[place] == " "]
        clauses = [place for place in spaces[len(spaces) // 2 :] if phonemes[place - 1] in _STOPS + _CLAUSES]
        end = max(clauses or spaces, default=start + most)
        yield start, end
        start = end + (phonemes[end] == " ")
    if any(phoneme.isalnum() for phoneme in phonemes[start:]):
        yield start, len(phonemes)


def join(waves: Sequence[Wave], said: Sequence[Sequence[str]], rate: int) -> Wave:
    """Return the waves of all chunks as one; see `placed`."""
    return placed(waves, said, rate)[0]


def placed(waves: Sequence[Wave], said: Sequence[Sequence[str]], rate: int) -> tuple[Wave, list[int]]:
    """Return the waves of all chunks as one, and for each chunk how many frames it was moved.

    A model puts silence around everything it says. Between two chunks it is replaced by a pause that fits the end of
    the first.

    Args:
        waves: The sound of each chunk.
        said: The phonemes of each chunk.
        rate: The sample rate in Hz.
    """
    if len(waves) == 1:
        return waves[0], [0]
    joined = [np.zeros(0, np.float32)]
    moves: list[int] = []
    position = 0
    for wave, phonemes in zip(waves, said, strict=True):
        stretches = silence.kept(wave, rate)
        first, last = (stretches[0][0], stretches[-1][1]) if stretches else (0, 0)
        moves.append(position - first)
        if stretches:
            joined += [wave[first:last], np.zeros(_pause_ms(phonemes) * rate // 1000, wave.dtype)]
            position += last - first + len(joined[-1])
    return np.concatenate(joined[:-1] or joined), moves


def random_numbers(seed: int) -> np.random.Generator:
    """Return a generator of random numbers that depends only on the seed."""
    return np.random.default_rng(seed)


def as_arrays(numbers: Sequence[int], rate: float) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the numbers of phonemes and the rate as models take them: a batch of one."""
    return np.asarray([numbers], np.int64), np.asarray([rate], np.float32)


def to_pcm(wave: Wave) -> bytes:
    """Return a wave of full scale 1 as 16-bit little-endian frames; what is louder is clipped."""
    return bytes((np.clip(wave, -1.0, 1.0) * _HIGHEST_FRAME).astype("<i2").tobytes())


def _pause_ms(phonemes: Sequence[str]) -> int:
    last = next((phoneme for phoneme in reversed(phonemes) if phoneme != " "), "")
    if last and last in _STOPS:
        return _STOP_MS
    return _CLAUSE_MS if last and last in _CLAUSES else _PHRASE_MS
