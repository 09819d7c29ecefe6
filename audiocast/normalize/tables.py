"""Where do the words of the tables come from: `data/*.tsv`, read once, when they are first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `data/<name>.tsv`, without comments and empty lines."""
    text = files("audiocast.normalize").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line and not line.startswith("# "))


@cache
def words(name: str) -> frozenset[str]:
    """The first column of a table."""
    return frozenset(row[0] for row in rows(name))


@cache
def pairs(name: str) -> dict[str, str]:
    """First column to second column of a table."""
    return {row[0]: row[1] for row in rows(name)}


@cache
def group(name: str, kind: str) -> frozenset[str]:
    """The words of a table `word<TAB>kind` that are of a kind."""
    return frozenset(row[0] for row in rows(name) if row[1] == kind)


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the sets of words that rules look for around a place (`data/words.tsv`)."""
    return frozenset(pairs("words")[name].split())
