"""Bring the output folder to where listeners find it.

Through fsspec, so that a folder, S3, SFTP and Google Cloud are one path. What is there already is known from a manifest
that is kept beside it and believed only where the listing agrees. Media goes first, then pages, then older pages of
feeds, then the feeds, each of which appears whole or not at all; what is no longer published goes last. So whenever
this stops, the feed that is there names only files that are there, and the next time goes on where it stopped.

A destination is ours when it has a manifest, which is the first file to be written, or a feed with our GUID. Without
`force`, nothing is written over other files, over another show, or with a private address over a public one.

Credentials come from the environment, as the store's own tools have it, or from fsspec's variables (FSSPEC_S3_KEY,
FSSPEC_SFTP_PASSWORD); none is taken from the address or told to anybody.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

import fsspec
from fsspec.implementations.local import LocalFileSystem

from audiocast.config import web_hosts
from audiocast.errors import PublishError
from audiocast.publishing import identity, record_names, withdrawals
from audiocast.publishing.destination import require_free, require_same
from audiocast.publishing.media_types import media_type

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from fsspec import AbstractFileSystem

MANIFEST = ".audiocast-manifest.json"

_FORMAT = 1
_SUMS = ".sums.json"
_FEED = "feed.xml"
# Where a file appears whole by itself, and where several at a time are several times as fast.
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "memory"})
_AT_A_TIME = 8
_SECONDS_BETWEEN_MANIFESTS = 10
_PART = ".part"
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "sftp": "sftp", "ssh": "sftp"}
# Names with ten hexadecimal digits are made from the content, which never changes under them.
_LASTING = re.compile(r".*-[0-9a-f]{10}\.(mp3|vtt|srt|transcript\.json|chapters\.json|jpg|png)")
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=300"
_MEDIA, _PAGES, _OLDER, _FEEDS = range(4)
_NAMED = re.compile(
    r'<(?:enclosure|podcast:transcript|podcast:chapters|itunes:image|atom:link)\b[^>]*?\s(?:url|href)="([^"]*)'
)
_SELF = re.compile(r'<atom:link\b(?=[^>]*\brel="self")[^>]*\bhref="([^"]*)')
# What stores raise that is no OSError, when their packages are loaded.
_FOREIGN = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("paramiko", "SSHException"),
    ("aiohttp", "ClientError"),
    ("gcsfs.retry", "HttpError"),
    ("google.auth.exceptions", "GoogleAuthError"),
)


@dataclass(frozen=True, slots=True)
class File:
    """Something that is published: its name in the output folder, its length in bytes and its SHA-256."""

    name: str
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file has arrived, the how manieth of how many."""

    file: File
    number: int
    total: int


class Listener(Protocol):
    """Who is told how it goes."""

    def __call__(self, news: Sent, /) -> None:
        """Take note."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """How it ended, or would end.

    Attributes:
        destination: Where, without any credentials.
        sent: What was new or had changed, in order.
        unchanged: How many files were there already.
        withdrawn: Names of files of withdrawn episodes, which are removed at once.
        gone: Names of what else is there but no longer published.
        deleted: Whether that was removed.
        address: Where the feed says that it is.
        private: Whether only this computer, or this house, can fetch from that address.
    """

    destination: str
    sent: tuple[File, ...]
    unchanged: int
    withdrawn: tuple[str, ...]
    gone: tuple[str, ...]
    deleted: bool
    address: str
    private: bool


def publish(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    destination: str,
    *,
    delete: bool = False,
    dry_run: bool = False,
    force: bool = False,
    listen: Listener | None = None,
) -> Report:
    """Bring a destination up to date with an output folder.

    Args:
        folder: What `render` made.
        destination: A folder, or an address such as "s3://bucket/podcast" or "sftp://host/srv/podcast".
        delete: Remove, at the end, what was published before and is not any more.
        dry_run: Say what would be done, and do nothing.
        force: Write over another show, over files that `publish` did not send, and over a public address.
        listen: Is told of every file that has arrived.

    Raises:
        PublishError: The folder is not complete, or the destination can't be reached, read or written.
        RefusedError: Something that is at the destination would be lost.
    """
    feeds = _feeds(folder)
    left = withdrawals.read(folder)
    files = _files(folder, feeds, keep_sums=not dry_run, without=frozenset().union(*left.values()))
    address = _check_complete(feeds, files)
    told = _without_credentials(destination)
    with _named_errors(told), contextlib.closing(_Store.at(destination, folder)) as store:
        there = store.read()
        new = [file for file in files if there.get(file.name) != file]
        if not force:
            store.require_ours(new, feeds[_FEED], told)
        published = {file.name for file in files}
        withdrawn = tuple(withdrawals.left(left, sent=store.manifest, there=store.listed, wanted=published))
        gone = tuple(sorted(store.manifest.keys() - published - {*withdrawn}))
        if not dry_run:
            store.send(new, folder, feeds, listen or (lambda _: None))
            store.tidy((*withdrawn, *(gone if delete else ())), published)
    private = web_hosts.is_private_url(address)
    return Report(told, tuple(new), len(files) - len(new), withdrawn, gone, delete, address, private)


# ---------------------------------------------------------------- what is published


def _feeds(folder: Path) -> dict[str, bytes]:
    """The feeds as they are now: a render that goes on meanwhile must not slip in one that names newer files."""
    try:
        feeds = {path.name: path.read_bytes() for path in sorted(folder.glob("*.xml"))}
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(error.filename or folder)) from error
    if _FEED not in feeds:
        raise PublishError("there is no feed to publish", where=str(folder / _FEED), hint="Run audiocast render first")
    return feeds


def _files(folder: Path, feeds: Mapping[str, bytes], *, keep_sums: bool, without: Collection[str]) -> list[File]:
    """Return all that is published, in the order in which it may appear, without the files of withdrawn episodes."""
    sums = _Sums(folder)
    files = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if name in feeds:
            files.append(File(name, len(feeds[name]), hashlib.sha256(feeds[name]).hexdigest()))
        elif not hidden and name not in without and not record_names.is_private(name) and path.is_file():
            files.append(sums.file(name))
    if keep_sums:
        sums.close()
    return sorted(files, key=lambda file: (_rank(file.name), file.name != _FEED, file.name))


def _rank(name: str) -> int:
    if "/" not in name and name.endswith(".xml"):
        return _OLDER if re.search(r"-\d+\.xml$", name) else _FEEDS
    return _PAGES if name.endswith((".html", ".xsl", ".css", ".js", ".webmanifest")) else _MEDIA


def _check_complete(feeds: Mapping[str, bytes], files: Iterable[File]) -> str:
    """Where the feed says that it is; refuses feeds that name what is not there."""
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
                f"{name} names {missing[0]}, which is not there",
                where=missing[0],
                hint="Run audiocast render again, then publish",
            )
    return address


class _Sums:
    """The files' SHA-256, read anew only of those whose length or time has changed.

    Args:
        folder: The output folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._before = dict(json.loads((folder / _SUMS).read_bytes()))
        except (OSError, ValueError, TypeError):
            self._before = {}
        self._after: dict[str, list[Any]] = {}

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
            with contextlib.suppress(OSError):  # it only saves time
                (self._folder / _SUMS).write_text(json.dumps(self._after, indent=0), encoding="utf-8")


# ---------------------------------------------------------------- where it goes


@dataclass
class _Store:
    """A destination.

    Attributes:
        system: How to reach it.
        root: The path there, without a final slash.
        manifest: What was published there before, by name.
        listed: The names of the files that are there.
    """

    system: AbstractFileSystem
    root: str
    manifest: dict[str, File] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)
    _saved: float = field(default_factory=time.monotonic)

    @classmethod
    def at(cls, destination: str, folder: Path) -> _Store:
        system, root = _open(destination)
        if isinstance(system, LocalFileSystem):
            there, here = Path(root).resolve(), folder.resolve()
            if there == here or here in there.parents or there in here.parents:
                raise PublishError(
                    "is the output folder, or holds it, or lies in it", where=destination, hint="Choose another folder"
                )
        return cls(system, root.rstrip("/"))

    @property
    def _is_object_store(self) -> bool:
        protocol = self.system.protocol
        return bool(_OBJECT_STORES & set([protocol] if isinstance(protocol, str) else protocol))

    def read(self) -> dict[str, File]:
        """What is there for sure: what manifest and listing agree about."""
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
        content = self.system.cat_file(f"{self.root}/{_FEED}") if _FEED in self.listed else b""
        there = identity.of_feed(content)
        require_same(identity.of_feed(feed), there, destination)
        if there is None and MANIFEST not in self.listed:
            require_free({file.name for file in new}, self.listed, destination)

    def send(self, files: list[File], folder: Path, feeds: Mapping[str, bytes], listen: Listener) -> None:
        """Send files, the later kinds when the earlier ones are there, and first of all the manifest to a new place."""
        count = 0
        if files and MANIFEST not in self.listed:
            self._save()
        try:
            for rank in range(_FEEDS + 1):
                some = [file for file in files if _rank(file.name) == rank]
                for file in self._arrivals(some, folder, feeds):
                    count += 1
                    self.manifest[file.name] = file
                    listen(Sent(file, count, len(files)))
                    if time.monotonic() - self._saved > _SECONDS_BETWEEN_MANIFESTS:
                        self._save()
        finally:
            if count:
                self._save()

    def _arrivals(self, files: list[File], folder: Path, feeds: Mapping[str, bytes]) -> Iterator[File]:
        """The files of one kind as they arrive; feeds one after the other."""
        several = _AT_A_TIME if self._is_object_store and files and _rank(files[0].name) <= _PAGES else 1
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
        """Write one file so that it appears whole or not at all."""
        target = f"{self.root}/{name}"
        if self._is_object_store:
            self._write(target, content, **self._headers(name))
            return
        parent = target.rpartition("/")[0]
        if parent not in self._folders:
            self.system.makedirs(parent, exist_ok=True)
            self._folders.add(parent)
        part = _part(target)
        self._write(part, content)
        self.system.mv(part, target)

    def _write(self, target: str, content: Path | bytes, **headers: Any) -> None:  # noqa: ANN401 - as each store has it
        if isinstance(content, bytes):
            self.system.pipe_file(target, content, **headers)
        else:
            self.system.put_file(str(content), target, **headers)

    def _headers(self, name: str) -> dict[str, Any]:
        """Type and cache time as this store wants to be told."""
        kind = media_type(name) or "application/octet-stream"
        keep = _FOR_EVER if _LASTING.fullmatch(name) else _FOR_NOW
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
        """Remove what is gone, and what an interruption left half written."""
        gone = list(gone)
        parts = {_part(name) for name in (*self.manifest, *published, *gone, MANIFEST)}
        left = sorted(parts & self.listed)
        for name in [*gone, *left]:
            with contextlib.suppress(FileNotFoundError):
                self.system.rm_file(f"{self.root}/{name}")
            self.manifest.pop(name, None)
        if gone:
            self._save()

    def close(self) -> None:
        """End the connection, where there is one."""
        getattr(self.system, "hang_up", lambda: None)()


def _part(name: str) -> str:
    """Return what a file is called while it is written."""
    parent, slash, last = name.rpartition("/")
    return f"{parent}{slash}.{last}{_PART}"


def _from_json(content: bytes) -> dict[str, File]:
    """Return what a manifest says; one that can't be read says nothing, so that all is sent again.

    Names that lead out of the destination are left out.
    """
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


def _open(destination: str) -> tuple[AbstractFileSystem, str]:
    scheme = destination.partition("://")[0] if "://" in destination else ""
    if urlsplit(destination).password if scheme else None:
        raise PublishError(
            "holds a password, which others could read",
            where=_without_credentials(destination),
            hint=f"Leave it out, and set FSSPEC_{scheme.upper()}_PASSWORD in the environment",
        )
    try:
        if scheme in {"sftp", "ssh"}:
            return _open_sftp(destination)
        system, root = fsspec.url_to_fs(destination)
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        hint = f'pip install "audiocast[{extra}]"' if extra else str(error).partition("\n")[0].rstrip(".")
        raise PublishError(f"{scheme}:// needs a package that is missing", where=destination, hint=hint) from error
    except ValueError as error:
        raise PublishError(
            f"can't be understood ({error})",
            where=destination,
            hint="Give a folder, or an address such as s3://bucket/podcast or sftp://host/srv/podcast",
        ) from error
    return system, str(root)


def _open_sftp(destination: str) -> tuple[AbstractFileSystem, str]:
    import paramiko  # noqa: PLC0415 - an extra
    from fsspec.implementations.sftp import SFTPFileSystem  # noqa: PLC0415 - imports paramiko

    class _KnownHosts(SFTPFileSystem):  # type: ignore[misc]
        """Talks only to those whom the user's own ssh has met: fsspec's would trust anybody."""

        cachable = False

        def _connect(self) -> None:
            with contextlib.ExitStack() as stack:
                self.client = stack.enter_context(paramiko.SSHClient())
                self.client.load_system_host_keys()
                self.client.set_missing_host_key_policy(paramiko.RejectPolicy())
                self.client.connect(self.host, **self.ssh_kwargs)
                self.ftp = self.client.open_sftp()
                self.hang_up = stack.pop_all().close

    return _KnownHosts(**_KnownHosts._get_kwargs_from_urls(destination)), _KnownHosts._strip_protocol(destination)  # noqa: SLF001 - fsspec's way


# ---------------------------------------------------------------- what goes wrong


@contextlib.contextmanager
def _named_errors(destination: str) -> Iterator[None]:
    try:
        yield
    except PublishError:
        raise
    except _expected() as error:  # looked at only when something was raised
        what = str(getattr(error, "strerror", "") or error or type(error).__name__).partition("\n")[0].rstrip(". ")
        raise PublishError(f"publishing stopped ({what})", where=destination, hint=_hint(error, destination)) from error


def _expected() -> tuple[type[Exception], ...]:
    foreign = (getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN)
    return (OSError, EOFError, *filter(None, foreign))


def _hint(error: BaseException, destination: str) -> str:
    text = f"{type(error).__name__} {error}"
    if "known_hosts" in text:
        return "Connect once with ssh, so that it gets to know the host, then publish again"
    if "://" in destination and re.search(r"(?i)credential|authenti|access ?denied|forbidden|permission", text):
        return "Look at the credentials in the environment, and at what they allow; then publish again"
    return "The feed that is there is whole; publish again to go on"


def _without_credentials(destination: str) -> str:
    return re.sub(r"://[^/@]*@", "://", destination)
