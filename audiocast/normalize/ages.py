"""Read ages in short forms: "a 34yo man", "a 34 y/o", "a 3-y-o colt", "two 5yos"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_OLDEST = 120


def _age(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "34yo", "34 y/o" and "3-y-o"."""
    years = int(match["years"])
    if years > _OLDEST:
        return None
    end = match.end()
    said = number_words.cardinal(years)
    if match["plural"]:
        return Reading(f"{said} year-olds", end)
    attributive = sentence.before(match.start()).lower() in _ARTICLES or bool(_NOUN_NEXT.match(sentence.text, end))
    if attributive:
        return Reading(f"{said} year-old", end)
    return Reading(f"{said} year{'' if years == 1 else 's'} old", end)


_ARTICLES = frozenset({"a", "an", "the", "this", "that", "my", "his", "her", "their", "our", "another"})
_NOUN_NEXT = lazy_re(r" (?!(?:and|or|who|when|in|at|on|with|but|as|is|was|from|now|today)\b)[a-z]")

AGE = Rule(
    "age", "9", lazy_re(r"(?P<years>\d{1,3})(?:[ -]?(?:y/o|yr/o|y\.o\.?|yo)|-y-o)(?P<plural>s)?(?!\w|[-/]\w)"), _age
)
