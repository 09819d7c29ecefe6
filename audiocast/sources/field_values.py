"""Check the values of the fields that describe an article: ids, language codes, links, dates.

Every format has such fields under its own names. Each function returns the value or raises a `SourceError` that names
the place. Readers of files that people write by hand let the error through. Readers of files that programs write
catch it and leave the field empty.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from audiocast.errors import SourceError

DATE = re.compile(r"\d{4}-(?:\d{1,2}-\d{1,2}|W\d{1,2}-\d)(?:T.{0,30}| \d{1,2}:.{0,20})?|\d{8}T\d{4,6}\S{0,6}")
"""Text that looks like an ISO 8601 date; `moment` then decides whether it is one."""
_EARLIEST, _LATEST = 1000, 9998
"""Years in which a conversion to any time zone stays within the range of `datetime`."""
_ID = re.compile(r"[\w~@+:-][\w.~@+:-]{0,199}|[A-Za-z][A-Za-z0-9+.-]{0,20}:\S{1,1000}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_LINK = re.compile(r"https?://[^\s<>\"\ud800-\udfff]+", re.IGNORECASE)


def is_identity(value: str) -> bool:
    """Return whether a value can be an article's id."""
    return _ID.fullmatch(value) is not None


def is_link(value: str) -> bool:
    """Return whether a value looks like an http(s) address; `link` also checks its host."""
    return _LINK.fullmatch(value) is not None


def identity(value: str, where: str) -> str:
    """Return an id unchanged.

    Raises:
        SourceError: The value can't be an id.
    """
    if not is_identity(value):
        raise SourceError(
            f'the id "{value[:50]}" is not usable',
            where=where,
            hint="Use up to 200 letters, digits and . _ ~ @ + : -",
        )
    return value


def language(value: str, where: str) -> str:
    """Return a language code unchanged.

    Raises:
        SourceError: The value is not a language code.
    """
    if not _LANGUAGE.fullmatch(value):
        raise SourceError(
            f'the language "{value[:50]}" is not a code', where=where, hint="Write en or en-GB, for example"
        )
    return value


def link(value: str, where: str) -> str:
    """Return an http(s) address unchanged.

    Raises:
        SourceError: The value is not an http(s) address.
    """
    try:
        host = urlsplit(value).hostname
    except ValueError:  # for example an unclosed IPv6 address
        host = None
    if not host or not is_link(value):
        raise SourceError(f'the link "{value[:50]}" is not an address', where=where, hint="Begin it with https://")
    return value


def moment(value: str, where: str) -> datetime:
    """Return an ISO 8601 date, or date and time, as a moment; without a time zone it is in UTC.

    Raises:
        SourceError: The value is not a date, or its year is out of range.
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
    """Return the error for a value that is not an ISO 8601 date."""
    return SourceError(
        f'"{value[:50]}" is not an ISO 8601 date', where=where, hint="Write 2023-04-20 or 2023-04-20T09:24:06Z"
    )
