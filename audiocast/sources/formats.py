"""Find the reader of a document's format.

Readers are entry points in the group `audiocast.sources`; those of audiocast are declared in the same way as those of
other packages. The name of an entry point is the media type, and its value is a function with the signature of
`Reader`. A reader is imported only when it is needed.
"""

from __future__ import annotations

import mimetypes
import re
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
    ".mbox": "application/mbox",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".json": "application/json",
    ".jsonfeed": "application/feed+json",
    ".opml": "text/x-opml",
    ".csv": "text/csv",
}
_IN_MAILDIR = re.compile(r"\d{9,}\.[^:/]+?(?:[:;!]2,[A-Za-z]*)?")
"""The names of messages in a Maildir, which have no ending."""


class Reader(Protocol):
    """A function that reads the documents of one format."""

    def __call__(self, document: Document, /) -> tuple[Article | Reference | SourceError, ...]:
        """Return the articles of a document in their order.

        An article that can't be read is a `SourceError` in its place. An article that the document only names
        is a `Reference`.
        """
        ...


def media_type(path: PurePath) -> str:
    """Return the media type for the ending of a file's name."""
    if path.parent.name in {"cur", "new"} and _IN_MAILDIR.fullmatch(path.name):
        return "message/rfc822"
    ending = path.suffix.lower()
    # Python's own table has the types that readers of other packages may read. The system's tables differ between
    # machines and are not used.
    return _MEDIA_TYPES.get(ending) or _others().get(ending, _UNKNOWN)


def is_readable(path: PurePath) -> bool:
    """Return whether there is a reader for files with such a name."""
    return media_type(path) in _known()


def endings() -> tuple[str, ...]:
    """Return the endings of the files that can be read, for error messages."""
    return tuple(ending for ending, each in _MEDIA_TYPES.items() if each in _known())


def versions() -> tuple[tuple[str, str], ...]:
    """Return the names and versions of the packages that provide readers."""
    packages = {point.dist.name: point.dist for point in _known().values() if point.dist}
    return tuple(sorted((name, package.version) for name, package in packages.items()))


def load(document: Document) -> Reader:
    """Return the reader of a document.

    Raises:
        SourceError: There is no reader for its media type, or the reader can't be imported.
    """
    point = _known().get(document.media_type)
    if point is None:
        raise SourceError(
            f"documents of type {document.media_type or 'unknown'} can't be read",
            where=document.origin,
            hint=f"Convert it to a file that ends in one of {', '.join(endings())}",
        )
    doing = f"the reader of {document.media_type} can't be imported"
    hint = f"Install or repair the package that provides {point.value}"
    with translated(SourceError, doing, where=document.origin, hint=hint):
        return cast("Reader", point.load())


@cache
def _known() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=_GROUP)}


@cache
def _others() -> dict[str, str]:
    return dict(mimetypes.MimeTypes().types_map[True])
