"""Keep the text of articles that may be gone when a digest joins them: articles on the web, and entries of feeds.

The store is a folder in the cache, with one JSON file for each article. An article leaves the store with its episode.
If the folder is lost, digests leave out articles that are no longer in their feeds.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from audiocast import atomic, sources
from audiocast.errors import PublishError
from audiocast.model.article import Article, Block, BlockKind
from audiocast.publishing import record_names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_log = logging.getLogger(__name__)


def may_go(origin: str) -> bool:
    """Return whether an article is on the web, or in a feed, which shows only its newest articles."""
    return sources.is_address(origin) or "#" in origin


class ArticleStore:
    """The stored articles of a show.

    Args:
        folder: The folder of the store.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, articles: Iterable[Article]) -> None:
        """Write those articles that may be gone in the next run. A failure is logged."""
        contents = {self._path(each.id): _to_json(each) for each in articles if may_go(each.origin)}
        try:
            atomic.replace_all(contents)
        except PublishError as error:
            _log.warning("%s Articles that disappear from their feed may be missing in a digest.", error)

    def get(self, episode_id: str) -> Article | None:
        """Return the article with that id, or None when it is not in the store or damaged."""
        try:
            return _from_json(episode_id, self._path(episode_id).read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def tidy(self, episodes: Iterable[str]) -> None:
        """Remove all articles but those with these ids. A failure is logged."""
        wanted = {record_names.record_name(each) for each in episodes}
        try:
            for path in self._folder.glob("*.json"):
                if path.name not in wanted:
                    path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning(
                "%s: can't be removed (%s). It is no longer needed; delete it.", error.filename, error.strerror
            )

    def _path(self, episode_id: str) -> Path:
        return self._folder / record_names.record_name(episode_id)


def _to_json(article: Article) -> bytes:
    """Return what decides the script of an article."""
    values = {
        "origin": article.origin,
        "title": article.title,
        "author": article.author,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "blocks": [[block.kind, block.text, block.level, block.number] for block in article.blocks],
    }
    return json.dumps(values, separators=(",", ":")).encode()


def _from_json(episode_id: str, content: bytes) -> Article:
    values = json.loads(content)
    return Article(
        id=episode_id,
        origin=values["origin"],
        title=values["title"],
        author=values["author"],
        categories=(),
        language=values["language"],
        published=datetime.fromisoformat(values["published"]) if values["published"] else None,
        link="",
        blocks=tuple(Block(BlockKind(kind), *others) for kind, *others in values["blocks"]),
        cuts=(),
    )
