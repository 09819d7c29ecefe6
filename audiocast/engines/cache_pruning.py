"""What is in the cache, and what of it may go?

A clip that goes is made again when it is wanted, so pruning is safe at any time, also while a render is at work. Only
what the cache itself has written is touched, whatever else is in the folder.
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
    from collections.abc import Iterator

# `ClipCache.path`, and the name under which it writes.
_SHELF = re.compile(r"[0-9a-f]{2}")
_CLIP = re.compile(r"[0-9a-f]{60}\.clip")
_PART = re.compile(r"\.[0-9a-f]{8}-.*\.part")
# A clip is written in milliseconds: what is older than this was left by a process that died.
_LEFT = timedelta(hours=1)
# Folders of other rooms. What is in them can't be made again, or is small.
_BESIDES = ("pages", "shelf", "plans", "stories", "episodes")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the cache.

    Attributes:
        path: Where it is.
        length: In bytes.
        used: When it was last wanted, to the day.
    """

    path: str
    length: int
    used: datetime


@dataclass(frozen=True, slots=True)
class Stock:
    """What is there.

    Attributes:
        clips: Each a sentence, those that have not been wanted for longest first.
        left: What processes that died were writing.
    """

    folder: Path
    clips: tuple[Entry, ...]
    left: tuple[Entry, ...]

    @property
    def length(self) -> int:
        """Of all clips, in bytes."""
        return sum(clip.length for clip in self.clips)


def take(folder: Path, *, now: datetime) -> Stock:
    """Look through a cache folder; one that is not there is empty.

    Raises:
        EngineError: It can't be read.
    """
    clips, left = [], []
    for name, entry in _files(folder):
        if _CLIP.fullmatch(name):
            clips.append(entry)
        elif _PART.fullmatch(name) and now - entry.used > _LEFT:
            left.append(entry)
    return Stock(folder, tuple(sorted(clips, key=attrgetter("used", "path"))), tuple(left))


def prune(stock: Stock, *, before: datetime | None = None, most: int | None = None) -> tuple[Entry, ...]:
    """Remove what processes that died have left, and clips; the answer is which clips those are.

    Args:
        stock: What is there.
        before: Remove what was not wanted since.
        most: Remove what was not wanted for longest until so many bytes are left.

    Raises:
        EngineError: A file can't be removed.
    """
    for entry in stock.left:
        _remove(entry)
    gone = []
    length = stock.length
    for clip in stock.clips:
        if (before is None or clip.used >= before) and (most is None or length <= most):
            break
        _remove(clip)
        gone.append(clip)
        length -= clip.length
    return tuple(gone)


def besides(folder: Path) -> dict[str, tuple[int, int]]:
    """What else is kept there and not pruned: by name of its folder how many files, and their bytes.

    Raises:
        EngineError: It can't be read.
    """
    found = {}
    for name in _BESIDES:
        try:
            lengths = [path.stat().st_size for path in (folder / name).rglob("*") if path.is_file()]
        except FileNotFoundError:  # another process tidies up
            continue
        except OSError as error:
            raise _unreadable(error, folder) from error
        if lengths:
            found[name] = len(lengths), sum(lengths)
    return found


def _files(folder: Path) -> Iterator[tuple[str, Entry]]:
    try:
        for shelf in _shelves(str(folder)):
            for board in _shelves(shelf):
                with os.scandir(board) as files:
                    yield from ((file.name, _entry(file)) for file in files if file.is_file(follow_symlinks=False))
    except FileNotFoundError:  # nothing was spoken yet, or another process clears the cache
        return
    except OSError as error:
        raise _unreadable(error, folder) from error


def _unreadable(error: OSError, folder: Path) -> EngineError:
    return EngineError(
        f"the cache can't be looked through ({error.strerror})",
        where=str(error.filename or folder),
        hint="See whether you may read the folder, or let AUDIOCAST_CACHE name another",
    )


def _shelves(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.path for entry in entries if _SHELF.fullmatch(entry.name) and entry.is_dir()]


def _entry(file: os.DirEntry[str]) -> Entry:
    about = file.stat(follow_symlinks=False)
    return Entry(file.path, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))


def _remove(entry: Entry) -> None:
    try:
        Path(entry.path).unlink(missing_ok=True)  # another process may have been quicker
    except OSError as error:
        raise EngineError(
            f"can't be removed ({error.strerror})", where=entry.path, hint="See whether you may write to the folder"
        ) from error
