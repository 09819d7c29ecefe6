"""Read the data tables of a package (`data/*.tsv`), each once, when it is first needed.

A line that begins with "# " is a comment. The first one of each table describes its columns.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def rows(name: str, *, package: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of a package without comments and empty lines."""
    text = files(package).joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line and not line.startswith("# "))


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that matches what any of several match, in capitals or small letters."""
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)
