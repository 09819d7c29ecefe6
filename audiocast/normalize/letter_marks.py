"""Read letters with a mark of their own: grades ("A*", "B-", "BBB-"), notes and languages ("C#", "B♭"), and stars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_ACCIDENTALS = {"#": "sharp", "♯": "sharp", "♭": "flat", "♮": "natural", "b": "flat"}


def _note(match: re.Match[str], sentence: Sentence) -> str:
    """Read "C#", "F♯ minor", "B♭" and "Eb major"."""
    del sentence
    said = f"{match['letter']}{TIE}{_ACCIDENTALS[match['mark']]}"
    return f"{said}s" if match["ending"] == "s" else said + (match["ending"] or "")


def _starred_grades(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "A*", "A*s", "A*AA", "A*-C" and "A*/A"."""
    text, start, end = sentence.text, match.start(), match.end()
    if _is_emphasis(text, start, end):
        return None
    said = ""
    for part in re.findall(r"[A-U]\*?|[-\u2013/]", match["grades"]):
        if part in "-\u2013/":
            said += " or" if part == "/" else " to"
        else:
            said += f" {part[0]}{TIE}star" if part.endswith("*") else f" {part}"
    said = said.strip()
    if match["ending"]:
        said += "s" if match["ending"] == "s" else "'s"
    return Reading(said, end)


def _is_emphasis(text: str, start: int, end: int) -> bool:
    """Return whether the star behind a letter ends an emphasis: "*Plan A*"."""
    if text[start - 1 : start] in {"*", "_"} or text.startswith("*", end):
        return True
    return _OPEN_EMPHASIS.search(text[max(0, start - 80) : start]) is not None


_OPEN_EMPHASIS = lazy_re(r"(?<![\w*])\*(?=[^\W\d_])[^*]*$")


def _minus_grade(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "a B-", "from C- to B+" and "BBB-", but not "B- and C-roads"."""
    letters, end = match["letters"], match.end()
    if _SUSPENDED.match(sentence.text, end):
        return None
    if len(letters) == 1 and sentence.before(match.start()).lower() not in _BEFORE_GRADE:
        return None
    return Reading(f"{TIE.join(letters)} minus", end)


_SUSPENDED = lazy_re(r" (?:and|or|to|und) [^\W\d_]{1,20}-\w")
_BEFORE_GRADE = tables.word_set("letter_marks.before_grade")


def _number_of_stars(match: re.Match[str], sentence: Sentence) -> str:
    """Read "★★★★☆" and "★★★½" as the number of stars."""
    full = match["full"].count("★")
    empty = len(match["empty"] or "")
    said = number_words.cardinal(full)
    if match["half"]:
        said += " and a half"
    if empty and not match["half"]:
        said += f" out of {number_words.cardinal(full + empty)}"
    del sentence
    one = full == 1 and not match["half"] and not empty
    return f" {said} {'star' if one else 'stars'} "


def _starred_number(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "a 5* hotel" and "rated 4*". The star behind another number is a note."""
    rated = sentence.before(match.start()).lower() in _RATED or sentence.after(match.end()).lower() in _STARRED
    if not rated or _is_emphasis(sentence.text, match.start(), match.end()):
        return None
    return Reading(f"{number_words.cardinal(int(match['number']))} star", match.end())


_RATED = frozenset({"rated", "rating", "luxury"})
_STARRED = tables.word_set("letter_marks.starred")

NOTE = Rule(
    "note",
    "A",
    lazy_re(
        r"(?P<letter>[A-G])(?:(?P<mark>[#♯♭♮])(?P<ending>'?s(?!\w))?(?![\w#♯♭])|"
        r"(?P<flat>b)(?= (?:major|minor|clarinet|trumpet|saxophone|horn|tuba|flat)\b))"
    ),
    lambda match, sentence: _flat(match) if match["flat"] else _note(match, sentence),
)
STARRED_GRADES = Rule(
    "grade",
    "A",
    lazy_re(r"(?P<grades>A\*(?:(?:[-\u2013/]?[A-U]\*?){0,4}))(?P<ending>'?s(?!\w))?(?![\w*]|-\w)"),
    _starred_grades,
)
STARRED_NUMERAL = Rule(
    "grade",
    "A",
    lazy_re(r"(?P<word>Grade|GRADE) (?P<numeral>II?)\*(?!\w)"),
    lambda match, sentence: (
        f"{match['word']} {number_words.cardinal(len(match['numeral']))} star" if sentence.text else None
    ),
)
MINUS_GRADE = Rule(
    "grade",
    "A",
    lazy_re(r"(?P<letters>A{1,3}|B{1,3}|C{1,3}|D|Baa|Ba)[-](?=[\s.,;:)'\"]|$)"),
    _minus_grade,
)
STARS = Rule("stars", ".", lazy_re(r"(?P<full>★{1,10})(?P<half>½|1/2)?(?P<empty>☆{1,9})?(?![★☆])"), _number_of_stars)
STARRED_NUMBER = Rule("stars", "9", lazy_re(r"(?P<number>[1-7])\*(?![\w*])"), _starred_number)


def _flat(match: re.Match[str]) -> str:
    """Read the "Bb" of "Bb major"."""
    return f"{match['letter']}{TIE}flat"
