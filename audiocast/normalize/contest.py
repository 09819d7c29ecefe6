"""Decide between the classes that can read the same digits: "3-2", "12/31", "2.6.10", "4:32".

Whether "17/18" is a season, a fraction or odds cannot be decided by the place of a rule in a list. So each of these
classes proposes a reading with its evidence: how usual such digits are for the class, and the words around them (see
`clues.py`). The reading with the most evidence wins, and of two with the same evidence the one that is listed first.
`contestants.py` lists the contestants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from audiocast.normalize.scanner import Sentence

POSSIBLE = 1
"""The evidence of digits that may belong to the class."""
USUAL = 2
"""The evidence of digits that usually belong to the class."""
LIKELY = 4
"""The evidence of digits that hardly ever belong to another class."""
CERTAIN = 9
"""The evidence of digits that belong to no other class, whatever the words around them."""


class Proposal(NamedTuple):
    """A reading that a class proposes.

    Attributes:
        text: The spoken text.
        end: The place in the sentence where the read text ends.
        evidence: How much speaks for it.
        why: What speaks for it, for a person who asks.
    """

    text: str
    end: int
    evidence: int
    why: str


class Contestant(NamedTuple):
    """A class that competes for digits.

    Attributes:
        name: The name that `normalize --explain` shows.
        marks: The first mark after the digits: "-" (a hyphen or dash), "/", ":" or ".".
        early: Whether it is read before the classes that need a unit behind the number, such as "5-6 km".
        pattern: Matched at the digits. It must look a bounded distance ahead.
        propose: Returns the reading of the match with its evidence, or None if the class cannot read it.
    """

    name: str
    marks: str
    early: bool
    pattern: re.Pattern[str]
    propose: Callable[[re.Match[str], Sentence], Proposal | None]


class Entry(NamedTuple):
    """A proposal with the class that made it."""

    contestant: Contestant
    proposal: Proposal


class Contest:
    """A list of classes that compete for the digits at a place."""

    def __init__(self, contestants: Iterable[Contestant]) -> None:
        self.contestants = tuple(contestants)
        self._by_mark = {mark: tuple(each for each in self.contestants if mark in each.marks) for mark in "-/:."}

    def standings(self, sentence: Sentence, at: int) -> tuple[Entry, ...]:
        """Return the proposals for the digits at a place, the best first."""
        if sentence.standings is not None and sentence.standings[0] == at:
            return sentence.standings[1]
        entries = []
        opening = _OPENING.match(sentence.text, at)
        for contestant in self._by_mark[_PLAIN.get(opening[1], opening[1])] if opening else ():
            match = contestant.pattern.match(sentence.text, at)
            proposal = contestant.propose(match, sentence) if match else None
            if proposal is not None:
                entries.append(Entry(contestant, proposal))
        ranking = tuple(sorted(entries, key=lambda entry: -entry.proposal.evidence))
        sentence.standings = (at, ranking)
        return ranking

    def early_rule(self) -> Rule:
        """Return the rule that reads the winner if it is read before quantities with a unit."""
        return Rule("contest", "9", _OPENING, lambda match, sentence: self._read(match, sentence, early=True))

    def late_rule(self) -> Rule:
        """Return the rule that reads any winner."""
        return Rule("contest", "9", _OPENING, lambda match, sentence: self._read(match, sentence, early=False))

    def _read(self, match: re.Match[str], sentence: Sentence, *, early: bool) -> Reading | None:
        ranking = self.standings(sentence, match.start())
        if not ranking or (early and not ranking[0].contestant.early):
            return None
        winner = ranking[0]
        return Reading(winner.proposal.text, winner.proposal.end, winner.contestant.name)


_OPENING = lazy_re(r"\d[\d,]{0,60} ?([-/:.\u2013\u2014]) ?(?=\d)")
_PLAIN = {"\u2013": "-", "\u2014": "-"}
