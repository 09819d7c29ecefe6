"""List the files that a run writes or no longer needs, until the run is complete.

`.journal/` in the output folder has one JSON file for each catalog record that the run writes or removes. It lists the
files that the record names before and after. At the end of a run, the listed files that no record names any more are
retired, and the journal is emptied. When a run is interrupted, the journal stays, and the next run cleans up. So
audiocast removes only files that a record has named. When a journal file is damaged or deleted, the files that it
listed stay until the user deletes them; `audiocast check` reports them.
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
    """Write to the journal which files a record has, had or will have.

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
    """Return the files in the journal, by the file name of their record."""
    return {path.name: _read(path) for path in _entries(output)}


def clear(output: Path) -> None:
    """Empty the journal.

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
