"""Return the addresses that open a feed in podcast apps."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class AppLink:
    """An app, and the address that opens it with the feed."""

    app: str
    href: str


def app_links(feed_url: str, title: str) -> tuple[AppLink, ...]:
    """Return a link for each app that can be opened with the address of a feed."""
    bare = feed_url.partition("://")[2]
    address = quote(feed_url, safe="")
    return (
        AppLink("Apple Podcasts", f"podcast://{bare}"),
        AppLink("Overcast", f"overcast://x-callback-url/add?url={address}"),
        AppLink("Pocket Casts", f"pktc://subscribe/{bare}"),
        # Without the app it is a page that explains how to get it.
        AppLink("AntennaPod", f"https://antennapod.org/deeplink/subscribe?url={address}&title={_quoted(title)}"),
    )


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")
