"""Which articles are at the addresses that people and documents name?

A list may name a feed, and a feed a page; further it goes not. Pages are fetched from many machines at the same time,
and read in order.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Reference
from audiocast.sources.readers.feed_entry import merged, titled
from audiocast.sources.web import Wanted, Web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from audiocast.model.article import Document

_STEPS = 3


def follow(
    named: Iterable[tuple[Reference, bool]],
    *,
    web: Web,
    read: Callable[[Document], tuple[Article | Reference | SourceError, ...]],
    enough: Callable[[Article, bool], bool],
) -> Iterator[tuple[Article | SourceError, bool]]:
    """The articles in place of the references to them, and why there is none.

    Args:
        named: What is named, each with whether the user named it, or the list or the feed that it is in.
        web: Fetches.
        read: Understands a document.
        enough: Whether what a feed says of an article is enough, so that its page is not fetched; it is told, too,
            whether the user named the feed.
    """
    waiting = list(named)
    seen: set[str] = set()
    for _ in range(_STEPS):
        references: list[tuple[Reference, bool]] = []
        for reference, by_user in waiting:
            if reference.about is not None and enough(reference.about, by_user):
                yield titled(reference.about), by_user
            elif reference.about is not None or reference.address not in seen:
                seen.add(reference.address)
                references.append((reference, by_user))
        web.fetch_ahead(_wanted(reference) for reference, _ in references)
        waiting = []
        for reference, by_user in references:
            for reading in _at(reference, web, read):
                if isinstance(reading, Reference):
                    waiting.append((reading, by_user))
                else:
                    yield reading, by_user
    for reference, by_user in waiting:
        yield SourceError("is too far from what was named", where=reference.address, hint="Name it yourself"), by_user


def fetch(
    named: Iterable[Reference],
    *,
    cache: Path,
    allow_private: bool,
    read: Callable[[Document], tuple[Article | Reference | SourceError, ...]],
) -> Iterator[Article | SourceError]:
    """The whole articles at some addresses that the user named, and why there is none."""
    with Web(cache / "pages", allow_private=allow_private) as web:
        for reading, _ in follow(((each, True) for each in named), web=web, read=read, enough=lambda *_: False):
            yield reading


def _wanted(reference: Reference) -> Wanted:
    said = hashlib.sha256(repr(reference.about).encode("utf-8", "backslashreplace")).hexdigest()
    return Wanted(reference.address, found=reference.found, version=said if reference.about else "")


def _at(
    reference: Reference, web: Web, read: Callable[[Document], tuple[Article | Reference | SourceError, ...]]
) -> Iterator[Article | Reference | SourceError]:
    """What is at an address."""
    try:
        readings = read(web.get(_wanted(reference)))
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
            # What a document of the web names, no person named here.
            yield Reference(each.address, found=True, about=each.about) if isinstance(each, Reference) else each


def _no_article(reference: Reference) -> SourceError:
    return SourceError("is no article, but names some", where=reference.address, hint="Name it yourself")
