"""Read a folder of a mail program that was saved as one file (`.mbox`): one article for each message."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article
from audiocast.sources.readers import mail

if TYPE_CHECKING:
    from audiocast.model.article import Document, Reference

_BEGIN = re.compile(rb"^From \S.{0,200}\d{4}.{0,20}\r?\n(?=[A-Za-z][A-Za-z0-9-]{0,60}:|>From )", re.MULTILINE)
"""The line that stands before each message."""
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return the articles of all messages in their order."""
    begins = list(_BEGIN.finditer(document.content))
    if not begins:
        hint = "Export the folder again as mbox, or save its messages as .eml files"
        return (SourceError("contains no messages", where=document.origin, hint=hint),)
    ends = [*(each.start() for each in begins[1:]), len(document.content)]
    found: dict[str, Article | SourceError] = {}
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True), 1):
        content = _QUOTED.sub(b"", document.content[begin.end() : end])
        where = f"{document.origin}#{number}"
        for each in mail.read(replace(document, origin=where, content=content)):
            # The same message can be in a folder twice.
            found.setdefault(each.id if isinstance(each, Article) else where, each)
    return tuple(found.values())
