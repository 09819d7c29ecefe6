"""Parse TOML, within limits on memory and time: others may have written the files."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_LONGEST = 1_000_000
_MOST_BITS = 64
"""What TOML wants an integer to have at the least."""
_MOST_PARTS = 200
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
# tomllib takes memory and time for each pair of parts of a key with dots.
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MOST_PARTS}}}")


def parse(text: str) -> dict[str, Any]:
    """Return the table in a text.

    Raises:
        ValueError: It is not TOML, or out of bounds. The message may end in `(at line N, column M)`.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"it has more than {_LONGEST:,} characters")
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.start()) + 1
        raise ValueError(f"a key has more than {_MOST_PARTS} parts (at line {line}, column 1)")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # Python's own limit on digits
        raise ValueError("a number has too many digits") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    _check_numbers(table)
    return table


def _check_numbers(table: dict[str, Any]) -> None:
    values: list[object] = [table]
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list):
            values += value
        elif isinstance(value, int) and value.bit_length() > _MOST_BITS:
            raise ValueError("a number has too many digits")
