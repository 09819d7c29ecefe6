"""Write the pages of a site that are out of date.

`.site.json` in the output folder has the key and the length of each file. It is written last, so that after an
interrupted run some files are drawn again and none is missed. When it is damaged or deleted, all pages are drawn again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError
from audiocast.publishing import ownership
from audiocast.publishing.site.pages import ASSETS, draw

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audiocast.model.episode import Enclosure
    from audiocast.publishing.site.pages import Sheet

_STATE = ".site.json"
_LAYOUT = atomic.Layout(version_key="", indent=0, sort_keys=True)
_NO_VERSION = 0
# The key of a file that is not needed any more.
_STALE = ""
# How many files are drawn before they are written: the disk is waited for once for all of them.
_AT_A_TIME = 64


def update(folder: Path, sheets: Iterable[Sheet], *, verify: bool = False) -> tuple[str, ...]:
    """Write the files of a site that are out of date; return their names.

    Files that are not needed any more stay until `tidy`, because the feed may still name them.

    Args:
        folder: The output folder.
        sheets: Every file of the site.
        verify: Draw all of them, and compare.

    Raises:
        PublishError: A file can't be written, or a transcript can't be read.
        RefusedError: A file that audiocast did not make would be overwritten.
    """
    known = _known(folder / _STATE)
    lengths = _lengths(folder, known)
    after: dict[str, tuple[str, int]] = {}
    drawn: dict[Path, bytes] = {}
    written: list[Path] = []
    for sheet in sheets:
        if not verify and known.get(sheet.name) == (sheet.key, lengths.get(sheet.name)):
            after[sheet.name] = known[sheet.name]
            continue
        if sheet.name not in known and not sheet.name.startswith(f"{ASSETS}/"):  # those are called by their content
            ownership.require_ours(folder / sheet.name)
        content = draw(sheet, _transcript(folder, sheet.transcript), _transcript(folder, sheet.webvtt))
        after[sheet.name] = sheet.key, len(content)
        drawn[folder / sheet.name] = content
        if len(drawn) == _AT_A_TIME:
            written += atomic.replace_all(drawn)
            drawn.clear()
    written += atomic.replace_all(drawn)
    stale = dict.fromkeys(known.keys() - after.keys(), (_STALE, 0))
    _remember(folder, after | stale, known)
    return tuple(path.relative_to(folder).as_posix() for path in written)


def tidy(folder: Path) -> None:
    """Remove files that are not needed any more.

    Raises:
        PublishError: One can't be removed.
    """
    known = _known(folder / _STATE)
    wanted = {name: entry for name, entry in known.items() if entry[0] != _STALE}
    try:
        for name in known.keys() - wanted.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"can't be removed ({error.strerror})", where=str(error.filename)) from error
    _remember(folder, wanted, known)


def _remember(folder: Path, after: dict[str, tuple[str, int]], before: dict[str, tuple[str, int]]) -> None:
    if after != before:
        atomic.write_state(folder / _STATE, _NO_VERSION, after, layout=_LAYOUT)


def _known(path: Path) -> dict[str, tuple[str, int]]:
    """Return the key and the length of each file; when that can't be read, everything is made again.

    Names that no file of the site has are left out, so that nothing else is ever removed.
    """
    try:
        known = atomic.read_state(path)
        return {name: (str(key), int(length)) for name, (key, length) in known.items() if ownership.is_page(name)}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(path), hint="Remove it") from error
    except (ValueError, TypeError, AttributeError):
        return {}


def _lengths(folder: Path, known: Iterable[str]) -> dict[str, int]:
    """Return the lengths of the files that exist."""
    lengths: dict[str, int] = {}
    start = f"{folder}/"  # there may be ten thousand, and a path takes longer to make than to look up
    for name in known:
        try:
            lengths[name] = os.stat(start + name).st_size  # noqa: PTH116 - as above
        except OSError:
            continue
    return lengths


def _transcript(folder: Path, file: Enclosure | None) -> bytes:
    if file is None or (file.type == "text/vtt" and not (folder / file.filename).exists()):
        return b""  # without WebVTT each segment of the JSON transcript counts as a sentence
    try:
        return (folder / file.filename).read_bytes()
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=file.filename, hint="Render again") from error
