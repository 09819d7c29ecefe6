"""Find and open the file that a request asks for.

Hidden files, catalog records and files outside the folder are never served, whatever links or spellings lead to them.
Neither is anything that is not a regular file.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

# Control characters, and characters that lead to other places on Windows.
_STRANGE = re.compile(r"[\x00-\x1f\x7f\\:]")
# Catalog records are private: they have the cuts and the origins of articles.
_MEMORY = re.compile(r"show\.json|episodes/[^./]+\.json")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file.

    Attributes:
        name: Below the folder, with slashes.
        file: The open file, unbuffered; the caller closes it.
        state: Of the open file.
    """

    name: str
    file: BinaryIO
    state: os.stat_result

    @property
    def etag(self) -> str:
        """The ETag. It changes when the file is replaced or written to."""
        return etag(f"{self.state.st_ino}-{self.state.st_mtime_ns}-{self.state.st_size}".encode())


def etag(content: bytes) -> str:
    """Return a strong ETag."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def open_file(root: Path, name: str) -> Opened | None:
    """Open a file by its name; return None when there is none that may be served."""
    path = locate(root, name)
    if path is None:
        return None
    try:
        # O_NONBLOCK so that a named pipe does not wait for its other end, O_NOFOLLOW because links were followed.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(path, flags), "rb", buffering=0)
    except OSError:
        return None
    state = os.fstat(file.fileno())
    if not stat.S_ISREG(state.st_mode):
        file.close()
        return None
    return Opened(name, file, state)


def locate(root: Path, name: str) -> Path | None:
    """Return the path of a name, with links resolved, or None when it may not be served."""
    if not allowed(name):
        return None
    try:
        base = root.resolve(strict=True)
        path = (base / name).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # a loop of links is a RuntimeError in older versions of Python
        return None
    if not path.is_relative_to(base) or not allowed(path.relative_to(base).as_posix()):
        return None
    return path


def allowed(name: str) -> bool:
    """Return whether a name may be served: it is relative and plain, and nothing in it is hidden."""
    if _STRANGE.search(name) or _MEMORY.fullmatch(name):
        return False
    return all(part and not part.startswith(".") for part in name.split("/"))
