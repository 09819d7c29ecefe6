"""Derive an article's id, title and date from its file's name, and a slug from its title."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.sources import dates, field_values

if TYPE_CHECKING:
    from datetime import datetime

_DATED_NAME = re.compile(r"(\d{4}-\d\d-\d\d)[-_ ]+(.+)")
_SLUG_CHARACTERS = 80
_INDEX = frozenset(("index", "_index"))


def identity(origin: str) -> str:
    """Return the id of a document without one: its web address, or its file's name without the ending.

    A web document keeps its whole address because different sites use the same file names.
    """
    return origin if field_values.is_link(origin) and field_values.is_identity(origin) else stem(origin)


def stem(origin: str) -> str:
    """Return a file's name without its ending; for `index.*`, which every folder may have, the folder's name."""
    path = PurePosixPath(origin)
    name = path.parent.name if path.stem.lower() in _INDEX and path.parent.name else path.stem
    return unicodedata.normalize("NFC", name)


def title_and_date(origin: str) -> tuple[str, datetime | None]:
    """Return the title and the date in a file's name: "The ferry" and 1 May 2024 for `2024-05-01-the-ferry.md`."""
    name = stem(origin)
    match = _DATED_NAME.fullmatch(name)
    words = " ".join(re.sub(r"[-_\x00-\x1f]+", " ", match[2] if match else name).split()) or name
    try:
        date = dates.moment(match[1], origin) if match else None
    except SourceError:
        # The digits look like a date but are none, such as 2024-13-45.
        date = None
    return words[:1].upper() + words[1:], date


def slug(title: str) -> str:
    """Return a title as lower-case words joined by hyphens, for use in an id or a file's name."""
    plain = unicodedata.normalize("NFKD", title)
    ascii_words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    words = "-".join(ascii_words or re.findall(r"[^\W_]+", title.lower())) or "untitled"
    if len(words) <= _SLUG_CHARACTERS:
        return words
    # A checksum keeps apart two long titles that differ only at the end.
    return f"{words[:_SLUG_CHARACTERS].rstrip('-')}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
