"""The tables of cases: what is written, and what a newsreader says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.normalize import Normalizer, speak

if TYPE_CHECKING:
    from audiocast.model.script import Spoken

_TABLES = sorted((Path(__file__).parent / "cases").glob("*.tsv"))


def _cases(table: Path) -> list[tuple[str, str, str]]:
    """Return what is written, what is said, and the locale, of each line of a table."""
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    return [(written, spoken, locale[0] if locale else "en-US") for written, spoken, *locale in rows]


_EACH_TABLE = pytest.mark.parametrize("table", _TABLES, ids=lambda table: table.stem)


@_EACH_TABLE
def test_is_said(table: Path) -> None:
    """Each case is said as its table wants it."""
    said = [(written, speak(written, locale), locale) for written, _, locale in _cases(table)]
    assert said == _cases(table)


@_EACH_TABLE
def test_is_said_once(table: Path) -> None:
    """What is spoken already is left alone."""
    spoken = [(speak(written, locale), locale) for written, _, locale in _cases(table)]
    assert [(speak(text, locale), locale) for text, locale in spoken] == spoken


@_EACH_TABLE
def test_table_is_aligned(table: Path) -> None:
    """The spans of each case cover both texts, in order."""
    for written, *_ in _cases(table):
        assert_aligned(Normalizer()(written))


def test_there_are_enough_cases() -> None:
    """The tables keep their breadth."""
    assert sum(len(_cases(table)) for table in _TABLES) > 1000


def assert_aligned(spoken: Spoken) -> None:
    """The spans cover both texts completely, in order, without overlap."""
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
