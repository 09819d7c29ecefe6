"""Compile regular expressions when they are first used.

The normalizer has hundreds of patterns, and one article needs few of them. To compile them all would take a third of a
second at each start.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class _Pattern:
    """A regular expression that is compiled when one of its methods is first called."""

    __slots__ = (
        *("flags", "pattern"),
        *("findall", "finditer", "fullmatch", "groupindex", "match", "search", "split", "sub", "subn"),
    )

    findall: Callable[..., Any]
    finditer: Callable[..., Any]
    fullmatch: Callable[..., Any]
    groupindex: Mapping[str, int]
    match: Callable[..., Any]
    search: Callable[..., Any]
    split: Callable[..., Any]
    sub: Callable[..., Any]
    subn: Callable[..., Any]

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        """Compile the pattern, and keep its methods so that this happens once."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


_METHODS = frozenset(_Pattern.__slots__) - {"flags", "pattern"}


def lazy_re(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern like that of `re.compile`, which is compiled when it is first used.

    A mistake in a pattern shows only then; a test compiles all of them.
    """
    return cast("re.Pattern[str]", _Pattern(pattern, flags))
