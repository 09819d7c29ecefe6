"""Read the blocks of an article from a tree of HTML elements, and report what is left out.

Structure is kept: headings with their levels, list items with their depths and numbers, block quotes. A table of data
and a block of code become one block each, and their text becomes a cut. A table that only arranges a page is read as
if it were not there. A link becomes its text. `element_rules` names what is left out: pictures, players, forms,
navigation, captions, footnotes and their marks, struck-out and hidden text.

The caller passes the element that holds the article; on web pages `main_content` finds it. The blocks then go through
`boilerplate`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from audiocast.model.article import Block, BlockKind, Cut
from audiocast.sources.decoding import clean
from audiocast.sources.extract import boilerplate, tables, transcript_times
from audiocast.sources.extract.element_rules import BLOCKS, HEADINGS, LISTS, SILENT, USAGE_RULES, rule_for
from audiocast.sources.extract.html_tree import name_of, text_of
from audiocast.sources.extract.placed_blocks import PlacedBlock

if TYPE_CHECKING:
    from audiocast.sources.extract.html_tree import Element
    from audiocast.sources.extract.placed_blocks import Preparation


class Body(NamedTuple):
    """The content of an article below its title.

    Attributes:
        blocks: The blocks to be spoken.
        cuts: What is left out, in order of lines.
        author: The author from a byline among the cuts, or "".
    """

    blocks: tuple[Block, ...]
    cuts: tuple[Cut, ...]
    author: str


LINE = "data-line"
"""An attribute for generated markup: the line of an element's text in the original document."""

_MOST_SHARE = 0.5
_MOST_LENGTH = 500
_LONGEST_HEADING = 150
"""A longer heading is a paragraph in large type."""
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_BASE = re.compile(r"(?:\d|\)|\b[^\W\d_]{1,2})$")
_DIGITS = 9
_BARS = "/\u2044\u2215"
_CODES = frozenset(("code", "kbd", "samp", "tt", "var"))
_ESCAPED = re.compile(r"&(?:#\d{2,5}|amp|nbsp|quot|apos|[lr][sd]quo|[mn]dash|hellip);")


def read(root: Element, *, title: str, line: int = 0, asides: bool = False, prepare: Preparation | None = None) -> Body:
    """Return the blocks of an element and what is left out.

    Args:
        root: The element, as parsed; it is not changed.
        title: The article's title, which is not repeated as a block.
        line: A number to add to all line numbers.
        asides: Whether `<aside>` belongs to the text, as in books; on pages it is about other articles.
        prepare: Leaves out what is boilerplate only in this format, before the general rules.
    """
    walk = _Walk(line=line, asides=asides)
    walk.through(root)
    blocks, times = transcript_times.without_times(walk.blocks)
    blocks, early = prepare(blocks) if prepare else (blocks, [])
    sifted = boilerplate.sift(blocks, title=title)
    cuts = sorted((*walk.cuts, *times, *early, *sifted.cuts), key=lambda cut: cut.line)
    return Body(tuple(placed.block for placed in sifted.blocks), tuple(cuts), sifted.author)


@dataclass(slots=True)
class _List:
    """A list that is being read.

    Attributes:
        ordered: Whether its items have numbers.
        next: The number of the next item.
        begun: The number of an item that has no text yet, or None.
    """

    ordered: bool
    next: int
    begun: int | None = None


class _Walk:
    """One walk through a tree, without recursion because a tree may be deep.

    Text is collected until a block begins or ends, and then becomes a block of the article.
    """

    def __init__(self, *, line: int, asides: bool) -> None:
        self.blocks: list[PlacedBlock] = []
        self.cuts: list[Cut] = []
        self._offset = line
        self._marked_line = 0
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
        self._captions = -1
        self._codes = 0

    def through(self, root: Element) -> None:
        """Collect all blocks and cuts below an element."""
        self._root = root
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            # An entity, which is not expanded, has no name.
            name = name_of(element)
            if event == "start" and element is not root and self._leaves_out(element, name):
                skipped = element
                walk.skip_subtree()
            elif event == "start":
                self._enter(element, name)
                self._append(element.text)
            else:
                if element is not skipped:
                    self._leave(name)
                if element is not root:
                    self._append(element.tail)
        self._flush()

    def _leaves_out(self, element: Element, name: str) -> bool:
        """Return whether an element is left out or replaced, and report it."""
        if name == "img":
            self._append(_initial(element))
        if name in SILENT or not name or (name == "sup" and (self._is_power(element) or self._is_fraction(element))):
            return True
        if name == "pre":
            self._replace_by_block(BlockKind.CODE, "", "code", element)
            return True
        if name == "table" and tables.is_data(element):
            captions = [text_of(each) for each in element if name_of(each) == "caption"]
            self._replace_by_block(BlockKind.TABLE, captions[0] if captions else "", "table", element)
            return True
        rule = rule_for(element, name, asides=self._asides)
        if not rule or (rule in USAGE_RULES and self._is_most(element)) or (rule == "caption" and self._is_album()):
            return False
        if name in BLOCKS:
            self._flush()
        self._cut(rule, element)
        return True

    def _is_most(self, element: Element) -> bool:
        """Return whether an element holds most of the text."""
        root = self._root
        if not self._lengths:
            for each in reversed(list(root.iter())):
                inner = sum(self._lengths[child] + len((child.tail or "").strip()) for child in each)
                self._lengths[each] = len((each.text or "").strip()) + inner if name_of(each) not in SILENT else 0
        return self._lengths[element] > max(_MOST_LENGTH, _MOST_SHARE * self._lengths[root])

    def _replace_by_block(self, kind: BlockKind, text: str, rule: str, element: Element) -> None:
        self._flush()
        inside = tables.one_line(element) if kind is BlockKind.TABLE else text_of(element)
        if inside:
            line = self._place(element)
            self.blocks.append(PlacedBlock(Block(kind, text), line))
            self.cuts.append(Cut(rule, line, inside))

    def _cut(self, rule: str, element: Element) -> None:
        text = text_of(element)
        if any(map(str.isalnum, text)):
            self.cuts.append(Cut(rule, self._place(element), text))

    def _enter(self, element: Element, name: str) -> None:
        if name in BLOCKS:
            self._flush()
            self._line = self._place(element)
        if name in HEADINGS:
            self._heading = HEADINGS[name]
        elif name == "blockquote":
            self._quotes += 1
        elif name in LISTS:
            self._lists.append(_List(name == "ol", _number(element.get("start"), 1)))
        elif name == "li" and self._lists:
            inner = self._lists[-1]
            inner.begun = _number(element.get("value"), inner.next)
            inner.next = inner.begun + 1
        elif name == "a":
            self._links += 1
        elif name in _CODES:
            self._codes += 1
        elif name == "q":
            self._append("“")
        elif name == "br":
            self._break()

    def _leave(self, name: str) -> None:
        if name in BLOCKS:
            self._flush()
        if name in HEADINGS:
            self._heading = 0
        elif name == "blockquote":
            self._quotes -= 1
        elif name in LISTS:
            self._lists.pop()
        elif name == "li" and self._lists:
            self._lists[-1].begun = None
        elif name == "a":
            self._links -= 1
        elif name in _CODES:
            self._codes -= 1
        elif name == "q":
            self._append("”")

    def _break(self) -> None:
        """Note a line break; two in a row end a paragraph."""
        self._breaks += 1
        if self._breaks > 1:
            self._flush()
        self._text.append("\n")

    def _is_power(self, element: Element) -> bool:
        """Return whether a raised number is a power, as after a unit, and append it as such."""
        digits = (element.text or "").strip()
        is_power = not len(element) and digits.lstrip("+-−").isdigit() and bool(_BASE.search("".join(self._text[-2:])))
        if is_power:
            self._append(digits.translate(_SUPERSCRIPTS))
        return is_power

    def _is_fraction(self, element: Element) -> bool:
        """Return whether a raised number is the upper part of a fraction, as in "1 1/2", and append it as such."""
        below = element.getnext()
        bar = (element.tail or "").strip()
        number = text_of(element)
        if not number.isdigit() or not bar or bar not in _BARS or below is None or name_of(below) != "sub":
            return False
        separate = "".join(self._text[-1:])[-1:].isdigit()
        self._append(f" {number}" if separate else number)
        return True

    def _is_album(self) -> bool:
        """Return whether most of the text is in captions, as in a series of pictures that is the article."""
        if self._captions < 0:
            total = len(text_of(self._root))
            self._captions = sum(len(text_of(each)) for each in self._root.iter() if name_of(each) == "figcaption")
            self._captions *= self._captions > max(_MOST_LENGTH, _MOST_SHARE * total)
        return self._captions > 0

    def _append(self, text: str | None) -> None:
        if not text:
            return
        if "&" in text and not self._codes:
            # Some sites escape characters twice.
            text = _ESCAPED.sub(lambda match: unescape(match[0]), text)
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
            self.blocks.append(PlacedBlock(self._block(text), self._line, linked))

    def _block(self, text: str) -> Block:
        if self._heading and len(text) <= _LONGEST_HEADING:
            return Block(BlockKind.HEADING, text, level=self._heading)
        inner = self._lists[-1] if self._lists else None
        if inner and inner.begun is not None:
            number, inner.begun = inner.begun, None
            return Block(BlockKind.LIST_ITEM, text, level=len(self._lists), number=number if inner.ordered else 0)
        return Block(BlockKind.QUOTE if self._quotes else BlockKind.PARAGRAPH, text)

    def _place(self, element: Element) -> int:
        marked = _number(element.get(LINE), 0)
        # Where the attribute is used, the parser's line numbers are those of generated markup.
        self._marked_line = marked or self._marked_line
        line = self._marked_line or element.sourceline or 0
        return line + self._offset if line else 0


def _initial(picture: Element) -> str:
    """Return the letter that a picture shows before the rest of its word, or ""."""
    letter = (picture.get("alt") or "").strip()
    outer = picture if picture.tail or picture.getnext() is not None else picture.getparent()
    rest = "" if outer is None else outer.tail or ""
    return letter if len(letter) == 1 and letter.isupper() and rest[:1].isalpha() else ""


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _DIGITS else default
