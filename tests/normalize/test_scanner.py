"""Test how far the rules of the normalizer look ahead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from audiocast.normalize import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.normalize.scanner import Rule

_parser: Any = re._parser  # type: ignore[attr-defined]
_constants: Any = re._constants  # type: ignore[attr-defined]
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_FAR = 2_000


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)
def test_a_rule_looks_a_bounded_distance_ahead(rule: Rule) -> None:
    """Else a row of what it repeats takes quadratic time: each place in the row is tried to its end.

    Only a run of digits may be of any length, for the scanner takes it as one word.
    """
    repeated = [part for part, most in _repeats(_parser.parse(rule.pattern.pattern)) if most > _FAR]
    digits = list(_parser.parse(r"\d++")[0][1][2])
    assert all(list(part) == digits for part in repeated)


def _repeats(parsed: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401 - the parser has no types
    """Yield what a pattern repeats, with how often at most."""
    for operation, argument in parsed:
        if operation in _REPEATS:
            yield argument[2], int(argument[1])
        for part in argument if isinstance(argument, tuple | list) else [argument]:
            for inner in part if isinstance(part, list) else [part]:
                if isinstance(inner, _parser.SubPattern):
                    yield from _repeats(inner)
