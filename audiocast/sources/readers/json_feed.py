"""Read a JSON Feed: its articles, and references to those that it only names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audiocast.errors import SourceError
from audiocast.sources import author_names, dates
from audiocast.sources.decoding import decode
from audiocast.sources.readers.feed_entry import MOST_ENTRIES, Entry, Text, read_entry, too_many
from audiocast.sources.sniffing import JSON_FEED

if TYPE_CHECKING:
    from datetime import datetime

    from audiocast.model.article import Article, Document, Reference


def read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return the articles of a feed in order, or references to the pages of those that it only names."""
    try:
        feed = _object(json.loads(decode(document)))
    except SourceError as error:
        return (error,)
    except (ValueError, RecursionError) as error:
        return (SourceError(f"is not JSON ({_problem(error)})", where=document.origin, hint="Render again later"),)
    if not _text(feed, "version").startswith(JSON_FEED):
        return (SourceError("is not a JSON Feed", where=document.origin, hint="Give the address of a feed or a page"),)
    items = feed.get("items")
    items = items if isinstance(items, list) else []
    entries = [_entry(_object(item), feed) for item in items[:MOST_ENTRIES]]
    if not entries:
        return (SourceError("is a feed without entries", where=document.origin, hint="Check that it is the right one"),)
    found = [read_entry(entry, document) for entry in entries]
    return (*found, too_many(document)) if len(items) > MOST_ENTRIES else tuple(found)


def _problem(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error) if isinstance(error, json.JSONDecodeError) else "a number has too many digits"


def _entry(item: dict[str, Any], feed: dict[str, Any]) -> Entry:
    html, plain, tags = _text(item, "content_html"), _text(item, "content_text"), item.get("tags")
    return Entry(
        id=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=Text(_text(item, "title"), html=False),
        author=_author(item) or _author(feed),
        tags=tuple(each for each in tags if isinstance(each, str)) if isinstance(tags, list) else (),
        language=_text(item, "language") or _text(feed, "language"),
        published=_moment(item, "date_published") or _moment(item, "date_modified"),
        modified=_moment(item, "date_modified"),
        content=Text(html) if html else Text(plain, html=False),
        summary=Text(_text(item, "summary"), html=False),
    )


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(values: dict[str, Any], name: str) -> str:
    """Return a value as a text; an id may be a number."""
    value = values.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _author(values: dict[str, Any]) -> str:
    authors = values.get("authors")
    several = authors if isinstance(authors, list) else [values.get("author")]
    return author_names.cleaned([_text(_object(each), "name") for each in several])


def _moment(values: dict[str, Any], name: str) -> datetime | None:
    try:
        return dates.moment(_text(values, name), "") if values.get(name) else None
    except SourceError:
        return None
