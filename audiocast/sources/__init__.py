"""Find documents and read them as articles.

- `find` lists the documents of a folder, and `fetch` returns the bytes of one.
- `read` turns a document into articles with the reader of its format. A reader is a function `read(document) ->
  tuple[Article | Reference | SourceError, ...]`. An article that can't be read becomes a `SourceError` in its place, so
  one bad article does not stop the others.
- `select` decides whether an article is in a category.
- `discovery` does all of this for a show, and `resolve` follows references to pages on the web.

`formats` finds the reader of a format; `contract` has the tests that every reader must pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "MAX_BYTES",
    "Found",
    "author_names",
    "checksums",
    "contract",
    "dates",
    "decoding",
    "discovery",
    "extract",
    "fetch",
    "field_values",
    "file_names",
    "find",
    "folder",
    "formats",
    "importing",
    "is_address",
    "language",
    "markdown_writer",
    "near_duplicates",
    "origin",
    "read",
    "readers",
    "reading",
    "resolve",
    "select",
    "selection",
    "sniffing",
    "validation",
    "web",
]

if TYPE_CHECKING:
    from audiocast.sources import (
        author_names,
        checksums,
        contract,
        dates,
        decoding,
        discovery,
        extract,
        field_values,
        file_names,
        folder,
        formats,
        importing,
        language,
        markdown_writer,
        near_duplicates,
        readers,
        reading,
        resolve,
        selection,
        sniffing,
        validation,
        web,
    )
    from audiocast.sources.folder import MAX_BYTES, Found, fetch, find, origin
    from audiocast.sources.reading import is_address, read
    from audiocast.sources.selection import select
else:
    __getattr__ = lazy.attach(
        __name__,
        __all__,
        {
            "MAX_BYTES": "folder",
            "Found": "folder",
            "fetch": "folder",
            "find": "folder",
            "origin": "folder",
            "is_address": "reading",
            "read": "reading",
            "select": "selection",
        },
    )
