"""Give each episode its date of publication and, in a serial show, its number.

Both are given once and kept in the catalog record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from audiocast.publishing import catalog

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from audiocast.model.episode import Episode

_SECOND = timedelta(seconds=1)
# Players refuse dates before 1970; a time zone may move a date by a day.
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


class Dates:
    """The dates of episodes. No two episodes have the same date.

    Args:
        taken: The dates that were given out before.
    """

    def __init__(self, taken: Iterable[datetime]) -> None:
        self._taken = set(taken)
        # Where to continue a search that starts at a date: all articles of a day may have the same date, its midnight.
        self._next: dict[datetime, datetime] = {}

    def take(self, published: datetime | None, *, now: datetime) -> datetime:
        """Return the date of an episode at its first publication: the article's date, or else now.

        Players sort by date and refuse dates in the future and before 1970. So a date is moved into that time, and then
        back by seconds until it is free.
        """
        now = now.replace(microsecond=0)
        wanted = now if published is None else published.replace(microsecond=0)
        if wanted.tzinfo is None:
            wanted = wanted.replace(tzinfo=UTC)
        wanted = date = max(min(wanted, now), _EARLIEST)
        while date in self._taken:
            date = self._next.get(date) or date - _SECOND
        self._next[wanted] = date - _SECOND
        self._taken.add(date)
        return date.astimezone(wanted.tzinfo)


def numbered(episodes: Mapping[str, Episode], folder: Path, *, season: int = 0) -> dict[str, Episode]:
    """Return the episodes of a serial show with their numbers, and write the records of those that got one.

    An episode without a number gets the next one of the season, or a free one that fits between its neighbors in time.

    Args:
        episodes: All episodes, by article id.
        folder: The output folder.
        season: The season of new episodes; 0 for none.

    Raises:
        PublishError: A record can't be written.
    """
    result = dict(episodes)
    others = [episode for episode in result.values() if episode.number and episode.season == season]
    for episode in sorted(result.values(), key=lambda episode: (episode.published, episode.guid)):
        if not episode.number:
            new = replace(episode, season=season, number=_number(episode.published, others))
            catalog.write(new, folder)
            others.append(new)
            result[new.id] = new
    return result


def _number(published: datetime, others: Collection[Episode]) -> int:
    """Return the next number, or a free one that fits the date."""
    highest = max((episode.number for episode in others), default=0)
    if len(others) < highest:
        for number in sorted(set(range(1, highest)) - {episode.number for episode in others}):
            if all((episode.number < number) == (episode.published <= published) for episode in others):
                return number
    return highest + 1
