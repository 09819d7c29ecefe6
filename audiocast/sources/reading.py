"""Read a document with the reader of its format."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import SourceError, translated
from audiocast.sources import checksums, formats, sniffing, validation

if TYPE_CHECKING:
    from audiocast.model.article import Article, Document, Reference

_HINT = "Leave the document out, and report it: `--verbose` shows where that happened"


def read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """The articles of a document in its order; in place of each that can't be understood, the error that says why.

    Where it only names an article, a reference stands in its place.

    Raises:
        SourceError: There is no reader for the document's media type, a package that it needs is missing, or the
            reader failed in a way that nobody foresaw.
    """
    with translated(SourceError, "its format can't be found out", where=document.origin, hint=_HINT):
        document = replace(document, media_type=sniffing.media_type(document))
    reader = formats.load(document)
    with translated(SourceError, f"the reader of {document.media_type} failed", where=document.origin, hint=_HINT):
        readings = validation.readings(reader(document))
    source_sum = checksums.of_document(document)
    return tuple(checksums.stamped(reading, source_sum) for reading in readings)


def is_address(text: str) -> bool:
    """Whether somebody who writes this means an http(s) address, be it a right one."""
    return re.match(r"https?://", text, re.IGNORECASE) is not None
