"""Read words whose letters are masked: "f***ing", "s--t".

Newspapers mask the letters of swear words. A newsreader says "effing", or "bleep" for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_FIRST = {"f": "eff", "F": "Eff"}
_ENDINGS = ("ing", "in", "ers", "er", "ed", "s")


def _masked(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read a word with at least two masked letters, or with one of a swear word."""
    del sentence
    front, mask, back = match["front"], match["mask"], match["back"]
    if not back and len(front) > 1 and front[:-1].lower() not in _COMPOUNDS:
        return None
    if mask[0] != "*" and (front[-1] in "IA" or len(back) > (len(mask) if len(mask) < _MOST_LETTERS else _LONG)):
        return None
    if len(mask) == 1 and f"{front}*{back}".lower() not in _THINLY_MASKED:
        return None
    ending = next((end for end in _ENDINGS if back == end or (len(back) > len(end) and back.endswith(end))), "")
    compound = next((word for word in _COMPOUNDS if front.lower().startswith(word)), "")
    if len(front) - len(compound) > (_MOST_LETTERS if mask[0] == "*" else 1):
        return None
    said = _FIRST.get(front[len(compound) :][:1], "bleep")
    if back in {"d", "g"} and said != "bleep":
        ending = {"d": "ed", "g": "ing"}[back]
    joined = f"{front[: len(compound)]} " if compound else ""
    return f"{joined}{said}{ending}"


_COMPOUNDS = ("mother", "bull", "horse", "dip", "dumb", "jack", "ass", "cluster")
_MOST_LETTERS = 3
_LONG = 4
_THINLY_MASKED = tables.word_set("masked.thinly")

MASKED_WORD = Rule(
    "masked",
    "Aa",
    lazy_re(r"(?<![\w*_-])(?P<front>[A-Za-z]{1,12})(?P<mask>\*{1,10}|-{2,10}|_{2,10})(?P<back>[a-z]{0,6})(?![\w*_-])"),
    _masked,
)
