"""Keep the identity of the show that an output folder holds, and refuse to render another show over it.

`.identity.json` in the output folder holds the show's GUID, title and address, and the folder of its settings relative
to the output folder. It is written before anything else, and never published. When it is damaged or deleted, `feed.xml`
gives the same values, except for the folder of the settings; the next render of that folder adds it again.
"""

from __future__ import annotations

import html
import logging
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.config import load, web_hosts
from audiocast.config.feed_text import address, line
from audiocast.errors import PublishError, RefusedError
from audiocast.publishing import guids, ownership, record_names

if TYPE_CHECKING:
    from audiocast.config.settings import Show

IDENTITY = ".identity.json"

_FORMAT = 1
_FEED = "feed.xml"
_SEEDS = "seeds"
_GENERATOR = b"<generator>audiocast</generator>"
_GUID = re.compile(r"<podcast:guid>([^<]*)</podcast:guid>")
_TITLE = re.compile(r"<title>([^<]*)</title>")
_SELF = re.compile(r'<atom:link\b(?=[^>]*\brel="self")[^>]*\bhref="([^"]*)"')

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which show it is.

    Attributes:
        guid: The podcast's.
        title: The podcast's.
        base_url: Where its feed is, with a final slash.
        source: The folder of its settings, or None when it is unknown.
    """

    guid: str
    title: str
    base_url: str
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """How a source may be rendered.

    Attributes:
        settings: The folder whose settings count.
        guest: Whether the source is not the folder of the show, so that it says nothing about other articles.
        replaces: Whether another show has to make room.
    """

    settings: Path
    guest: bool = False
    replaces: bool = False


def read(output: Path) -> Identity | None:
    """Return which show an output folder holds, or None when it holds none.

    Raises:
        PublishError: It can't be read.
    """
    try:
        return _kept(output) or of_feed((output / _FEED).read_bytes(), ours=True)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(error.filename or output)) from error


def of_feed(content: bytes, *, ours: bool = False) -> Identity | None:
    """Return which show a feed is about, even when its end is cut off, or None when it does not say.

    Args:
        content: Of the feed.
        ours: Return None for a feed that audiocast did not write.
    """
    if ours and _GENERATOR not in content:
        return None
    text = content.decode("utf-8", "replace")
    guid, title, own = (pattern.search(text) for pattern in (_GUID, _TITLE, _SELF))
    if guid is None or title is None or own is None:
        return None
    url = html.unescape(own[1])
    return Identity(guid[1], html.unescape(title[1]), url[: url.rfind("/") + 1])


def admit(source: Path, output: Path, *, replaces: bool = False) -> Admission:
    """Return how a source may be rendered into an output folder.

    A source with a show.toml is a show of its own. Any other is rendered with the settings of the show that is there.

    Args:
        source: A folder of articles, or one article.
        output: The output folder.
        replaces: Let another show take the place of the one that is there.

    Raises:
        ConfigError: The source's show.toml is wrong.
        RefusedError: The folder holds another show, or the settings of its show can't be found.
        PublishError: The folder can't be read.
    """
    known = read(output)
    folder = _folder(source)
    if known is None:
        return Admission(folder)
    show = load.read_show(folder)
    if _is_home(known, show, source):
        return Admission(folder)
    if replaces or not _has_episodes(output):
        return Admission(folder, replaces=True)
    if (folder / load.SHOW_FILE).is_file():
        raise RefusedError(
            f"holds another show, {known.title!r} ({known.base_url}), not {show.title!r} ({show.base_url})",
            where=str(output),
            hint="Choose another --output, or use --replace-show to put this show in its place. If it is the same show "
            f'under a new name, write guid = "{known.guid}" in {folder / load.SHOW_FILE}',
        )
    return Admission(_settings(known, output, source), guest=True)


def claim(output: Path, show: Show, source: Path, *, guest: bool, feed_url: str) -> Identity:
    """Write the identity of the show that an output folder holds, before any other file, and return it.

    A show keeps its GUID when its title or its address changes. Only the GUID of a private address does not stay: when
    the show gets a public address, a GUID is made from that address.

    Args:
        output: The output folder.
        show: Its settings, as they are now.
        source: A folder of articles, or one article.
        guest: Whether the source is not the folder of the show.
        feed_url: The address of the show's own feed.

    Raises:
        PublishError: It can't be written.
    """
    known = read(output)
    is_private = web_hosts.is_private_url
    lasting = known and known.guid and (is_private(show.base_url) or not is_private(known.base_url))
    guid = show.guid or (known.guid if known and lasting else "")
    guid = guid or guids.podcast_guid(output, feed_url=feed_url, title=show.title)
    owns = not guest and (source.is_dir() or (_folder(source) / load.SHOW_FILE).is_file())
    place = _folder(source) if owns else known.source if known else None
    now = Identity(guid, show.title, show.base_url, place.resolve() if place else None)
    place_told = _relative(now.source, output) if now.source else ""
    told = {"guid": now.guid, "title": now.title, "base_url": now.base_url, "source": place_told}
    atomic.write_state(output / IDENTITY, _FORMAT, told)
    return now


def with_guid(show: Show, known: Identity, *, output: Path, feed_url: str) -> Show:
    """Return a show with its known GUID, if another one would be made from its title or address."""
    made = show.guid or guids.podcast_guid(output, feed_url=feed_url, title=show.title)
    return show if made == known.guid else replace(show, guid=known.guid)


def _has_episodes(output: Path) -> bool:
    """Return whether there is anything to lose: a run may have been stopped before it published an episode."""
    records = (output / record_names.EPISODES).glob("*.json")
    return (output / _FEED).exists() or any(ownership.is_record(path.name) for path in records)


def _folder(source: Path) -> Path:
    return source if source.is_dir() else source.parent


def _kept(output: Path) -> Identity | None:
    path = output / IDENTITY
    try:
        told = atomic.read_state(path, _FORMAT)
        guid, title, base_url, source = (str(told[name]) for name in ("guid", "title", "base_url", "source"))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError) as error:
        _log.warning("%s: is damaged (%s). feed.xml is used instead.", path, error)
        return None
    return Identity(guid, title, base_url, Path(os.path.normpath(output.resolve() / source)) if source else None)


def _relative(source: Path, output: Path) -> str:
    """Return a folder as seen from the output folder, so that both may move together."""
    try:
        return Path(os.path.relpath(source, output.resolve())).as_posix()
    except ValueError:  # it is on another drive
        return source.as_posix()


def _is_home(known: Identity, show: Show, source: Path) -> bool:
    """Return whether a source is the folder of the known show, which may have moved or changed its name."""
    folder = _folder(source)
    same_name, same_address = _alike(known, show)
    if (folder / load.SHOW_FILE).is_file():
        return (known.source is not None and folder.resolve() == known.source) or _is_same(known, show)
    # Without its show.toml a show would lose its name and its address.
    if not (same_name and same_address):
        return False
    if known.source is None or not known.source.is_dir():
        return source.is_dir()
    return folder.resolve() == known.source


def _is_same(known: Identity, show: Show) -> bool:
    """Return whether settings are those of a known show, wherever they are."""
    same_name, same_address = _alike(known, show)
    if show.guid and known.guid:
        return show.guid.casefold() == known.guid.casefold() or (same_name and same_address)
    if same_name:
        # A copy that says another address is another show, as long as the first one is there.
        copied = known.source is not None and (known.source / load.SHOW_FILE).is_file()
        return same_address or not copied
    return not web_hosts.is_private_url(show.base_url) and (
        same_address or guids.public_guid(f"{show.base_url}{_FEED}") == known.guid
    )


def _settings(known: Identity, output: Path, source: Path) -> Path:
    """Return the folder of the known show's settings."""
    places = (known.source, Path(_SEEDS), output.resolve().parent / _SEEDS)
    for place in places:
        there = place is not None and (place / load.SHOW_FILE).is_file()
        if place and there and (place == known.source or _is_same(known, load.read_show(place))):
            return place
    unnamed = known.source if known.source and known.source.is_dir() else _folder(source)
    show = load.read_show(unnamed)
    if not (unnamed / load.SHOW_FILE).is_file() and all(_alike(known, show)):
        return unnamed
    problem = f"its {known.source / load.SHOW_FILE} is gone" if known.source else "its show.toml can't be found"
    raise RefusedError(
        f"holds the show {known.title!r} ({known.base_url}), but {problem}",
        where=str(output),
        hint="Render the folder with its show.toml once, choose another --output, or use --replace-show to put these "
        "articles in its place",
    )


def _alike(known: Identity, show: Show) -> tuple[bool, bool]:
    """Return whether title and address are the known ones, as a feed writes them."""
    same_address = (address(show.base_url) or show.base_url) == (address(known.base_url) or known.base_url)
    return line(show.title) == line(known.title), same_address
