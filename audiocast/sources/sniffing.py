"""Recognize a document's media type from its content, where the server or the file's ending is vague or wrong."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiocast.sources import formats

if TYPE_CHECKING:
    from pathlib import PurePath

    from audiocast.model.article import Document

_VAGUE = frozenset(
    ("", "text/plain", "text/html", "text/xml", "application/xml", "application/json", "application/octet-stream")
)
"""Types that servers use for any kind of document."""
JSON_FEED = "https://jsonfeed.org/version/"
"""The beginning of the `version` of a JSON Feed."""
_LOOKED_AT = 5000
_LONGEST_LIST = 1_000_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ROOT = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>)*<([\w:]+)", re.IGNORECASE | re.DOTALL
)
_ROOTS = {
    "rss": "application/rss+xml",
    "rdf:rdf": "application/rss+xml",
    "feed": "application/atom+xml",
    "html": "text/html",
    "opml": "text/x-opml",
}
_BOOKMARKS = re.compile(
    r"\s*<!doctype netscape-bookmark-file-1>|.{0,500}<title>\s*(?:pocket export|instapaper: export)",
    re.IGNORECASE | re.DOTALL,
)
_SAVED_JSON = re.compile(r"\"(?:saved_?at|saved_date|time_added|reading_?progress|resolved_url)\"\s*:", re.IGNORECASE)
_SAVED_CSV = frozenset(
    ("time_added", "timestamp", "selection", "folder", "saved date", "saved_at", "document tags", "excerpt", "created")
)
_UNCERTAIN = frozenset((".json", ".csv"))
"""Endings of files that may hold anything."""


def media_type(document: Document) -> str:
    """Return the media type that the content shows if the declared one is vague; else the declared one."""
    declared = document.media_type
    if declared not in _VAGUE:
        return declared
    begin = _begin(document.content)
    root = _ROOT.match(begin)
    if _BOOKMARKS.match(begin) or (root and root[1].lower() in _ROOTS):
        return "text/x-bookmarks" if _BOOKMARKS.match(begin) or not root else _ROOTS[root[1].lower()]
    if begin.startswith("{") and JSON_FEED in begin.replace("\\/", "/"):
        return "application/feed+json"
    if declared in ("", "text/plain") and _is_list(document.content):
        return "text/uri-list"
    if declared in ("", "application/octet-stream"):
        return formats.media_type(PurePosixPath(urlsplit(document.origin).path))
    return declared


def is_uncertain(path: PurePath) -> bool:
    """Return whether files with such an ending hold articles only sometimes."""
    return path.suffix.lower() in _UNCERTAIN


def names_articles(content: bytes) -> bool:
    """Return whether a JSON or CSV file that begins with this content is a feed or a list of saved articles."""
    begin = _begin(content)
    if begin[:1] in "[{":
        return JSON_FEED in begin.replace("\\/", "/") or _SAVED_JSON.search(begin) is not None
    columns = {name.strip(' "').lower() for name in begin.partition("\n")[0].split(",")}
    return "url" in columns and bool(columns & _SAVED_CSV)


def _begin(content: bytes) -> str:
    begin = content[:_LOOKED_AT]
    for mark, encoding in _MARKS:
        if begin.startswith(mark):
            return begin[len(mark) :].decode(encoding, "replace").lstrip()
    return begin.decode("utf-8", "replace").lstrip()


def _is_list(content: bytes) -> bool:
    """Return whether every line is an address or a comment, and at least one is an address."""
    if len(content) > _LONGEST_LIST or not re.match(rb"(?:\xef\xbb\xbf)?\s*(?:#|https?://)", content, re.IGNORECASE):
        return False
    lines = filter(None, map(str.strip, content.decode("utf-8-sig", "replace").splitlines()))
    addresses = [line for line in lines if not line.startswith("#")]
    return bool(addresses) and all(re.fullmatch(r"https?://\S+", each, re.IGNORECASE) for each in addresses)
