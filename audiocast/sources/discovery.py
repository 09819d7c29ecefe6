"""Which articles are there, of all that the user named?

The documents of a folder and what its settings name in `sources`, or addresses instead. What they lead on to, as lists
and feeds do, is fetched last, in one visit of the web. In place of whatever can't be read there is the reason.
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
    """A file that no reader knows."""

    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        source: A folder of articles, or one.
        addresses: To be read instead.
        category: Instead of the show's, and of what is named by its address, or None; "" wants all.
        pages: Where fetched pages are kept.
        allow_private: Fetch from machines that are not public.
        host: The folder of the show, when the source is none of its own.
    """

    show: Show
    source: Path
    addresses: tuple[str, ...]
    category: str | None
    pages: Path
    allow_private: bool
    host: Path | None = None


Gathered: TypeAlias = Article | Episode | Ignored | SourceError


def gather(
    asked: Asked, *, remembered: Callable[[str, Path], Sequence[Episode]], doubt: Callable[[str], None]
) -> Iterator[tuple[Gathered, bool]]:
    """Every article there is, with whether the user named it.

    Args:
        asked: What is asked for.
        remembered: Says of a document, by its origin and place, which episodes it is, where that is known unread.
        doubt: Is told the origin of a document that can't be remembered, for it names what may change by itself.
    """
    references: list[tuple[Reference, bool]] = []
    for reading, by_user in _named(asked) if asked.addresses else _found(asked, remembered, doubt):
        if isinstance(reading, Reference):
            references.append((reading, by_user))
        else:
            yield _dressed(asked, reading), by_user
    if references:
        # Imported only when something has to be fetched.
        from audiocast.sources.resolve import follow  # noqa: PLC0415
        from audiocast.sources.web import Web  # noqa: PLC0415

        def enough(about: Article, by_user: bool) -> bool:  # noqa: FBT001 - a callback
            known = about.categories or about.tags
            unwanted = bool(known and why_unwanted(asked, about, by_user=by_user))
            return unwanted or (asked.show.teasers and bool(about.blocks))

        with Web(asked.pages, allow_private=asked.allow_private) as web:
            for reading, by_user in follow(references, web=web, read=sources.read, enough=enough):
                yield _dressed(asked, reading), by_user


def why_unwanted(asked: Asked, article: Article, *, by_user: bool) -> str:
    """Why an article is not wanted, or ""; what the user named is, unless he named a category as well."""
    named = by_user and asked.category is None
    return article.withheld if named else sources.select(article, asked.show.category)


def root(source: Path, host: Path | None) -> Path:
    """Return the folder that origins are told from: the show's own for whatever lies in it."""
    folder = source if source.is_dir() else source.parent
    if host is None:
        return folder
    folder, host = folder.resolve(), host.resolve()
    return host if folder.is_relative_to(host) else folder


def _dressed(asked: Asked, reading: Gathered) -> Gathered:
    """An article that names no category is in the default one."""
    if not isinstance(reading, Article) or reading.categories:
        return reading
    # Who asks for one article by its name wants it.
    alone = asked.source.is_file() and not asked.addresses
    default = asked.show.default_category or (asked.show.category if alone else "")
    if not default:
        return reading
    # The show's settings decide this, so that it is a part of what the article was read from.
    return dataclasses.replace(reading, categories=(default,), source_sum=checksum(reading.source_sum, default))


def _named(asked: Asked) -> Iterator[tuple[Reference, bool]]:
    """The addresses that the user named on the command line."""
    return ((Reference(address, found=False), True) for address in asked.addresses)


def _found(
    asked: Asked, remembered: Callable[[str, Path], Sequence[Episode]], doubt: Callable[[str], None]
) -> Iterator[tuple[Gathered | Reference, bool]]:
    """What the source holds, and then what is named in `sources`."""
    source, show, top = asked.source, asked.show, root(asked.source, asked.host)
    found = sources.find(source.resolve() if asked.host else source)
    for path in found.ignored:
        name = sources.origin(path, top)
        if name not in {show.image, show.music.intro, show.music.outro, show.music.bed}:
            yield Ignored(name), False
    for error in found.errors:
        yield error, False
    named: dict[Path, None] = {}
    for each in show.sources if source.is_dir() and not asked.host else ():
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
        for reading in remembered(origin, path) or _readings(path, top):
            listed = False
            if isinstance(reading, Reference):
                listed = not reading.found  # a list is named by being one; of the others, those are in `sources`
                doubt(origin)  # what it names is looked at each time
            yield reading, listed or path in named


def _readings(path: Path, root: Path) -> Sequence[Article | Reference | SourceError]:
    try:
        return sources.read(sources.fetch(path, root))
    except SourceError as error:
        return [error]
