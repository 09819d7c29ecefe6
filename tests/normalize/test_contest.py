"""Tests of the contest between classes that can read the same digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audiocast.normalize import Normalizer, contestants

if TYPE_CHECKING:
    from audiocast.normalize.contest import Contestant, Entry


def _standings(written: str, *, context: tuple[str, ...] = (), locale: str = "en-US") -> tuple[Entry, ...]:
    """Return the proposals for the first contested digits of a sentence."""
    return next(iter(dict(Normalizer(locale, context=context).contested(written)).values()))


@pytest.mark.parametrize(
    ("written", "winner", "runner_up"),
    [
        ("The 17/18 season was grim.", "years", "fraction"),
        ("Firefox 3.6.12 is old.", "version", "date"),
        ("The note is dated 3.6.12.", "date", "version"),
        ("The law passed 50-48 in the Senate.", "vote", "score"),
        ("With 4:32 left they led.", "time", "time"),
    ],
)
def test_the_most_evidence_wins(written: str, winner: str, runner_up: str) -> None:
    """The proposals are sorted by their evidence."""
    standings = _standings(written)
    assert standings[0].contestant.name == winner
    assert runner_up in {entry.contestant.name for entry in standings[1:]}
    evidence = [entry.proposal.evidence for entry in standings]
    assert evidence == sorted(evidence, reverse=True)


def test_each_proposal_says_why() -> None:
    """A person who asks learns what speaks for a reading."""
    assert all(entry.proposal.why for entry in _standings("They won 2-1 at home."))
    assert _standings("They won 2-1 at home.")[0].proposal.why == '"won" before it'


def test_the_article_is_evidence() -> None:
    """A word elsewhere in the article decides if the sentence has none."""
    alone = _standings("It was 2-3.", locale="en-GB")
    in_article = _standings("It was 2-3.", context=("The striker scored.",), locale="en-GB")
    assert {entry.contestant.name: entry.proposal.evidence for entry in in_article}["score"] > (
        {entry.contestant.name: entry.proposal.evidence for entry in alone}["score"]
    )


def test_only_some_digits_are_contested() -> None:
    """Digits that one class alone reads have no runners-up, and a foreign voice has none at all."""
    assert dict(Normalizer().contested("It cost $5 in 1990.")) == {}
    assert dict(Normalizer(language="de").contested("Es stand 2-1.")) == {}


@pytest.mark.parametrize("contestant", contestants.CONTESTANTS, ids=lambda each: each.name)
def test_a_contestant_begins_with_digits_and_a_mark(contestant: Contestant) -> None:
    """The contest asks only the classes that can begin with the mark behind the digits."""
    assert contestant.marks
    assert set(contestant.marks) <= set("-/:.")
