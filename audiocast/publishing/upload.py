"""Upload an output folder to a destination: `audiocast publish`.

The files are sent in an order in which no feed ever names a file that is missing (`published_files.Rank`). Files that
are no longer published are removed last. So an upload can be stopped at any time, and the next one continues.

A destination belongs to the show when it has a manifest, which is the first file to be written, or a feed with the GUID
of the show. Without `force`, nothing is written over other files, over another show, or with a private address over a
public one.
"""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from audiocast.config import web_hosts
from audiocast.publishing import published_files, store_connection, withdrawals
from audiocast.publishing.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.publishing.published_files import File


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that has arrived at the destination, as number `number` of `total` files."""

    file: File
    number: int
    total: int


class Listener(Protocol):
    """A function that is called after each file."""

    def __call__(self, news: Sent, /) -> None:
        """Show the progress."""
        ...


@dataclass(frozen=True, slots=True)
class Report:
    """The result of `publish`; of a dry run, the result that it would have.

    Attributes:
        destination: The destination, without credentials.
        sent: The new and changed files, in order.
        unchanged: The number of files that were there already.
        withdrawn: The names of files of withdrawn episodes, which are always removed.
        gone: The names of other files that are no longer published.
        deleted: Whether those were removed.
        address: The address of the show, as the feed has it.
        private: Whether only this computer or the local network can use that address.
    """

    destination: str
    sent: tuple[File, ...]
    unchanged: int
    withdrawn: tuple[str, ...]
    gone: tuple[str, ...]
    deleted: bool
    address: str
    private: bool


def publish(  # noqa: PLR0913 - one argument for each option of the command
    folder: Path,
    destination: str,
    *,
    delete: bool = False,
    dry_run: bool = False,
    force: bool = False,
    listen: Listener | None = None,
) -> Report:
    """Send the new and changed files of an output folder to a destination.

    Args:
        folder: The output folder.
        destination: A folder, or an address such as "s3://bucket/podcast" or "sftp://host/srv/podcast".
        delete: Remove files that are no longer published.
        dry_run: Return the report, and change nothing.
        force: Overwrite another show, files that `publish` did not send, and a public address.
        listen: A function that is called after each file.

    Raises:
        PublishError: The folder is not complete, or the destination can't be reached, read or written.
        RefusedError: Without `force`, files at the destination would be lost.
    """
    feeds = published_files.read_feeds(folder)
    left = withdrawals.read(folder)
    without = frozenset().union(*left.values())
    files = published_files.find(folder, feeds, keep_sums=not dry_run, without=without)
    address = published_files.require_complete(feeds, files)
    shown = store_connection.without_credentials(destination)
    with store_connection.named_errors(shown), contextlib.closing(Store.at(destination, folder)) as store:
        there = store.read()
        new = [file for file in files if there.get(file.name) != file]
        if not force:
            store.require_ours(new, feeds[published_files.FEED], shown)
        published = {file.name for file in files}
        withdrawn = tuple(withdrawals.left(left, sent=store.manifest, there=store.listed, wanted=published))
        gone = tuple(sorted(store.manifest.keys() - published - {*withdrawn}))
        if not dry_run:
            store.send(new, folder, feeds, _counted(listen, total=len(new)))
            store.tidy((*withdrawn, *(gone if delete else ())), published)
    private = web_hosts.is_private_url(address)
    return Report(shown, tuple(new), len(files) - len(new), withdrawn, gone, delete, address, private)


def _counted(listen: Listener | None, *, total: int) -> Callable[[File], None]:
    """Return a function that numbers the files for a listener."""
    numbers = itertools.count(1)

    def arrived(file: File) -> None:
        if listen:
            listen(Sent(file, next(numbers), total))

    return arrived
