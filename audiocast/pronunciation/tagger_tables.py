"""Read the tables of hibari's part-of-speech tagger from a trie: its tags, its vocabulary and its weights.

The tables stand in for the tagger's own ones, which take 0.3 s to read. They return exactly the same values.
"""

from __future__ import annotations

import struct
from functools import cached_property
from typing import TYPE_CHECKING, Any

from audiocast.pronunciation import tries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FILE = "tagger"
# The first letter of a key tells its table.
_TAGS, _TAG_OF_WORD, _IN_VOCABULARY, _WEIGHTS = "#", "t", "v", "w"
# The number of a tag, and its weight in tenths.
_WEIGHT = struct.Struct("<Bh")
_TENTHS = 10
_MOST_REMEMBERED = 50_000


class TaggerTables:
    """The tables of the tagger."""

    def __init__(self) -> None:
        self._trie = tries.load(_FILE)

    @cached_property
    def tags(self) -> list[str]:
        """All tags."""
        (names,) = self._trie.get(_TAGS) or (b"",)
        return names.decode().split(" ")

    @property
    def tag_of_word(self) -> _TagOfWord:
        """The tag of each word that has only one."""
        return _TagOfWord(self._trie, self.tags)

    @property
    def vocabulary(self) -> _Vocabulary:
        """The words that features may name."""
        return _Vocabulary(self._trie)

    @property
    def weights(self) -> _Weights:
        """The weight of each tag by feature."""
        return _Weights(self._trie, self.tags)


class _TagOfWord:
    def __init__(self, trie: tries.Trie, tags: list[str]) -> None:
        self._trie, self._tags = trie, tags

    def get(self, word: str) -> str | None:
        found = self._trie.get(_TAG_OF_WORD + word)
        return self._tags[found[0][0]] if found else None


class _Vocabulary:
    def __init__(self, trie: tries.Trie) -> None:
        self._trie = trie

    def __contains__(self, word: str) -> bool:
        return _IN_VOCABULARY + word in self._trie


class _Weights:
    def __init__(self, trie: tries.Trie, tags: list[str]) -> None:
        self._trie, self._tags = trie, tags
        self._read: dict[str, dict[str, float] | None] = {}

    def get(self, feature: str) -> dict[str, float] | None:
        if feature not in self._read:
            if len(self._read) >= _MOST_REMEMBERED:
                self._read.clear()
            found = self._trie.get(_WEIGHTS + feature)
            self._read[feature] = (
                {self._tags[tag]: tenths / _TENTHS for tag, tenths in _WEIGHT.iter_unpack(found[0])} if found else None
            )
        return self._read[feature]


def rows(model: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield the keys and values of the data file for the model of a tagger."""
    tags: list[str] = model["tags"]
    yield _TAGS, " ".join(tags).encode()
    yield from ((_TAG_OF_WORD + word, bytes([tags.index(tag)])) for word, tag in model["tagdict"].items())
    yield from ((_IN_VOCABULARY + word, b"") for word in model["vocab"])
    for feature, weights in model["weights"].items():
        packed = (_WEIGHT.pack(tags.index(tag), round(_TENTHS * weight)) for tag, weight in weights.items())
        yield _WEIGHTS + feature, b"".join(packed)
