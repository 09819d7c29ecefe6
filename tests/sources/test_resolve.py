"""Tests of `resolve.py` with pages in memory; `web/test_shows.py` tests it with a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Document, Reference
from audiocast.sources import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocast.sources.web import PageRequest

_SITE = "https://example.org"


class _Pages:
    """A web of documents in memory, in place of `Web`."""

    def __init__(self, *missing: str) -> None:
        self._missing = missing

    def fetch_ahead(self, requests: Iterable[PageRequest]) -> None:
        """Do nothing."""

    def get(self, request: PageRequest) -> Document:
        """Return a document without content."""
        if request.address in self._missing:
            raise SourceError("answers with status 404 (not found)", where=request.address, hint="Check the address")
        return Document(request.address, "text/html", b"")


def _article(address: str) -> Article:
    return Article(
        id=address,
        origin=address,
        title=address.rpartition("/")[2],
        author="",
        categories=(),
        language="",
        published=None,
        link=address,
        blocks=(Block(BlockKind.PARAGRAPH, "Text."),),
        cuts=(),
    )


def _read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Read a page, a feed of two pages, or a list that names itself through lists without end."""
    name = document.origin.rpartition("/")[2]
    if name == "feed":
        return tuple(Reference(f"{_SITE}/{each}", found=True, about=_article(f"{_SITE}/{each}")) for each in "ab")
    if name.startswith("list"):
        return (Reference(f"{document.origin}+", found=False),)
    return (_article(document.origin),)


def _follow(address: str, *missing: str, enough: bool = False) -> list[str]:
    def is_enough(_: Article, /, *, by_user: bool) -> bool:
        assert by_user
        return enough

    named = [(Reference(f"{_SITE}/{address}", found=False), True)]
    found = resolve.follow(named, web=_Pages(*missing), read=_read, enough=is_enough)  # type: ignore[arg-type]
    return [each.title if isinstance(each, Article) else str(each) for each, by_user in found if by_user]


def test_a_feed_gives_the_articles_on_its_pages() -> None:
    """The articles come in the order of the feed."""
    assert _follow("feed") == ["a", "b"]


def test_a_page_that_is_missing_is_an_error_in_its_place() -> None:
    """The other pages of the feed are read."""
    assert _follow("feed", f"{_SITE}/a") == [
        f"{_SITE}/a: answers with status 404 (not found). Check the address.",
        "b",
    ]


def test_a_page_is_not_fetched_when_the_feed_says_enough() -> None:
    """The article is then the one in the feed."""
    assert _follow("feed", f"{_SITE}/a", f"{_SITE}/b", enough=True) == ["a", "b"]


def test_lists_of_lists_end() -> None:
    """A page that is named by a third document in a row is an error."""
    (error,) = _follow("list")
    assert error.endswith(
        "was not read: a page that a feed or list names may not lead to another page. Add its address to `sources`."
    )
