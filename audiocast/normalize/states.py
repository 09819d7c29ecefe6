"""Read the abbreviations of states, parties and counties: "Portland, Ore.", "D-Calif.", "Co. Durham".

The names are American, Australian and Canadian; the table is `data/states.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}
_WHOLE_STATES = tables.word_set("states.whole_states")
_NO_WORDS = tables.word_set("states.no_words")
_BEFORE_STATE = tables.word_set("states.before_state")
# Abbreviations that are also words or names, so that they need a town before them.
_ALSO_NAMES = frozenset({"Man", "Vic", "Cal", "Del", "Tas"})
# Postal codes that are also words, so that they need a ZIP code behind them.
_CODES_AND_WORDS = frozenset({"OK", "HI", "OH", "IN", "OR", "ME"})
_ZIP_CODE = re.compile(r" \d{5}|\.?$")
_AFTER_CODE = re.compile(r"(?:,|\.|;|\)| \d{5}|\s*$)")
_OFFICE_AFTER = re.compile(r" (?:Gov|Sens?|Reps?|Atty|Lt)\.")
_TOWN = re.compile(r"[A-Z][^\W\d_]*+(?:[ .'-]+(?:of |de |du |la |the |upon )?[A-Z][^\W\d_]*+){0,3}, $")


@cache
def _states() -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of the states by their abbreviation in newspapers, and by their postal code."""
    rows = tables.rows("states")
    return {row[0]: row[1] for row in rows}, {row[2]: row[1] for row in rows if row[2] != "-"}


def _party(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "R-Texas", "D-Calif.", "I-Vt." and "D-NY"."""
    by_abbreviation, by_code = _states()
    place, end = match["state"], match.end()
    said = by_abbreviation.get(place) or by_code.get(place) or (place if place in _WHOLE_STATES else None)
    if said is None:
        return None
    stopped = sentence.text.startswith(".", end)
    keep = stopped and ends_sentence(sentence, end + 1)
    return Reading(f"{_PARTIES[match['party']]} of {said}" + ("." if keep else ""), end + stopped)


def _state(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "Portland, Ore.", "Miami, Fla., and" and "Jackson, MS": a state after a town and a comma."""
    by_abbreviation, by_code = _states()
    name, end = match["name"], match.end()
    if match["stop"]:
        said = by_abbreviation.get(name)
    else:
        said = by_code.get(name) if name.isupper() and _is_code(name, end, sentence) else None
    if said is None or not (
        _follows_town(match.start(), sentence) or (match["stop"] and _stands_alone(name, match, sentence))
    ):
        return None
    keep = bool(match["stop"]) and ends_sentence(sentence, end)
    return Reading(said + ("." if keep else ""), end)


def _is_code(name: str, end: int, sentence: Sentence) -> bool:
    """Return whether the text after a postal code allows one."""
    if name in _CODES_AND_WORDS and not _ZIP_CODE.match(sentence.text, end):
        return False
    return _AFTER_CODE.match(sentence.text[end : end + 7]) is not None


def _stands_alone(name: str, match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a state is certain without a town, by its abbreviation or by the words around it."""
    if name in _NO_WORDS:
        return True
    rest = sentence.text[match.end() : match.end() + 12]
    if (match.start() and re.match(r" [a-z]", rest)) or _OFFICE_AFTER.match(rest):
        return True
    before = sentence.before(match.start())
    return (
        len(name) > len("Pa")
        and name not in _ALSO_NAMES
        and bool(re.match(r",|$", rest))
        and before.lower() in _BEFORE_STATE
    )


def _follows_town(at: int, sentence: Sentence) -> bool:
    return bool(_TOWN.search(sentence.text_before(at)))


def _county(match: re.Match[str], sentence: Sentence) -> str:
    """Read the "Co." of "Co. Durham" and "Co Down"."""
    del match, sentence
    return "County"


PARTY = Rule(
    "party", "A", re.compile(r"(?P<party>[DRI])-(?P<state>[A-Z]\.[A-Z]|[A-Z][A-Za-z]{1,13}|[A-Z]\.Va)(?!\w)"), _party
)
STATE = Rule(
    "state",
    "A",
    re.compile(
        r"(?=[A-Z]{2,6}(?!\w)|[A-Z][A-Za-z.]{1,8}\.)(?P<name>[A-Z]\.(?:[A-Z]|[A-Z][a-z])(?:\.I)?|[A-Z][A-Za-z]{1,5})(?P<stop>\.?)(?!\w)"
    ),
    _state,
)
COUNTY = Rule(
    "county",
    "A",
    re.compile(
        r"Co\.?(?= (?:Durham|Down|Antrim|Armagh|Tyrone|Fermanagh|Londonderry|Derry|Kerry|Cork|Galway|"
        r"Mayo|Clare|Donegal|Dublin|Kildare|Kilkenny|Laois|"
        r"Leitrim|Limerick|Longford|Louth|Meath|Monaghan|Offaly|Roscommon|Sligo|Tipperary|Waterford|"
        r"Westmeath|Wexford|Wicklow|Carlow|Cavan)\b)",
    ),
    _county,
)
