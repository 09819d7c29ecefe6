"""Group rules so that one pattern can tell that none of them matches at a place.

Most rules match at few places, so most of the time was spent on patterns that do not match. A group of rules that
follow each other has one pattern with all their patterns as alternatives. If it does not match, none of the rules is
tried. If it does, it tells which rule is the first that matches. The order of the rules stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from audiocast.normalize.scanner import Rule


class Group(NamedTuple):
    """Rules that follow each other.

    Attributes:
        rules: The rules, in order.
        find: Matches at a place of a text if a rule of the group does. It is None if all rules are to be tried.
        places: For the last group of such a match, the first rule of `rules` that matches.
    """

    rules: tuple[Rule, ...]
    find: Callable[[str, int], re.Match[str] | None] | None
    places: Mapping[int | None, int]


def grouped(rules: Iterable[Rule]) -> tuple[Group, ...]:
    """Return rules in groups, in the same order."""
    return tuple(_groups(rules))


def _groups(rules: Iterable[Rule]) -> Iterator[Group]:
    waiting: list[Rule] = []
    for rule in rules:
        if _can_be_joined(rule):
            waiting.append(rule)
        if waiting and (rule is not waiting[-1] or len(waiting) == _SIZE):
            yield _joined(waiting)
            waiting = []
        if not _can_be_joined(rule):
            yield Group((rule,), None, {})
    if waiting:
        yield _joined(waiting)


def _joined(rules: list[Rule]) -> Group:
    pattern = re.compile("|".join(_alternative(rule.pattern, place) for place, rule in enumerate(rules)))
    return Group(tuple(rules), pattern.match, {pattern.groupindex[f"r{place}"]: place for place in range(len(rules))})


def _can_be_joined(rule: Rule) -> bool:
    """Return whether a pattern can be an alternative: it matches few words and refers to no group by its number."""
    return not rule.common and not _NUMBERED_GROUP.search(rule.pattern.pattern)


def _alternative(pattern: re.Pattern[str], place: int) -> str:
    """Return the text of a pattern with its flags. The place makes the names of its groups different from others."""
    text = _NAME.sub(lambda part: f"{part['start']}r{place}_" if part["start"] else part[0], pattern.pattern)
    letters = "".join(letter for flag, letter in _FLAGS.items() if pattern.flags & flag)
    return f"(?P<r{place}>(?{letters}:{text}))"


_SIZE = 12  # rules, so that the pattern has few enough groups for every version of Python
_FLAGS = {re.ASCII: "a", re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s", re.VERBOSE: "x"}
_NUMBERED_GROUP = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]|\(\?\(\d")
_NAME = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<start>\(\?P<|\(\?P=|\(\?\()", re.DOTALL)
