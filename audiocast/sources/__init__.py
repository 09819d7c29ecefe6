"""How is a document found and read as articles?

`find` says which documents there are, `fetch` gets one, `read` turns it into articles, and `select` says why an
article is not wanted. Each format is one module with a function `read(document) -> tuple[Article | SourceError,
...]`: what could be understood and what could not, in the document's order, so that one bad article never takes the
others with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.sources import category_document
from audiocast.sources.folder import MAX_BYTES, Found, fetch, find

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audiocast.model import Article, Document

__all__ = ["MAX_BYTES", "Found", "fetch", "find", "read", "select"]

_READERS: Mapping[str, Callable[[Document], tuple[Article | SourceError, ...]]] = {
    "text/plain": category_document.read,
}

_DASH = re.compile(r"[\u2010-\u2015\u2212]")


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """The articles of a document in its order; in place of each that can't be understood, the error that says why.

    Raises:
        SourceError: There is no reader for the document's media type.
    """
    reader = _READERS.get(document.media_type)
    if reader is None:
        raise SourceError(
            f"documents of type {document.media_type or 'unknown'} can't be read",
            where=document.origin,
            hint="Give it as plain text (.txt)",
        )
    return reader(document)


def select(article: Article, category: str) -> str:
    """Why the article is not wanted, or "" when it is.

    It is wanted when one of its categories is `category`, or begins with it and " - ". Letter case, the kind of dash
    and the amount of white space make no difference. An empty `category` wants everything.
    """
    wanted = _fold(category)
    folded = [_fold(each) for each in article.categories]
    if not wanted or any(each == wanted or each.startswith(f"{wanted} - ") for each in folded):
        return ""
    if not folded:
        return "has no categories"
    named = ", ".join(f'"{each}"' for each in article.categories)
    return f'not in "{category}" but in {named}'


def _fold(category: str) -> str:
    return " ".join(_DASH.sub("-", category).casefold().split())
