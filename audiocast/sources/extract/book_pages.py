"""Tell the pages of a book that are not read aloud from its chapters, and cut a chapter's notes at its end.

The titles of such pages, such as "Also by Jane Roe", are rows of `data/book_pages.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast import tables
from audiocast.model.article import BlockKind, Cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocast.model.article import Block

PROSE = 120
"""A text with fewer characters may be a title page or a dedication; one with more is something to read."""
_NOTES = re.compile(
    r"(?:(?:foot|end)notes?|notes|references|(?:selected )?bibliography|works cited|anmerkungen|fußnoten|literatur"
    r"(?:verzeichnis)?|notas|notes de bas de page)[.:]?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\[?\d{1,4}[\].):]?|[*†‡§¶↑^]{1,3}|\(\d{1,4}\))\s*\S")
_IMPRINT = re.compile(
    r"\bISBN\b|all rights reserved|library of congress|first published|©|\bcopyright\b|\bpublished by\b|printed in"
    r"|alle rechte vorbehalten|tous droits réservés|todos los derechos",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")


@cache
def _titles() -> re.Pattern[str]:
    return tables.any_of(pattern for pattern, _ in tables.rows("book_pages", package=__package__))


def is_apart(title: str) -> bool:
    """Return whether a page with such a title is not read aloud."""
    return _titles().fullmatch(title.strip(" .:*-–—")) is not None


def is_imprint(blocks: Iterable[Block]) -> bool:
    """Return whether a page without a title says who may copy the book, and who printed it."""
    return len({found[0].lower()[:3] for block in blocks for found in _IMPRINT.finditer(block.text)}) > 1


def prose(blocks: Iterable[Block]) -> int:
    """Return the number of characters in blocks that are no headings."""
    return sum(len(block.text) for block in blocks if block.kind is not BlockKind.HEADING)


def without_notes(blocks: Sequence[Block]) -> tuple[list[Block], list[Cut]]:
    """Cut the notes or the list of references at the end of a chapter, below a heading that says so."""
    for index in range(len(blocks) - 1, 0, -1):
        block = blocks[index]
        if block.kind is BlockKind.HEADING:
            rest = blocks[index + 1 :]
            marked = sum(each.kind is BlockKind.LIST_ITEM or bool(_NOTE.match(each.text)) for each in rest)
            if _NOTES.fullmatch(block.text) and rest and 2 * marked >= len(rest):
                return list(blocks[:index]), [Cut("footnote", 0, each.text) for each in blocks[index:] if each.text]
            break
    return list(blocks), []


def without_title(blocks: Sequence[Block], title: str) -> tuple[list[Block], list[Cut]]:
    """Cut the headings at the top that give the title again, perhaps in two lines."""
    words = _words(title)
    count = 0
    while count < len(blocks) and blocks[count].kind is BlockKind.HEADING:
        inner = _words(blocks[count].text)
        if not inner or words[: len(inner)] != inner:
            break
        words = words[len(inner) :]
        count += 1
    if words and count:
        # "Chapter One" above other text, while the contents name "Chapter One: The Lamp".
        count = 0
    return list(blocks[count:]), [Cut("repeated title", 0, block.text) for block in blocks[:count]]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
