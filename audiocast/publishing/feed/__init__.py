"""Write the feeds of a show.

`update` finds the files that are out of date, `paging` divides a long feed into pages, and `rss` writes a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy
from audiocast.config.directory_rules import check, problems

__all__ = ["FEED", "MOST", "check", "own_page", "page_of", "paging", "problems", "publish", "rss", "update"]

if TYPE_CHECKING:
    from audiocast.publishing.feed import paging, rss, update
    from audiocast.publishing.feed.paging import MOST
    from audiocast.publishing.feed.update import FEED, own_page, page_of, publish
else:
    _HOMES = {"MOST": "paging", **dict.fromkeys(("FEED", "own_page", "page_of", "publish"), "update")}
    __getattr__ = lazy.attach(__name__, __all__, _HOMES)
