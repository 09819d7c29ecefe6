"""Write files in one step, so that a reader never finds half a file, not even after a power failure.

A file is written under another name, flushed to the disk, and renamed. `read_state` and `write_state` are for state
files: JSON with the version of its format. docs/architecture.md lists all state files.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiocast.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

# A disk is quicker when it gets many requests together.
_AT_A_TIME = 16
_DAMAGED = ".damaged"
_WRITE = os.O_RDWR if os.name == "nt" else os.O_RDONLY  # `fsync` needs a file that is opened for this


def replace(path: Path, content: bytes) -> bool:
    """Replace the content of a file, and return whether it was written; the same content is not written again.

    The content is on the disk before the file is renamed. `settle` waits until the new name is on the disk too.

    Raises:
        PublishError: The file can't be written.
    """
    return bool(replace_all({path: content}))


def replace_all(contents: Mapping[Path, bytes]) -> list[Path]:
    """Replace the contents of files as `replace` does, and return which were written. All are flushed together.

    Raises:
        PublishError: A file can't be written. Either no file is replaced, or only files before it.
    """
    temporary = {path: _aside(path) for path in contents}
    changed: list[Path] = []
    path = None
    try:
        for path, content in contents.items():
            if path.is_file() and path.read_bytes() == content:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            changed.append(path)
            temporary[path].write_bytes(content)
        _each(_flush, [temporary[path] for path in changed])
        for path in changed:
            temporary[path].replace(path)
    except OSError as error:
        raise refused(error, where=str(path)) from error
    finally:
        for path in changed:
            with contextlib.suppress(OSError):
                temporary[path].unlink()  # it exists only after a failure
    return changed


def create(path: Path, content: bytes) -> None:
    """Write a new file, with all of its content at once, and never over another file.

    Raises:
        FileExistsError: There is a file with this name.
        OSError: The file can't be written. Nothing of it is left.
    """
    temporary = _aside(path)
    try:
        temporary.write_bytes(content)
        _flush(temporary)
        _rename_to_free_name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def rewrite(path: Path, content: bytes) -> None:
    """Replace the content of a user's file in one step. Links to it and its permissions stay.

    Raises:
        PublishError: The file can't be written.
    """
    target = path.resolve()
    temporary = _aside(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        if target.exists():
            shutil.copymode(target, temporary)
        _flush(temporary)
        temporary.replace(target)
    except OSError as error:
        raise refused(error, where=str(path)) from error
    finally:
        temporary.unlink(missing_ok=True)


def settle(paths: Iterable[Path]) -> None:
    """Wait until the contents of files, and the names in folders, are on the disk.

    Raises:
        PublishError: The system can't flush one of them.
    """
    # Windows flushes names by itself, and can't open folders.
    wanted = [path for path in paths if os.name != "nt" or path.is_file()]
    try:
        _each(_flush, wanted)
    except OSError as error:
        raise refused(error, where=str(error.filename or wanted[0])) from error


def set_aside(path: Path, folder: Path) -> Path:
    """Move a damaged file to `.damaged/` in a folder, so that the user can look at it, and return its new path.

    Raises:
        PublishError: The file can't be moved.
    """
    place = folder / _DAMAGED
    number = 1
    while (target := place / f"{path.name}.{number}").exists():
        number += 1
    try:
        place.mkdir(exist_ok=True)
        path.replace(target)
    except OSError as error:
        raise refused(error, where=str(target)) from error
    return target


@dataclass(frozen=True, slots=True)
class Layout:
    """The JSON layout of a state file. New files have the defaults; older files keep the layout that they have.

    Attributes:
        version_key: The key of the version of the format; "" when the file has none.
        indent: As in `json.dumps`; None for no white space at all.
        sort_keys: Whether keys are sorted.
        ascii_only: Whether other characters are escaped.
        end: The text after the JSON.
    """

    version_key: str = "format"
    indent: int | None = 1
    sort_keys: bool = False
    ascii_only: bool = True
    end: str = "\n"


COMPACT = Layout(indent=None, end="")
_DEFAULT = Layout()


def read_state(path: Path, *versions: int) -> dict[str, Any]:
    """Return the values of a state file.

    Args:
        path: The file.
        versions: The versions of the format that the caller can read; none for a file that has no version.

    Raises:
        OSError: The file can't be read. A missing file is a FileNotFoundError.
        ValueError: The file is damaged, or has another version.
    """
    try:
        state = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(state, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004 - the file is wrong, not the type of an argument
    if versions and state.get("format") not in versions:
        raise ValueError(f"its format is {state.get('format')!r}")
    return state


def write_state(path: Path, version: int, values: Mapping[str, object], *, layout: Layout = _DEFAULT) -> None:
    """Write a state file in one step; the same content is not written again.

    Args:
        path: The file.
        version: The version of its format; not written when the layout has no key for it.
        values: Its values, which JSON can hold.
        layout: The layout of the file.

    Raises:
        PublishError: The file can't be written.
    """
    head = {layout.version_key: version} if layout.version_key else {}
    text = json.dumps(
        {**head, **values},
        indent=layout.indent,
        sort_keys=layout.sort_keys,
        ensure_ascii=layout.ascii_only,
        separators=(",", ":") if layout.indent is None else None,
    )
    replace(path, (text + layout.end).encode("utf-8", "backslashreplace"))


def refused(error: OSError, *, where: str) -> PublishError:
    """Return the error for a file that the system can't write."""
    full = error.errno in {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
    hint = "Make space" if full else "Make it writable, or choose another folder"
    return PublishError(
        f"can't be written ({error.strerror or error})",
        where=where,
        hint=f"{hint}. Then run the same command again; it continues from here",
    )


def _aside(path: Path) -> Path:
    """Return the name under which a file is written before it is renamed."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _rename_to_free_name(source: Path, target: Path) -> None:
    """Rename a file unless the new name is taken; on POSIX a rename replaces what is there, and a link does not."""
    if os.name == "nt":
        source.rename(target)
        return
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:
        # The file system has no hard links (FAT, some network drives): reserve the name, then replace the empty file.
        target.open("x").close()
        try:
            source.replace(target)
        except OSError:
            target.unlink()
            raise


def _each(do: Callable[[Path], None], paths: list[Path]) -> None:
    if len(paths) <= 1:
        for path in paths:
            do(path)
        return
    with ThreadPoolExecutor(min(_AT_A_TIME, len(paths))) as pool:
        list(pool.map(do, paths))


def _flush(path: Path) -> None:
    descriptor = os.open(path, _WRITE)
    try:
        os.fsync(descriptor)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        os.close(descriptor)
