"""Tell what the styles and the numberings of a Word document mean.

Word keeps the English names of its own styles in every language. Other programs write names in the user's language, and
templates have styles of their own that are based on those. So names are known in several languages, and a style that
says nothing itself means what the style means on which it is based.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.sources.extract.html_tree import Element

_HEADING = re.compile(
    r"(?:heading|überschrift|berschrift|titre|título|ttulo|titolo|titlu|rubrik|overskrift|otsikko|kop|nagłówek|nadpis|"
    r"címsor|başlık|cabeçalho|заголовок|επικεφαλίδα|标题|標題|見出し|제목)\s?([1-9])"
)
_TITLES = frozenset(
    (
        *("title", "titel", "titre", "título", "titolo", "tittel", "tytuł", "název", "cím", "titlu", "название"),
        *("标题", "標題", "表題", "제목", "konu başlığı"),
    )
)
_CAPTIONS = frozenset(
    (
        *("caption", "beschriftung", "bildunterschrift", "légende", "leyenda", "epígrafe", "descripción", "didascalia"),
        *("legenda", "bijschrift", "beskrivning", "billedtekst", "bildetekst", "kuvateksti", "podpis", "titulek"),
        *("название объекта", "题注", "図表番号", "figure", "illustration", "abbildung", "drawing", "table caption"),
    )
)
_QUOTE = re.compile(r"quote|quotation|zitat|citation|\bcita\b|citazione|citaat|\bcitat\b|\bsitat\b|cytat|цитата|引用")
_CONTENTS = re.compile(r"(?:toc|verzeichnis|inhaltsverzeichnis|tm|tdc|sommario|innehåll|contents|table of figures)\b.*")
_BODY_LEVEL = 9
"""The outline level of body text."""
_LOWEST = 6
_CHAIN = 12


@dataclass(slots=True)
class Styles:
    """The meaning of a document's styles and numberings.

    Attributes:
        names: The name of each style in lower case, by its id.
        based: The id of the style on which each style is based.
        outlines: The outline level of styles that have one.
        ordered: Whether a list has numbers, by the ids of its numbering and its level.
        counts: The number of the last item of each list.
    """

    names: dict[str, str] = field(default_factory=dict)
    based: dict[str, str] = field(default_factory=dict)
    outlines: dict[str, int] = field(default_factory=dict)
    ordered: dict[tuple[str, int], bool] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def name(self, style: str) -> str:
        """Return the name of a style in lower case."""
        return self.names.get(style, style.lower())

    def is_title(self, style: str) -> bool:
        """Return whether a style is that of the document's title."""
        return self.name(style) in _TITLES

    def is_caption(self, style: str) -> bool:
        """Return whether a style is that of captions."""
        return any(self.name(each) in _CAPTIONS for each in self._chain(style))

    def is_contents(self, style: str) -> bool:
        """Return whether a style is that of a table of contents."""
        return _CONTENTS.fullmatch(self.name(style)) is not None

    def is_quote(self, style: str) -> bool:
        """Return whether a style is that of quotations."""
        return any(_QUOTE.search(self.name(each)) for each in self._chain(style))

    def heading(self, style: str) -> int:
        """Return the level of the headings of a style, or 0."""
        for each in self._chain(style):
            if each in self.outlines:
                return min(self.outlines[each] + 1, _LOWEST) if self.outlines[each] < _BODY_LEVEL else 0
            if match := _HEADING.fullmatch(self.name(each)):
                return min(int(match[1]), _LOWEST)
        return 0

    def next_number(self, numbering: str, depth: int) -> int:
        """Return the number of the next item of a list; nested lists start again after it."""
        for key in [key for key in self.counts if key[0] == numbering and key[1] > depth]:
            del self.counts[key]
        number = self.counts.get((numbering, depth), 0) + 1
        self.counts[numbering, depth] = number
        return number

    def _chain(self, style: str) -> Iterator[str]:
        for _ in range(_CHAIN):
            if not style:
                return
            yield style
            style = self.based.get(style, "")


def read(styles: Element, numbering: Element) -> Styles:
    """Return the styles of a document from its two files."""
    found = Styles()
    for style in styles.iter("{*}style"):
        name = value(style, "styleId")
        found.names[name] = inner(style, "name").lower()
        found.based[name] = inner(style, "basedOn")
        outline = inner(style, "outlineLvl")
        if outline:
            found.outlines[name] = integer(outline)
    formats: dict[str, dict[int, bool]] = {}
    for abstract in numbering.iter("{*}abstractNum"):
        levels = {
            integer(value(level, "ilvl")): inner(level, "numFmt") != "bullet" for level in abstract.iter("{*}lvl")
        }
        formats[value(abstract, "abstractNumId")] = levels
    for number in numbering.iter("{*}num"):
        for level, ordered in formats.get(inner(number, "abstractNumId"), {}).items():
            found.ordered[value(number, "numId"), level] = ordered
    return found


def value(element: Element, name: str) -> str:
    """Return an attribute in any namespace; there are two versions of the format."""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


def inner(element: Element, name: str) -> str:
    """Return the value of the first element of a name inside another element, or ""."""
    return next((value(each, "val") for each in element.iter(f"{{*}}{name}")), "")


def integer(text: str) -> int:
    """Return a small number, or 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else 0


def tag(element: Element) -> str:
    """Return an element's name without its namespace, or "" for anything else, such as an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
