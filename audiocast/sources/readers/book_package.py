"""Read the package of a book (EPUB 2 and 3): its fields, the order of its pages and its table of contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Document
from audiocast.sources import dates, field_values, file_names
from audiocast.sources.decoding import decode
from audiocast.sources.extract import html_tree
from audiocast.sources.readers.archive import beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from audiocast.sources.extract.html_tree import Element
    from audiocast.sources.readers.archive import Archive

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
"""Methods that only hide fonts."""
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/xml", "text/xml", "text/x-oeb1-document"))
_MAX_PAGES = 5_000
_EPOCH = 1970
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis"))
NOT_TEXT = frozenset(
    (
        *("cover", "titlepage", "title-page", "toc", "landmarks", "loi", "lot", "index", "copyright-page", "colophon"),
        *("footnotes", "endnotes", "rearnotes", "bibliography", "other-credits", "halftitlepage", "imprint"),
    )
)
"""Terms of EPUB's structural vocabulary for pages that are not read aloud."""


@dataclass(frozen=True, slots=True)
class Book:
    """The properties of a book from its package file.

    Attributes:
        pages: The paths of the pages to read, in order.
        titles: The titles of pages in the table of contents.
        apart: Pages that are not read aloud, such as the table of contents and pages outside the order of reading.
    """

    title: str
    author: str
    language: str
    published: datetime | None
    subjects: tuple[str, ...]
    pages: tuple[str, ...]
    titles: dict[str, str]
    apart: frozenset[str]


def read(archive: Archive, origin: str) -> Book:
    """Return the properties of a book.

    Raises:
        SourceError: The package can't be read, or its pages are encrypted.
    """
    container = xml(archive, _CONTAINER, origin)
    package_path = next((each.get("full-path") or "" for each in _all(container, "rootfile")), "")
    package_path = archive.path_of(beside("", package_path))
    package = xml(archive, package_path, origin)
    items = {each.get("id"): each for each in _all(package, "item")}
    references = [each for each in _all(package, "itemref") if each.get("idref") in items]
    spine = [(items[each.get("idref")], (each.get("linear") or "").lower() != "no") for each in references]
    places = [
        (archive.path_of(beside(package_path, each.get("href") or "")), linear)
        for each, linear in spine
        if (each.get("media-type") or "") in _PAGES
    ]
    pages = tuple(dict.fromkeys(path for path, _ in places))[:_MAX_PAGES]
    _check_protection(archive, pages, origin)
    in_order = {path for path, linear in places if linear}
    navigation = [
        archive.path_of(beside(package_path, each.get("href") or "")) for each in items.values() if _is_navigation(each)
    ]
    titles: dict[str, str] = {}
    for path in navigation:
        titles = titles or _contents(archive, path, origin)
    guide = {
        archive.path_of(beside(package_path, each.get("href") or ""))
        for each in _all(package, "reference")
        if (each.get("type") or "").lower() in NOT_TEXT
    }
    return Book(
        title=_first(package, "title") or file_names.stem(origin),
        author=" and ".join(dict.fromkeys(_texts(package, "creator"))),
        language=valid_language(_first(package, "language"), origin),
        published=_published(package, origin) or archive.date,
        subjects=tuple(dict.fromkeys(_texts(package, "subject"))),
        pages=pages,
        titles=titles,
        # In a book whose every page is outside the order of reading, the mark means nothing.
        apart=frozenset((*navigation, *guide, *(path for path in pages if in_order and path not in in_order))),
    )


def xml(archive: Archive, path: str, origin: str) -> Element:
    """Return the root of a file of the book.

    Raises:
        SourceError: There is no such file, or it is damaged.
    """
    content = archive.read(path)
    return html_tree.parse_xhtml(decode(Document(f"{origin}:{path}", "text/xml", content)), where=origin)


def valid_language(value: str, origin: str) -> str:
    """Return a language code, or "" for a value that is none; a program wrote it, and the user can't correct it."""
    try:
        code = field_values.language(value, origin)
    except SourceError:
        return ""
    return "" if code.lower() in _NO_LANGUAGE else code


def _check_protection(archive: Archive, pages: tuple[str, ...], origin: str) -> None:
    if _ENCRYPTION not in archive:
        return
    for data in _all(xml(archive, _ENCRYPTION, origin), "EncryptedData"):
        method = next((each.get("Algorithm") or "" for each in _all(data, "EncryptionMethod")), "")
        hidden = {archive.path_of(beside("", each.get("URI") or "")) for each in _all(data, "CipherReference")}
        if method not in _FONTS and hidden.intersection(pages):
            raise SourceError(
                "is protected against copying (DRM)", where=origin, hint="Use a copy of the book without protection"
            )


def _all(root: Element, name: str) -> Iterator[Element]:
    yield from root.iter(f"{{*}}{name}")


def _texts(root: Element, name: str) -> Iterator[str]:
    return filter(None, (html_tree.text_of(each) for each in _all(root, name)))


def _first(root: Element, name: str) -> str:
    return next(_texts(root, name), "")


def _is_navigation(item: Element) -> bool:
    is_new = "nav" in (item.get("properties") or "").split()
    return is_new or item.get("media-type") == "application/x-dtbncx+xml"


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
        root = xml(archive, path, origin)
    except SourceError:
        # The book can be read without its table of contents.
        return {}
    titles: dict[str, str] = {}
    for point in _all(root, "navPoint"):
        target = next((each.get("src") or "" for each in _all(point, "content")), "")
        titles.setdefault(archive.path_of(beside(path, target)), _first(point, "text"))
    for nav in _all(root, "nav"):
        if (nav.get("{http://www.idpf.org/2007/ops}type") or "toc") == "toc":
            for link in _all(nav, "a"):
                titles.setdefault(archive.path_of(beside(path, link.get("href") or "")), html_tree.text_of(link))
    return {page: title for page, title in titles.items() if title}
