"""Evaluate range and conditional requests (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
import time
from email.utils import formatdate, parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,999})\s*-\s*(\d{0,999})\s*", re.ASCII | re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?"[^"]*"')


def part(value: str, length: int) -> tuple[int, int] | None:
    """Return start and stop of a range; (0, 0) when it is outside the file, None when the whole file is the answer.

    The whole file is also the answer to an invalid range and to several ranges, as the standard allows.
    """
    match = _ONE_RANGE.fullmatch(value)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, length - int(last)), length
    else:
        start, stop = int(first), min(int(last) + 1, length) if last else length
        if last and int(last) < start:
            return None
    return (start, stop) if start < stop else (0, 0)


def unchanged(headers: Mapping[str, str], *, etag: str, modified: float) -> bool:
    """Return whether the client has these bytes already (304)."""
    if tags := headers.get("if-none-match"):
        return tags.strip() == "*" or etag in (tag.removeprefix("W/") for tag in _TAG.findall(tags))
    # Only the exact date: after a clock was set back, newer bytes have an older date.
    return _date(headers.get("if-modified-since", "")) == int(modified)


def refused(headers: Mapping[str, str], *, etag: str) -> bool:
    """Return whether the condition of the client fails (412): `If-Match`."""
    tags = headers.get("if-match")
    return tags is not None and tags.strip() != "*" and etag not in _TAG.findall(tags)


def same(value: str, *, etag: str, modified: float) -> bool:
    """Return whether the client has a part of the same bytes: `If-Range`.

    HTTP dates have whole seconds, so a date counts only when the file has not changed for longer than that.
    """
    if value.startswith(('"', "W/")):
        return value == etag
    return value == http_date(modified) and time.time() - modified > 1


def http_date(seconds: float) -> str:
    """Return a time as an HTTP date."""
    return formatdate(int(seconds), usegmt=True)


def _date(value: str) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
