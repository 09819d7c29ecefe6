"""Read the tables of the normalizer (`data/*.tsv`) in the forms that its rules need."""

from __future__ import annotations

from functools import cache

from audiocast import tables


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table."""
    return tables.rows(name, package=__package__)


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
