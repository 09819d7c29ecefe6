"""What do the feeds that were published say of an episode whose record was lost?

Read with means of its own, for what a feed says is what listeners know.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from audiocast.model.audio import Chapter
from audiocast.model.episode import Enclosure, Episode

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SELF = "{http://www.w3.org/2005/Atom}link[@rel='self']"
_UPDATED = re.compile(r"<p>Updated (\d{4}-\d\d-\d\d)</p>")


def recall(folder: Path, pages: Collection[str]) -> dict[str, Episode]:
    """The episodes that have those pages, by the page's name; what a feed does not say of them is empty.

    Args:
        folder: The output folder.
        pages: Names of web pages in it, each about one episode.
    """
    found: dict[str, Episode] = {}
    for path in sorted(folder.glob("feed*.xml")):
        with suppress(OSError, ET.ParseError, ValueError, TypeError):  # it is damaged, too, and will be made again
            content = path.read_bytes()
            if any(page.encode() in content for page in pages):
                found |= _episodes(ET.fromstring(content), path, pages)  # noqa: S314 - our own file
    return found


def _episodes(root: ET.Element, path: Path, pages: Collection[str]) -> dict[str, Episode]:
    itself = root.find(f"channel/{_SELF}")
    base = "" if itself is None else itself.get("href", "").removesuffix(path.name)
    found = {}
    for item in root.iterfind("channel/item"):
        notes = item.findtext(_CONTENT) or ""
        for page in pages:
            if f'href="{base}{page}"' in notes:
                found[page] = _episode(item, notes, base, path.parent)
    return found


def _episode(item: ET.Element, notes: str, base: str, folder: Path) -> Episode:
    def file(element: ET.Element | None) -> Enclosure:
        """A file that an element names, as it is now."""
        if element is None:
            return Enclosure("", 0, "")
        name = unquote((element.get("url") or element.get("href") or "").removeprefix(base))
        there = (folder / name).is_file()
        return Enclosure(name, (folder / name).stat().st_size if there else 0, element.get("type") or "image/jpeg")

    image, enclosure = item.find(f"{_ITUNES}image"), item.find("enclosure")
    duration_ms = 1000 * int(item.findtext(f"{_ITUNES}duration") or 0)
    chapters = file(item.find(f"{_PODCAST}chapters"))
    updated = _UPDATED.search(notes)
    return Episode(
        id="",
        guid=item.findtext("guid") or "",
        published=parsedate_to_datetime(item.findtext("pubDate") or ""),
        fingerprint="",
        digest="",
        title=item.findtext("title") or "",
        author=item.findtext(f"{_PODCAST}person[@role='author']") or "",
        language=next((found.get("language", "") for found in item.iterfind(f"{_PODCAST}transcript")), ""),
        link="",
        origin="",
        categories=tuple(category.text or "" for category in item.iterfind("category")),
        summary=item.findtext("description") or "",
        enclosure=file(enclosure),
        duration_ms=duration_ms,
        chapters=_chapters(folder / chapters.filename, duration_ms),
        transcripts=tuple(map(file, item.iterfind(f"{_PODCAST}transcript"))),
        chapters_file=chapters,
        cuts=(),
        updated=datetime.fromisoformat(updated[1]).replace(tzinfo=UTC) if updated else None,
        season=int(item.findtext(f"{_ITUNES}season") or 0),
        number=int(item.findtext(f"{_ITUNES}episode") or 0),
        image=None if image is None else file(image),
    )


def _chapters(path: Path, duration_ms: int) -> tuple[Chapter, ...]:
    """Those of the chapters file; one when it can't be read."""
    try:
        listed = json.loads(path.read_bytes())["chapters"]
        return tuple(Chapter(c["title"], round(c["startTime"] * 1000), round(c["endTime"] * 1000)) for c in listed)
    except (OSError, ValueError, KeyError, TypeError):
        return (Chapter("", 0, duration_ms),)
