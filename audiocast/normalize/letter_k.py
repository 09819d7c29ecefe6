"""Read the K that is a name and no thousand: "a 10K run", "ran a 5k", "64K of memory", "a 10K resistor"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_RACES = frozenset({"3", "5", "8", "10", "12", "15", "20", "50", "100"})
_MEMORIES = frozenset({"1", "2", "4", "8", "16", "32", "48", "64", "128", "256", "512", "640"})
_RUNNING = lazy_re(
    r"(?i)\b(?:races?|runs?|ran|runners?|running|walk|walked|walkers?|jog|jogged|jogging|parkrun|finish(?:ed|ers?)?|"
    r"marathons?|half-marathon|athletes?|athletics|road race|charity|cross-country|personal best|treadmill)\b"
)
_COUNTED = lazy_re(
    r" (?:people|runners|followers|fans|views|subscribers|likes|jobs|users|a (?:year|month)|dollars|euros|pounds|words|"
    r"miles|tickets|members|votes|players|steps|customers|salary|of (?:debt|savings|them|the|his|her|their|my))\b|\+"
)
_COMPUTERS = lazy_re(
    r"(?i)\b(?:memory|ram|rom|computers?|micro|spectrum|commodore|sinclair|amstrad|atari|bytes?|floppy|cartridges?|"
    r"motherboard|sectors?)\b"
)
_ELECTRONICS = lazy_re(r"(?i) (?:resistors?|ohms?|potentiometers?|pull-?ups?)\b")


def _kilo(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "a 10K run", "16K of memory" and "a 10K resistor"."""
    text, (start, end) = sentence.text, match.span()
    if text[start - 1 : start] in _CURRENCIES or _COUNTED.match(text, end):
        return None
    number = match["number"]
    near = text[max(0, start - 60) : end + 60]
    if not (
        (number in _RACES and _RUNNING.search(near))
        or (number in _MEMORIES and _COMPUTERS.search(near))
        or _ELECTRONICS.match(text, end)
    ):
        return None
    said = f"{number_words.cardinal(int(number))}{TIE}K"
    return sentence.reading(f"{said}s" if match["plural"] else said, end)


_CURRENCIES = frozenset("$£€¥₹")

KILO = Rule("number", "9", lazy_re(r"(?P<number>\d{1,3})[kK](?P<plural>s)?(?!\w)"), _kilo)
