"""What is there to do?

Each article is compared with what the catalog says was published, so that work is done only for what changed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import __version__, sources
from audiocast.config import load
from audiocast.errors import AudiocastError, SourceError, log_traceback, translated
from audiocast.model.article import Article
from audiocast.model.episode import Episode
from audiocast.publishing import catalog
from audiocast.render import changes, source_index
from audiocast.render.outcome import Outcome, Status, ended, failed, skipped
from audiocast.sources import discovery, formats, language, near_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from audiocast.model.episode import Basis
    from audiocast.render.context import RenderContext, Request

_log = logging.getLogger(__name__)

# About what English takes; only used to refuse what is no article.
_CHARACTERS_PER_HOUR = 16 * 3600


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An episode whose article is not there any more."""

    episode: Episode


@dataclass(frozen=True, slots=True)
class Todo:
    """An article that is not published as it is now, or a digest of such `parts`; `basis` is what it is made of."""

    article: Article
    fingerprint: str
    characters: int
    basis: Basis
    parts: tuple[Article, ...] = ()


def plan(context: RenderContext, *, note: Callable[[Article], None]) -> Iterator[Outcome | Todo | Withdrawn]:
    """What there is to do for the articles, and how everything else ended already.

    Args:
        context: What was asked for.
        note: Is told of every article that was read, and is published or will be.

    Raises:
        SourceError: Episodes are to be taken out of the show, but there is not one article.
    """
    seen: dict[str, str] = {}
    unread: set[str] = set()
    feeds: set[str] = set()
    whole = empty = True
    index = source_index.SourceIndex(context.request.cache, context.request.output, settings=_shared(context))
    sizes = catalog.sizes(context.request.output)
    with _stories(context) as stories:
        for article, unwanted in _gathered(context, index, sizes):
            empty = False
            place = document(article.origin)
            if "#" in article.origin:
                feeds.add(place)
            planned = (
                article
                if isinstance(article, Outcome)
                else skipped(article, unwanted)
                if unwanted
                else _compared(context, article, seen, _Known(sizes, stories, index))
            )
            yield planned
            if isinstance(article, Article) and (isinstance(planned, Todo) or planned.status is Status.UNCHANGED):
                note(dataclasses.replace(article, id=next(reversed(seen))))
            if isinstance(article, Outcome):
                unread.add(place)
                index.doubt(place)  # what failed in it has to be told each time
                whole = whole and article.status is not Status.FAILED
            elif isinstance(planned, Outcome) and planned.status is Status.UNCHANGED:
                # Its own id, or that of the article whose correction it is.
                name = next(reversed(seen))
                index.keep(place, name, context.catalog.episodes[name].fingerprint)
            else:
                index.doubt(place)
    if not context.request.dry_run:
        index.close()
    # One article alone says nothing about the others, and neither does a document that can't be read.
    if empty and context.request.host is not None:
        raise SourceError("holds no article", where=str(context.request.source), hint="Give an article, or its folder")
    if context.request.is_whole:
        if context.request.prune and not seen:
            raise SourceError(
                "there is not one article of the show",
                where=str(context.request.source),
                hint="Prune from the right folder",
            )
        missing = [episode for episode in context.catalog.episodes.values() if episode.id not in seen]
        yield from _withdrawn(missing, kept=unread | feeds, whole=whole)


def _withdrawn(missing: Iterable[Episode], *, kept: Collection[str], whole: bool) -> Iterator[Withdrawn]:
    """The episodes whose articles are gone, of those that were not found."""
    for episode in missing:
        # A feed shows only its newest; and what can't be read may be a list that names an article's address.
        may_be_there = document(episode.origin) in kept or (not whole and sources.is_address(episode.origin))
        is_digest = episode.origin == load.SHOW_FILE
        if not may_be_there and not is_digest:
            yield Withdrawn(episode)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known before any article is looked at: lengths of files, articles of before, unread documents."""

    sizes: Mapping[str, int]
    stories: near_duplicates.Stories
    index: source_index.SourceIndex


def _compared(
    context: RenderContext, article: Article | Episode, seen: dict[str, str], before: _Known
) -> Outcome | Todo:
    """Do as `_judged` does; whatever it stumbles over is the failure of this article."""
    try:
        with translated(SourceError, "it can't be compared with what is published", where=article.origin):
            return _judged(context, article, seen, before)
    except AudiocastError as error:
        log_traceback(error, _log)
        return failed(article, str(error))


def _judged(context: RenderContext, article: Article | Episode, seen: dict[str, str], before: _Known) -> Outcome | Todo:
    """What becomes of a wanted article, or of a remembered one's episode; `seen` holds the ids before it."""
    if article.id in seen and sources.is_address(article.id):
        return skipped(article, f"it has the same address as {seen[article.id]}")
    if article.id in seen:
        reason = f"{seen[article.id]} has the same id, {article.id!r}. Give one of them another `Id:` line."
        return failed(article, reason)
    if isinstance(article, Episode):
        seen[article.id] = article.origin
        return unchanged(context, article, article)
    if rival := _rival(context, article):
        reason = f"the show's own {rival} has the same id, {article.id!r}. Give this one another `Id:` line."
        return failed(article, reason)
    known = _recognized(context, article, before.stories, seen)
    if isinstance(known, Outcome):
        return known
    seen[known.id] = known.origin
    planned = _planned(context, known, before)
    if context.show.same_story and (isinstance(planned, Todo) or not before.stories.knows(known)):
        before.stories.remember(known)
    return planned


def _rival(context: RenderContext, article: Article) -> str:
    """Return the origin of the show's own document with the id of an article that comes from elsewhere, or ""."""
    request, episode = context.request, context.catalog.episodes.get(article.id)
    if request.host is None or episode is None:
        return ""
    own = request.host / document(episode.origin)
    here = discovery.root(request.source, request.host) / document(article.origin)
    return episode.origin if own.is_file() and own.resolve() != here.resolve() else ""


def _gathered(
    context: RenderContext, index: source_index.SourceIndex, sizes: Mapping[str, int]
) -> Iterator[tuple[Article | Episode | Outcome, str]]:
    """Every article there is, or its episode where that is known to be the same, with why it is not wanted, or ""."""
    request = context.request
    asked = discovery.Asked(
        show=context.show,
        source=request.source,
        addresses=request.addresses,
        category=request.category,
        pages=request.cache / "pages",
        allow_private=request.allow_private,
        host=request.host,
    )

    def remembered(origin: str, path: Path) -> Sequence[Episode]:
        return _remembered(context, index.articles(origin, path), sizes)

    for found, by_user in discovery.gather(asked, remembered=remembered, doubt=index.doubt):
        if isinstance(found, SourceError):
            log_traceback(found, _log)
            yield Outcome(Status.FAILED, "", found.where, str(found)), ""
        elif isinstance(found, discovery.Ignored):
            yield Outcome(Status.SKIPPED, "", found.name, "no reader knows this kind of file"), ""
        elif isinstance(found, Article):
            yield found, discovery.why_unwanted(asked, found, by_user=by_user)
        else:
            yield found, ""


def _remembered(context: RenderContext, articles: dict[str, str], sizes: Mapping[str, int]) -> Sequence[Episode]:
    """The episodes of a document that was remembered, if all of them are still published as they were."""
    if not articles or context.request.force or context.request.refresh:
        return []
    episodes = [context.catalog.episodes.get(name) for name in articles]
    whole = [
        episode
        for episode in episodes
        if episode and episode.fingerprint == articles[episode.id] and _is_whole(context, episode, sizes)
    ]
    return whole if len(whole) == len(articles) else []


def _stories(context: RenderContext) -> near_duplicates.Stories:
    place = hashlib.sha256(str(context.request.output.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
    return near_duplicates.Stories(
        context.request.cache / "stories" / f"{place[:16]}.sqlite", threshold=context.show.same_story
    )


def _recognized(
    context: RenderContext, article: Article, stories: near_duplicates.Stories, seen: Mapping[str, str]
) -> Article | Outcome:
    """The article itself, or as the correction that it is of a published one; or that it is a story told already."""
    episodes = context.catalog.episodes
    if article.id in episodes or not context.show.same_story:
        return article

    def place(id_: str) -> str:
        return seen[id_] if id_ in seen else episodes[id_].origin

    for id_ in stories.versions(article):
        is_other = id_ in episodes and episodes[id_].origin != article.origin
        if id_ in seen or (is_other and _is_there(context.request, episodes[id_].origin)):
            return _twice(article, f"it has the same address as {place(id_)}", "keep the newer one")
        if id_ in episodes:
            return dataclasses.replace(article, id=id_)
    for id_, share in stories.alike(article).items():
        if id_ in seen or id_ in episodes:
            what = f"it is the same story as {place(id_)} ({share:.0%} of the text)"
            return _twice(article, what, "a correction must have the id or the address of what it corrects")
    return article


def _is_there(request: Request, origin: str) -> bool:
    """Whether a published article may still be read where it came from; addresses are not tried."""
    if request.host is not None or not request.source.is_dir() or sources.is_address(origin):
        return True
    return (request.source / document(origin)).exists()


def _twice(article: Article, what: str, hint: str) -> Outcome:
    reason = f"{what}; {hint}, or set same_story in show.toml"
    return skipped(article, reason)


def _planned(context: RenderContext, article: Article, before: _Known) -> Outcome | Todo:
    characters = len(article.title) + sum(len(block.text) for block in article.blocks)
    hours = characters / _CHARACTERS_PER_HOUR
    if hours > context.show.max_hours:
        limit = f"{context.show.max_hours:g}"
        return failed(
            article, f"it would speak for about {hours:.0f} hours; {limit} are allowed. Split it, or raise max_hours."
        )
    todo = _todo(context, article, characters)
    episode = _published(context, article, before)
    if episode:
        outcome = None if context.request.force else _kept(context, article, episode, before.sizes)
        if outcome:
            return outcome
        todo = dataclasses.replace(todo, fingerprint=episode.fingerprint)
    if reason := _unspoken(context, article):
        return skipped(article, reason)
    return todo


def _todo(context: RenderContext, article: Article, characters: int) -> Todo:
    basis = changes.basis(context.terms, article)
    return Todo(article, changes.fingerprint(basis), characters, basis)


def _published(context: RenderContext, article: Article, before: _Known) -> Episode | None:
    """Return the episode of an article that was not changed since, or None."""
    episode = context.catalog.episodes.get(article.id)
    if episode is None:
        return None
    same = before.index.is_same(document(article.origin), article.id, episode.fingerprint)
    return changes.up_to_date(context.terms, article, episode, folder=context.request.output, same_document=same)


def _kept(context: RenderContext, article: Article, episode: Episode, sizes: Mapping[str, int]) -> Outcome | None:
    """Return the outcome of an unchanged article whose episode stays; None when that has to be made again."""
    damage = "" if _is_whole(context, episode, sizes) else _damage(context, episode)
    if damage:
        how = " by this version of audiocast" if changes.is_outdated(context.terms, episode) else ""
        _log.warning("%s. It is made again%s.", damage, how)
        return None
    if context.request.refresh:
        if is_made_differently(context, episode, article):
            return None
        episode = refreshed(context, episode, article)
    return unchanged(context, episode, article)


def is_made_differently(
    context: RenderContext, episode: Episode, article: Article, parts: Sequence[Article] = ()
) -> bool:
    """Whether this version of the program would make other files of an article, or of a digest of such parts."""
    from audiocast.script import writer  # noqa: PLC0415 - rare, and slow to import

    try:
        written = writer.write(article, parts, show=context.show, voice=context.voice, lexicon=context.lexicon)
    except AudiocastError:
        return True  # why, is told when it is made
    return changes.script_digest(context.terms, article, written) != episode.digest


def refreshed(context: RenderContext, episode: Episode, article: Article) -> Episode:
    """Return an episode that this version of the program would make in the same way, with a note of that."""
    basis = episode.basis or changes.basis(context.terms, article)
    return dataclasses.replace(episode, basis=dataclasses.replace(basis, program=context.terms.program))


def _unspoken(context: RenderContext, article: Article) -> str:
    """Why the voice can't read the article, for it would only mumble, or ""."""
    if not context.show.check_language:
        return ""
    found = language.detect(block.text for block in article.blocks) or article.language
    if not found or language.same(found, context.voice.language):
        return ""
    says = (
        f", though it says {article.language}"
        if article.language and not language.same(found, article.language)
        else ""
    )
    return (
        f"it is in the language {found}{says}; the voice {context.voice.name} speaks {context.voice.language}. "
        "Choose a voice for that language, or set check_language = false in show.toml"
    )


def to_render(todo: Todo) -> Outcome:
    """The outcome of what would be made, if more than a plan were wanted."""
    return ended(Status.PLANNED, todo.article, joins(todo))


def joins(todo: Todo) -> str:
    """What there is to say of a digest, or "" of an article."""
    return f"joins {len(todo.parts)} articles" if todo.parts else ""


def unchanged(context: RenderContext, episode: Episode, article: Article | Episode) -> Outcome:
    """Return the outcome of an article that is published as it is; its record may have something new to say."""
    new = context.catalog.episodes.get(episode.id) != episode
    return dataclasses.replace(
        ended(Status.UNCHANGED, article, "", episode),
        record=episode if new else None,
        outdated=changes.is_outdated(context.terms, episode),
    )


def _shared(context: RenderContext) -> str:
    """Of everything besides a document that decides what becomes of it, the program that reads it included."""
    show = context.show
    place = Path(sources.__file__).parent
    readers = [(path.name, source_index.stamp(path)) for path in sorted(place.rglob("*.py"))]
    source = str(context.request.source.resolve())
    settings = (
        *context.terms.decisive,
        context.terms.settings,
        context.lexicon.digest,
        __version__,
        *(show.category, show.default_category),
        show.sources,
        show.max_hours,
        source,
    )
    return changes.digest(changes.VERSION, settings, readers, formats.versions())


def document(origin: str) -> str:
    """An origin without its place in the document."""
    return re.sub(r"#.*|:\d+$", "", origin, count=1)


def complete(context: RenderContext, episode: Episode) -> bool:
    """Whether every file of an episode is there, as it was made."""
    return not _damage(context, episode)


def _damage(context: RenderContext, episode: Episode) -> str:
    return catalog.damage(episode, context.request.output, thorough=context.request.verify)


def _is_whole(context: RenderContext, episode: Episode, sizes: Mapping[str, int]) -> bool:
    """Whether the lengths of an episode's files, seen in one look at the folder, are right and enough."""
    files = catalog.files(episode)
    return not context.request.verify and all(sizes.get(file.filename) == file.length for file in files)
