"""Tests of the data tables: no set of words is unused, and each belongs to the module that reads it."""

from __future__ import annotations

import re
from pathlib import Path

from audiocast.normalize import tables

_MODULES = sorted(Path(tables.__file__).parent.glob("*.py"))
_WORD_SET = re.compile(r'word_set\("([\w.]+)"\)')


def test_a_set_of_words_is_used_by_its_module() -> None:
    """The name of a set begins with the name of a module that uses it."""
    used = {(module.stem, name) for module in _MODULES for name in _WORD_SET.findall(module.read_text("utf-8"))}
    assert {name for _, name in used} == set(tables.pairs("words"))
    assert {name for _, name in used} == {name for module, name in used if module == name.partition(".")[0]}


def test_comments_and_empty_lines_are_no_rows() -> None:
    """A row has the columns of its table, and no row is a comment."""
    assert {len(row) for row in tables.rows("months")} == {3}
    assert "november" in tables.words("months")
    assert tables.pairs("months")["nov"] == "November"
    assert "Henry" in tables.group("roman", "monarch")
