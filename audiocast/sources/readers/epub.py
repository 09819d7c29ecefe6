"""Read a book (EPUB 2 and 3).

Each chapter is an article, in the order of the book. So a book is a show (`kind = "serial"`) whose episodes are its
chapters, and a listener can stop after any of them. In a book without a table of contents, or with one that names no
page with text, each file is a chapter. Else a file that the table of contents does not name:

- is a chapter if it begins with a heading of the rank that the chapters' headings have, as a prologue does, and has
  enough text, or if it stands before the first chapter and has a lot of text;
- is cut if it stands before the first chapter, such as the cover or a dedication;
- otherwise continues the chapter before it.

A page that has only a title, such as "Part One", becomes a heading of the chapter after it. Contents, indexes, notes,
lists of other books, licences and pages outside the order of reading are cut.

The id of a chapter is the id of the book (taken from the file's name) and the number of the chapter's first page.
Chapters have the book's date, one second apart, to keep their order. Podcasts can't have dates before 1970, so an old
book has the date of its edition or of its file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Cut, Document
from audiocast.sources import file_names, language
from audiocast.sources.extract import book_pages, html_tree, markup
from audiocast.sources.readers import book_notes, book_package
from audiocast.sources.readers.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocast.sources.extract.html_tree import Element
    from audiocast.sources.readers.book_package import Book

_A_LOT = 1_500
"""A page without a title before the first chapter with more characters is a chapter."""
_LONGEST_IMPRINT = 6_000
_TYPE = "{http://www.idpf.org/2007/ops}type"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LICENCE = re.compile(r"pg-?(?:header|footer|machine-header)|pgheader|pgfooter|pg-boilerplate", re.IGNORECASE)
_BEGIN = re.compile(r"\*\*\* ?start of (?:the|this) project gutenberg", re.IGNORECASE)
_END = re.compile(r"\*\*\* ?end of (?:the|this) project gutenberg", re.IGNORECASE)


class _Page(NamedTuple):
    """A page of a book.

    Attributes:
        body: Its blocks and cuts, without its title.
        named: Its title: that in the table of contents, its first heading or its `<title>`.
        heading: Its first heading, or "".
        rank: The level of this heading, or 0.
        apart: Whether it says that it is not to be read aloud.
        language: The code of its language, or "".
    """

    body: markup.Body
    named: str
    heading: str
    rank: int
    apart: bool
    language: str


@dataclass(slots=True)
class _Chapter:
    """A chapter that is being collected; `place` is the number of its first page in the book."""

    title: str
    place: int
    language: str = ""
    blocks: list[Block] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    author: str = ""


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the chapters of a book, then the errors of pages that can't be read."""
    origin = document.origin
    try:
        archive = Archive(document)
        book = book_package.read(archive, origin)
    except SourceError as error:
        return (error,)
    errors: list[SourceError] = []
    pages = _pages(archive, book, origin, errors)
    collected = _Collection(book, pages)
    for place, path in enumerate(book.pages, 1):
        if path in pages:
            collected.add(place, path, pages[path])
    chapters = collected.finished()
    if not chapters and not errors:
        errors.append(SourceError("has no chapter with text", where=origin, hint="Remove the book"))
    return (*(_article(book, each, origin, number) for number, each in enumerate(chapters, 1)), *errors)


def _pages(archive: Archive, book: Book, origin: str, errors: list[SourceError]) -> dict[str, _Page]:
    """Return the pages of a book that can be read, by their paths."""
    roots: dict[str, Element] = {}
    notes: dict[str, set[str]] = {}
    for path in book.pages:
        try:
            roots[path] = book_package.xml(archive, path, origin)
        except SourceError as error:
            errors.append(error)
            continue
        for page, name in book_notes.targets(roots[path], path, archive):
            notes.setdefault(page, set()).add(name)
    pages: dict[str, _Page] = {}
    for path in list(roots):
        root = roots.pop(path)
        if path in notes:
            book_notes.mark(root, notes[path])
        pages[path] = _page(root, title=book.titles.get(path, ""), origin=origin)
    return pages


def _page(root: Element, *, title: str, origin: str) -> _Page:
    bodies = list(root.iter("{*}body"))
    text = bodies[0] if bodies else root
    kinds = " ".join(each.get(_TYPE) or "" for each in (text, *text[:1]) if isinstance(each.tag, str)).split()
    licences = _without_licence(text)
    blocks, _ = _within_licence(markup.read(text, title="", asides=True).blocks)
    first = blocks[0] if blocks and blocks[0].kind is BlockKind.HEADING else None
    named = title or (first.text if first else next(map(html_tree.text_of, root.iter("{*}title")), ""))
    body = markup.read(text, title=named, asides=True)
    kept, licensed = _within_licence(body.blocks)
    kept, repeated = book_pages.without_title(kept, named)
    kept, notes = book_pages.without_notes(kept)
    cuts = (*(Cut(cut.rule, 0, cut.text) for cut in body.cuts), *licences, *repeated, *licensed, *notes)
    code = next(filter(None, (each.get(_LANGUAGE) or each.get("lang") or "" for each in (text, root))), "")
    return _Page(
        body._replace(blocks=tuple(kept), cuts=cuts),
        named,
        first.text if first else "",
        first.level if first else 0,
        apart=bool(book_package.NOT_TEXT.intersection(kinds)),
        language=book_package.valid_language(code, origin),
    )


def _without_licence(text: Element) -> list[Cut]:
    """Remove the elements that hold the header and the licence of Project Gutenberg from a page."""
    cuts: list[Cut] = []
    for element in list(text.iter("{*}div", "{*}section", "{*}p", "{*}pre")):
        names = (element.get("id") or "", *(element.get("class") or "").split())
        if element is not text and any(map(_LICENCE.fullmatch, names)) and element.getparent() is not None:
            cuts.append(Cut("licence", 0, html_tree.text_of(element)))
            tail = element.tail
            element.clear()
            element.tail = tail
    return [each for each in cuts if each.text]


def _within_licence(blocks: Sequence[Block]) -> tuple[list[Block], list[Cut]]:
    """Cut what stands before and after the lines with which Project Gutenberg encloses a book."""
    start = next((index + 1 for index, block in enumerate(blocks) if _BEGIN.match(block.text)), 0)
    end = next((index for index, block in enumerate(blocks) if _END.match(block.text)), len(blocks))
    outside = (*blocks[:start], *blocks[max(start, end) :])
    return list(blocks[start:end]), [Cut("licence", 0, block.text) for block in outside if block.text]


class _Collection:
    """The chapters of a book, collected page by page."""

    def __init__(self, book: Book, pages: dict[str, _Page]) -> None:
        self._book = book
        named = [page for path, page in pages.items() if path in book.titles and not self._is_apart(path, page)]
        with_text = [page for page in named if page.body.blocks]
        self._has_contents = bool(with_text)
        ranks = [page.rank for page in with_text if page.rank]
        self._rank = max(ranks, default=0)
        self._chapters: list[_Chapter] = []
        self._before: list[Cut] = []
        self._parts: list[Block] = []

    def add(self, place: int, path: str, page: _Page) -> None:
        """Add the next page of the book."""
        blocks, cuts = page.body.blocks, page.body.cuts
        listed = path in self._book.titles
        if self._is_apart(path, page):
            self._cut("not read aloud", blocks, cuts)
        elif not blocks:
            # The title of a part, or a page with a picture.
            title = page.heading or (page.named if listed else "")
            if title and listed and title.casefold() != self._book.title.casefold():
                self._parts.append(Block(BlockKind.HEADING, title, level=1))
                cuts = tuple(cut for cut in cuts if cut.rule != "repeated title")
            self._cut("", (), cuts)
        elif self._is_chapter(page, listed=listed):
            parts, before = self._parts, self._before
            self._parts, self._before = [], []
            title = page.heading if page.heading and book_pages.is_apart(page.named) else page.named
            blocks = blocks[1:] if title == page.heading == blocks[0].text else blocks
            chapter = _Chapter(title, place, page.language, [*parts, *blocks], [*before, *cuts], page.body.author)
            self._chapters.append(chapter)
        elif self._chapters:
            repeated = [Block(BlockKind.HEADING, page.heading, level=page.rank)] if page.heading and not listed else []
            if repeated and not (blocks and blocks[0] == repeated[0]):
                # The page's own heading is not the title of the chapter that it continues.
                blocks = (*repeated, *blocks)
                cuts = tuple(cut for cut in cuts if not (cut.rule == "repeated title" and cut.text == page.heading))
            self._chapters[-1].blocks += blocks
            self._chapters[-1].cuts += cuts
        else:
            self._cut("before the first chapter", blocks, cuts)

    def finished(self) -> list[_Chapter]:
        """Return the chapters that have text."""
        if self._chapters:
            self._chapters[-1].cuts += (*self._before, *(Cut("empty section", 0, part.text) for part in self._parts))
        return self._chapters

    def _is_apart(self, path: str, page: _Page) -> bool:
        if page.apart or path in self._book.apart:
            return True
        if page.heading and book_pages.is_apart(page.heading):
            return True
        if not page.heading and path not in self._book.titles and book_pages.is_imprint(page.body.blocks):
            return book_pages.prose(page.body.blocks) < _LONGEST_IMPRINT
        # A chapter that its contents call "Notes" in short has a heading and text of its own.
        has_own = page.heading and page.named != page.heading and book_pages.prose(page.body.blocks) >= book_pages.PROSE
        return book_pages.is_apart(page.named) and not has_own

    def _is_chapter(self, page: _Page, *, listed: bool) -> bool:
        length = book_pages.prose(page.body.blocks)
        is_title_page = page.named.casefold() == self._book.title.casefold() and length < book_pages.PROSE
        if listed or not self._has_contents:
            return bool(self._chapters) or not is_title_page or not self._has_contents
        if not self._chapters and (not page.heading or is_title_page):
            return length >= _A_LOT
        ranked = page.rank and (page.rank <= self._rank or not self._chapters)
        return bool(ranked) and length >= book_pages.PROSE

    def _cut(self, rule: str, blocks: Iterable[Block], cuts: Iterable[Cut]) -> None:
        place = self._chapters[-1].cuts if self._chapters else self._before
        place += (Cut(rule, 0, block.text) for block in blocks if block.text)
        place += cuts


def _article(book: Book, chapter: _Chapter, origin: str, number: int) -> Article:
    title = chapter.title
    return Article(
        id=f"{file_names.identity(origin)}-{chapter.place:03}",
        origin=f"{origin}:{chapter.place}",
        title=title if title and title != book.title else f"{book.title}, chapter {number}",
        author=book.author or chapter.author,
        categories=(),
        language=_language(book, chapter),
        published=book.published + timedelta(seconds=number) if book.published else None,
        link="",
        blocks=tuple(chapter.blocks),
        cuts=tuple(chapter.cuts),
        tags=book.subjects,
    )


def _language(book: Book, chapter: _Chapter) -> str:
    """Return the language of a chapter; programs mark pages wrongly, so another one than the book's must be heard."""
    own = chapter.language
    if not own or (book.language and language.same(own, book.language)):
        return book.language
    detected = language.detect(block.text for block in chapter.blocks)
    return own if not book.language or (detected and language.same(own, detected)) else book.language
