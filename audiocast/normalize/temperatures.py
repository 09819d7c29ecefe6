"""Read the marks between temperatures in recipes: "180C/350F/gas 4", "200C/180C fan/gas 6", "350°F/gas mark 4"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_BEFORE = re.compile(r"(?:\d ?°? ?[CF]|\d ?°|[℃℉]|degrees [A-Z][a-z]+|(?i:fan|oven|gas(?: mark)? ?\d½?))(?: fan)? ?$")


def _alternative(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the slash between two temperatures as "or"."""
    start = match.start()
    if not _BEFORE.search(sentence.text[max(0, start - 24) : start]):
        return None
    return Reading(" or ", match.end())


OR_GAS = Rule(
    "temperature",
    ". ",
    re.compile(r" ?/ ?(?=(?:fan ?)?(?:\d{2,3} ?°? ?[CF](?!\w)|\d{2,3} ?°|\d{2,3}[℃℉])|(?i:gas|fan)\b)"),
    _alternative,
)
