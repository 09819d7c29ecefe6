"""List the episodes that left the show, so that their files are removed from the destination.

`.withdrawn.json` in the output folder lists the files of each of them, by the name of its record. `publish` removes
these files from the destination, and all other files that it sent for the same article. An article that comes back is
removed from the list. When the list is damaged or deleted, the files stay at the destination until `publish --delete`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.publishing import ownership

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

WITHDRAWN = ".withdrawn.json"

_FORMAT = 1

_log = logging.getLogger(__name__)


def read(output: Path) -> dict[str, frozenset[str]]:
    """Return the files of each withdrawn episode, including its page, by the name of its record."""
    path = output / WITHDRAWN
    try:
        listed = {
            str(record): map(str, names) for record, names in atomic.read_state(path, _FORMAT)["episodes"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        _log.warning("%s: can't be read (%s). `audiocast publish --delete` removes what it listed.", path, error)
        return {}
    return {
        record: frozenset(name for name in names if ownership.is_episode_file(name) or ownership.is_page(name))
        for record, names in listed.items()
        if ownership.is_record(record)
    }


def update(output: Path, gone: Mapping[str, Iterable[str]], *, records: Collection[str]) -> None:
    """Add episodes that are withdrawn, and remove those that are there again.

    Args:
        output: The output folder.
        gone: The files of each, by the name of its record.
        records: The names of all records that there are.

    Raises:
        PublishError: It can't be written.
    """
    before = read(output)
    after = {record: names for record, names in before.items() if record not in records}
    for record, names in gone.items():
        page = f"episodes/{record.removesuffix('.json')}.html"
        after[record] = after.get(record, frozenset()) | {*names, page}
    if after != before:
        told = {record: sorted(names) for record, names in sorted(after.items())}
        atomic.write_state(output / WITHDRAWN, _FORMAT, {"episodes": told})


def left(
    withdrawn: Mapping[str, Collection[str]], *, sent: Collection[str], there: Collection[str], wanted: Collection[str]
) -> list[str]:
    """Return which files of withdrawn episodes are still at a destination, also older sound of corrected ones.

    Args:
        withdrawn: What `read` returned.
        sent: The names of the files that were sent there.
        there: The names of the files that are there.
        wanted: The names of the files that belong there.
    """
    known = {name for names in withdrawn.values() for name in names}
    # The name of a file begins as that of its record, and ends in a checksum of its own.
    beginnings = {record.rpartition("-")[0] for record in withdrawn}
    older = {name for name in sent if ownership.is_episode_file(name) and _beginning(name) in beginnings}
    return sorted((known & {*sent, *there} | older) - {*wanted})


def _beginning(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0].rpartition("-")[0]
