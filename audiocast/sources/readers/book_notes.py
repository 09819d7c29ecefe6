"""Find the notes of a book, which are not read aloud, by the links between them and their marks.

A mark is a short link in a sentence: "[1]", "*", a raised number, or a number without a space before it. A link such as
"chapter 2" is not a mark. The block to which a mark leads is a note if it begins with a mark too. So notes are found in
any markup: below the text, in a pop-up, or in another file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.sources.extract.element_rules import BLOCKS, HEADINGS
from audiocast.sources.extract.html_tree import name_of, text_of
from audiocast.sources.readers.archive import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.sources.extract.html_tree import Element
    from audiocast.sources.readers.archive import Archive

_MARK = re.compile(r"[\[({]?\s*(?:\d{1,4}|[a-z]|[ivxl]{1,6}|[*†‡§¶#]{1,3})\s*[\])}]?[.:]?", re.IGNORECASE)
_BEGINS = re.compile(rf"{_MARK.pattern}(?=\W|$)", re.IGNORECASE)
_LETTERS = 2
"""A line that has fewer letters outside links is a row of links, such as an index of verses."""
_TYPE = "{http://www.idpf.org/2007/ops}type"
_CLIMBS = 6


def targets(root: Element, path: str, archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield the pages and the ids to which the marks in the sentences of a page lead."""
    counted: dict[Element, bool] = {}
    for link in root.iter("{*}a"):
        page, _, fragment = (link.get("href") or "").partition("#")
        if fragment and ":" not in page and _is_mark(link) and _in_sentence(link, counted):
            yield archive.path_of(beside(path, page)) if page else path, fragment


def mark(root: Element, ids: set[str]) -> None:
    """Mark the notes among the elements with these ids, so that they are left out as footnotes."""
    for element in root.iter("*"):
        if (element.get("id") or element.get("name")) in ids:
            note = _note(element)
            if note is not None and not note.get(_TYPE):
                note.set(_TYPE, "footnote")


def _is_mark(link: Element) -> bool:
    text = text_of(link)
    outer = link.getparent()
    if outer is None or not _MARK.fullmatch(text):
        return False
    raised = name_of(outer) == "sup" or next(link.iter("{*}sup"), None) is not None
    if raised or not text.isalnum() or "noteref" in (link.get(_TYPE) or ""):
        return True
    previous = link.getprevious()
    before = outer.text if previous is None else previous.tail
    return bool(before) and not before[-1].isspace()


def _in_sentence(link: Element, counted: dict[Element, bool]) -> bool:
    """Return whether a link has words of the same block beside it."""
    block = link
    while block.getparent() is not None and name_of(block) not in BLOCKS:
        block = block.getparent()
    if block not in counted:
        linked = sum(len(text_of(each)) for each in block.iter("{*}a"))
        counted[block] = sum(map(str.isalpha, text_of(block))) - linked >= _LETTERS
    return counted[block] and not _begins_with(block, link)


def _begins_with(block: Element, link: Element) -> bool:
    """Return whether a link is the first text of a block, as the mark at the beginning of a note is."""
    text = text_of(link)
    return next((each for each in block.iter("{*}a") if text_of(each)), None) is link and text_of(block).startswith(
        text
    )


def _note(element: Element) -> Element | None:
    """Return the block of a note in which an element is, or None if it is no note."""
    block = element
    for _ in range(_CLIMBS):
        if name_of(block) in BLOCKS:
            break
        if block.getparent() is None:
            return None
        block = block.getparent()
    name = name_of(block)
    if name not in BLOCKS or name in HEADINGS or name in {"body", "html"}:
        return None
    if any(name_of(each) in HEADINGS for each in block.iter()) or not _BEGINS.match(text_of(block)):
        return None
    return block
