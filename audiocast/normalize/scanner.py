"""How is a sentence walked: one pass from left to right, shared by all rules.

The scanner cuts the plain text into words, runs of digits, white space and marks. Where a word or a mark begins it asks
each rule that may start there, in their order, and the first answer is final: what a rule has read is not looked at
again. So the alignment is exact, no rule can undo another, and the work is linear in the text as long as each
rule looks a bounded distance ahead and back, which all do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize.transliteration import FOREIGN
from audiocast.normalize.typography import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from audiocast.normalize.context import Context

TIE = "\u00a0"
"""Ties letters that are spelled, and a letter alone to the word before it (see `model.Spoken`)."""

PAUSE = ","
"""What a bracket or a dash becomes; never doubled, never at an end."""


class Locale(NamedTuple):
    """British or American reading.

    Attributes:
        british: Whether it is British.
        latin: Whether the voice reads Latin letters only, so that other scripts are transliterated.
    """

    british: bool = False
    latin: bool = True


class Reading(NamedTuple):
    """What a rule says for sentence.text[at:end]."""

    text: str
    end: int


class Rule(NamedTuple):
    """One way of reading.

    Attributes:
        name: As it is shown to people who ask why.
        starts: Where the pattern may begin: some of the letters "9" (digits), "A" (a word with capitals), "a" (a small
            word), "." (any other mark), " " (white space).
        pattern: Matched there. It must look a bounded distance ahead.
        read: Says what is read, or None when it isn't this rule's matter after all.
    """

    name: str
    starts: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Sentence], Reading | str | None]


class Sentence:
    """A plain text, and what rules ask about the neighbourhood of a match."""

    __slots__ = ("_foreign", "_shouting", "context", "locale", "text")

    def __init__(self, text: str, *, locale: Locale, context: Context) -> None:
        self.text = text
        self.locale = locale
        self.context = context
        self._shouting: bool | None = None
        self._foreign: bool | None = None

    def before(self, at: int) -> str:
        """The last word before `at`, without brackets, quotes and commas; "" at the beginning or after a full stop."""
        words = self.text[max(0, at - _FAR) : at].split()
        return words[-1].strip(_WRAPPING) if words else ""

    def words_before(self, at: int, count: int) -> list[str]:
        """Up to `count` words before `at`, the nearest first."""
        words = self.text[max(0, at - _FAR * count) : at].split()
        return [word.strip(_WRAPPING) for word in reversed(words[-count:])]

    def after(self, end: int) -> str:
        """The word that follows after one space (or hyphen), "" when a mark or the end comes first."""
        match = _NEXT_WORD.match(self.text, end)
        return match[1] if match else ""

    def words_after(self, end: int, count: int) -> list[str]:
        """Up to `count` words that follow with nothing but spaces between."""
        found: list[str] = []
        while len(found) < count and (match := _NEXT_WORD.match(self.text, end)):
            found.append(match[1])
            end = match.end()
        return found

    def is_first(self, at: int, *, but: str = "") -> bool:
        """Return whether nothing stands before `at` but white space and the characters of `but`, a few at most."""
        return at <= _FAR and not self.text[:at].strip(_BLANK + but)

    def is_last(self, end: int, *, but: str = "") -> bool:
        """Return whether nothing stands after `end` but white space and the characters of `but`, a few at most."""
        return end + _FAR >= len(self.text) and not self.text[end:].strip(_BLANK + but)

    @property
    def foreign(self) -> bool:
        """Whether it holds letters that have to be transliterated or left out."""
        if self._foreign is None:
            self._foreign = self.locale.latin and not self.text.isascii() and _FOREIGN.search(self.text) is not None
        return self._foreign

    @property
    def shouting(self) -> bool:
        """Whether the sentence is set in capitals, so that capitals mean nothing."""
        if self._shouting is None:
            self._shouting = self.text.isupper() and len(_LONG_WORD.findall(self.text[:_FAR_LOOK])) > _FEW
        return self._shouting


_FOREIGN = re.compile(f"[{FOREIGN}]")
_FAR = 48
_BLANK = " \t\n\r\f\v"
_FAR_LOOK = 2000
_FEW = 1
_WRAPPING = "\"'()[]{},;:\u2014\u2013*"
_NEXT_WORD = re.compile(r"[ -]([^\W_][^\W_'.&]{0,40}(?:'[a-z]{1,3})?)")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")


class Piece(NamedTuple):
    """What was said for a stretch of plain text, and by which rule ("" = it was copied)."""

    start: int
    end: int
    text: str
    rule: str


LETTER = r"[^\W\d_\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b]"
"""A letter, as a pattern: superscripts and fractions, which Python counts as word characters, are none."""

WORD_END = r"(?![^\W\u00b2\u00b3\u00b9\u2070-\u209c])"
"""Where a word ends, as a pattern: the raised number of a note is no part of it."""

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<small>[a-z]+(?:'[a-z]+)*)(?![^\W_\u00b2\u00b3\u00b9\u2070-\u209c])|(?P<digits>\d+)|"
    rf"(?P<word>{LETTER}+(?:'{LETTER}+)*)|(?P<mark>.)",
    re.DOTALL,
)
_SPACE, _SMALL, _DIGITS, _WORD, _MARK = 1, 2, 3, 4, 5
_KINDS = {_SPACE: " ", _SMALL: "a", _DIGITS: "9", _WORD: "A", _MARK: "."}

# A small word is of interest when it has a rule of its own, or when one of these follows.
_JOINS = frozenset("._@/:\\0123456789-'#$&+\u00b2\u00b3\u2082")


class Scanner:
    """Rules sorted by where they may start."""

    def __init__(self, rules: Sequence[Rule], *, small: frozenset[str]) -> None:
        self._rules: Mapping[str, tuple[Rule, ...]] = {
            kind: tuple(rule for rule in rules if kind in rule.starts) for kind in _KINDS.values()
        }
        self._small = small

    def read(self, sentence: Sentence, *, first: Rule | None = None) -> list[Piece]:
        """Read a sentence; `first` is asked before all others wherever a word begins (the lexicon)."""
        text = sentence.text
        pieces: list[Piece] = []
        copied = at = 0
        size = len(text)
        token = _TOKEN.match
        while at < size:
            match = token(text, at)
            if match is None:  # pragma: no cover - the pattern matches any character
                break
            kind = match.lastindex or _MARK
            end = match.end()
            piece = None
            if kind != _SPACE and first is not None:
                piece = _ask((first,), sentence, at)
            if piece is None and self._interesting(kind, match, text):
                piece = _ask(self._rules[_KINDS[kind]], sentence, at)
            if piece is not None:
                if copied < at:
                    pieces.append(Piece(copied, at, text[copied:at], ""))
                pieces.append(piece)
                copied = end = piece.end
            at = end
        if copied < size:
            pieces.append(Piece(copied, size, text[copied:], ""))
        return pieces

    def _interesting(self, kind: int, match: re.Match[str], text: str) -> bool:
        """Whether rules are to be asked; most of a text is small words and single spaces."""
        end = match.end()
        if kind == _SMALL:
            return match[0] in self._small or (end < len(text) and text[end] in _JOINS)
        if kind == _SPACE:
            return match[0] != " " or end == len(text) or not text[end].isalnum()
        if kind != _MARK or match[0] not in _SILENT:
            return True
        return end < len(text) and (text[end].isdigit() or not text[end].isspace())


_SILENT = frozenset(".,;!?")


def _ask(rules: Sequence[Rule], sentence: Sentence, at: int) -> Piece | None:
    """The first answer of the rules."""
    text = sentence.text
    for rule in rules:
        match = rule.pattern.match(text, at)
        if match is None:
            continue
        reading = rule.read(match, sentence)
        if reading is None:
            continue
        said, end = (reading, match.end()) if isinstance(reading, str) else reading
        if end > at:
            return Piece(at, end, said, rule.name)
    return None


def read_all(written: str, *, locale: Locale, context: Context, scanner: Scanner) -> Sequence[Piece]:
    """Read a text that is not the sentence itself (a name in an address, a part of a match)."""
    return scanner.read(Sentence(plain(written).text, locale=locale, context=context))
