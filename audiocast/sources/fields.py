"""What does a document say about itself: is a value an id, a language, an address, a date?

Every format has such fields, under other names. A value that can't be used is an error in what people write by hand,
for they want it to be used; readers of what machines write ignore it instead.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from audiocast.errors import SourceError

DATE = re.compile(r"\d{4}-(?:\d{1,2}-\d{1,2}|W\d{1,2}-\d)(?:T.{0,30}| \d{1,2}:.{0,20})?|\d{8}T\d{4,6}\S{0,6}")
"""What looks like an ISO 8601 date, and must be one."""
_EARLIEST, _LATEST = 1000, 9998
"""Years that still have a neighbor in every time zone."""
_ID = re.compile(r"[\w~@+:-][\w.~@+:-]{0,199}|[A-Za-z][A-Za-z0-9+.-]{0,20}:\S{1,1000}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_LINK = re.compile(r"https?://[^\s<>\"\ud800-\udfff]+", re.IGNORECASE)
_DATED_NAME = re.compile(r"(\d{4}-\d\d-\d\d)[-_ ]+(.+)")
_SLUG_CHARACTERS = 80
_INDEX = frozenset(("index", "_index"))


def identity(value: str, where: str) -> str:
    """An id as it is written.

    Raises:
        SourceError: It can't be one.
    """
    if not _ID.fullmatch(value):
        raise SourceError(
            f'the id "{value[:50]}" is not usable',
            where=where,
            hint="Use up to 200 letters, digits and . _ ~ @ + : -",
        )
    return value


def language(value: str, where: str) -> str:
    """A language's code.

    Raises:
        SourceError: It is none.
    """
    if not _LANGUAGE.fullmatch(value):
        raise SourceError(
            f'the language "{value[:50]}" is not a code', where=where, hint="Write en or en-GB, for example"
        )
    return value


def link(value: str, where: str) -> str:
    """An address in the web.

    Raises:
        SourceError: It is none.
    """
    try:
        host = urlsplit(value).hostname
    except ValueError:  # half an IPv6 address, for one
        host = None
    if not host or not _LINK.fullmatch(value):
        raise SourceError(f'the link "{value[:50]}" is not an address', where=where, hint="Begin it with https://")
    return value


def moment(value: str, where: str) -> datetime:
    """A date, or a date and a time, in UTC when it names no zone.

    Raises:
        SourceError: It is none.
    """
    iso = re.sub(r"\s*(?:UTC|GMT|z)$", "Z", value)
    iso = re.sub(r"(?<=\d)\s+(?=[+-]\d|Z$)", "", iso)
    try:
        found = datetime.fromisoformat(iso)
    except ValueError as error:
        raise no_date(value, where) from error
    if not _EARLIEST <= found.year <= _LATEST:
        raise no_date(value, where)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def no_date(value: str, where: str) -> SourceError:
    """What is said of a value that should be a date."""
    return SourceError(
        f'"{value[:50]}" is not an ISO 8601 date', where=where, hint="Write 2023-04-20 or 2023-04-20T09:24:06Z"
    )


def file_identity(origin: str) -> str:
    """The id of a document that names none: its address, for sites give the same names, or its file's name."""
    return origin if _LINK.fullmatch(origin) and _ID.fullmatch(origin) else file_name(origin)


def file_name(origin: str) -> str:
    """What a document's file is called, or its folder when every folder has such a file."""
    path = PurePosixPath(origin)
    stem = path.parent.name if path.stem.lower() in _INDEX and path.parent.name else path.stem
    return unicodedata.normalize("NFC", stem)


def file_title(origin: str) -> tuple[str, datetime | None]:
    """The title and the date that a file's name holds, of "2024-05-01-the-ferry.md" for example."""
    stem = file_name(origin)
    match = _DATED_NAME.fullmatch(stem)
    words = " ".join(re.sub(r"[-_\x00-\x1f]+", " ", match[2] if match else stem).split()) or stem
    try:
        date = moment(match[1], origin) if match else None
    except SourceError:
        # A number that is no date after all.
        date = None
    return words[:1].upper() + words[1:], date


def slug(title: str) -> str:
    """A title as a part of an id."""
    plain = unicodedata.normalize("NFKD", title)
    ascii_words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    words = "-".join(ascii_words or re.findall(r"[^\W_]+", title.lower())) or "untitled"
    if len(words) <= _SLUG_CHARACTERS:
        return words
    # Two long titles may differ at their ends only.
    return f"{words[:_SLUG_CHARACTERS].rstrip('-')}-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
