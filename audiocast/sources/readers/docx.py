"""Read a Word document (DOCX).

The XML is read here, with limits, because the libraries for this format keep the whole document in memory several times
and trust its content. It reads paragraphs, with the styles that make them headings, list items, quotations or captions,
and tables. Headers, footers, footnotes, comments and text boxes are other files or elements and are skipped. Deleted
text of tracked changes and hidden text are left out.

The title is the paragraph in the style "Title", else the first heading, else the title in the file's properties, else
the file's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Cut, Document
from audiocast.sources import field_values, file_names
from audiocast.sources.decoding import clean, decode
from audiocast.sources.extract import boilerplate, html_tree
from audiocast.sources.extract.placed_blocks import PlacedBlock
from audiocast.sources.readers.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.sources.extract.html_tree import Element

_MAIN = "word/document.xml"
_SILENT = frozenset(("Fallback", "txbxContent", "del", "moveFrom", "instrText"))
_CAPTION = "caption"
_TITLE = "title"
_BODY_LEVEL = 9
"""The outline level of body text."""
_LOWEST = 6


@dataclass(slots=True)
class _Styles:
    """The meaning of a document's styles and numberings.

    Attributes:
        names: The built-in name of each style in lower case, by its id.
        ordered: Whether a list has numbers, by the ids of its numbering and its level.
        counts: The number of the last item of each list.
    """

    names: dict[str, str] = field(default_factory=dict)
    ordered: dict[tuple[str, int], bool] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the article of a document."""
    try:
        return (_article(document),)
    except SourceError as error:
        return (error,)


def _article(document: Document) -> Article:
    origin = document.origin
    archive = Archive(document)
    root = _xml(archive, _MAIN, origin)
    styles = _styles(archive, origin)
    about = _optional(archive, "docProps/core.xml", origin)
    titles: list[str] = []
    cuts: list[Cut] = []
    blocks = [placed for each in _top(root) for placed in _blocks_of(each, styles, titles, cuts)]
    heading = blocks[0].block.text if blocks and blocks[0].block.kind is BlockKind.HEADING else ""
    title = next(filter(None, (*titles, heading, _property(about, "title"))), file_names.title_and_date(origin)[0])
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
        cuts=(*cuts, *others),
        tags=tuple(filter(None, map(str.strip, _property(about, "keywords").replace(";", ",").split(",")))),
    )


def _xml(archive: Archive, path: str, origin: str) -> Element:
    return html_tree.parse_xhtml(decode(Document(origin, "text/xml", archive.read(path))), where=origin)


def _optional(archive: Archive, path: str, origin: str) -> Element:
    return _xml(archive, path, origin) if path in archive else html_tree.parse_xhtml("<none/>", where=origin)


def _property(about: Element, name: str) -> str:
    return next((html_tree.text_of(each) for each in about.iter(f"{{*}}{name}")), "")


def _valid_language(value: str, origin: str) -> str:
    try:
        return field_values.language(value, origin)
    except SourceError:
        # A program wrote the value, and the user can't correct it.
        return ""


def _styles(archive: Archive, origin: str) -> _Styles:
    styles = _Styles()
    for style in _optional(archive, "word/styles.xml", origin).iter("{*}style"):
        styles.names[_value(style, "styleId")] = _inner(style, "name").lower()
    numbering = _optional(archive, "word/numbering.xml", origin)
    formats: dict[str, dict[int, bool]] = {}
    for abstract in numbering.iter("{*}abstractNum"):
        levels = {
            _integer(_value(level, "ilvl")): _inner(level, "numFmt") != "bullet" for level in abstract.iter("{*}lvl")
        }
        formats[_value(abstract, "abstractNumId")] = levels
    for number in numbering.iter("{*}num"):
        for level, ordered in formats.get(_inner(number, "abstractNumId"), {}).items():
            styles.ordered[_value(number, "numId"), level] = ordered
    return styles


def _value(element: Element, name: str) -> str:
    """Return an attribute in any namespace; there are two versions of the format."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _inner(element: Element, name: str) -> str:
    """Return the value of the first element of a name inside another element, or ""."""
    return next((_value(each, "val") for each in element.iter(f"{{*}}{name}")), "")


def _integer(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else 0


def _top(root: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables that are not inside one another."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        name = _name(element)
        if name in {"p", "tbl"}:
            yield element
        elif name not in _SILENT:
            stack.extend(reversed(element))


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _blocks_of(element: Element, styles: _Styles, titles: list[str], cuts: list[Cut]) -> Iterator[PlacedBlock]:
    if _name(element) == "tbl":
        rows = ([clean(_text(cell)) for cell in row.iter("{*}tc")] for row in element.iter("{*}tr"))
        text = "; ".join(" | ".join(cells) for cells in rows if any(cells))
        if text:
            cuts.append(Cut("table", 0, text))
            yield PlacedBlock(Block(BlockKind.TABLE, ""), 0)
        return
    text = clean(_text(element))
    style = styles.names.get(_inner(element, "pStyle"), _inner(element, "pStyle").lower())
    if not text:
        return
    if style == _CAPTION:
        cuts.append(Cut("caption", 0, text))
    elif style == _TITLE and not titles:
        titles.append(text)
    elif style.startswith("toc "):
        cuts.append(Cut("navigation", 0, text))
    else:
        yield PlacedBlock(_block(element, text, style, styles), 0)


def _block(element: Element, text: str, style: str, styles: _Styles) -> Block:
    level = _integer(style.removeprefix("heading").strip()) if style.startswith("heading") else 0
    outline = next((_value(each, "val") for each in element.iter("{*}outlineLvl")), "")
    level = level or (_integer(outline) + 1 if outline and _integer(outline) < _BODY_LEVEL else 0)
    if level:
        return Block(BlockKind.HEADING, text, level=min(level, _LOWEST))
    if "quote" in style:
        return Block(BlockKind.QUOTE, text)
    numbering = _inner(element, "numId")
    if (numbering and numbering != "0") or style.startswith("list "):
        depth = _integer(_inner(element, "ilvl"))
        ordered = styles.ordered.get((numbering, depth), style.startswith("list number"))
        return Block(BlockKind.LIST_ITEM, text, depth + 1, _count(styles, numbering, depth) if ordered else 0)
    return Block(BlockKind.PARAGRAPH, text)


def _count(styles: _Styles, numbering: str, depth: int) -> int:
    """Return the number of the next item of a list; nested lists start again after it."""
    for key in [key for key in styles.counts if key[0] == numbering and key[1] > depth]:
        del styles.counts[key]
    number = styles.counts.get((numbering, depth), 0) + 1
    styles.counts[numbering, depth] = number
    return number


def _text(root: Element) -> str:
    """Return the readable text of a paragraph or a cell."""
    parts: list[str] = []
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        name = _name(element)
        if name == "t":
            parts.append(element.text or "")
        elif name in {"tab", "br", "cr", "p", "noBreakHyphen"}:
            parts.append("-" if name == "noBreakHyphen" else " ")
        if name not in _SILENT and not (name == "r" and _is_hidden(element)):
            stack.extend(reversed(element))
    return "".join(parts)


def _is_hidden(run: Element) -> bool:
    return any(_value(each, "val") not in {"0", "false"} for each in run.iter("{*}vanish"))
