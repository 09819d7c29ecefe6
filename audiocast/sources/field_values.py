"""Check the values of the fields that describe an article: ids, language codes and links.

Every format has such fields under its own names. Each function returns the value or raises a `SourceError` that names
the place. Only a wrong id refuses an article, because its identity would change when the id is corrected. Readers of
files that people write by hand leave another wrong field empty with a warning (`or_warning`), and those of files that
programs write leave it empty.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from audiocast.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

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
    """Return a language code, with hyphens, or the code for the English name of a language.

    Raises:
        SourceError: The value is neither.
    """
    code = value.replace("_", "-")
    if not _LANGUAGE.fullmatch(code):
        code = _names().get(value.lower(), "")
    if not code:
        raise SourceError(
            f'the language "{value[:50]}" is not known', where=where, hint="Write en or en-GB, for example"
        )
    return code


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


@cache
def _names() -> dict[str, str]:
    """Return the codes of languages by their English names in small letters."""
    babel = import_module("babel")  # slow, and few documents need it
    return {name.lower(): code.replace("_", "-") for code, name in babel.Locale("en").languages.items()}


def or_warning(read: Callable[[str, str], _T], value: str, where: str) -> _T | None:
    """Return what a function reads from a value, or None, with a warning if the value is wrong."""
    if not value:
        return None
    try:
        return read(value, where)
    except SourceError as error:
        _log.warning("%s: %s; it is ignored. %s.", error.where, error.what, error.hint)
        return None
