"""May a program that finds its own way ask for this page?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from protego import Protego

if TYPE_CHECKING:
    from audiocast.sources.web.address import Address

_LARGEST = 500_000
"""Bytes that a reader of robots.txt must take (RFC 9309); further lines don't count."""


class Rules:
    """What a robots.txt says.

    Args:
        content: The file; nothing allows everything.
        name: Who asks, as it is written there.
    """

    def __init__(self, content: bytes, *, name: str) -> None:
        self._rules = Protego.parse(content[:_LARGEST].decode("utf-8", "replace"))
        self._name = name

    def allow(self, address: Address) -> bool:
        """Whether the page may be asked for."""
        return bool(self._rules.can_fetch(str(address), self._name))

    @property
    def delay(self) -> float:
        """Seconds between two questions, or 0."""
        return float(self._rules.crawl_delay(self._name) or 0)
