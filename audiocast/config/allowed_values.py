"""Compare the values of a show with the choices and limits that its settings have."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from audiocast.config import settings, suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.config.settings import About, Show


def problems(show: Show) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield each value that is not allowed: its place, the problem, and the hint.

    The place is a key of the show, or the name of a table, its number from 0, and its key.
    """
    for key, what, hint in _problems(show):
        yield (key,), what, hint
    for name, _, _ in settings.TABLES:
        value = getattr(show, name)
        for number, table in enumerate(value if isinstance(value, tuple) else (value,)):
            for key, what, hint in _problems(table):
                yield (name, number, key), what, hint


def _problems(table: Any) -> Iterator[tuple[str, str, str]]:  # noqa: ANN401 - one of the classes of settings
    for each in fields(table):
        about, value = each.metadata["about"], getattr(table, each.name)
        if about.allowed and isinstance(value, tuple):
            for item in value:
                if item not in about.allowed:
                    yield each.name, f"{each.name} holds {item!r}", suggestions.hint(item, about.allowed)
        elif about.allowed and value not in about.allowed and value != each.default:
            yield each.name, f"{each.name} is {value!r}", suggestions.hint(value, about.allowed)
        elif about.limits and not about.limits[0] <= value <= about.limits[1]:
            yield each.name, f"{each.name} is {value:g}", f"Choose {limits(about)}"


def limits(about: About) -> str:
    """Return the limits of a number in words: "0.8 to 1.25" or "0 or more"."""
    low, high = about.limits
    return f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"
