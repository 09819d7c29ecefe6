"""Tests of what is said, one table of cases for each module of rules (`cases/<module>.tsv`).

Each module with rules or contestants has its table. They also test the modules that these ask: clues and contest (in
the tables of the contestants), look_alikes (in `roman.tsv` and `unchanged.tsv`), metres_or_millions and units (in
`measures.tsv`), pronounceable (in `emphasis.tsv`), transliteration (in `foreign.tsv`) and typography.
Two tables are about no module: `british.tsv` holds British readings, `unchanged.tsv` text that stays as it is written.
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

_TABLES = sorted((Path(__file__).parent / "cases").glob("*.tsv"))


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
    """The tables together hold more than a thousand cases."""
    assert sum(len(_cases(table)) for table in _TABLES) > 1000


@_EACH_TABLE
def test_a_table_has_the_name_of_a_module(table: Path) -> None:
    """A table is found by the name of the module whose rules it tests."""
    modules = {module.name for module in pkgutil.iter_modules(normalize.__path__)}
    assert table.stem in modules | {"british", "unchanged"}


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
