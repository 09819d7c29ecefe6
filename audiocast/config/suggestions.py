"""Suggest what to write instead of an unknown word: the nearest known word, or all of them when none is near."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 0.5  # of difflib's ratio


def nearest(word: str, known: Iterable[object]) -> str:
    """Return the known word that is most like `word`, or "" when none is near."""
    return next(iter(difflib.get_close_matches(word, list(map(str, known)), n=1, cutoff=_NEAR)), "")


def hint(word: object, known: Iterable[object], *, prefix: str = "Choose") -> str:
    """Return the hint of an error about an unknown value, with texts in quotes as in TOML.

    Args:
        word: The value that the user wrote.
        known: The values that are right.
        prefix: The words before the list of them.
    """
    words = list(known)
    near = nearest(word, words) if isinstance(word, str) else ""
    return f'Did you mean "{near}"?' if near else f"{prefix} {listed(map(_quoted, words))}"


def listed(words: Iterable[object]) -> str:
    """Return the words as a list with "or" before the last: "a, b or c"."""
    *first, last = map(str, words)
    return f"{', '.join(first)} or {last}" if first else last


def _quoted(word: object) -> str:
    return f'"{word}"' if isinstance(word, str) else str(word)
