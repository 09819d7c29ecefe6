"""Compute checksums of what articles are read from.

A newer reader may read the same document in another way. Then the user has not changed the article. To recognize this,
an article has a checksum of everything outside the program that decides how it is read: the document, or the entry of a
feed (which changes less often than the feed), and the settings that were applied to it.
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
    """Return the checksum of a document's bytes, name and type; the name may hold a title or a date."""
    content = hashlib.sha256(document.content).hexdigest()
    return checksum(document.origin, document.media_type, document.charset, content)


def stamped(reading: Article | Reference | SourceError, source_sum: str) -> Article | Reference | SourceError:
    """Return a reading with its document's checksum, unless the reader set a more exact one."""
    if isinstance(reading, Article) and not reading.source_sum:
        return replace(reading, source_sum=source_sum)
    if isinstance(reading, Reference) and reading.about and not reading.about.source_sum:
        return replace(reading, about=replace(reading.about, source_sum=source_sum))
    return reading
