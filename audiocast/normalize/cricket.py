"""Read cricket: "England were 245-6", "3/185", "took 5-32"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.contest import LIKELY, POSSIBLE, Contestant, Proposal
from audiocast.normalize.regions import Region

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_MOST_WICKETS = 10


def _innings(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "245-6" and "250/6", the runs and wickets of a team, or in Australia the wickets and runs."""
    first, second = int(match["first"]), int(match["second"])
    start, end = match.span()
    runs_first = second <= _MOST_WICKETS < first
    wickets_first = first <= _MOST_WICKETS < second
    if not runs_first and not wickets_first:
        return None
    clue = clues.find("cricket", sentence, start, end)
    evidence, why = POSSIBLE + clue.evidence, clue.why
    if runs_first and first >= _MANY and _BATTED.search(sentence.text, max(0, start - 16), start):
        evidence, why = evidence + LIKELY - 1, "a verb before it"
    elif not clue.evidence or (wickets_first and clue.evidence < clues.SENTENCE):
        return None
    british = sentence.locale.british
    said = " for ".join(number_words.cardinal(value, british=british) for value in (first, second))
    return Proposal(said, end, evidence, why)


_MANY = 30
_BATTED = re.compile(
    r"\b(?:were|was|are|made|reached|posted|hit|totalled|chased|on|at|slumped to|declared|declared at|"
    r"finished|closed|ended) $"
)


def _bowling(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "took 5-32" and "figures of 3/40", the wickets of a bowler and the runs he gave."""
    first, second = int(match["first"]), int(match["second"])
    start, end = match.span()
    if first > _MOST_WICKETS or second < first:
        return None
    clue = clues.find("bowling", sentence, start, end)
    cricket = clues.find("cricket", sentence, start, end)
    if sentence.text.startswith("'s ", max(0, start - 3)) and sentence.locale.region in _CRICKET:
        clue = max(clue, clues.Clue(clues.NEAR, "a name before it"))
    after = clues.word_after(sentence.text, end)
    counted = after != "" and after not in _GOES_ON
    if clue.evidence < clues.NEAR or (counted and not cricket.evidence):
        return None
    british = sentence.locale.british
    if not british and not cricket.evidence:
        return None
    said = " for ".join(number_words.cardinal(value, british=british) for value in (first, second))
    return Proposal(said, end, POSSIBLE + clue.evidence + cricket.evidence, clue.why)


_CRICKET = frozenset({Region.IN, Region.AU, Region.ZA})
_GOES_ON = tables.word_set("cricket.goes_on")
_PAIR = r"(?P<first>\d{1,3})[-\u2013/](?P<second>\d{1,3})(?![\w%/]|[-\u2013.,:]\d)"

INNINGS = Contestant("cricket", "-/", False, re.compile(_PAIR), _innings)
BOWLING = Contestant("cricket", "-/", False, re.compile(_PAIR), _bowling)
