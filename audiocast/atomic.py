"""Write files in one step, so that nobody ever sees half of one, not even after a power failure.

`read_state` and `write_state` are for files of state: JSON with the version of its format.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from audiocast.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

# A disk that is asked for many things together does them together.
_AT_A_TIME = 16
_DAMAGED = ".damaged"
_WRITE = os.O_RDWR if os.name == "nt" else os.O_RDONLY  # what `fsync` needs a file to be opened for


def replace(path: Path, content: bytes) -> bool:
    """Write a file under a name of its own and rename it, unless it says the same already; whether it was written.

    The disk has the content before the name; `settle` waits for the name.

    Raises:
        PublishError: It can't be written.
    """
    return bool(replace_all({path: content}))


def replace_all(contents: Mapping[Path, bytes]) -> list[Path]:
    """Replace files as `replace` does, and wait for the disk once for all of them; which were written.

    Raises:
        PublishError: One can't be written; then none is replaced, or those before it are.
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
                temporary[path].unlink()  # there is one only after a failure
    return changed


def create(path: Path, content: bytes) -> None:
    """Write a new file: it appears with all of its content, and never in place of another file.

    Raises:
        FileExistsError: The name is taken, perhaps since a moment ago.
        OSError: The file can't be written. Nothing is left of it.
    """
    temporary = _aside(path)
    try:
        temporary.write_bytes(content)
        _flush(temporary)
        _rename_to_free_name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def rewrite(path: Path, content: bytes) -> None:
    """Replace the content of a file of the user's in one step; links to it and its permissions stay.

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
    """Wait until the disk has what files say, and of folders which names are in them.

    Raises:
        PublishError: The disk refuses it.
    """
    # Windows keeps names without being asked, and does not open folders.
    wanted = [path for path in paths if os.name != "nt" or path.is_file()]
    try:
        _each(_flush, wanted)
    except OSError as error:
        raise refused(error, where=str(error.filename or wanted[0])) from error


def set_aside(path: Path, folder: Path) -> Path:
    """Move what is damaged to where somebody may look at it; the answer is where that is.

    Raises:
        PublishError: It can't be moved.
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


def read_state(path: Path, *versions: int) -> dict[str, Any]:
    """Return what a file of state holds.

    Raises:
        OSError: It can't be read; FileNotFoundError when there is none.
        ValueError: It is damaged, or has another format than one of these versions.
    """
    try:
        told = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError("it is too deep") from error
    if not isinstance(told, dict):
        raise ValueError("it holds no table")  # noqa: TRY004 - what is wrong is in the file
    if told.get("format") not in versions:
        raise ValueError(f"its format is {told.get('format')!r}")
    return told


def write_state(path: Path, version: int, values: Mapping[str, object]) -> None:
    """Write a file of state in one step, or leave it alone when it says the same already.

    Raises:
        PublishError: It can't be written.
    """
    text = json.dumps({"format": version, **values}, indent=1) + "\n"
    replace(path, text.encode("utf-8", "backslashreplace"))


def refused(error: OSError, *, where: str) -> PublishError:
    """What to say when the system does not write."""
    full = error.errno in {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
    hint = "Make space" if full else "Make it writable, or choose another folder"
    return PublishError(
        f"can't be written ({error.strerror or error})",
        where=where,
        hint=f"{hint}; then the same command goes on from here",
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
