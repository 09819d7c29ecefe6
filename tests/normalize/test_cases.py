"""Tests of what is said, one table of cases for each module of rules (`cases/<module>.tsv`).

Each module with rules or contestants has its table. They also test the modules that these ask: clues and contest (in
the tables of the contestants), look_alikes (in `roman.tsv` and `unchanged.tsv`), metres_or_millions and units (in
`measures.tsv`), pronounceable (in `emphasis.tsv`), transliteration (in `foreign.tsv`) and typography.
Other tables are about a kind of text that several modules read: `british.tsv` holds British readings,
`identifiers.tsv` numbers and letters that name a thing, and `unchanged.tsv` text that stays as it is written.
`_KINDS` lists the kinds of text that public test sets of text normalization have, and where they are tested here.
"""

from __future__ import annotations

import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast import normalize
from audiocast.normalize import Normalizer, speak

if TYPE_CHECKING:
    from audiocast.model.script import Spoken

_TABLES_OF_KINDS = {
    "british",
    "decimals",
    "fractions",
    "identifiers",
    "ordinals",
    "percentages",
    "unchanged",
}
_KINDS = {
    "abbreviations": ("abbreviations",),
    "acronyms and letters": ("acronyms",),
    "addresses": ("streets", "states"),
    "cardinal numbers": ("numbers",),
    "chemical formulas and models": ("model_numbers",),
    "currencies": ("money",),
    "dates": ("dates",),
    "decimals": ("decimals",),
    "digits": ("identifiers",),
    "dimensions": ("dimensions",),
    "electronic addresses and files": ("web",),
    "foreign words": ("foreign",),
    "fractions": ("fractions",),
    "measures": ("measures",),
    "ordinals": ("ordinals",),
    "percentages": ("percentages",),
    "plain words": ("unchanged",),
    "punctuation and symbols": ("punctuation",),
    "ranges, ratios and scores": ("ranges", "ratios", "scores"),
    "Roman numerals": ("roman",),
    "telephone numbers": ("telephone",),
    "times": ("times",),
    "weekdays": ("weekdays",),
    "wire copy": ("datelines",),
    "years": ("years",),
}
_TABLES = sorted((Path(__file__).parent / "cases").glob("*.tsv"))


_FEWEST = 60


def _cases(table: Path) -> list[tuple[str, str, str]]:
    """Return the written text, the spoken text and the locale of each line of a table."""
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    return [(written, spoken, locale[0] if locale else "en-US") for written, spoken, *locale in rows]


_EACH_TABLE = pytest.mark.parametrize("table", _TABLES, ids=lambda table: table.stem)


@_EACH_TABLE
def test_is_said(table: Path) -> None:
    """Each written text gives the spoken text of its table."""
    said = [(written, speak(written, locale), locale) for written, _, locale in _cases(table)]
    assert said == _cases(table)


@_EACH_TABLE
def test_is_said_once(table: Path) -> None:
    """A spoken text is not changed when it is normalized again."""
    spoken = [(speak(written, locale), locale) for written, _, locale in _cases(table)]
    assert [(speak(text, locale), locale) for text, locale in spoken] == spoken


@_EACH_TABLE
def test_table_is_aligned(table: Path) -> None:
    """The spans of each case cover both texts, in order."""
    for written, *_ in _cases(table):
        assert_aligned(Normalizer()(written))


def test_there_are_enough_cases() -> None:
    """The tables together hold more than two thousand cases, and sixty or more of each kind of text."""
    sizes = {table.stem: len(_cases(table)) for table in _TABLES}
    assert sum(sizes.values()) > 2000
    assert {kind for kind, tables in _KINDS.items() if sum(sizes[name] for name in tables) < _FEWEST} == set()


@_EACH_TABLE
def test_a_table_has_the_name_of_a_module(table: Path) -> None:
    """A table is found by the name of the module whose rules it tests."""
    modules = {module.name for module in pkgutil.iter_modules(normalize.__path__)}
    assert table.stem in modules | _TABLES_OF_KINDS


def assert_aligned(spoken: Spoken) -> None:
    """Check that the spans cover both texts completely, in order, without overlap."""
    written = start = 0
    for span in spoken.spans:
        assert span.written_start == written
        assert span.start == start
        assert span.written_end >= written
        assert span.end >= start
        assert span.rule
        written, start = span.written_end, span.end
    assert written == len(spoken.written)
    assert start == len(spoken.text)
