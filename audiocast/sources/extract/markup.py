"""What does a piece of HTML say: which blocks in which order, and what of it is left out, by which rule?

Structure is kept: headings with their levels, lists with their items' depths and numbers, block quotes. A table of
data and a piece of code become one block each that stands for them; a table that only places things on a page is read
as if it were none. Of a link its text is kept. Pictures, players, forms, navigation, captions, footnotes and their
marks, what is struck out and what is hidden are left out; what of that has words is reported.

Whoever knows where in a page its article is gives that element; whatever is said there is judged by `junk` then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5
from itertools import dropwhile
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from audiocast.errors import SourceError
from audiocast.model.article import Block, BlockKind, Cut
from audiocast.sources.decoding import clean, without_broken_references
from audiocast.sources.extract import boilerplate
from audiocast.sources.extract.boilerplate import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any  # of lxml, which has no types


class Body(NamedTuple):
    """What an article says after its title.

    Attributes:
        blocks: What is spoken.
        cuts: What is not.
        author: Whom a byline among the cuts names, or "".
    """

    blocks: tuple[Block, ...]
    cuts: tuple[Cut, ...]
    author: str


LINE = "data-line"
"""The attribute by which whoever makes markup from something else says where that stands."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ol", "ul"))
_BLOCKS = frozenset(
    (
        *_HEADINGS,
        *_LISTS,
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "hr", "html", "legend", "li"),
        *(
            "main",
            "menu",
            "nav",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
        ),
    )
)
_SILENT = frozenset(
    (
        *("applet", "area", "audio", "base", "canvas", "datalist", "embed", "head", "iframe", "img", "input", "link"),
        *("map", "meta", "noembed", "noframes", "noscript", "object", "param", "picture", "rp", "rt", "script"),
        *("source", "style", "svg", "template", "title", "track", "video", "annotation", "annotation-xml"),
    )
)
"""Nobody sees their text, or nobody can hear what they show."""
_OF_HEADS = frozenset(("base", "link", "meta", "noscript", "object", "script", "style", "template", "title"))
_CUT = {
    **dict.fromkeys(("button", "form", "label", "select", "textarea", "option", "output"), "form"),
    **dict.fromkeys(("del", "s", "strike"), "struck out"),
    **dict.fromkeys(("nav", "menu"), "navigation"),
    "figcaption": "caption",
    "footer": "footer",
}
_ROLES = {
    **dict.fromkeys(("navigation", "menu", "menubar", "search", "toolbar", "tablist", "doc-toc"), "navigation"),
    **dict.fromkeys(("doc-noteref", "doc-backlink"), "footnote mark"),
    **dict.fromkeys(("doc-footnote", "doc-footnotes", "doc-endnote", "doc-endnotes"), "footnote"),
    **dict.fromkeys(("dialog", "alertdialog"), "dialog"),
}
_TYPES = {
    **dict.fromkeys(("noteref", "backlink"), "footnote mark"),
    **dict.fromkeys(("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"), "footnote"),
    "pagebreak": "page number",
    "toc": "navigation",
}
_CLASSES = {
    **dict.fromkeys(("caption", "wp-caption-text", "image-caption", "photo-caption", "captiontext"), "caption"),
    **dict.fromkeys(("credit", "image-credit", "photo-credit", "caption-credit", "photographer"), "credit"),
    **dict.fromkeys(("footnote-ref", "footnote-backref", "footnote-back", "footnoteref", "noteref"), "footnote mark"),
    **dict.fromkeys(("footnotes", "footnotes-list", "footnote-definition", "endnotes"), "footnote"),
    **dict.fromkeys(("share", "sharing", "share-buttons", "social-share", "sharedaddy", "addtoany"), "share"),
    **dict.fromkeys(("visually-hidden", "sr-only", "screen-reader-text", "preheader"), "hidden"),
    **dict.fromkeys(("headerlink", "heading-anchor", "mw-editsection"), "navigation"),
}
_MISTAKEN = frozenset(("aside", "dialog", "footer", "form", "share"))
"""Rules that go by how an element is used elsewhere: one that holds most of a text is used for that."""
_MOSTLY = 0.5
_MUCH = 500
_LONGEST_HEADING = 150
"""What is longer is prose that should look important."""
_FOOTNOTE = re.compile(r"_?(?:cite_note|ftn|edn|fn|footnote|endnote|note)s?[-_:.]*\d{1,5}", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3}|[↩↑^#🔗]\ufe0e?|note \d{1,3})\s*[\])]?", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_BASE = re.compile(r"(?:\d|\)|\b[^\W\d_]{1,2})$")

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_ENTITIES = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOO_DEEP = "ERR_RESOURCE_LIMIT"

_TYPE = "{http://www.idpf.org/2007/ops}type"
_DIGITS = 9
_MARK_ELEMENTS = 4
_SHORT_CELL = 120
"""What is longer is prose, and its table a means to place it on a page."""


def parse(text: str, *, where: str) -> Element:
    """The root of a page, or of a piece of one. No address is opened for it, and there are no entities to expand.

    Raises:
        SourceError: It is nested deeper than any article.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    return _with_body(_parsed(_prepared(text), parser, where))


def parse_xhtml(text: str, *, where: str) -> Element:
    """The same of a page of a book, which is XML, or nearly so.

    Raises:
        SourceError: It is nested deeper than any article.
    """
    known = _ENTITY.sub(lambda found: found[0] if found[1] in _XML_ENTITIES else html5.get(found[1], ""), text)
    known = without_broken_references(known)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return _parsed(_prepared(known), parser, where)


def read(root: Element, *, title: str, line: int = 0, asides: bool = False) -> Body:
    """What is said in an element.

    Args:
        root: As parsed; it is not changed.
        title: The article's, for it is not said twice.
        line: What is added to the numbers of lines.
        asides: Whether `<aside>` is a part of the text, as in books; on pages it is about other articles.
    """
    walk = _Walk(line=line, asides=asides)
    walk.through(root)
    told = boilerplate.sift(walk.pieces, title=title)
    cuts = sorted((*walk.cuts, *told.cuts), key=lambda cut: cut.line)
    return Body(tuple(piece.block for piece in told.pieces), tuple(cuts), told.author)


def text_of(element: Element) -> str:
    """All text in an element, on one line."""
    return clean(" ".join(element.itertext()))


def _prepared(text: str) -> bytes:
    plain = _NO_CHARACTER.sub("", _DECLARATION.sub("", text, count=1))
    return plain.encode() or b" "


def _parsed(content: bytes, parser: Element, where: str) -> Element:
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == _TOO_DEEP for entry in parser.error_log):
        raise SourceError("is nested too deeply", where=where, hint="Simplify its markup, or leave it out")
    return etree.Element("html") if root is None else root


def _with_body(root: Element) -> Element:
    """Move what the parser does not know into the body: HTML may leave out that tag, and then it stays in the head."""
    head = root.find("head")
    unknown = [] if head is None else list(dropwhile(lambda each: each.tag in _OF_HEADS, head))
    if unknown:
        body = root.find("body")
        body = etree.SubElement(root, "body") if body is None else body
        unknown[-1].tail, body.text = (unknown[-1].tail or "") + (body.text or ""), None
        body[:0] = unknown
    return root


@dataclass(slots=True)
class _List:
    """A list that is being read.

    Attributes:
        ordered: Whether its items have numbers.
        next: The number of the next item.
        begun: The number of an item of which no text was seen yet, or None.
    """

    ordered: bool
    next: int
    begun: int | None = None


class _Walk:
    """One way through a tree, without recursion, for a tree may be deep.

    Text is gathered until a block begins or ends; then it is a piece.
    """

    def __init__(self, *, line: int, asides: bool) -> None:
        self.pieces: list[Piece] = []
        self.cuts: list[Cut] = []
        self._offset = line
        self._told = 0
        self._asides = asides
        self._text: list[str] = []
        self._line = 0
        self._outside_links = False
        self._links = 0
        self._heading = 0
        self._quotes = 0
        self._lists: list[_List] = []
        self._breaks = 0
        self._lengths: dict[Element, int] = {}

    def through(self, root: Element) -> None:
        """Gather all pieces and cuts below an element."""
        self._root = root
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            # An entity that nobody declared, or that should not be expanded, has no name.
            name = _name(element)
            if event == "start" and element is not root and self._leaves_out(element, name):
                skipped = element
                walk.skip_subtree()
            elif event == "start":
                self._enter(element, name)
                self._say(element.text)
            else:
                if element is not skipped:
                    self._leave(name)
                if element is not root:
                    self._say(element.tail)
        self._flush()

    def _leaves_out(self, element: Element, name: str) -> bool:
        """Whether an element's text is not said where it stands."""
        if name in _SILENT or not name or (name == "sup" and self._raised(element)):
            return True
        if name == "pre":
            self._stand_for(BlockKind.CODE, "", "code", element)
            return True
        if name == "table" and _is_data(element):
            captions = [text_of(each) for each in element if _is_named(each, "caption")]
            self._stand_for(BlockKind.TABLE, captions[0] if captions else "", "table", element)
            return True
        rule = _rule(element, name, asides=self._asides)
        if not rule or (rule in _MISTAKEN and self._is_most(element)):
            return False
        if name in _BLOCKS:
            self._flush()
        self._cut(rule, element)
        return True

    def _is_most(self, element: Element) -> bool:
        """Whether there is not much but an element's text."""
        root = self._root
        if not self._lengths:
            for each in reversed(list(root.iter())):
                inner = sum(self._lengths[child] + len((child.tail or "").strip()) for child in each)
                self._lengths[each] = len((each.text or "").strip()) + inner if _name(each) not in _SILENT else 0
        return self._lengths[element] > max(_MUCH, _MOSTLY * self._lengths[root])

    def _stand_for(self, kind: BlockKind, text: str, rule: str, element: Element) -> None:
        self._flush()
        inside = _rows(element) if kind is BlockKind.TABLE else text_of(element)
        if inside:
            line = self._place(element)
            self.pieces.append(Piece(Block(kind, text), line))
            self.cuts.append(Cut(rule, line, inside))

    def _cut(self, rule: str, element: Element) -> None:
        text = text_of(element)
        if any(map(str.isalnum, text)):
            self.cuts.append(Cut(rule, self._place(element), text))

    def _enter(self, element: Element, name: str) -> None:
        if name in _BLOCKS:
            self._flush()
            self._line = self._place(element)
        if name in _HEADINGS:
            self._heading = _HEADINGS[name]
        elif name == "blockquote":
            self._quotes += 1
        elif name in _LISTS:
            self._lists.append(_List(name == "ol", _number(element.get("start"), 1)))
        elif name == "li" and self._lists:
            inner = self._lists[-1]
            inner.begun = _number(element.get("value"), inner.next)
            inner.next = inner.begun + 1
        elif name == "a":
            self._links += 1
        elif name == "q":
            self._say("“")
        elif name == "br":
            self._break()

    def _leave(self, name: str) -> None:
        if name in _BLOCKS:
            self._flush()
        if name in _HEADINGS:
            self._heading = 0
        elif name == "blockquote":
            self._quotes -= 1
        elif name in _LISTS:
            self._lists.pop()
        elif name == "li" and self._lists:
            self._lists[-1].begun = None
        elif name == "a":
            self._links -= 1
        elif name == "q":
            self._say("”")

    def _break(self) -> None:
        """Two line breaks in a row are how paragraphs are made by people who have no others."""
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
        self._text.append("\n")

    def _raised(self, element: Element) -> bool:
        """A raised number behind a number, a letter or a unit is a power, and not more digits."""
        digits = (element.text or "").strip()
        is_power = not len(element) and digits.lstrip("+-−").isdigit() and bool(_BASE.search("".join(self._text[-2:])))
        if is_power:
            self._say(digits.translate(_SUPERSCRIPTS))
        return is_power

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self._text.append(text)
        if not text.isspace():
            self._breaks = 0
            self._outside_links = self._outside_links or (not self._links and any(map(str.isalnum, text)))

    def _flush(self) -> None:
        text = clean("".join(self._text))
        linked = not self._outside_links
        self._text.clear()
        self._outside_links = False
        self._breaks = 0
        if text:
            self.pieces.append(Piece(self._block(text), self._line, linked))

    def _block(self, text: str) -> Block:
        if self._heading and len(text) <= _LONGEST_HEADING:
            return Block(BlockKind.HEADING, text, level=self._heading)
        inner = self._lists[-1] if self._lists else None
        if inner and inner.begun is not None:
            number, inner.begun = inner.begun, None
            return Block(BlockKind.LIST_ITEM, text, level=len(self._lists), number=number if inner.ordered else 0)
        return Block(BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH, text)

    def _place(self, element: Element) -> int:
        told = _number(element.get(LINE), 0)
        # Where lines are told, those of the markup made from them mean nothing.
        self._told = told or self._told
        line = self._told or element.sourceline or 0
        return line + self._offset if line else 0


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _DIGITS else default


def _rule(element: Element, name: str, *, asides: bool) -> str:
    """The rule that leaves an element out, or ""."""
    if name == "aside" and not asides:
        return "aside"
    if rule := _CUT.get(name, ""):
        return rule
    if name in {"a", "sup"}:
        return "footnote mark" if _is_mark(element, name) else _told(element)
    if name in _HEADINGS:
        return "hidden" if _is_hidden(element) else ""
    if name in _BLOCKS and _FOOTNOTE.fullmatch(element.get("id") or ""):
        return "footnote"
    return _told(element)


def _told(element: Element) -> str:
    """What an element's attributes say that it is, as far as that leaves it out."""
    if not element.attrib:
        return ""
    if _is_hidden(element):
        return "hidden"
    kinds = (element.get("role") or "").split()
    rule = next((_ROLES[each] for each in kinds if each in _ROLES), "")
    types = (element.get(_TYPE) or element.get("epub:type") or "").split()
    rule = rule or next((_TYPES[each] for each in types if each in _TYPES), "")
    classes = (element.get("class") or "").lower().split()
    return rule or next((_CLASSES[each] for each in classes if each in _CLASSES), "")


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def _is_mark(element: Element, name: str) -> bool:
    """Whether a link or a raised text is the number of a footnote."""
    if sum(1 for _ in element.iter()) > _MARK_ELEMENTS or not _MARK.fullmatch(text_of(element)):
        return False
    if name == "a":
        return "#" in (element.get("href") or "")
    return any(_is_named(each, "a") for each in element.iter()) or not text_of(element).isalpha()


def _is_named(element: Element, name: str) -> bool:
    return _name(element) == name


def _name(element: Element) -> str:
    """A tag without its namespace, in lower case; "" of what is no element. A damaged page has names that are none."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _is_data(table: Element) -> bool:
    """Whether a table holds data, and not the parts of a page."""
    if (table.get("role") or "") in {"presentation", "none"} or next(_inside(table, "table"), None) is not None:
        return False
    if any(next(_inside(table, name), None) is not None for name in ("th", "caption", "thead")):
        return True
    rows = [list(_inside(row, "td")) for row in _inside(table, "tr")]
    cells = [cell for row in rows for cell in row]
    prose = any(len(text_of(cell)) > _SHORT_CELL or any(_is_prose(each) for each in cell.iter()) for cell in cells)
    return len(rows) > 1 and max(map(len, rows)) > 1 and not prose


def _inside(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter(f"{{*}}{name}") if each is not element)


def _is_prose(element: Element) -> bool:
    name = _name(element)
    return name in _HEADINGS or name in _LISTS or name in {"p", "blockquote", "article", "section"}


def _rows(table: Element) -> str:
    """A table in one line."""
    rows = ([text_of(cell) for cell in row if isinstance(cell.tag, str)] for row in _inside(table, "tr"))
    return "; ".join(" | ".join(cells) for cells in rows if any(cells))
