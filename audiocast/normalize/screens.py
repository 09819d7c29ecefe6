"""Read the resolutions of screens and videos: "1920x1080", "1080p", "720p60", "4K", "8K60"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence


def _pixels(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1920x1080" and "2560 × 1440 pixels"."""
    width, height, end = match["width"], match["height"], match.end()
    if not match["unit"] and int(width) * int(height) < _FEWEST and not _SCREENS.search(sentence.text):
        return None
    said = f"{number_words.code(width)} by {number_words.code(height)}"
    if match["unit"]:
        said += " pixel" if match["unit"].strip(" -") == "pixel" else " pixels"
        return Reading(said, end)
    return sentence.reading(said, end)


_FEWEST = 300_000
_SCREENS = lazy_re(
    r"(?i)\b(?:videos?|resolution|screens?|displays?|hd|uhd|hdr|streams?|streaming|cameras?|footage|tvs?|televisions?|"
    r"monitors?|pixels?|fps|hz|youtube|netflix|blu-ray|film(?:ed|ing)?|gaming|consoles?|graphics|panels?|oled|lcd|"
    r"projectors?|webcams?|record(?:s|ing)?|playback|hdmi|cinema|remaster(?:ed)?|gpus?|apple tv|disney\+)\b|"
    r"\d{3,4}[pi]\b|\d[\d.]* ?fps\b"
)
_MONEY = lazy_re(r"(?i)\b(?:shares?|pence|price[ds]?|dividend|cost|fare|charge|worth|stock)\b")


def _lines(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1080p", "720p60" and "1080i", but not a price of 720p."""
    lines = match["lines"]
    screen = _SCREENS.search(sentence.text[: match.start()]) or _SCREENS.search(sentence.text, match.end())
    if screen is None and (_MONEY.search(sentence.text) or lines not in _CLEAR or sentence.locale.british):
        return None
    said = f"{number_words.code(lines)}{TIE}{match['scan'].upper()}"
    if match["rate"]:
        said += f" {number_words.cardinal(int(match['rate']))}"
    return sentence.reading(said, match.end())


_CLEAR = frozenset({"480", "720", "1080", "1440", "2160"})


def _thousands(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "4K" and "8K60" as the name of a resolution in a text about screens."""
    text, start, end = sentence.text, match.start(), match.end()
    if text[start - 1 : start] in "$£€":
        return None
    if not match["rate"] and not _SCREENS.search(text[max(0, start - 120) : end + 120]):
        return None
    said = f"{number_words.cardinal(int(match['number']))}{TIE}K"
    if match["rate"]:
        said += f" {number_words.cardinal(int(match['rate']))}"
    return sentence.reading(said, end)


PIXELS = Rule(
    "resolution",
    "9",
    lazy_re(
        r"(?P<width>\d{3,4}) ?[x\u00d7] ?(?P<height>\d{3,4})(?![\w,.]\d|\d| ?[x\u00d7] ?\d| ?(?:[cmk]?m|ft|in)\b)"
        r"(?P<unit>(?: |-)?(?:pixels?|px)\b)?(?!\w)"
    ),
    _pixels,
)
LINES = Rule(
    "resolution",
    "9",
    lazy_re(r"(?P<lines>144|240|360|480|540|576|720|900|1080|1440|2160|4320)(?P<scan>[pi])(?P<rate>\d{2,3})?(?!\w)"),
    _lines,
)
THOUSANDS = Rule("resolution", "9", lazy_re(r"(?P<number>[24568]|16)K(?P<rate>30|60|120|144)?(?!\w)"), _thousands)
