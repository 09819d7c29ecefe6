"""Checksums of what articles are read from.

An article that is read in another way from the same bytes was not changed by anybody: a newer reader reads it. So an
article carries the checksum of all that is outside of the program and decides how it is read: the document, or the
entry of a feed, which changes more rarely than the feed, and the settings that were mixed into it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.model.article import Article, Reference

if TYPE_CHECKING:
    from audiocast.errors import SourceError
    from audiocast.model.article import Document

_DIGITS = 16


def checksum(*values: object) -> str:
    """Return a checksum of values whose repr is exact: texts, numbers, dates, and tuples and dataclasses of those."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def of_document(document: Document) -> str:
    """Return the checksum of a document's bytes, and of its name, which may hold a title or a date."""
    content = hashlib.sha256(document.content).hexdigest()
    return checksum(document.origin, document.media_type, document.charset, content)


def stamped(reading: Article | Reference | SourceError, source_sum: str) -> Article | Reference | SourceError:
    """Return what was read, with the checksum of its document, unless the reader gave a more exact one."""
    if isinstance(reading, Article) and not reading.source_sum:
        return replace(reading, source_sum=source_sum)
    if isinstance(reading, Reference) and reading.about and not reading.about.source_sum:
        return replace(reading, about=replace(reading.about, source_sum=source_sum))
    return reading
