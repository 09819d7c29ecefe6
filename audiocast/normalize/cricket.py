"""Read cricket: "England were 245-6", "3/185", "took 5-32"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_MOST_WICKETS = 10


def _innings(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "245-6", "250/6" and "151/9d", the runs and wickets of a team, or in Australia the wickets and runs."""
    first, second = int(match["first"]), int(match["second"])
    start, end = match.span()
    runs_first = second <= _MOST_WICKETS < first
    wickets_first = first <= _MOST_WICKETS and first < second
    if not runs_first and not wickets_first:
        return None
    text, region = sentence.text, sentence.locale.region
    clue = clues.find("cricket", sentence, start, end)
    evidence, why = POSSIBLE + clue.evidence + (clue.evidence >= clues.NEAR) * 2, clue.why
    other = max(clues.find(kind, sentence, start, end) for kind in ("other sport", "vote", "odds"))
    if match["declared"]:
        evidence, why = CERTAIN, "declared"
    elif other.evidence > clue.evidence:
        return None
    elif runs_first and first >= _MANY and _IN_TROUBLE.search(text[:_FAR]):
        evidence, why = evidence + LIKELY + clues.NEAR, "a team in trouble"
    elif runs_first and first >= _MANY and second and _BATTED.search(text, max(0, start - 16), start):
        evidence, why = evidence + LIKELY - 1, "a verb before it"
    elif wickets_first and region is Region.AU and second > _MANY and _BATTING.search(text, max(0, start - 24), start):
        evidence, why = evidence + LIKELY - 1, "a team before it"
    elif not clue.evidence or (wickets_first and clue.evidence < clues.SENTENCE):
        return None
    british = sentence.locale.british
    said = " for ".join(number_words.cardinal(value, british=british) for value in (first, second))
    return Proposal(said + (" declared" if match["declared"] else ""), end, evidence, why)


_MANY = 30
_FAR = 1000
_IN_TROUBLE = lazy_re(
    r"\b(?:struggling|reeling|slump(?:ed|ing)|slipped|stumbl(?:ed|ing)|collapsed|teetering|reduced(?: \w+)?) "
    r"(?:on|at|to) \d{2,3}[-/]\d{1,2}(?![\d/])"
)
_BATTING = lazy_re(r"(?:[A-Z][a-z]{2,20}|\bwere|\bare|\bat|\bmade|\breached) $")
_BATTED = lazy_re(
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
    if cricket.evidence and _BRACKET.search(sentence.text, max(0, start - 24), start):
        clue = max(clue, clues.Clue(clues.NEAR, "in brackets after a name"))
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
_BRACKET = lazy_re(r"[A-Z][\w'-]{1,20} \($")
_GOES_ON = tables.word_set("cricket.goes_on")


def _balls(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "85(48)", the runs of a batter and his balls, and "153*", who is not out."""
    if not clues.find("cricket", sentence, *match.span()).evidence and not _is_card(match, sentence):
        return None
    said = number_words.cardinal(int(match["runs"]), british=sentence.locale.british)
    if match["star"]:
        said += " not out"
    if match["balls"]:
        said += f", {number_words.cardinal(int(match['balls']), british=sentence.locale.british)}"
    return said


def _is_card(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether runs and balls stand beside other ones or a word about batting: "Roy 85(48), Ali 20(12)"."""
    if match["balls"] is None:
        return False
    near = sentence.text[max(0, match.start() - _CARD) : match.end() + _CARD]
    return len(_RUNS_AND_BALLS.findall(near)) > 1 or _HIT.search(near) is not None


_CARD = 60
_RUNS_AND_BALLS = lazy_re(r"[A-Za-z] \d{1,3}\*?\(\d{1,3}\)")
_HIT = lazy_re(r"\b(?:runs?|balls?|fours|sixes|boundaries|bowled|batted|knock|fifty|century|off)\b")
_PAIR = r"(?P<first>\d{1,3})[-\u2013/](?P<second>\d{1,3})(?![\w%/]|[-\u2013.,:]\d)"

INNINGS = Contestant(
    "cricket",
    "-/",
    False,
    lazy_re(r"(?P<first>\d{1,3})[-\u2013/](?P<second>\d{1,3})(?P<declared> ?d(?:ec\.?)?)?(?![\w%/=]|[-\u2013.,:]\d)"),
    _innings,
)
BOWLING = Contestant("cricket", "-/", False, lazy_re(_PAIR), _bowling)
BALLS = Rule(
    "cricket", "9", lazy_re(r"(?P<runs>\d{1,3})(?:(?P<star>\*)|(?=\())(?:\((?P<balls>\d{1,3})\))?(?!\w)"), _balls
)


def _bracketed_balls(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the balls of an innings: "104 (86b)"."""
    start = match.start()
    if not _SCORE_BEFORE.search(sentence.text[max(0, start - 8) : start]):
        return None
    return f"{number_words.integer(match['balls'], british=sentence.locale.british)} balls"


def _whole_overs(match: re.Match[str], sentence: Sentence) -> str:
    """Read "13.0 overs", which are no more exact than "13 overs"."""
    del sentence
    return number_words.cardinal(int(match["overs"]))


_SCORE_BEFORE = lazy_re(r"(?<![\d$£€.,])\d{1,3}\*? ?\($")

BRACKETED_BALLS = Rule("cricket", "9", lazy_re(r"(?P<balls>\d{1,3})b(?=[),])"), _bracketed_balls)
WHOLE_OVERS = Rule("cricket", "9", lazy_re(r"(?P<overs>\d{1,3})\.0(?= ov(?:s|ers?)?\b)"), _whole_overs)
