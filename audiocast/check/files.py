"""Rules about the files that the feed and the catalog name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from audiocast.publishing import catalog, corrections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.check.material import Folder, Podcast
    from audiocast.check.picture import Picture
    from audiocast.check.rss import Item
    from audiocast.model.episode import Episode

_FOLDER = "episodes"
_MADE = (".mp3", ".vtt", ".srt", ".transcript.json", ".chapters.json")
_ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
_SMALLEST, _LARGEST = 1400, 3000
_HEAVIEST = 512 * 1024


# ---------------------------------------------------------------- of a feed


def named(podcast: Podcast) -> Iterator[str]:
    """Check that every file that the feed names exists."""
    for name, who in podcast.named.items():
        if not (podcast.folder.path / name).is_file():
            yield f"{who} names {name}, which does not exist"


def lengths(podcast: Podcast) -> Iterator[str]:
    """Check that every MP3 is as long as the feed says."""
    for item in podcast.items:
        name = podcast.feed.file_of(item.enclosure.get("url", ""))
        try:
            length = os.stat(podcast.folder.path / name).st_size  # noqa: PTH116 - of thousands
        except OSError:
            continue
        if name and item.enclosure.get("length") != str(length):
            yield f"{item.name}: the feed says {item.enclosure.get('length')} bytes, {name} has {length}"


def known(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has the GUID of its first publication."""
    files = {episode.enclosure.filename: episode for episode in podcast.folder.catalog.episodes.values()}
    titles = {episode.title: episode for episode in podcast.folder.catalog.episodes.values()}
    for item in podcast.items:
        if item.guid in podcast.folder.records:
            continue
        name = podcast.feed.file_of(item.enclosure.get("url", ""))
        if episode := files.get(name) or titles.get(item.name):
            yield f"{item.name} has the GUID {item.guid}, and was published with {episode.guid}"
        else:
            yield f"{item.name} with the GUID {item.guid} has no record"


def dated(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has the date of its first publication."""
    for item in podcast.items:
        episode = podcast.folder.records.get(item.guid)
        if episode and item.date != episode.published.replace(microsecond=0):
            yield f"{item.name} is from {item.date}, and was published on {episode.published}"


def current(podcast: Podcast) -> Iterator[str]:
    """Check that the feed names the latest files of every episode."""
    for item in podcast.items:
        episode = podcast.folder.records.get(item.guid)
        if episode is not None:
            yield from _differences(item, episode, podcast)


def _differences(item: Item, episode: Episode, podcast: Podcast) -> Iterator[str]:
    here = podcast.feed.file_of
    if here(item.enclosure.get("url", "")) != episode.enclosure.filename:
        yield f"{item.name}: its MP3 is {episode.enclosure.filename}, the feed names another"
    told = [here(url) for url, _ in item.transcripts]
    if told != [file.filename for file in episode.transcripts]:
        yield f"{item.name}: the feed names other transcripts than were made for it"
    if here(item.chapters) != episode.chapters_file.filename:
        yield f"{item.name}: the chapters file in the feed is not the one that was made for the episode"


# ---------------------------------------------------------------- of the folder


def records(folder: Folder) -> Iterator[str]:
    """Check that all catalog records can be read."""
    for problem in folder.catalog.problems:
        yield str(problem)


def in_feed(folder: Folder) -> Iterator[str]:
    """Check that every published episode is in the feed."""
    guids = {item.guid for item in folder.podcasts[0].items}
    files = {folder.podcasts[0].feed.file_of(item.enclosure.get("url", "")) for item in folder.podcasts[0].items}
    for guid, episode in folder.records.items():
        if guid not in guids and episode.enclosure.filename not in files:
            yield f"{episode.title} was published, and is not in {folder.podcasts[0].where}"


def recorded(folder: Folder) -> Iterator[str]:
    """Check that every file has the bytes that were published."""
    for episode in folder.records.values():
        if damage := catalog.damage(episode, folder.path, thorough=True):
            yield damage


def orphans(folder: Folder) -> Iterator[str]:
    """Check that the output folder has no orphaned files."""
    used = {name for podcast in folder.podcasts for name in podcast.named} | set(corrections.retired(folder.path))
    for episode in folder.records.values():
        used |= {file.filename for file in catalog.files(episode)}
    for path in sorted((folder.path / _FOLDER).glob("*")):
        name = f"{_FOLDER}/{path.name}"
        if path.name.endswith(_MADE) and not path.name.startswith(".") and name not in used:
            yield f"no feed, page or record uses {name}"


def outside(folder: Folder) -> Iterator[str]:
    """Check that no link leads out of the output folder."""
    base = folder.path.resolve()
    for path in sorted(folder.path.rglob("*")):
        if path.is_symlink() and not path.resolve().is_relative_to(base):
            yield f"{path.relative_to(folder.path).as_posix()} leads out of the folder"


# ---------------------------------------------------------------- pictures


def picture_format(podcast: Podcast) -> Iterator[str]:
    """Check that every picture is a JPEG or PNG file with the right ending."""
    for name, found in podcast.pictures.items():
        if found is None:
            yield f"{name} is neither JPEG nor PNG"
        elif not name.lower().endswith(_ENDINGS[found.format]):
            yield f"{name} is a {found.format}"


def picture_shape(podcast: Podcast) -> Iterator[str]:
    """Check that every picture is square, 1400 to 3000 pixels wide."""
    for name, found in _pictures(podcast):
        if found.width != found.height:
            yield f"{name} has {found.width} x {found.height} pixels, and is not square"
        elif not _SMALLEST <= found.width <= _LARGEST:
            yield f"{name} has {found.width} pixels, {_SMALLEST} to {_LARGEST} are allowed"


def picture_colors(podcast: Podcast) -> Iterator[str]:
    """Check that every picture is plain RGB."""
    for name, found in _pictures(podcast):
        if not found.rgb:
            yield f"{name} is not plain RGB"


def picture_weight(podcast: Podcast) -> Iterator[str]:
    """Check that every picture is smaller than 512 kB."""
    for name, found in _pictures(podcast):
        if found.length > _HEAVIEST:
            yield f"{name} has {found.length} bytes; at most {_HEAVIEST} are recommended"


def _pictures(podcast: Podcast) -> Iterator[tuple[str, Picture]]:
    return ((name, found) for name, found in podcast.pictures.items() if found is not None)
