"""Tell tables of data from tables that only arrange a page, and write a table's text on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.sources.extract.element_rules import HEADINGS, LISTS
from audiocast.sources.extract.html_tree import name_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.sources.extract.html_tree import Element

_SHORT_CELL = 120
"""A longer cell is prose, and its table only arranges the page."""


def is_data(table: Element) -> bool:
    """Return whether a table holds data, and does not just arrange parts of a page."""
    if (table.get("role") or "") in {"presentation", "none"} or next(_inside(table, "table"), None) is not None:
        return False
    if any(next(_inside(table, name), None) is not None for name in ("th", "caption", "thead")):
        return True
    rows = [list(_inside(row, "td")) for row in _inside(table, "tr")]
    cells = [cell for row in rows for cell in row]
    prose = any(len(text_of(cell)) > _SHORT_CELL or any(_is_prose(each) for each in cell.iter()) for cell in cells)
    return len(rows) > 1 and max(map(len, rows)) > 1 and not prose


def one_line(table: Element) -> str:
    """Return the text of a table on one line, rows divided by ";" and cells by "|"."""
    rows = ([text_of(cell) for cell in row if isinstance(cell.tag, str)] for row in _inside(table, "tr"))
    return "; ".join(" | ".join(cells) for cells in rows if any(cells))


def _inside(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter(f"{{*}}{name}") if each is not element)


def _is_prose(element: Element) -> bool:
    name = name_of(element)
    return name in HEADINGS or name in LISTS or name in {"p", "blockquote", "article", "section"}
