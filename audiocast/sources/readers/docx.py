"""Read a Word document (DOCX).

The XML is read here, with limits, because the libraries for this format keep the whole document in memory several times
and trust its content. It reads paragraphs, with the styles that make them headings, list items, quotations or captions.
In a document without such headings, a short line in bold type is one. A table that only arranges its text is read as
if it were not there, and so is a text box with a paragraph or more. Other tables and boxes, headers, footers, notes,
comments, deleted, struck-out and hidden text are cut.

The title is the paragraph in the style "Title", else the first heading, else the title in the file's properties, else
the file's name.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Cut, Document
from audiocast.sources import field_values, file_names
from audiocast.sources.decoding import decode
from audiocast.sources.extract import boilerplate, html_tree
from audiocast.sources.extract.placed_blocks import PlacedBlock
from audiocast.sources.readers import docx_styles, docx_text
from audiocast.sources.readers.archive import Archive
from audiocast.sources.readers.docx_styles import inner, integer, tag, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.sources.extract.html_tree import Element
    from audiocast.sources.readers.docx_styles import Styles

_MAIN = "word/document.xml"
_OTHERS = (
    ("word/footnotes.xml", "footnote"),
    ("word/endnotes.xml", "footnote"),
    ("word/comments.xml", "comment"),
    ("word/header*.xml", "header or footer"),
    ("word/footer*.xml", "header or footer"),
)
"""Files with text that is not spoken, and the rules."""
_NOT_TOP = frozenset(("Fallback", "txbxContent", "del", "moveFrom", "instrText"))
_BODY_LEVEL = 9
_LOWEST = 6
_LONG = 120
"""A cell or a box with more characters is prose."""
_LONGEST_HEADING = 80
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the article of a document."""
    try:
        return (_article(document),)
    except SourceError as error:
        return (error,)


def _article(document: Document) -> Article:
    origin = document.origin
    _check_form(document)
    archive = Archive(document)
    root = _xml(archive, _MAIN, origin)
    styles = docx_styles.read(
        _optional(archive, "word/styles.xml", origin), _optional(archive, "word/numbering.xml", origin)
    )
    about = _optional(archive, "docProps/core.xml", origin)
    content = _Content(styles)
    content.add(root)
    blocks = content.with_headings()
    heading = blocks[0].block.text if blocks and blocks[0].block.kind is BlockKind.HEADING else ""
    title = next(
        filter(None, (*content.titles, heading, _property(about, "title"))), file_names.title_and_date(origin)[0]
    )
    sifted = boilerplate.sift(blocks, title=title)
    if not sifted.blocks:
        raise SourceError("has no text", where=origin, hint="Write at least one paragraph into it")
    others = tuple(Cut(cut.rule, 0, cut.text) for cut in sifted.cuts)
    category = _property(about, "category")
    return Article(
        id=file_names.identity(origin),
        origin=origin,
        title=title,
        author=sifted.author or _property(about, "creator"),
        categories=(category,) if category else (),
        language=_valid_language(_property(about, "language"), origin),
        published=None,
        link="",
        blocks=tuple(placed.block for placed in sifted.blocks),
        cuts=(*content.cuts, *others, *_outside(archive, origin)),
        tags=tuple(filter(None, map(str.strip, _property(about, "keywords").replace(";", ",").split(",")))),
    )


def _check_form(document: Document) -> None:
    if not document.content.startswith(_COMPOUND_FILE):
        return
    if _ENCRYPTED in document.content:
        raise SourceError("is protected with a password", where=document.origin, hint="Save it without the password")
    raise SourceError("is a document of an old Word", where=document.origin, hint="Save it as .docx")


def _xml(archive: Archive, path: str, origin: str) -> Element:
    return html_tree.parse_xhtml(decode(Document(origin, "text/xml", archive.read(path))), where=origin)


def _optional(archive: Archive, path: str, origin: str) -> Element:
    return _xml(archive, path, origin) if path in archive else html_tree.parse_xhtml("<none/>", where=origin)


def _property(about: Element, name: str) -> str:
    return next((html_tree.text_of(each) for each in about.iter(f"{{*}}{name}")), "")


def _valid_language(value_: str, origin: str) -> str:
    try:
        return field_values.language(value_, origin)
    except SourceError:
        # A program wrote the value, and the user can't correct it.
        return ""


def _outside(archive: Archive, origin: str) -> list[Cut]:
    """Return cuts for the notes, comments, headers and footers, which are files of their own."""
    cuts: dict[Cut, None] = {}
    for pattern, rule in _OTHERS:
        for path in archive.matching(pattern):
            try:
                root = _xml(archive, path, origin)
            except SourceError:
                # It is not spoken, so a damaged file does no harm.
                continue
            for note in root if rule != "header or footer" else (root,):
                text = docx_text.read(note, [])
                if any(map(str.isalpha, text)):
                    cuts[Cut(rule, 0, text)] = None
    return list(cuts)


def _top(root: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables that are not inside one another, and tables of contents."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        name = tag(element)
        if name in {"p", "tbl"} or (name == "sdt" and _is_contents(element)):
            yield element
        elif name not in _NOT_TOP:
            stack.extend(reversed(element))


def _is_contents(control: Element) -> bool:
    properties = next((each for each in control if tag(each) == "sdtPr"), None)
    return properties is not None and inner(properties, "docPartGallery") == "Table of Contents"


class _Content:
    """The blocks of a document, with its titles and cuts."""

    def __init__(self, styles: Styles) -> None:
        self.titles: list[str] = []
        self.cuts: list[Cut] = []
        self._styles = styles
        self._blocks: list[PlacedBlock] = []
        self._bold: set[int] = set()
        """The places of paragraphs in bold type among the blocks."""

    def add(self, root: Element) -> None:
        """Add the paragraphs and tables in an element."""
        for element in _top(root):
            name = tag(element)
            if name == "tbl":
                self._add_table(element)
            elif name == "sdt":
                text = docx_text.read(element, [])
                self.cuts += [Cut("navigation", 0, text)] if text else []
            else:
                self._add_paragraph(element)
                for box in docx_text.boxes(element):
                    self._add_box(box)

    def with_headings(self) -> list[PlacedBlock]:
        """Return the blocks; if none is a heading, short lines in bold type before other text are headings."""
        blocks = list(self._blocks)
        if any(each.block.kind is BlockKind.HEADING for each in blocks):
            return blocks
        for index, following in pairwise(range(len(blocks))):
            text = blocks[index].block.text
            is_bold = index in self._bold and following not in self._bold
            if is_bold and len(text) <= _LONGEST_HEADING and text[-1].isalnum():
                blocks[index] = blocks[index]._replace(block=replace(blocks[index].block, kind=BlockKind.HEADING))
        return blocks

    def _add_table(self, table: Element) -> None:
        rows = [[cell for cell in row if tag(cell) == "tc"] for row in table if tag(row) == "tr"]
        texts = [[docx_text.read(cell, []) for cell in row] for row in rows]
        if _is_layout(table, texts):
            for row in rows:
                for cell in row:
                    self.add(cell)
            return
        rows_of_text = ([docx_text.read(cell, []) for cell in row.iter("{*}tc")] for row in table.iter("{*}tr"))
        text = "; ".join(" | ".join(cells) for cells in rows_of_text if any(cells))
        if text:
            self.cuts.append(Cut("table", 0, text))
            self._blocks.append(PlacedBlock(Block(BlockKind.TABLE, ""), 0))

    def _add_box(self, box: Element) -> None:
        text = docx_text.read(box, [])
        if len(text) > _LONG:
            self.add(box)
        elif text:
            self.cuts.append(Cut("text box", 0, text))

    def _add_paragraph(self, element: Element) -> None:
        text = docx_text.read(element, self.cuts)
        style = inner(element, "pStyle")
        if not text:
            return
        if self._styles.is_caption(style):
            self.cuts.append(Cut("caption", 0, text))
        elif self._styles.is_title(style) and not self.titles:
            self.titles.append(text)
        elif self._styles.is_contents(style):
            self.cuts.append(Cut("navigation", 0, text))
        else:
            block = self._block(element, text, style)
            if block.kind is BlockKind.PARAGRAPH and docx_text.is_bold(element):
                self._bold.add(len(self._blocks))
            self._blocks.append(PlacedBlock(block, 0))

    def _block(self, element: Element, text: str, style: str) -> Block:
        outline = next((value(each, "val") for each in element.iter("{*}outlineLvl")), "")
        level = self._styles.heading(style)
        if outline and not level:
            level = integer(outline) + 1 if integer(outline) < _BODY_LEVEL else 0
        if level:
            return Block(BlockKind.HEADING, text, level=min(level, _LOWEST))
        if self._styles.is_quote(style):
            return Block(BlockKind.QUOTE, text)
        numbering = inner(element, "numId")
        name = self._styles.name(style)
        if (numbering and numbering != "0") or name.startswith("list "):
            depth = integer(inner(element, "ilvl"))
            ordered = self._styles.ordered.get((numbering, depth), name.startswith("list number"))
            number = self._styles.next_number(numbering, depth) if ordered else 0
            return Block(BlockKind.LIST_ITEM, text, depth + 1, number)
        return Block(BlockKind.PARAGRAPH, text)


def _is_layout(table: Element, rows: list[list[str]]) -> bool:
    """Return whether a table only arranges text: one column, tables inside, or mostly long texts."""
    if next((each for each in table.iter("{*}tbl") if each is not table), None) is not None:
        return True
    if max(map(len, rows), default=0) <= 1:
        return True
    texts = [text for row in rows for text in row]
    return 2 * sum(len(text) for text in texts if len(text) > _LONG) > sum(map(len, texts))
