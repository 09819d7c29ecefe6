"""Read and write the catalog of an output folder: one record for each published episode.

A record is a JSON file beside the MP3, `episodes/<slug>-<checksum of the article's id>.json`. `record_names` gives its
name, `record_format` its content. There is no other list of episodes. A record that is damaged or deleted is recovered
by `catalog_recovery`. Records are never published.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError
from audiocast.publishing import ownership, record_format
from audiocast.publishing.record_names import EPISODES, record_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from audiocast.model.episode import Enclosure, Episode


@dataclass(frozen=True, slots=True)
class Catalog:
    """The published episodes of an output folder.

    Attributes:
        episodes: By article id.
        problems: One error for each record that can't be read; `where` is its file name.
        damaged: The names of those records that no version of audiocast can read.
    """

    episodes: Mapping[str, Episode]
    problems: tuple[PublishError, ...] = ()
    damaged: frozenset[str] = frozenset()


def read(folder: Path) -> Catalog:
    """Return the catalog of an output folder; it is empty when there is no such folder.

    JSON files of other programs are ignored.

    Raises:
        PublishError: The folder can't be read.
    """
    episodes: dict[str, Episode] = {}
    problems: list[PublishError] = []
    damaged: set[str] = set()
    for name in _record_names(folder / EPISODES):
        where = f"{EPISODES}/{name}"
        content = b""
        try:
            # There may be ten thousand records, and to make a path takes as long as to read one.
            with open(f"{folder}/{where}", "rb", buffering=0) as file:  # noqa: PTH123
                content = file.read()
            episode = record_format.from_json(content, where=where)
        except OSError as error:
            problems.append(PublishError(f"can't be read ({error.strerror})", where=where))
            if isinstance(error, IsADirectoryError):
                damaged.add(name)
        except PublishError as error:
            if record_format.is_foreign(content):
                continue
            problems.append(error)
            if error.__cause__ is not None:  # otherwise a newer version of audiocast wrote it
                damaged.add(name)
        else:
            if episode.id in episodes:
                problems.append(PublishError(f"is a second record for the article {episode.id!r}", where=where))
            else:
                episodes[episode.id] = episode
    return Catalog(episodes, tuple(problems), frozenset(damaged))


def write(episode: Episode, folder: Path) -> Path:
    """Write an episode's record unless it has the same content; return its path.

    Raises:
        PublishError: It can't be written.
    """
    path = folder / EPISODES / record_name(episode.id)
    atomic.replace(path, record_format.to_json(episode))
    return path


def write_all(episodes: Iterable[Episode], folder: Path) -> None:
    """Write the records of several episodes, and wait for the disk once.

    Raises:
        PublishError: One can't be written.
    """
    atomic.replace_all(
        {folder / EPISODES / record_name(episode.id): record_format.to_json(episode) for episode in episodes}
    )


def forget(episode: Episode, folder: Path) -> None:
    """Remove an episode's record.

    Raises:
        PublishError: It can't be removed.
    """
    path = folder / EPISODES / record_name(episode.id)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"can't be removed ({error.strerror})", where=str(path)) from error


def files(episode: Episode) -> tuple[Enclosure, ...]:
    """Return every file of an episode except its record."""
    image = (episode.image,) if episode.image else ()
    return (episode.enclosure, *episode.transcripts, episode.chapters_file, *image)


def sizes(folder: Path) -> dict[str, int]:
    """Return the length in bytes of each file in `episodes/`, by its name in the output folder.

    Raises:
        PublishError: The folder can't be read.
    """
    try:
        with os.scandir(folder / EPISODES) as entries:
            return {f"{EPISODES}/{entry.name}": entry.stat().st_size for entry in entries if entry.is_file()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(folder / EPISODES)) from error


def damage(episode: Episode, folder: Path, *, thorough: bool = False) -> str:
    """Return which file of an episode was changed or lost, and how; "" when none was.

    Args:
        episode: The episode as its record has it.
        folder: The output folder.
        thorough: Compare the contents; otherwise compare only the lengths.
    """
    for file in files(episode):
        path = folder / file.filename
        try:
            length = path.stat().st_size
            if length != file.length:
                return f"{file.filename} has {length} bytes instead of {file.length}"
            if thorough and file.sha256 and file.sha256 != hashlib.sha256(path.read_bytes()).hexdigest():
                return f"{file.filename} does not have the checksum in its record"
        except OSError as error:
            return f"{file.filename} can't be read ({error.strerror})"
    return ""


def _record_names(folder: Path) -> list[str]:
    """Return the names of all records in a folder; files with other names are not ours."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if ownership.is_record(entry.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PublishError(f"the folder can't be read ({error.strerror})", where=str(folder)) from error
