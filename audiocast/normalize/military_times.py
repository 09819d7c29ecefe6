"""Read times of the 24-hour clock without a colon: "0500", "1900 GMT", "2100-2200 BST", "2340 on BBC Two", "10h30"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import WORD_END, Rule
from audiocast.normalize.times import ZONES, is_clock, say_clock, say_zone

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence


def _military(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "0924 GMT", "1900 GMT", "2030 BST" and "0600 hours"."""
    if not is_clock(match["hour"], match["minute"]):
        return None
    del sentence
    hour, minute = match["hour"], match["minute"]
    said = "zero hundred" if hour + minute == "0000" else say_clock(int(hour), int(minute), clock24=True, hours=hour)
    if hour == "00" and minute != "00":
        said = f"zero {number_words.two_digits(minute) if minute[0] != '0' else number_words.digits(minute)}"
    return said + (" hours" if match["hours"] else say_zone(match["zone"]))


def _to_another(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the first time of "2100-2200 BST" and "0800 to 1800 GMT"."""
    said = _military(match, sentence)
    return None if said is None else f"{said} to "


def _with_h(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "at 10h30" and "from 14h00", but not the duration "took 2h30"."""
    if sentence.before(match.start()).lower() not in _AT or not is_clock(match["hour"], match["minute"]):
        return None
    return say_clock(int(match["hour"]), int(match["minute"]), clock24=True, hours=match["hour"])


_AT = frozenset({"at", "from", "to", "until", "till", "by", "between", "and", "after", "before", "around", "left"})
_CLOCK = r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)"
_NOTHING = r"(?P<hours>)(?P<zone>)"

MILITARY_HOURS = Rule(
    "time",
    "9",
    lazy_re(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?P<hours> ?(?:hours|hrs|h)\b)(?P<zone>Z)?"),
    _military,
)
MILITARY_WITH_ZONE = Rule(
    "time",
    "9",
    lazy_re(rf"(?P<hour>[01]\d|2[0-4])[.h]?(?P<minute>[0-5]\d)(?P<hours>)? ?(?P<zone>{ZONES}){WORD_END}"),
    _military,
)
MILITARY_LOCAL_TIME = Rule(
    "time",
    "9",
    lazy_re(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?P<hours>)(?P<zone>)(?= local )"),
    _military,
)
MILITARY_TO_ANOTHER = Rule(
    "time",
    "9",
    lazy_re(
        rf"{_CLOCK}{_NOTHING}(?: ?[-\u2013] ?| to | until )"
        rf"(?=(?:[01]\d|2[0-4])[0-5]\d ?(?:{ZONES}|hours|hrs){WORD_END})"
    ),
    _to_another,
)
MILITARY_AND_ANOTHER = Rule(
    "time",
    "9",
    lazy_re(rf"{_CLOCK}{_NOTHING}(?= and (?:[01]\d|2[0-4])[0-5]\d ?(?:{ZONES}|hours|hrs){WORD_END})"),
    _military,
)
MILITARY_ALONE = Rule(
    "time",
    "9",
    lazy_re(
        r"(?:(?<=\b[Aa]t )|(?<=\b[Bb]y )|(?<=\bfrom )|(?<=\buntil )|(?=\d{4} [A-Za-z]{3,12} time\b))"
        rf"(?=0){_CLOCK}{_NOTHING}(?![\w%,.:/-]\d|\w)"
    ),
    _military,
)
MILITARY_ON_AIR = Rule(
    "time",
    "9",
    lazy_re(rf"{_CLOCK}{_NOTHING}(?=,? (?:on )?(?:BBC|ITV|Sky|Channel|Radio|Eurosport|TNT|RTE|Live)\b)"),
    _military,
)
CLOCK_WITH_H = Rule("time", "9", lazy_re(r"(?P<hour>[01]?\d|2[0-4])h(?P<minute>[0-5]\d)(?!\w)"), _with_h)
