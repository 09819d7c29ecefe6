"""Decide by its name how a file is served: media type, cache time, compression, access for other sites."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass

from audiocast.publishing.media_types import media_type

_FEEDS = (".xml", ".rss")
_TOLD_ADDRESSES = (*_FEEDS, ".html", ".opml", ".chapters.json")
_COMPRESSED = (*_FEEDS, ".html", ".opml")
# Read by players that are pages of another site.
_SHARED = (*_FEEDS, ".vtt", ".srt", ".transcript.json", ".chapters.json")
_PAGES = (*_FEEDS, ".html", ".xsl", ".svg")
# The catalog gives a name with such an end to one content only. Its own records have no second dot before .json.
_LASTING = re.compile(r"-[0-9a-f]{10,}(?:\.transcript\.json|\.words\.vtt|\.chapters\.json|\.(?!json$)\w+)$")


@dataclass(frozen=True, slots=True)
class Kind:
    """How a file of that name is served.

    Attributes:
        type: The media type.
        feed: It is a feed.
        page: A browser may show it, and run what is in it.
        addresses: It holds addresses of the place where it is served.
        compressed: It is worth compressing.
        shared: Pages of other sites may read it.
        cache: What `Cache-Control` says.
    """

    type: str
    feed: bool
    page: bool
    addresses: bool
    compressed: bool
    shared: bool
    cache: str


def kind_of(name: str) -> Kind:
    """Return how a file is served, by its name."""
    lower = name.lower()
    feed = lower.endswith(_FEEDS)
    if _LASTING.search(lower) and not lower.endswith(_COMPRESSED):
        cache = "max-age=31536000, immutable"
    else:
        cache = "max-age=60" if feed else "no-cache"
    return Kind(
        type=media_type(name) or mimetypes.guess_type(name)[0] or "application/octet-stream",
        feed=feed,
        page=lower.endswith(_PAGES),
        addresses=lower.endswith(_TOLD_ADDRESSES),
        compressed=lower.endswith(_COMPRESSED),
        shared=lower.endswith(_SHARED),
        cache=cache,
    )
