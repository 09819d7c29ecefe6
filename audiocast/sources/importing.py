"""Add articles from elsewhere to a show: read a page, a feed or a document, and write Markdown files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import sources
from audiocast.config import load
from audiocast.errors import SourceError
from audiocast.model.article import Article, Reference
from audiocast.sources import dates, resolve
from audiocast.sources.markdown_writer import keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Request:
    """What to add.

    Attributes:
        source: The address of a page or a feed, or the path of a document.
        folder: The folder of the show's articles.
        cache: The folder for fetched pages.
        category: A category to use instead of the article's, or None to keep those and add the show's if needed.
        date: A date to use instead of the article's, or "".
        allow_private: Also fetch from hosts that are not public.
    """

    source: str
    folder: Path
    cache: Path
    category: str | None = None
    date: str = ""
    allow_private: bool = False


def add(request: Request) -> Iterator[Path | SourceError]:
    """Write the articles of a source into a show, and yield the path of each, or the error in its place.

    Raises:
        ConfigError: The show's settings are not valid.
        SourceError: The date is not valid.
    """
    show = load.read_show(request.folder)
    date = dates.moment(request.date, "--date") if request.date else None
    for reading in _readings(request):
        if isinstance(reading, SourceError):
            yield reading
            continue
        try:
            yield keep(_with_choices(reading, request, show.category, date), request.folder)
        except SourceError as error:
            yield error


def _readings(request: Request) -> Iterator[Article | SourceError]:
    references: list[Reference] = []
    for reading in _read_source(request.source):
        if isinstance(reading, Reference):
            references.append(reading)
        else:
            yield reading
    if references:
        allow = request.allow_private
        yield from resolve.fetch(references, cache=request.cache, allow_private=allow, read=sources.read)


def _read_source(source: str) -> tuple[Article | Reference | SourceError, ...]:
    if sources.is_address(source):
        return (Reference(source, found=False),)
    path = Path(source)
    try:
        return sources.read(sources.fetch(path, path.parent))
    except SourceError as error:
        return (error,)


def _with_choices(article: Article, request: Request, show_category: str, date: datetime | None) -> Article:
    """Return an article with the categories and the date to store."""
    categories = article.categories
    if request.category is not None:
        categories = tuple(filter(None, (request.category,)))
    elif sources.select(article, show_category):
        categories = (*categories, show_category)
    return replace(article, categories=categories, published=date or article.published)
