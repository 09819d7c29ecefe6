"""Divide phonemes that are too many for a model at once, and join what was said for the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STOPS, _CLAUSES = ".!?…", ",;:—–"
# The silence after a part, by the mark at its end. A part without one is cut within a phrase.
_STOP_MS, _CLAUSE_MS, _JOINT_MS = 240, 180, 60


def pieces(phonemes: Sequence[str], *, most: int) -> Iterator[Sequence[str]]:
    """Yield parts of at most so many phonemes.

    A cut is at the last clause end in the second half of what is allowed, or else between words, or else anywhere. A
    part that holds no sound is left out.
    """
    start = 0
    while len(phonemes) - start > most:
        spaces = [place for place in range(start + 1, start + most) if phonemes[place] == " "]
        clauses = [place for place in spaces[len(spaces) // 2 :] if phonemes[place - 1] in _STOPS + _CLAUSES]
        end = max(clauses or spaces, default=start + most)
        yield phonemes[start:end]
        start = end + (phonemes[end] == " ")
    if any(phoneme.isalnum() for phoneme in phonemes[start:]):
        yield phonemes[start:]


def joined(waves: Sequence[Any], said: Sequence[Sequence[str]], rate: int) -> Any:  # noqa: ANN401 - numpy comes late
    """Return one wave of those of several parts.

    A model puts silence around all that it says. Between two parts only as much stays as fits the end of the first.
    """
    import numpy as np  # noqa: PLC0415 - comes with the packages of the engines

    from audiocast.audio import silence  # noqa: PLC0415 - needs numpy

    if len(waves) == 1:
        return waves[0]
    parts = [np.zeros(0, np.float32)]
    for wave, phonemes in zip(waves, said, strict=True):
        stretches = silence.kept(wave, rate)
        if stretches:
            parts += [
                wave[stretches[0][0] : stretches[-1][1]],
                np.zeros(_pause_ms(phonemes) * rate // 1000, wave.dtype),
            ]
    return np.concatenate(parts[:-1] or parts)


def _pause_ms(phonemes: Sequence[str]) -> int:
    last = next((phoneme for phoneme in reversed(phonemes) if phoneme != " "), "")
    if last and last in _STOPS:
        return _STOP_MS
    return _CLAUSE_MS if last and last in _CLAUSES else _JOINT_MS
