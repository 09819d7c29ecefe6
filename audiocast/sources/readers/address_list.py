"""Read a list of addresses: one on each line; a line that begins with # is a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Reference
from audiocast.sources.decoding import decode, lines

if TYPE_CHECKING:
    from audiocast.model.article import Article, Document
    from audiocast.sources.decoding import Line


def read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return a reference for each address, in order."""
    try:
        named = [line for line in lines(decode(document)) if not line.text.startswith("#")]
    except SourceError as error:
        return (error,)
    if not named:
        return (SourceError("contains no address", where=document.origin, hint="Write one on a line of its own"),)
    return tuple(_reference(line, document) for line in named)


def _reference(line: Line, document: Document) -> Reference | SourceError:
    if re.fullmatch(r"https?://\S+", line.text, re.IGNORECASE):
        return Reference(line.text, found=False)
    return SourceError(
        f'"{line.text[:50]}" is not an address',
        where=f"{document.origin}:{line.number}",
        hint="Write one that begins with https://, or put # before a comment",
    )
