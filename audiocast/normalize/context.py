"""What does the rest of the article tell about a sentence?

An acronym that the article writes as a word elsewhere ("Aukus", "an AUKUS source") is a word; one whose article fits
its first letter's name ("an FBI agent") is spelled. A family name that was written in full before is a name and no
abbreviation.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from audiocast.normalize.typography import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


class Context:
    """All the text of an article; looked through when a rule first asks."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = tuple(texts)

    @cached_property
    def _mixed(self) -> tuple[str, ...]:
        """The texts in which capitals mean something."""
        return tuple(text for text in (plain(text).text for text in self._texts) if not text.isupper())

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Words in capitals among words that are not."""
        return frozenset(found for text in self._mixed for found in _ACRONYM.findall(text))

    @cached_property
    def titled(self) -> frozenset[str]:
        """Words with one capital, in capitals: where "Nato" is written, NATO is a word."""
        return frozenset(found.upper() for text in self._mixed for found in _TITLED.findall(text))

    @cached_property
    def articles(self) -> dict[str, bool]:
        """Acronyms that follow "a" (False) or "an" (True)."""
        return {name: bool(n) for text in self._mixed for n, name in _WITH_ARTICLE.findall(text)}

    @cached_property
    def family_names(self) -> frozenset[str]:
        """The last words of names written in full."""
        return frozenset(found for text in self._mixed for found in _FULL_NAME.findall(text))


_ACRONYM = re.compile(r"\b[A-Z]{2,12}\b")
_TITLED = re.compile(r"\b[A-Z][a-z]{2,11}\b")
_WITH_ARTICLE = re.compile(r"\b[Aa](n?) ([A-Z]{2,12})\b")
_FULL_NAME = re.compile(r"\b[A-Z][a-z]{2,20} (?:[A-Z]\. )?([A-Z][a-z]{1,20})\b(?!\.)")
