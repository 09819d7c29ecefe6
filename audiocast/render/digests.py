"""Which articles make which digest, and which digests are to be made?

A digest joins the articles of a day or a week to one episode, oldest first. What the catalog says of its articles tells
whether it is up to date; they are read again only when it has to be made. An article that is not in a file, but on the
web or in a feed, may be gone by then: its text is kept in the article store in the cache.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from audiocast import atomic, clock, sources
from audiocast.config import categories, load
from audiocast.errors import PublishError, SourceError
from audiocast.model.article import Article, Block, BlockKind
from audiocast.publishing import catalog
from audiocast.render import changes
from audiocast.render.outcome import Outcome, skipped
from audiocast.render.plan import Todo, Withdrawn, complete, document, is_made_differently, refreshed, unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from audiocast.config.settings import Digest, Show
    from audiocast.model.episode import Episode
    from audiocast.render.context import RenderContext, Request

# Part of the fingerprints of digests, and the same in all versions: a new one would make every digest again.
_FORMAT = 1
# With one it would be that article once more.
FEWEST = 2

_SECOND = timedelta(seconds=1)
_MINUTE_MS = 60_000
# About what English takes; for articles that are not spoken yet.
_MS_PER_CHARACTER = 3_600_000 / (16 * 3600)
_FOLDER = "shelf"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Member:
    """What of an article decides in which digests it is."""

    id: str
    origin: str
    published: datetime
    fingerprint: str
    duration_ms: int
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest of one time.

    Attributes:
        id: An article's, of which there is none; GUID and file names are made of it.
        published: When it is new.
    """

    id: str
    title: str
    published: datetime
    categories: tuple[str, ...]
    members: tuple[Member, ...]


def plan(
    context: RenderContext, *, expected: Mapping[str, Todo], store: ArticleStore
) -> Iterator[Outcome | Todo | Withdrawn]:
    """What there is to do for the digests, when the articles are as the catalog says.

    Only for a whole show: one article alone says nothing about the others.

    Args:
        context: What was asked for.
        expected: Articles that would be made by now, if more than a plan were wanted, by their ids.
        store: Articles of earlier runs that can't be read again.
    """
    if not context.request.is_whole:
        return
    episodes = context.catalog.episodes
    members = {each.id: _member(each) for each in episodes.values() if each.origin != load.SHOW_FILE}
    members |= _expected(expected.values(), episodes)
    editions = {edition.id: edition for edition in arrange(context.show, members.values())}
    for edition in editions.values():
        yield _planned(context, edition, lambda member: _reread(context, member, expected, store))
    for episode in episodes.values():
        if episode.origin == load.SHOW_FILE and episode.id not in editions:
            yield Withdrawn(episode)


def arrange(show: Show, members: Collection[Member]) -> Iterator[Edition]:
    """All digests of a show, digest by digest, oldest first."""
    moments = _moments(members)
    # Of the same moment, the first has the latest date.
    ordered = sorted(members, key=lambda each: (moments[each.id], -each.published.timestamp(), each.id))
    for number, digest in enumerate(show.digests, 1):
        days: dict[date, list[Member]] = {}
        for member in ordered:
            wanted = digest.categories
            if not wanted or any(categories.first_match(member.categories, each) for each in wanted):
                days.setdefault(_first_day(moments[member.id], digest), []).append(member)
        for day, some in sorted(days.items()):
            portions = [portion for portion in _portions(some, digest.minutes) if len(portion) >= FEWEST]
            for part, portion in enumerate(portions, 1):
                newest = max(moments[member.id] for member in portion)
                # After its articles, and none at the same moment as that of another digest.
                yield _edition(show, digest, day, part=part, members=portion, published=newest + number * _SECOND)


class ArticleStore:
    """What is said of articles that can't be read a second time.

    Args:
        request: Whose cache and whose show it is.
    """

    def __init__(self, request: Request) -> None:
        place = hashlib.sha256(str(request.output.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
        self._folder = request.cache / _FOLDER / place[:16]
        self._new: dict[Path, bytes] = {}

    def put(self, article: Article) -> None:
        """Keep an article, if it is not in a file that will be there the next time."""
        if _may_go(article.origin):
            self._new[self._path(article.id)] = _written(article)

    def close(self) -> None:
        """Write what is new."""
        try:
            atomic.replace_all(self._new)
        except PublishError as error:
            _log.warning("%s A digest may have to do without articles that leave their feed.", error)

    def tidy(self, episodes: Iterable[str]) -> None:
        """Remove what is kept of all articles but those of these ids."""
        wanted = {catalog.sidecar_name(each) for each in episodes}
        try:
            for path in self._folder.glob("*.json"):
                if path.name not in wanted:
                    path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("%s: can't be removed (%s), and is not needed any more.", error.filename, error.strerror)

    def get(self, episode_id: str) -> Article | None:
        """The article of that id, if it was kept."""
        try:
            return _read(episode_id, self._path(episode_id).read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _path(self, episode_id: str) -> Path:
        return self._folder / catalog.sidecar_name(episode_id)


# ---------------------------------------------------------------- which


def _member(episode: Episode) -> Member:
    return Member(
        id=episode.id,
        origin=episode.origin,
        published=episode.published,
        fingerprint=episode.fingerprint,
        duration_ms=episode.duration_ms,
        categories=episode.categories,
    )


def _expected(todos: Iterable[Todo], episodes: Mapping[str, Episode]) -> dict[str, Member]:
    """What will be known of articles once they are made, more or less."""
    dates = catalog.Dates(episode.published for episode in episodes.values())
    now = clock.now()
    found: dict[str, Member] = {}
    for todo in todos:
        article, before = todo.article, episodes.get(todo.article.id)
        moment = before.published if before else dates.take(article.published, now=now)
        found[article.id] = Member(
            id=article.id,
            origin=article.origin,
            published=moment,
            fingerprint=todo.fingerprint,
            duration_ms=round(todo.characters * _MS_PER_CHARACTER),
            categories=article.categories,
        )
    return found


def _moments(members: Iterable[Member]) -> dict[str, datetime]:
    """The articles' own dates by their ids; those of the same second were moved back, from midnight to another day."""
    ordered = sorted(members, key=lambda each: each.published, reverse=True)
    own: dict[datetime, datetime] = {}
    for member in ordered:
        own[member.published] = own.get(member.published + _SECOND, member.published)
    return {each.id: own[each.published].astimezone(each.published.tzinfo) for each in ordered}


def _first_day(moment: datetime, digest: Digest) -> date:
    day = moment.date()
    return day - timedelta(days=day.weekday()) if digest.period == "week" else day


def _portions(members: Iterable[Member], minutes: float) -> list[list[Member]]:
    """The members in their order, as many together as the minutes allow."""
    portions: list[list[Member]] = [[]]
    length = 0
    for member in members:
        length += member.duration_ms
        if minutes and portions[-1] and length > minutes * _MINUTE_MS:
            portions.append([])
            length = member.duration_ms
        portions[-1].append(member)
    return portions


def _edition(  # noqa: PLR0913 - what there is to say of it
    show: Show, digest: Digest, day: date, *, part: int, members: Sequence[Member], published: datetime
) -> Edition:
    week = digest.period == "week"
    year, number, _ = day.isocalendar()
    key = f"{year}-W{number:02}" if week else day.isoformat()
    written = f"{day.day} {day:%B} {day.year}" if show.locale == "en-GB" else f"{day:%B} {day.day}, {day.year}"
    title = f"{digest.title or digest.name}, {'week of ' if week else ''}{written}"
    shared = (each for each in members[0].categories if all(each in other.categories for other in members))
    return Edition(
        id=f"digest:{digest.name}:{key}{f':{part}' if part > 1 else ''}",
        title=f"{title}, part {part}" if part > 1 else title,
        published=published,
        categories=tuple(dict.fromkeys((*digest.categories, *shared))),
        members=tuple(members),
    )


# ---------------------------------------------------------------- what to do


def _planned(context: RenderContext, edition: Edition, read: Callable[[Member], Article | None]) -> Outcome | Todo:
    before = context.catalog.episodes.get(edition.id)
    known = before and before.fingerprint == _fingerprint(edition, edition.members)
    kept = before if before and known and not context.request.force and complete(context, before) else None
    if kept and not context.request.refresh:
        return unchanged(context, kept, kept)
    found = {member: read(member) for member in edition.members}
    there = {member: article for member, article in found.items() if article}
    parts = tuple(there.values())
    article = _article(edition, parts)
    if kept and len(parts) < len(edition.members):
        return unchanged(context, kept, kept)  # what is gone can't be made again
    if kept and not is_made_differently(context, kept, article, parts):
        return unchanged(context, refreshed(context, kept, article), kept)
    if len(parts) < FEWEST:
        return skipped(article, "the texts of its articles are gone" + (", and so it stays as it is" if before else ""))
    for member in found.keys() - there.keys():
        _log.warning("%s: its text is gone, so %r is made without it.", member.origin, edition.title)
    characters = sum(len(block.text) for part in parts for block in part.blocks)
    return Todo(article, _fingerprint(edition, there), characters, changes.basis(context.terms, article), parts)


def _fingerprint(edition: Edition, members: Iterable[Member]) -> str:
    told = (_FORMAT, edition.title, edition.categories, [member.fingerprint for member in members])
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _article(edition: Edition, parts: Sequence[Article]) -> Article:
    """A digest as if it were an article: what is seen of it. What is heard are its parts."""
    return Article(
        id=edition.id,
        origin=load.SHOW_FILE,
        title=edition.title,
        author=_common([part.author for part in parts]),
        categories=edition.categories,
        language=_common([part.language for part in parts]),
        published=edition.published,
        link="",
        blocks=tuple(Block(BlockKind.PARAGRAPH, part.title) for part in parts),
        cuts=(),
    )


def _common(values: Sequence[str]) -> str:
    """What all say, or ""."""
    return values[0] if len(set(values)) == 1 else ""


def _reread(
    context: RenderContext, member: Member, expected: Mapping[str, Todo], store: ArticleStore
) -> Article | None:
    """The article as it is now, or as it was when it could be read, or None."""
    if member.id in expected:
        return expected[member.id].article
    if _may_go(member.origin):
        return store.get(member.id)
    root = context.request.source
    try:
        readings = sources.read(sources.fetch(root / document(member.origin), root))
    except SourceError:
        return None
    found = (each for each in readings if isinstance(each, Article) and each.origin == member.origin)
    return next((replace(each, id=member.id) for each in found), None)


# ---------------------------------------------------------------- what is kept


def _may_go(origin: str) -> bool:
    """Whether an article is on the web, or in a feed, which shows only its newest."""
    return sources.is_address(origin) or "#" in origin


def _written(article: Article) -> bytes:
    """What decides what is said of an article."""
    told = {
        "origin": article.origin,
        "title": article.title,
        "author": article.author,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "blocks": [[block.kind, block.text, block.level, block.number] for block in article.blocks],
    }
    return json.dumps(told, separators=(",", ":")).encode()


def _read(episode_id: str, content: bytes) -> Article:
    told = json.loads(content)
    return Article(
        id=episode_id,
        origin=told["origin"],
        title=told["title"],
        author=told["author"],
        categories=(),
        language=told["language"],
        published=datetime.fromisoformat(told["published"]) if told["published"] else None,
        link="",
        blocks=tuple(Block(BlockKind(kind), *others) for kind, *others in told["blocks"]),
        cuts=(),
    )
