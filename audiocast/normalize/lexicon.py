"""What did the show or the voice decide about a word?

A lexicon is a TSV file: written, spoken, IPA, case, part of speech; the last three may be missing. Either of spoken and
IPA may be empty. Case is "exact" (the default) or "any". Part of speech is empty, "noun", "verb" or "name", told by the
words around. `#` begins a comment line.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from audiocast.errors import ConfigError
from audiocast.normalize import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audiocast.normalize.scanner import Sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon.

    Attributes:
        written: One or more words, as they stand in articles.
        spoken: What is said instead, or "" when only the sound differs.
        ipa: How that is pronounced, or "".
        any_case: Whether "KYIV" and "kyiv" are meant when "Kyiv" is written.
        part: "noun", "verb" or "name" when only that is meant.
    """

    written: str
    spoken: str = ""
    ipa: str = ""
    any_case: bool = False
    part: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Entries by their place; where two are about the same word, the later wins."""

    entries: tuple[Entry, ...] = ()

    def merged(self, *later: Lexicon) -> Lexicon:
        """One lexicon of several: the show's, then the voice's."""
        return Lexicon((*self.entries, *(entry for lexicon in later for entry in lexicon.entries)))

    @cached_property
    def digest(self) -> str:
        """Changes when, and only when, an entry does."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()

    @cached_property
    def _by_first_word(self) -> dict[str, tuple[Entry, ...]]:
        """Entries that may begin with a word, the longest first and the latest first among equals."""
        found: dict[str, list[Entry]] = {}
        for entry in reversed(self.entries):
            found.setdefault(_first_word(entry.written), []).append(entry)
        return {word: tuple(sorted(some, key=lambda entry: -len(entry.written))) for word, some in found.items()}

    def within(self, text: str) -> tuple[Entry, ...]:
        """Return the entries whose words stand in a text, whatever the words around, in their order."""
        folded = " ".join(text.replace("’", "'").split())
        words = set(map(str.casefold, _WORD.findall(folded)))
        return tuple(e for e in self.entries if _first_word(e.written) in words and _stands_in(folded, e))

    def find(self, sentence: Sentence, at: int) -> tuple[Entry, int] | None:
        """The entry for what stands at a place, and where that ends."""
        text = sentence.text
        for entry in self._by_first_word.get(_first_word(text[at : at + _LONGEST]), ()):
            end = at + len(entry.written)
            there = text[at:end]
            if there != entry.written and not (entry.any_case and there.casefold() == entry.written.casefold()):
                continue
            if _inside_word(text, at, end) or (entry.part and entry.part != _part_of_speech(sentence, at)):
                continue
            return entry, end
        return None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __bool__(self) -> bool:
        return bool(self.entries)


def read_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    Raises:
        ConfigError: It can't be read, or a line isn't an entry.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the lexicon can't be read ({error})",
            where=str(path),
            hint="Save it as a text file in UTF-8",
        ) from error
    lines = enumerate(text.splitlines(), start=1)
    return Lexicon(tuple(_entry(line, f"{path}:{n}") for n, line in lines if line.strip() and line.lstrip()[0] != "#"))


def entered(text: str, written: str, said: str) -> tuple[str, Entry]:
    """Return the text of a lexicon with one more entry, in place of what it had about just that; and the entry.

    All other lines stay as they are, with their order and their ends.

    Args:
        text: Of the file.
        written: As it stands in articles.
        said: A respelling, or IPA between slashes.

    Raises:
        ConfigError: That is no entry.
    """
    if {"\t", "\n", "\r"} & {*written, *said}:
        raise ConfigError(f"{written!r} has a tab or a line's end", where="lexicon", hint="Write it in one line")
    is_ipa = said.startswith("/") and said.endswith("/")
    line = f"{written.strip()}\t\t{said.strip('/')}" if is_ipa else f"{written.strip()}\t{said.strip()}"
    entry = _entry(line, f"{written}={said}")
    lines = text.splitlines(keepends=True)
    ends = [each[len(each.rstrip("\r\n")) :] for each in lines]
    usual = next(filter(None, ends), "\n")
    if lines and not ends[-1]:
        lines[-1] += usual
    same = [number for number, old in enumerate(lines) if _says(old, entry)]
    place = same[-1] if same else len(lines)
    # A later line about the same word in any case, or in one part of speech, would win over this one.
    if any(_is_about(old, entry) for old in lines[place + 1 :]):
        place = len(lines)
    lines.insert(place, line + (ends[place] if place < len(lines) and ends[place] else usual))
    gone = {number + (number >= place) for number in same}
    return "".join(old for number, old in enumerate(lines) if number not in gone), entry


def _says(line: str, entry: Entry) -> bool:
    """Whether a line of a lexicon is about what an entry is about, whatever the words around."""
    cells = [cell.strip() for cell in line.split("\t")]
    return cells[0] == entry.written and cells[3:] in ([], ["exact"], [""], ["exact", ""], ["", ""])


def _is_about(line: str, entry: Entry) -> bool:
    """Whether a line of a lexicon is about the word of an entry in whatever case."""
    return line.partition("\t")[0].strip().casefold() == entry.written.casefold()


_COLUMNS = 5
_LONGEST = 80
_CASES = {"": False, "exact": False, "any": True}
_PARTS = frozenset({"", "noun", "verb", "name"})
_IPA = re.compile(r"[^\s\d<>{}\\/\"@#$%&*+=]+(?: [^\s\d<>{}\\/\"@#$%&*+=]+)*")


def _entry(line: str, where: str) -> Entry:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > _COLUMNS or len(cells) < 2:
        raise ConfigError(
            f"a line has {len(cells)} columns",
            where=where,
            hint="Write: written, spoken, IPA, case, part of speech, with a tab between",
        )
    written, spoken, ipa, case, part = cells + [""] * (_COLUMNS - len(cells))
    ipa = ipa.strip("/[]")
    if not written or not written[0].isalnum() or len(written) > _LONGEST:
        raise ConfigError(f"{written!r} can't be looked up", where=where, hint="Begin it with a letter or a digit")
    if not spoken and not ipa:
        raise ConfigError(f"nothing is said about {written!r}", where=where, hint="Give a spoken form or IPA")
    if ipa and not _IPA.fullmatch(ipa):
        raise ConfigError(f"{ipa!r} is not IPA", where=where, hint="Use IPA letters only")
    if case not in _CASES:
        raise ConfigError(f"the case {case!r} is unknown", where=where, hint='Write "exact" or "any"')
    if part not in _PARTS:
        raise ConfigError(f"the part of speech {part!r} is unknown", where=where, hint='Write "noun", "verb" or "name"')
    return Entry(written, spoken, ipa, _CASES[case], part)


_WORD = re.compile(r"[^\W_]+")


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match[0].casefold() if match else ""


def _inside_word(text: str, at: int, end: int) -> bool:
    """Whether the place begins or ends in the middle of a word."""
    return (at > 0 and text[at - 1].isalnum()) or (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def _stands_in(text: str, entry: Entry) -> bool:
    """Whether the words of an entry stand anywhere in a text."""
    wanted = entry.written.replace("’", "'")
    if entry.any_case:
        text, wanted = text.casefold(), wanted.casefold()
    at = text.find(wanted)
    while at >= 0 and _inside_word(text, at, at + len(wanted)):
        at = text.find(wanted, at + 1)
    return at >= 0


_BEFORE_NOUN = tables.word_set("lexicon.before_noun")
_BEFORE_VERB = tables.word_set("lexicon.before_verb")


def _part_of_speech(sentence: Sentence, at: int) -> str:
    """A name has a capital inside a sentence; before a noun stands an article, before a verb a pronoun or a modal."""
    before = sentence.before(at).casefold()
    if sentence.text[at].isupper() and before and not sentence.shouting and not before.endswith((".", "!", "?")):
        return "name"
    if before in _BEFORE_VERB:
        return "verb"
    return "noun" if before in _BEFORE_NOUN or before.endswith("'s") else ""


_VOICELESS = tuple("ptkfθ")
_SIBILANTS = tuple("szʃʒ")


def possessive(ipa: str) -> str:
    """The sound of a name with 's."""
    if ipa.endswith(_SIBILANTS):
        return f"{ipa}ɪz"
    return f"{ipa}s" if ipa.endswith(_VOICELESS) else f"{ipa}z"
