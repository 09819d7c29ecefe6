"""Resolve references to articles: fetch and read the pages that lists and feeds name.

A list may name a feed, and a feed a page; references beyond that are an error. Pages are fetched from several hosts at
the same time and read in order.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol, TypeAlias

from audiocast.errors import SourceError
from audiocast.model.article import Article, Reference
from audiocast.sources.readers.feed_entry import merged, titled
from audiocast.sources.web import PageRequest, Web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from audiocast.model.article import Document

    Read: TypeAlias = Callable[[Document], tuple[Article | Reference | SourceError, ...]]

_STEPS = 3


class Enough(Protocol):
    """Decides whether the information in a feed is enough, so that the article's page is not fetched."""

    def __call__(self, about: Article, /, *, by_user: bool) -> bool:
        """Return whether `about`, an article as its feed describes it, needs no page."""
        ...


def follow(
    named: Iterable[tuple[Reference, bool]],
    *,
    web: Web,
    read: Read,
    enough: Enough,
) -> Iterator[tuple[Article | SourceError, bool]]:
    """Yield the articles that references lead to, or the errors in their place, each with its mark.

    Args:
        named: The references, each with True when the user named it or the document that names it.
        web: Fetches the pages.
        read: Reads a document.
        enough: Decides whether the information in a feed is enough.
    """
    waiting = list(named)
    seen: set[str] = set()
    for _ in range(_STEPS):
        references: list[tuple[Reference, bool]] = []
        for reference, by_user in waiting:
            if reference.about is not None and enough(reference.about, by_user=by_user):
                yield titled(reference.about), by_user
            elif reference.about is not None or reference.address not in seen:
                seen.add(reference.address)
                references.append((reference, by_user))
        web.fetch_ahead(_page_request(reference) for reference, _ in references)
        waiting = []
        for reference, by_user in references:
            for reading in _at(reference, web, read):
                if isinstance(reading, Reference):
                    waiting.append((reading, by_user))
                else:
                    yield reading, by_user
    for reference, by_user in waiting:
        what = "was not read: a page that a feed or list names may not lead to another page"
        yield SourceError(what, where=reference.address, hint="Add its address to `sources`"), by_user


def fetch(
    named: Iterable[Reference],
    *,
    cache: Path,
    allow_private: bool,
    read: Read,
) -> Iterator[Article | SourceError]:
    """Yield the full articles at addresses that the user named, or the errors in their place."""
    with Web(cache / "pages", allow_private=allow_private) as web:
        for reading, _ in follow(((each, True) for each in named), web=web, read=read, enough=_never):
            yield reading


def _never(_: Article, *, by_user: bool) -> bool:
    del by_user
    return False


def _page_request(reference: Reference) -> PageRequest:
    version = hashlib.sha256(repr(reference.about).encode("utf-8", "backslashreplace")).hexdigest()
    return PageRequest(reference.address, found=reference.found, version=version if reference.about else "")


def _at(reference: Reference, web: Web, read: Read) -> Iterator[Article | Reference | SourceError]:
    """Yield the readings of the document at a reference's address."""
    try:
        readings = read(web.get(_page_request(reference)))
    except SourceError as error:
        readings = (error,)
    about = reference.about
    articles = [each for each in readings if isinstance(each, Article)]
    if about is not None and articles:
        yield merged(about, articles[0])
    elif about is not None:
        yield next((each for each in readings if isinstance(each, SourceError)), _no_article(reference))
    else:
        for each in readings:
            # A list on the web is not the user's, so its addresses count as found.
            yield Reference(each.address, found=True, about=each.about) if isinstance(each, Reference) else each


def _no_article(reference: Reference) -> SourceError:
    return SourceError(
        "is not an article but a list of articles", where=reference.address, hint="Add its address to `sources`"
    )
