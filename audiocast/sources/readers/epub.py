"""Read a book (EPUB 2 and 3).

Each chapter is an article, in the order of the book. So a book is a show (`kind = "serial"`) whose episodes are its
chapters, and a listener can stop after any of them. A file that the table of contents does not name continues the
chapter before it. A file before the first chapter, such as the cover or a dedication, is cut, and so are contents,
notes and indexes. In a book without a table of contents each file is a chapter.

The id of a chapter is the id of the book (taken from the file's name) and the number of the chapter's first page.
Chapters have the book's date, one second apart, to keep their order. Podcasts can't have dates before 1970, so an old
book has the date of its edition or of its file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Cut, Document
from audiocast.sources import dates, field_values, file_names
from audiocast.sources.decoding import decode
from audiocast.sources.extract import html_tree, markup
from audiocast.sources.readers.archive import Archive, beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from audiocast.sources.extract.html_tree import Element

_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/xml", "text/xml", "text/x-oeb1-document"))
_MAX_PAGES = 5_000
_EPOCH = 1970
_NOT_TEXT = frozenset(
    (
        *("cover", "titlepage", "title-page", "toc", "landmarks", "loi", "lot", "index", "copyright-page", "colophon"),
        *("footnotes", "endnotes", "rearnotes", "bibliography", "other-credits", "halftitlepage", "imprint"),
    )
)
"""Terms of EPUB's structural vocabulary for pages that are not read aloud."""
_TITLES = frozenset(
    (
        *("contents", "table of contents", "copyright", "copyright page", "cover", "title page", "index", "notes"),
        *("endnotes", "footnotes", "bibliography", "imprint", "colophon", "half title", "also by the author"),
    )
)


@dataclass(frozen=True, slots=True)
class _Book:
    """The properties of a book from its package file.

    Attributes:
        pages: The paths of the pages to read, in order.
        titles: The titles of pages in the table of contents.
        apart: Pages that are not read aloud, such as the table of contents.
    """

    title: str
    author: str
    language: str
    published: datetime | None
    subjects: tuple[str, ...]
    pages: tuple[str, ...]
    titles: dict[str, str]
    apart: frozenset[str]


@dataclass(slots=True)
class _Chapter:
    """A chapter that is being collected; `place` is the number of its first page in the book."""

    title: str
    place: int
    blocks: list[Block] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    author: str = ""


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the chapters of a book, then the errors of pages that can't be read."""
    try:
        archive = Archive(document)
        book = _book(archive, document.origin)
    except SourceError as error:
        return (error,)
    errors: list[SourceError] = []
    chapters = [each for each in _chapters(archive, book, document.origin, errors) if each.blocks]
    if not chapters and not errors:
        errors.append(SourceError("has no chapter with text", where=document.origin, hint="Remove the book"))
    return (*(_article(book, each, document.origin, number) for number, each in enumerate(chapters, 1)), *errors)


def _book(archive: Archive, origin: str) -> _Book:
    container = _xml(archive, _CONTAINER, origin)
    package_path = next((each.get("full-path") or "" for each in _all(container, "rootfile")), "")
    package = _xml(archive, beside("", package_path), origin)
    items = {each.get("id"): each for each in _all(package, "item")}
    spine = [items[each.get("idref")] for each in _all(package, "itemref") if each.get("idref") in items]
    pages = [beside(package_path, each.get("href") or "") for each in spine if (each.get("media-type") or "") in _PAGES]
    navigation = [beside(package_path, each.get("href") or "") for each in items.values() if _is_navigation(each)]
    titles: dict[str, str] = {}
    for path in navigation:
        titles = titles or _contents(archive, path, origin)
    guide = {beside(package_path, each.get("href") or "") for each in _all(package, "reference") if _is_apart(each)}
    return _Book(
        title=_first(package, "title") or file_names.stem(origin),
        author=" and ".join(dict.fromkeys(_texts(package, "creator"))),
        language=_valid_language(_first(package, "language"), origin),
        published=_published(package, origin) or archive.date,
        subjects=tuple(dict.fromkeys(_texts(package, "subject"))),
        pages=tuple(dict.fromkeys(pages))[:_MAX_PAGES],
        titles=titles,
        apart=frozenset((*navigation, *guide)),
    )


def _xml(archive: Archive, path: str, origin: str) -> Element:
    content = archive.read(path)
    return html_tree.parse_xhtml(decode(Document(f"{origin}:{path}", "text/xml", content)), where=origin)


def _all(root: Element, name: str) -> Iterator[Element]:
    yield from root.iter(f"{{*}}{name}")


def _texts(root: Element, name: str) -> Iterator[str]:
    return filter(None, (html_tree.text_of(each) for each in _all(root, name)))


def _first(root: Element, name: str) -> str:
    return next(_texts(root, name), "")


def _is_navigation(item: Element) -> bool:
    is_new = "nav" in (item.get("properties") or "").split()
    return is_new or item.get("media-type") == "application/x-dtbncx+xml"


def _is_apart(reference: Element) -> bool:
    return (reference.get("type") or "").lower() in _NOT_TEXT


def _valid_language(value: str, origin: str) -> str:
    try:
        return field_values.language(value, origin)
    except SourceError:
        # A program wrote the value, and the user can't correct it.
        return ""


def _valid_moment(value: str, origin: str) -> datetime | None:
    try:
        return dates.moment(f"{value}-01-01" if value.isdigit() and len(value) == len("2024") else value, origin)
    except SourceError:
        return None


def _published(package: Element, origin: str) -> datetime | None:
    """Return the first date from 1971 on: of the work, or of its edition."""
    edition = (html_tree.text_of(each) for each in _all(package, "meta") if each.get("property") == "dcterms:modified")
    moments = (_valid_moment(each, origin) for each in (*_texts(package, "date"), *edition))
    return next((each for each in moments if each and each.year > _EPOCH), None)


def _contents(archive: Archive, path: str, origin: str) -> dict[str, str]:
    """Return the title of each page in the table of contents; of several entries for a page, the first."""
    try:
        root = _xml(archive, path, origin)
    except SourceError:
        # The book can be read without its table of contents.
        return {}
    titles: dict[str, str] = {}
    for point in _all(root, "navPoint"):
        target = next((each.get("src") or "" for each in _all(point, "content")), "")
        titles.setdefault(beside(path, target), _first(point, "text"))
    for nav in _all(root, "nav"):
        if (nav.get("{http://www.idpf.org/2007/ops}type") or "toc") == "toc":
            for link in _all(nav, "a"):
                titles.setdefault(beside(path, link.get("href") or ""), html_tree.text_of(link))
    return {page: title for page, title in titles.items() if title}


def _chapters(archive: Archive, book: _Book, origin: str, errors: list[SourceError]) -> Iterator[_Chapter]:
    chapter: _Chapter | None = None
    before: list[Cut] = []
    listed = any(page in book.titles for page in book.pages)
    for place, page in enumerate(book.pages, 1):
        try:
            body, named, apart = _page(archive, page, origin, title=book.titles.get(page, ""))
        except SourceError as error:
            errors.append(error)
            continue
        title = book.titles.get(page, "") or named
        if apart or page in book.apart or title.casefold() in _TITLES:
            cuts = [Cut("not read aloud", 0, block.text) for block in body.blocks if block.text]
            (chapter.cuts if chapter else before).extend((*cuts, *body.cuts))
        elif page in book.titles or not listed:
            if chapter:
                yield chapter
            chapter = _Chapter(title, place, list(body.blocks), [*before, *body.cuts], body.author)
            before = []
        elif chapter:
            chapter.blocks += body.blocks
            chapter.cuts += body.cuts
        else:
            before += (Cut("before the first chapter", 0, block.text) for block in body.blocks if block.text)
            before += body.cuts
    if chapter:
        yield chapter


def _page(archive: Archive, path: str, origin: str, *, title: str) -> tuple[markup.Body, str, bool]:
    """Return a page's content, its own title, and whether it says that it is not to be read aloud."""
    root = _xml(archive, path, origin)
    bodies = list(_all(root, "body"))
    text = bodies[0] if bodies else root
    kinds = " ".join(each.get("{http://www.idpf.org/2007/ops}type") or "" for each in (text, *text[:1])).split()
    named = title or _heading(text) or _first(root, "title")
    body = markup.read(text, title=named, asides=True)
    cuts = tuple(Cut(cut.rule, 0, cut.text) for cut in body.cuts)
    return body._replace(cuts=cuts), named, bool(_NOT_TEXT.intersection(kinds))


def _heading(root: Element) -> str:
    """Return the first heading if no text comes before it, or ""."""
    blocks = markup.read(root, title="", asides=True).blocks
    return blocks[0].text if blocks and blocks[0].kind is BlockKind.HEADING else ""


def _article(book: _Book, chapter: _Chapter, origin: str, number: int) -> Article:
    title = chapter.title
    return Article(
        id=f"{file_names.identity(origin)}-{chapter.place:03}",
        origin=f"{origin}:{chapter.place}",
        title=title if title and title != book.title else f"{book.title}, chapter {number}",
        author=book.author or chapter.author,
        categories=(),
        language=book.language,
        published=book.published + timedelta(seconds=number) if book.published else None,
        link="",
        blocks=tuple(chapter.blocks),
        cuts=tuple(chapter.cuts),
        tags=book.subjects,
    )
