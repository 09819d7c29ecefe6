"""Read results: "won 2-1", "one-nil", the American record "9-3", "6-4, 7-6 (5)", "40-15", "the 5-4 ruling".

In Britain a result is read without "to" and zero is "nil". An American record of wins and losses is read with "and".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.contest import LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_POINTS = frozenset({"0", "15", "30", "40"})
_MOST_GAMES = 7
_MOST_WINS = 164
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
    elif (low == high and low < _SMALL) or (low > high and sentence.locale.british):
        form = USUAL
    first, second = _numbers(match, sentence)
    british = sentence.locale.british
    if british or (0 in {low, high} and (clue.evidence >= clues.NEAR or low == high)):
        first, second = ("nil" if word == "zero" else word for word in (first, second))
    joint = " " if british or (low == high == 0) else " to "
    reading = sentence.reading(f"{first}{joint}{second}", end)
    return Proposal(reading.text, reading.end, form + clue.evidence, why)


_RESULT = re.compile(r"[A-Z][a-z]{2,20} \d{1,2}-\d{1,2}(?![\d-])")
_TEAM_BEFORE = re.compile(r"[A-Z][\w.']{1,20} $")
_TEAM_AFTER = re.compile(r" [A-Z][a-z]")


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


def _record(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "Ohio (9-3)", "improved to 9-3" and "10-3-2", wins and losses."""
    start, end = match.span()
    text = sentence.text
    numbers = [match["first"], match["second"], *([match["third"]] if match["third"] else [])]
    if sum(map(int, numbers)) > _MOST_WINS or clues.word_after(text, end) in _LEADING:
        return None
    near = clues.find("record", sentence, start, end)
    american = clues.find("american sport", sentence, start, end)
    if sentence.locale.british and american.evidence < clues.SENTENCE:
        return None
    evidence, why = near.evidence, near.why
    if not sentence.locale.british and _STANDS_AT.search(text, max(0, start - _REACH), start):
        evidence, why = max(evidence, LIKELY), "a verb of a record before it"
    elif not sentence.locale.british and _IS.search(text, max(0, start - _REACH), start) and _STANDS.match(text, end):
        evidence, why = max(evidence, USUAL), "a verb before it"
    if american.evidence:
        if _BRACKET_AFTER_NAME.search(text, max(0, start - 64), start) and _BRACKET_ENDS.match(text, end):
            evidence, why = LIKELY + american.evidence, "in brackets after a name"
        elif _THE.search(text, max(0, start - 8), start) and _TEAM_AFTER.match(text, end):
            evidence, why = max(evidence, USUAL + american.evidence), "before a name"
    elif evidence < USUAL:
        return None
    said = ["oh" if number == "0" else number_words.cardinal(int(number)) for number in numbers]
    reading = sentence.reading(f"{' '.join(said[:-1])} and {said[-1]}", end)
    return Proposal(reading.text, reading.end, POSSIBLE + evidence, why)


_REACH = 20  # characters
_STANDS_AT = re.compile(
    r"\b(?:improv(?:es?|ed|ing)|f[ae]lls?|falling|drop(?:s|ped)?|mov(?:es?|ed)|slip(?:s|ped)?) to $"
)
_IS = re.compile(r"(?:\b(?:is|are|now)|'re|'s) (?:now |still )?$")
_STANDS = re.compile(
    r"(?:\W|$)(?! ?[a-z])| (?:in|on|at|against|versus|vs|with|this|when|since|over|through|and|but|after|overall)\b"
)
_LEADING = frozenset({"up", "down", "ahead", "behind", "lead", "win", "loss", "victory", "defeat"})
_BRACKET_AFTER_NAME = re.compile(
    r"(?:[A-Z][\w.'&]{0,20}|\d|team|pitcher|starter|hander|rookie) "
    r"\((?:\d{1,3}-\d{1,3}(?:-\d{1,2})?(?: [\w -]{1,20})?[,;] )?$"
)
_BRACKET_ENDS = re.compile(r"\)|[,;] \d|,? [A-Z][\w ]{1,20}[),;]")
_THE = re.compile(r"[Tt]he $")


def _tennis_points(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "40-15" and "love forty", the points of a game of tennis."""
    first, second = match["first"], match["second"]
    if not {first, second} <= _POINTS or first == second == "0":
        return None
    clue = clues.find("tennis", sentence, match.start(), match.end())
    form = POSSIBLE
    others = [other for other in _GAME.finditer(sentence.text[:_FAR]) if other.start() != match.start()]
    if others:
        form = LIKELY
    elif not clue.evidence:
        return None
    said = " ".join("love" if word == "zero" else word for word in _numbers(match, sentence))
    evidence = form + max(clue.evidence, clues.find("score", sentence, match.start(), match.end()).evidence)
    return Proposal(said, match.end(), evidence, clue.why)


_GAME = re.compile(r"(?<![\d.-])(?:0|15|30|40)-(?:0|15|30|40)(?![\d-]|\.\d)")
_FAR = 1000


def _games(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "the first set 6-4", "a 3-2 count" and other pairs that are read without "to"."""
    kind = "tennis" if max(int(match["first"]), int(match["second"])) <= _MOST_GAMES else ""
    clue = clues.find(kind, sentence, match.start(), match.end()) if kind else clues.Clue()
    count = clues.find("silent pair", sentence, match.start(), match.end())
    best = max(clue, count)
    if best.evidence < clues.SENTENCE:
        return None
    said = " ".join("love" if word == "zero" and best is clue else word for word in _numbers(match, sentence))
    reading = sentence.reading(said, match.end())
    return Proposal(reading.text, reading.end, POSSIBLE + 1 + best.evidence, best.why)


def _sets(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose the sets of a match: "6-3 7-6(4), 6-4"."""
    del sentence
    said = re.sub(r" ?\((\d+)\)", lambda tie: f", {number_words.cardinal(int(tie[1]))},", _pairs(match[0]))
    said = re.sub(r" ?\(([a-z -]+)\)", r", \1,", said).rstrip(",").replace(",,", ",")
    return Proposal(said, match.end(), LIKELY + USUAL, "several sets")


def _pairs(text: str) -> str:
    """Return a text with each pair of games in words. A set without games is "love"."""
    return (
        re.sub(
            r"(\d+)[-\u2013/](\d+)",
            lambda pair: f"{_games_won(pair[1])} {_games_won(pair[2])}",
            text,
        )
        .replace("[", "")
        .replace("]", "")
    )


def _games_won(number: str) -> str:
    return "love" if number == "0" else number_words.cardinal(int(number))


def _chain(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose three or more numbers with hyphens: "4-4-2", "12-4-1"."""
    del sentence
    said = " ".join(number_words.integer(part) for part in re.split(r"[-\u2013]", match[0]) if part)
    return Proposal(said, match.end(), USUAL, "three numbers")


def _shared_place(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "T-15th" and "T5", a place that several players share."""
    if not match["nth"] and clues.find("golf", sentence, *match.span()).evidence < clues.NEAR:
        return None
    return f"tied for {number_words.ordinal(int(match['place']))}"


_PAIR = r"(?P<first>\d{1,3})(?:[-\u2013]| \u2013 )(?P<second>\d{1,3})(?![\w%/]|[-\u2013.,:]\d|[-\u2013][A-Z])"
_SET = r"[0-7][-\u2013][0-7](?: ?\(\d{1,2}(?:[-/]\d{1,2})?\))?"

SHARED_PLACE = Rule(
    "score", "A", re.compile(r"T-?(?P<place>\d{1,3})(?P<nth>st|nd|rd|th)?(?![\w-]|\.\d)"), _shared_place
)
SETS = Contestant(
    "score", "-", False, re.compile(rf"{_SET}(?:(?:,? ){_SET}|,? \[\d{{1,2}}-\d{{1,2}}\]){{1,4}}(?!\w|-)"), _sets
)
ONE_SET = Contestant(
    "score", "-", False, re.compile(r"[0-7][-\u2013][0-7] ?\(\d{1,2}(?:[-\u2013]\d{1,2})?\)(?!\w)"), _sets
)
SCORE_OF_THREE = Contestant(
    "score", "-", False, re.compile(r"\d{1,3}(?:[-\u2013]\d{1,3}){2,5}(?![-\u2013]?\w)"), _chain
)
SCORE = Contestant("score", "-", False, re.compile(_PAIR), _score)
VOTE = Contestant("vote", "-", False, re.compile(_PAIR), _vote)
ODDS = Contestant("odds", "-", False, re.compile(_PAIR), _odds)
RECORD = Contestant(
    "record",
    "-",
    False,
    re.compile(
        r"(?P<first>\d{1,3})[-\u2013](?P<second>\d{1,3})(?:[-\u2013](?P<third>\d{1,2}))?"
        r"(?![\w%/]|[-\u2013.,:]\d|[-\u2013][A-Z])"
    ),
    _record,
)
TENNIS_POINTS = Contestant("score", "-", False, re.compile(_PAIR), _tennis_points)
GAMES = Contestant("score", "-", False, re.compile(_PAIR), _games)
