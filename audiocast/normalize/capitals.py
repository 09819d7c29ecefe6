"""Give text in capitals its ordinary case: headlines, the first words of a chapter, and phrases in capitals.

"SEN. LEE, HELD IN OAK ST. FIRE" becomes "Sen. Lee, held in Oak St. fire" before the rules read it, so that they find
titles, streets, states and months. The length does not change, and so the alignment stays.

Which words are words and which are acronyms? A word counts as English when it is in `data/english.tsv`, which has the
words that English texts write in small letters, or when it is long and can be pronounced. An acronym of
`data/acronyms.tsv`, and one that the article writes in capitals elsewhere, keeps its capitals. All other words get one
capital if they can be pronounced ("Lee", "Ames"), because a name is likelier there than an unknown acronym.

A stretch of text is in capitals when it has no small letter. Inside a sentence it must also have two English words,
and one of them must be a word like "the" or "of", or all must be English: "THE OLD MAN sat", but not "the BBC app".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.pronounceable import pronounceable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from audiocast.normalize.context import Context


def with_ordinary_case(text: str, context: Context, *, kept: Collection[str] = ()) -> str:
    """Return a text whose stretches in capitals have their ordinary case. Its length is the same.

    Args:
        text: The plain text of a sentence.
        context: The article that it belongs to.
        kept: Words that stay in capitals in any case.
    """
    if _TWO_WORDS.search(text):
        text = _without_capitals(text, context, kept)
    return _TITLE_AND_NAME.sub(_title_and_name, text) if _STOPPED_CAPITALS.search(text) else text


def _without_capitals(text: str, context: Context, kept: Collection[str]) -> str:
    """Return a text whose stretches in capitals have their ordinary case."""
    whole = text.isupper()
    parts: list[str] = []
    copied = 0
    for start, end in _stretches(text):
        if _is_in_capitals(text, start, end, whole=whole):
            parts += (text[copied:start], _Stretch(text, start, end, context, kept).lowered())
            copied = end
    return "".join((*parts, text[copied:])) if parts else text


_STOPPED_CAPITALS = lazy_re(r"[A-Z]{2}\. [A-Z]")
_TITLE_AND_NAME = lazy_re(
    r"(?<![\w.])(?P<title>MR|MRS|MS|DR|ST|SEN|REP|GOV|GEN|LT|SGT|CAPT|COL|REV|PROF|MT|FT)\. (?P<name>[A-Z]+)(?![^\W_])"
)


def _title_and_name(match: re.Match[str]) -> str:
    """Return a title and a name with one capital each: "DR. LEE said"."""
    name = match["name"]
    return f"{match['title'].capitalize()}. {name if name in tables.pairs('acronyms') else name.capitalize()}"


_TWO_WORDS = lazy_re(r"(?<![^\W_])(?:[A-Z]{2,}|[AI])(?:'[A-Z]{1,2})?['.,:;!?]{0,2}[ \n][\"'(\[]?(?:[A-Z]{2,}|\d)")
_TOKEN = lazy_re(r"\S+")
_SMALL = lazy_re(r"(?<!\d)[^\W\d_A-Z]|(?<=\d)(?!st|nd|rd|th)[a-z]")
_WORD = lazy_re(r"[A-Z]+(?:'[A-Z]+)*")
_ENGLISH = 2
_LONG = 6
_SHORT = 3
_MIDDLE = 5


def _stretches(text: str) -> Iterable[tuple[int, int]]:
    """Yield the start and end of each row of words without small letters."""
    first = last = -1
    for token in _TOKEN.finditer(text):
        if _SMALL.search(token[0]):
            if first >= 0:
                yield first, last
            first = -1
            continue
        if first < 0:
            first = token.start()
        last = token.end()
    if first >= 0:
        yield first, last


def _is_in_capitals(text: str, start: int, end: int, *, whole: bool) -> bool:
    """Return whether the capitals of a stretch have no meaning."""
    words = _WORD.findall(text, start, end)
    english = [word for index, word in enumerate(words) if _counts(word) or (index and word in {"IS", "AM"})]
    if whole:
        return len(english) >= _ENGLISH
    if len(english) < _ENGLISH and not _is_phrase(words):
        return False
    joined = any(word in _JOINING for word in words) or words[:2] == ["LET", "US"]
    if start == 0 and not joined and _DATELINE.match(text, end):
        return False
    known = sum(word in tables.pairs("acronyms") and not is_also_word(word) for word in words)
    return joined or (len(english) + known == len(words) and "," not in text[start:end])


def _is_phrase(words: list[str]) -> bool:
    """Return whether words that are also acronyms make a phrase: "HAVE IT", but not "THE IT" and "NEW IT"."""
    return (
        len(words) > 1
        and (words[0] in _VERBS or words[0].endswith("ED"))
        and all(word in _JOINING or is_english(word) for word in words)
    )


_VERBS = tables.word_set("capitals.verbs")


def _counts(word: str) -> bool:
    """Return whether a word in capitals is English, and not a known acronym."""
    if word.partition("'")[2] in _CONTRACTED:
        return True
    if len(word) == 1 or word in tables.pairs("acronyms"):
        return False
    return is_english(word) or (len(word) >= _LONG and pronounceable(word))


_DATELINE = lazy_re(r",? \(|,? [A-Z][a-z]{2,8}\.? \d|\s?[-\u2013\u2014]")
_JOINING = tables.word_set("capitals.joining")
_PRONOUN_AFTER = tables.word_set("capitals.before_pronoun")
_PRONOUN_BEFORE = tables.word_set("capitals.after_pronoun")


def is_english(word: str) -> bool:
    """Return whether a word in capitals is a short English word."""
    small = word.lower()
    return small in tables.words("english") or small in tables.words("capitals")


@cache
def _also_words() -> frozenset[str]:
    """Return the known acronyms that are also English words, in capitals."""
    short = {word.upper() for word in tables.words("english")} & tables.pairs("acronyms").keys()
    return frozenset(short | {word.upper() for word in tables.word_set("capitals.also_words")}) - {"US", "AIDS"}


def is_also_word(name: str) -> bool:
    """Return whether a known acronym is also an English word: CAR, LED, WHO."""
    return name in _also_words()


@cache
def _titles() -> dict[str, str]:
    """Return the abbreviations of titles, streets, states, months and so on by their spelling in capitals."""
    found = {word.upper(): word.capitalize() for word in tables.words("months")}
    found |= {word.upper(): word for word in tables.words("weekdays")}
    found |= {row[0].upper(): row[0] for row in tables.rows("states")}
    kinds = {"title", "title.", "street", "place", "company", "after", "number"}
    for word, _, kind in tables.rows("abbreviations"):
        if kind in kinds and word[0].isupper() and word[1:].islower():
            found[word.upper()] = word
    return found | {"VS": "vs", "ETC": "etc", "FEAT": "feat", "APPROX": "approx", "MIN": "min", "MAX": "max"}


@cache
def _codes() -> frozenset[str]:
    """Return the postal codes of the states."""
    return frozenset(row[2] for row in tables.rows("states"))


@cache
def _names() -> frozenset[str]:
    """Return the words of `capitals.tsv` that are names, in small letters."""
    return frozenset(word for word in tables.words("capitals") - tables.words("english") if len(word) <= _MIDDLE)


class _Stretch:
    """A stretch of text in capitals."""

    def __init__(self, text: str, start: int, end: int, context: Context, kept: Collection[str]) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._context = context
        self._kept = kept
        self._words = list(_WORD.finditer(text, start, end))

    def lowered(self) -> str:
        """Return the stretch in its ordinary case."""
        parts: list[str] = []
        copied = self._start
        for index, word in enumerate(self._words):
            parts += (self._text[copied : word.start()], self._cased(index))
            copied = word.end()
        parts.append(self._text[copied : self._end])
        said = _AFTER_DIGITS.sub(lambda match: match[0].lower(), "".join(parts))
        return said if self._start or not said else _first_capital(said)

    def _next(self, index: int) -> str:
        return self._words[index + 1][0] if index + 1 < len(self._words) else ""

    def _cased(self, index: int) -> str:
        """Return a word in its ordinary case."""
        match = self._words[index]
        word = match[0]
        name, mark, rest = word.partition("'")
        if self._is_fixed(index):
            return word
        if rest in _CONTRACTED and len(name) > 1:
            return word.lower()
        if word == "V" and index and self._next(index) and self._text.startswith(".", match.end()):
            return "v"
        if len(name) == 1:
            return self._letter(index, name, mark, rest)
        if (title := self._title(index, name)) is not None:
            return title + mark + rest.lower()
        if self._is_acronym(index, name):
            known = tables.pairs("acronyms")
            plural = name.endswith("S") and name[:-1] in known and name not in known
            return (name[:-1] + "s" if plural else name) + mark + rest.lower()
        common = is_english(name) and name.lower() not in _names()
        if common and not self._is_part_of_name(match.start(), match.end()):
            return word.lower()
        return name.capitalize() + mark + rest.lower()

    def _is_fixed(self, index: int) -> bool:
        """Return whether a word is part of a number, an address, letters with stops, or a place: "GARY, IN"."""
        match = self._words[index]
        word, at, end = match[0], match.start(), match.end()
        before, after = self._text[at - 1 : at], self._text[end : end + 1]
        if before.isdigit() or after.isdigit() or before in {"@", "#", "/", "_"} or after in {"@", "/", "_"}:
            return True
        if before == "." and self._text[at - 2 : at - 1].isalpha():
            return True
        if after == "." and ((len(word) == 1 and word != "V") or self._text[end + 1 : end + 2].isalpha()):
            return True
        return self._text[at - 2 : at] == ", " and word in _codes() and _CODE_AFTER.match(self._text, end) is not None

    def _is_part_of_name(self, at: int, end: int) -> bool:
        """Return whether a word stands beside the abbreviation of a title, a place or a street: "REP. HILL"."""
        if self._text[at:end] in _JOINING:
            return False
        return bool(_STREET_AFTER.match(self._text, end) or _TITLE_BEFORE.search(self._text, max(0, at - 8), at))

    def _letter(self, index: int, name: str, mark: str, rest: str) -> str:
        """Return a word of one letter: the article "A", "I'M", "O'BRIEN", "PLAN B"."""
        if mark:
            return name + mark + (rest.capitalize() if name in "OD" and len(rest) > 1 else rest.lower())
        previous = self._words[index - 1][0].lower() if index else ""
        if name != "A" or previous in tables.word_set("acronyms.lettered"):
            return name
        return "a"

    def _title(self, index: int, name: str) -> str | None:
        """Return a title, a month or another abbreviation in its ordinary case."""
        title = _titles().get(name)
        if title is None:
            return None
        match = self._words[index]
        stop = self._text.startswith(".", match.end())
        near = self._text[max(0, match.start() - 3) : match.start()] + self._text[match.end() : match.end() + 4]
        if title.lower() in tables.words("months") and any(mark.isdigit() for mark in near):
            return title
        if name in tables.pairs("acronyms") or is_english(name):
            follows = bool(self._text[match.end() + 1 : match.end() + 2].strip())
            known = name in {"NO", "MAY", "MARCH"} or name in tables.words("weekdays")
            if not (stop and (follows or name in _STOPPED) and not known):
                number = name == "NO" and stop and self._text[match.end() + 1 : match.end() + 3].strip().isdigit()
                return title if number else None
        return title if stop or name in _UNSTOPPED or len(name) > _SHORT else None

    def _is_acronym(self, index: int, name: str) -> bool:
        """Return whether a word keeps its capitals."""
        if name in self._kept:
            return True
        known = tables.pairs("acronyms")
        english = is_english(name)
        if name == "US":
            return not self._is_pronoun(index)
        if name in known:
            return not is_also_word(name) or name in self._context.acronyms
        if english or name.lower() in _names():
            return False
        if name in self._context.titled:
            return False
        if name in self._context.acronyms or (name.endswith("S") and name[:-1] in known and len(name) <= _MIDDLE):
            return True
        if _ROMAN.fullmatch(name):
            return True
        if _VOWEL.search(name) is None:
            return True
        given = tables.group("roman", "given") | tables.group("roman", "monarch")
        return len(name) <= _MIDDLE and not pronounceable(name, strict=False) and name.capitalize() not in given

    def _is_pronoun(self, index: int) -> bool:
        """Return whether "US" is the pronoun: "ALL OF US", "JOIN US"."""
        before = self._words[index - 1][0].lower() if index else ""
        earlier = self._words[index - 2][0].lower() if index > 1 else ""
        after = self._next(index).lower()
        if before == "of":
            return earlier in _PRONOUN_BEFORE
        if before == "let":
            return True
        return before in _PRONOUN_AFTER and (not after or after.upper() in _JOINING)


_CONTRACTED = frozenset({"T", "LL", "RE", "VE", "D", "M"})
_STOPPED = frozenset({"SEN", "GEN", "REP", "GOV", "REV", "CO", "MS", "ST"})
_UNSTOPPED = frozenset({"MR", "MRS", "DR", "ST", "SGT", "LT", "COL", "JR", "SR", "VS", "LTD", "INC", "CPL", "CMDR"})
_ROMAN = lazy_re(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_VOWEL = lazy_re("[AEIOUY]")
_CODE_AFTER = lazy_re(r"[.;:]?$|, | \d{5}")
_STREET_AFTER = lazy_re(
    r" (?:(?:ST|AVE|RD|BLVD|DR|LN|HWY|PKWY|PL|CT|SQ|TER|CIR)\.|AVE|RD|BLVD|PKWY|HWY|INC|CORP|LTD|CO|JR|SR)(?![A-Z])"
)
_TITLE_BEFORE = lazy_re(
    r"(?<![A-Z])(?:SEN|REP|GOV|MR|MRS|MS|DR|GEN|COL|SGT|CAPT|LT|CPL|MAJ|PROF|REV|MT|FT|PRES|SUPT)S?\. $|"
    r"(?<![A-Z])(?:MR|MRS|DR|SGT) $|[A-Z] VS?\.? $"
)
_AFTER_DIGITS = lazy_re(r"(?<=\d)(?:ST|ND|RD|TH|S|BN|TN|MN|PM|AM|KM|KG|MPH|KPH|FT|CM|MM|YDS?|LBS?)\b")


def _first_capital(said: str) -> str:
    """Return a text whose first letter is a capital."""
    match = re.search(r"[^\W\d_]", said)
    if match is None or said[: match.start()].strip("\"'([ "):
        return said
    return said[: match.start()] + match[0].upper() + said[match.end() :]
