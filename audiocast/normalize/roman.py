"""Read Roman numerals: monarchs and popes, wars, chapters, Super Bowls.

The word before decides. After the name of a person the number is an ordinal, after other words a cardinal. Many words
only look like a numeral ("MIX", "CD", the pronoun "I").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import look_alikes, number_words, tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import WORD_END, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_WELL_FORMED = lazy_re(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def value(numeral: str) -> int:
    """Return the value of a numeral: "XIV" -> 14. Return 0 if it is not one."""
    if not numeral or not _WELL_FORMED.fullmatch(numeral):
        return 0
    total = 0
    for here, there in zip(numeral, [*numeral[1:], "I"], strict=True):
        total += _VALUES[here] if _VALUES[here] >= _VALUES[there] else -_VALUES[here]
    return total


_INITIAL = lazy_re(r"\. [A-Z]")


def _roman(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read a numeral, or the two numerals of "II-IV"."""
    numeral, ending, end = match["numeral"], match["ending"] or "", match.end()
    number = value(numeral)
    if not number:
        return None
    if len(numeral) == 1 and _INITIAL.match(sentence.text, end) and not ends_sentence(sentence, end + 1):
        return None
    raw = sentence.text[max(0, match.start() - 40) : match.start()]
    if not raw.endswith((" ", "-")) and raw:
        return None
    words = sentence.words_before(match.start(), 3)
    before = words[0] if words and not raw.rstrip().endswith((",", ".", ";", ":", '"')) else ""
    if words and words[0].endswith("."):
        before = _SHORTENED.get(words[0][:-1].lower(), before)
    if _is_letter(match, before, sentence):
        return None
    certain = _certain(match, before, raw, sentence)
    if certain is not None:
        return certain
    pronoun = match[0] == "I" and look_alikes.is_pronoun(before.removesuffix("'s"), words[1:], end, sentence)
    kind = "" if pronoun else _kind(numeral, before, words[1:], sentence, match)
    if kind == "nth":
        the = "" if before.lower() == "the" else "the "
        return Reading(f"{the}{number_words.ordinal(number)}{ending}", end)
    if kind == "count":
        return _counted(match, sentence)
    return None


def _counted(match: re.Match[str], sentence: Sentence) -> Reading:
    """Return the cardinal of a numeral, or both cardinals of "II-IV" and "X and XII"."""
    said = number_words.cardinal(value(match["numeral"])) + (match["ending"] or "")
    if match["last"]:
        said += f" {'to' if match['sep'] != ' and ' else 'and'} {number_words.cardinal(value(match['last']))}"
    return sentence.reading(said, match.end())


def _is_letter(match: re.Match[str], before: str, sentence: Sentence) -> bool:
    """Return whether a numeral is letters: an initial, "the IV drip", "Group I" of an article with a "Group H"."""
    numeral, end = match["numeral"], match.end()
    if numeral == "IV" and sentence.after(end) in tables.group("roman", "spelled"):
        return True
    if numeral in {"I", "V"} and before in _LETTERED and sentence.context.has_lettered_groups(sentence.text):
        return True
    return _is_initial(numeral, before, end, sentence)


def _certain(match: re.Match[str], before: str, raw: str, sentence: Sentence) -> Reading | None:
    """Read a numeral that the words around it make certain: "the 1st XI", "the XXXIII Olympiad", "Robert Roe, III"."""
    numeral, end, ending = match["numeral"], match.end(), match["ending"] or ""
    number = value(numeral)
    if (_TEAM.fullmatch(before) and numeral in _TEAMS) or _in_list(match, sentence):
        return _counted(match, sentence)
    if before in {"the", "The"} and sentence.after(end) in tables.group("roman", "nth") and not match["last"]:
        return Reading(number_words.ordinal(number), end)
    shah = sentence.words_before(match.start(), 2)[1:]
    if numeral == "I" and shah and shah[0] in _TITLES and _REIGN_AFTER.match(sentence.text, end):
        return Reading("the first", end)
    if numeral == "V" and _GIVEN_NAME.search(raw) and sentence.text.startswith(",", end) and _given(raw):
        return Reading("the fifth", end)
    if _AFTER_NAME.search(raw) and len(numeral) > 1 and number <= _MOST_JUNIOR and not match["last"]:
        return Reading(f"the {number_words.ordinal(number)}{ending}", end)
    return None


# "Robert Downey, III,"
_AFTER_NAME = lazy_re(r"[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+, $")
_MOST_JUNIOR = 5
_GIVEN_NAME = lazy_re(r"([A-Z][a-z]+) [A-Z][a-z]+ $")
_REIGN_AFTER = lazy_re(r"[,.;)]|$| (?:in|of|was|to|and|ruled|reigned|died|who|had|as|from|built|is)\b")


def _given(raw: str) -> bool:
    """Return whether the words before a numeral begin with a given name."""
    found = _GIVEN_NAME.search(raw)
    return found is not None and found[1] in tables.group("roman", "given")


_TEAM = lazy_re(r"\d(?:st|nd|rd|th)|First|Second|Third|Fourth|first|second|third|fourth")
_TEAMS = frozenset({"XI", "XV", "XIII"})
_LETTERED = frozenset({"Group", "Groups", "Pool"})
_NAMED_AFTER = frozenset({"Avenue", "Street", "Hotel", "Dock", "Island", "Bridge", "Park", "Land", "Gate", "Part"})
_SURNAME = lazy_re(r" ([A-Z][a-z]+)")
_LIST_BEFORE = lazy_re(r"(?<![\w.])([IVX]{1,5})(?:, | and | or | to |, and |/)$")
_LIST_AFTER = lazy_re(r"(?:, | and | or | to |, and |/)([IVX]{1,5})\b(?!['.]|-\w)")


def _is_initial(numeral: str, before: str, end: int, sentence: Sentence) -> bool:
    """Return whether a letter is the initial of a middle name: "Vladimir V Putin", but not "George V Avenue"."""
    if len(numeral) > 1 or before not in tables.group("roman", "monarch"):
        return False
    surname = _SURNAME.match(sentence.text, end + sentence.text.startswith(".", end))
    return surname is not None and surname[1] not in _NAMED_AFTER


def _in_list(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a numeral stands in a list of numerals with another one that is longer: "Class X and XII"."""
    numeral, at, text = match["numeral"], match.start(), sentence.text
    if not set(numeral) <= set("IVX"):
        return False
    counted = tables.group("roman", "counted")
    last = match["last"] or ""
    if not last and (after := _LIST_AFTER.match(text, match.end())):
        last = after[1]
    if value(last) > value(numeral) and (len(last) > 1 or len(numeral) > 1) and sentence.before(at).lower() in counted:
        return True
    before = _LIST_BEFORE.search(text, max(0, at - 12), at)
    if before and 0 < value(before[1]) < value(numeral):
        return sentence.before(before.start(1)).lower() in counted or len(before[1]) > 1
    return False


def _kind(numeral: str, before: str, earlier: list[str], sentence: Sentence, match: re.Match[str]) -> str:
    """Return "nth" for an ordinal, "count" for a cardinal, or "" if the letters are not a numeral."""
    short = len(numeral) == 1
    name = before.removesuffix("'s")
    monarch = name in tables.group("roman", "monarch")
    if monarch and not (short and numeral in "CDLM") and not (numeral == "I" and not _reigns(sentence, match, earlier)):
        return "nth"
    lowered = name.lower()
    if lowered in tables.group("roman", "counted") and (numeral not in {"C", "D", "L", "M"} or lowered in _ANY_LETTER):
        if numeral == "X" and lowered not in _ANY_LETTER:
            return ""
        return "count" if name[:1].isupper() or not short or lowered in _SMALL_COUNTED else ""
    if short:
        return _in_series(numeral, name, earlier)
    if numeral in _NOT_NUMERALS:
        return ""
    return _long(numeral, name, earlier, sentence, match)


_SHORTENED = {"vol": "volume", "ch": "chapter", "pt": "part", "art": "article", "bk": "book", "sec": "section"}
_ANY_LETTER = tables.word_set("roman.any_letter")
_SMALL_COUNTED = tables.word_set("roman.small_counted")
# In news these are far more often letters than numbers.
_NOT_NUMERALS = tables.word_set("roman.not_numerals")


def _reigns(sentence: Sentence, match: re.Match[str], earlier: list[str]) -> bool:
    """Return whether "I" after the name of a monarch is a number: "Charles I was", but not "when Charles I knew"."""
    title = earlier[:1] and earlier[0] in _TITLES
    after = sentence.after(match.end())
    text = sentence.text[match.end() : match.end() + 2]
    if title or match["ending"]:
        return True
    if text[:1] in {"'", ",", ".", ";", ")", "", "-", ":", "?"}:
        return True
    return after in _REIGNING


_TITLES = tables.word_set("roman.titles")
_REIGNING = tables.word_set("roman.reigning")


def _in_series(numeral: str, name: str, earlier: list[str]) -> str:
    """Return "count" for a single letter after the name of a series: "World War I", "Rocky V"."""
    both = f"{earlier[0]} {name}" if earlier else name
    if both in tables.group("roman", "series") and (numeral in "IVX"):
        return "count"
    return ""


def _long(numeral: str, name: str, earlier: list[str], sentence: Sentence, match: re.Match[str]) -> str:
    """Return the kind of a numeral of two or more letters: the number of a person or of a thing."""
    small = value(numeral)
    if not name:
        return (
            "count"
            if sentence.is_first(match.start(), but="\"'(") and (_alone(sentence, match) or numeral in _CLEARLY)
            else ""
        )
    if not name[0].isupper():
        return "count" if numeral in _CLEARLY else ""
    if small <= _MOST_JUNIOR and (_is_person(name, earlier)):
        return "nth"
    if earlier[:1] and earlier[0] in _TITLES:
        return "nth"
    return "count" if numeral in _CLEARLY or small < 40 else ""


_CLEARLY = tables.word_set("roman.clearly")


def _alone(sentence: Sentence, match: re.Match[str]) -> bool:
    return not sentence.text[match.end() :].strip(" .")


def _is_person(name: str, earlier: list[str]) -> bool:
    """Return whether the words before a numeral are a person: "Sam II", "John Smith III", "Robert F. Kennedy II"."""
    given = tables.group("roman", "given") | tables.group("roman", "monarch")
    if name in given:
        return True
    if any(
        word.rstrip(".") in look_alikes.spoken_titles() or word.rstrip(".") in _TITLES_BEFORE for word in earlier[1:]
    ):
        return True
    return any(word in given or re.fullmatch(r"[A-Z]\.", word) for word in earlier[:2])


_TITLES_BEFORE = frozenset({"Mr", "Dr", "Rep", "Sen", "Gov", "Col", "Gen", "Capt", "Lt", "Sgt", "Judge", "Prof", "Rev"})
_NUMERAL = r"(?P<numeral>[MDCLXVI]{1,12})"

ROMAN_NUMERAL = Rule(
    "roman",
    "A",
    lazy_re(
        rf"{_NUMERAL}(?:(?P<sep>[-\u2013]| and )(?P<last>[XVI]{{1,6}}))?(?P<ending>'s)?{WORD_END}"
        r"(?!&|'[a-z]|\.\w|-\d)",
    ),
    _roman,
)
