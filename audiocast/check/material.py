"""Read the feeds of an output folder and the files of their episodes, for the rules.

Each file is read once, when a rule first needs it. A file that can't be read raises an `UnreadableError`: the rules
that need it are skipped, and one rule of its own reports the problem.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from audiocast.check import id3, mpeg, picture, sound, timed
from audiocast.check.rss import Feed
from audiocast.check.verdict import UnreadableError
from audiocast.publishing import catalog

if TYPE_CHECKING:
    from pathlib import Path

    from audiocast.check.rss import Item
    from audiocast.model.audio import Cue
    from audiocast.model.episode import Episode
    from audiocast.publishing.catalog import Catalog

FEED = "feed.xml"
_PARSERS = {
    "text/vtt": timed.webvtt,
    "application/x-subrip": timed.subrip,
    "application/srt": timed.subrip,
    "application/json": timed.transcript_json,
}


class Podcast:
    """A feed and the further pages of it.

    Args:
        feed: The first page.
        pages: The others, in their order.
        folder: Where their files are.
    """

    def __init__(self, feed: Feed, pages: tuple[Feed, ...], folder: Folder) -> None:
        self.feed = feed
        self.pages = pages
        self.folder = folder

    @property
    def where(self) -> str:
        """The name of its first page."""
        return self.feed.name

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items of all pages."""
        return tuple(item for page in (self.feed, *self.pages) for item in page.items)

    @cached_property
    def named(self) -> dict[str, str]:
        """The files that the feed names, each with the episode or the channel that names it."""
        channel = self.feed.channel
        images = [element for element in channel.iter() if element.tag.endswith("}image") and element.get("href")]
        found = {image.get("href", ""): "the channel" for image in images}
        for item in self.items:
            urls = [item.enclosure.get("url", ""), *(url for url, _ in item.transcripts), item.chapters]
            found |= dict.fromkeys(filter(None, urls), item.name)
        return {name: who for url, who in found.items() if (name := self.feed.file_of(url))}

    @cached_property
    def pictures(self) -> dict[str, picture.Picture | None]:
        """The existing pictures that the feed names, each once; None for one that can't be read."""
        images = [element.get("href", "") for element in self.feed.channel.iter() if element.tag.endswith("}image")]
        found: dict[str, picture.Picture | None] = {}
        for name in dict.fromkeys(filter(None, map(self.feed.file_of, filter(None, images)))):
            if (self.folder.path / name).is_file():
                try:
                    found[name] = picture.look(self.folder.read(name))
                except UnreadableError:
                    found[name] = None
        return found


class Folder:
    """An output folder.

    Args:
        path: Where it is.
        listen: Whether the sound may be decoded, which takes a second for five minutes of it.
        cache: Where its clips are, or None when they are not to be looked at.
    """

    def __init__(self, path: Path, *, listen: bool, cache: Path | None = None) -> None:
        self.path = path
        self.cache = cache
        self.listen = listen

    @property
    def where(self) -> str:
        """The name in the output."""
        return str(self.path)

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog."""
        return catalog.read(self.path)

    @cached_property
    def records(self) -> dict[str, Episode]:
        """Its episodes by GUID."""
        return {episode.guid: episode for episode in self.catalog.episodes.values()}

    @cached_property
    def podcasts(self) -> tuple[Podcast, ...]:
        """The show's feed and its additional feeds."""
        names = sorted(path.name for path in self.path.glob("*.xml") if not path.name.startswith("."))
        left = [FEED, *(name for name in names if name != FEED)]
        found = []
        while left:
            first = self._feed(left.pop(0))
            pages: list[Feed] = []
            while (name := _next(pages[-1] if pages else first)) in left:
                left.remove(name)
                pages.append(self._feed(name))
            found.append(Podcast(first, tuple(pages), self))
        return tuple(found)

    def read(self, name: str) -> bytes:
        """The content of a file.

        Raises:
            UnreadableError: There is none.
        """
        try:
            return (self.path / name).read_bytes() if name else b""
        except OSError as error:
            raise UnreadableError(name) from error

    def _feed(self, name: str) -> Feed:
        try:
            return Feed(name, self.read(name))
        except UnreadableError:
            return Feed(name, b"")


class Part:
    """One episode: its item in a feed, and its files.

    Args:
        item: In the feed.
        podcast: Which feed.
    """

    def __init__(self, item: Item, podcast: Podcast) -> None:
        self.item = item
        self.podcast = podcast
        self.folder = podcast.folder

    @property
    def where(self) -> str:
        """The name in the output."""
        return self.item.name

    @cached_property
    def file(self) -> str:
        """The file name of its MP3."""
        name = self.podcast.feed.file_of(self.item.enclosure.get("url", ""))
        if not name:
            raise UnreadableError("no enclosure here")
        return name

    @cached_property
    def media(self) -> bytes:
        """The MP3."""
        return self.folder.read(self.file)

    @cached_property
    def frames(self) -> mpeg.Frames:
        """The frames of the MP3."""
        return mpeg.walk(self.media)

    @cached_property
    def tag(self) -> id3.Tag:
        """The tag of the MP3."""
        return id3.Tag(self.media)

    @cached_property
    def heard(self) -> sound.Heard:
        """The measured sound."""
        if not self.folder.listen:
            raise UnreadableError("--fast was given")
        _ = self.media
        return sound.hear(self.folder.path / self.file)

    @cached_property
    def chapters(self) -> tuple[timed.Mark, ...]:
        """The chapters in the chapters file."""
        return timed.chapters_json(self._companion(self.item.chapters))

    @cached_property
    def record(self) -> Episode:
        """The record in the catalog."""
        if self.item.guid not in self.folder.records:
            raise UnreadableError("not in the catalog")
        return self.folder.records[self.item.guid]

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The sentences: those of the JSON transcript, which has their whole text, or else of WebVTT."""
        kinds = {kind for _, kind in self.item.transcripts}
        webvtt = self.transcript("text/vtt") if "text/vtt" in kinds else None
        if "application/json" in kinds:
            segments = self.transcript("application/json")
            return segments if webvtt is None else timed.sentences(segments, webvtt)
        if webvtt is None:
            raise UnreadableError("no transcript")
        return webvtt

    def transcript(self, kind: str) -> tuple[Cue, ...]:
        """Return the cues of the transcript of a media type."""
        for url, type_ in self.item.transcripts:
            if type_ == kind and kind in _PARSERS:
                return _PARSERS[kind](self._companion(url))
        raise UnreadableError(f"no transcript of type {kind}")

    def _companion(self, url: str) -> bytes:
        name = self.podcast.feed.file_of(url)
        if not name:
            raise UnreadableError("no file here")
        return self.folder.read(name)


def _next(feed: Feed) -> str:
    if feed.problem:
        return ""
    links = feed.links("next")
    return feed.file_of(links[0]) if links else ""
