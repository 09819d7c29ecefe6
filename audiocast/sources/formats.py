"""Which format is a document in, and who reads that?

Readers are entry points of the group `audiocast.sources`, ours like everybody else's. An entry point's name is the
media type, its value a function `read(document) -> tuple[Article | Reference | SourceError, ...]`. Only the one that is
asked for is imported.
"""

from __future__ import annotations

import mimetypes
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Protocol, cast

from audiocast.errors import SourceError, translated

if TYPE_CHECKING:
    from pathlib import PurePath

    from audiocast.model.article import Article, Document, Reference

_GROUP = "audiocast.sources"
_UNKNOWN = "application/octet-stream"
_MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".epub": "application/epub+zip",
    ".eml": "message/rfc822",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
}


class Reader(Protocol):
    """A function that understands documents of one format."""

    def __call__(self, document: Document, /) -> tuple[Article | Reference | SourceError, ...]:
        """The articles in their order; in place of each that can't be understood, the error that says why.

        Where the document only names an article, a reference stands in its place.
        """
        ...


def media_type(path: PurePath) -> str:
    """What the ending of a file's name says that it is."""
    ending = path.suffix.lower()
    # Python's own list knows what other people's readers may read; the machine's lists differ from each other.
    return _MEDIA_TYPES.get(ending) or _others().get(ending, _UNKNOWN)


def is_readable(path: PurePath) -> bool:
    """Whether there is a reader for files of that name."""
    return media_type(path) in _known()


def endings() -> tuple[str, ...]:
    """The endings of the files that can be read, as far as they are known here."""
    return tuple(ending for ending, each in _MEDIA_TYPES.items() if each in _known())


def versions() -> tuple[tuple[str, str], ...]:
    """The packages that bring readers, and their versions."""
    packages = {point.dist.name: point.dist for point in _known().values() if point.dist}
    return tuple(sorted((name, package.version) for name, package in packages.items()))


def load(document: Document) -> Reader:
    """The reader of a document.

    Raises:
        SourceError: There is none, or it can't be imported.
    """
    point = _known().get(document.media_type)
    if point is None:
        raise SourceError(
            f"documents of type {document.media_type or 'unknown'} can't be read",
            where=document.origin,
            hint=f"Give it as a file that ends in one of {', '.join(endings())}",
        )
    doing = f"the reader of {document.media_type} can't be imported"
    hint = f"Install or repair the package that brings {point.value}"
    with translated(SourceError, doing, where=document.origin, hint=hint):
        return cast("Reader", point.load())


@cache
def _known() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=_GROUP)}


@cache
def _others() -> dict[str, str]:
    return dict(mimetypes.MimeTypes().types_map[True])
