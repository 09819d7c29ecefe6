"""Read data tables (`data/*.tsv` of a package), each once, when it is first needed.

A line that begins with "# " is a comment. The first one of each table describes its columns.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str, *, package: str = "audiocast.normalize") -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of a package without comments and empty lines."""
    text = files(package).joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line and not line.startswith("# "))


@cache
def words(name: str) -> frozenset[str]:
    """Return the first column of a table."""
    return frozenset(row[0] for row in rows(name))


@cache
def pairs(name: str) -> dict[str, str]:
    """Return the second column of a table by its first column."""
    return {row[0]: row[1] for row in rows(name)}


@cache
def group(name: str, kind: str) -> frozenset[str]:
    """Return the first column of the rows whose second column is `kind`."""
    return frozenset(row[0] for row in rows(name) if row[1] == kind)


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a set of words from `data/words.tsv` by its name, `<module>.<name>`."""
    return frozenset(pairs("words")[name].split())
