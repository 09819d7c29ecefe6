"""Open the data files of the package: tries, which the system maps into memory.

A trie is ready in less than a millisecond, whatever its size. All processes on a machine share its pages.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

import marisa_trie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Trie(Protocol):
    """A map from texts to one or more byte strings."""

    def get(self, key: str) -> list[bytes] | None:
        """Return the values of a key, or None."""
        ...

    def __contains__(self, key: str) -> bool: ...


@cache
def load(name: str) -> Trie:
    """Return the trie in `data/NAME.marisa`."""
    path = files("audiocast.pronunciation").joinpath("data", f"{name}.marisa")
    trie: Trie = marisa_trie.BytesTrie().mmap(str(path))
    return trie


def write(path: Path, rows: Iterable[tuple[str, bytes]]) -> None:
    """Write a trie to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    marisa_trie.BytesTrie(rows).save(str(path))
