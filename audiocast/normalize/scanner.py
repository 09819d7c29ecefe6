"""Walk through a sentence once, from left to right, and try the rules at each place.

The scanner divides the plain text into tokens: words, runs of digits, white space and marks. Where a token begins, it
tries the rules that may start there, in the order of `rules.py`. The first reading is final: text that a rule has read
is not read again. Therefore the alignment is exact and no rule can undo another one. The time is linear in the length
of the text because every rule looks a bounded distance ahead and back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize import clues
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.rule_groups import grouped
from audiocast.normalize.transliteration import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from audiocast.normalize.contest import Entry
    from audiocast.normalize.context import Context
    from audiocast.normalize.rule_groups import Group

TIE = "\u00a0"
"""A no-break space. It joins spelled letters, and joins a single letter to the word before it (see `Spoken`)."""

PAUSE = ","
"""The text that replaces a bracket or a dash. The normalizer never doubles it and never leaves it at an end."""


class Locale(NamedTuple):
    """How a text is read.

    Attributes:
        region: The region of its English.
        latin: Whether the voice reads only Latin letters, so that other scripts are transliterated.
    """

    region: Region = Region.US
    latin: bool = True

    @property
    def british(self) -> bool:
        """Whether to read in the British way instead of the American one."""
        return self.region is not Region.US


class Reading(NamedTuple):
    """The spoken text of a rule for a match, and the place in the sentence where the read text ends.

    A rule that decides between several classes also gives the name of the class.
    """

    text: str
    end: int
    name: str = ""


class Rule(NamedTuple):
    """One way to read a stretch of text.

    Attributes:
        name: The name that `normalize --explain` shows.
        starts: The kinds of token at which the pattern may begin: "9" (digits), "A" (a word with a capital), "a" (a
            word in small letters), "." (a mark), " " (white space).
        pattern: Matched at that place. It must look a bounded distance ahead.
        read: Returns the spoken text of the match, or a `Reading` that ends elsewhere, or None to let the next rule
            try.
        common: Whether the pattern matches most words or numbers, so that it is not joined with others to a group.
    """

    name: str
    starts: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Sentence], Reading | str | None]
    common: bool = False


class Sentence:
    """A plain text, with functions that look at the words around a match.

    Attributes:
        text: The plain text.
        locale: How it is read.
        context: The article that it belongs to.
        standings: The last place where classes competed, and their proposals (see `contest.py`).
    """

    __slots__ = ("_foreign", "_shouting", "_vocabulary", "context", "locale", "standings", "text")

    def __init__(self, text: str, *, locale: Locale, context: Context) -> None:
        self.text = text
        self.locale = locale
        self.context = context
        self.standings: tuple[int, tuple[Entry, ...]] | None = None
        self._shouting: bool | None = None
        self._foreign: bool | None = None
        self._vocabulary: frozenset[str] | None = None

    def before(self, at: int) -> str:
        """Return the last word before a place without brackets, quotation marks and commas, or "" at the beginning."""
        words = self.text[max(0, at - _NEAR) : at].split()
        return words[-1].strip(_WRAPPING) if words else ""

    def words_before(self, at: int, count: int) -> list[str]:
        """Return up to `count` words before a place, the nearest first."""
        words = self.text[max(0, at - _NEAR * count) : at].split()
        return [word.strip(_WRAPPING) for word in reversed(words[-count:])]

    def text_before(self, at: int) -> str:
        """Return the last characters before a place, at most `_NEAR_TEXT`."""
        return self.text[max(0, at - _NEAR_TEXT) : at]

    def after(self, end: int) -> str:
        """Return the word after one space or hyphen, or "" when a mark or the end of the text comes first."""
        match = _NEXT_WORD.match(self.text, end)
        return match[1] if match else ""

    def words_after(self, end: int, count: int) -> list[str]:
        """Return up to `count` words after a place, with only spaces or hyphens between them."""
        found: list[str] = []
        while len(found) < count and (match := _NEXT_WORD.match(self.text, end)):
            found.append(match[1])
            end = match.end()
        return found

    def is_joined(self, end: int) -> bool:
        """Return whether a hyphen and a letter follow: "10-man", "5-foot"."""
        return self.text.startswith("-", end) and self.text[end + 1 : end + 2].isalpha()

    def reading(self, said: str, end: int) -> Reading:
        """Return a reading that ends at a place, or one mark later if a hyphen joins it to a word.

        That hyphen becomes a space, because voices read "twenty-three year-old" better than "twenty-three-year-old".
        """
        return Reading(f"{said} ", end + 1) if self.is_joined(end) else Reading(said, end)

    def is_first(self, at: int, *, but: str = "") -> bool:
        """Return whether only white space and the characters of `but`, a few at most, stand before a place."""
        return at <= _NEAR and not self.text[:at].strip(_BLANK + but)

    def is_last(self, end: int, *, but: str = "") -> bool:
        """Return whether only white space and the characters of `but`, a few at most, stand after a place."""
        return end + _NEAR >= len(self.text) and not self.text[end:].strip(_BLANK + but)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of the text in small letters."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(clues.words_of(self.text))
        return self._vocabulary

    @property
    def foreign(self) -> bool:
        """Whether the text holds letters that must be transliterated or left out."""
        if self._foreign is None:
            self._foreign = self.locale.latin and not self.text.isascii() and _FOREIGN.search(self.text) is not None
        return self._foreign

    @property
    def shouting(self) -> bool:
        """Whether the whole text is in capitals, so that a capital has no meaning."""
        if self._shouting is None:
            long_words = _LONG_WORD.findall(self.text[:_SHOUTING_LENGTH])
            self._shouting = self.text.isupper() and len(long_words) >= _SHOUTING_WORDS
        return self._shouting


_FOREIGN = lazy_re(f"[{FOREIGN}]")
_NEAR = 48  # characters, for one word with its marks
_NEAR_TEXT = 40  # characters
_BLANK = " \t\n\r\f\v"
_SHOUTING_LENGTH = 2000  # characters that are looked at
_SHOUTING_WORDS = 2  # one long word in capitals may be an acronym
_WRAPPING = "\"'()[]{},;:\u2014\u2013*"
_NEXT_WORD = lazy_re(r"[ -]([^\W_][^\W_'.&]{0,40}(?:'[a-z]{1,3})?)")
_LONG_WORD = lazy_re(r"[^\W\d_]{4}")


def leave_out(match: re.Match[str], sentence: Sentence) -> str:
    """Return "", for text that is not spoken. This is the method of many rules."""
    del match, sentence
    return ""


class Segment(NamedTuple):
    """A stretch of the plain text with its spoken text and the name of the rule that read it ("" for copied text)."""

    start: int
    end: int
    text: str
    rule: str


LETTER = r"[^\W\d_\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b]"
"""A letter, as a pattern. Superscripts and fractions are excluded, although Python counts them as word characters."""

WORD_END = r"(?![^\W\u00b2\u00b3\u00b9\u2070-\u209c])"
"""The end of a word, as a pattern. The raised number of a note does not belong to the word."""

NEXT_NAME = lazy_re(r"[ -]{1,3}(?:\"|')?(?P<name>[^\W\d_]{1,60})(?P<stop>\.?)")
"""The next word, which may be a name, and its full stop."""

_TOKEN = lazy_re(
    r"(?P<space>\s+)|(?P<small>[a-z]+(?:'[a-z]+)*)(?![^\W_\u00b2\u00b3\u00b9\u2070-\u209c])|(?P<digits>\d+)|"
    rf"(?P<word>{LETTER}+(?:'{LETTER}+)*)|(?P<mark>.)",
    re.DOTALL,
)
_SPACE, _SMALL, _DIGITS, _WORD, _MARK = 1, 2, 3, 4, 5
_KINDS = {_SPACE: " ", _SMALL: "a", _DIGITS: "9", _WORD: "A", _MARK: "."}

# The rules are tried at a small word only when it is in a table, or when one of these follows.
_JOINS = frozenset(
    "*._@/:\\0123456789-'#$&+^\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u207b\u207f\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089\u2099"
)


class Scanner:
    """The rules, sorted by the kinds of token at which they may start."""

    def __init__(self, rules: Sequence[Rule], *, small: frozenset[str]) -> None:
        self._groups: Mapping[str, tuple[Group, ...]] = {
            kind: grouped(rule for rule in rules if kind in rule.starts) for kind in _KINDS.values()
        }
        self._small = small
        self._run = lazy_re(rf"(?:(?!{_any_of(small)} )[a-z]+ (?=[a-z]))*").match

    def read(
        self, sentence: Sentence, *, first: Rule | None = None, near: Sequence[tuple[int, int]] | None = None
    ) -> list[Segment]:
        """Return the segments of a sentence, which cover its text without gaps.

        Args:
            sentence: The sentence.
            first: A rule that is tried before all others at each token that is not white space: the lexicon.
            near: The first and last places between which rules are tried, in order. Without it, rules are tried at all.
        """
        text = sentence.text
        segments: list[Segment] = []
        copied = at = 0
        size = len(text)
        token = _TOKEN.match
        places = iter(near if near is not None else ((0, size),))
        last = 0
        while at < size:
            if at >= last:
                at, last = _next_place(text, at, places)
                continue
            match = token(text, at)
            if match is None:  # pragma: no cover - the pattern matches any character
                break
            kind = match.lastindex or _MARK
            end = match.end()
            segment = None
            if kind != _SPACE and first is not None:
                segment = _try(first, sentence, at)
            if segment is None and self._may_start_here(kind, match, text):
                segment = _first(self._groups[_KINDS[kind]], sentence, at)
            if segment is not None:
                if copied < at:
                    segments.append(Segment(copied, at, text[copied:at], ""))
                segments.append(segment)
                copied = end = segment.end
            elif text.startswith(" ", end) and text[end + 1 : end + 2].isalnum():
                # No rule starts at a single space before a word, nor at small words that are not in the table.
                run = self._run(text, end + 1) if first is None else None
                end = end + 1 if run is None else run.end()
            at = end
        if copied < size:
            segments.append(Segment(copied, size, text[copied:], ""))
        return segments

    def _may_start_here(self, kind: int, match: re.Match[str], text: str) -> bool:
        """Return whether a rule can start at a token. None can at most small words and single spaces."""
        end = match.end()
        if kind == _SMALL:
            return match[0] in self._small or (end < len(text) and text[end] in _JOINS)
        if kind == _SPACE:
            return match[0] != " " or end == len(text) or not text[end].isalnum()
        if kind != _MARK or match[0] not in _SILENT:
            return True
        return end < len(text) and (text[end].isdigit() or not text[end].isspace())


def _next_place(text: str, at: int, places: Iterator[tuple[int, int]]) -> tuple[int, int]:
    """Return where the next word near a change begins, and where the last place near it is."""
    for start, last in places:
        if last > at:
            return max(at, text.rfind(" ", at, start) + 1), last
    return len(text), len(text)


_SILENT = frozenset(".,;!?")


def _any_of(words: frozenset[str]) -> str:
    """Return a pattern of words, by their first letters, because that is faster."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{letter}(?:{'|'.join(ends)})" for letter, ends in by_letter.items()) + ")"


def _first(groups: Sequence[Group], sentence: Sentence, at: int) -> Segment | None:
    """Return the segment of the first rule that gives a reading at a place."""
    text = sentence.text
    for rules, find, places in groups:
        start = 0
        if find is not None:
            found = find(text, at)
            if found is None:
                continue
            start = places[found.lastindex]
        for rule in rules[start:]:
            segment = _try(rule, sentence, at)
            if segment is not None:
                return segment
    return None


def _try(rule: Rule, sentence: Sentence, at: int) -> Segment | None:
    """Return the segment of a rule, or None if it gives no reading at a place."""
    match = rule.pattern.match(sentence.text, at)
    if match is None:
        return None
    reading = rule.read(match, sentence)
    if reading is None:
        return None
    said, end, name = (reading, match.end(), "") if isinstance(reading, str) else reading
    return Segment(at, end, said, name or rule.name) if end > at else None
