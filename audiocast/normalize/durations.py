"""Read durations and the times of races: "2h 15m", "1min 30s", "2:03:59", "3:43.13", "with 3:00 left"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.contest import CERTAIN, LIKELY, POSSIBLE, USUAL, Contestant, Proposal
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence


def say_duration(hours: str, minutes: str, seconds: str) -> str:
    """Return "two hours three minutes and fifty-nine seconds"."""
    parts = [
        f"{number_words.cardinal(int(value))} {unit}{'' if int(value) == 1 else 's'}"
        for value, unit in ((hours, "hour"), (minutes, "minute"))
    ]
    last = (
        number_words.number(seconds.lstrip("0") or "0")
        if "." not in seconds
        else number_words.number(str(int(seconds.partition(".")[0])) + "." + seconds.partition(".")[2])
    )
    return f"{' '.join(parts)} and {last} second{'' if last == 'one' else 's'}"


def _race(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "2:03:59"."""
    clue = clues.find("duration", sentence, match.start(), match.end())
    said = say_duration(match["hour"], match["minute"], match["second"])
    return Proposal(said, match.end(), LIKELY + clue.evidence, clue.why)


def _lap(match: re.Match[str], sentence: Sentence) -> Proposal:
    """Propose "3:43.13"."""
    minutes, seconds, rest = match["minute"], match["second"], match["rest"]
    del sentence
    unit = "minute" if minutes == "1" else "minutes"
    said = f"{number_words.cardinal(int(minutes))} {unit} {number_words.number(f'{int(seconds)}.{rest}')} seconds"
    return Proposal(said, match.end(), CERTAIN, "minutes, seconds and parts of a second")


def _minutes(match: re.Match[str], sentence: Sentence) -> Proposal | None:
    """Propose "3:00 left", "59:12" and "4:32 remaining": minutes and seconds of a game, a race or a song."""
    minutes, seconds = match["minute"], match["second"]
    clue = clues.find("duration", sentence, match.start(), match.end())
    form = POSSIBLE if int(minutes) < _HOURS else USUAL + 1
    if int(minutes) < _HOURS and clue.evidence < clues.NEAR:
        return None
    said = number_words.cardinal(int(minutes))
    if seconds == "00":
        said += " minute" if minutes == "1" else " minutes"
    elif minutes == "0":
        said = f"{number_words.cardinal(int(seconds))} second{'' if int(seconds) == 1 else 's'}"
    else:
        said += f" {number_words.two_digits(seconds)}"
    return Proposal(said, match.end(), form + clue.evidence, clue.why)


_HOURS = 25


def _lasting(match: re.Match[str], sentence: Sentence) -> str:
    """Read "2h 15m", "3hrs 40mins", "1h30" and "1h32m07.986s"."""
    del sentence
    if match["rest"]:
        return say_duration(match["hours"], match["minutes"], f"{match['seconds']}.{match['rest']}")
    parts = []
    for value, unit in ((match["hours"], "hour"), (match["minutes"], "minute"), (match["seconds"], "second")):
        if value:
            parts.append(f"{number_words.cardinal(int(value))} {unit}{'' if int(value) == 1 else 's'}")
    return " and ".join([" ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _minutes_seconds(match: re.Match[str], sentence: Sentence) -> str:
    """Read "2m 30s" and "1min 15sec"."""
    del sentence
    m, s = match["minutes"], match["seconds"]
    said = number_words.number(f"{int(s)}.{match['rest']}") if match["rest"] else number_words.cardinal(int(s))
    return (
        f"{number_words.cardinal(int(m))} minute{'' if m == '1' else 's'} {said} second{'' if said == 'one' else 's'}"
    )


HOURS_AND_MINUTES = Rule(
    "time",
    "9",
    lazy_re(
        r"(?P<hours>\d{1,3}) ?(?:h|hrs?)(?: |, (?=\d\d? ?m))?(?P<minutes>[0-5]?\d) ?(?:mins?|m)?"
        r"(?:(?: |, )?(?P<seconds>[0-5]?\d)(?:\.(?P<rest>\d{1,3}))? ?(?:s|secs?))?(?!\w|-[a-z])"
    ),
    _lasting,
)
MINUTES_AND_SECONDS = Rule(
    "time",
    "9",
    lazy_re(r"(?P<minutes>\d{1,3}) ?(?:mins?|m) ?(?P<seconds>[0-5]?\d)(?:\.(?P<rest>\d{1,3}))? ?(?:s|secs?)(?!\w)"),
    _minutes_seconds,
)
RACE_TIME = Contestant(
    "time",
    ":",
    True,
    lazy_re(r"(?P<hour>\d{1,3}):(?P<minute>[0-5]\d):(?P<second>(?:[0-5]\d|60)(?:\.\d{1,3})?)(?![\w:])"),
    _race,
)
LAP_TIME = Contestant(
    "time", ":", True, lazy_re(r"(?P<minute>\d{1,3}):(?P<second>[0-5]\d)\.(?P<rest>\d{1,3})(?![\w:])"), _lap
)
MINUTES = Contestant("time", ":", True, lazy_re(r"(?P<minute>\d{1,3}):(?P<second>[0-5]\d)(?![\w:]|\.\d)"), _minutes)
