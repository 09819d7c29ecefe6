"""Define a block of an article with its place in the document, before it is decided whether it is spoken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from audiocast.model.article import Cut

if TYPE_CHECKING:
    from audiocast.model.article import Block


class PlacedBlock(NamedTuple):
    """A block and its place in the document.

    Attributes:
        block: The block as it would be spoken.
        line: Its first line in the document, or 0 when lines mean nothing there.
        linked: Whether all of its text is inside links.
    """

    block: Block
    line: int
    linked: bool = False


Preparation: TypeAlias = Callable[[Sequence[PlacedBlock]], tuple[list[PlacedBlock], list[Cut]]]
"""A function that leaves out what is boilerplate only in one format."""


def cut(rule: str, placed: PlacedBlock) -> Cut:
    """Return the cut that reports a block; a block without text is reported by its kind."""
    return Cut(rule, placed.line, placed.block.text or placed.block.kind.value)
