"""Read tennis: "6-4, 7-6 (5)", "the first set 6-0", "at 40-15". Pairs are read without "to", and zero is "love"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.contest import LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_POINTS = frozenset({"0", "15", "30", "40"})
_MOST_GAMES = 7
_FAR = 1000


def _points(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "40-15" and "0-40", the points of a game."""
    first, second = match["first"], match["second"]
    if not {first, second} <= _POINTS or first == second == "0":
        return None
    clue = clues.find("tennis points", sentence, match.start(), match.end())
    form = POSSIBLE
    if any(other.start() != match.start() for other in _GAME.finditer(sentence.text[:_FAR])):
        form = LIKELY
    elif not clue.evidence:
        return None
    score = clues.find("score", sentence, match.start(), match.end())
    said = f"{_said(first)} {_said(second)}"
    return Proposal(said, match.end(), form + max(clue.evidence, score.evidence), clue.why)


_GAME = lazy_re(r"(?<![\d.-])(?:0|15|30|40)-(?:0|15|30|40)(?![\d-]|\.\d)")


def _games(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "the first set 6-4" and "the tie-break 7-5"."""
    start, end = match.span()
    if max(int(match["first"]), int(match["second"])) > _MOST_GAMES:
        return None
    clue = clues.find("tennis", sentence, start, end)
    if _SET_WON.search(sentence.text[max(0, start - _REACH) : end + _REACH]):
        clue = max(clue, clues.Clue(clues.NEAR, "a set near it"))
    after = clues.word_after(sentence.text, end)
    if clue.evidence < clues.SENTENCE or (after and after not in _GOES_ON):
        return None
    said = f"{_said(match['first'])} {_said(match['second'])}"
    return Proposal(said, end, POSSIBLE + 1 + clue.evidence, clue.why)


_REACH = 60  # characters
_SET_WON = lazy_re(r"\b(?:first|second|third|fourth|fifth|opening|final|deciding|last|next) set\b|\b[Tt]ie-?break")
_GOES_ON = tables.word_set("tennis.goes_on")


def _sets(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose the sets of a match: "6-3 7-6(4), 6-4"."""
    del sentence
    said = _PAIR_OF_GAMES.sub(lambda pair: f"{_said(pair[1])} {_said(pair[2])}", match[0])
    said = re.sub(r" ?\((\d+)\)", lambda tie: f", {number_words.cardinal(int(tie[1]))},", re.sub(r"[\[\]]", "", said))
    said = re.sub(r" ?\(([a-z -]+)\)", r", \1,", said).rstrip(",").replace(",,", ",")
    return Proposal(said, match.end(), LIKELY + USUAL, "several sets")


_PAIR_OF_GAMES = lazy_re(r"(\d+)[-\u2013/](\d+)")


def _said(number: str) -> str:
    return "love" if number == "0" else number_words.cardinal(int(number))


_PAIR = r"(?P<first>\d{1,2})[-\u2013](?P<second>\d{1,2})(?![\w%/]|[-\u2013.,:]\d|[-\u2013][A-Z])"
_SET = r"[0-7][-\u2013][0-7](?: ?\(\d{1,2}(?:[-/]\d{1,2})?\))?"

SETS = Contestant(
    "tennis", "-", False, lazy_re(rf"{_SET}(?:(?:,? ){_SET}|,? \[\d{{1,2}}-\d{{1,2}}\]){{1,4}}(?!\w|-)"), _sets
)
ONE_SET = Contestant(
    "tennis", "-", False, lazy_re(r"[0-7][-\u2013][0-7] ?\(\d{1,2}(?:[-\u2013]\d{1,2})?\)(?!\w)"), _sets
)
POINTS = Contestant("tennis", "-", False, lazy_re(_PAIR), _points)
GAMES = Contestant("tennis", "-", False, lazy_re(_PAIR), _games)
