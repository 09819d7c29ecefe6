"""Read streets, saints and compass points: "Main St.", "St. Louis", "1211 E Arques Ave", "S. Korea".

"St." and "Dr." have two meanings. A street follows its name; a saint or a doctor stands before a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import look_alikes, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import NEXT_NAME, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_COMPASS_POINTS = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NE": "Northeast",
    "NW": "Northwest",
    "SE": "Southeast",
    "SW": "Southwest",
}
_STREET_NAME = lazy_re(r"[^\W\d_]*[^\W\d_a-z][^\W\d_]*'?s?|\d+(?:st|nd|rd|th)|[^\W\d_]\.?|(?:Jr|Sr)\.")
_JUNIOR = frozenset({"Jr.", "Sr."})
_NOT_STREETS = tables.word_set("streets.not_streets")
_HOUSE_NUMBER = lazy_re(r"\d\s+(?:[NSEW]\.? )?\S+\s*$")
_HOUSE_NUMBER_AND_NAME = lazy_re(r"\d\s+(?:[NSEW]\.? )?(?:[A-Z]\S+ ){1,3}$")
_STREET_BEFORE = lazy_re(r"[A-Z]\w* (?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road)\.? $")
_END_OF_NAME = lazy_re(r"[.,;:)]|$| (?:in|on|at|and|near|was|is|to|for|from)\b")
_ORDINAL_STREET = lazy_re(r" \d+(?:st|nd|rd|th) (?:St|Ave|Rd|Blvd|Dr|Ln|Street|Avenue|Road)\b")
_HOUSE_NUMBER_ONLY = lazy_re(r"(?:^|[^\d.,$])\d{1,5} $")
_SIDE = lazy_re(r" (?:wall|side|coast|end|face|bank|shore|tower|gate|door|wing|aisle|edge|corner)\b")
_SMALL_STREET_NAME = lazy_re(r"\d(?:st|nd|rd|th) $|\d [A-Z]\S+ [A-Z]?\S* ?$")
_STREET_AFTER_POINT = lazy_re(
    r" (?:\d+(?:st|nd|rd|th)|[A-Z]\S+)(?: \S+)? (?:St|Ave|Rd|Blvd|Dr|Ln|Way|st|Street|Avenue|Road)\b"
)
# These mean a street only behind a house number, unless they have a full stop.
_DOUBTFUL = frozenset({"Pl", "Ct", "Ter", "Cir", "Sq", "Rte", "Av", "Aly", "Cres", "Apt", "Bldg", "Plz"})
# "S Africa" is in the lists of sports pages, while "M and S Bank" is a bank.
_NEED_NO_STOP = frozenset({"Africa", "Korea", "Ireland", "Sudan", "Samoa", "Yemen", "Vietnam", "Carolina", "Dakota"})
_SMALL_STREETS = {
    "st": "Street",
    "rd": "Road",
    "ave": "Avenue",
    "hwy": "Highway",
    "blvd": "Boulevard",
    "dr": "Drive",
}


def is_street(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an abbreviation for a kind of street means one: "12 Elm Pl", "Elm Dr.", "42nd Ave".

    Args:
        match: A match with the groups `word` and `stop`.
        sentence: The sentence of the match.
    """
    word, before = match["word"], sentence.text_before(match.start())
    if word in _DOUBTFUL and not match["stop"]:
        return _HOUSE_NUMBER_AND_NAME.search(before) is not None
    if word == "Dr" and not match["stop"] and not re.search(r"\d", before):
        return False
    return follows_street_name(match, sentence)


def follows_street_name(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "St", "Dr" and so on follow the name of a street.

    The word before must be a possible name. A word in capitals must not follow, except where the name is certain: it
    has a number or stands in the table of streets.
    """
    at, before = match.start(), sentence.before(match.start())
    junior = before in _JUNIOR
    if (
        not _STREET_NAME.fullmatch(before)
        or before in _NOT_STREETS
        or before in look_alikes.spoken_titles()
        or (before.endswith(".") and not junior)
    ):
        return False
    if re.search(r"[.,;:!?]\s*$", sentence.text[max(0, at - 3) : at]) and not junior:
        return False
    after = NEXT_NAME.match(sentence.text, match.end())
    if after is None or not after["name"][0].isupper():
        return True
    if match["word"] == "St" and after["name"] in tables.words("saints"):
        return False
    numbered = re.search(r"\d", before) or _HOUSE_NUMBER.search(sentence.text_before(at))
    return bool(numbered) or before in tables.words("streets") or (match["word"] != "Dr" and bool(match["stop"]))


def _saint(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "St. Louis", "St Michael's" and "Ste. Marie", but not "Main St." and "Wall St."."""
    if match["word"] == "St" and follows_street_name(match, sentence):
        return None
    after = NEXT_NAME.match(sentence.text, match.end())
    if match["word"] == "SS" and (after is None or after["name"] not in tables.words("saints")):
        return None
    if after is None or not after["name"][0].isupper():
        return None
    return Reading("Saint" if match["word"] in {"St", "Ste"} else "Saints", match.end())


def _region(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the "S." of "S. Korea" and the "N." of "N. Ireland"."""
    if sentence.after(match.end()).removesuffix("'s") not in tables.words("regions"):
        return None
    if not match[0].endswith(".") and sentence.after(match.end()).removesuffix("'s") not in _NEED_NO_STOP:
        return None
    northern = match[1] == "N" and sentence.after(match.end()).startswith("Ireland")
    return Reading("Northern" if northern else _COMPASS_POINTS[match[1]], match.end())


def _compass_point(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the "E" of "1211 E Arques Ave"."""
    at, end = match.span()
    stopped = match[0].endswith(".")
    before = sentence.text_before(at)
    if _STREET_BEFORE.search(before) and _END_OF_NAME.match(sentence.text, end):
        return Reading(_COMPASS_POINTS[match[1]], end if stopped and not sentence.is_last(end) else match.end(1))
    if _ORDINAL_STREET.match(sentence.text, end) or (stopped and _HOUSE_NUMBER_ONLY.search(before)):
        return Reading(_COMPASS_POINTS[match[1]], end) if sentence.text[end : end + 1] == " " else None
    if stopped and before.endswith("the ") and _SIDE.match(sentence.text, end):
        return Reading(_COMPASS_POINTS[match[1]].lower(), end)
    if not stopped and not re.search(r"\d $", sentence.text[max(0, at - 2) : at]):
        return None
    if not _STREET_AFTER_POINT.match(sentence.text[end : end + 60]):
        return None
    return Reading(_COMPASS_POINTS[match[1]], end)


def _small_street(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the last word of "12 S 1st st"."""
    if not _SMALL_STREET_NAME.search(sentence.text_before(match.start())):
        return None
    return _SMALL_STREETS[match[1]]


SAINT = Rule("saint", "A", lazy_re(r"(?P<word>Ste?|SS)(?P<stop>\.?)(?= )"), _saint)
REGION = Rule("compass", "A", lazy_re(r"([NSEW])\.?(?= [A-Z])"), _region)
COMPASS_POINT = Rule("compass", "A", lazy_re(r"([NSEW]|[NS][EW])\.?(?=\W|$)"), _compass_point)
SMALL_STREET = Rule("abbreviation", "a", lazy_re(r"(st|rd|ave|hwy|blvd|dr)\.?(?!\w)"), _small_street)
