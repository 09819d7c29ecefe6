"""Read numbers with a magnitude: "1.4tn yen", "20k fans", "3.2mn t", "5 crore", and "a 10K run", which is no count.

`data/magnitudes.tsv` lists the magnitudes. Money has them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.prices import with_unit
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

MAGNITUDES = tables.pairs("magnitudes")
"""The words for a magnitude, by its written form: "bn" -> "billion"."""

MAGNITUDE = (
    r"(?:[ -]?(?:(?:lakh|thousand|hundred|million)[ -](?:crores?|thousand|million|billion)|hundred|"
    r"thousand|[mbtMBT](?:ILLION|illion)|[tT]r(?:ILLION|illion)|quadrillion|[cC]rores?|[lL]akhs?|lacs?)"
    r"| (?:tr?n|bn|mn|mln|bln|mil)|-(?:[mbt]illion|trillion)|(?:[kKmMbBtT]|mn|mln|mil|mio|MM|bn|"
    r"Bn|BN|bln|mrd|trn?|tn|trln|cr))(?![\w']|-\d)"
)
"""A magnitude with its space, as a pattern."""


def magnitude_of(written: str | None) -> str:
    """Return the words for a written magnitude, or ""."""
    if not written:
        return ""
    bare = written.strip(" -").replace("-", " ")
    return MAGNITUDES.get(bare) or (bare if " " in bare else "")


def _with_magnitude(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1.4tn yen", "20k fans", "5bn people" and "a 10K run"."""
    magnitude = magnitude_of(match["magnitude"])
    number, end = match["number"], match.end()
    if match["magnitude"] in {"B", "M", "T", "K"} and sentence.after(end)[:1].isupper():
        return None
    if len(match["magnitude"]) == 1 and sentence.before(match.start()).lower().rstrip(".") in NUMBERED:
        return None
    raced = number in {"5", "10"} and sentence.words_before(match.start(), 2)[-1:] in _RAN
    if match["magnitude"] in {"K", "k"} and (raced or sentence.after(end) in _LENGTHS):
        return Reading(f"{number_words.number(number)}{TIE}K", end)
    said = f"{number_words.number(number, british=sentence.locale.british)} {magnitude}"
    if tonnes := _TONNES.match(sentence.text, end):
        return Reading(f"{said} tonnes", tonnes.end())
    return with_unit(said, end, sentence)


_RAN = (["ran"], ["run"], ["runs"], ["running"], ["jogged"], ["finished"], ["completed"], ["won"])
_TONNES = lazy_re(r" t(?=[\s,;)]|\.(?:\s|$)|$)")

NUMBERED = tables.word_set("magnitudes.numbered")
"""Words before a number with a letter: in "seat 12A" the letter is no ampere, in "flat 4B" no billion."""

_LENGTHS = tables.word_set("magnitudes.lengths")

AMOUNT_IN_MILLIONS = Rule("number", "9", lazy_re(rf"(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})"), _with_magnitude)
