"""Divide the phonemes of a long sentence into chunks that a model can take at once, and join their sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from audiocast.audio import silence
from audiocast.engines.word_times import Timed, timed
from audiocast.model.audio import Clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from audiocast.engines.reading import Place
    from audiocast.engines.word_times import Edges

    Wave: TypeAlias = NDArray[np.float32]

_HIGHEST_FRAME = 32767
_STOPS, _CLAUSES = ".!?…", ",;:—–"
# The silence after a chunk that ends a sentence, ends a clause, or ends within a phrase.
_STOP_MS, _CLAUSE_MS, _PHRASE_MS = 240, 180, 60


class Chunk(NamedTuple):
    """Phonemes that are synthesized together.

    Attributes:
        sentence: The number of their sentence.
        first: The place of the first of them in the sentence.
        phonemes: The phonemes.
    """

    sentence: int
    first: int
    phonemes: Sequence[str]


def divide(sentences: Sequence[Sequence[str]], *, most: int) -> list[Chunk]:
    """Return the chunks of some sentences, each of at most so many phonemes, as `ranges` divides them."""
    return [
        Chunk(number, start, sentence[start:end])
        for number, sentence in enumerate(sentences)
        for start, end in ranges(sentence, most=most)
    ]


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


def to_clip(
    made: Sequence[tuple[Wave, Edges | None]],
    said: Sequence[Chunk],
    *,
    rate: int,
    places: Sequence[Place],
    early_ms: float = 0.0,
) -> Clip:
    """Return the clip of all chunks, with the times of its words.

    Args:
        made: The sound of each chunk, and where each phoneme begins in it, or None when the model does not tell that.
        said: The chunks.
        rate: The sample rate in Hz.
        places: Where each word is in the text and in its phonemes.
        early_ms: How much earlier a word is heard than the durations say, on average.
    """
    sound, moves = join([wave for wave, _ in made], said, rate)
    chunks = [
        Timed(chunk.sentence, chunk.first, edges + move)
        for chunk, (_, edges), move in zip(said, made, moves, strict=True)
        if edges is not None
    ]
    times = timed(places, chunks, sound, rate=rate, early_ms=early_ms)
    return Clip(to_pcm(sound), rate, word_times=times)


def join(waves: Sequence[Wave], said: Sequence[Chunk], rate: int) -> tuple[Wave, list[int]]:
    """Return the waves of all chunks as one, and for each chunk how many frames it was moved.

    A model puts silence around everything it says. Between two chunks it is replaced by a pause that fits the end of
    the first.

    Args:
        waves: The sound of each chunk.
        said: The chunks.
        rate: The sample rate in Hz.
    """
    if len(waves) == 1:
        return waves[0], [0]
    joined = [np.zeros(0, np.float32)]
    moves: list[int] = []
    position = 0
    for wave, chunk in zip(waves, said, strict=True):
        stretches = silence.kept(wave, rate)
        first, last = (stretches[0][0], stretches[-1][1]) if stretches else (0, 0)
        moves.append(position - first)
        if stretches:
            joined += [wave[first:last], np.zeros(_pause_ms(chunk.phonemes) * rate // 1000, wave.dtype)]
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
