"""Arrange the articles of a show in digests, and plan which digests have to be made.

A digest joins the articles of a day or a week to one episode, oldest first. The records of its articles in the catalog
decide whether it is up to date. Their texts are needed only when it has to be made: `plan` takes the articles that this
run has read, and reads a document again only when this run has skipped it. The text of an article on the web or in a
feed may be gone by then, so it is kept in the article store.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from audiocast import clock, sources
from audiocast.config import categories, dates, load
from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind
from audiocast.publishing import dates_and_numbers
from audiocast.render import basis, changes, languages
from audiocast.render.article_store import may_go
from audiocast.render.documents import document
from audiocast.render.outcome import skipped
from audiocast.render.plan import Todo, Withdrawn, unchanged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from audiocast.config.settings import Digest, Show
    from audiocast.model.episode import Episode
    from audiocast.render.article_store import ArticleStore
    from audiocast.render.context import RenderContext
    from audiocast.render.outcome import Outcome
    from audiocast.render.plan import Item

# Part of the fingerprints of digests. It stays the same in all versions: another value would make every digest again.
_FORMAT = 1
# A digest of one article would repeat that article's episode.
FEWEST = 2

_SECOND = timedelta(seconds=1)
_MINUTE_MS = 60_000
# About what English takes, for articles that have no episode yet.
_MS_PER_CHARACTER = 3_600_000 / (16 * 3600)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a digest: the values that decide in which digests it is."""

    id: str
    origin: str
    published: datetime
    fingerprint: str
    duration_ms: int
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One episode of a digest.

    Attributes:
        id: The id of the episode; its GUID and file names are made from it.
        title: The title of the episode.
        published: The date of its first publication.
        categories: The categories of the digest, and those that all its articles share.
        members: The articles, oldest first.
    """

    id: str
    title: str
    published: datetime
    categories: tuple[str, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Where the texts of articles are found.

    Attributes:
        articles: The articles that this run has read, by the id of their episode.
        store: The articles that may be gone, as earlier runs have read them.
    """

    articles: Mapping[str, Article]
    store: ArticleStore


def plan(context: RenderContext, texts: Texts, *, expected: Iterable[Todo] = ()) -> Iterator[Item]:
    """Yield what has to be done for the digests of a whole show; nothing in a run of some articles.

    Args:
        context: The context of the run, with the articles in the catalog as they are published by now.
        texts: The texts of the articles.
        expected: In a dry run, the articles that would be in the catalog by now.
    """
    if not context.request.is_whole:
        return
    episodes = context.catalog.episodes
    members = {each.id: _member(each) for each in episodes.values() if each.origin != load.SHOW_FILE}
    members |= _expected(expected, episodes)
    editions = {edition.id: edition for edition in arrange(context.show, members.values())}
    for edition in editions.values():
        yield _plan_edition(context, edition, texts)
    for episode in episodes.values():
        if episode.origin == load.SHOW_FILE and episode.id not in editions:
            yield Withdrawn(episode)


def arrange(show: Show, members: Collection[Member]) -> Iterator[Edition]:
    """Yield all episodes of a show's digests, digest by digest, oldest first."""
    moments = _moments(members)
    # Articles of the same moment were published a second apart, the first of them last.
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
                # Later than its articles, and not at the same moment as another digest.
                yield _edition(show, digest, day, part=part, members=portion, published=newest + number * _SECOND)


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
    """Return about what the catalog will have for articles once they are made, by their ids."""
    dates = dates_and_numbers.Dates(episode.published for episode in episodes.values())
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
    """Return the dates of the articles themselves by their ids.

    The catalog moves articles of the same second back, from midnight to the day before; this undoes it.
    """
    ordered = sorted(members, key=lambda each: each.published, reverse=True)
    own: dict[datetime, datetime] = {}
    for member in ordered:
        own[member.published] = own.get(member.published + _SECOND, member.published)
    return {each.id: own[each.published].astimezone(each.published.tzinfo) for each in ordered}


def _first_day(moment: datetime, digest: Digest) -> date:
    day = moment.date()
    return day - timedelta(days=day.weekday()) if digest.period == "week" else day


def _portions(members: Iterable[Member], minutes: float) -> list[list[Member]]:
    """Divide articles into portions of at most so many minutes, in their order; 0 minutes set no limit."""
    portions: list[list[Member]] = [[]]
    length = 0
    for member in members:
        length += member.duration_ms
        if minutes and portions[-1] and length > minutes * _MINUTE_MS:
            portions.append([])
            length = member.duration_ms
        portions[-1].append(member)
    return portions


def _edition(  # noqa: PLR0913 - one argument for each thing that decides it
    show: Show, digest: Digest, day: date, *, part: int, members: Sequence[Member], published: datetime
) -> Edition:
    week = digest.period == "week"
    year, number, _ = day.isocalendar()
    key = f"{year}-W{number:02}" if week else day.isoformat()
    written = dates.in_words(day, british=dates.is_british(show))
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


def _plan_edition(context: RenderContext, edition: Edition, texts: Texts) -> Outcome | Todo:
    before = context.catalog.episodes.get(edition.id)
    stays = changes.digest_stays(context, before, _fingerprint(edition, edition.members))
    kept = before if stays else None
    if kept and not context.request.refresh:
        return unchanged(context, kept, kept)
    found = {member: _text(context, member, texts) for member in edition.members}
    there = {member: article for member, article in found.items() if article}
    parts = tuple(there.values())
    article = _article(edition, parts)
    if kept and len(parts) < len(edition.members):
        return unchanged(context, kept, kept)  # it can't be made again without the texts that are gone
    if kept and not changes.is_made_differently(context, kept, article, parts):
        return unchanged(context, changes.refreshed(context, kept, article), kept)
    if len(parts) < FEWEST:
        return skipped(
            article, "the texts of its articles no longer exist" + (", so it is not changed" if before else "")
        )
    for member in found.keys() - there.keys():
        _log.warning("%s: its text no longer exists, so %r is made without it.", member.origin, edition.title)
    characters = sum(len(block.text) for part in parts for block in part.blocks)
    return Todo(article, _fingerprint(edition, there), characters, basis.basis(context.terms, article), parts)


def _fingerprint(edition: Edition, members: Iterable[Member]) -> str:
    values = (_FORMAT, edition.title, edition.categories, [member.fingerprint for member in members])
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def _article(edition: Edition, parts: Sequence[Article]) -> Article:
    """Return an article that describes a digest in feed and pages. Its script is written from the parts."""
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
    """Return the value that all have, or ""."""
    return values[0] if len(set(values)) == 1 else ""


def _text(context: RenderContext, member: Member, texts: Texts) -> Article | None:
    """Return the article of a member: as this run has read it, or else from the store or its file; None when gone."""
    if article := texts.articles.get(member.id):
        return article
    if may_go(member.origin):
        return texts.store.get(member.id)
    return _read_again(context, member)


def _read_again(context: RenderContext, member: Member) -> Article | None:
    """Return an article whose document this run has not read, because it is unchanged."""
    root = context.request.source
    try:
        readings = sources.read(sources.fetch(root / document(member.origin), root))
    except SourceError:
        return None
    found = (each for each in readings if isinstance(each, Article) and each.origin == member.origin)
    return next((languages.with_language(context, replace(each, id=member.id)) for each in found), None)
