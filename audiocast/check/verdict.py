"""What is a rule, and how does a show fare by it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Subject = TypeVar("Subject")


class Level(StrEnum):
    """How bad it is to break a rule."""

    FAIL = "fail"
    WARN = "warn"


class Status(StrEnum):
    """How a rule ended."""

    PASS = "pass"  # noqa: S105 - it is no password
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One thing that has to be so.

    Attributes:
        id: Its name, with the group before the point.
        level: How bad it is to break it.
        question: What is asked; "yes" is good.
        remedy: What to do when it is broken.
        find: Says what is wrong about a subject, one text for each problem.
    """

    id: str
    level: Level
    question: str
    remedy: str
    find: Callable[[Subject], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and about which file, episode or address."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a rule ended; it is skipped when there is nothing to judge, or what it judges could not be read."""

    id: str
    status: Status
    question: str
    remedy: str
    problems: tuple[Problem, ...] = ()


class UnreadableError(Exception):
    """Something that a rule has to look at can't be read; a rule of its own says why."""
