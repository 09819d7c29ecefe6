"""The tables of cases: what is written, and what a newsreader says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.normalize import Normalizer, speak

if TYPE_CHECKING:
    from audiocast.model import Spoken

_TABLES = sorted((Path(__file__).parent / "cases").glob("*.tsv"))


def _cases() -> list[tuple[str, str, str, str]]:
    found = []
    for table in _TABLES:
        for line in table.read_text(encoding="utf-8").splitlines():
            written, spoken, *locale = line.split("\t")
            found.append((table.stem, written, spoken, locale[0] if locale else "en-US"))
    return found


@pytest.mark.parametrize(
    ("written", "spoken", "locale"),
    [pytest.param(*case, id=f"{name}: {case[0]}") for name, *case in _cases()],
)
def test_is_said(written: str, spoken: str, locale: str) -> None:
    """Each case is said as its table wants it."""
    assert speak(written, locale) == spoken


@pytest.mark.parametrize(("written", "locale"), [(case[1], case[3]) for case in _cases()])
def test_is_said_once(written: str, locale: str) -> None:
    """What is spoken already is left alone."""
    spoken = speak(written, locale)
    assert speak(spoken, locale) == spoken


@pytest.mark.parametrize("table", _TABLES, ids=lambda table: table.stem)
def test_table_is_aligned(table: Path) -> None:
    """The spans of each case cover both texts, in order."""
    for line in table.read_text(encoding="utf-8").splitlines():
        assert_aligned(Normalizer()(line.split("\t")[0]))


def test_there_are_enough_cases() -> None:
    """The tables keep their breadth."""
    assert len(_cases()) > 1000


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
