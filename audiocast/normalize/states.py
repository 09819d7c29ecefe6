"""Read the abbreviations of states, parties and counties: "Portland, Ore.", "D-Calif.", "Co. Durham".

The names are American, Australian and Canadian; the table is `data/states.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}
_WHOLE_STATES = tables.word_set("states.whole_states")
_NO_WORDS = tables.word_set("states.no_words")
_BEFORE_STATE = tables.word_set("states.before_state")
# Abbreviations that are also words or names, so that they need a town before them.
_ALSO_NAMES = frozenset({"Man", "Vic", "Cal", "Del", "Tas"})
# Postal codes that are also words, so that a mark must follow.
_CODES_AND_WORDS = frozenset({"OK", "HI", "OH", "IN", "OR", "ME"})
# Postal codes that are also degrees and honours: "Ann Roe, QC, said". They need a preposition before the town.
_HONOURS = frozenset({"QC", "SC", "MD", "PA", "MA", "MS", "AL", "RI", "PE", "MB", "NS"})
_AFTER_CODE = lazy_re(r"(?:,|\.|;|\)|\?|!| \d{5}|\s*$)")
_GOES_ON = lazy_re(r" (?:[a-z]|@|\()")
_OFFICE_AFTER = lazy_re(r" (?:Gov|Sens?|Reps?|Atty|Lt)\.")
_IN_TOWN = lazy_re(
    r"\b(?:[Ii]n|[Ff]rom|of|[Nn]ear|[Aa]t|to|[Oo]utside|[Aa]round|through|via) "
    r"[A-Z][^\W\d_]*+(?:[ .'-]+[A-Z][^\W\d_]*+){0,2}, $"
)
_AUSTRALIAN = {
    "NSW": "New South Wales",
    "VIC": "Victoria",
    "QLD": "Queensland",
    "SA": "South Australia",
    "WA": "Western Australia",
    "TAS": "Tasmania",
    "NT": "Northern Territory",
    "ACT": "A\u00a0C\u00a0T",
}
_TOWN = lazy_re(r"[A-Z][^\W\d_]*+(?:[ .'-]+(?:of |de |du |la |the |upon )?[A-Z][^\W\d_]*+){0,3}, $")


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
    by_abbreviation, _ = _states()
    name, end, stop = match["name"], match.end(), bool(match["stop"])
    said = by_abbreviation.get(name) if stop or name in _NEED_NO_STOP else None
    if said is None:
        # The stop after a code ends the sentence.
        end -= stop
        said = _of_code(name, match.start(), end, sentence)
        return Reading(said, end) if said else None
    if not _follows_town(match.start(), sentence) and not (stop and _stands_alone(name, match, sentence)):
        return None
    keep = stop and ends_sentence(sentence, end)
    return Reading(said + ("." if keep else ""), end)


_NEED_NO_STOP = frozenset({"Qld", "Vic", "Tas", "Ont", "Que", "Alta", "Sask", "Calif", "Fla", "Ariz", "Mich", "Minn"})


def _of_code(name: str, at: int, end: int, sentence: Sentence) -> str | None:
    """Return the state of a postal code after a town and a comma, or None."""
    code = _AUSTRALIAN.get(name) if sentence.locale.region is Region.AU else None
    code = code or _states()[1].get(name)
    if code is None or not name.isupper() or not _follows_town(at, sentence) or not _is_town(sentence.before(at)):
        return None
    if _IN_TOWN.search(sentence.text_before(at)):
        goes_on = name not in _CODES_AND_WORDS and _GOES_ON.match(sentence.text, end)
        return code if goes_on or _AFTER_CODE.match(sentence.text, end) else None
    # "Ann Roe, QC" is a person, "Scranton, PA" a town.
    doubtful = name in _HONOURS and _TWO_NAMES.search(sentence.text_before(at))
    if name not in _HONOURS | _CODES_AND_WORDS and _NAME_NEXT.match(sentence.text, end):
        return code
    fits = _ZIP_CODE if doubtful else _AFTER_CODE
    return code if fits.match(sentence.text, end) else None


def _is_town(word: str) -> bool:
    """Return whether the word before a comma may be the end of a town's name, or another postal code in a list."""
    return not word.isupper() or word in _states()[1]


_TWO_NAMES = lazy_re(r"[A-Z][^\W\d_]*\.? (?:[A-Z][\w.'-]* )?[A-Z][\w'-]*, $")
_NAME_NEXT = lazy_re(r" [A-Z][a-z]+ [A-Z][a-z]")  # "Denver, CO Pepsi Center"
_ZIP_CODE = lazy_re(r" \d{5}\b")


def _australian(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Perth WA 6001": an Australian town, its state and the postcode digit by digit."""
    if not sentence.before(match.start())[:1].isupper():
        return None
    digits = " ".join(number_words.ONES[int(digit)] for digit in match["postcode"])
    return f"{_AUSTRALIAN[match['state'].upper()]} {digits}"


def _party_with_stop(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "(D., Mont.)" and "(R., Texas)"."""
    del sentence
    place = match["state"]
    said = _states()[0].get(place) or _states()[1].get(place) or (place if place in _WHOLE_STATES else None)
    return f"{_PARTIES[match['party']]} of {said}" if said else None


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
    "party", "A", lazy_re(r"(?P<party>[DRI])-(?P<state>[A-Z]\.[A-Z]|[A-Z][A-Za-z]{1,13}|[A-Z]\.Va)(?!\w)"), _party
)
PARTY_WITH_STOP = Rule(
    "party", "A", lazy_re(r"(?<=\()(?P<party>[DRI])\., (?P<state>[A-Z][A-Za-z.]{1,13}?)\.?(?=\))"), _party_with_stop
)
AUSTRALIAN = Rule(
    "state",
    "A",
    lazy_re(r"(?P<state>NSW|VIC|Vic|QLD|Qld|SA|WA|TAS|Tas|NT|ACT) (?P<postcode>\d{4})(?![\w,]|\.\d)"),
    _australian,
)
STATE = Rule(
    "state",
    "A",
    lazy_re(
        r"(?=[A-Z]{2,6}(?!\w)|[A-Z][A-Za-z.]{1,8}\.|(?:Qld|Vic|Tas|Ont|Que|Alta|Sask|Calif|Fla|Ariz|Mich|Minn)(?!\w))"
        r"(?P<name>[A-Z]\.(?:[A-Z]|[A-Z][a-z])(?:\.I)?|[A-Z][A-Za-z]{1,5})(?P<stop>\.?)(?!\w)"
    ),
    _state,
)
COUNTY = Rule(
    "county",
    "A",
    lazy_re(
        r"Co\.?(?= (?:Durham|Down|Antrim|Armagh|Tyrone|Fermanagh|Londonderry|Derry|Kerry|Cork|Galway|"
        r"Mayo|Clare|Donegal|Dublin|Kildare|Kilkenny|Laois|"
        r"Leitrim|Limerick|Longford|Louth|Meath|Monaghan|Offaly|Roscommon|Sligo|Tipperary|Waterford|"
        r"Westmeath|Wexford|Wicklow|Carlow|Cavan)\b)",
    ),
    _county,
)
