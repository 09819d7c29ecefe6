"""Collect from the article what a sentence alone does not show.

An acronym that the article also writes as a word ("Aukus") is read as a word. One that follows "an" in the article and
begins with a letter whose name starts with a vowel ("an FBI agent") is spelled. One that stands in brackets behind its
words ("binge eating disorder (BED)") is no word in capitals. The family name of a person who is named in full somewhere
("Amit Sen") is no abbreviation.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from audiocast.normalize import clues, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.typography import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


class Context:
    """The texts of an article. They are searched when a rule needs the result for the first time."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = tuple(texts)

    @cached_property
    def _mixed(self) -> tuple[str, ...]:
        """The texts that are not completely in capitals, so that a capital has a meaning."""
        return tuple(text for text in (plain(text).text for text in self._texts) if not text.isupper())

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The words in capitals."""
        return frozenset(found for text in self._mixed for found in _ACRONYM.findall(text))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words in small letters."""
        return frozenset(word for text in self._texts for word in clues.words_of(text))

    @cached_property
    def has_notes_in_brackets(self) -> bool:
        """Whether numbers in brackets may be notes: the article has several, or there is no article."""
        found = sum(len(_NOTE_IN_BRACKETS.findall(text)) for text in self._texts)
        return not self._texts or found >= _SEVERAL

    @cached_property
    def titled(self) -> frozenset[str]:
        """The words with one capital, in capitals: the article writes "Nato", so NATO is a word."""
        return frozenset(found.upper() for text in self._mixed for found in _TITLED.findall(text))

    @cached_property
    def articles(self) -> dict[str, bool]:
        """For each acronym after "a" or "an" whether it is "an"."""
        return {name: bool(n) for text in self._mixed for n, name in _WITH_ARTICLE.findall(text)}

    @cached_property
    def family_names(self) -> frozenset[str]:
        """The last words of names that are written in full, without abbreviations that are no names."""
        found = {found for text in self._mixed for found in _FULL_NAME.findall(text)}
        return frozenset(found - _no_names())

    @cached_property
    def small(self) -> frozenset[str]:
        """The short words in small letters."""
        return frozenset(found for text in self._mixed for found in _SMALL.findall(text))

    @cached_property
    def defined(self) -> frozenset[str]:
        """The acronyms that the article explains: "binge eating disorder (BED)"."""
        return frozenset(found for text in self._mixed for found in defined_acronyms(text))

    def has_lettered_groups(self, sentence: str) -> bool:
        """Return whether the article or a sentence numbers groups by letters: "Group H", so that "Group I" is one."""
        return self._lettered_groups or _LETTERED_GROUP.search(sentence) is not None

    @cached_property
    def _lettered_groups(self) -> bool:
        return any(_LETTERED_GROUP.search(text) for text in self._mixed)


def defined_acronyms(text: str) -> set[str]:
    """Return the acronyms in brackets that stand behind the words of their letters."""
    found = set()
    for match in _DEFINITION.finditer(text):
        name = match["name"]
        words = [word for word in _INITIAL_WORD.findall(match["words"]) if word.lower() not in _SMALL_WORDS]
        initials = "".join(word[0] for word in words[-len(name) :]).upper()
        if initials == name:
            found.add(name)
    for match in _EXPLANATION.finditer(text):
        words = [word for word in _INITIAL_WORD.findall(match["words"]) if word.lower() not in _SMALL_WORDS]
        if "".join(word[0] for word in words).upper() == match["name"]:
            found.add(match["name"])
    return found


@cache
def _no_names() -> frozenset[str]:
    """Return the abbreviations that are never the family name of a person: "World No 1", "Attorney Gen"."""
    return (tables.words("abbreviations") | _FUNCTION_WORDS) - tables.word_set("context.family_names")


_FUNCTION_WORDS = frozenset(
    word.capitalize() for word in tables.word_set("capitals.joining") | tables.word_set("acronyms.starters")
)


_NOTE_IN_BRACKETS = lazy_re(r"[a-z] \(\d{1,2}(?:, ?\d{1,2}){0,9}\)[.;,]")
_SEVERAL = 3
_ACRONYM = lazy_re(r"\b[A-Z]{2,12}\b")
_TITLED = lazy_re(r"\b[A-Z][a-z]{2,11}\b")
_WITH_ARTICLE = lazy_re(r"\b[Aa](n?) ([A-Z]{2,12})\b")
# Not before a name or a number: "Florida Sen Rubio", "World No 1".
_FULL_NAME = lazy_re(r"\b[A-Z][a-z]{2,20} (?:[A-Z]\. )?([A-Z][a-z]{1,20})\b(?!\.| [A-Z\d]|-)")
_SMALL = lazy_re(r"(?<![\w'])[a-z]{2,5}(?![\w'])")
_DEFINITION = lazy_re(r"(?P<words>(?:[A-Za-z][\w'\u2019]{0,20}[ -]){1,9})\((?P<name>[A-Z]{2,8})s?\)")
_EXPLANATION = lazy_re(r"\b(?P<name>[A-Z]{2,8}) [(\[](?P<words>[A-Za-z][\w'\u2019 -]{3,120})[)\]]")
_INITIAL_WORD = lazy_re(r"[A-Za-z][\w'\u2019]*")
_LETTERED_GROUP = lazy_re(r"\b(?:Groups?|Pools?) [A-HJ-L]\b")
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "to", "a", "an"})
