"""Publish the episodes that are done: write the pages and the feeds of a show."""

from __future__ import annotations

import importlib
import time
from threading import Thread
from typing import TYPE_CHECKING

from audiocast import publishing
from audiocast.publishing import dates_and_numbers, feed
from audiocast.render import pictures

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from audiocast.config.settings import Show
    from audiocast.model.episode import Enclosure, Episode
    from audiocast.render.context import RenderContext

# How often the episodes that are done are published during a render, and the share of time that may take.
_SECONDS_TO_A_PUBLICATION = 60.0
_SHARE_OF_PUBLICATIONS = 0.05


def prepare() -> None:
    """Import what `publish` needs, in a thread: this process mostly waits for its workers."""
    Thread(target=_prepare, daemon=True).start()


def publish(context: RenderContext, episodes: Mapping[str, Episode]) -> None:
    """Write the pages and then the feeds. Only files whose content changes are written.

    Args:
        context: The context of the run.
        episodes: All episodes of the show, by article id.
    """
    show, output = context.show, context.request.output
    picture = pictures.cover(context)
    if _is_serial(show):
        episodes = dates_and_numbers.numbered(episodes, output, season=show.season)
    _write_pages(context, episodes.values(), picture)
    feed.publish(show, episodes.values(), folder=output, cover=picture)
    publishing.site.folder.tidy(output)


class Publisher:
    """Publish the episodes that are done from time to time during a long render.

    Not for serial shows and long feeds, which are published once, at the end: the numbers of episodes, and the places
    where a long feed is divided, depend on all episodes.

    Args:
        context: The context of the run, with the episodes that were published before.
    """

    def __init__(self, context: RenderContext) -> None:
        self._context = context
        self._last = time.monotonic()
        self._took_s = 0.0

    def __call__(self, made: Mapping[str, Episode]) -> None:
        """Publish, if it is time. `made` are the episodes of this run that are done, by article id."""
        now = time.monotonic()
        if now - self._last < max(_SECONDS_TO_A_PUBLICATION, self._took_s / _SHARE_OF_PUBLICATIONS):
            return
        episodes = {**self._context.catalog.episodes, **made}
        if len(episodes) > feed.MOST or _is_serial(self._context.show):
            return
        publish(self._context, episodes)
        self._last = time.monotonic()
        self._took_s = self._last - now


def _prepare() -> None:
    importlib.import_module("audiocast.publishing.feed.rss")
    publishing.site.drawing.prepare()


def _is_serial(show: Show) -> bool:
    return "serial" in {show.kind, *(each.kind for each in show.feeds)}


def _write_pages(context: RenderContext, episodes: Collection[Episode], picture: Enclosure) -> None:
    """Write the pages that are out of date, and the small picture that they show."""
    output = context.request.output
    thumbnail = pictures.thumbnail(context).name
    pages = {feed.own_page(episode.id): episode for episode in episodes}
    sheets = publishing.site.outline(context.show, pages, cover=picture, thumbnail=thumbnail, feed=feed.FEED)
    publishing.site.folder.update(output, sheets, verify=context.request.verify)
