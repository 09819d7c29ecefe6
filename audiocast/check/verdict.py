"""Define the rules of a check, and their results."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Subject = TypeVar("Subject")


class Level(StrEnum):
    """The result of a broken rule."""

    FAIL = "fail"
    WARN = "warn"


class Status(StrEnum):
    """The result of a rule."""

    PASS = "pass"  # noqa: S105 - it is no password
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """A rule that an output folder or a published feed must keep.

    Attributes:
        id: The name, with the group before the point.
        level: The result when the rule is broken.
        title: A sentence that states what must hold.
        remedy: What to do when the rule is broken, without the final full stop.
        find: Yields the problems of a subject.
    """

    id: str
    level: Level
    title: str
    remedy: str
    find: Callable[[Subject], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem, and the file, episode or address that has it."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a rule, as in the JSON output.

    Attributes:
        id: The name of the rule.
        status: The result. A rule is skipped when it does not apply, or when its file can't be read.
        question: The title of the rule. The name stays as it is in the JSON output.
        remedy: What to do when the rule is broken.
        problems: All problems.
    """

    id: str
    status: Status
    question: str
    remedy: str
    problems: tuple[Problem, ...] = ()


class UnreadableError(Exception):
    """A file or an answer can't be read. Another rule reports why."""
