"""What did an address say last time?

A file for each address, in the user's cache folder: a line of JSON, then the body. It appears complete or not at all;
a damaged one is as good as none.
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
    """An answer.

    Attributes:
        source: The address that said it, after all redirects.
        media_type: What the server says, without parameters.
        charset: What the server says, or "".
        tag: Its ETag, or "".
        modified: Its Last-Modified, or "".
        fetched: When it was last heard that it is still so, in seconds since 1970.
        version: What was known of it from elsewhere when it was fetched.
        content: The body, unpacked.
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
    """Answers in a folder, by address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, address: str) -> Page | None:
        """The last answer, or None when there is none or it is damaged."""
        path = self._path(address)
        try:
            head, _, content = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceError(f"can't be read ({error.strerror})", where=str(path), hint="Remove it") from error
        try:
            told = json.loads(head)
            whole = told.pop("format") == _FORMAT and told.pop("address") == address
            if not whole or told.pop("digest") != sha256(content).hexdigest():
                return None
            return Page(content=content, **told)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, address: str, page: Page) -> None:
        """Keep an answer.

        Raises:
            SourceError: It can't be kept.
        """
        told = {name: getattr(page, name) for name in Page.__slots__ if name != "content"}
        digest = sha256(page.content).hexdigest()
        head = json.dumps({"format": _FORMAT, "address": address, "digest": digest, **told})
        try:
            atomic.replace(self._path(address), head.encode() + b"\n" + page.content)
        except PublishError as error:
            hint = "See whether there is room, and you may write there"
            raise SourceError(error.what, where=error.where, hint=hint) from error

    def sweep(self) -> None:
        """Forget what nobody has asked for in two months."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):  # another process may sweep too
                if path.stat().st_mtime < time.time() - _UNUSED:
                    path.unlink()

    def _path(self, address: str) -> Path:
        return self._folder / f"{sha256(address.encode()).hexdigest()}.page"
