"""Read a feed.

This uses the XML parser of the standard library, not the library that writes feeds, so that mistakes are found.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

from audiocast.check.verdict import UnreadableError

if TYPE_CHECKING:
    from datetime import datetime

SPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
# Weekday optional, zone required, as podcast directories take it.
_ZONES = ("GMT", "UT", "UTC", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT")


class Feed:
    """One feed file.

    Args:
        name: Its file name in the folder, or its address.
        content: Its bytes.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content

    @cached_property
    def problem(self) -> str:
        """The reason why the feed can't be read, or ""."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return "it is not UTF-8"
        if b"\0" in self.content or b"<!DOCTYPE" in self.content or b"<!ENTITY" in self.content:
            return "it has a NUL or a document type, which no feed has and which can do harm"
        try:
            root = ET.fromstring(self.content)
        except (ET.ParseError, ValueError, LookupError) as error:
            return f"it is not XML: {error}"
        if root.tag != "rss" or root.get("version") != "2.0" or len(root.findall("channel")) != 1:
            return "it is not RSS 2.0 with one channel"
        return ""

    @cached_property
    def channel(self) -> ET.Element:
        """The channel."""
        if self.problem:
            raise UnreadableError(self.name)
        (channel,) = ET.fromstring(self.content).findall("channel")
        return channel

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items, in the order of the feed."""
        return tuple(Item(element, number) for number, element in enumerate(self.channel.findall("item"), 1))

    @cached_property
    def spaces(self) -> frozenset[str]:
        """The namespaces that are declared."""
        _ = self.channel
        events = ET.iterparse(io.BytesIO(self.content), events=("start-ns",))
        return frozenset(uri for _, (_, uri) in events)

    @cached_property
    def address(self) -> str:
        """The feed's link to itself, or ""."""
        links = self.links("self")
        return links[0] if links else ""

    @cached_property
    def base(self) -> str:
        """The address of the folder."""
        return self.address.rpartition("/")[0] + "/"

    def links(self, relation: str) -> list[str]:
        """Return the targets of the Atom links with this relation."""
        found = self.channel.findall("atom:link", SPACES)
        return [link.get("href", "") for link in found if link.get("rel") == relation]

    def file_of(self, url: str) -> str:
        """Return the name of the file in the folder for an address, or "" when it is elsewhere."""
        if not url.startswith(self.base) or self.base == "/":
            return ""
        name = unquote(url.removeprefix(self.base).partition("?")[0].partition("#")[0])
        return "" if ".." in name.split("/") or "\\" in name or name.startswith("/") else name


@dataclass(frozen=True)
class Item:
    """One item of a feed."""

    element: ET.Element
    number: int

    @property
    def name(self) -> str:
        """The name in the output."""
        return text(self.element, "title") or f"item {self.number}"

    @property
    def guid(self) -> str:
        """Its GUID."""
        return text(self.element, "guid")

    @property
    def enclosure(self) -> dict[str, str]:
        """The attributes of its first enclosure."""
        found = self.element.find("enclosure")
        return {} if found is None else dict(found.attrib)

    @property
    def date(self) -> datetime | None:
        """The date of publication."""
        return date(text(self.element, "pubDate"))

    @property
    def seconds(self) -> int | None:
        """The duration in the feed."""
        value = text(self.element, "itunes:duration")
        return int(value) if value.isascii() and value.isdigit() else None

    @property
    def transcripts(self) -> list[tuple[str, str]]:
        """Address and type of each transcript."""
        return [(each.get("url", ""), each.get("type", "")) for each in self.all("podcast:transcript")]

    @property
    def chapters(self) -> str:
        """The address of its chapters."""
        found = self.all("podcast:chapters")
        return found[0].get("url", "") if found else ""

    def all(self, path: str) -> list[ET.Element]:
        """Return the elements with this name."""
        return self.element.findall(path, SPACES)


def text(element: ET.Element, path: str) -> str:
    """Return the text of a child element, or ""."""
    found = element.find(path, SPACES)
    return "" if found is None else found.text or ""


def date(value: str) -> datetime | None:
    """Return a date of RFC 2822, which has a zone and no wrong weekday, or None."""
    zone = value.rpartition(" ")[2]
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if found.tzinfo is None or not (zone in _ZONES or (zone[:1] in "+-" and zone[1:].isdigit())):
        return None
    weekday, comma, _ = value.partition(",")
    return found if not comma or weekday.strip() == f"{found:%a}" else None


def quoted(name: str) -> str:
    """Return the name of a file, encoded for an address."""
    return quote(name, safe="/-._~")
