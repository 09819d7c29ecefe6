"""Recover catalog records that are damaged or lost.

If the feed or the article is there, a damaged record is moved to `.damaged/` in the output folder, where a user can
look at it. The new record is made:

1. from the published feed, which has the GUID, date, number, title and files that listeners' apps already have;
2. with the values of the damaged record that can still be read: article id, link, origin and language;
3. with no fingerprint, so that the render makes the rest again from the article.

A record that is lost is recovered in the same way, when the feed still has its episode. When the feed does not have it,
the article is published as a new one. When neither feed nor article is there, the damaged record stays where it is and
the render reports it.
"""

from __future__ import annotations

import json
import logging
import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from audiocast import atomic
from audiocast.model.audio import Chapter
from audiocast.model.episode import Enclosure, Episode
from audiocast.publishing import catalog, corrections, feed, record_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from audiocast.publishing.catalog import Catalog

_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SELF = "{http://www.w3.org/2005/Atom}link[@rel='self']"
_UPDATED = re.compile(r"<p>Updated (\d{4}-\d\d-\d\d)</p>")
# A string or a number in a record; each has a line of its own.
_FIELD = re.compile(r'^ "(\w+)": (.+?),?$', re.MULTILINE)

_log = logging.getLogger(__name__)


def recover(known: Catalog, output: Path, *, articles: Iterable[str]) -> Catalog:
    """Return the catalog with the recovered records, which are no longer listed as problems.

    Args:
        known: The catalog as it was read.
        output: The output folder.
        articles: The ids of all articles of the show that the catalog does not have.

    Raises:
        PublishError: A damaged record can't be moved, or the new one can't be written.
    """
    ids = {record_names.record_name(article): article for article in articles}
    fields = {name: _readable_fields(output / record_names.EPISODES / name) for name in known.damaged}
    pages = {feed.page_of(name): name for name in ids.keys() | fields.keys()}
    if not pages:
        return known
    found = {pages[page]: episode for page, episode in _published(output, pages).items()}
    for name in fields.keys() & (found.keys() | ids.keys()):
        moved = atomic.set_aside(output / record_names.EPISODES / name, output)
        source = "the feed" if name in found else "its article"
        _log.warning(
            "%s: the catalog record is damaged. It is recovered from %s; the damaged file is now %s.",
            name,
            source,
            moved,
        )
    episodes = dict(known.episodes)
    for name, published in found.items():
        corrected = corrections.latest(output, name.removesuffix(".json"))
        episode = _completed(published, fields.get(name, {}), corrected, article=ids.get(name, ""), name=name)
        catalog.write(episode, output)
        episodes[episode.id] = episode
        if name not in fields:
            _log.warning("%s: the catalog record is lost. It is recovered from the feed.", name)
    left = known.damaged - (found.keys() | ids.keys())
    return replace(
        known,
        episodes=episodes,
        damaged=frozenset(left),
        problems=tuple(each for each in known.problems if each.where.rpartition("/")[2] not in known.damaged - left),
    )


def _readable_fields(path: Path) -> dict[str, Any]:
    """Return the strings and numbers of a damaged record that can still be read."""
    found: dict[str, Any] = {}
    with suppress(OSError):
        for name, value in _FIELD.findall(path.read_bytes().decode("utf-8", "replace")):
            with suppress(ValueError):
                found[name] = json.loads(value)
    return found


def _completed(
    published: Episode, fields: Mapping[str, Any], corrected: datetime | None, *, article: str, name: str
) -> Episode:
    """Return an episode of the feed with the values that a feed does not have."""
    stem = name.removesuffix(".json")
    candidates = (article, str(fields.get("id", "")), stem.rpartition("-")[0])
    # Without the article, an id that is not in plain letters can't be found. Any id with this record will do.
    article_id = next((each for each in candidates if record_names.record_name(each) == name), stem)
    # The feed has the day of a correction, the name of its diff the second.
    same_day = corrected and published.updated and corrected.date() == published.updated.date()
    texts = {field: fields[field] for field in ("link", "origin", "language") if isinstance(fields.get(field), str)}
    return replace(published, id=article_id, updated=corrected if same_day else published.updated, **texts)


# ---------------------------------------------------------------- what the feeds say


def _published(folder: Path, pages: Collection[str]) -> dict[str, Episode]:
    """Return the published episodes that have these pages, by page; fields that a feed does not have are empty.

    Args:
        folder: The output folder.
        pages: Names of web pages in it, each about one episode.
    """
    found: dict[str, Episode] = {}
    for path in sorted(folder.glob("feed*.xml")):
        with suppress(OSError, ET.ParseError, ValueError, TypeError):  # a damaged feed is written again by the render
            content = path.read_bytes()
            if any(page.encode() in content for page in pages):
                found |= _episodes(ET.fromstring(content), path, pages)  # noqa: S314 - audiocast wrote this file
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
        """Return the file whose address an element has, with its present length."""
        if element is None:
            return Enclosure("", 0, "")
        name = unquote((element.get("url") or element.get("href") or "").removeprefix(base))
        length = (folder / name).stat().st_size if (folder / name).is_file() else 0
        return Enclosure(name, length, element.get("type") or "image/jpeg")

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
    """Return the chapters of a chapters file, or one chapter when it can't be read."""
    try:
        listed = json.loads(path.read_bytes())["chapters"]
        return tuple(Chapter(c["title"], round(c["startTime"] * 1000), round(c["endTime"] * 1000)) for c in listed)
    except (OSError, ValueError, KeyError, TypeError):
        return (Chapter("", 0, duration_ms),)
