"""Read acronyms, as words or as letters, with their plurals and possessives: "NATO", "MPs", "U.S.", "AT&T", "mRNA".

`data/acronyms.tsv` says how known acronyms are read. For an unknown one the article decides, then its spelling.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import emphasis, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.pronounceable import pronounceable
from audiocast.normalize.scanner import TIE, WORD_END, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def spell(letters: str) -> str:
    """Return the letters of a word, joined by no-break spaces: "GDP" -> "G D P"."""
    return TIE.join(letters.upper())


def say_acronym(name: str, sentence: Sentence) -> str:
    """Return an acronym as a word or as letters."""
    if (said := tables.pairs("acronyms").get(name)) is not None:
        return said
    return name.capitalize() if is_word(name, sentence) else spell(name)


def is_word(name: str, sentence: Sentence) -> bool:
    """Return whether an acronym that is in no table is a word: the article shows it, or it can be pronounced."""
    context = sentence.context
    if name in context.titled:
        return True
    article = context.articles.get(name)
    if article is not None and name[0] in _NAMED_WITH_VOWEL:
        return not article and len(name) > _SHORT - 1 and pronounceable(name, strict=False)
    if article is False and name[0] == "U":
        return False
    return len(name) > _SHORT and pronounceable(name)


# Letters whose names begin with a vowel and whose sounds do not: "an MP", "a Mercosur".
_NAMED_WITH_VOWEL = frozenset("FHLMNRSX")
_SHORT = 3


def _capitals(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "NATO", "EU", "MPs", "CEO's", and words that are in capitals for emphasis."""
    name, ending = match["name"], match["ending"] or ""
    if len(name) == 1:
        return None
    small = name.lower()
    known = name in tables.pairs("acronyms")
    if not known and emphasis.is_spelled(match, sentence):
        return spell(name) + _ending(ending, spell(name))
    if not known and ending != "s" and emphasis.is_emphasized(match, sentence):
        named = (
            match.start() == 0
            or small not in tables.words("english")
            or _loud(match, sentence)
            or _BEFORE_NAME.match(sentence.text, match.end())
        )
        return (small.capitalize() if named else small) + ending
    if not known and _loud(match, sentence):
        return name.capitalize() + ending
    if name == "OK" or (name == "AM" and sentence.before(match.start()) == "I"):
        return None if name == "OK" else "am"
    said = say_acronym(name, sentence)
    return said + _ending(ending, said)


def _loud(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether another unknown word in capitals stands beside an acronym: both are a name or a headline."""
    if len(match["name"]) < _SHORT or not pronounceable(match["name"], strict=False):
        return False
    text = sentence.text
    near = text[max(0, match.start() - 20) : match.start()].split(" ")[-2:-1]
    near.append(sentence.after(match.end()))
    return any(
        len(word) > _SHORT and word.isupper() and word.isalpha() and word not in tables.pairs("acronyms")
        for word in near
    )


_BEFORE_NAME = lazy_re(" [A-Z][a-z]")  # "the SHORT Act"


def _ending(ending: str, said: str) -> str:
    """Return a plural or possessive ending. After spelled letters it has an apostrophe, which voices need."""
    if not ending:
        return ""
    spelled = len(said) == 1 or said[-2] == TIE
    if ending == "s'":
        return "s'" if not spelled else "'s"
    return "'s" if spelled else ending


def _dotted(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "U.S.", "U.N.'s", "J.K.", "Ph.D.", "a.m." and "D.C."."""
    letters = match["dotted"].replace(".", "").replace(" ", "")
    if letters.islower() and letters not in _SMALL_DOTTED:
        return None
    end = match.end()
    ending = match["ending"] or ""
    said = tables.pairs("acronyms").get(letters) if len(letters) > _SHORT else None
    said = said or spell(letters)
    if said.isalpha() and said.isupper():
        said = said.capitalize()
    said += _ending(ending, said)
    if not ending and ends_sentence(sentence, end):
        said += "."
    return Reading(said, end)


_SMALL_DOTTED = frozenset(
    {"am", "pm", "bc", "ad", "eg", "ie", "aka", "phd", "swa", "saw", "pbuh", "ra", "as", "bid", "tid", "qid", "prn"}
)

_STARTERS = tables.word_set("acronyms.starters")


def ends_sentence(sentence: Sentence, end: int) -> bool:
    """Return whether the full stop of an abbreviation also ends the sentence.

    It does at the end of the text and before a word that often begins a sentence.
    """
    rest = sentence.text[end : end + 24]
    bare = rest.strip("\"')] \n")
    if not bare:
        return True
    if not rest.startswith((" ", "\n", '"', "'")):
        return False
    word = re.match(r"[^\W\d_]+", bare)
    return word is not None and word[0] in _STARTERS


def _hybrid(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "PhD", "mRNA", "MoD" and "OpenAI"."""
    word, ending = match["word"], match["ending"] or ""
    if (said := tables.pairs("hybrids").get(word)) is not None:
        return said + _ending(ending, said)
    tail = _TAIL.fullmatch(word)
    if tail and tail[2] in tables.pairs("acronyms"):
        said = f"{tail[1]} {say_acronym(tail[2], sentence)}"
        return said + _ending(ending, said)
    head = _HEAD.fullmatch(word)
    if head:
        return f"{spell(head[1])} {head[2]}{ending}"
    return None


_TAIL = lazy_re(r"([A-Z][a-z]{2,14})([A-Z]{2,4})")
_HEAD = lazy_re(r"([A-Z]{2,4})([A-Z][a-z]{3,14})")


def _joined(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "H&M", "AT&T", "R&B" and "Q&A"."""
    left, right, ending = match["left"], match["right"], match["ending"] or ""
    if left.upper() != left or right.upper() != right:
        return None
    del sentence
    return f"{spell(left)} and{TIE}{spell(right)}{_ending(ending, spell(right))}"


def _plus(match: re.Match[str], sentence: Sentence) -> str:
    """Read "LGBTQ+" and "C++"."""
    name = match["name"]
    said = name if len(name) == 1 else say_acronym(name, sentence)
    return said + " plus" * len(match["plus"])


_AFTER_GIVEN_NAME = lazy_re(r"(?:^|[A-Z][a-z]+ )(?:[A-Z] ){1,3}$")
_INITIAL_NEXT = lazy_re(r"\s{1,3}[^\W\d_a-z]")


def _initial(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the initials of "Samuel L. Jackson" and "J. D. Vance", and the "E." of "E. coli"."""
    text, end = sentence.text, match.end()
    if not _INITIAL_NEXT.match(text, end):
        return Reading(f"{match[1]}", end) if match[1] == "E" and text.startswith(" coli", end) else None
    if (
        match[1] == "I"
        and not sentence.before(match.start()).istitle()
        and not re.match(r" [A-Z]\.", text[end : end + 3])
    ):
        return None
    before = sentence.before(match.start())
    if len(before) == 1 and before.isupper() and not _AFTER_GIVEN_NAME.search(sentence.text_before(match.start())):
        return None  # the last of spelled letters, at the end of a sentence
    if ends_sentence(sentence, end) and not (len(before) > 1 and before[:1].isupper() and not before.endswith(".")):
        return None
    return Reading(match[1], end)


def _letter(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read a single letter that is a name: "vitamin A", "Plan B", "hepatitis C's"."""
    letter, ending = match["letter"], match["ending"] or ""
    if letter in "IO" and not ending:
        return None
    if letter == "A" and sentence.before(match.start()).lower() not in _LETTERED:
        return None
    return f"{letter}{ending}"


def _plural_letter(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the "As" of "straight As" and the letters of "two Bs" and "Ps and Qs"."""
    letter = match["letter"]
    before = sentence.before(match.start())
    if (before.lower() in _BEFORE_LETTERS or before.isdigit()) and not _NO_LETTER.match(sentence.text, match.end()):
        return f"{letter}'s"
    joined = _LETTERS_BEFORE.search(sentence.text, max(0, match.start() - _NEAR_LETTERS), match.start())
    return f"{letter}'s" if joined or _LETTERS_AFTER.match(sentence.text, match.end()) else None


_NEAR_LETTERS = 12
_LETTERS_BEFORE = lazy_re(r"\b[A-Z]\*?'?s(?:,|,? and|,? or|/) ?$")
_LETTERS_AFTER = lazy_re(r"(?:,|,? and|,? or|/) ?[A-Z]\*?'?s\b")
_NO_LETTER = lazy_re(" (?:with|of|if|it|the|a|we|he|she|they|I)\\b")
_BEFORE_LETTERS = tables.word_set("acronyms.before_letters")


_LETTERED = tables.word_set("acronyms.lettered")

LETTERS_AND_LETTERS = Rule(
    "letters",
    "Aa",
    lazy_re(r"(?P<left>[A-Za-z]{1,4})&(?P<right>[A-Za-z]{1,3})(?P<ending>'s)?(?![\w&])"),
    _joined,
)
LETTERS_PLUS = Rule("letters", "A", lazy_re(r"(?P<name>[A-Z]{1,8})(?P<plus>\+{1,2})(?![\w+])"), _plus)
DOTTED = Rule(
    "letters",
    "Aa",
    lazy_re(
        r"(?P<dotted>(?:(?:[A-Z][a-z]?|[a-z])\.){2,8}(?:[A-Z](?![\w.]))?|[A-Z]\.[A-Z](?![\w.]))"
        r"(?P<ending>'?s(?!\w))?(?!\w)"
    ),
    _dotted,
)
INITIAL = Rule("initial", "A", lazy_re(r"([^\W\d_a-z])\.(?![\w.])"), _initial)
CAPITALS = Rule("acronym", "A", lazy_re(rf"(?P<name>[A-Z]{{2,40}})(?P<ending>'s|s'|s)?{WORD_END}(?!')"), _capitals)
CAPITALS_IN_QUOTES = Rule("acronym", "A", lazy_re(r"(?P<name>[A-Z]{2,40})(?P<ending>)(?='(?!\w))"), _capitals)
MIXED_CASE = Rule(
    "acronym",
    "Aa",
    lazy_re(r"(?=[A-Za-z][a-z]{0,22}[A-Z]|(?:yoy|qoq|tvs?)(?!\w))(?P<word>[A-Za-z]{2,24}?)(?P<ending>'s|s)?(?!\w)"),
    _hybrid,
)
PLURAL_LETTER = Rule("letter", "A", lazy_re(r"(?P<letter>[A-HJ-LN-TWXYZ])s(?![\w'-]|\.? ?\d)"), _plural_letter)
SINGLE_LETTER = Rule("letter", "A", lazy_re(r"(?P<letter>[A-Z])(?P<ending>'s)?(?![\w'])"), _letter)
