"""Refuse to upload over another show or over files that audiocast did not send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.config import web_hosts
from audiocast.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection

    from audiocast.publishing.identity import Identity


def require_same(ours: Identity | None, theirs: Identity | None, destination: str) -> None:
    """Refuse to replace the feed of another show, and a public address by a private one.

    Args:
        ours: The identity in the feed that is published; None when it has none.
        theirs: The identity in the feed at the destination.
        destination: The name of the destination in messages.

    Raises:
        RefusedError: That would happen.
    """
    if ours is None or theirs is None:
        return
    private, was_private = web_hosts.is_private_url(ours.base_url), web_hosts.is_private_url(theirs.base_url)
    # The GUID of a private address is not the one of the public address that the show gets later.
    same = ours.guid == theirs.guid or (ours.title == theirs.title and (private or was_private))
    if not same:
        raise RefusedError(
            f"has another show, {theirs.title!r} ({theirs.guid}), not {ours.title!r} ({ours.guid})",
            where=destination,
            hint="Choose another destination, or use --force to replace it",
        )
    if private and not was_private:
        raise RefusedError(
            f"has the address {theirs.base_url}; the new feed has {ours.base_url}, which others can't reach",
            where=destination,
            hint="Write the public address as base_url in show.toml and render, or use --force",
        )


def require_free(names: Collection[str], there: Collection[str], destination: str) -> None:
    """Refuse to write over files at a destination that nothing was published to.

    Args:
        names: Of the files that are to be sent.
        there: Of the files that are there.
        destination: The name of the destination in messages.

    Raises:
        RefusedError: That would happen.
    """
    taken = sorted({*names} & {*there})
    if taken:
        raise RefusedError(
            f"has a file {taken[0]} that audiocast did not send and would overwrite",
            where=destination,
            hint="Choose another destination, move the file away, or use --force",
        )
