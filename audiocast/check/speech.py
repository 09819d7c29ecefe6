"""Rules about speech: every sentence is spoken once, at a normal pace. No speech recognizer is needed.

Each letter takes time, and digits and signs take more, because they are read as words. A sentence that is much longer
or shorter than the others of its episode was not read as written, or not completely. The median is the measure, so that
one bad sentence does not make the good ones look bad.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from audiocast.check.sound import HOP_MS, RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from audiocast.check.material import Part
    from audiocast.check.sound import Heard
    from audiocast.model.audio import Cue

    Frames = NDArray[np.float32]
    Flags = NDArray[np.bool_]

# What a character weighs, in letters.
_DIGIT, _SIGN, _CAPITALS = 3.0, 4.0, 2.5
_SIGNS = re.compile(r"[$€£¥%&@#+=°§]")
_SPELLED = re.compile(r"\b[A-Z]{2,5}\b")
# Shorter ones vary too much.
_SHORTEST = 25
_FEWEST_CUES = 5
_SLOW, _FAST = 1.8, 0.6
_SILENT_DB = -50.0
# Where music goes on under the words nothing is silent: between as loud as it is and as loud as they are.
_UNDER_MUSIC_DB = -30.0
_MOSTLY = 0.9
_LONGEST_SILENCE_MS = 1_200
_OUTSIDE_SHARE = 0.05
_EDGE_MS = 120
# Two clips are one when they are as long and as like each other.
_NEAR_MS = 60
_ALIKE = 0.97
_FINGERPRINT_S = 3
_LAG = RATE // 25
_SHOWN = 50


def pace(part: Part) -> Iterator[str]:
    """Check that no sentence is unusually long or short."""
    cues = [cue for cue in part.cues if _weight(cue.text) >= _SHORTEST]
    if len(cues) < _FEWEST_CUES:
        return
    paces = [(cue.end_ms - cue.start_ms) / _weight(cue.text) for cue in cues]
    usual = float(np.median(paces))
    for cue, found in zip(cues, paces, strict=True):
        if not _FAST < found / usual < _SLOW:
            often = f"{found / usual:.1f} times"
            yield f"{_at(cue)} takes {(cue.end_ms - cue.start_ms) / 1000:.1f} s, {often} what is usual in this episode"


def silence(part: Part) -> Iterator[str]:
    """Check that no sentence has a long silence."""
    for cue in part.cues:
        silent = _silent(part, cue)
        longest = _longest(silent) * HOP_MS
        if longest > _LONGEST_SILENCE_MS and not _is_missing(silent):
            yield f"{_at(cue)} is silent for {longest / 1000:.1f} s"


def missing(part: Part) -> Iterator[str]:
    """Check that every sentence can be heard."""
    for cue in part.cues:
        if _is_missing(_silent(part, cue)):
            yield f"{_at(cue)} can't be heard"


def outside(part: Part) -> Iterator[str]:
    """Check that all speech is in the transcript."""
    loud = part.heard.levels > _SILENT_DB
    known = [*((cue.start_ms, cue.end_ms) for cue in part.cues), *_sounds(part)]
    covered = np.zeros(len(loud), bool)
    for start_ms, end_ms in known:
        covered[max(0, start_ms - _EDGE_MS) // HOP_MS : (end_ms + _EDGE_MS) // HOP_MS + 1] = True
    stray = loud & ~covered
    if stray.sum() > _OUTSIDE_SHARE * max(int(loud.sum()), 1):
        begin = int(np.argmax(stray)) * HOP_MS / 1000
        yield f"{stray.sum() * HOP_MS / 1000:.1f} s of sound are not covered by any cue, the first at {begin:.1f} s"


def repeated(part: Part) -> Iterator[str]:
    """Check that different sentences have different sound."""
    by_length = sorted(part.cues, key=lambda cue: cue.end_ms - cue.start_ms)
    prints = {cue: _fingerprint(part.heard, cue) for cue in by_length}
    for one, other in _near(by_length):
        if _folded(one.text) != _folded(other.text) and _alike(prints[one], prints[other]):
            first, second = sorted((one, other), key=lambda cue: cue.start_ms)
            yield f"{_at(first)} and {_at(second)} sound the same"


# ---------------------------------------------------------------- sound


def _near(cues: Sequence[Cue]) -> Iterator[tuple[Cue, Cue]]:
    """Yield the pairs of cues of about the same length, from cues in the order of their lengths."""
    lengths = [cue.end_ms - cue.start_ms for cue in cues]
    for at, (cue, length) in enumerate(zip(cues, lengths, strict=True)):
        for other, its in zip(cues[at + 1 :], lengths[at + 1 :], strict=True):
            if its - length > _NEAR_MS:
                break
            yield cue, other


def _silent(part: Part, cue: Cue) -> Flags:
    """Return for each part of a sentence whether it is silent."""
    music = any(start_ms < cue.end_ms and cue.start_ms < end_ms for start_ms, end_ms in _sounds(part))
    flags: Flags = part.heard.span(cue.start_ms, cue.end_ms) < (_UNDER_MUSIC_DB if music else _SILENT_DB)
    return flags


def _sounds(part: Part) -> tuple[tuple[int, int], ...]:
    """Return the times of music and chimes."""
    return part.record.sounds if part.item.guid in part.folder.records else ()


def _is_missing(silent: Flags) -> bool:
    return len(silent) > 0 and bool(silent.mean() > _MOSTLY)


def _longest(flags: Flags) -> int:
    """Return the length of the longest run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _fingerprint(heard: Heard, cue: Cue) -> Frames:
    start = cue.start_ms * RATE // 1000
    end = min(cue.end_ms * RATE // 1000, start + _FINGERPRINT_S * RATE)
    frames = heard.frames[start:end].astype(np.float32)
    return frames / (float(np.sqrt((frames * frames).sum())) or 1.0)


def _alike(one: Frames, other: Frames) -> bool:
    """Return whether two sounds are the same, apart from a shift and the losses of the codec."""
    if not one.any() or not other.any():
        return False
    size = 1 << (len(one) + len(other) - 1).bit_length()
    product = np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size))
    across = np.fft.irfft(product, size)
    return bool(max(across[:_LAG].max(), across[-_LAG:].max()) > _ALIKE)


# ---------------------------------------------------------------- text


def _weight(text: str) -> float:
    """Return the time that a text takes, as a number of letters."""
    digits = sum(letter.isdigit() for letter in text)
    capitals = sum(len(word) for word in _SPELLED.findall(text))
    letters = sum(letter.isalpha() for letter in text)
    return letters + _DIGIT * digits + _SIGN * len(_SIGNS.findall(text)) + _CAPITALS * capitals


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _at(cue: Cue) -> str:
    text = cue.text if len(cue.text) <= _SHOWN else cue.text[: _SHOWN - 1] + "…"
    minutes, seconds = divmod(cue.start_ms // 1000, 60)
    return f"{minutes}:{seconds:02} {text!r}"
