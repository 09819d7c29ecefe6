"""Write the feeds of a show, as far as they are out of date.

A show has one feed, `feed.xml`, with all its episodes, and one more for each `[[feeds]]` table, each a podcast of its
own. `.feed.json` in the output folder has a checksum of what each file was made of. A feed that would not change is not
built, and feedgen is not imported. When the file is damaged or deleted, all feeds are built and compared again.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from audiocast import __version__, atomic
from audiocast.config import categories
from audiocast.config.directory_rules import check
from audiocast.model.episode import values
from audiocast.publishing import feed, guids, ownership, record_names
from audiocast.publishing.feed.paging import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from audiocast.config.settings import Feed, Show
    from audiocast.model.episode import Enclosure, Episode
    from audiocast.publishing.feed.paging import Page


FEED = "feed.xml"

# Counted up when the same episodes give other bytes.
_VERSION = 1
_STATE = ".feed.json"
_LAYOUT = atomic.Layout(version_key="version", sort_keys=True, end="")


@dataclass(frozen=True, slots=True)
class _Channel:
    """One podcast: the show with the texts of this feed, and the pages of the feed."""

    show: Show
    guid: str
    pages: Sequence[Page]


def publish(show: Show, episodes: Iterable[Episode], *, folder: Path, cover: Enclosure) -> tuple[str, ...]:
    """Write the feeds of a show that are out of date; return the names of the files that were written.

    A file that names another is written after it, and one that is not named any more is removed last.

    Raises:
        ConfigError: Directories would refuse the show.
        PublishError: The folder can't be written.
        RefusedError: A file that audiocast did not make would be overwritten.
    """
    check(show)
    episodes = tuple(episodes)
    state = _State(folder)
    written: list[str] = []
    for channel in _channels(show, episodes, folder, state):
        for page in reversed(channel.pages):
            made_of = _digest(channel, page, cover)
            if state.is_current(page.filename, made_of):
                continue
            names = {episode.id: own_page(episode.id) for episode in page.episodes}
            content = feed.rss.build(channel.show, page, cover=cover, guid=channel.guid, own_pages=names)
            if state.write(page.filename, made_of, content):
                written.append(page.filename)
    state.close()
    return tuple(written)


def own_page(article_id: str) -> str:
    """Return the name of an episode's web page in the output folder. It depends on the article's id alone."""
    return page_of(record_names.record_name(article_id))


def page_of(record: str) -> str:
    """Return the name of an episode's web page, by the name of its record."""
    return f"{record_names.EPISODES}/{record.removesuffix('.json')}.html"


def _channels(show: Show, episodes: Sequence[Episode], folder: Path, state: _State) -> Iterable[_Channel]:
    address = show.base_url + FEED
    guid = guids.podcast_guid(folder, feed_url=address, title=show.title)
    yield _Channel(show, guid, state.split(episodes, FEED))
    for further in show.feeds:
        told = _as_told_by(show, further)
        address = show.base_url + further.filename
        guid = guids.podcast_guid(folder, feed_url=address, title=further.title, feed=further.filename)
        some = [episode for episode in episodes if _belongs(episode, further)]
        yield _Channel(told, guid, state.split(some, further.filename))


def _as_told_by(show: Show, feed: Feed) -> Show:
    return replace(
        show,
        title=feed.title,
        description=feed.description or show.description,
        link=feed.link or show.link,
        itunes_category=feed.itunes_category or show.itunes_category,
        kind=feed.kind or show.kind,
        guid=feed.guid,
        new_feed_url="",
        verification="",
        feeds=(),
    )


def _belongs(episode: Episode, feed: Feed) -> bool:
    """Return whether a feed has no categories of its own, or one of them is the episode's."""
    wanted = feed.categories
    return not wanted or any(categories.first_match(episode.categories, each) for each in wanted)


# ---------------------------------------------------------------- what was written before


def _digest(channel: _Channel, page: Page, cover: Enclosure) -> str:
    """Return a checksum of everything that decides a file. For speed, only the fields that matter are read."""
    head = (_VERSION, __version__, channel.show, channel.guid, page.filename, page.links, cover)
    whole = hashlib.sha256(repr(head).encode("utf-8", "surrogatepass"))
    for e in page.episodes:
        told = (e.id, e.guid, e.published, e.updated, e.title, e.author, e.language, e.link, e.categories, e.summary)
        heard = (e.duration_ms, e.season, e.number, [values(chapter) for chapter in e.chapters])
        files = [file and values(file) for file in (e.enclosure, *e.transcripts, e.chapters_file, e.image)]
        whole.update(repr((told, heard, files)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


class _State:
    """What was written at the last time: for each file what it was made of and what it was, and where pages end.

    Args:
        folder: The output folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = _read(folder / _STATE)
        self._files: dict[str, list[str]] = {}
        self._marks: dict[str, list[list[str]]] = {}

    def split(self, episodes: Iterable[Episode], filename: str) -> Sequence[Page]:
        """Return the pages of a feed, with the same ends as before."""
        try:
            before = [(datetime.fromisoformat(date), guid) for date, guid in self._before["marks"].get(filename, [])]
            before = [mark for mark in before if mark[0].tzinfo and isinstance(mark[1], str)]
        except (AttributeError, KeyError, TypeError, ValueError):
            before = []
        pages, marks = split(episodes, filename, sorted(before))
        self._marks[filename] = [[date.isoformat(), guid] for date, guid in marks]
        return pages

    def is_current(self, filename: str, made_of: str) -> bool:
        """Return whether a file was made of this and has not changed."""
        before = self._before["files"].get(filename)
        if not isinstance(before, list) or before[:1] != [made_of] or before[1:] != [_sha256(self._folder / filename)]:
            return False
        self._files[filename] = before
        return True

    def write(self, filename: str, made_of: str, content: bytes) -> bool:
        """Write a file if its content has changed, and return whether it was written."""
        digest = hashlib.sha256(content).hexdigest()
        self._files[filename] = [made_of, digest]
        new = _sha256(self._folder / filename) != digest
        if new:
            if filename not in self._before["files"]:
                ownership.require_ours(self._folder / filename)
            # What the feed names is on the disk first, and the feed before anything that it named is removed.
            atomic.settle(place for place in (self._folder, self._folder / record_names.EPISODES) if place.is_dir())
            atomic.replace(self._folder / filename, content)
            atomic.settle([self._folder])
        return new

    def close(self) -> None:
        """Remove files that no feed names any more, if they are as they were written, and remember the others."""
        for filename in self._before["files"].keys() - self._files.keys():
            before = self._before["files"][filename]
            written = before[-1] if isinstance(before, list) and before else None
            if re.fullmatch(r"[\w-]+\.xml", filename) and written == _sha256(self._folder / filename):
                (self._folder / filename).unlink(missing_ok=True)
        after = {"files": self._files, "marks": self._marks}
        if {"version": _VERSION, **after} != self._before:
            atomic.write_state(self._folder / _STATE, _VERSION, after, layout=_LAYOUT)


def _read(path: Path) -> dict[str, Any]:
    try:
        state = atomic.read_state(path)
        if isinstance(state["files"], dict) and isinstance(state["marks"], dict):
            return state
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return {"files": {}, "marks": {}}


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
