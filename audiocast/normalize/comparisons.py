"""Read signs of comparison without a space beside them: "P<0.001", "x>=5", "<=10", "a!=b", "5+/-1"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_WORDS = {
    "<": "less than",
    ">": "greater than",
    "<=": "at most",
    ">=": "at least",
    "!=": "is not equal to",
    "\u2260": "is not equal to",
    "~=": "about",
    "+/-": "plus or minus",
    "+-": "plus or minus",
}

_LINKS = frozenset({"is", "are", "was", "were", "be"})


def _compared(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read a sign of comparison."""
    text, start, end = sentence.text, match.start(), match.end() - len(match["space"])
    said = _WORDS[match["sign"]]
    before = sentence.before(start).lower()
    if said.startswith("is ") and before in _LINKS:
        said = said.removeprefix("is ")
    if (
        match["sign"] == ">"
        and len(before) > 1
        and before.isalpha()
        and before not in _LINKS
        and text[start - 1 : start] in " ("
    ):
        said = "more than"
    left = "" if text[start - 1 : start] in " (" else " "
    return Reading(f"{left}{said}{'' if match['space'] else ' '}", end)


COMPARISON = Rule(
    "comparison",
    ".",
    lazy_re(r"(?:(?<![<>])(?P<sign>\u2260|<=|>=|!=|~=|\+/-|\+-|<|>)(?![<>]))(?P<space> ?)(?=[-\u2013]?[$£€]?\.?\d)"),
    _compared,
)
