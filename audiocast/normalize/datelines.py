"""Read datelines: the town in capitals of "WASHINGTON (AP) -" and "KYIV, March 3 (Reuters) -".

The date, the agency and the dash are read by their own rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def _dateline(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the town at the beginning of an article as a name."""
    if match.start() or sentence.text.isupper():
        return None
    town = match["town"]
    if town in tables.pairs("acronyms"):
        return None
    words = [word if word in {"D.C.", "U.N."} else _capital(word) for word in re.split(r"( |-)", town)]
    return Reading("".join(words), match.end("town"))


def _capital(word: str) -> str:
    """Return a word with one capital, unless it has dots."""
    return word.capitalize() if "." not in word else word


DATELINE = Rule(
    "dateline",
    "A",
    lazy_re(
        r"(?P<town>[A-Z\u00c0-\u00d6\u00d8-\u00de]{2,20}(?:[ -][A-Z\u00c0-\u00d6\u00d8-\u00de]{2,20}){0,3})"
        r"(?=(?:, [A-Z][\w. ]{2,24}|/[A-Z]{2,20}){0,2}(?:,? ?\((?:AP|Reuters|REUTERS|AFP|BBC|CNN|"
        r"UPI|dpa|DPA|Xinhua|TASS|Bloomberg|ANSA|PTI|IANS|Kyodo|EFE|KUNA)\)| ?\u2014| [-\u2013] )"
        r")",
    ),
    _dateline,
)
