"""Which episodes are published, with what GUID and date?

One JSON file beside each MP3, its sidecar, is the whole memory: `episodes/<slug>-<hash of the id>.json`. Its name hangs
on the article's id alone, so that a changed article replaces it in one rename, and it has no second dot, which tells it
from a transcript (`….transcript.json`) and from chapters (`….chapters.json`). What was given out at first publication
is read back, never made anew: an episode's GUID and date, and the podcast's own GUID in `show.json`.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import os
import re
import unicodedata
import uuid
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from audiocast import atomic
from audiocast.config import web_hosts
from audiocast.errors import PublishError
from audiocast.model.article import Cut
from audiocast.model.audio import Chapter
from audiocast.model.episode import Basis, Enclosure, Episode
from audiocast.publishing import ownership

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

FORMAT = 1
EPISODES = "episodes"

_SHOW_FILE = "show.json"
_SLUG_LENGTH = 60
_SECOND = timedelta(seconds=1)
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_EPISODE_NAMESPACE = uuid.UUID("3f0e7f5c-4a41-5c0b-9d0e-6f2a52f1c6d8")
_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # given by the podcast namespace, tag guid

_TOLD_GUID = re.compile(r"<podcast:guid>([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})</podcast:guid>")

# A line of its own, about all the others.
_SUM = re.compile(rb'^ "sum": "([0-9a-f]{8})",\n', re.MULTILINE)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Catalog:
    """What an output folder remembers.

    Attributes:
        episodes: By the article's id.
        problems: Sidecars that can't be read, each with its file's name in `where`.
        damaged: The names of those among them that nobody can read.
    """

    episodes: Mapping[str, Episode]
    problems: tuple[PublishError, ...] = ()
    damaged: frozenset[str] = frozenset()


def read(folder: Path) -> Catalog:
    """Read every sidecar of an output folder; one that is missing altogether is empty.

    Other JSON files that lie beside them are left alone.
    """
    episodes: dict[str, Episode] = {}
    problems: list[PublishError] = []
    damaged: set[str] = set()
    for name in _sidecars(folder / EPISODES):
        where = f"{EPISODES}/{name}"
        try:
            with open(f"{folder}/{where}", "rb", buffering=0) as file:  # noqa: PTH123 - a path takes as long to make
                content = file.read()
            episode = from_json(content, where=where)
        except IsADirectoryError as error:
            problems.append(PublishError(f"can't be read ({error.strerror})", where=where))
            damaged.add(name)
        except OSError as error:
            problems.append(PublishError(f"can't be read ({error.strerror})", where=where))
        except PublishError as error:
            if _is_foreign(content):
                continue
            problems.append(error)
            if error.__cause__ is not None:  # it is no newer audiocast's
                damaged.add(name)
        else:
            if episode.id in episodes:
                problems.append(PublishError(f"a second sidecar for the article {episode.id!r}", where=where))
            else:
                episodes[episode.id] = episode
    return Catalog(episodes, tuple(problems), frozenset(damaged))


def write(episode: Episode, folder: Path) -> Path:
    """Write an episode's sidecar in one rename, or leave it alone when it says the same already."""
    path = folder / EPISODES / sidecar_name(episode.id)
    atomic.replace(path, to_json(episode))
    return path


def write_all(episodes: Iterable[Episode], folder: Path) -> None:
    """Write the sidecars of several episodes, and wait for the disk once."""
    atomic.replace_all({folder / EPISODES / sidecar_name(episode.id): to_json(episode) for episode in episodes})


def forget(episode: Episode, folder: Path) -> None:
    """Remove an episode's sidecar.

    Raises:
        PublishError: It can't be removed.
    """
    path = folder / EPISODES / sidecar_name(episode.id)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"can't be removed ({error.strerror})", where=str(path)) from error


def to_json(episode: Episode) -> bytes:
    """The sidecar's bytes: the same for the same episode, with sorted keys and a checksum, UTF-8."""
    data = {name: _plain(getattr(episode, name)) for name in Episode.__slots__}
    if not episode.marks:
        del data["marks"]  # the sidecars of episodes without marks stay as they were written
    data["format"] = FORMAT
    return _dump({**data, "sum": _checksum(_dump(data))})


def from_json(content: bytes, *, where: str) -> Episode:
    """What a sidecar says.

    Raises:
        PublishError: It is damaged, or a newer audiocast wrote it.
    """
    try:
        data = json.loads(content)
        version = data["format"]
        if version == FORMAT:
            _verify(content)
            return _episode(data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise PublishError(
            f"the sidecar is damaged ({reason})",
            where=where,
            hint="Render again: it is made again from what the feed says, and from its article",
        ) from error
    raise PublishError(f"the sidecar has the unknown format {version!r}", where=where, hint="Use a newer audiocast")


def files(episode: Episode) -> tuple[Enclosure, ...]:
    """Every file of an episode but the sidecar."""
    image = (episode.image,) if episode.image else ()
    return (episode.enclosure, *episode.transcripts, episode.chapters_file, *image)


def sizes(folder: Path) -> dict[str, int]:
    """How long the files of all episodes are, by their names."""
    try:
        with os.scandir(folder / EPISODES) as entries:
            return {f"{EPISODES}/{entry.name}": entry.stat().st_size for entry in entries if entry.is_file()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(folder / EPISODES)) from error


def damage(episode: Episode, folder: Path, *, thorough: bool = False) -> str:
    """Which file of an episode is not as it was made, and why; "" when all are.

    Args:
        episode: As it was published.
        folder: The output folder.
        thorough: Read the files; otherwise their lengths are enough.
    """
    for file in files(episode):
        path = folder / file.filename
        try:
            length = path.stat().st_size
            if length != file.length:
                return f"{file.filename} has {length} bytes, and was made with {file.length}"
            if thorough and file.sha256 and file.sha256 != hashlib.sha256(path.read_bytes()).hexdigest():
                return f"{file.filename} has other bytes than it was made with"
        except OSError as error:
            return f"{file.filename} can't be read ({error.strerror})"
    return ""


@functools.cache
def sidecar_name(article_id: str) -> str:
    """The sidecar's file name: the same whatever becomes of the article."""
    return f"{_slug(article_id)}-{_digest(article_id)[:10]}.json"


def episode_stem(article_id: str, content_digest: str) -> str:
    """What the MP3 and its companions are called, without their endings: new for every change of the content."""
    return f"{_slug(article_id)}-{_digest(article_id, content_digest)[:10]}"


def new_guid(show_identity: str, article_id: str) -> str:
    """An episode's GUID at first publication; made from names, so that a lost catalog gives the same one again."""
    return str(uuid.uuid5(_EPISODE_NAMESPACE, f"{_text(show_identity)}\n{_text(article_id)}"))


class Dates:
    """The dates of episodes, each of which has one of its own.

    Args:
        taken: Those that were given out.
    """

    def __init__(self, taken: Iterable[datetime]) -> None:
        self._taken = set(taken)
        # Where the next search that begins there may go on: all articles of a day may be dated to its midnight.
        self._next: dict[datetime, datetime] = {}

    def take(self, published: datetime | None, *, now: datetime) -> datetime:
        """An episode's date at first publication: the article's, else now.

        Players sort by it and refuse dates in the future and before 1970, so it is moved into that time, and back by
        seconds until no other episode has it.
        """
        now = now.replace(microsecond=0)
        wanted = now if published is None else published.replace(microsecond=0)
        if wanted.tzinfo is None:
            wanted = wanted.replace(tzinfo=UTC)
        wanted = date = max(min(wanted, now), _EARLIEST)
        while date in self._taken:
            date = self._next.get(date) or date - _SECOND
        self._next[wanted] = date - _SECOND
        self._taken.add(date)
        return date.astimezone(wanted.tzinfo)


def podcast_guid(folder: Path, *, feed_url: str, title: str, feed: str = "") -> str:
    """A podcast's GUID: made from the feed's address once that is public, kept in `show.json`, never made again.

    A private address (127.0.0.1, a home network) is the same in many houses, so that as long as a show has no other,
    its title takes part and nothing is kept.

    Args:
        folder: The output folder.
        feed_url: The feed's address.
        title: The podcast's.
        feed: The file name of a further feed; "" for the show's own.
    """
    path = folder / _SHOW_FILE
    try:
        kept = _podcast_guids(path)
    except PublishError as error:
        kept = _rescued(path, public=not web_hosts.is_private_url(feed_url))
        _log.warning("%s What was there is %s.", error, atomic.set_aside(path, folder))
        _keep(path, kept)
    if feed in kept:
        return kept[feed]
    if web_hosts.is_private_url(feed_url):
        return _named_guid(feed_url, f"#{title}")
    kept[feed] = public_guid(feed_url)
    _keep(path, kept)
    return kept[feed]


def public_guid(feed_url: str) -> str:
    """Return the GUID that the podcast namespace defines for a feed at a public address."""
    return _named_guid(feed_url)


def _named_guid(feed_url: str, more: str = "") -> str:
    return str(uuid.uuid5(_PODCAST_NAMESPACE, _text(feed_url.partition("://")[2].strip("/") + more)))


def _keep(path: Path, guids: Mapping[str, str]) -> None:
    own = {"podcast_guid": guids[""]} if "" in guids else {}
    further = {name: guid for name, guid in guids.items() if name}
    if guids:
        atomic.replace(path, _dump({"format": FORMAT, **own, **({"feeds": further} if further else {})}))


def _rescued(path: Path, *, public: bool) -> dict[str, str]:
    """The GUIDs that the feeds tell; one that was made of a private address is not to be kept."""
    kept: dict[str, str] = {}
    for feed in sorted(path.parent.glob("*.xml")) if public else ():
        told = _TOLD_GUID.search(feed.read_text("utf-8", "replace"))
        if told and not re.search(r"-\d+\.xml$", feed.name):
            kept["" if feed.name == "feed.xml" else feed.name] = told[1]
    return kept


def _podcast_guids(path: Path) -> dict[str, str]:
    """Those that are kept, by the feed's file name; the show's own has none."""
    try:
        data = json.loads(path.read_bytes())
        kept = {str(name): str(uuid.UUID(guid)) for name, guid in data.get("feeds", {}).items()}
        if not kept or "podcast_guid" in data:
            kept[""] = str(uuid.UUID(data["podcast_guid"]))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=_SHOW_FILE) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PublishError(
            "the podcast's GUID can't be read",
            where=_SHOW_FILE,
            hint="It is taken from the feed, or made again from its address",
        ) from error
    return kept


def numbered(episodes: Mapping[str, Episode], folder: Path, *, season: int = 0) -> dict[str, Episode]:
    """The episodes of a serial show with their numbers, which are given once, in order of publication.

    Those without one get the next of the season, or the one that is free between their neighbors in time, and their
    sidecars are written.

    Args:
        episodes: By the article's id.
        folder: The output folder.
        season: What new episodes belong to; 0 for none.
    """
    whole = dict(episodes)
    others = [episode for episode in whole.values() if episode.number and episode.season == season]
    for episode in sorted(whole.values(), key=lambda episode: (episode.published, episode.guid)):
        if not episode.number:
            new = replace(episode, season=season, number=_number(episode.published, others))
            write(new, folder)
            others.append(new)
            whole[new.id] = new
    return whole


def _number(published: datetime, others: Collection[Episode]) -> int:
    """The next number, or one that is free where the date belongs."""
    highest = max((episode.number for episode in others), default=0)
    if len(others) < highest:
        for number in sorted(set(range(1, highest)) - {episode.number for episode in others}):
            if all((episode.number < number) == (episode.published <= published) for episode in others):
                return number
    return highest + 1


def is_memory(name: str) -> bool:
    """Whether a file of the output folder is this memory itself, which is nobody else's business."""
    folder, _, last = name.rpartition("/")
    return name == _SHOW_FILE or (folder == EPISODES and _is_record(last))


# ---------------------------------------------------------------- files


def _is_foreign(content: bytes) -> bool:
    """Return whether a file is whole, but has nothing that a record has, so that somebody else wrote it."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return False
    keys = data.keys() if isinstance(data, dict) else ()
    return bool(data) and not {"format", "guid", "enclosure"} & set(keys)


def _is_record(name: str) -> bool:
    return name.endswith(".json") and name.count(".") == 1


def _sidecars(folder: Path) -> list[str]:
    """Return the names of all records in a folder; whatever is called otherwise is somebody else's."""
    try:
        with os.scandir(folder) as entries:  # there may be ten thousands
            return sorted(entry.name for entry in entries if ownership.is_record(entry.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PublishError(f"the folder can't be read ({error.strerror})", where=str(folder)) from error


# ---------------------------------------------------------------- names


def _slug(text: str) -> str:
    """ASCII letters, digits and hyphens; never empty, never long."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_LENGTH].strip("-") or "article"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(map(_text, parts)).encode()).hexdigest()


def _text(text: str) -> str:
    """What can be encoded: a lone surrogate becomes its escape."""
    return text.encode("utf-8", "backslashreplace").decode()


# ---------------------------------------------------------------- JSON


def _verify(content: bytes) -> None:
    """Notice flipped bits that leave valid JSON; a record without a checksum was made before there was one."""
    # It is the last but a few lines, and a summary may be long.
    told = _SUM.match(content, content.rfind(b'\n "sum": "') + 1)
    if told and told[1].decode() != _checksum(content.replace(told[0], b"", 1)):
        raise ValueError("it has other bytes than were written")


def _checksum(content: bytes) -> str:
    return f"{zlib.crc32(content):08x}"


def _dump(data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.encode("utf-8", "backslashreplace")  # a lone surrogate becomes \udxxx, which is its escape in JSON too


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, (Enclosure, Chapter, Cut, Basis)):
        return {name: getattr(value, name) for name in type(value).__slots__}
    return value


def _episode(data: dict[str, Any]) -> Episode:
    return Episode(
        id=_str(data, "id"),
        guid=_str(data, "guid"),
        published=_date(data, "published"),
        fingerprint=_str(data, "fingerprint"),
        digest=_str(data, "digest"),
        title=_str(data, "title"),
        author=_str(data, "author"),
        language=_str(data, "language"),
        link=_str(data, "link"),
        origin=_str(data, "origin"),
        categories=_strings(data, "categories"),
        summary=_str(data, "summary"),
        enclosure=_enclosure(data["enclosure"]),
        duration_ms=_int(data, "duration_ms"),
        chapters=tuple(Chapter(_str(c, "title"), _int(c, "start_ms"), _int(c, "end_ms")) for c in data["chapters"]),
        transcripts=tuple(map(_enclosure, data["transcripts"])),
        chapters_file=_enclosure(data["chapters_file"]),
        cuts=tuple(Cut(_str(cut, "rule"), _int(cut, "line"), _str(cut, "text")) for cut in data["cuts"]),
        updated=None if data["updated"] is None else _date(data, "updated"),
        season=_int(data, "season"),
        number=_int(data, "number"),
        image=None if data["image"] is None else _enclosure(data["image"]),
        waveform=_str(data, "waveform") if "waveform" in data else "",
        sounds=tuple((int(start), int(end)) for start, end in data["sounds"]) if "sounds" in data else (),
        basis=_basis(data["basis"]) if data.get("basis") else None,
        marks=_str(data, "marks") if "marks" in data else "",
    )


def _basis(data: dict[str, Any]) -> Basis:
    return Basis(**{name: _str(data, name) for name in Basis.__slots__})


def _enclosure(data: dict[str, Any]) -> Enclosure:
    """A file. Of ten thousand episodes these are read most often, hence one look at all of it."""
    filename, length, kind, sha256 = data["filename"], data["length"], data["type"], data.get("sha256", "")
    if not (type(filename) is type(kind) is type(sha256) is str and type(length) is int):
        raise TypeError(f"a file is described by other kinds of values: {data}")
    if filename.startswith("/") or "\\" in filename or (".." in filename and ".." in filename.split("/")):
        raise ValueError(f"{filename!r} is outside the output folder")
    return Enclosure(filename, length, kind, sha256)


def _date(data: dict[str, Any], name: str) -> datetime:
    date = datetime.fromisoformat(_str(data, name))
    if date.tzinfo is None:
        raise ValueError(f"{name} has no time zone")
    return date


def _str(data: dict[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _int(data: dict[str, Any], name: str) -> int:
    value = data[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is no whole number")
    return value


def _strings(data: dict[str, Any], name: str) -> tuple[str, ...]:
    values = tuple(data[name])
    if not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} are no texts")
    return values
