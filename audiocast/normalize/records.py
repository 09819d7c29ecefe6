"""Read American records of wins and losses: "Ohio (9-3)", "improved to 10-3-2"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.contest import LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_MOST_WINS = 164


def _record(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "Ohio (9-3)", "improved to 9-3", "is 18-7 with" and "10-3-2"."""
    start, end = match.span()
    text = sentence.text
    numbers = [match["first"], match["second"], *([match["third"]] if match["third"] else [])]
    if sum(map(int, numbers)) > _MOST_WINS or clues.word_after(text, end) in _LEADING:
        return None
    if clues.find("tennis", sentence, start, end).evidence >= clues.SENTENCE:
        return None
    american = clues.find("american sport", sentence, start, end)
    evidence, why = _evidence(match, sentence, american)
    if evidence < USUAL or (sentence.locale.british and max(american.evidence, evidence - USUAL) < clues.SENTENCE):
        return None
    said = ["oh" if number == "0" else number_words.cardinal(int(number)) for number in numbers]
    reading = sentence.reading(f"{' '.join(said[:-1])} and {said[-1]}", end)
    return Proposal(reading.text, reading.end, POSSIBLE + evidence, why)


def _evidence(match: re.Match[str], sentence: Sentence, american: clues.Clue) -> tuple[int, str]:
    """Return what speaks for a record."""
    start, end = match.span()
    text, before = sentence.text, sentence.text[max(0, start - _REACH) : start]
    bracketed = _BRACKET_AFTER_NAME.search(before)
    if bracketed and not sentence.locale.british and _CONFERENCE.match(text[start : end + _REACH]):
        return LIKELY + USUAL, "a record in a conference behind it"
    if bracketed and _BRACKET_ENDS.match(text, end) and american.evidence:
        return LIKELY + american.evidence, "in brackets after a name"
    if bracketed and not sentence.locale.british and _is_plain_record(match, sentence):
        return USUAL + LIKELY * bool(_OPPONENT.match(text, end)), "in brackets after a name"
    if _STANDS_AT.search(before):
        return LIKELY + american.evidence, "a verb of a record before it"
    near = clues.find("record", sentence, start, end)
    if near.evidence:
        return near.evidence + USUAL * bool(american.evidence), near.why
    subject = _VERB if american.evidence else _SUBJECT_AND_VERB
    if subject.search(before) and _STANDS.match(text, end) and (american.evidence or not sentence.locale.british):
        return USUAL + american.evidence, "a verb before it"
    if _LEAGUE.search(text[:_FAR]) and _ALSO.search(before) and _ALSO_AFTER.match(text, end):
        return USUAL + american.evidence, "records in a sentence about American sport"
    if _THE.search(before) and _NAME_AFTER.match(text, end) and american.evidence:
        return USUAL + american.evidence, "before a name"
    third = match["third"] is not None and bool(american.evidence)
    return (USUAL + 1, american.why) if third and not before.endswith("a ") else (0, "")


def _is_plain_record(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether numbers in brackets after a name can hardly be anything but a record: "Troy (4-4) vs. Rice"."""
    first, second, after = int(match["first"]), int(match["second"]), sentence.text[match.end() : match.end() + 20]
    if max(first, second) > _SEASON or not after.startswith(")"):
        return False
    return match["third"] is not None or first >= second or after[1:2] == ":" or bool(_OPPONENT.match(after))


_SEASON = 40
_OPPONENT = lazy_re(r"\) (?:vs|at [A-Z]|plays? [A-Z]|hosts? [A-Z]|visits? [A-Z]|travels? to [A-Z])")
_REACH = 64  # characters
_STANDS_AT = lazy_re(
    r"\b(?:start to (?:a|the|their|his|her) (?:season|year) \(|"
    r"(?:improv(?:es?|ed|ing)|f[ae]lls?|falling|drop(?:s|ped)?|"
    r"mov(?:es?|ed)|slip(?:s|ped)?) to|"
    r"records? (?:of|to|at|is|was|stands at|now) |record)(?:(?<=[ (])| )$"
)
_VERB = lazy_re(r"(?:\b(?:is|are|now)|'re|'s) (?:now |still )?$")
_SUBJECT_AND_VERB = lazy_re(
    r"\b(?:[A-Z][\w.'-]{1,20}|[Tt]hey|[Ww]e|[Hh]e|[Ss]he|[Ww]ho|team)(?: (?:is|are)|'re|'s) (?:now |still )?$"
)
_FAR = 1000
_LEAGUE = lazy_re(r"\b(?:NFL|NBA|MLB|NHL|NCAA|WNBA|MLS|AFC|NFC|ACC|SEC|Big (?:Ten|East|12)|Pac-12)\b")
_ALSO = lazy_re(r"\b(?:[Aa]t|including|and) $")
_ALSO_AFTER = lazy_re(r"[,.)]| (?:in|against|on|at|this)\b")
_STANDS = lazy_re(
    r"(?:\W|$)(?! ?[a-z])| (?:in|on|at|against|versus|vs|with|this|when|since|over|through|and|but|after|overall)\b"
)
_LEADING = frozenset({"up", "down", "ahead", "behind", "lead", "win", "loss", "victory", "defeat"})
_BRACKET_AFTER_NAME = lazy_re(
    r"(?:[A-Z][\w.'&]{0,20}|\d|team|pitcher|starter|hander|rookie) "
    r"\((?:\d{1,3}-\d{1,3}(?:-\d{1,2})?(?: [\w -]{1,20})?[,;] )?$"
)
_BRACKET_ENDS = lazy_re(r"\)|[,;] \d|,? [A-Z][\w -]{1,40}[),;]")
_CONFERENCE = lazy_re(
    r"\d{1,3}-\d{1,3}(?:-\d{1,2})?(?:[,;] \d{1,2}-\d{1,2}(?:-\d)?)? (?:[A-Z][\w-]{1,20} ?(?:\d{1,2})?){1,2}[,;)]"
)
_THE = lazy_re(r"\b[Tt]he $")
_NAME_AFTER = lazy_re(r" [A-Z][a-z]")

RECORD = Contestant(
    "record",
    "-",
    False,
    lazy_re(
        r"(?P<first>\d{1,3})[-\u2013](?P<second>\d{1,3})(?:[-\u2013](?P<third>\d{1,2}))?"
        r"(?![\w%/]|[-\u2013.,:]\d|[-\u2013][A-Z])"
    ),
    _record,
)
