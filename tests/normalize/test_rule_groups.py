"""Tests of groups of rules: they find the rules that match, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from audiocast.normalize.rule_groups import grouped
from audiocast.normalize.rules import RULES
from audiocast.normalize.scanner import Rule

_CASES = Path(__file__).parent / "cases"


def _rule(pattern: str, flags: int = 0) -> Rule:
    return Rule("test", "A", re.compile(pattern, flags), lambda match, _sentence: match[0])


def test_a_group_finds_the_first_rule_that_matches() -> None:
    """Names of groups may be the same in several rules, conditions and flags keep their meaning."""
    rules = [_rule(r"(?P<a>x)?y(?(a)z|w)"), _rule(r"(?P<a>q)(?P=a)"), _rule("u.", re.IGNORECASE | re.DOTALL)]
    (group,) = grouped(rules)
    assert group.find is not None
    found = {text: group.find(text, 0) for text in ("xyz", "yw", "xyw", "qq", "qx", "U\n", "v")}
    assert {text: match and group.places[match.lastindex] for text, match in found.items()} == {
        "xyz": 0,
        "yw": 0,
        "xyw": None,
        "qq": 1,
        "qx": None,
        "U\n": 2,
        "v": None,
    }


def test_a_rule_with_a_numbered_group_is_tried_alone() -> None:
    """The number of a group would be another one among other rules."""
    rules = [_rule("x"), _rule(r"(y)\1"), _rule("z")]
    assert [(group.rules, group.find is None) for group in grouped(rules)] == [
        ((rules[0],), False),
        ((rules[1],), True),
        ((rules[2],), False),
    ]


def test_groups_find_what_the_rules_find() -> None:
    """At every place of real cases, a group of the list of rules finds the first rule that matches."""
    lines = [table.read_text(encoding="utf-8").splitlines()[::40] for table in sorted(_CASES.glob("*.tsv"))]
    texts = [line.split("\t")[0] for some in lines for line in some]
    for rules, find, places in grouped(RULES):
        for text in texts if find is not None else ():
            for at in range(len(text)):
                found = find(text, at) if find is not None else None
                first = next((place for place, rule in enumerate(rules) if rule.pattern.match(text, at)), None)
                assert (places[found.lastindex] if found else None) == first, (text, at, rules)
