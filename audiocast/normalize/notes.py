"""Leave out the numbers and signs of notes: "fell.[1]", "rise [2, 3]", "harm²,³", "others (14, 15).", "Lantern.15".

A number in brackets may also be an age, a score or a word that an editor put in. Then it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule, leave_out

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_LIST = r"\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3}){0,12}"
_RAISED = r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2080-\u2089\u207a\u207b]"
_BEFORE_WORD = tables.word_set("notes.before_number")
_PERSONS = tables.word_set("notes.persons")
_COUNTED = tables.word_set("notes.counted")


def _square(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out "[1]", "[2,3]" and "[4-6]". A number that an editor put into a sentence is read: "the [12] people"."""
    text, at, end = sentence.text, match.start(), match.end()
    if sentence.is_first(at):
        return None
    if text[at - 1].isspace():
        before = sentence.before(at)
        inserted = before.lower() in _BEFORE_WORD or (
            text[end : end + 2].strip()[:1].isalnum() and _is_quoted(text, at)
        )
        if inserted:
            return Reading(number_words.cardinal(int(match["number"])), end) if match["number"] else None
    # "1829. [5]." has one full stop too many.
    return Reading(
        "", end + 1 if text[max(0, at - 2) : at].strip().endswith(".") and text.startswith(".", end) else end
    )


def _is_quoted(text: str, at: int) -> bool:
    """Return whether a quotation is open at a place, searched nearby."""
    return text.count('"', max(0, at - 200), at) % 2 == 1


def _lettered(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out "[a]", "[note 3]" and "[citation needed]" after a word or its mark."""
    text, at = sentence.text, match.start()
    alone = len(match["note"]) == 1
    if not at or (alone and (text[at - 1].isspace() or text[match.end() : match.end() + 1].isalpha())):
        return None
    return None if alone and text[at - 1].isalpha() and match["note"] in "sd" else Reading("", match.end())


def _round(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out "(16)" and "(14, 15)" at the end of a clause, after a word that is neither a person nor numbered."""
    text, at = sentence.text, match.start()
    before = sentence.before(at)
    if not before.isalpha() or not before.islower() or not text[at - 1 : at].isspace():
        return None
    if before in _PERSONS or before in _COUNTED or before in _BEFORE_WORD or before.endswith(("teen", "ty")):
        return None
    several = not match["numbers"].isdigit()
    if not several and (len(match["numbers"]) > _MOST_DIGITS or not sentence.context.has_notes_in_brackets):
        return None
    if not several and (match["numbers"].startswith("0") or text[match.end() : match.end() + 1] not in ".;"):
        return None
    if not several and _is_one_of_counts(text, at, int(match["numbers"])):
        return None
    if "-" in match["numbers"] and "," not in match["numbers"]:
        return None  # an age or a score
    return Reading("", match.end())


def _is_one_of_counts(text: str, at: int, number: int) -> bool:
    """Return whether other numbers in brackets stand near by that do not rise, as notes do: "cows (9) and pigs (4)"."""
    others = [int(found) for found in _ONE.findall(text, max(0, at - _NEAR), at)]
    return bool(others) and not others[-1] < number <= others[-1] + _STEP


_MOST_DIGITS = 2
_NEAR = 120  # characters
_STEP = 3
_ONE = lazy_re(r" \((\d{1,3})\)")


def _after_stop(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out the number of a note that has lost its brackets: "Lantern.15", "“We won.”3 He left."."""
    text, at = sentence.text, match.start()
    word = _WORD_BEFORE.search(text, max(0, at - _LONGEST), at)
    if word is None or word[0] in tables.words("abbreviations") or word[0] in tables.words("months"):
        return None
    return Reading(match["stop"], match.end())


_LONGEST = 40  # characters of a word
_WORD_BEFORE = lazy_re(r"(?<![\w.@/-])[^\W\d_]{1,30}'?[^\W\d_]{2,}$")

IN_SQUARE_BRACKETS = Rule(
    "footnote",
    ".",
    lazy_re(
        rf"\[(?:(?P<number>\d{{1,3}})\](?![,;]?\s?\[\d)|{_LIST}\](?:[,;]?\s?\[{_LIST}\]){{0,12}})(?::\s?\d{{1,4}}\b(?=[\s.,;]|$))?"
    ),
    _square,
)
LETTER_OR_REMARK = Rule(
    "footnote",
    ".",
    lazy_re(
        r"\[(?P<note>[a-z]|(?:note|n|nb|fn|footnote|ref) ?\d{1,3}|(?:citation|clarification|verification|better source"
        r"|attribution|failed verification|original research|dubious|page|year)(?: needed| \S{1,12}|)|edit"
        r"|(?:who|when|where|which|why|how|whom|by whom|according to whom)\?)\]"
    ),
    _lettered,
)
IN_ROUND_BRACKETS = Rule("footnote", ".", lazy_re(rf"\((?P<numbers>{_LIST})\)(?=[.;,]|$)"), _round)
AFTER_STOP = Rule(
    "footnote",
    ".",
    lazy_re(r"(?P<stop>[.!?][\"']?)\d{1,3}(?:[,\u2013-]\d{1,3}){0,5}(?=$|\s{1,3}[\"'(\[]?[A-Z]|\s{0,3}$|\n)"),
    _after_stop,
)
SUPERSCRIPT = Rule(
    "footnote",
    ".",
    lazy_re(rf"{_RAISED}{{1,200}}(?:[,\u2013-] ?{_RAISED}{{1,200}}){{0,20}}"),
    leave_out,  # other rules have read powers and units
)
