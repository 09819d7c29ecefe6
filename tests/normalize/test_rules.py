"""Tests of the list of rules: every rule is in it, once, and no rule looks far ahead."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from audiocast import normalize
from audiocast.normalize import contestants, patterns, rules
from audiocast.normalize.contest import Contestant
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_parser: Any = re._parser  # type: ignore[attr-defined]
_constants: Any = re._constants  # type: ignore[attr-defined]
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_FAR = 2_000


def test_every_rule_is_listed_once() -> None:
    """A rule that a module defines is in the list, or it would never be tried."""
    modules = [import_module(f"audiocast.normalize.{found.name}") for found in pkgutil.iter_modules(normalize.__path__)]
    defined = {f"{module.__name__}.{name}" for module in modules for name in vars(module) if _is_rule(module, name)}
    assert len(rules.RULES) == len(set(map(id, rules.RULES))) == len(defined)


def test_every_contestant_is_listed_once() -> None:
    """A contestant that a module defines is in the list, or it would never be asked."""
    modules = [import_module(f"audiocast.normalize.{found.name}") for found in pkgutil.iter_modules(normalize.__path__)]
    defined = [each for module in modules for each in vars(module).values() if isinstance(each, Contestant)]
    assert sorted(map(id, contestants.CONTESTANTS)) == sorted(map(id, defined))


@pytest.mark.parametrize("rule", [*rules.RULES, *contestants.CONTESTANTS], ids=lambda rule: rule.name)
def test_a_rule_looks_a_bounded_distance_ahead(rule: Rule | Contestant) -> None:
    """No part of a pattern repeats without a limit, so that a long row of its characters takes linear time.

    Only a run of digits may have any length, because the scanner reads it as one token.
    """
    repeated = [part for part, most in _repeats(_parser.parse(rule.pattern.pattern)) if most > _FAR]
    digits = list(_parser.parse(r"\d++")[0][1][2])
    assert all(list(part) == digits for part in repeated)


def test_every_pattern_compiles() -> None:
    """Patterns are compiled when they are first used, so a mistake in one must show here."""
    modules = [import_module(f"audiocast.normalize.{found.name}") for found in pkgutil.iter_modules(normalize.__path__)]
    lazy = [each for module in modules for each in vars(module).values() if type(each) is type(patterns.lazy_re(""))]
    assert len(lazy) > len(rules.RULES) / 2
    assert all(re.compile(each.pattern, each.flags) for each in lazy)


def test_a_common_rule_stands_alone() -> None:
    """The rules that match ordinary words, numbers or marks are marked as common, and no others are."""
    common = [rule for rule in rules.RULES if any(map(rule.pattern.match, ("Abcd", "abcd", "12")))]
    assert common == [rule for rule in rules.RULES if rule.common]


def _is_rule(module: object, name: str) -> bool:
    return isinstance(getattr(module, name), Rule)


def _repeats(parsed: Iterable[tuple[object, object]]) -> Iterator[tuple[Iterable[object], int]]:
    """Yield each repeated part of a parsed pattern with the largest number of its repetitions."""
    for operation, argument in parsed:
        if operation in _REPEATS and isinstance(argument, tuple):
            yield argument[2], int(argument[1])
        for part in argument if isinstance(argument, tuple | list) else [argument]:
            for inner in part if isinstance(part, list) else [part]:
                if isinstance(inner, _parser.SubPattern):
                    yield from _repeats(inner)
