"""List and draw the files of the web site of a show.

`outline` returns the files with their keys. While the key of a file stays the same, the file does too, and is not drawn
again. `draw` returns the content of one file. Neither reads or writes the output folder; the caller passes the
transcript of an episode to `draw`.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from importlib import resources
from operator import attrgetter
from typing import TYPE_CHECKING

from audiocast import __version__
from audiocast.config import palette
from audiocast.model.episode import Episode, values
from audiocast.publishing import site
from audiocast.publishing.site import style
from audiocast.publishing.site.package_files import asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audiocast.config.palette import Palette
    from audiocast.config.settings import Show
    from audiocast.model.episode import Enclosure

INDEX = "index.html"
# XSLT makes a page of the feed; browsers are about to give it up, and have CSS then.
FEED_XSL, FEED_CSS = "feed.xsl", "feed.css"
ASSETS = "assets"

# Episodes on a page of the list. The first page holds what does not fill a page of the archive, and at least these.
_ON_A_PAGE = 100
_ON_THE_FIRST = 50

# What an episode consists of, and the values of all but that.
_PARTS = {"enclosure", "chapters", "transcripts", "chapters_file", "cuts", "image", "basis"}
_PLAIN = attrgetter(*(name for name in Episode.__slots__ if name not in _PARTS))


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages share.

    Attributes:
        show: As it was read.
        palette: Its colors.
        feed: The feed's file name.
        cover: The show's picture.
        thumbnail: The file name of a smaller one.
        style: The file name of the style sheet.
        program: The file name of the program in the pages.
        icon: The file name of the sign in a browser's tab.
    """

    show: Show
    palette: Palette
    feed: str
    cover: str
    thumbnail: str
    style: str
    program: str
    icon: str


@dataclass(frozen=True, slots=True)
class Neighbor:
    """A page that another page links to."""

    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the site, not drawn yet.

    Attributes:
        name: In the output folder.
        key: While it is the same, so is the file.
        frame: What it shares with the others.
        episodes: One for its page, several for a list, none for an asset.
        names: The file names of their pages.
        newer: The page after this, in time, or None.
        older: The page before.
        pages: Of the list, the newest first; empty for an episode's page.
        content: Of an asset.
    """

    name: str
    key: str
    frame: Frame
    episodes: tuple[Episode, ...] = ()
    names: tuple[str, ...] = ()
    newer: Neighbor | None = None
    older: Neighbor | None = None
    pages: tuple[str, ...] = ()
    content: bytes = b""

    @property
    def transcript(self) -> Enclosure | None:
        """The JSON transcript of the episode, whose content `draw` needs."""
        return self._transcript("application/json")

    @property
    def webvtt(self) -> Enclosure | None:
        """The WebVTT transcript of the episode, whose content `draw` needs."""
        return self._transcript("text/vtt")

    def _transcript(self, kind: str) -> Enclosure | None:
        if self.pages or not self.episodes:
            return None
        return next((file for file in self.episodes[0].transcripts if file.type == kind), None)


def outline(
    show: Show, pages: Mapping[str, Episode], *, cover: Enclosure, thumbnail: str, feed: str = "feed.xml"
) -> tuple[Sheet, ...]:
    """Return every file of the site, assets first, so that each page finds its style sheet.

    Args:
        show: Whose site it is.
        pages: The episode of each page, by the page's file name in the output folder; in any order.
        cover: The show's picture.
        thumbnail: The file name of a smaller one.
        feed: The feed's file name.
    """
    colors = palette.choose(show.title, show.palette)
    frame, assets = _frame(show, colors, feed=feed, cover=cover.filename, thumbnail=thumbnail)
    shared = _key(_stamp(), frame)
    oldest_first = sorted(pages.items(), key=lambda item: (item[1].published, item[1].guid))
    neighbors = [Neighbor(episode.title, name) for name, episode in oldest_first]
    keys = [_own_key(episode) for _, episode in oldest_first]
    sheets = (
        Sheet(
            name=name,
            key=_key(shared, keys[at], *((each.title, each.name) for each in neighbors[max(at - 1, 0) : at + 2])),
            frame=frame,
            episodes=(episode,),
            names=(name,),
            newer=neighbors[at + 1] if at + 1 < len(neighbors) else None,
            older=neighbors[at - 1] if at else None,
        )
        for at, (name, episode) in enumerate(oldest_first)
    )
    return (*assets, *sheets, *_lists(frame, oldest_first, keys, shared))


def draw(sheet: Sheet, transcript: bytes = b"", webvtt: bytes = b"") -> bytes:
    """Return the content of a file of the site.

    Args:
        sheet: One of an outline.
        transcript: The content of the sheet's JSON transcript.
        webvtt: The content of its WebVTT transcript.

    Raises:
        PublishError: The transcript is damaged.
    """
    if sheet.content or not (sheet.episodes or sheet.pages):
        return sheet.content
    if sheet.pages:
        return site.drawing.draw_list(sheet)
    return site.drawing.draw_episode(sheet, transcript, webvtt)


def _frame(show: Show, colors: Palette, *, feed: str, cover: str, thumbnail: str) -> tuple[Frame, tuple[Sheet, ...]]:
    made = {
        "page.css": style.sheet("page.css", colors),
        "page.js": asset("page.js"),
        "icon.svg": style.icon(colors),
    }
    names = {name: _asset_name(name, content) for name, content in made.items()}
    frame = Frame(
        show, colors, feed, cover, thumbnail, style=names["page.css"], program=names["page.js"], icon=names["icon.svg"]
    )
    fixed = {
        FEED_XSL: asset(FEED_XSL).replace(b"@style@", frame.style.encode()),
        FEED_CSS: style.sheet(FEED_CSS, colors),
    }
    sheets = [Sheet(names[name], _key(content), frame, content=content) for name, content in made.items()]
    sheets += [Sheet(name, _key(content), frame, content=content) for name, content in fixed.items()]
    return frame, tuple(sheets)


def _asset_name(name: str, content: bytes) -> str:
    """Return a name with a checksum of the content, so that browsers may cache the file forever."""
    stem, _, ending = name.rpartition(".")
    return f"{ASSETS}/{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{ending}"


def _lists(frame: Frame, oldest_first: list[tuple[str, Episode]], keys: list[str], shared: str) -> Iterable[Sheet]:
    """Yield the pages of the list. They are filled from the oldest episode: a new one changes only the first page."""
    full = max(0, (len(oldest_first) - _ON_THE_FIRST) // _ON_A_PAGE)
    pages = (INDEX, *(f"archive-{number}.html" for number in range(full, 0, -1)))
    for at, name in enumerate(pages):
        start = (full - at) * _ON_A_PAGE
        place = slice(start, start + _ON_A_PAGE if at else None)
        chosen = oldest_first[place]
        newer = Neighbor("Newer episodes", pages[at - 1]) if at else None
        older = Neighbor("Older episodes", pages[at + 1]) if at + 1 < len(pages) else None
        yield Sheet(
            name=name,
            key=_key(shared, newer, older, len(pages), [name for name, _ in chosen], keys[place]),
            frame=frame,
            episodes=tuple(episode for _, episode in reversed(chosen)),
            names=tuple(name for name, _ in reversed(chosen)),
            newer=newer,
            older=older,
            pages=pages,
        )


@functools.cache
def _stamp() -> str:
    """Return a checksum of the program and the templates that draw pages."""
    digest = hashlib.sha256(__version__.encode())
    room = resources.files(__package__)
    for folder in (room, room / "templates"):
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".html")):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _own_key(episode: Episode) -> str:
    """Return a checksum of an episode. For speed, it does not use the repr of files and chapters."""
    files = (episode.enclosure, episode.chapters_file, episode.image, *episode.transcripts)
    parts = (*files, *episode.chapters, *episode.cuts)
    return _key(_PLAIN(episode), [part and values(part) for part in parts])


def _key(*values: object) -> str:
    """Return a checksum of values whose repr is exact."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()[:16]
