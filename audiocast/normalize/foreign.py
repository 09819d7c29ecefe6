"""Read words of other scripts with Latin letters, and leave out phonetic spellings.

An English voice reads only Latin letters. These rules apply to all voices that do:
- A bracket, or a part of one, that holds only the original script, a phonetic spelling or their labels is left out:
  "Hokusai (北斎)", "(Greek: λόγος; born 1980)". The text beside it has the same content.
- A word in running text is transliterated, or left out if the result cannot be pronounced.
- An entry in the lexicon for such a word is used first.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import tables, transliteration
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import LETTER, PAUSE, Reading, Rule
from audiocast.normalize.transliteration import FOREIGN

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

ORIGINAL, PRONUNCIATION, UNREADABLE = "original script", "pronunciation", "unreadable"
LEFT_OUT = frozenset({ORIGINAL, PRONUNCIATION, UNREADABLE})
"""The rules whose text is left out and must be reported."""

_WORD = rf"(?:{LETTER}|[{FOREIGN}])"
_FOREIGN_WORD = rf"(?:(?![{FOREIGN}]){LETTER}){{0,40}}[{FOREIGN}](?:{_WORD}|['\u00b7\u30fb-](?={_WORD})){{0,200}}"
_PHRASE = rf"{_FOREIGN_WORD}(?: {_FOREIGN_WORD}){{0,20}}"
_SOUND = "[\u0250-\u02af\u02c8\u02cc\u02d0]"
_IPA = rf"/(?=[^/\n]{{0,80}}{_SOUND})[^/\n]{{1,100}}/|\[(?=[^\[\]\n]{{0,80}}{_SOUND})[^\[\]\n]{{1,100}}\]"
_LONGEST_PART = 200
_PART = lazy_re(rf"(?:{_IPA}|[^()\[\],;\n]){{1,{_LONGEST_PART}}}")
_CLOSING = lazy_re(r"\s?[)\]]")
_SEPARATOR = lazy_re(r"\s?[,;]\s?")
_LABEL = lazy_re(r"[^\W\d_]+")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Return a compiled pattern. Those with all foreign letters take 20 ms each, and few articles need them."""
    return lazy_re(text)


def _original() -> re.Pattern[str]:
    """Return the pattern of a phonetic spelling, or of words of another script."""
    return _pattern(rf"{_IPA}|{_PHRASE}")


@cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that stand before an original, and those that stand before its transliteration."""
    return tables.word_set("foreign.labels"), tables.word_set("foreign.romanized")


def _is_original(part: str) -> bool:
    """Return whether a part of a bracket holds only an original or a phonetic spelling, with or without its label."""
    rest, count = _original().subn(" ", part)
    labels = _labels()[0]
    return count > 0 and not re.search(r"\d", rest) and all(word.lower() in labels for word in _LABEL.findall(rest))


def _is_romanized(part: str) -> bool:
    """Return whether a part of a bracket has the label of a transliteration: "pinyin: Běijīng"."""
    label, colon, _ = part.partition(":")
    words = _LABEL.findall(label)
    return bool(colon and words) and all(word.lower() in _labels()[1] for word in words)


def _parts_end(text: str, at: int) -> int:
    """Return the end of the parts of a bracket that are left out, or their start if there are none."""
    end = at
    while (part := _PART.match(text, at)) and (
        _is_original(part[0]) or (_is_romanized(part[0]) and _follows_original(text, at))
    ):
        separator = _SEPARATOR.match(text, part.end())
        closing = _CLOSING.match(text, part.end())
        if not separator and not closing:
            break
        at = end = separator.end() if separator else part.end()
        if closing:
            break
    return end


def _follows_original(text: str, at: int) -> bool:
    """Return whether an original stands before a place in the same bracket."""
    opened = max(text.rfind("(", max(0, at - _LONGEST_PART), at), text.rfind("[", max(0, at - _LONGEST_PART), at))
    return opened >= 0 and _original().search(text, opened + 1, at) is not None


def _bracket(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out "(北斎)", "[ˈlʊdvɪç]", "(/ˈmɑːrk/)", and the first part of "(Greek: λόγος; born 1980)"."""
    text, at = sentence.text, match.end()
    end = _parts_end(text, at) if sentence.foreign else at
    if end == at:
        return None
    closing = _CLOSING.match(text, end)
    if closing:
        return Reading("", closing.end())
    return Reading("" if sentence.is_first(match.start()) else PAUSE, end)


def _part(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out a later part of a bracket: "(born 1980; Greek: λόγος)"."""
    text, at = sentence.text, match.start()
    before = text[max(0, at - 2) : at].rstrip()
    if not sentence.foreign or before[-1:] not in {",", ";"} or not _is_open(text, at):
        return None
    end = _parts_end(text, at)
    return Reading("", end) if end > at else None


def _is_open(text: str, at: int) -> bool:
    """Return whether a bracket is open at a place, searched nearby."""
    near = text[max(0, at - _LONGEST_PART) : at]
    return max(near.rfind("("), near.rfind("[")) > max(near.rfind(")"), near.rfind("]"))


def _pronunciation(match: re.Match[str], sentence: Sentence) -> str | None:
    """Leave out "/ˈmɑːrk/" and "[ˈlʊdvɪç]", also after "pronounced". The word itself stands before them."""
    before = sentence.text[match.start() - 1 : match.start()]
    after = sentence.text[match.end() : match.end() + 1]
    return "" if sentence.foreign and not before.isalnum() and not after.isalnum() else None


def _word(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Write a word of another script with Latin letters."""
    word = _pattern(_FOREIGN_WORD).match(sentence.text, match.start()) if sentence.foreign else None
    latin = transliteration.latin(word[0]) if word else ""
    return Reading(latin, word.end()) if word and latin else None


def _mu(_match: re.Match[str], _sentence: Sentence) -> str:
    return "mu"


def _unreadable(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out words that have no pronounceable transliteration."""
    words = _pattern(_PHRASE).match(sentence.text, match.start()) if sentence.foreign else None
    return Reading("", words.end()) if words else None


PHONETIC_SPELLING = Rule(PRONUNCIATION, ".a", lazy_re(rf"(?:pronounced )?(?:{_IPA})"), _pronunciation)
ORIGINAL_IN_BRACKET = Rule(ORIGINAL, ".", lazy_re(r"[(\[]\s?"), _bracket)
ORIGINAL_LATER_IN_BRACKET = Rule(ORIGINAL, "A", lazy_re(r"(?:(?<=[,;])|(?<=[,;]\s))(?=\w)"), _part)
_CURRENCY_SIGNS = "\u0e3f\u17db\u060b\u09f3"
"""Signs of currencies among the letters of their scripts. The rules of money read them."""
FOREIGN_WORD = Rule(
    "transliteration", "A.", lazy_re(rf"(?![{_CURRENCY_SIGNS}])(?=[^\W\d_]{{0,60}}[^\x00-\x7f])"), _word
)
UNREADABLE_WORDS = Rule(
    UNREADABLE, "A.", lazy_re(rf"(?![{_CURRENCY_SIGNS}])(?=[^\W\d_]{{0,60}}[^\x00-\x7f])"), _unreadable
)
# `typography` writes the Greek letter as the sign of a millionth. Units have read it before numbers.
MU = Rule("transliteration", "A", lazy_re(r"\u00b5(?!\w)"), _mu)
