"""List the articles of a run: read each document, unless the source index shows that it need not be read."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from audiocast.errors import SourceError, log_traceback
from audiocast.model.article import Article
from audiocast.render import changes
from audiocast.render.outcome import Outcome, Status
from audiocast.sources import discovery

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from audiocast.model.episode import Episode
    from audiocast.render.context import RenderContext
    from audiocast.render.source_index import SourceIndex

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """An article, or the error or the published episode in its place.

    Attributes:
        content: The article; or its episode, when the document was not read; or the outcome of a document without an
            article.
        unselected: Why the article is not selected, or "".
    """

    content: Article | Episode | Outcome
    unselected: str = ""

    @property
    def document(self) -> str:
        """The name of the document."""
        return document(self.content.origin)


@dataclass(frozen=True, slots=True)
class NamesOthers:
    """A document that names addresses of articles. Their content may change, so it is read in each run."""

    document: str


Listed: TypeAlias = Found | NamesOthers


def find(context: RenderContext, *, index: SourceIndex, sizes: Mapping[str, int]) -> Iterator[Listed]:
    """Yield the articles of a run in their order.

    Args:
        context: The context of the run, with the catalog.
        index: The source index of the show.
        sizes: The lengths of the files in the output folder, by name.
    """
    request = context.request
    query = discovery.Query(
        show=context.show,
        source=request.source,
        addresses=request.addresses,
        category=request.category,
        pages=request.cache / "pages",
        allow_private=request.allow_private,
        host=request.host,
    )

    def unread(origin: str, path: Path) -> Sequence[Episode]:
        return changes.unread_episodes(context, index.fingerprints(origin, path), sizes)

    lists: list[str] = []
    for found, by_user in discovery.discover(query, unread=unread, note_list=lists.append):
        if isinstance(found, Article):
            yield Found(found, discovery.reason_not_selected(query, found, by_user=by_user))
        elif isinstance(found, SourceError):
            log_traceback(found, _log)
            yield Found(Outcome(Status.FAILED, "", found.where, str(found)))
        elif isinstance(found, discovery.Ignored):
            yield Found(Outcome(Status.SKIPPED, "", found.name, "there is no reader for this kind of file"))
        else:
            yield Found(found)
    yield from map(NamesOthers, lists)


def document(origin: str) -> str:
    """Return an origin without the place in the document: without `:line` and `#entry`."""
    return re.sub(r"#.*|:\d+$", "", origin, count=1)
