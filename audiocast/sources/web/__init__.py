"""Fetch web pages politely and safely.

`fetcher` decides what to fetch, `host` sends the requests to one host, `network` makes the connections, and `store`
keeps the answers. `exchange` sends requests to a speech server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "Limits",
    "PageRequest",
    "Web",
    "address",
    "exchange",
    "fetcher",
    "host",
    "limits",
    "network",
    "robots",
    "store",
    "unpack",
]

if TYPE_CHECKING:
    from audiocast.sources.web import address, exchange, fetcher, host, limits, network, robots, store, unpack
    from audiocast.sources.web.fetcher import PageRequest, Web
    from audiocast.sources.web.limits import Limits
else:
    __getattr__ = lazy.attach(__name__, __all__, {"Limits": "limits", "PageRequest": "fetcher", "Web": "fetcher"})
