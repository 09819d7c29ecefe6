"""Read the data tables of a package (`data/*.tsv`), each once, when it is first needed.

A line that begins with "# " is a comment. The first one of each table describes its columns.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str, *, package: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of a package without comments and empty lines."""
    text = files(package).joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line and not line.startswith("# "))
