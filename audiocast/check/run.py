"""Apply all rules to an output folder, and to what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import audiocast.check
from audiocast.check import rules
from audiocast.check.material import Folder, Part
from audiocast.check.verdict import Level, Problem, Rule, Status, Subject, UnreadableError, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from audiocast.check.material import Podcast
    from audiocast.check.rss import Item


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check.

    Attributes:
        verdicts: One for each rule, in the order of the rules.
        episodes: The number of episodes that were checked.
    """

    verdicts: tuple[Verdict, ...]
    episodes: int

    def count(self, status: Status) -> int:
        """Return the number of rules with this result."""
        return sum(verdict.status is status for verdict in self.verdicts)


def check(
    folder: Path | None,
    *,
    url: str = "",
    fast: bool = False,
    cache: Path | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Report:
    """Apply all rules.

    Args:
        folder: An output folder, or None to check only the published feed.
        url: The address of the published feed, or "" to check only the folder.
        fast: Do not decode the sound.
        cache: The cache folder with the clips of the episodes, or None to compare no words.
        progress: A function that receives the number of episodes that are done, and of all.
    """
    tally = _Tally()
    if folder is not None:
        tally.know(*rules.PODCAST, *rules.FOLDER, *rules.PART)
    episodes = 0
    material = None if folder is None else Folder(folder, listen=not fast, cache=cache)
    if material is not None:
        episodes = _check_folder(material, tally, progress)
    if url:
        with audiocast.check.remote.open_place(url, material) as place:
            for place_rule in audiocast.check.remote_rules.REMOTE:
                tally.try_(place_rule, [place])
    return Report(tally.verdicts, episodes)


def _check_folder(folder: Folder, tally: _Tally, progress: Callable[[int, int], None]) -> int:
    for podcast_rule in rules.PODCAST:
        tally.try_(podcast_rule, folder.podcasts)
    for folder_rule in rules.FOLDER:
        tally.try_(folder_rule, [folder])
    parts = _parts(folder.podcasts)
    for done, (item, podcast) in enumerate(parts):
        progress(done, len(parts))
        part = Part(item, podcast)  # one at a time: it holds the sound
        for part_rule in rules.PART:
            tally.try_(part_rule, [part])
    progress(len(parts), len(parts))
    return len(parts)


def _parts(podcasts: Iterable[Podcast]) -> list[tuple[Item, Podcast]]:
    """Return each episode once, also when several feeds have it."""
    found: dict[tuple[str, str], tuple[Item, Podcast]] = {}
    for podcast in podcasts:
        if not podcast.feed.problem and not any(page.problem for page in podcast.pages):
            for item in podcast.items:
                found.setdefault((item.enclosure.get("url", ""), item.guid), (item, podcast))
    return list(found.values())


class _Tally:
    """The problems, by rule."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule[Any]] = {}
        self._judged: set[str] = set()
        self._problems: dict[str, list[Problem]] = {}

    def know(self, *rules: Rule[Any]) -> None:
        """Add rules in their order. Rules that are never applied are skipped."""
        for rule in rules:
            self._rules.setdefault(rule.id, rule)
            self._problems.setdefault(rule.id, [])

    def try_(self, rule: Rule[Subject], subjects: Iterable[Subject]) -> None:
        """Apply a rule to subjects of its kind."""
        self.know(rule)
        problems = self._problems[rule.id]
        for subject in subjects:
            where = getattr(subject, "where", "")
            try:
                problems += [Problem(where, what) for what in rule.find(subject)]
            except UnreadableError:
                continue
            self._judged.add(rule.id)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The result of each rule."""
        return tuple(map(self._verdict, self._rules.values()))

    def _verdict(self, rule: Rule[Any]) -> Verdict:
        problems = tuple(self._problems[rule.id])
        if problems:
            status = Status.FAIL if rule.level is Level.FAIL else Status.WARN
        else:
            status = Status.PASS if rule.id in self._judged else Status.SKIP
        return Verdict(rule.id, status, rule.title, rule.remedy, problems)
