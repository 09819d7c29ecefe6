"""Report how each article of a run ended, and how much of the text is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from audiocast.model.article import Article

if TYPE_CHECKING:
    from audiocast.model.article import Cut
    from audiocast.model.episode import Episode


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
    """How one article, or one document without an article, ended, and why.

    Attributes:
        status: How it ended.
        title: The article's title, or "".
        origin: Where the article comes from.
        reason: Why it ended like that, or "".
        duration_ms: The length of its episode, or 0.
        length: The length of its MP3 in bytes, or 0.
        synthesized: How many utterances were not in the cache.
        cuts: What of the document is not spoken.
        categories: The article's categories and tags.
        record: The episode of an unchanged article, when its record in the catalog has to be written again.
        outdated: Whether an older version of the program made the episode that stays.
    """

    status: Status
    title: str
    origin: str
    reason: str = ""
    duration_ms: int = 0
    length: int = 0
    synthesized: int = 0
    cuts: tuple[Cut, ...] = ()
    categories: tuple[str, ...] = ()
    record: Episode | None = None
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How many characters of the text that has to be spoken are done."""

    done: int
    total: int


class Listener(Protocol):
    """A function that receives each outcome, and the progress."""

    def __call__(self, news: Outcome | Progress, /) -> None:
        """Receive an outcome or the progress."""
        ...


def failed(article: Article | Episode, reason: str) -> Outcome:
    """Return the outcome of an article that could not be made."""
    return ended(Status.FAILED, article, reason)


def skipped(article: Article | Episode, reason: str) -> Outcome:
    """Return the outcome of an article that is not selected."""
    return ended(Status.SKIPPED, article, reason)


def ended(status: Status, article: Article | Episode, reason: str, episode: Episode | None = None) -> Outcome:
    """Return the outcome of an article, with the length of the episode that it has."""
    tags = article.tags if isinstance(article, Article) else ()
    return Outcome(
        status,
        article.title,
        article.origin,
        reason,
        cuts=(episode or article).cuts,
        categories=(*article.categories, *tags),
        duration_ms=episode.duration_ms if episode else 0,
        length=episode.enclosure.length if episode else 0,
    )
