"""Which files of the site are out of date, and how are they replaced?

What is in the folder, and by which key each file was made, stands in `.site.json`. It is written last: after a run that
was broken off, some files are made twice and none is forgotten.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError
from audiocast.site import draw

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audiocast.site import Sheet

_MEMORY = ".site.json"


def update(folder: Path, sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Bring the site in a folder up to date; the answer is the names of the files that were written.

    Raises:
        PublishError: A file can't be written, or a transcript can't be read.
    """
    known = _known(folder / _MEMORY)
    present = _present(folder, {name.rpartition("/")[0] for name in known})
    keys: dict[str, str] = {}
    written: list[str] = []
    for sheet in sheets:
        keys[sheet.name] = sheet.key
        if known.get(sheet.name) == sheet.key and sheet.name in present:
            continue
        if atomic.replace(folder / sheet.name, draw(sheet, _transcript(folder, sheet))):
            written.append(sheet.name)
    if keys != known:
        atomic.replace(folder / _MEMORY, (json.dumps(keys, indent=0, sort_keys=True) + "\n").encode())
    for name in known.keys() - keys.keys():
        (folder / name).unlink(missing_ok=True)
    return tuple(written)


def _known(path: Path) -> dict[str, str]:
    """What is remembered; when that can't be read, everything is made again."""
    try:
        known = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {name: key for name, key in known.items() if isinstance(key, str) and _is_inside(name)}


def _is_inside(name: str) -> bool:
    return not name.startswith(("/", ".")) and ".." not in name.split("/") and "\\" not in name


def _present(folder: Path, places: Iterable[str]) -> set[str]:
    """The names of files, found with one look at each folder."""
    present: set[str] = set()
    for place in places:
        if (folder / place).is_dir():
            present |= {f"{place}/{path.name}".lstrip("/") for path in (folder / place).iterdir()}
    return present


def _transcript(folder: Path, sheet: Sheet) -> bytes:
    if sheet.transcript is None:
        return b""
    try:
        return (folder / sheet.transcript.filename).read_bytes()
    except OSError as error:
        raise PublishError(
            f"can't be read ({error.strerror})", where=sheet.transcript.filename, hint="Render again with --force"
        ) from error
