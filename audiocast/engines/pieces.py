"""How are phonemes divided that are too many for a model at once?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def pieces(phonemes: Sequence[str], *, most: int) -> Iterator[Sequence[str]]:
    """What is longer than `most`, cut between words where that can be; what holds no sound is left out."""
    start = 0
    while len(phonemes) - start > most:
        spaces = (place for place in range(start + most - 1, start, -1) if phonemes[place] == " ")
        end = next(spaces, start + most)
        yield phonemes[start:end]
        start = end + (phonemes[end] == " ")
    if any(phoneme.isalnum() for phoneme in phonemes[start:]):
        yield phonemes[start:]
