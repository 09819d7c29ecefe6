"""What is there to do?

Each article is compared with what the catalog says was published, so that work is done only for what changed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from audiocast import __version__, catalog, config, duplicates, engines, language, mix, sources
from audiocast.engines import model_files
from audiocast.errors import SourceError
from audiocast.normalize.lexicon import Lexicon, read_lexicon
from audiocast.palette import choose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from audiocast.catalog import Catalog
    from audiocast.model import Article, Cut, Episode, Script, Show, Voice

_log = logging.getLogger(__name__)

# Part of what decides the files of an episode: counted up when they are made differently from the same article.
VERSION = 1
# About what English takes; only used to refuse what is no article.
_CHARACTERS_PER_HOUR = 16 * 3600


class Status(StrEnum):
    """How an article ended."""

    RENDERED = "rendered"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"
    PLANNED = "to render"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one article, or one document that holds none, ended, and why."""

    status: Status
    title: str
    origin: str
    reason: str = ""
    duration_ms: int = 0
    length: int = 0
    synthesized: int = 0
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the text that has to be spoken is done, in characters."""

    done: int
    total: int


class Listener(Protocol):
    """Who is told how it goes."""

    def __call__(self, news: Outcome | Progress, /) -> None:
        """Take note."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        source: A folder of articles, or one.
        output: Where the show is published.
        cache: Where spoken sentences are kept.
        voice: Instead of the show's, or "".
        category: Instead of the show's, or "".
        jobs: How many processes speak and encode.
        force: Make episodes again that have not changed.
        dry_run: Plan only.
        prune: Take episodes whose articles are gone out of the show.
        wait: For another render that is writing there, instead of leaving.
        verify: Compare every byte that is published, not only lengths.
    """

    source: Path
    output: Path
    cache: Path
    voice: str = ""
    category: str = ""
    jobs: int = 1
    force: bool = False
    dry_run: bool = False
    prune: bool = False
    wait: bool = False
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Studio:
    """What all articles of a run share.

    Attributes:
        catalog: What was published before; empty until it is read.
        image: The user's own picture, or nothing.
        cover: The file name of the show's picture; it identifies the picture.
    """

    request: Request
    show: Show
    voice: Voice
    engine_version: str
    lexicon: Lexicon
    catalog: Catalog
    image: bytes
    cover: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An episode whose article is not there any more."""

    episode: Episode


@dataclass(frozen=True, slots=True)
class Todo:
    """An article that is not published as it is now."""

    article: Article
    fingerprint: str
    characters: int


def enter(request: Request) -> Studio:
    """Read all settings.

    Raises:
        ConfigError: One of them is wrong.
        UnknownEngineError: The voice's engine is not installed.
        UnknownVoiceError: A file that the voice is made of is missing.
    """
    source = request.source
    show = config.read_show(source, voice=request.voice, category=request.category)
    voice = config.read_voice(source, show.voice)
    image = config.read_image(source, show)
    engine_version = engines.load(voice.engine).version
    model_files.find(voice)
    return Studio(
        request=request,
        show=show,
        voice=voice,
        engine_version=engine_version,
        lexicon=Lexicon().merged(*map(read_lexicon, config.find_lexicons(source))),
        catalog=catalog.Catalog({}),
        image=image,
        cover=f"cover-{_digest(VERSION, show.title, choose(show.title, show.palette), image)[:10]}.jpg",
    )


def plan(studio: Studio) -> Iterator[Outcome | Todo | Withdrawn]:
    """What there is to do, and how everything else ended already.

    Raises:
        SourceError: Episodes are to be taken out of the show, but there is not one article.
    """
    seen: dict[str, str] = {}
    unread: set[str] = set()
    with _stories(studio) as stories:
        for article in _read(studio.request.source, studio.show):
            if isinstance(article, Outcome):
                unread.add(_document(article.origin))
                yield article
            elif reason := sources.select(article, studio.show.category):
                yield Outcome(Status.SKIPPED, article.title, article.origin, reason, cuts=article.cuts)
            elif article.id in seen:
                yield failed(
                    article, f"{seen[article.id]} has the same id, {article.id!r}. Give one of them another `Id:` line."
                )
            elif isinstance(known := _recognized(studio, article, stories, seen), Outcome):
                yield known
            else:
                seen[known.id] = known.origin
                planned = _planned(studio, known)
                if isinstance(planned, Todo) or not stories.knows(known):
                    stories.remember(known)
                yield planned
    # One article alone says nothing about the others, and neither does a document that can't be read.
    if studio.request.source.is_dir():
        yield from _withdrawn(studio, seen, unread)


def _withdrawn(studio: Studio, seen: Mapping[str, str], unread: Collection[str]) -> Iterator[Withdrawn]:
    if studio.request.prune and not seen:
        raise SourceError(
            "there is not one article of the show",
            where=str(studio.request.source),
            hint="Prune from the right folder",
        )
    for episode in studio.catalog.episodes.values():
        if episode.id not in seen and _document(episode.origin) not in unread:
            yield Withdrawn(episode)


def _document(origin: str) -> str:
    """An origin without its line."""
    return re.sub(r":\d+$", "", origin)


def _read(source: Path, show: Show) -> Iterator[Article | Outcome]:
    """Every article there is, and an outcome for whatever can't be read as one."""
    found = sources.find(source)
    root = source if source.is_dir() else source.parent
    for error in found.errors:
        yield Outcome(Status.FAILED, "", error.where, str(error))
    for path in found.ignored:
        name = path.relative_to(root).as_posix()
        if name != show.image:
            yield Outcome(Status.SKIPPED, "", name, "no reader knows this kind of file")
    for path in found.documents:
        try:
            readings = sources.read(sources.fetch(path, root))
        except SourceError as error:
            readings = (error,)
        for reading in readings:
            yield (
                Outcome(Status.FAILED, "", reading.where, str(reading)) if isinstance(reading, SourceError) else reading
            )


def _stories(studio: Studio) -> duplicates.Stories:
    place = hashlib.sha256(str(studio.request.output.resolve()).encode("utf-8", "surrogatepass")).hexdigest()
    return duplicates.Stories(
        studio.request.cache / "stories" / f"{place[:16]}.sqlite", threshold=studio.show.same_story
    )


def _recognized(
    studio: Studio, article: Article, stories: duplicates.Stories, seen: Mapping[str, str]
) -> Article | Outcome:
    """The article itself, or as the correction that it is of a published one; or that it is a story told already."""
    episodes = studio.catalog.episodes
    if article.id in episodes or not studio.show.same_story:
        return article
    there = {**{id_: episode.origin for id_, episode in episodes.items()}, **seen}
    for id_ in stories.versions(article):
        if id_ in seen or (id_ in episodes and _is_there(studio.request.source, episodes[id_].origin)):
            return _told(article, f"it has the same address as {there[id_]}", "keep the newer one")
        if id_ in episodes:
            return dataclasses.replace(article, id=id_)
    for id_, share in stories.alike(article).items():
        if id_ in there:
            what = f"it is the same story as {there[id_]} ({share:.0%} of the text)"
            return _told(article, what, "a correction must have the id or the address of what it corrects")
    return article


def _is_there(source: Path, origin: str) -> bool:
    return source.is_dir() and (source / _document(origin)).exists()


def _told(article: Article, what: str, hint: str) -> Outcome:
    reason = f"{what}; {hint}, or set same_story in show.toml"
    return Outcome(Status.SKIPPED, article.title, article.origin, reason, cuts=article.cuts)


def _planned(studio: Studio, article: Article) -> Outcome | Todo:
    characters = len(article.title) + sum(len(block.text) for block in article.blocks)
    hours = characters / _CHARACTERS_PER_HOUR
    if hours > studio.show.max_hours:
        limit = f"{studio.show.max_hours:g}"
        return failed(
            article, f"it would speak for about {hours:.0f} hours; {limit} are allowed. Split it, or raise max_hours."
        )
    fingerprint = _fingerprint(studio, article)
    episode = studio.catalog.episodes.get(article.id)
    if episode and episode.fingerprint == fingerprint and not studio.request.force:
        damage = catalog.damage(episode, studio.request.output, thorough=studio.request.verify)
        if not damage:
            return unchanged(episode, article)
        _log.warning("%s. It is made again.", damage)
    if reason := _unspoken(studio, article):
        return Outcome(Status.SKIPPED, article.title, article.origin, reason, cuts=article.cuts)
    return Todo(article, fingerprint, characters)


def _unspoken(studio: Studio, article: Article) -> str:
    """Why the voice can't read the article, for it would only mumble, or ""."""
    if not studio.show.check_language:
        return ""
    found = language.detect(block.text for block in article.blocks) or article.language
    if not found or language.same(found, studio.voice.language):
        return ""
    says = (
        f", though it says {article.language}"
        if article.language and not language.same(found, article.language)
        else ""
    )
    return (
        f"it is in the language {found}{says}; the voice {studio.voice.name} speaks {studio.voice.language}. "
        "Choose a voice for that language, or set check_language = false in show.toml"
    )


def failed(article: Article, reason: str) -> Outcome:
    """The outcome of an article that could not be made."""
    return Outcome(Status.FAILED, article.title, article.origin, reason, cuts=article.cuts)


def unchanged(episode: Episode, article: Article) -> Outcome:
    """The outcome of an article that is published as it is."""
    return Outcome(
        Status.UNCHANGED,
        article.title,
        article.origin,
        duration_ms=episode.duration_ms,
        length=episode.enclosure.length,
        cuts=article.cuts,
    )


def _fingerprint(studio: Studio, article: Article) -> str:
    """Of everything that could change an episode; when it is the same, nothing needs to be looked at."""
    return _digest(VERSION, article, *_settings(studio), studio.lexicon.digest, __version__)


def script_digest(studio: Studio, article: Article, script: Script) -> str:
    """Of everything that does change an episode; a new lexicon entry changes only what it occurs in."""
    head = dataclasses.replace(article, blocks=(), cuts=())
    return _digest(VERSION, head, script, *_settings(studio))


def _settings(studio: Studio) -> tuple[object, ...]:
    show = studio.show
    told = (show.title, show.author, show.locale, show.announce, show.bitrate_kbps, show.palette, show.episode_covers)
    return (told, studio.voice, studio.engine_version, studio.cover, mix.VERSION)


def _digest(*values: object) -> str:
    """Of values whose repr is exact: texts, numbers, dates and frozen dataclasses of those."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def complete(studio: Studio, episode: Episode) -> bool:
    """Whether every file of an episode is there, as it was made."""
    return not catalog.damage(episode, studio.request.output, thorough=studio.request.verify)
