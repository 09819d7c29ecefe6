"""Split the text of an utterance into ordinary words, spelled letters and pronunciations.

A spoken text has two kinds of markup, see `model.script.Spoken`: letters joined by a no-break space are spelled, and a
pronunciation in IPA replaces that of the voice. Each engine writes them in the notation of its synthesizer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiocast.model.script import Utterance

# One capital letter, or several tied to each other, with a no-break space on at least one side;
# a plural or possessive s may follow the last.
_SPELLED = re.compile(
    r"(?<![^\W_])(?:"
    r"(?P<run>[A-Z](?:\u00a0[A-Z])+)"
    r"|(?<=\u00a0)(?P<last>[A-Z])"
    r"|(?P<first>[A-Z])(?=\u00a0)"
    r")(?P<ending>['\u2019]?s)?(?![^\W_]|['\u2019]\w)"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Ordinary text."""

    text: str


@dataclass(frozen=True, slots=True)
class Letters:
    """Capital letters that are spelled, "GDP", and the plural or possessive ending: "s", "'s" or ""."""

    letters: str
    ending: str

    @property
    def text(self) -> str:
        """The letters with spaces between them."""
        return " ".join(self.letters) + self.ending


@dataclass(frozen=True, slots=True)
class Sounds:
    """A word and its pronunciation in IPA."""

    text: str
    ipa: str


Part = Words | Letters | Sounds


class Place(NamedTuple):
    """A word of the spoken text, and its phonemes.

    Attributes:
        sentence: The number of its sentence.
        first: Its first phoneme in the sentence.
        last: The phoneme after its last one.
        start: Its first character in the spoken text.
        end: The character after its last one.
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int


# Marks at which a voice pauses.
_PAUSE_MARKS = frozenset(".,;:!?\u2026\u2013\u2014")
# Punctuation marks. Synthesizers read other symbols as words, such as "percent" for %.
_MARKS = frozenset(".,;:!?\u2026-\u2010\u2011\u2012\u2013\u2014\u2015\"\u201c\u201d'\u2018\u2019()[]")
# A full stop or a slash at a letter, inside a word: an abbreviation or an address.
_INNER_STOP = re.compile(r"(?<=[^\W\d_])[./](?=\w)|(?<=\w)[./](?=[^\W\d_])")

# A word with its apostrophes; a hyphen separates words, because no voice needs it.
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text, in small letters without accents, to compare the words of a clip with."""
    decomposed = unicodedata.normalize("NFKD", text.replace("\u2019", "'").casefold())
    return tuple(_WORD.findall("".join(mark for mark in decomposed if not unicodedata.combining(mark))))


def parts(utterance: Utterance) -> Iterator[Part]:
    """Yield the parts of an utterance's text from left to right; no-break spaces become spaces."""
    text, position = utterance.text, 0
    for hint in sorted(utterance.pronunciations, key=lambda hint: hint.start):
        yield from _spelled(text, position, hint.start)
        yield Sounds(_plain(text[hint.start : hint.end]), hint.ipa)
        position = hint.end
    yield from _spelled(text, position, len(text))


def without_symbols(text: str) -> str:
    """Return a text with a space instead of each symbol that a synthesizer would read as a word."""
    return _INNER_STOP.sub(" ", "".join(map(_mark, text)))


def located(text: str, pieces: Iterable[str]) -> list[tuple[int, int]] | None:
    """Return where each piece of a text is in it, or None when the pieces are not the text.

    Only letters and digits count, without their accents and capitals. A piece without any gets an empty range.
    """
    characters = _folded(text)
    found = []
    position = 0
    for piece in pieces:
        folded = _folded(piece)
        here = characters[position : position + len(folded)]
        if [character for character, _ in here] != [character for character, _ in folded]:
            return None
        found.append((here[0][1], here[-1][1] + 1) if here else (0, 0))
        position += len(folded)
    return found if position == len(characters) else None


def has_pause_mark(text: Iterable[str]) -> bool:
    """Return whether there is a mark at which a voice pauses in a text, or in a list of phonemes."""
    return not _PAUSE_MARKS.isdisjoint(text)


def _mark(character: str) -> str:
    if character.isalnum() or character.isspace() or character in _MARKS:
        return character
    category = unicodedata.category(character)
    if category == "Cf":  # invisible
        return ""
    return character if category.startswith("M") else " "


def _spelled(text: str, start: int, end: int) -> Iterator[Part]:
    for found in _SPELLED.finditer(text, start, end):
        if found.start() > start:
            yield Words(_plain(text[start : found.start()]))
        letters = found["run"] or found["last"] or found["first"]
        yield Letters(letters.replace("\u00a0", ""), (found["ending"] or "").replace("\u2019", "'"))
        start = found.end()
    if end > start:
        yield Words(_plain(text[start:end]))


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _folded(text: str) -> list[tuple[str, int]]:
    """Return the letters and digits of a text, without accents and capitals, each with its place."""
    if text.isascii():
        return [(character, place) for place, character in enumerate(text.lower()) if character.isalnum()]
    return [
        (character, place)
        for place, original in enumerate(text)
        for character in unicodedata.normalize("NFKD", original).casefold()
        if character.isalnum()
    ]
