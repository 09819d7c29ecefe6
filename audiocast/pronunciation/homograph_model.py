"""The model that chooses between two senses of a homograph: a logistic regression on hashed features.

Words whose senses are a verb and something else share most weights, so that what one word teaches helps the others. The
weights are in `data/homographs.weights`, one byte each; `train_homographs` makes them.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast.pronunciation import homograph_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.pronunciation.homograph_features import Context

FILE = "homographs.weights"
# The number of weights. Features are told apart by their CRC-32 modulo this.
SIZE = 1 << 19
# A file begins with the value of the weight 127.
HEADER = struct.Struct("<f")
LARGEST = 127
# How much each kind of feature counts. A smaller value makes the training trust it less.
_SHARED, _SHARED_ENDING, _OWN_OF_SHARED, _OWN, _TOPIC, _HINT = 1.0, 0.5, 0.25, 1.0, 0.3, 1.0
_MOST_HINTS = 3
_ENDING = "ate"


def score(word: str, context: Context, token: int, *, shared: bool) -> float:
    """Return how likely the second sense of a homograph is: the logarithm of the odds.

    Args:
        word: The homograph in small letters.
        context: Its sentence.
        token: Its place among the tokens of the sentence.
        shared: Whether its senses are a verb and something else.
    """
    scale, weights = _weights()
    total = sum(weights[bucket(name)] * value for name, value in features(word, context, token, shared=shared))
    return total * scale


def features(word: str, context: Context, token: int, *, shared: bool) -> Iterator[tuple[str, float]]:
    """Yield the features of a homograph in a sentence, with their values."""
    own = _OWN_OF_SHARED if shared else _OWN
    for name in context.features(token):
        if shared:
            yield f"verb|{name}", _SHARED
            if word.endswith(_ENDING):
                yield f"{_ENDING}|{name}", _SHARED_ENDING
        yield f"{word}|{name}", own
    for name in context.topic(token):
        yield f"{word}|{name}", _TOPIC
    for sense, count in homograph_table.hints(word, context.small):
        yield f"{word}|hint={sense}", _HINT * min(count, _MOST_HINTS)


def bucket(name: str) -> int:
    """Return the number of the weight of a feature."""
    return zlib.crc32(name.encode()) % SIZE


@cache
def _weights() -> tuple[float, memoryview]:
    path = Path(str(files("audiocast.pronunciation").joinpath("data", FILE)))
    with path.open("rb") as file:
        content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    (largest,) = HEADER.unpack(content[: HEADER.size])
    return largest / LARGEST, content[HEADER.size :].cast("b")
