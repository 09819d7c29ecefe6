"""Prepare an output folder for a render: refuse to overwrite other files, and clean up after an interrupted run."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError, RefusedError
from audiocast.publishing import catalog, corrections, identity, journal, ownership, record_names, withdrawals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

STAGING = ".staging-"

_REPLACED = ".replaced"
_SITE, _FEEDS = ".site.json", ".feed.json"
_FEED = "feed.xml"
_FIXED = (_FEED, "index.html", "feed.xsl", "feed.css")
_STATE = ("show.json", ".cover.json", _SITE, _FEEDS, corrections.RETIRED, withdrawals.WITHDRAWN, identity.IDENTITY)
_STAGING_FOLDER = re.compile(r"\.staging-[a-z0-9_]{8}")
# Everything in a staging folder is called by the checksum of an article's id.
_STAGED = re.compile(r"[0-9a-f]{64}.*")
# What `atomic.replace` writes before it renames.
_TEMPORARY = re.compile(r"\.(?P<name>.+)\.\d+\.tmp")


def require_free(output: Path, feeds: Iterable[str]) -> None:
    """Refuse an output folder in which a file that audiocast did not make has a name that a render writes.

    Args:
        output: The output folder.
        feeds: The file names of the show's further feeds.

    Raises:
        RefusedError: There is one.
        PublishError: The folder can't be read.
    """
    if not output.is_dir():
        return
    for name in (*_FIXED, *feeds):
        try:
            ownership.require_ours(output / name)
        except RefusedError:
            if name not in _listed(output):  # it is damaged
                raise
    if identity.read(output) is None and not catalog.read(output).episodes:
        for path in (output / name for name in _STATE):
            if path.exists() and path.stat().st_size:
                raise ownership.taken(path)


def tidy(output: Path) -> None:
    """Remove the files of a run that was killed. Its staging folder shows that there was one, so it is removed last."""
    left = [path for path in output.glob(f"{STAGING}*") if _is_staging(path)]
    if not left:
        return
    for path in output.rglob(".*.tmp"):
        temporary = _TEMPORARY.fullmatch(path.name)
        if temporary and ownership.is_written(path.with_name(temporary["name"]).relative_to(output).as_posix()):
            path.unlink(missing_ok=True)
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)  # an orphan of that run may be in its last moments there


def _is_staging(path: Path) -> bool:
    named = _STAGING_FOLDER.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    return bool(named) and all(_STAGED.fullmatch(each.name) for each in path.iterdir())


def set_aside(output: Path) -> Path:
    """Move the show in an output folder to `.replaced/`, from where the user can restore it, and return that path.

    Files that audiocast did not make stay, and so do pictures, which are called by what they show.

    Raises:
        PublishError: A file can't be moved.
    """
    number = 1
    while (target := output / _REPLACED / str(number)).exists():
        number += 1
    try:
        for name in _of_show(output):
            path = output / name
            if path.exists():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                path.replace(target / name)
    except OSError as error:
        raise atomic.refused(error, where=str(error.filename or target)) from error
    return target


def _of_show(output: Path) -> Iterator[str]:
    """Return the names of all files of a show, with those that tell which show it is at the end."""
    names = _listed(output)
    with suppress(PublishError):  # it is damaged, and moves as it is
        names |= set(corrections.retired(output))
    names.update(*journal.noted(output).values())
    for episode in catalog.read(output).episodes.values():
        names |= {file.filename for file in catalog.files(episode) if ownership.is_episode_file(file.filename)}
        names.add(f"{record_names.EPISODES}/{record_names.record_name(episode.id)}")
    last = (_FEED, identity.IDENTITY)
    yield from sorted(names.difference(last))
    yield from (journal.FOLDER, corrections.FOLDER, *(name for name in _STATE if name not in last), *last)


def _listed(output: Path) -> set[str]:
    """Return the names of the pages and feeds that the state files list as written."""
    known: set[str] = set()
    with suppress(OSError, ValueError):
        known |= atomic.read_state(output / _SITE).keys()
    with suppress(OSError, ValueError):
        files = atomic.read_state(output / _FEEDS).get("files")
        known |= files.keys() if isinstance(files, dict) else set()
    return set(filter(ownership.is_written, known))
