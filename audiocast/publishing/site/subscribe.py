"""How does a listener get the show into an app: which address opens which one?"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Door:
    """An app, and the address that opens it with the feed."""

    app: str
    href: str


def doors(feed_url: str, title: str) -> tuple[Door, ...]:
    """The apps that can be opened with a feed's address."""
    bare = feed_url.partition("://")[2]
    address = quote(feed_url, safe="")
    return (
        Door("Apple Podcasts", f"podcast://{bare}"),
        Door("Overcast", f"overcast://x-callback-url/add?url={address}"),
        Door("Pocket Casts", f"pktc://subscribe/{bare}"),
        # Without the app it is a page that explains how to get it.
        Door("AntennaPod", f"https://antennapod.org/deeplink/subscribe?url={address}&title={_quoted(title)}"),
    )


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")
