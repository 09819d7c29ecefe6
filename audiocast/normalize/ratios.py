"""Read numbers with colons that are no time: "a 3:1 ratio", "1:1:1", "16:9"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_WHOLE = 100
_SCREENS = frozenset({"16:9", "4:3", "21:9", "16:10", "3:2"})
_BRITISH_DEGREES = frozenset({"2:1", "2:2"})


def _ratio(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "2:8", "a 3:1 ratio" and "60:40"."""
    first, second = match["first"], match["second"]
    clue = clues.find("ratio", sentence, match.start(), match.end())
    if first == second == str(_WHOLE // 2):
        middle = ""
    elif match[0] in _SCREENS and (
        match[0] not in {"3:2", "4:3"} or clues.find("screen", sentence, *match.span()).evidence
    ):
        middle = "by"
    elif match[0] in _BRITISH_DEGREES and clues.find("degree", sentence, *match.span()).evidence > clue.evidence:
        middle = ""
    else:
        middle = "to"
    said = " ".join(filter(None, (number_words.number(first), middle, number_words.number(second))))
    form = POSSIBLE
    if (
        middle == "by"
        or not (first + second).isdigit()
        or len(second) != 2
        or int(second) >= 60
        or int(first) + int(second) == _WHOLE
    ):
        form = LIKELY
    return Proposal(said, match.end(), form + clue.evidence, clue.why)


def _standard(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "ISO 9001:2015", a standard and its year."""
    if sentence.before(match.start()) not in _STANDARDS:
        return None
    said = f"{number_words.code(match['number'])}, {number_words.year(int(match['year']))}"
    return Proposal(said, match.end(), CERTAIN, "a standard before it")


_STANDARDS = tables.word_set("ratios.standards")


def _long_ratio(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "1:1:1" and "a 4:2:1 mix"."""
    clue = clues.find("ratio", sentence, match.start(), match.end())
    said = " to ".join(number_words.number(part) for part in match[0].split(":"))
    form = POSSIBLE if _TIME.fullmatch(match[0]) else USUAL
    return Proposal(said, match.end(), form + clue.evidence * (form > POSSIBLE), clue.why)


_TIME = lazy_re(r"\d{1,2}:[0-5]\d:[0-5]\d")


RATIO = Contestant(
    "ratio",
    ":.",
    False,
    lazy_re(r"(?P<first>\d{1,6}(?:\.\d{1,3})?):(?P<second>\d{1,6}(?:\.\d{1,3})?)(?![\w:])"),
    _ratio,
)
LONG_RATIO = Contestant(
    "ratio", ":.", False, lazy_re(r"\d{1,4}(?:\.\d{1,2})?(?::\d{1,4}(?:\.\d{1,2})?){2,5}(?![\w:])"), _long_ratio
)
STANDARD = Contestant("serial", ":", False, lazy_re(r"(?P<number>\d{1,6}):(?P<year>(?:19|20)\d\d)(?![\w:])"), _standard)
