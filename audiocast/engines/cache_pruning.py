"""List the clips in the cache, and remove those that were not used for long.

A removed clip is synthesized again when it is needed, so pruning is safe at any time, also during a render. A speech
server may give another sound then, so the caller names the clips of servers that episodes are made of. Only files that
the cache itself wrote are removed, whatever else is in the folder.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# The names of files and folders that `ClipCache` writes.
_SUBFOLDER = re.compile(r"[0-9a-f]{2}")
_CLIP = re.compile(r"[0-9a-f]{60}\.clip")
_TEMPORARY = re.compile(r"\.[0-9a-f]{8}-.*\.part")
# Writing a clip takes milliseconds: a temporary file older than this was left by a process that was killed.
_ABANDONED_AFTER = timedelta(hours=1)
# Other folders in the cache folder, which are not pruned: they are small, or can't be made again.
_OTHER_FOLDERS = ("pages", "shelf", "plans", "stories", "episodes")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the cache.

    Attributes:
        path: Its path.
        length: Its length in bytes.
        used: When it was last used, to the day.
    """

    path: str
    length: int
    used: datetime


@dataclass(frozen=True, slots=True)
class CacheContents:
    """The files in a cache folder.

    Attributes:
        folder: The folder.
        clips: The clips, those that were not used for longest first.
        abandoned: Temporary files that killed processes left.
    """

    folder: Path
    clips: tuple[Entry, ...]
    abandoned: tuple[Entry, ...]

    @property
    def length(self) -> int:
        """The length of all clips, in bytes."""
        return sum(clip.length for clip in self.clips)


def scan(folder: Path, *, now: datetime) -> CacheContents:
    """Return the files of a cache folder; a folder that does not exist is empty.

    Raises:
        EngineError: The folder can't be read.
    """
    clips, abandoned = [], []
    for name, entry in _files(folder):
        if _CLIP.fullmatch(name):
            clips.append(entry)
        elif _TEMPORARY.fullmatch(name) and now - entry.used > _ABANDONED_AFTER:
            abandoned.append(entry)
    return CacheContents(folder, tuple(sorted(clips, key=attrgetter("used", "path"))), tuple(abandoned))


def prune(
    contents: CacheContents,
    *,
    before: datetime | None = None,
    most: int | None = None,
    keep: Collection[Path] = (),
) -> tuple[Entry, ...]:
    """Remove abandoned temporary files and old clips, and return the removed clips.

    Args:
        contents: The files of the cache.
        before: Remove clips that were last used before this time.
        most: Remove clips, the least recently used first, until so many bytes remain.
        keep: The paths of clips that stay in any case.

    Raises:
        EngineError: A file can't be removed.
    """
    for entry in contents.abandoned:
        _remove(entry)
    removed = []
    length = contents.length
    for clip in contents.clips:
        if (before is None or clip.used >= before) and (most is None or length <= most):
            break
        if Path(clip.path) in keep:
            continue
        _remove(clip)
        removed.append(clip)
        length -= clip.length
    return tuple(removed)


def other_folders(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what else is in the cache folder and not pruned: by folder name, the number of files and their bytes.

    Raises:
        EngineError: It can't be read.
    """
    found = {}
    for name in _OTHER_FOLDERS:
        try:
            lengths = [path.stat().st_size for path in (folder / name).rglob("*") if path.is_file()]
        except FileNotFoundError:  # there is none, or another process removed a file
            continue
        except OSError as error:
            raise _unreadable(error, folder) from error
        if lengths:
            found[name] = len(lengths), sum(lengths)
    return found


def _files(folder: Path) -> Iterator[tuple[str, Entry]]:
    try:
        for outer in _subfolders(str(folder)):
            for inner in _subfolders(outer):
                with os.scandir(inner) as files:
                    yield from ((file.name, _entry(file)) for file in files if file.is_file(follow_symlinks=False))
    except FileNotFoundError:  # nothing was synthesized yet, or another process clears the cache
        return
    except OSError as error:
        raise _unreadable(error, folder) from error


def _unreadable(error: OSError, folder: Path) -> EngineError:
    return EngineError(
        f"the cache can't be read ({error.strerror})",
        where=str(error.filename or folder),
        hint="Check the permissions of the folder, or set AUDIOCAST_CACHE to another",
    )


def _subfolders(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.path for entry in entries if _SUBFOLDER.fullmatch(entry.name) and entry.is_dir()]


def _entry(file: os.DirEntry[str]) -> Entry:
    status = file.stat(follow_symlinks=False)
    return Entry(file.path, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _remove(entry: Entry) -> None:
    try:
        Path(entry.path).unlink(missing_ok=True)  # another process may have removed it
    except OSError as error:
        problem = f"the file can't be removed ({error.strerror})"
        raise EngineError(problem, where=entry.path, hint="Check the permissions of the folder") from error
