"""Which addresses does a list name? A line each; a line that begins with # is a remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model import Reference
from audiocast.sources.decoding import decode, lines

if TYPE_CHECKING:
    from audiocast.model import Article, Document


def read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """The addresses in their order."""
    try:
        named = [line.text for line in lines(decode(document)) if not line.text.startswith("#")]
    except SourceError as error:
        return (error,)
    if not named:
        return (SourceError("names no address", where=document.origin, hint="Write one on a line of its own"),)
    return tuple(Reference(address, found=False) for address in named)
