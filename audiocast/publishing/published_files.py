"""Find the files of an output folder that are published, in the order in which they may appear at a destination.

Media comes first, then pages, then older pages of feeds, then the feeds. Hidden files, catalog records and files of
withdrawn episodes are not published. `.sums.json` in the output folder keeps the checksum of each file with its length
and time, so that `publish` reads only files that have changed. When it is damaged or deleted, all files are read.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import json
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audiocast import atomic
from audiocast.errors import PublishError
from audiocast.publishing import record_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

FEED = "feed.xml"

_SUMS = ".sums.json"
_OLDER_FEED = re.compile(r"-\d+\.xml$")
_PAGE_ENDINGS = (".html", ".xsl", ".css", ".js", ".webmanifest")
_NAMED = re.compile(
    r'<(?:enclosure|podcast:transcript|podcast:chapters|itunes:image|atom:link)\b[^>]*?\s(?:url|href)="([^"]*)'
)
_SELF = re.compile(r'<atom:link\b(?=[^>]*\brel="self")[^>]*\bhref="([^"]*)')


class Rank(IntEnum):
    """The order of the files. A file may name only files of an earlier rank, or of its own."""

    MEDIA = 0
    PAGES = 1
    OLDER_FEEDS = 2
    FEEDS = 3


@dataclass(frozen=True, slots=True)
class File:
    """A published file.

    Attributes:
        name: Its name in the output folder.
        length: In bytes.
        sha256: The checksum of its content.
    """

    name: str
    length: int
    sha256: str

    @property
    def rank(self) -> Rank:
        """When the file may appear at the destination."""
        if "/" not in self.name and self.name.endswith(".xml"):
            return Rank.OLDER_FEEDS if _OLDER_FEED.search(self.name) else Rank.FEEDS
        return Rank.PAGES if self.name.endswith(_PAGE_ENDINGS) else Rank.MEDIA


def read_feeds(folder: Path) -> dict[str, bytes]:
    """Return the content of all feeds, by name. These bytes are sent, even if a render writes newer feeds meanwhile.

    Raises:
        PublishError: There is no feed, or one can't be read.
    """
    try:
        feeds = {path.name: path.read_bytes() for path in sorted(folder.glob("*.xml"))}
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(error.filename or folder)) from error
    if FEED not in feeds:
        raise PublishError("there is no feed to publish", where=str(folder / FEED), hint="Run audiocast render first")
    return feeds


def find(folder: Path, feeds: Mapping[str, bytes], *, keep_sums: bool, without: Collection[str]) -> list[File]:
    """Return all published files, ordered by rank.

    Args:
        folder: The output folder.
        feeds: The feeds, as `read_feeds` returned them.
        keep_sums: Whether `.sums.json` may be written.
        without: The names of files that are not published.

    Raises:
        PublishError: A file can't be read.
    """
    sums = _Sums(folder)
    files = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_hidden = any(part.startswith(".") for part in name.split("/"))
        if name in feeds:
            files.append(File(name, len(feeds[name]), hashlib.sha256(feeds[name]).hexdigest()))
        elif not is_hidden and name not in without and not record_names.is_private(name) and path.is_file():
            files.append(sums.file(name))
    if keep_sums:
        sums.close()
    return sorted(files, key=lambda file: (file.rank, file.name != FEED, file.name))


def require_complete(feeds: Mapping[str, bytes], files: Iterable[File]) -> str:
    """Check that all files that the feeds name exist, and return the folder's address in the feeds.

    Raises:
        PublishError: A feed names a file that is not published.
    """
    names = {file.name for file in files}
    address = ""
    for name, content in feeds.items():
        text = content.decode("utf-8", "replace")
        own = _SELF.search(text)
        base = html.unescape(own[1]).removesuffix(name) if own else ""
        address = address or base
        urls = {html.unescape(url) for url in _NAMED.findall(text)}
        named = {unquote(url.removeprefix(base)) for url in urls if base and url.startswith(base)}
        if missing := sorted(named - names):
            raise PublishError(
                f"{name} names {missing[0]}, which does not exist",
                where=missing[0],
                hint="Run audiocast render again, then publish",
            )
    return address


class _Sums:
    """The checksums of the files; only files whose length or time has changed are read.

    Args:
        folder: The output folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._before = atomic.read_state(folder / _SUMS)
        except (OSError, ValueError):
            self._before = {}
        self._after: dict[str, list[object]] = {}

    def file(self, name: str) -> File:
        path = self._folder / name
        try:
            status = path.stat()
            known = self._before.get(name)
            if not isinstance(known, list) or known[:2] != [status.st_size, status.st_mtime_ns] or not known[2:]:
                with path.open("rb") as file:
                    known = [status.st_size, status.st_mtime_ns, hashlib.file_digest(file, "sha256").hexdigest()]
        except OSError as error:
            raise PublishError(f"can't be read ({error.strerror})", where=str(path), hint="Publish again") from error
        self._after[name] = known
        return File(name, status.st_size, str(known[2]))

    def close(self) -> None:
        if self._after != self._before:
            with contextlib.suppress(OSError):  # the file only saves time, so it is not flushed either
                (self._folder / _SUMS).write_text(json.dumps(self._after, indent=0), encoding="utf-8")
