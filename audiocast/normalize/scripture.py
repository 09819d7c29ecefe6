"""Read places in scripture and plays: "John 3:16-18", "1 Cor. 13", "Quran 2:256", "III.iii.58"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.contest import LIKELY, POSSIBLE, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_NTH = {"1": "First", "2": "Second", "3": "Third", "I": "First", "II": "Second", "III": "Third"}
_NUMBERED_TOO = frozenset({"John"})
_NAMES_OF_PEOPLE = frozenset(
    {"Daniel", "Dan", "Esther", "James", "Joel", "John", "Joshua", "Josh", "Jude", "Judith", "Luke", "Mark", "Matt",
     "Matthew", "Micah", "Phil", "Peter", "Ruth", "Sam", "Tim", "Timothy", "Titus", "Amos", "Ezra", "Jonah", "Alma"}
)  # fmt: skip
_OTHER_ABBREVIATIONS = frozenset(
    {"Bar", "Col", "Dan", "Ex", "Gal", "Gen", "Lev", "Mal", "Matt", "Num", "Phil", "Rev", "Rom", "Sir", "Tim", "Wis"}
)
"""Books whose abbreviation may be another word before a number alone."""


def _passage(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "Matthew 5:3-12", "Ps. 23:1-4, 6", "1 John 4:8" and "1 Cor. 13"."""
    book, verses = match["book"], match["verses"]
    said, numbered = _books().get(book, ("", False))
    if not said or (book == "Is" and not match["stop"]) or (book == "Q" and not verses):
        return None
    if match["nth"]:
        if not numbered and said not in _NUMBERED_TOO:
            return None
        said = f"{_NTH[match['nth']]} {said}"
    elif numbered:
        return None
    if not verses:
        clear = match["nth"] or (match["stop"] and book not in _OTHER_ABBREVIATIONS)
        return Reading(f"{said} {_chapter(match['only'])}", match.end()) if clear else None
    if book in _NAMES_OF_PEOPLE and not match["nth"] and _is_time(match, sentence):
        return None
    return Reading(f"{said} {_chapter(match['chapter'])} {_verses(verses)}".replace(" ,", ","), match.end())


@cache
def _books() -> dict[str, tuple[str, bool]]:
    """Return for each book its spoken name, and whether a number stands before it ("1 Cor.")."""
    return {written: (said, kind == "numbered") for written, said, kind in tables.rows("scripture")}


def _is_time(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a person and a time stand side by side: "with John 10:30"."""
    if sentence.before(match.start()).lower() == "with":
        return True
    return match["verses"] in {":00", ":30"} and sentence.text.startswith("-", match.end())


def _chapter(text: str) -> str:
    return number_words.code(text) if text[-2:] != "00" else number_words.cardinal(int(text))


def _verses(text: str) -> str:
    """Return the words for the verses behind a chapter: ":3-12" -> ", three to twelve", ":16" -> "sixteen"."""
    places = [_place(place) for place in re.split(r"[,;] ?", text[1:])]
    return (", " if " to " in places[0] else "") + ", ".join(places)


def _place(text: str) -> str:
    """Return the words for "16", "3-12", "13-53:12" and "6:23"."""
    said = []
    for end in re.split("[-\u2013]", text):
        words = (
            _chapter(number) + (f"\u00a0{letter.upper()}" if letter else "") for number, letter in _NUMBER.findall(end)
        )
        said.append(" ".join(words))
    return " to ".join(said)


_NUMBER = lazy_re(r"(\d{1,3})([a-c])?")


def _verse(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "verse 3:16", where a word such as "verse" or "surah" is near."""
    clue = clues.find("scripture", sentence, match.start(), match.end())
    if clue.evidence < clues.NEAR:
        return None
    said = f"{_chapter(match['chapter'])} {_verses(match['verses'])}".replace(" ,", ",")
    return Proposal(said, match.end(), POSSIBLE + clue.evidence, clue.why)


def _scene(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the act, the scene and the lines of a play: "III.iii.58"."""
    del sentence
    act, scene = (_roman(match[part]) for part in ("act", "scene"))
    if not act or not scene:
        return None
    said = f"{number_words.cardinal(act)}, {number_words.cardinal(scene)}"
    if match["line"]:
        said += f", {_chapter(match['line'])}"
    if match["last"]:
        said += f" to {_chapter(match['last'])}"
    return said


def _scene_or_act(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the small Roman numeral of "scene ii"."""
    del sentence
    value = _roman(match["number"])
    return f"{match['word']} {number_words.cardinal(value)}" if value else None


def _roman(text: str) -> int:
    """Return the value of a Roman numeral up to twenty, or 0."""
    return _ROMANS.index(text.lower()) if text.lower() in _ROMANS else 0


_ROMANS = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]


def _scene_in_digits(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "Hamlet 3.1.56" as an act, a scene and a line."""
    clue = clues.find("play", sentence, match.start(), match.end())
    if clue.evidence < clues.NEAR:
        return None
    said = ", ".join(number_words.cardinal(int(part)) for part in match[0].split("."))
    return Proposal(said, match.end(), LIKELY + clue.evidence, clue.why)


_CHAPTER_AND_VERSES = (
    r"(?P<chapter>\d{1,3})(?P<verses>(?::|\.(?=\d{1,3}[-\u2013]\d))\d{1,3}[a-c]?(?![\d:])"
    r"(?:(?:[-\u2013]|[,;] ?)(?![123] [A-Z])\d{1,3}(?::\d{1,3})?[a-c]?(?![\d:]| ?[ap]\.?m)){0,6})"
)

PASSAGE = Rule(
    "scripture",
    "9A",
    lazy_re(
        r"(?:(?P<nth>[123]|I{1,3}) )?(?P<book>Song of (?:Songs|Solomon)|Qur'an|Q(?=\.? \d)|[A-Z][a-z]{1,13})"
        r"(?:(?P<stop>\.)(?= ?\d)|(?= ))"
        rf" ?(?:{_CHAPTER_AND_VERSES}(?!\w| ?[ap]\.?m\b)|(?P<only>\d{{1,3}})(?![\w:%/]|[.,-]\d))"
    ),
    _passage,
)
VERSE = Contestant("scripture", ":", True, lazy_re(_CHAPTER_AND_VERSES + r"(?![\w:]| ?[ap]\.?m\b)"), _verse)
SCENE = Rule(
    "scripture",
    "A",
    lazy_re(
        r"(?P<act>[IVX]{1,5})\.(?P<scene>[ivx]{1,5})(?:\.(?P<line>\d{1,4})(?:[-\u2013](?P<last>\d{1,4}))?)?(?![\w-])"
    ),
    _scene,
)
SCENE_OR_ACT = Rule(
    "scripture", "Aa", lazy_re(r"(?P<word>[Ss]cene|Act) (?P<number>[ivx]{1,5})(?![\w'])"), _scene_or_act
)
SCENE_IN_DIGITS = Contestant("scripture", ".", True, lazy_re(r"[1-5]\.\d\.\d{1,3}(?!\w|\.\d)"), _scene_in_digits)
