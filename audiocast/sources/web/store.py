"""Keep the last answer of each address in the user's cache folder.

Each address has a file: a line of JSON, then the content. The file is written atomically. A damaged file counts as
missing.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError, SourceError

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT = 1
_UNUSED = 60 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Page:
    """A stored answer.

    Attributes:
        source: The address that sent it, after all redirects.
        media_type: The media type from the server, without parameters.
        charset: The charset from the server, or "".
        tag: The ETag, or "".
        modified: The Last-Modified date, or "".
        fetched: When the server last confirmed the content, in seconds since 1970.
        version: The `version` with which it was fetched, see `PageRequest`.
        content: The decompressed content.
    """

    source: str
    media_type: str
    charset: str
    tag: str
    modified: str
    fetched: float
    version: str
    content: bytes


class Store:
    """The answers in a folder, by address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, address: str) -> Page | None:
        """Return the last answer, or None when it is missing or damaged."""
        path = self._path(address)
        try:
            head, _, content = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceError(f"can't be read ({error.strerror})", where=str(path), hint="Remove it") from error
        try:
            fields = json.loads(head)
            valid = fields.pop("format") == _FORMAT and fields.pop("address") == address
            if not valid or fields.pop("digest") != sha256(content).hexdigest():
                return None
            return Page(content=content, **fields)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, address: str, page: Page) -> None:
        """Store an answer.

        Raises:
            SourceError: It can't be written.
        """
        fields = {name: getattr(page, name) for name in Page.__slots__ if name != "content"}
        checksum = sha256(page.content).hexdigest()
        head = json.dumps({"format": _FORMAT, "address": address, "digest": checksum, **fields})
        try:
            atomic.replace(self._path(address), head.encode() + b"\n" + page.content)
        except PublishError as error:
            hint = "Check that the disk is not full and that you may write there"
            raise SourceError(error.what, where=error.where, hint=hint) from error

    def sweep(self) -> None:
        """Delete the answers that were not used for two months."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):  # another process may have deleted it
                if path.stat().st_mtime < time.time() - _UNUSED:
                    path.unlink()

    def _path(self, address: str) -> Path:
        return self._folder / f"{sha256(address.encode()).hexdigest()}.page"
