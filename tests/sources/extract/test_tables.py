"""Tests of `extract/tables.py`."""

from __future__ import annotations

import pytest

from audiocast.sources.extract import html_tree, tables

_ROWS = "<tr><td>Ferry</td><td>7:30</td></tr><tr><td>Bridge</td><td>8:00</td></tr>"
_PROSE = "The ferry to the island left late. " * 5


def _table(markup: str) -> html_tree.Element:
    return next(html_tree.parse(markup, where="page.html").iter("table"))


@pytest.mark.parametrize(
    ("markup", "is_data"),
    [
        (f"<table>{_ROWS}</table>", True),
        ("<table><tr><th>Ferry</th></tr></table>", True),
        (f"<table role='presentation'>{_ROWS}</table>", False),
        (f"<table><tr><td><table>{_ROWS}</table></td></tr></table>", False),
        (f"<table><tr><td>{_PROSE}</td><td>x</td></tr>{_ROWS}</table>", False),
        ("<table><tr><td>Ferry</td></tr><tr><td>Bridge</td></tr></table>", False),
    ],
)
def test_tables_of_data_have_headers_or_short_cells(markup: str, *, is_data: bool) -> None:
    """A table with prose, another table or a single column only arranges the page."""
    assert tables.is_data(_table(markup)) == is_data


def test_a_table_is_written_on_one_line() -> None:
    """Rows are divided by ";" and cells by "|"."""
    assert tables.one_line(_table(f"<table>{_ROWS}</table>")) == "Ferry | 7:30; Bridge | 8:00"
