"""Decide in which English a text is written: American, British, Indian, Australian, Irish or South African.

A BCP 47 tag names a region (`of_tag`). For an article without a clear tag, the address of its publisher and the words
of its text tell it (`of_article`). A rule that differs between regions asks `sentence.locale.region`.

To add a publisher, write its host in `data/publishers.tsv`. To add a word that only one region uses, write it in
`data/region_words.tsv`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterable


class Region(StrEnum):
    """The region of an English text. Regions that are not listed have the conventions of the nearest one."""

    US = "US"
    GB = "GB"
    IN = "IN"
    AU = "AU"
    IE = "IE"
    ZA = "ZA"

    @property
    def is_british(self) -> bool:
        """Whether numbers, dates and spellings are those of Britain: everywhere outside North America."""
        return self is not Region.US

    @property
    def tag(self) -> str:
        """The BCP 47 tag."""
        return f"en-{self.value}"


TAGS = tuple(region.tag for region in Region)
"""The tags of all regions."""

_NEAREST = {
    Region.US: ("CA", "PH", "PR", "VI", "GU", "AS", "LR"),
    Region.AU: ("NZ", "FJ", "PG", "WS", "TO", "VU", "SB"),
    Region.IN: ("PK", "BD", "LK", "NP", "BT", "MV"),
    Region.IE: (),
    Region.ZA: ("NA", "BW", "LS", "SZ", "ZW"),
}
"""The territories that are read like a region. All others are read like Britain."""


def of_tag(tag: str) -> Region | None:
    """Return the region that a BCP 47 tag names, or None for another language and for English without a territory."""
    language, *parts = tag.replace("_", "-").split("-")
    if language.lower() != "en" or not parts:
        return None
    territory = parts[-1].upper()
    return next((region for region, near in _NEAREST.items() if territory in (region.value, *near)), Region.GB)


def is_british(tag: str) -> bool:
    """Return whether a BCP 47 tag names a region with British dates and numbers."""
    region = of_tag(tag)
    return region is not None and region.is_british


def of_article(address: str, texts: Iterable[str]) -> Region | None:
    """Return the region that the publisher's address or the words of an article tell, or None."""
    return _of_address(address) or _of_words(texts)


def _of_address(address: str) -> Region | None:
    """Return the region of a publisher: of its host or the ending of its host."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    publishers = tables.pairs("publishers")
    parts = host.split(".")
    for start in range(len(parts)):
        if found := publishers.get(".".join(parts[start:])):
            return Region(found)
    return None


def _of_words(texts: Iterable[str]) -> Region | None:
    """Return the region whose words the texts hold at least twice, or None."""
    found = [match.lastgroup for text in texts for match in _words().finditer(text)]
    most = max(Region, key=found.count)
    return most if found.count(most) >= _ENOUGH_WORDS else None


_ENOUGH_WORDS = 2


@cache
def _words() -> re.Pattern[str]:
    """Return a pattern for the words of all regions. Its groups have the names of the regions."""
    words: dict[str, list[str]] = {}
    for word, region in tables.rows("region_words"):
        words.setdefault(region, []).append(re.escape(word))
    return lazy_re(
        "|".join(rf"(?P<{region}>(?<!\w)(?:{'|'.join(each)})(?![^\W\d_]))" for region, each in words.items())
    )
