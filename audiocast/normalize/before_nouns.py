"""Decide whether a quantity stands before its noun ("a $5m deal", "a 10kg bomb"), so that its unit is singular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_DETERMINERS = tables.word_set("before_nouns.determiners")
_BOUGHT = tables.word_set("before_nouns.bought")
_NOT_NOUNS = tables.word_set("before_nouns.not_nouns")
_NOUNS = tables.word_set("before_nouns.priced")


def is_before_noun(end: int, start: int, sentence: Sentence) -> bool:
    """Return whether a quantity stands before its noun.

    It does if a hyphen follows it. It also does if a noun follows it and an article stands before it, with at most two
    adjectives between.

    Args:
        end: The end of the quantity.
        start: The start of the quantity.
        sentence: The sentence.
    """
    text = sentence.text
    if sentence.is_joined(end):
        return True
    after = sentence.after(end)
    if not after or not text.startswith(" ", end) or after.lower() in _NOT_NOUNS:
        return False
    if not (after[0].islower() or after[0].isupper()) or (
        after.endswith(("ly", "ed")) and after not in {"bed", "speed", "seed"}
    ):
        return False
    if after in _BOUGHT:
        return True
    before = [word.lower() for word in sentence.words_before(start, 3)]
    mark = sentence.text[max(0, start - 2) : start].strip()[-1:]
    if not before or (mark in ",.;:" and mark and not (mark == "," and "-" in before[0])):
        return False
    if before[0] in _DETERMINERS or before[0].endswith("'s"):
        return True
    return (
        any(word in {"a", "an"} for word in before[1:3])
        and before[0] not in _NOT_NOUNS
        and not before[0].endswith("ly")
    )


def is_priced_noun_after(end: int, start: int, sentence: Sentence) -> bool:
    """Return whether an amount of money stands before its noun.

    Nouns such as "fine" and "tickets" need no article: "he faces $250,000 fines", "£20 concert tickets". The amount may
    have its value in another currency behind it: "the $100m (£52m) mark".

    Args:
        end: The end of the amount.
        start: The start of the amount.
        sentence: The sentence.
    """
    text = sentence.text
    if is_before_noun(end, start, sentence):
        return True
    if sentence.before(start).lower() in _ARTICLES and _ADJECTIVE_LISTED.match(text, end):
        return True
    if sentence.before(start).lower() in _ARTICLES and (period := _PERIOD.match(text, end)):
        return _is_priced(period["noun"]) or period["noun"] in _SUBSCRIBED
    if converted := _CONVERTED.match(text, end):
        return _stands_before(converted.end(), start, sentence)
    if text.startswith(")", end) and (first := _CONVERTED_BEFORE.search(text, max(0, start - _NEAR), start)):
        return _stands_before(end + 1, first.start(), sentence)
    return text.startswith(" ", end) and _has_noun(end, start, sentence)


def _has_noun(end: int, start: int, sentence: Sentence) -> bool:
    """Return whether one of the next words is a noun that the amount belongs to."""
    words = sentence.words_after(end, 3)
    if len(words) > 1 and words[0] in _PERIODS and words[1].islower():
        # "A $3 monthly fee": the adjective ends in "ly", but is no adverb.
        return _stands_before(end + 1 + len(words[0]), start, sentence)
    if sentence.text[max(0, start - 4) : start].lower() == "sub-" and words and words[0] not in _NOT_NOUNS:
        return True
    for word in words:
        if _is_priced(word):
            return True
        if word in _NOT_NOUNS or word.endswith(("ed", "ing", "ly")):
            return False
    return _is_plural_noun(words[:1]) and sentence.before(start).lower() in _BEFORE_THINGS


def _is_plural_noun(words: list[str]) -> bool:
    return any(len(word) > _SHORT and word.islower() and _PLURAL.search(word) for word in words)


def _stands_before(end: int, start: int, sentence: Sentence) -> bool:
    return is_before_noun(end, start, sentence) or _is_priced(sentence.after(end))


def _is_priced(word: str) -> bool:
    """Return whether a word is a noun that amounts stand before, or its plural."""
    if word in _NOUNS or (word.endswith("s") and (word[:-1] in _NOUNS or word[:-2] in _NOUNS)):
        return True
    return word.endswith("ies") and f"{word[:-3]}y" in _NOUNS


_PERIODS = frozenset({"hourly", "nightly", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly"})
_SHORT = 3  # letters
_PLURAL = lazy_re(r"[^sui]s$")
_BEFORE_THINGS = tables.word_set("before_nouns.before_things")
_NEAR = 32  # characters
_ADJECTIVE_LISTED = lazy_re(r", (?:[a-z]{2,12}|\d{1,3})(?:-[a-z]{2,12}){1,3} [a-z]{3}")
"""What follows "a $5bn" in "a $5bn, three-year deal"."""
_PERIOD = lazy_re(r" an? (?:month|year|week|day|night|minute|hour|head|share|ticket) (?P<noun>[a-z]{3,20})")
_SUBSCRIBED = frozenset({"plan", "plans", "subscription", "package", "job", "habit", "service", "tier", "rent", "pass"})
_ARTICLES = frozenset({"a", "an", "the", "its", "his", "her", "their"})
_CONVERTED = lazy_re(r" \([^()]{2,30}\)(?= [a-z])")
_CONVERTED_BEFORE = lazy_re(r"[^\w\s(]\d[\w.,]{0,12}(?: [a-z]{2,10})? \($")
