"""What was lost of the memory, and what can be made of it?

A record that is damaged, or gone though the feed still has its episode, is put together again from what can be read of
it and from what the feed says, so that GUID, date and number stay what listeners know. Whatever else it held is made
again from the article. The damaged file is kept aside.
"""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from audiocast import atomic
from audiocast.publishing import catalog, corrections, feed
from audiocast.publishing.feed.published_items import recall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from audiocast.model.episode import Episode
    from audiocast.publishing.catalog import Catalog

_LINE = re.compile(r'^ "(\w+)": (.+?),?$', re.MULTILINE)

_log = logging.getLogger(__name__)


def repair(known: Catalog, output: Path, *, articles: Iterable[str]) -> Catalog:
    """The catalog with what was lost; the damaged records whose episodes are found are no problems any more.

    Args:
        known: As it was read.
        output: The output folder.
        articles: The ids of all articles of the show that it does not know.

    Raises:
        PublishError: A damaged record can't be kept aside, or its successor can't be written.
    """
    ids = {catalog.sidecar_name(article): article for article in articles}
    scraps = {name: _scraps(output / catalog.EPISODES / name) for name in known.damaged}
    pages = {feed.page_of(name): name for name in ids.keys() | scraps.keys()}
    if not pages:
        return known
    found = {pages[page]: episode for page, episode in recall(output, pages).items()}
    for name in scraps.keys() & (found.keys() | ids.keys()):
        kept = atomic.set_aside(output / catalog.EPISODES / name, output)
        source = "the feed" if name in found else "its article"
        _log.warning(
            "%s: the record is damaged. It is made again from %s; what was there is in %s.", name, source, kept
        )
    episodes = dict(known.episodes)
    for name, episode in found.items():
        noted = corrections.latest(output, name.removesuffix(".json"))
        whole = _joined(episode, scraps.get(name, {}), noted, article=ids.get(name, ""), name=name)
        catalog.write(whole, output)
        episodes[whole.id] = whole
        if name not in scraps:
            _log.warning("%s: the record is gone, and the feed has the episode. It is made again from the feed.", name)
    left = known.damaged - (found.keys() | ids.keys())
    return replace(
        known,
        episodes=episodes,
        damaged=frozenset(left),
        problems=tuple(each for each in known.problems if each.where.rpartition("/")[2] not in known.damaged - left),
    )


def _scraps(path: Path) -> dict[str, Any]:
    """What can be read of a damaged record: its texts and numbers, each of which stands on a line."""
    found: dict[str, Any] = {}
    with suppress(OSError):
        for name, value in _LINE.findall(path.read_bytes().decode("utf-8", "replace")):
            with suppress(ValueError):
                found[name] = json.loads(value)
    return found


def _joined(episode: Episode, scraps: Mapping[str, Any], noted: datetime | None, *, article: str, name: str) -> Episode:
    """An episode of the feed, with what a feed does not say."""
    stem = name.removesuffix(".json")
    likely = (article, str(scraps.get("id", "")), stem.rpartition("-")[0])
    # When its article is gone, and its id is not plain, nobody knows that any more; any other will do.
    known = next((each for each in likely if catalog.sidecar_name(each) == name), stem)
    # The feed tells the day, the diff the second.
    exact = noted if noted and episode.updated and noted.date() == episode.updated.date() else episode.updated
    texts = {field: scraps[field] for field in ("link", "origin", "language") if isinstance(scraps.get(field), str)}
    return replace(episode, id=known, updated=exact, **texts)
