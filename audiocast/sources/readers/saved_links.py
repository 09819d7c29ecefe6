"""Read the list of saved articles that a program for reading later exports, and lists of feeds.

- CSV: Pocket, Instapaper, Readwise Reader, Raindrop. The column with the address is named "url".
- JSON: Omnivore, Pocket, and other programs that write a list of objects with an address in "url".
- HTML: the bookmarks of a browser, Pocket and Instapaper. Each link in a list is an article.
- OPML: the feeds of a feed reader. Folders do not matter.

Each address becomes a reference, once, in the order of the list.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from lxml import etree

from audiocast.errors import SourceError
from audiocast.model.article import Reference
from audiocast.sources import field_values
from audiocast.sources.decoding import decode
from audiocast.sources.extract import html_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from audiocast.model.article import Article, Document

    _Rows: TypeAlias = Callable[[str, Document], Iterator[tuple[int, str]]]

_ADDRESSES = ("url", "originalurl", "resolved_url", "given_url", "link", "address")
"""The names of the field with the address, the best first."""
_HINT = "Export the list again, or write the addresses into a .txt file, one on each line"
_LONGEST_FIELD = 1_000_000


def read_csv(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return a reference for each row of a CSV file."""
    return _read(document, _rows_of_csv)


def read_json(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return a reference for each object of a JSON file."""
    return _read(document, _rows_of_json)


def read_html(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return a reference for each link of a page with bookmarks."""
    return _read(document, _rows_of_html)


def read_opml(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return a reference for each feed of an OPML file."""
    return _read(document, _rows_of_opml)


def _read(document: Document, rows: _Rows) -> tuple[Article | Reference | SourceError, ...]:
    try:
        named = list(rows(decode(document), document))
    except SourceError as error:
        return (error,)
    except (ValueError, RecursionError, csv.Error) as error:
        return (SourceError(f"can't be parsed ({type(error).__name__})", where=document.origin, hint=_HINT),)
    if not named:
        return (SourceError("names no articles or feeds", where=document.origin, hint=_HINT),)
    found: dict[str, Reference | SourceError] = {}
    for place, address in named:
        where = f"{document.origin}:{place}" if place else document.origin
        try:
            found.setdefault(address, Reference(field_values.link(address, where), found=False))
        except SourceError as error:
            found.setdefault(address, error)
    return tuple(found.values())


def _rows_of_csv(text: str, document: Document) -> Iterator[tuple[int, str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    rows = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip().lower() for name in next(rows, [])]
    column = next((header.index(name) for name in _ADDRESSES if name in header), None)
    if column is None:
        raise SourceError('has no column "url"', where=document.origin, hint=_HINT)
    for row in rows:
        if any(row):
            yield rows.line_num, row[column].strip() if column < len(row) else ""


def _rows_of_json(text: str, document: Document) -> Iterator[tuple[int, str]]:
    del document
    # Pocket's own form has the articles in an object, under their ids.
    waiting = [json.loads(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            lower = {str(name).lower(): each for name, each in value.items()}
            address = next((lower[name] for name in _ADDRESSES if isinstance(lower.get(name), str)), None)
            if address:
                yield 0, address.strip()
            else:
                waiting += reversed([each for each in value.values() if isinstance(each, dict | list)])


def _rows_of_html(text: str, document: Document) -> Iterator[tuple[int, str]]:
    for element in html_tree.parse(text, where=document.origin).iter("a"):
        address = (element.get("href") or "").strip()
        # Bookmarks can also hold scripts and pages of the browser itself.
        if address.lower().startswith(("http://", "https://")):
            yield element.sourceline or 0, address


def _rows_of_opml(text: str, document: Document) -> Iterator[tuple[int, str]]:
    for element in html_tree.parse_xhtml(text, where=document.origin).iter(etree.Element):
        values = {str(name).lower(): value for name, value in element.attrib.items()}
        if html_tree.name_of(element) == "outline" and values.get("xmlurl"):
            yield element.sourceline or 0, values["xmlurl"].strip()
