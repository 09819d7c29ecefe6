"""Read a document with the reader of its format."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import SourceError, translated
from audiocast.sources import checksums, formats, sniffing, validation

if TYPE_CHECKING:
    from audiocast.model.article import Article, Document, Reference

_HINT = "Remove the document and report the problem; `--verbose` shows its place in the program"


def read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return the articles of a document in their order.

    An article that can't be read is a `SourceError` in its place. An article that the document only names is a
    `Reference`.

    Raises:
        SourceError: There is no reader for the document's media type, a package that the reader needs is missing,
            or the reader failed with an unexpected exception.
    """
    with translated(SourceError, "its format can't be recognized", where=document.origin, hint=_HINT):
        document = replace(document, media_type=sniffing.media_type(document))
    reader = formats.load(document)
    with translated(SourceError, f"the reader of {document.media_type} failed", where=document.origin, hint=_HINT):
        readings = validation.readings(reader(document))
    source_sum = checksums.of_document(document)
    return tuple(checksums.stamped(reading, source_sum) for reading in readings)


def is_address(text: str) -> bool:
    """Return whether a text is meant as an http(s) address, valid or not."""
    return re.match(r"https?://", text, re.IGNORECASE) is not None
