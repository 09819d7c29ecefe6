"""How is a document found and read as articles?

`find` says which documents there are, `fetch` gets one, `read` turns it into articles, and `select` says why an
article is not wanted. Each format is one module with a function `read(document) -> tuple[Article | Reference |
SourceError, ...]`: what could be understood and what could not, in the document's order, so that one bad article never
takes the others with it. `formats` knows which is whose; `contract` holds what is true of all of them. What is only
referred to, `following` finds in the web.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.config import categories
from audiocast.errors import SourceError, translated
from audiocast.sources import checksums, formats, sniffing, validation
from audiocast.sources.folder import MAX_BYTES, Found, fetch, find, origin

if TYPE_CHECKING:
    from audiocast.model.article import Article, Document, Reference

__all__ = ["MAX_BYTES", "Found", "fetch", "find", "is_address", "origin", "read", "select"]

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


def select(article: Article, category: str) -> str:
    """Why the article is not wanted, or "" when it is.

    It is wanted when one of its categories is `category`, or begins with it and " - ". Letter case, the kind of dash
    and the amount of white space make no difference. A tag counts as a category. An empty `category` wants everything.
    """
    if article.withheld:
        return article.withheld
    held = tuple(dict.fromkeys((*article.categories, *article.tags)))
    if not category or categories.first_match(held, category):
        return ""
    if not held:
        return "has no categories"
    named = ", ".join(f'"{each}"' for each in held)
    return f'not in "{category}" but in {named}'


def is_address(text: str) -> bool:
    """Whether somebody who writes this means an http(s) address, be it a right one."""
    return re.match(r"https?://", text, re.IGNORECASE) is not None
