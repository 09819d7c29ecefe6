"""How is a document found and read as articles?

`find` says which documents there are, `fetch` gets one, `read` turns it into articles, and `select` says why an
article is not wanted. Each format is one module with a function `read(document) -> tuple[Article | Reference |
SourceError, ...]`: what could be understood and what could not, in the document's order, so that one bad article never
takes the others with it. `formats` knows which is whose; `contract` holds what is true of all of them. What is only
referred to, `following` finds in the web.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "MAX_BYTES",
    "Found",
    "checksums",
    "contract",
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
        checksums,
        contract,
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
