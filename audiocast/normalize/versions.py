"""Read numbers with several dots: versions ("3.6.12"), sections ("Clause 1.01.02") and addresses ("10.0.0.1")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.acronyms import spell
from audiocast.normalize.contest import CERTAIN, USUAL, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence


def _version(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "Firefox 3.6.12" and "Figure 2.6.10"."""
    start, end = match.span()
    said = " point ".join(number_words.integer(part) for part in match[0].split("."))
    clue = clues.find("version", sentence, start, end)
    form = USUAL + (match[0].count(".") == 2)
    if clue.evidence < clues.NEXT and _NAME_BEFORE.search(sentence.text, max(0, start - 24), start):
        form += 1
    return Proposal(said, end, form + clue.evidence, clue.why)


_NAME_BEFORE = lazy_re(r"(?<![.!?:] )[A-Z][A-Za-z]{0,20} $")


def _short_version(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "Python 3.10" as "three point ten" for programs that count so."""
    if sentence.before(match.start()) not in _COUNTS_TO_TEN:
        return None
    whole, _, minor = match[0].partition(".")
    return Proposal(f"{number_words.integer(whole)} point {number_words.cardinal(int(minor))}", match.end(), CERTAIN,
                    "a program that counts its versions so")  # fmt: skip


_COUNTS_TO_TEN = tables.word_set("versions.count_to_ten")


def _address(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "192.168.0.1", an address in a network."""
    clue = clues.find("address", sentence, match.start(), match.end())
    said = " dot ".join(number_words.digits(part) for part in match[0].split("."))
    return Proposal(said, match.end(), USUAL + 1 + clue.evidence, clue.why)


def _language(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "PHP 8.10", a version of a language for programs and no pesos, in a text about software."""
    if _SOFTWARE.isdisjoint(sentence.vocabulary):
        return None
    major, minor = (number_words.cardinal(int(match[part])) for part in ("major", "minor"))
    return f"{spell('PHP')} {major} point {minor}"


_SOFTWARE = tables.word_set("versions.software")
LANGUAGE = Rule("version", "A", lazy_re(r"PHP (?P<major>[4-9])\.(?P<minor>\d{1,2})(?![\w]|[.,]\d)"), _language)
VERSION = Contestant("version", ".", True, lazy_re(r"\d{1,4}\.\d{1,4}\.\d{1,6}(?:\.\d{1,6})?(?![\w]|\.\d)"), _version)
SHORT_VERSION = Contestant("version", ".", True, lazy_re(r"\d{1,2}\.[1-9]\d(?![\w%]|[.,-]\d)"), _short_version)
ADDRESS = Contestant("version", ".", True, lazy_re(r"\d{1,4}\.\d{1,4}\.\d{1,6}\.\d{1,6}(?![\w]|\.\d)"), _address)
