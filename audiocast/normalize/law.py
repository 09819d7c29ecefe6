"""Read what courts cite: law reports ("123 F.3d 456"), circuits ("9th Cir.") and parts of a rule ("Rule 12(b)(6)")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.roman import value as value_of
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_SPOKEN = {
    "F": "F",
    "Supp": "Supplement",
    "Ct": "Court",
    "Ed": "Edition",
    "So": "Southern",
    "Cal": "California",
    "App": "Appellate",
    "Rptr": "Reporter",
    "Fed": "Federal",
}
_PARTS_OF_NAME = lazy_re(r"[A-Z][a-z]*|\d[a-z]{1,2}")
_SERIES = {"2d": "second", "3d": "third", "4th": "fourth", "5th": "fifth"}


def _name(written: str) -> str:
    """Return the words for the short name of a law report: "F. Supp. 3d" -> "F Supplement third"."""
    parts = _PARTS_OF_NAME.findall(written)
    said = [_SERIES.get(part) or _SPOKEN.get(part) or part for part in parts]
    return " ".join(said).replace(" ", TIE) if all(len(word) == 1 for word in said) else " ".join(said)


def _report(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read the volume, the law report and the page: "123 F.3d 456"."""
    british = sentence.locale.british
    volume = number_words.integer(match["volume"], british=british)
    page = number_words.integer(match["page"], british=british)
    return Reading(f"{volume} {_name(match['report'])} {page}", match.end())


def _part(written: str, before: str) -> str:
    """Return the words for a part in brackets. A lone "i", "v" or "x" is a numeral behind a part in digits."""
    if written.isdigit():
        return number_words.integer(written)
    if set(written) <= set("ivx") and (len(written) > 1 or before.isdigit()):
        return number_words.cardinal(value_of(written.upper()))
    return TIE.join(written.upper())


def _citation(match: re.Match[str], sentence: Sentence) -> Reading | str | None:
    """Read a law report, a circuit or a part of a rule."""
    if match["report"]:
        return _report(match, sentence)
    if match["circuit"]:
        return f"{number_words.ordinal(int(match['circuit']))} Circuit"
    return f"{_name(match['court'])} Circuit" if match["court"] else _rule(match, sentence)


def _rule(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Rule 12(b)(6)" and "section 5(1)(a)"."""
    parts = re.findall(r"\((\w+)\)", match["parts"])
    if len(parts) == 1 and sentence.before(match.start()).lower() not in _DIVISIONS:
        return None
    said = number_words.code(match["number"])
    before = ""
    for part in parts:
        words = _part(part, before)
        said += f"{TIE if len(words) == 1 else ' '}{words}"
        before = part
    return said


_DIVISIONS = frozenset(
    {
        *("rule", "rules", "section", "sections", "sec.", "s.", "ss.", "s", "article", "art.", "paragraph", "para"),
        *("para.", "regulation", "reg", "reg.", "subsection", "clause", "schedule"),
    }
)
_SERIES_OR_NONE = r"(?: ?(?:[23]d|4th|5th))?"
_REPORT = (
    rf"(?P<volume>\d{{1,4}}) (?P<report>F\.? ?(?:Supp\.{_SERIES_OR_NONE}|App'x|[23]d|4th)|S\. ?Ct\.|"
    rf"L\. ?Ed\.{_SERIES_OR_NONE}|(?:N\.? ?[EWY]|S\.? ?[EW]|So|P|A)\.? ?(?:S\.? ?)?[23]d|"
    rf"Cal\. ?(?:App\.|Rptr\.){_SERIES_OR_NONE}) (?P<page>\d{{1,5}})(?![\w/])"
)
_CIRCUIT = r"(?P<circuit>\d{1,2})(?:st|nd|rd|th|d) Cir\.?(?!\w)"
_COURT = r"(?P<court>D\.C|Fed)\. Cir\.(?= \d{4}\)|[,;)]| [a-z])"
_RULE = r"(?P<number>\d{1,4})(?P<parts>(?:\((?:[A-Za-z]|[ivx]{2,4}|\d{1,2})\)){1,5})(?!\w)"
CITATION = Rule("law", "9A", lazy_re(f"{_REPORT}|{_CIRCUIT}|{_COURT}|{_RULE}"), _citation)
