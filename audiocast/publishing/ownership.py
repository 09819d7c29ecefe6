"""Decide whether audiocast made a file of an output folder.

A name in a state file is used only if it has one of the forms here. A file that no state file lists is ours only if its
content shows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.errors import PublishError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

# A readable part, and ten digits of a checksum.
_STEM = r"[a-z0-9-]+-[0-9a-f]{10}"
_RECORD = re.compile(rf"{_STEM}\.json", re.ASCII)
_EPISODE = re.compile(rf"episodes/{_STEM}\.(mp3|jpg|vtt|srt|words\.vtt|transcript\.json|chapters\.json)", re.ASCII)
_PAGE = re.compile(
    r"(index|archive-\d+)\.html|feed\.(xsl|css)"
    rf"|assets/(page|icon)-[0-9a-f]{{10}}\.(css|js|svg)|episodes/{_STEM}\.html",
    re.ASCII,
)
_FEED = re.compile(r"[\w-]+\.xml", re.ASCII)
_OTHER = re.compile(
    r"show\.json|\.(cover|feed|identity|retired|site|withdrawn)\.json|(cover|thumbnail)-[0-9a-f]{10}\.jpg"
    rf"|(episodes|\.journal)/{_STEM}\.json|\.corrections/{_STEM}/[0-9TZ-]+\.diff",
    re.ASCII,
)
# What every file of that kind holds that any version has written.
_MARKS = {
    ".xml": re.compile(rb"<generator>audiocast</generator>"),
    ".html": re.compile(rb"assets/page-[0-9a-f]{10}\.css"),
    ".xsl": re.compile(rb"assets/page-[0-9a-f]{10}\.css"),
    ".css": re.compile(rb"--band-accent:.*\|rss", re.DOTALL),
}


def is_record(name: str) -> bool:
    """Return whether a file in `episodes/` has a name like a record."""
    return bool(_RECORD.fullmatch(name))


def is_episode_file(name: str) -> bool:
    """Return whether a name in the output folder is one that a file of an episode has, other than its record."""
    return bool(_EPISODE.fullmatch(name))


def is_page(name: str) -> bool:
    """Return whether a name in the output folder is one that a file of the site has."""
    return bool(_PAGE.fullmatch(name))


def is_written(name: str) -> bool:
    """Return whether a name in the output folder is one that a render may give to a file."""
    return any(form.fullmatch(name) for form in (_EPISODE, _PAGE, _FEED, _OTHER))


def is_marked(path: Path) -> bool:
    """Return whether the content of a page or a feed says that audiocast wrote it.

    Raises:
        OSError: It can't be read.
    """
    mark = _MARKS.get(path.suffix)
    return bool(mark and mark.search(path.read_bytes()))


def require_ours(path: Path) -> None:
    """Refuse to write a page or a feed whose name is taken by a file that audiocast did not make.

    Raises:
        RefusedError: It is.
        PublishError: It can't be read.
    """
    try:
        if path.is_dir() or (path.exists() and path.stat().st_size and not is_marked(path)):
            raise taken(path)
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(path)) from error


def taken(path: Path) -> RefusedError:
    """Return the error for a file that would be overwritten."""
    return RefusedError(
        "is not a file that audiocast made, and it would be overwritten",
        where=str(path),
        hint="Move it away, or choose another --output",
    )
