"""Read dates as people and programs write them: "20 April 2023", "2023/04/20", "Wed, 01 May 2024 10:00 EDT".

ISO 8601 is read here; all other forms are read by the package dateparser, which knows the months of two hundred
languages. A date that can mean two days, such as 04/05/2024, is not read, because a wrong date is worse than none.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from audiocast.errors import SourceError

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_ISO = r"\d{4}-(?:\d{1,2}-\d{1,2}|W\d{1,2}-\d)(?:T.{0,30}| \d{1,2}:.{0,20})?|\d{8}T\d{4,6}\S{0,6}"
_ISO_LINE = re.compile(_ISO)
_LINE = re.compile(
    rf"(?:{_ISO})|"
    r"(?:(?:published|posted|updated|first published|last updated)(?: on| at)?:? )?"
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
    rf"(?:{_ISO}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
    r"(?:[,|\u00b7-]? ?(?:at )?\d{1,2}[:.]\d{2}.{0,15})?",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?:? +(?=\S)", re.IGNORECASE)
_WRAPPING = "[]\"' \t"
_LONGEST = 60
_TWO_DAYS = re.compile(r"\b(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\b")
_MONTHS = 12
_MIDNIGHT = re.compile(r"\b24:00(?::00)?\b")
_SECONDS = re.compile(r"\d{10}(?:\d{3})?")
_MILLISECONDS = 13
# American time zones without a word for summer or winter.
_ZONES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_ZONE = re.compile(r"(?<=\d|m|M|\.) (ET|CT|MT|PT)$")
_EARLIEST, _LATEST = 1000, 9998
"""Years in which a conversion to any time zone stays within the range of `datetime`."""


def is_iso(text: str) -> bool:
    """Return whether a text looks like a date in ISO 8601."""
    return _ISO_LINE.fullmatch(text) is not None


def is_line(text: str) -> bool:
    """Return whether a line looks like a date and nothing else; `moment` decides whether it is one."""
    return _LINE.fullmatch(text) is not None


def found(text: str) -> datetime | None:
    """Return the first clear date in a line such as "By Jane Roe, May 1, 2024", or None."""
    for match in _DAY.finditer(text):
        with suppress(SourceError):
            return moment(match[0], "")
    return None


def moment(value: str, where: str) -> datetime:
    """Return a date, or date and time, as a moment; without a time zone it is in UTC.

    Raises:
        SourceError: The value is not a date, or may mean two days, or its year is out of range.
    """
    text = _LABEL.sub("", value.strip(_WRAPPING), count=1)
    date = _epoch(text) or _iso(text) or _other(text)
    if date is None or not _EARLIEST <= date.year <= _LATEST:
        raise SourceError(
            f'"{value[:50]}" is not a clear date', where=where, hint="Write 2023-04-20 or 2023-04-20T09:24:06Z"
        )
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _epoch(text: str) -> datetime | None:
    """Return the moment of a number of seconds or milliseconds since 1970."""
    if not _SECONDS.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text) / (1000 if len(text) == _MILLISECONDS else 1), UTC)


def _iso(text: str) -> datetime | None:
    iso = re.sub(r"\s*(?:UTC|GMT|z)$", "Z", text)
    iso = re.sub(r"(?<=\d)\s+(?=[+-]\d|Z$)", "", iso)
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


def _other(text: str) -> datetime | None:
    if not any(map(str.isdigit, text)) or len(text) > _LONGEST:
        return None
    match = _TWO_DAYS.search(text)
    if match and max(int(match[1]), int(match[3])) <= _MONTHS and match[1] != match[3]:
        return None
    if _MIDNIGHT.search(text):
        day = _other(_MIDNIGHT.sub("00:00", text))
        return day + timedelta(days=1) if day else None
    zone = _ZONE.search(text)
    if zone:
        local = _other(text[: zone.start()])
        return local.replace(tzinfo=ZoneInfo(_ZONES[zone[1]])) if local else None
    return _parsed(text)


def _parsed(text: str) -> datetime | None:
    # It takes 0.3 s to import, and most dates are in ISO 8601.
    dateparser = import_module("dateparser")
    settings = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
    }
    date: datetime | None = dateparser.parse(text, settings=settings)
    return date
