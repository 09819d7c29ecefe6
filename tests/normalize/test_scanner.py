"""Tests of the scanner: which rule reads a token, and what a rule can see of the sentence."""

from __future__ import annotations

import re

import pytest

from audiocast.normalize.context import Context
from audiocast.normalize.scanner import Locale, Reading, Rule, Scanner, Segment, Sentence


def _sentence(text: str) -> Sentence:
    return Sentence(text, locale=Locale(), context=Context())


def _rule(name: str, starts: str, pattern: str, said: str | None) -> Rule:
    return Rule(name, starts, re.compile(pattern), lambda match, _: None if said is None else said or match[0])


def test_the_first_reading_wins() -> None:
    """The rules are tried in order until one gives a reading, and the rest of the text is copied."""
    rules = [_rule("a", "9", r"\d+x", None), _rule("b", "9", r"\d+x", "two"), _rule("c", "9", r"\d+x", "three")]
    assert Scanner(rules, small=frozenset()).read(_sentence("see 2x now")) == [
        Segment(0, 4, "see ", ""),
        Segment(4, 6, "two", "b"),
        Segment(6, 10, " now", ""),
    ]


def test_text_that_was_read_is_not_read_again() -> None:
    """The scanner goes on at the end of a reading, also if that is not the end of the match."""
    rule = Rule("a", "9", re.compile(r"\d+"), lambda match, _: Reading("!", match.end() + 2))
    segments = Scanner([rule], small=frozenset()).read(_sentence("1 2 3 4 "))
    assert [(segment.start, segment.end, segment.text) for segment in segments] == [
        (0, 3, "!"),
        (3, 4, " "),
        (4, 7, "!"),
        (7, 8, " "),
    ]


@pytest.mark.parametrize(
    ("starts", "text", "rules"),
    [
        ("9", "a 1", ["", "r"]),
        ("A", "a B", ["", "r"]),
        ("a", "x say", ["", "r"]),
        ("a", "x other", [""]),
        (".", "a #", ["", "r"]),
    ],
)
def test_a_rule_starts_at_its_kind_of_token(starts: str, text: str, rules: list[str]) -> None:
    """A rule is tried only at tokens of its kinds, and at a small word only if it is in the set of small words."""
    segments = Scanner([_rule("r", starts, r"\S+", "")], small=frozenset({"say"})).read(_sentence(text))
    assert [segment.rule for segment in segments] == rules


def test_a_rule_sees_the_words_around() -> None:
    """Words are found without marks, the nearest first, and a mark ends the words after a place."""
    sentence = _sentence("He (the mayor), 5 old men, left.")
    at = sentence.text.index("5")
    assert sentence.before(at) == "mayor"
    assert sentence.words_before(at, 2) == ["mayor", "the"]
    assert sentence.after(at + 1) == "old"
    assert sentence.words_after(at + 1, 5) == ["old", "men"]
    assert sentence.is_first(4, but="He (")
    assert sentence.is_last(len(sentence.text) - 1, but=".")


def test_a_hyphen_before_a_word_becomes_a_space() -> None:
    """A reading takes the hyphen that joins it to a word, but not one before a digit."""
    assert _sentence("5-foot").reading("five", 1) == Reading("five ", 2)
    assert _sentence("5-6").reading("five", 1) == Reading("five", 1)
