"""Create the GUIDs of podcasts and episodes, and keep those of podcasts in `show.json`.

A GUID is given out once and then read back: an episode keeps its GUID in its catalog record. `show.json` in the output
folder keeps the GUID of each feed once its address is public. When that file is damaged, the GUIDs are read from the
published feeds. When it is deleted, they are made again from the addresses.
"""

from __future__ import annotations

import logging
import re
import uuid
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.config import web_hosts
from audiocast.errors import PublishError
from audiocast.publishing.record_names import SHOW_FILE, encodable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FORMAT = 1
_LAYOUT = atomic.Layout(sort_keys=True, ascii_only=False)
_EPISODE_NAMESPACE = uuid.UUID("3f0e7f5c-4a41-5c0b-9d0e-6f2a52f1c6d8")
# From the podcast namespace, tag guid.
_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_GUID_IN_FEED = re.compile(r"<podcast:guid>([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})</podcast:guid>")
_OLDER_PAGE = re.compile(r"-\d+\.xml$")

_log = logging.getLogger(__name__)


def new_guid(show_identity: str, article_id: str) -> str:
    """Return the GUID of an episode at its first publication. The same names give the same GUID."""
    return str(uuid.uuid5(_EPISODE_NAMESPACE, f"{encodable(show_identity)}\n{encodable(article_id)}"))


def podcast_guid(folder: Path, *, feed_url: str, title: str, feed: str = "") -> str:
    """Return the GUID of a podcast: the one that is kept, or one made from a public address, which is then kept.

    Many networks use the same private addresses (127.0.0.1, 192.168.0.2). While a show has no other address, its GUID
    is made from the address and the title, and is not kept.

    Args:
        folder: The output folder.
        feed_url: The address of the feed.
        title: The title of the podcast.
        feed: The file name of a further feed; "" for the show's own.

    Raises:
        PublishError: `show.json` can't be read or written.
    """
    path = folder / SHOW_FILE
    try:
        kept = _read(path)
    except PublishError as error:
        kept = _from_feeds(path.parent) if not web_hosts.is_private_url(feed_url) else {}
        _log.warning("%s The damaged file is now %s.", error, atomic.set_aside(path, folder))
        _write(path, kept)
    if feed in kept:
        return kept[feed]
    if web_hosts.is_private_url(feed_url):
        return _named_guid(feed_url, f"#{title}")
    kept[feed] = public_guid(feed_url)
    _write(path, kept)
    return kept[feed]


def public_guid(feed_url: str) -> str:
    """Return the GUID that the podcast namespace defines for a feed at a public address."""
    return _named_guid(feed_url)


def _named_guid(feed_url: str, more: str = "") -> str:
    return str(uuid.uuid5(_PODCAST_NAMESPACE, encodable(feed_url.partition("://")[2].strip("/") + more)))


def _write(path: Path, guids: Mapping[str, str]) -> None:
    own = {"podcast_guid": guids[""]} if "" in guids else {}
    further = {name: guid for name, guid in guids.items() if name}
    if guids:
        content = {**own, **({"feeds": further} if further else {})}
        atomic.write_state(path, _FORMAT, content, layout=_LAYOUT)


def _from_feeds(folder: Path) -> dict[str, str]:
    """Return the GUIDs in the published feeds, by the file name of the feed; "" for the show's own."""
    found: dict[str, str] = {}
    for feed in sorted(folder.glob("*.xml")):
        guid = _GUID_IN_FEED.search(feed.read_text("utf-8", "replace"))
        if guid and not _OLDER_PAGE.search(feed.name):
            found["" if feed.name == "feed.xml" else feed.name] = guid[1]
    return found


def _read(path: Path) -> dict[str, str]:
    """Return the GUIDs that are kept, by the file name of the feed; "" for the show's own."""
    try:
        data = atomic.read_state(path)
        kept = {str(name): str(uuid.UUID(guid)) for name, guid in data.get("feeds", {}).items()}
        if not kept or "podcast_guid" in data:
            kept[""] = str(uuid.UUID(data["podcast_guid"]))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=SHOW_FILE) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PublishError(
            "the podcast's GUID can't be read",
            where=SHOW_FILE,
            hint="It is taken from the feed, or made again from the feed's address",
        ) from error
    return kept
