"""Name the files and folders in the cache that belong to one show.

A show is identified by a checksum of the path of its output folder. Other files in the cache, such as clips and fetched
pages, are shared by all shows.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_DIGITS = 16


def source_index(cache: Path, output: Path) -> Path:
    """Return the file of the show's source index."""
    return cache / "plans" / f"{_key(output)}.json"


def known_texts(cache: Path, output: Path) -> Path:
    """Return the database of the show's texts, which finds near-duplicates."""
    return cache / "stories" / f"{_key(output)[:_DIGITS]}.sqlite"


def stored_articles(cache: Path, output: Path) -> Path:
    """Return the folder of articles that the show's digests may need when their feeds no longer have them."""
    return cache / "shelf" / _key(output)[:_DIGITS]


def _key(output: Path) -> str:
    return hashlib.sha256(str(output.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
