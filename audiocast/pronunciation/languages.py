"""Guess the language that a name comes from, by its letters.

A table has the language of names that are known; a linear model on groups of up to five letters weighs the others.
`build_languages.py` makes both from public lists.
"""

from __future__ import annotations

import math
import zlib
from functools import cache, lru_cache
from importlib.resources import files

from audiocast.pronunciation import tries

_ALL = (
    "am ar ca cs da de el en es et eu fa fi fr ga he hi hr hu hy id is it ja ka ko lt lv mg my nb nl pl pt ro ru sm sq "
    "sv sw th tr vi yo zh zu"
)
LANGUAGES = tuple(_ALL.split())
BUCKETS = 1 << 15
LONGEST_GROUP = 5
# Weights of the model are kept as signed bytes: a weight is its byte divided by this.
SCALE = 24
TABLE = "languages"
_MODEL = "languages.bin"
_KNOWN_WEIGHT = 3.0

Chances = dict[str, float]


def groups(word: str) -> list[int]:
    """Return the numbers of the groups of letters of a lower-case word."""
    marked = f"^{word}$"
    size = len(marked)
    return sorted(
        {
            zlib.crc32(marked[start:end].encode()) % BUCKETS
            for start in range(size)
            for end in range(start + 1, min(start + LONGEST_GROUP, size) + 1)
            if marked[start:end] not in "^$"
        }
    )


@lru_cache(maxsize=8192)
def scores(word: str) -> tuple[float, ...]:
    """Return a logarithm of the chance of each language of `LANGUAGES`, for a name in any case."""
    lower = word.lower()
    rows = groups(lower)
    weights = _model()
    width = len(LANGUAGES)
    sums = [0] * width
    for row in rows:
        start = row * width
        for place, weight in enumerate(weights[start : start + width]):
            sums[place] += weight
    factor = 1 / (SCALE * math.sqrt(len(rows) or 1))
    found = [each * factor for each in sums]
    for value in tries.load(TABLE).get(lower) or ():
        found[value[0]] += _KNOWN_WEIGHT * value[1] / 255
    peak = max(found)
    total = peak + math.log(sum(math.exp(each - peak) for each in found))
    return tuple(each - total for each in found)


def chances(word_scores: list[float]) -> Chances:
    """Return the chance of each language, from sums of scores."""
    peak = max(word_scores)
    powers = [math.exp(each - peak) for each in word_scores]
    total = sum(powers)
    return {language: power / total for language, power in zip(LANGUAGES, powers, strict=True)}


@cache
def _model() -> memoryview:
    content = files("audiocast.pronunciation").joinpath("data", _MODEL).read_bytes()
    return memoryview(content).cast("b")
