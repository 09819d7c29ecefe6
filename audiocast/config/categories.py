"""Match the categories of an article against a category that a show, a feed or a digest names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DASH = re.compile(r"[\u2010-\u2015\u2212]")


def first_match(categories: Iterable[str], wanted: str) -> str:
    """Return the first category that equals `wanted` or is below it ("News - Politics" is below "News"), or "".

    Letter case, the kind of dash and the amount of white space make no difference.
    """
    folded = _fold(wanted)
    return next((each for each in categories if _fold(each) == folded or _fold(each).startswith(f"{folded} - ")), "")


def _fold(category: str) -> str:
    return " ".join(_DASH.sub("-", category).casefold().split())
