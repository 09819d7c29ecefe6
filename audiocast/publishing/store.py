"""Write to a destination: a folder, S3, SFTP or Google Cloud, all through fsspec.

The manifest `.audiocast-manifest.json` at the destination lists the files that were sent, with their lengths and
checksums. A file counts as sent when the manifest and the listing of the destination agree. When the manifest is
damaged, all files are sent again.
"""

from __future__ import annotations

import contextlib
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fsspec.implementations.local import LocalFileSystem

from audiocast.errors import PublishError
from audiocast.publishing import identity, store_connection
from audiocast.publishing.destination import require_free, require_same
from audiocast.publishing.media_types import media_type
from audiocast.publishing.published_files import FEED, File, Rank

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from fsspec import AbstractFileSystem

MANIFEST = ".audiocast-manifest.json"
IMMUTABLE = "public, max-age=31536000, immutable"

_FORMAT = 1
_SHORT = "public, max-age=300"
# Ten hexadecimal digits in a name are a checksum of the content, so the file never changes.
_LASTING = re.compile(r".*-[0-9a-f]{10}\.(mp3|vtt|srt|transcript\.json|chapters\.json|jpg|png)")
# These write a file in one step, and are several times as fast with several files at a time.
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "memory"})
_AT_A_TIME = 8
_SECONDS_BETWEEN_MANIFESTS = 10
_PART = ".part"


@dataclass
class Store:
    """A destination.

    Attributes:
        system: The file system.
        root: The path in it, without a final slash.
        manifest: The files that were sent before, by name.
        listed: The names of the files at the destination.
    """

    system: AbstractFileSystem
    root: str
    manifest: dict[str, File] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)
    _saved: float = field(default_factory=time.monotonic)

    @classmethod
    def at(cls, destination: str, folder: Path) -> Store:
        """Open a destination for an output folder.

        Raises:
            PublishError: The destination can't be opened, or shares files with the output folder.
        """
        system, root = store_connection.open_filesystem(destination)
        if isinstance(system, LocalFileSystem):
            there, here = Path(root).resolve(), folder.resolve()
            if there == here or here in there.parents or there in here.parents:
                raise PublishError("overlaps with the output folder", where=destination, hint="Choose another folder")
        return cls(system, root.rstrip("/"))

    @property
    def _is_object_store(self) -> bool:
        protocol = self.system.protocol
        return bool(_OBJECT_STORES & set([protocol] if isinstance(protocol, str) else protocol))

    def read(self) -> dict[str, File]:
        """Read the manifest and the listing; return the files that both have with the same length."""
        self.system.invalidate_cache()
        try:
            listing = self.system.find(self.root, detail=True)
        except FileNotFoundError:
            listing = {}
        lengths = {path[len(self.root) :].lstrip("/"): info["size"] for path, info in listing.items()}
        self.listed = set(lengths)
        if MANIFEST in lengths:
            self.manifest = _from_json(self.system.cat_file(f"{self.root}/{MANIFEST}"))
        return {name: file for name, file in self.manifest.items() if lengths.get(name) == file.length}

    def require_ours(self, new: Iterable[File], feed: bytes, destination: str) -> None:
        """Refuse to write over another show, over a public address or over files that were not sent from here.

        Raises:
            RefusedError: That would happen.
        """
        content = self.system.cat_file(f"{self.root}/{FEED}") if FEED in self.listed else b""
        there = identity.of_feed(content)
        require_same(identity.of_feed(feed), there, destination)
        if there is None and MANIFEST not in self.listed:
            require_free({file.name for file in new}, self.listed, destination)

    def send(
        self, files: list[File], folder: Path, feeds: Mapping[str, bytes], arrived: Callable[[File], None]
    ) -> None:
        """Send files by rank, and save the manifest from time to time. A new destination gets the manifest first.

        Args:
            files: The files to send.
            folder: The output folder.
            feeds: The content of the feeds, by name.
            arrived: A function that is called after each file.
        """
        has_news = False
        if files and MANIFEST not in self.listed:
            self._save()
        try:
            for rank in Rank:
                some = [file for file in files if file.rank == rank]
                for file in self._arrivals(some, folder, feeds):
                    has_news = True
                    self.manifest[file.name] = file
                    arrived(file)
                    if time.monotonic() - self._saved > _SECONDS_BETWEEN_MANIFESTS:
                        self._save()
        finally:
            if has_news:
                self._save()

    def _arrivals(self, files: list[File], folder: Path, feeds: Mapping[str, bytes]) -> Iterator[File]:
        """Send files of one rank and yield each when it has arrived; feeds are sent one after another."""
        several = _AT_A_TIME if self._is_object_store and files and files[0].rank <= Rank.PAGES else 1
        with ThreadPoolExecutor(several) as pool:
            sending = {
                pool.submit(self._put, file.name, feeds.get(file.name, folder / file.name)): file for file in files
            }
            try:
                for done in as_completed(sending):
                    done.result()
                    yield sending[done]
            finally:
                pool.shutdown(cancel_futures=True)

    def _put(self, name: str, content: Path | bytes) -> None:
        """Write one file in one step. Object stores do so by themselves; elsewhere the file is renamed."""
        target = f"{self.root}/{name}"
        if self._is_object_store:
            self._write(target, content, **self.headers(name))
            return
        parent = target.rpartition("/")[0]
        if parent not in self._folders:
            self.system.makedirs(parent, exist_ok=True)
            self._folders.add(parent)
        part = _part_name(target)
        self._write(part, content)
        self.system.mv(part, target)

    def _write(self, target: str, content: Path | bytes, **headers: Any) -> None:  # noqa: ANN401 - the options of each store
        if isinstance(content, bytes):
            self.system.pipe_file(target, content, **headers)
        else:
            self.system.put_file(str(content), target, **headers)

    def headers(self, name: str) -> dict[str, Any]:
        """Return the media type and the cache time of a file as options of this store."""
        kind = media_type(name) or "application/octet-stream"
        keep = IMMUTABLE if _LASTING.fullmatch(name) else _SHORT
        if "s3" in self.system.protocol:
            return {"ContentType": kind, "CacheControl": keep}
        if "gs" in self.system.protocol:
            return {"content_type": kind, "fixed_key_metadata": {"cache_control": keep}}
        return {}

    def _save(self) -> None:
        files = {name: {"length": file.length, "sha256": file.sha256} for name, file in sorted(self.manifest.items())}
        self._put(MANIFEST, json.dumps({"format": _FORMAT, "files": files}, indent=0).encode())
        self._saved = time.monotonic()

    def tidy(self, gone: Iterable[str], published: Collection[str]) -> None:
        """Remove files that are no longer published, and parts of files that an interrupted run left."""
        gone = list(gone)
        parts = {_part_name(name) for name in (*self.manifest, *published, *gone, MANIFEST)}
        left = sorted(parts & self.listed)
        for name in [*gone, *left]:
            with contextlib.suppress(FileNotFoundError):
                self.system.rm_file(f"{self.root}/{name}")
            self.manifest.pop(name, None)
        if gone:
            self._save()

    def close(self) -> None:
        """Close the connection of a store that has one."""
        getattr(self.system, "hang_up", lambda: None)()


def _part_name(name: str) -> str:
    """Return the name of a file while it is written."""
    parent, slash, last = name.rpartition("/")
    return f"{parent}{slash}.{last}{_PART}"


def _from_json(content: bytes) -> dict[str, File]:
    """Return the files in a manifest, without names that lead out of the destination; {} when it is damaged."""
    try:
        data = json.loads(content)
        if data["format"] != _FORMAT:
            return {}
        return {
            str(name): File(str(name), int(f["length"]), str(f["sha256"]))
            for name, f in data["files"].items()
            if not {"", ".", ".."} & set(str(name).split("/")) and "\\" not in str(name)
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
