"""Remember the files that a run makes or gives up, from before that happens until nothing is left to be done.

`.journal/` in the output folder holds, for each record that is written or removed, one JSON file with the names of the
files it has, had or will have. The end of a run retires what no record names any more, and empties the folder. So only
what a record named is ever removed, and a run that was broken off is tidied up by the next. When a file of the journal
is damaged or deleted, what it listed stays until somebody deletes it; `audiocast check` names such files.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError
from audiocast.publishing import ownership

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = ".journal"

_FORMAT = 1


def note(output: Path, record: str, names: Iterable[str]) -> None:
    """Write down which files a record has, had or will have.

    Args:
        output: The output folder.
        record: The record's file name.
        names: Of the files, in the output folder.

    Raises:
        PublishError: It can't be written.
    """
    path = output / FOLDER / record
    atomic.write_state(path, _FORMAT, {"files": sorted({*names, *_read(path)})})


def noted(output: Path) -> dict[str, set[str]]:
    """Return the files that were written down, by the file name of their record."""
    return {path.name: _read(path) for path in _entries(output)}


def clear(output: Path) -> None:
    """Forget what was written down.

    Raises:
        PublishError: It can't be removed.
    """
    try:
        for path in _entries(output):
            path.unlink()
    except OSError as error:
        raise PublishError(f"can't be removed ({error.strerror})", where=str(error.filename)) from error
    with suppress(OSError):  # there is none, or it holds something else
        (output / FOLDER).rmdir()


def _entries(output: Path) -> list[Path]:
    return sorted(path for path in (output / FOLDER).glob("*.json") if ownership.is_record(path.name))


def _read(path: Path) -> set[str]:
    try:
        return {name for name in map(str, atomic.read_state(path, _FORMAT)["files"]) if ownership.is_episode_file(name)}
    except (OSError, ValueError, TypeError, KeyError):
        return set()
