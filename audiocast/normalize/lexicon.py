"""Read lexicon files and find their entries in a sentence.

A lexicon is a TSV file with the columns written, spoken, IPA, case and part of speech. The last three may be missing.
Either of spoken and IPA may be empty. Case is "exact" (the default) or "any". Part of speech is empty, "noun", "verb"
or "name", and the words around the entry decide it. A line that begins with `#` is a comment.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from audiocast.errors import ConfigError
from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from audiocast.normalize.scanner import Sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon.

    Attributes:
        written: One or more words as articles write them.
        spoken: The words to say instead, or "" when only the sound differs.
        ipa: The pronunciation, or "".
        any_case: Whether the entry "Kyiv" also applies to "KYIV" and "kyiv".
        part: "noun", "verb" or "name" if the entry applies only to that part of speech, else "".
    """

    written: str
    spoken: str = ""
    ipa: str = ""
    any_case: bool = False
    part: str = ""


@dataclass(frozen=True)
class Lexicon:
    """The entries of one or more lexicons, in order. Of two entries for the same word the later one wins."""

    entries: tuple[Entry, ...] = ()

    def merged(self, *later: Lexicon) -> Lexicon:
        """Return one lexicon with the entries of this one and of later ones (the show's, then the voice's)."""
        return Lexicon((*self.entries, *(entry for lexicon in later for entry in lexicon.entries)))

    @cached_property
    def checksum(self) -> str:
        """The checksum of all entries."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()

    @cached_property
    def _by_first_word(self) -> dict[str, tuple[Entry, ...]]:
        """The entries by their first word: the longest first, and of equally long ones the latest first."""
        found: dict[str, list[Entry]] = {}
        for entry in reversed(self.entries):
            found.setdefault(_first_word(entry.written), []).append(entry)
        return {word: tuple(sorted(some, key=lambda entry: -len(entry.written))) for word, some in found.items()}

    def within(self, text: str) -> tuple[Entry, ...]:
        """Return the entries whose words are in a text, in their order. The words around them do not matter."""
        folded = " ".join(text.replace("’", "'").split())
        words = set(map(str.casefold, _WORD.findall(folded)))
        return tuple(e for e in self.entries if _first_word(e.written) in words and _stands_in(folded, e))

    def find(self, sentence: Sentence, at: int) -> tuple[Entry, int] | None:
        """Return the entry for the text at a place and the end of that text, or None."""
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
        ConfigError: The file cannot be read, or a line is not an entry.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the lexicon cannot be read ({error})",
            where=str(path),
            hint="Save it as a text file in UTF-8",
        ) from error
    lines = enumerate(text.splitlines(), start=1)
    return Lexicon(tuple(_entry(line, f"{path}:{n}") for n, line in lines if line.strip() and line.lstrip()[0] != "#"))


def read_lexicons(paths: Iterable[Path]) -> Lexicon:
    """Read lexicon files as one lexicon, in which entries of a later file win.

    Raises:
        ConfigError: A file cannot be read, or a line is not an entry.
    """
    return Lexicon().merged(*map(read_lexicon, paths))


def with_entry(text: str, written: str, said: str) -> tuple[str, Entry]:
    """Return the text of a lexicon file with an entry added, and the entry.

    The entry replaces lines for the same words. All other lines keep their order and their line ends.

    Args:
        text: The text of the file.
        written: The words as articles write them.
        said: A respelling, or IPA between slashes.

    Raises:
        ConfigError: The words or the pronunciation are not valid.
    """
    if {"\t", "\n", "\r"} & {*written, *said}:
        raise ConfigError(
            f"{written!r} has a tab or a line break", where="lexicon", hint="Write it in one line without tabs"
        )
    is_ipa = said.startswith("/") and said.endswith("/")
    line = f"{written.strip()}\t\t{said.strip('/')}" if is_ipa else f"{written.strip()}\t{said.strip()}"
    entry = _entry(line, f"{written}={said}")
    lines = text.splitlines(keepends=True)
    ends = [each[len(each.rstrip("\r\n")) :] for each in lines]
    usual = next(filter(None, ends), "\n")
    if lines and not ends[-1]:
        lines[-1] += usual
    same = [number for number, old in enumerate(lines) if _replaces(old, entry)]
    place = same[-1] if same else len(lines)
    # A later line for the same word in any case, or for one part of speech, would win over this entry.
    if any(_has_same_words(old, entry) for old in lines[place + 1 :]):
        place = len(lines)
    lines.insert(place, line + (ends[place] if place < len(lines) and ends[place] else usual))
    gone = {number + (number >= place) for number in same}
    return "".join(old for number, old in enumerate(lines) if number not in gone), entry


def _replaces(line: str, entry: Entry) -> bool:
    """Return whether a line applies to the same written words as an entry, in any part of speech."""
    cells = [cell.strip() for cell in line.split("\t")]
    return cells[0] == entry.written and cells[3:] in ([], ["exact"], [""], ["exact", ""], ["", ""])


def _has_same_words(line: str, entry: Entry) -> bool:
    """Return whether a line has the written words of an entry, in any case."""
    return line.partition("\t")[0].strip().casefold() == entry.written.casefold()


_COLUMNS = 5
_LONGEST = 80
_CASES = {"": False, "exact": False, "any": True}
_PARTS = frozenset({"", "noun", "verb", "name"})
_IPA = lazy_re(r"[^\s\d<>{}\\/\"@#$%&*+=]+(?: [^\s\d<>{}\\/\"@#$%&*+=]+)*")


def _entry(line: str, where: str) -> Entry:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > _COLUMNS or len(cells) < 2:
        raise ConfigError(
            f"the line has {len(cells)} column{'' if len(cells) == 1 else 's'}",
            where=where,
            hint="Write two to five columns with tabs between: written, spoken, IPA, case, part of speech",
        )
    written, spoken, ipa, case, part = cells + [""] * (_COLUMNS - len(cells))
    ipa = ipa.strip("/[]")
    if not written or not written[0].isalnum() or len(written) > _LONGEST:
        raise ConfigError(
            f"{written!r} is not a valid word",
            where=where,
            hint=f"Begin it with a letter or digit and use at most {_LONGEST} characters",
        )
    if not spoken and not ipa:
        raise ConfigError(f"{written!r} has no pronunciation", where=where, hint="Add a spoken form or IPA")
    if ipa and not _IPA.fullmatch(ipa):
        raise ConfigError(f"{ipa!r} is not IPA", where=where, hint="Use only IPA letters")
    if case not in _CASES:
        raise ConfigError(f"the case {case!r} is unknown", where=where, hint='Write "exact" or "any"')
    if part not in _PARTS:
        raise ConfigError(f"the part of speech {part!r} is unknown", where=where, hint='Write "noun", "verb" or "name"')
    return Entry(written, spoken, ipa, _CASES[case], part)


_WORD = lazy_re(r"[^\W_]+")


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return match[0].casefold() if match else ""


def _inside_word(text: str, at: int, end: int) -> bool:
    """Return whether a place begins or ends in the middle of a word."""
    return (at > 0 and text[at - 1].isalnum()) or (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def _stands_in(text: str, entry: Entry) -> bool:
    """Return whether the words of an entry are anywhere in a text."""
    words = entry.written.replace("’", "'")
    if entry.any_case:
        text, words = text.casefold(), words.casefold()
    at = text.find(words)
    while at >= 0 and _inside_word(text, at, at + len(words)):
        at = text.find(words, at + 1)
    return at >= 0


_BEFORE_NOUN = tables.word_set("lexicon.before_noun")
_BEFORE_VERB = tables.word_set("lexicon.before_verb")


def _part_of_speech(sentence: Sentence, at: int) -> str:
    """Return "name", "verb", "noun" or "", decided by the capital of a word and by the word before it."""
    before = sentence.before(at).casefold()
    if sentence.text[at].isupper() and before and not sentence.shouting and not before.endswith((".", "!", "?")):
        return "name"
    if before in _BEFORE_VERB:
        return "verb"
    return "noun" if before in _BEFORE_NOUN or before.endswith("'s") else ""


_VOICELESS = tuple("ptkfθ")
_SIBILANTS = tuple("szʃʒ")


def possessive(ipa: str) -> str:
    """Return the IPA of a name with "'s"."""
    if ipa.endswith(_SIBILANTS):
        return f"{ipa}ɪz"
    return f"{ipa}s" if ipa.endswith(_VOICELESS) else f"{ipa}z"
