"""Divide the episodes of a feed into pages.

The first page, such as `feed.xml`, has the newest 501 to 1,000 episodes, because most apps read only this page. Older
episodes are on pages that are filled once and then stay as they are: `feed-2.xml` has the oldest episodes, and a new
page begins when the first page is full. The ends of the pages are kept in `.feed.json`, so that an episode that is
added or removed later changes only its own page. The pages link to each other as RFC 5005 describes.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from audiocast.model.episode import Episode

MOST = 1_000
FROZEN = 500
_LEAST = 250

Mark: TypeAlias = "tuple[datetime, str]"


@dataclass(frozen=True, slots=True)
class Page:
    """One file of a feed.

    Attributes:
        filename: Beside `feed.xml`.
        episodes: Newest first.
        links: To other pages: relation and file name.
    """

    filename: str
    episodes: tuple[Episode, ...]
    links: tuple[tuple[str, str], ...] = ()


def split(episodes: Iterable[Episode], filename: str, marks: Sequence[Mark] = ()) -> tuple[list[Page], list[Mark]]:
    """Return the pages, newest first, and the marks to keep: the newest episode of each older page, oldest first."""
    oldest_first = sorted(episodes, key=_mark)
    keys = [_mark(episode) for episode in oldest_first]
    ends = [bisect_right(keys, mark) for mark in marks]
    known = list(marks)
    if not _good(ends, len(keys)):
        ends, known = [], []
    while len(keys) - (ends[-1] if ends else 0) > MOST:
        ends.append((ends[-1] if ends else 0) + FROZEN)
        known.append(keys[ends[-1] - 1])
    starts = [0, *ends]
    groups = [tuple(reversed(oldest_first[start:end])) for start, end in zip(starts, [*ends, len(keys)], strict=True)]
    names = [filename, *(_name(filename, number) for number in range(len(groups), 1, -1))]
    return [
        Page(name, group, _links(names, number))
        for number, (name, group) in enumerate(zip(names, reversed(groups), strict=True))
    ], known


def _mark(episode: Episode) -> Mark:
    return episode.published, episode.guid


def _good(ends: Sequence[int], total: int) -> bool:
    """Return whether the known pages are neither empty nor too long, and the first one is long enough."""
    sizes = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    return all(0 < size <= MOST for size in sizes) and (not ends or total - ends[-1] >= _LEAST)


def _name(filename: str, number: int) -> str:
    stem, dot, ending = filename.rpartition(".")
    return f"{stem}-{number}{dot}{ending}"


def _links(names: Sequence[str], number: int) -> tuple[tuple[str, str], ...]:
    if len(names) == 1:
        return ()
    links = [("first", names[0]), ("last", names[-1])]
    if number:
        links.append(("previous", names[number - 1]))
    if number + 1 < len(names):
        links.append(("next", names[number + 1]))
    return tuple(links)
