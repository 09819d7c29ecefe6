"""Read two numbers with a slash: fractions, marks out of ten, odds, blood pressure, eyesight, and "24/7".

They look alike, so they compete (see `contest.py`). Seasons ("17/18") are in `years.py`, days ("24/12") in
`numeric_dates.py` and wickets ("250/6") in `cricket.py`.
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.numbers import ordinal_suffix
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.units import localized

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_WHOLE = 100
_PARTS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64, 100, 1000})
"""Usual denominators of fractions."""
_MARK = 15
_MARKS = frozenset({5, 6, 10, 20, 100})
"""Usual best marks."""
_ODDS = frozenset({1, 2, 4, 5, 8, 9, 10, 11, 13, 30, 40})
"""The second numbers of usual odds."""
_COUNTED = lazy_re(
    r" (?:people|(?:wo)?men|children|adults|patients|voters|doctors|dentists|parents|teachers|workers|students|users|"
    r"customers|drivers|families|households|companies|firms|businesses|respondents|Americans|Britons|Indians)(?!\w)"
)
_END = lazy_re(r"[.!?)\"']*(?:\n|$)")


def _fraction(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "1/2", "5/16 of an inch" and "a 7/8-inch bolt"."""
    top, over = int(match["top"]), int(match["over"])
    end = match.end()
    if match["nth"] and match["nth"].lower() != ordinal_suffix(over):
        return None
    if " / " in match[0] and top > over:
        return None
    if over == 0 or top == 0:
        return Proposal(f"{number_words.cardinal(top)} over {number_words.cardinal(over)}", end, POSSIBLE, "a zero")
    clue = clues.find("fraction", sentence, match.start(), end)
    proper = top < over and gcd(top, over) == 1
    form = POSSIBLE + proper + (proper and over in _PARTS)
    if match["nth"] or sentence.is_joined(end):
        form += LIKELY
    said = number_words.fraction(top, over, british=sentence.locale.british)
    reading = sentence.reading(said, end)
    return Proposal(reading.text, reading.end, form + clue.evidence, clue.why)


def _fraction_to_fraction(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose the first of "1/4-1/2 cup"."""
    parts = [int(part) for part in match.group("top", "over", "top2", "over2")]
    if parts[0] >= parts[1] or parts[2] >= parts[3] or not {parts[1], parts[3]} <= _SIMPLE:
        return None
    said = number_words.fraction(parts[0], parts[1], british=sentence.locale.british)
    return Proposal(f"{said} to ", match.end(), CERTAIN, "two fractions")


_SIMPLE = frozenset({2, 3, 4, 8})


def _rating(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "8/10", "26/40" from judges, "10/10" and "9/10 people" with "out of"."""
    top, over = int(match["top"]), int(match["over"])
    if top > over or not top:
        return None
    end = match.end()
    clue = clues.find("rating", sentence, match.start(), end)
    if over not in _MARKS and top != over and (clue.evidence < clues.NEAR or over < _MARK):
        return None
    form = POSSIBLE
    if _COUNTED.match(sentence.text, end) or top == over > 1 or (over == _TEN and _END.match(sentence.text, end)):
        form = LIKELY
    elif clue.evidence < clues.SENTENCE:
        return None
    reading = sentence.reading(f"{number_words.cardinal(top)} out of {number_words.cardinal(over)}", end)
    return Proposal(reading.text, reading.end, form + clue.evidence, clue.why)


_TEN = 10


def _decimal_rating(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "3.5/5" and "9.5/10"."""
    del sentence
    said = f"{number_words.number(match['top'])} out of {number_words.cardinal(int(match['over']))}"
    return Proposal(said, match.end(), CERTAIN, "a mark with decimals")


def _part(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "Lap 34/57", "11/20 FG" and "293/543 seats" with "of"."""
    top, over = int(match["top"]), int(match["over"])
    start, end = match.span()
    if top > over or not top:
        return None
    clue = clues.find("part", sentence, start, end)
    form, why = POSSIBLE, clue.why
    alone = sentence.is_last(end, but=".)") and _SENTENCE_BEFORE.search(sentence.text, max(0, start - 3), start)
    if alone:
        form, why = LIKELY + 1, "alone at the end"
    elif clues.word_after(sentence.text, end) in _COUNTED_IN_GAMES:
        form, why = LIKELY, "something counted in a game after it"
    elif over > _MOST_PARTS and over not in _PARTS and over - top > 1 and not _is_alone(match, sentence):
        form, why = USUAL + 1, "no usual denominator"
    elif clue.evidence < clues.NEAR:
        return None
    british = sentence.locale.british
    said = " of ".join(number_words.cardinal(value, british=british) for value in (top, over))
    return Proposal(said, end, form + clue.evidence, why)


_MOST_PARTS = 20
_COUNTED_IN_GAMES = frozenset({"fg", "fgs", "ft", "fts", "break", "passing", "passes", "yds"})
_SENTENCE_BEFORE = lazy_re(r"[.!?\u2026)] $")


def _is_alone(match: re.Match[str], sentence: Sentence) -> bool:
    return sentence.is_first(match.start()) and sentence.is_last(match.end())


def _numbered(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "FIR No. 45/2020", "Directive 95/46/EC" and "4/12 Smith Street", numbers of cases, laws and houses."""
    first, second = match["top"], match["over"]
    clue = clues.find("numbered", sentence, match.start(), match.end())
    if _STREET.match(sentence.text, match.end()):
        said = f"{number_words.code(first)} slash {number_words.code(second)}"
        return Proposal(said, match.end("over"), CERTAIN, "a street after it")
    if clue.evidence < clues.NEXT and not match["law"]:
        return None
    british = sentence.locale.british
    if _YEAR.fullmatch(second):
        said = f"{number_words.code(first)} of {number_words.year(int(second), british=british)}"
    elif _YEAR.fullmatch(first):
        said = f"{number_words.year(int(first), british=british)}, {number_words.code(second)}"
    else:
        said = f"{number_words.code(first)} {number_words.code(second)}"
    return Proposal(said + (" " if match["law"] else ""), match.end(), CERTAIN, clue.why)


_YEAR = lazy_re("(?:19|20)[0-9]{2}")
_STREET = lazy_re(
    r"(?:-\d{1,4})?,? (?:[A-Z][\w.']{0,20} ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Nagar|Marg|Drive|Dr|Place|Pl|"
    r"Court|Ct|Crescent|Cres|Terrace|Tce|Parade|Pde|Highway|Hwy|Boulevard|Blvd)(?!\w)"
)


def _odds(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "odds of 7/2", "a 100/30 shot" and "4/6"."""
    top, over = int(match["top"]), int(match["over"])
    if not top or not over or (top == over and top > 1):
        return None
    clue = clues.find("odds", sentence, match.start(), match.end())
    form = POSSIBLE
    if top > over and over in _ODDS:
        form = USUAL
        if clues.word_before(sentence.text, match.start()) == "at":
            form = LIKELY
    elif (top, over) == (4, 6) or (top < over and _ODDS_ON.match(sentence.text, match.end())):
        form = LIKELY if top * 2 != over or clue.evidence else USUAL
    elif top > over and clue.evidence < clues.SENTENCE:
        return None
    if any(other.start() != match.start() for other in _LONG_ODDS.finditer(sentence.text[:_FAR])):
        form += USUAL
    elif top < over and clue.evidence < clues.SENTENCE and form == POSSIBLE:
        return None
    said = f"{number_words.cardinal(top)} to {number_words.cardinal(over)}"
    return Proposal(said, match.end(), form + clue.evidence + (clue.evidence >= clues.NEAR), clue.why)


_ODDS_ON = lazy_re(r" on(?:[.,;)]|$)")
_LONG_ODDS = lazy_re(r"(?<![\d/.])(?:(?:[5-9]|1[0-9]|2[0-9])/[24]|1[135]/8|\d{1,3}/1|100/30|11/10)(?![\d/])")
"""Odds in the same sentence, which no other class writes so."""
_FAR = 1000


def _pressure(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "120/80" and "145/92 mmHg", blood pressure."""
    top, over = int(match["top"]), int(match["over"])
    if not (70 <= top <= 260 and 35 <= over <= 160 and over < top):
        return None
    said = f"{number_words.code(match['top'])} over {number_words.cardinal(over)}"
    if match["unit"]:
        said += f" {localized('millimeters', sentence)} of mercury"
        return Proposal(said, match.end(), CERTAIN, f'"{match["unit"]}" after it')
    clue = clues.find("pressure", sentence, match.start(), match.end())
    form = USUAL if top >= 90 and over >= 50 and top - over >= 20 else POSSIBLE
    return Proposal(said, match.end(), form + clue.evidence, clue.why)


def _eyesight(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "20/40" and "6/9", how well somebody sees."""
    clue = clues.find("eyesight", sentence, match.start(), match.end())
    if match["top"] == "6" and clue.evidence < clues.SENTENCE:
        return None
    said = f"{number_words.cardinal(int(match['top']))} {number_words.cardinal(int(match['over']))}"
    reading = sentence.reading(said, match.end())
    form = LIKELY + 1 if match["top"] == match["over"] else USUAL
    return Proposal(reading.text, reading.end, form + clue.evidence, clue.why)


def _shares(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "24/7", "a 60/40 split" and "6/8 time", which are said without the slash."""
    top, over = int(match["top"]), int(match["over"])
    clue = clues.find("beat", sentence, match.start(), match.end())
    if match[0] in {"24/7", "7/24"} or (top + over == _WHOLE and over):
        form = LIKELY + USUAL
    elif clue.evidence >= clues.NEAR and over in {2, 4, 8, 16}:
        form = USUAL
    else:
        return None
    reading = sentence.reading(f"{number_words.cardinal(top)} {number_words.cardinal(over)}", match.end())
    return Proposal(reading.text, reading.end, form + clue.evidence, clue.why)


_NOT_LONGER = r"(?![\w/%=]|\.\d|-\d)"

FRACTION = Contestant(
    "fraction",
    "/",
    False,
    lazy_re(r"(?P<top>\d{1,5}) ?/ ?(?P<over>\d{1,5})(?P<nth>st|nd|rd|th|RD|TH|ST|ND)?(?!\w|/\w|\.\d|-\d)"),
    _fraction,
)
FRACTION_TO_FRACTION = Contestant(
    "fraction",
    "/",
    False,
    lazy_re(r"(?P<top>\d)/(?P<over>\d) ?[-\u2013] ?(?=(?P<top2>\d)/(?P<over2>\d)(?![\d/]))"),
    _fraction_to_fraction,
)
DECIMAL_RATING = Contestant(
    "rating", ".", True, lazy_re(r"(?P<top>\d{1,2}\.\d)/(?P<over>5|10|100)(?![\w/%]|[.,]\d)"), _decimal_rating
)
PART = Contestant("part", "/", False, lazy_re(rf"(?P<top>\d{{1,4}})/(?P<over>\d{{1,4}}){_NOT_LONGER}"), _part)
NUMBERED = Contestant(
    "serial",
    "/",
    True,
    lazy_re(r"(?P<top>\d{1,6})/(?P<over>\d{1,6})(?:(?P<law>/(?=[A-Z]{2}))|(?![\w/%]|\.\d))"),
    _numbered,
)
RATING = Contestant("rating", "/", False, lazy_re(rf"(?P<top>\d{{1,3}})/(?P<over>\d{{1,3}}){_NOT_LONGER}"), _rating)
ODDS = Contestant("odds", "/", False, lazy_re(rf"(?P<top>\d{{1,4}})/(?P<over>\d{{1,3}}){_NOT_LONGER}"), _odds)
BLOOD_PRESSURE = Contestant(
    "blood pressure",
    "/",
    False,
    lazy_re(rf"(?P<top>\d{{2,3}}) ?/ ?(?P<over>\d{{2,3}})(?P<unit> ?mm ?Hg)?{_NOT_LONGER}"),
    _pressure,
)
EYESIGHT = Contestant(
    "eyesight",
    "/",
    False,
    lazy_re(rf"(?P<top>20|6)/(?P<over>1[0568]|2[0245]|3[0268]|4[08]|[5-8]0|63|70|[1-4]00|[569]|12){_NOT_LONGER}"),
    _eyesight,
)
SHARES = Contestant("share", "/", False, lazy_re(rf"(?P<top>\d{{1,2}})/(?P<over>\d{{1,2}}){_NOT_LONGER}"), _shares)
