"""Plan a render: compare each article with the catalog, and list what has to be made.

`plan` returns a value and writes no file. It needs the articles (`documents.find`), the catalog in the context, the
source index, and the texts that are known already, to which it adds those of this run.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from audiocast import sources
from audiocast.config import load
from audiocast.errors import AudiocastError, SourceError, log_traceback, translated
from audiocast.model.article import Article
from audiocast.model.episode import Episode
from audiocast.render import basis, changes, languages
from audiocast.render.documents import Found, NamesOthers, document
from audiocast.render.outcome import Outcome, Status, ended, failed, skipped
from audiocast.sources import discovery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audiocast.model.episode import Basis
    from audiocast.render.context import RenderContext, Request
    from audiocast.render.documents import Listed
    from audiocast.render.source_index import SourceIndex
    from audiocast.sources.near_duplicates import TextIndex

_log = logging.getLogger(__name__)

# About what English takes. It is only used to refuse what is too long for an episode.
_CHARACTERS_PER_HOUR = 16 * 3600


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An episode whose article is gone."""

    episode: Episode


@dataclass(frozen=True, slots=True)
class Todo:
    """An article, or a digest, whose episode has to be made.

    Attributes:
        article: The article, with the id of its episode. Of a digest, an article that describes it.
        fingerprint: Identifies what the user decided.
        characters: The length of the text.
        basis: What the episode will be made of.
        parts: The articles of a digest; () for an article.
    """

    article: Article
    fingerprint: str
    characters: int
    basis: Basis
    parts: tuple[Article, ...] = ()


Item: TypeAlias = Outcome | Todo | Withdrawn


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do.

    Attributes:
        items: One for each article in its order, and then the episodes whose articles are gone.
        articles: For digests: the articles that were read and are published or will be, by the id of the episode.
        unchanged: The documents of which all articles are published as they are: for each document, the fingerprints
            of its articles by their ids.
    """

    items: tuple[Item, ...]
    articles: Mapping[str, Article]
    unchanged: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about articles before they are compared, besides the catalog.

    Attributes:
        sizes: The lengths of the files in the output folder, by name.
        index: The source index of the show.
        texts: The texts of articles, to find near-duplicates. Planning adds those of this run.
    """

    sizes: Mapping[str, int]
    index: SourceIndex
    texts: TextIndex


def plan(context: RenderContext, documents: Iterable[Listed], known: Known) -> Plan:
    """Return what has to be done for the articles of a run.

    Raises:
        SourceError: There is not one article, and the request needs one.
    """
    planner = _Planner(context, known)
    for listed in documents:
        planner.add(listed)
    return planner.finish()


@dataclass(slots=True)
class _Planner:
    """The state of planning: what the articles before the current one were.

    Attributes:
        origins: The origin of each article that is published or will be, by its id.
        partly: Documents with something that is not published as it is; they are read in the next run.
        unread: Documents that could not be read, or that no reader knows.
        feeds: Documents that show only their newest entries.
        all_read: Whether no document failed.
        is_empty: Whether nothing was found at all.
    """

    context: RenderContext
    known: Known
    items: list[Item] = field(default_factory=list)
    articles: dict[str, Article] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    unchanged: dict[str, dict[str, str]] = field(default_factory=dict)
    partly: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    feeds: set[str] = field(default_factory=set)
    all_read: bool = True
    is_empty: bool = True

    def add(self, listed: Listed) -> None:
        """Plan the next article."""
        if isinstance(listed, NamesOthers):
            self.partly.add(listed.document)
            return
        self.is_empty = False
        content = listed.content
        if "#" in content.origin:
            self.feeds.add(listed.document)
        if isinstance(content, Outcome):
            self.items.append(content)
            self.partly.add(listed.document)  # its outcome is reported in each run
            self.unread.add(listed.document)
            self.all_read = self.all_read and content.status is not Status.FAILED
            return
        item, article = self._compare(listed, content)
        self.items.append(item)
        is_unchanged = isinstance(item, Outcome) and item.status is Status.UNCHANGED
        if is_unchanged:
            fingerprint = self.context.catalog.episodes[article.id].fingerprint
            self.unchanged.setdefault(listed.document, {})[article.id] = fingerprint
        else:
            self.partly.add(listed.document)
        is_published = is_unchanged or isinstance(item, Todo)
        if self.context.show.digests and is_published and isinstance(article, Article):
            self.articles[article.id] = article

    def finish(self) -> Plan:
        """Return the plan, with the episodes whose articles are gone.

        Raises:
            SourceError: There is not one article, and the request needs one.
        """
        self._require_articles()
        return Plan(
            items=(*self.items, *self._withdrawn()),
            articles=self.articles,
            unchanged={name: each for name, each in self.unchanged.items() if name not in self.partly},
        )

    def _require_articles(self) -> None:
        request = self.context.request
        if self.is_empty and request.host is not None:
            raise SourceError("holds no article", where=str(request.source), hint="Give an article, or its folder")
        if request.is_whole and request.prune and not self.origins:
            raise SourceError(
                "the folder has no article of the show",
                where=str(request.source),
                hint="Run --prune with the show's own folder",
            )

    def _withdrawn(self) -> Iterator[Withdrawn]:
        """Yield the episodes whose articles are gone.

        A run of some articles does not show which others are gone. A feed shows only its newest articles. A document
        that can't be read may be one that names the address of an article.
        """
        if not self.context.request.is_whole:
            return
        kept = self.unread | self.feeds
        for episode in self.context.catalog.episodes.values():
            is_digest = episode.origin == load.SHOW_FILE
            may_be_there = document(episode.origin) in kept or (
                not self.all_read and sources.is_address(episode.origin)
            )
            if episode.id not in self.origins and not may_be_there and not is_digest:
                yield Withdrawn(episode)

    def _compare(self, found: Found, content: Article | Episode) -> tuple[Outcome | Todo, Article | Episode]:
        """Return what becomes of an article, and the article with the id of its episode.

        Whatever goes wrong is the failure of this article.
        """
        if found.unselected:
            return skipped(content, found.unselected), content
        try:
            with translated(SourceError, "it can't be compared with what is published", where=content.origin):
                return self._judge(content)
        except AudiocastError as error:
            log_traceback(error, _log)
            return failed(content, str(error)), content

    def _judge(self, article: Article | Episode) -> tuple[Outcome | Todo, Article | Episode]:
        """Return what becomes of a selected article, or of the episode of an unread one, and the article."""
        context = self.context
        if other := self.origins.get(article.id):
            if sources.is_address(article.id):
                return skipped(article, f"it has the same address as {other}"), article
            reason = f"{other} has the same id, {article.id!r}. Give one of them another `Id:` line."
            return failed(article, reason), article
        if isinstance(article, Episode):
            self.origins[article.id] = article.origin
            return unchanged(context, article, article), article
        if other := _conflict(context, article):
            reason = f"the show's own {other} has the same id, {article.id!r}. Give this one another `Id:` line."
            return failed(article, reason), article
        named = self._recognize(languages.with_language(context, article))
        if isinstance(named, Outcome):
            return named, article
        self.origins[named.id] = named.origin
        item = self._plan(named)
        texts = self.known.texts
        if context.show.same_story and (isinstance(item, Todo) or not texts.contains(named)):
            texts.add(named)
        return item, named

    def _recognize(self, article: Article) -> Article | Outcome:
        """Return the article, with the id of the episode that it corrects; or an outcome, if it is a duplicate."""
        episodes, texts = self.context.catalog.episodes, self.known.texts
        if article.id in episodes or not self.context.show.same_story:
            return article

        def origin(id_: str) -> str:
            return self.origins[id_] if id_ in self.origins else episodes[id_].origin

        for id_ in texts.older_versions(article):
            is_other = id_ in episodes and episodes[id_].origin != article.origin
            if id_ in self.origins or (is_other and _is_there(self.context.request, episodes[id_].origin)):
                return _duplicate(article, f"it has the same address as {origin(id_)}", "Keep only the newer one")
            if id_ in episodes:
                return replace(article, id=id_)
        for id_, share in texts.similar(article).items():
            if id_ in self.origins or id_ in episodes:
                what = f"{share:.0%} of its text is the same as in {origin(id_)}"
                return _duplicate(article, what, "If it is a correction, give it the same id")
        return article

    def _plan(self, article: Article) -> Outcome | Todo:
        """Return the outcome of an unchanged article, or what has to be made."""
        context = self.context
        characters = len(article.title) + sum(len(block.text) for block in article.blocks)
        hours = characters / _CHARACTERS_PER_HOUR
        if hours > context.show.max_hours:
            limit = f"{context.show.max_hours:g}"
            reason = f"the episode would last about {hours:.0f} hours, more than max_hours = {limit} in show.toml"
            return failed(article, f"{reason}. Divide the article, or increase max_hours.")
        made_of = basis.basis(context.terms, article)
        fingerprint = basis.fingerprint(made_of)
        same = self._is_same_document(article)
        if episode := changes.unchanged_episode(context, article, made_of, same_document=same):
            if kept := changes.stays(context, article, episode, self.known.sizes):
                return unchanged(context, kept, article)
            fingerprint = episode.fingerprint
        if reason := languages.unreadable(context, article):
            return skipped(article, reason)
        return Todo(article, fingerprint, characters, made_of)

    def _is_same_document(self, article: Article) -> bool:
        episode = self.context.catalog.episodes.get(article.id)
        if episode is None:
            return False
        return self.known.index.is_same(document(article.origin), article.id, episode.fingerprint)


def unchanged(context: RenderContext, episode: Episode, article: Article | Episode) -> Outcome:
    """Return the outcome of an article whose episode stays, with the episode if it has to be recorded again."""
    is_new = context.catalog.episodes.get(episode.id) != episode
    return replace(
        ended(Status.UNCHANGED, article, "", episode),
        record=episode if is_new else None,
        outdated=basis.is_outdated(context.terms, episode),
    )


def to_render(todo: Todo) -> Outcome:
    """Return the outcome of an article that a dry run would have made."""
    return ended(Status.PLANNED, todo.article, joins(todo))


def joins(todo: Todo) -> str:
    """Return how many articles a digest joins, as a reason; "" for an article."""
    return f"joins {len(todo.parts)} articles" if todo.parts else ""


def _conflict(context: RenderContext, article: Article) -> str:
    """Return the origin of the show's own document with the id of an article that comes from elsewhere, or ""."""
    request, episode = context.request, context.catalog.episodes.get(article.id)
    if request.host is None or episode is None:
        return ""
    own = request.host / document(episode.origin)
    here = discovery.root(request.source, request.host) / document(article.origin)
    return episode.origin if own.is_file() and own.resolve() != here.resolve() else ""


def _is_there(request: Request, origin: str) -> bool:
    """Return whether a published article may still be read where it came from; addresses are not tried."""
    if request.host is not None or not request.source.is_dir() or sources.is_address(origin):
        return True
    return (request.source / document(origin)).exists()


def _duplicate(article: Article, what: str, hint: str) -> Outcome:
    return skipped(article, f"{what}. {hint}, or change same_story in show.toml")
