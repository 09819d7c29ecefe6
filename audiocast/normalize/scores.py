"""Read results of games, votes and bets: "won 2-1", "11-7, 11-9", "the 5-4 ruling", "odds of 100-1".

In Britain a result is read without "to" and zero is "nil". `tennis.py`, `cricket.py` and `records.py` read the results
of some sports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_SMALL = 20
_LONG_SHOT = 8


def _numbers(match: re.Match[str], sentence: Sentence) -> tuple[str, str]:
    """Return the words for the two numbers of a pair."""
    british = sentence.locale.british
    first, second = (number_words.cardinal(int(match[part]), british=british) for part in ("first", "second"))
    return first, second


def _score(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "won 2-1" and "a 1-0 lead"."""
    start, end = match.span()
    clue = clues.find("score", sentence, start, end)
    form, why = POSSIBLE, clue.why
    low, high = int(match["first"]), int(match["second"])
    if _TEAM_BEFORE.search(sentence.text, max(0, start - 24), start) and _TEAM_AFTER.match(sentence.text, end):
        form, why = LIKELY, "a name on both sides"
    elif sentence.locale.british and len(_RESULT.findall(sentence.text[:_FAR])) > 1:
        form, why = LIKELY, "several results in the sentence"
    elif sentence.locale.region is Region.IE and clues.find("gaelic", sentence, start, end).evidence:
        form, why = LIKELY, "goals and points"
    elif (low == high and low < _SMALL) or (low > high and sentence.locale.british):
        form = USUAL
    british = sentence.locale.british
    first, second = _numbers(match, sentence)
    if british or (0 in {low, high} and (clue.evidence >= clues.NEAR or low == high)):
        american = not british and clues.find("american sport", sentence, start, end).evidence
        nothing = "nothing" if american and low != high else "nil"
        first, second = (nothing if word == "zero" else word for word in (first, second))
    silent = (british and max(low, high) < _HUNDRED) or (low == high < _SMALL)
    reading = sentence.reading(f"{first} {second}" if silent else f"{first} to {second}", end)
    return Proposal(reading.text, reading.end, form + clue.evidence, why)


_HUNDRED = 100
_RESULT = lazy_re(r"[A-Z][a-z]{2,20} \d{1,2}-\d{1,2}(?![\d-])")
_TEAM_BEFORE = lazy_re(r"[A-Z][\w.']{1,20} $")
_TEAM_AFTER = lazy_re(r" [A-Z][a-z]")
_FAR = 1000


def _games(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "11-7, 11-9", the games of one match."""
    clue = clues.find("score", sentence, match.start(), match.end())
    if len(_GAME.findall(match[0])) >= _MANY_GAMES:
        clue = max(clue, clues.Clue(clues.NEAR, "many games"))
    if clue.evidence < clues.NEAR:
        return None
    said = _GAME.sub(
        lambda game: f"{number_words.cardinal(int(game[1]))} {number_words.cardinal(int(game[2]))}", match[0]
    )
    return Proposal(said, match.end(), USUAL + clue.evidence, "several games")


_MANY_GAMES = 3
_GAME = lazy_re(r"(\d+) ?[-\u2013] ?(\d+)")


def _silent_pair(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "a 3-2 count" and other pairs that are read without "to"."""
    clue = clues.find("silent pair", sentence, match.start(), match.end())
    if not clue.evidence:
        return None
    first, second = _numbers(match, sentence)
    reading = sentence.reading(f"{first} {second}", match.end())
    return Proposal(reading.text, reading.end, USUAL + clue.evidence, clue.why)


def _vote(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "voted 219-213" and "a 5-4 ruling"."""
    clue = clues.find("vote", sentence, match.start(), match.end())
    if not clue.evidence:
        return None
    low, high = _numbers(match, sentence)
    reading = sentence.reading(f"{low} to {high}", match.end())
    return Proposal(reading.text, reading.end, POSSIBLE + clue.evidence, clue.why)


def _odds(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "odds of 100-1" and "a 5-1 favourite"."""
    clue = clues.find("odds", sentence, match.start(), match.end())
    form = POSSIBLE
    if match["second"] == "1" and int(match["first"]) >= _LONG_SHOT:
        form = LIKELY + USUAL if clues.word_before(sentence.text, match.start()) == "at" else POSSIBLE + 1
    if not clue.evidence and form < LIKELY:
        return None
    first, second = _numbers(match, sentence)
    reading = sentence.reading(f"{first} to {second}", match.end())
    return Proposal(reading.text, reading.end, form + clue.evidence, clue.why)


def _goals_and_behinds(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "12.10 (82)", goals and behinds of Australian football, which the sum proves."""
    goals, behinds = int(match["goals"]), int(match["behinds"])
    if goals * _GOAL + behinds != int(match["sum"]):
        return None
    del sentence
    said = f"{number_words.cardinal(goals)} {number_words.cardinal(behinds)}"
    return Proposal(said, match.end("behinds"), CERTAIN, "the sum behind it")


_GOAL = 6


def _note(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the note of "3-2 (SO)", how the game ended."""
    return _NOTES[match[0].lower()] if _RESULT_BEFORE.search(sentence.text[: match.start()][-_NEAR:]) else None


_NEAR = 16  # characters
_RESULT_BEFORE = lazy_re(r"\d[-\u2013 ]\d{1,3},? \($")
_NOTES = {"so": "shootout", "ot": "overtime", "aet": "after extra time", "pens": "penalties", "et": "extra time"}


def _chain(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose three or more numbers with hyphens: "4-4-2", "12-4-1"."""
    del sentence
    said = " ".join(number_words.integer(part) for part in re.split(r"[-\u2013]", match[0]) if part)
    return Proposal(said, match.end(), USUAL, "three numbers")


def _shared_place(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "T-15th" and "T5", a place that several players share."""
    clue = clues.find("golf", sentence, *match.span())
    bracketed = (
        sentence.text.startswith("(", match.start() - 1) and sentence.text[match.end() : match.end() + 1] in ",)"
    )
    if not match["nth"] and clue.evidence < (clues.ARTICLE if bracketed else clues.NEAR):
        return None
    return f"tied for {number_words.ordinal(int(match['place']))}"


_PAIR = r"(?P<first>\d{1,3}) ?[-\u2013] ?(?P<second>\d{1,3})(?![\w%/]|[.,:]\d| ?[-\u2013] ?\d|[-\u2013][A-Z])"

SHARED_PLACE = Rule("score", "A", lazy_re(r"T-?(?P<place>\d{1,3})(?P<nth>st|nd|rd|th)?(?![\w-]|\.\d)"), _shared_place)
SCORE_OF_THREE = Contestant("score", "-", False, lazy_re(r"\d{1,3}(?:[-\u2013]\d{1,3}){2,5}(?![-\u2013]?\w)"), _chain)
SCORE = Contestant("score", "-", False, lazy_re(_PAIR), _score)
VOTE = Contestant("vote", "-", False, lazy_re(_PAIR), _vote)
ODDS = Contestant("odds", "-", False, lazy_re(_PAIR), _odds)
SILENT_PAIR = Contestant("score", "-", False, lazy_re(_PAIR), _silent_pair)
GAMES = Contestant(
    "score",
    "-",
    False,
    lazy_re(
        r"\d{1,3} ?[-\u2013] ?\d{1,3}(?:,? \d{1,3} ?[-\u2013] ?\d{1,3}(?![\w%])){1,6}"
        r"(?![\w%/]|[.:]\d| ?[-\u2013] ?\d)"
    ),
    _games,
)
NOTE = Rule("score", "Aa", lazy_re(r"(?:SO|OT|AET|aet|ET|pens)(?=\))"), _note)
GOALS_AND_BEHINDS = Contestant(
    "score",
    ".",
    True,
    lazy_re(r"(?P<goals>\d{1,2})\.(?P<behinds>\d{1,2})(?= ?\((?P<sum>\d{1,3})\))"),
    _goals_and_behinds,
)
