"""Tests of the list of rules: every rule is in it, once, and no rule looks far ahead."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from audiocast import normalize
from audiocast.normalize import contestants, rules
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
