"""Read the rules of a robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from protego import Protego

if TYPE_CHECKING:
    from audiocast.sources.web.address import Address

_LARGEST = 500_000
"""The number of bytes that a program must read (RFC 9309); the rest is ignored."""


class Rules:
    """The rules of a robots.txt for one program.

    Args:
        content: The bytes of the file; an empty one allows everything.
        name: The name of the program in the file.
    """

    def __init__(self, content: bytes, *, name: str) -> None:
        self._rules = Protego.parse(content[:_LARGEST].decode("utf-8", "replace"))
        self._name = name

    def allow(self, address: Address) -> bool:
        """Return whether the program may fetch a page."""
        return bool(self._rules.can_fetch(str(address), self._name))

    @property
    def delay(self) -> float:
        """The seconds between two requests that the file asks for, or 0."""
        return float(self._rules.crawl_delay(self._name) or 0)
