"""Find the documents of a show, and resolve lists and feeds to articles.

The documents are those of a folder and those that `sources` in `show.toml` names, or the addresses on the command line
instead. Lists and feeds name further addresses; these are fetched last, together. A document that can't be read yields
a `SourceError` in its place.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, Reference
from audiocast.model.episode import Episode
from audiocast.sources.checksums import checksum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from audiocast.config.settings import Show


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file that no reader can read."""

    name: str


@dataclass(frozen=True, slots=True)
class Query:
    """What to find.

    Attributes:
        show: The settings of the show.
        source: A folder of articles, or one article.
        addresses: Web addresses to read instead.
        category: The category from the command line, which replaces the show's, or None; "" selects all articles.
        pages: The folder for fetched pages.
        allow_private: Also fetch from hosts that are not public.
        host: The show's folder, when the source is not a show itself.
    """

    show: Show
    source: Path
    addresses: tuple[str, ...]
    category: str | None
    pages: Path
    allow_private: bool
    host: Path | None = None


Discovered: TypeAlias = Article | Episode | Ignored | SourceError


def discover(
    query: Query, *, unread: Callable[[str, Path], Sequence[Episode]], note_list: Callable[[str], None]
) -> Iterator[tuple[Discovered, bool]]:
    """Yield every article, with True when the user named its document or address.

    Args:
        query: What to find.
        unread: Returns the episodes of a document, by its origin and path, when it need not be read; else nothing.
        note_list: Receives the origin of each document that names other documents, which may change by themselves.
    """
    references: list[tuple[Reference, bool]] = []
    for reading, by_user in _named(query) if query.addresses else _found(query, unread, note_list):
        if isinstance(reading, Reference):
            references.append((reading, by_user))
        else:
            yield _with_category(query, reading), by_user
    if not references:
        return

    def enough(about: Article, *, by_user: bool) -> bool:
        known = about.categories or about.tags
        unselected = bool(known and reason_not_selected(query, about, by_user=by_user))
        return unselected or (query.show.teasers and bool(about.blocks))

    with sources.web.Web(query.pages, allow_private=query.allow_private) as web:
        for reading, by_user in sources.resolve.follow(references, web=web, read=sources.read, enough=enough):
            yield _with_category(query, reading), by_user


def reason_not_selected(query: Query, article: Article, *, by_user: bool) -> str:
    """Return why an article is not selected, or "".

    An article that the user named is selected whatever its category, unless the command line names a category too.
    """
    if by_user and query.category is None:
        return article.withheld
    return sources.select(article, query.show.category)


def root(source: Path, host: Path | None) -> Path:
    """Return the folder to which origins are relative: the show's own folder for all files in it."""
    folder = source if source.is_dir() else source.parent
    if host is None:
        return folder
    folder, host = folder.resolve(), host.resolve()
    return host if folder.is_relative_to(host) else folder


def _with_category(query: Query, reading: Discovered) -> Discovered:
    """Return a reading; an article without a category gets the default category."""
    if not isinstance(reading, Article) or reading.categories:
        return reading
    # One article on the command line is always selected.
    alone = query.source.is_file() and not query.addresses
    default = query.show.default_category or (query.show.category if alone else "")
    if not default:
        return reading
    # The settings decide the category, so the checksum of the source includes it.
    return dataclasses.replace(reading, categories=(default,), source_sum=checksum(reading.source_sum, default))


def _named(query: Query) -> Iterator[tuple[Reference, bool]]:
    """Yield the addresses on the command line."""
    return ((Reference(address, found=False), True) for address in query.addresses)


def _found(
    query: Query, unread: Callable[[str, Path], Sequence[Episode]], note_list: Callable[[str], None]
) -> Iterator[tuple[Discovered | Reference, bool]]:
    """Yield the readings of the source's documents, then those of the documents that `sources` names."""
    source, show, top = query.source, query.show, root(query.source, query.host)
    found = sources.find(source.resolve() if query.host else source)
    for path in found.ignored:
        name = sources.origin(path, top)
        if name not in {show.image, show.music.intro, show.music.outro, show.music.bed}:
            yield Ignored(name), False
    for error in found.errors:
        yield error, False
    named: dict[Path, None] = {}
    for each in show.sources if source.is_dir() and not query.host else ():
        if sources.is_address(each):
            yield Reference(each, found=False), True
            continue
        try:
            named |= dict.fromkeys(sources.find(top / each).documents)
        except SourceError as error:
            yield error, True
    resolved = {path.resolve() for path in named}
    others = (path for path in found.documents if path.resolve() not in resolved) if named else found.documents
    for path in (*others, *named):
        origin = sources.origin(path, top)
        for reading in unread(origin, path) or _readings(path, top):
            by_user = path in named
            if isinstance(reading, Reference):
                by_user = by_user or not reading.found  # the user wrote a list; a program wrote a feed
                note_list(origin)
            yield reading, by_user


def _readings(path: Path, root: Path) -> Sequence[Article | Reference | SourceError]:
    try:
        return sources.read(sources.fetch(path, root))
    except SourceError as error:
        return [error]
