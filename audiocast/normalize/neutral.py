"""Normalize text for voices that do not speak English, without any knowledge of its language.

The voice itself reads numbers, dates and abbreviations, in its own language. These rules only remove what no voice can
say: pictures, numbers of notes, empty brackets and superfluous white space. Letters that can only be spelled, such as
FDP and SNCF, are spelled. Typography is folded before, as for English.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from audiocast.model.language_codes import primary
from audiocast.normalize import punctuation
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, WORD_END, Rule, Scanner, leave_out

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

NAME = "neutral"
"""The value of `Episode.normalization` for this way to normalize."""

# Symbols that voices read as words.
_SAYABLE = frozenset("°№℃℉©®™")
_ARROWS = range(0x2190, 0x2200)
# Capital letters without a vowel, but no Roman numeral.
_LETTERS = lazy_re(rf"(?![CDLMVX]+{WORD_END})[BCDFGHJ-NP-TV-XZ]{{2,5}}{WORD_END}")


def is_neutral(language: str) -> bool:
    """Return whether texts for a voice of this language, in BCP 47, are normalized by these rules."""
    return primary(language) not in ("", "en")


@cache
def scanner() -> Scanner:
    """Return the scanner with the neutral rules."""
    return Scanner(
        (
            Rule("letters", "A", _LETTERS, _spelled),
            punctuation.WHITE_SPACE,
            Rule("footnote", ".", lazy_re(r"\[\d{1,3}\](?=\s|$|[\[.,;:!?])"), leave_out),
            punctuation.EMPTY_BRACKETS,
            punctuation.REPEATED_MARK,
            Rule("symbol", ".", lazy_re(r"."), _picture),
        ),
        small=frozenset(),
    )


def _spelled(match: re.Match[str], sentence: Sentence) -> str | None:
    """Spell "FDP"."""
    del sentence
    return TIE.join(match[0])


def _picture(match: re.Match[str], sentence: Sentence) -> str | None:
    """Remove a picture or an arrow."""
    del sentence
    mark = match[0]
    is_picture = unicodedata.category(mark) in {"So", "Sk", "Co", "Cn"} or ord(mark) in _ARROWS
    return "" if is_picture and mark not in _SAYABLE else None
