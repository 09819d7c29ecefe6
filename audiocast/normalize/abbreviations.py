"""Titles and ranks, saints and streets, companies, states: what does the full stop stand for?"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import look_alikes, tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.scanner import LETTER, Reading, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocast.normalize.scanner import Sentence


@cache
def _kinds() -> dict[str, dict[str, str]]:
    """Written form to its meanings by kind."""
    found: dict[str, dict[str, str]] = {}
    for written, spoken, kind in tables.rows("abbreviations"):
        found.setdefault(written, {})[kind] = spoken
    return found


def small_words() -> frozenset[str]:
    """The small words that the scanner must not pass over."""
    return frozenset(word for word in _kinds() if word.islower()) | {"dr", "st", "rd", "ave", "hwy", "blvd", "sq", "cu"}


def _abbreviation(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Ask each meaning of a word whether it fits here."""
    word, stop = match["word"], match["stop"]
    kinds = _kinds().get(word)
    if kinds is None or (not stop and word in sentence.context.family_names):
        return None
    for kind, said in kinds.items():
        if _FITS[kind](match, sentence):
            end = match.end()
            name_follows = kind in {"title", "title.", "place", "number"}
            keep = bool(stop) and not name_follows and ends_sentence(sentence, end)
            return Reading(_british(said, sentence) + ("." if keep else ""), end)
    return None


def _british(said: str, sentence: Sentence) -> str:
    return "Honourable" if said == "Honorable" and sentence.locale.british else said


_AND_TITLE = re.compile(r" \([Rr]et\.?\)| (?:and|&) (?:Mrs?|Ms|Dr|Sens?|Reps?|Gens?|Govs?)\b| \d{1,2}(?:st|nd) Class\b")
_NAME = re.compile(r"[ -]{1,3}(?:\"|')?(?P<name>[^\W\d_]{1,60})(?P<stop>\.?)")


@cache
def _titles() -> frozenset[str]:
    """Titles as they are said: what follows is no street."""
    return frozenset(said for _, said, kind in tables.rows("abbreviations") if kind == "title")


def _before_name(match: re.Match[str], sentence: Sentence) -> bool:
    """A title stands before a name, or before another title."""
    after = _NAME.match(sentence.text, match.end())
    if after is None or not after["name"][0].isupper():
        return (
            _AND_TITLE.match(sentence.text, match.end()) is not None
            or _office(match, sentence)
            or _all_there_is(match, sentence)
        )
    name = after["name"]
    if match["word"] in {"Dr", "Fr"} and _before_street(match, sentence):
        return False
    if match["stop"]:
        return True
    if look_alikes.is_name(match["word"], match.start(), name, sentence, titles=_all_titles()):
        return False
    # Without its full stop a title needs a whole name: "Gen Z" and "Rep Week" are none, "Lt Gen" and "Dr A. Jones" are.
    return name[1:].islower() or after["stop"] == "." or name in _kinds() or match["word"] not in _WORDS_TOO


@cache
def _all_titles() -> frozenset[str]:
    """Return titles as they are written and as they are said."""
    return _titles() | _kinds().keys()


_WORDS_TOO = tables.word_set("abbreviations.words_too")


def _office(match: re.Match[str], sentence: Sentence) -> bool:
    """A title without a name: the Gov. said, a Lt. in the army, Sec. of State."""
    if not match["stop"] or not sentence.text[match.end() :].strip():
        return False
    if sentence.before(match.start()).lower() in {"a", "an", "the", "former", "ex", "acting", "deputy"}:
        return match["word"] in {
            "Lt",
            "Sgt",
            "Capt",
            "Maj",
            "Gen",
            "Col",
            "Cpl",
            "Gov",
            "Sen",
            "Rep",
            "Prof",
            "Supt",
            "Adm",
            "Dr",
            "Amb",
            "Govs",
            "Reps",
            "Sens",
        }
    return False


_OF_OFFICE = re.compile(r" of [A-Z]")


def _all_there_is(match: re.Match[str], sentence: Sentence) -> bool:
    """An abbreviation alone is asked for as such."""
    return bool(match["stop"]) and sentence.is_first(match.start()) and sentence.is_last(match.end())


def _dotted_before_name(match: re.Match[str], sentence: Sentence) -> bool:
    if ends_sentence(sentence, match.end()) and sentence.before(match.start())[:1].isupper():
        return False
    return bool(match["stop"]) and (
        _before_name(match, sentence) or _OF_OFFICE.match(sentence.text, match.end()) is not None
    )


_STREET_NAME = re.compile(r"[^\W\d_]*[^\W\d_a-z][^\W\d_]*'?s?|\d+(?:st|nd|rd|th)|[^\W\d_]\.?|(?:Jr|Sr)\.")


def _before_street(match: re.Match[str], sentence: Sentence) -> bool:
    """A street follows its name (Elm Dr., 42nd St.), and no name follows it, or none that a saint has."""
    before = sentence.before(match.start())
    named = _STREET_NAME.fullmatch(before) or re.fullmatch(r"\d+(?:st|nd|rd|th)", before)
    if (
        not named
        or before in _NOT_STREETS
        or before in _titles()
        or (before.endswith(".") and before not in {"Jr.", "Sr."})
    ):
        return False
    if re.search(r"[.!?]\s*$", sentence.text[max(0, match.start() - 3) : match.start()]) and before not in {
        "Jr.",
        "Sr.",
    }:
        return False
    after = _NAME.match(sentence.text, match.end())
    if after is None or not after["name"][0].isupper():
        return True
    if match["word"] == "St" and after["name"] in tables.words("saints"):
        return False
    numbered = bool(re.search(r"\d", before)) or bool(re.search(r"\d\s+(?:[NSEW]\.? )?\S+\s*$", _left(match, sentence)))
    return numbered or before in tables.words("streets") or (match["word"] != "Dr" and bool(match["stop"]))


def _left(match: re.Match[str], sentence: Sentence) -> str:
    return sentence.text[max(0, match.start() - 40) : match.start()]


_NOT_STREETS = tables.word_set("abbreviations.not_streets")


def _street(match: re.Match[str], sentence: Sentence) -> bool:
    word = match["word"]
    if word in {"Pl", "Ct", "Ter", "Cir", "Sq", "Rte", "Av", "Aly", "Cres", "Apt", "Bldg", "Plz"} and not match["stop"]:
        return bool(re.search(r"\d\s+(?:[NSEW]\.? )?(?:[A-Z]\S+ ){1,3}$", _left(match, sentence)))
    if word == "Dr" and not match["stop"] and not re.search(r"\d", _left(match, sentence)):
        return False
    return _before_street(match, sentence)


def _place(match: re.Match[str], sentence: Sentence) -> bool:
    """Ft. Worth, Mt Everest, St Michael's (a saint)."""
    after = _NAME.match(sentence.text, match.end())
    if after is None:
        return _all_there_is(match, sentence)
    return after["name"][0].isupper() and (len(after["name"]) > 1 or match["stop"] == ".")


def _company(match: re.Match[str], sentence: Sentence) -> bool:
    """Apple Inc., Smith & Co., Acme Corp, Dept. of Justice."""
    before = sentence.before(match.start())
    if match["word"] in {"Dept", "Depts", "Univ", "Assn", "Inst", "Natl", "Intl"}:
        return bool(match["stop"]) or before[:1].isupper()
    return (
        bool(before)
        and (before[0].isupper() or before in {"&", "and"})
        and (
            bool(match["stop"])
            or match["word"] in {"Inc", "Corp", "Ltd", "Bros"}
            or (match["word"] == "Co" and before in {"&", "and"})
        )
    )


def _after_name(match: re.Match[str], sentence: Sentence) -> bool:
    """King Jr., Griffey, Jr."""
    before = sentence.before(match.start())
    return before[:1].isupper() and (len(before) > 1)


_DIGITS = re.compile(r" ?[#\d(]| (?!I\b)[IVXLC]+\b| [A-Z]\d|-?\d")
_ONE = re.compile(r" I\b")


def _before_number(match: re.Match[str], sentence: Sentence) -> bool:
    """No. 10, pp. 14-16, Art. 5, Fig 2, c. 1850; British "No 10"."""
    word = match["word"]
    number = _DIGITS.match(sentence.text, match.end())
    if number is None and match["stop"] and word not in {"No", "no", "Nos", "nos"}:
        number = _ONE.match(sentence.text, match.end())
    if number is None:
        return (
            word in {"No", "no"}
            and bool(re.match(r" (?:two|one|three|four|five)\b", sentence.text[match.end() : match.end() + 7]))
            and bool(
                match["stop"],
            )
        )
    if match["stop"]:
        return True
    if word in {"No", "Nos", "Fig", "Figs", "Vol", "Ch", "Flt", "Ext", "ext", "vol", "fig", "Apt", "Rm", "Ste"}:
        return True
    return word in {"p", "pp"} and sentence.before(match.start()).lower() in {"", "see", "on", "at"}


def _always(match: re.Match[str], sentence: Sentence) -> bool:
    del match, sentence
    return True


def _with_stop(match: re.Match[str], sentence: Sentence) -> bool:
    """At a sentence's end the full stop may be the sentence's."""
    return bool(match["stop"]) and not sentence.is_last(match.end(), but="\"')")


def _where(before: str, after: str) -> Callable[[re.Match[str], Sentence], bool]:
    """Fits with its full stop between what the two patterns find."""
    left, right = re.compile(f"(?:{before})$"), re.compile(after)

    def fits(match: re.Match[str], sentence: Sentence) -> bool:
        found = left.search(_left(match, sentence)) and right.match(sentence.text, match.end())
        return bool(match["stop"]) and found is not None

    return fits


_FITS = {
    "alias": look_alikes.is_alias,
    "title": _before_name,
    "title.": _dotted_before_name,
    "street": _street,
    "place": _place,
    "company": _company,
    "after": _after_name,
    "number": _before_number,
    "edition": _where(r"(?:\d(?:st|nd|rd|th)|first|second|third|fourth|fifth|[Rr]ev\.|revised) ", ""),
    "editor": _where(r"[\[(]|, |^", r"\)|, |:"),
    "note": _where(r"^|[\[(\u2014\u2013-] ?|[.!?] ", r" note\b"),
    "school": _where(r"\bof ", ""),
    "federal": _where(
        "", r" (?:Reserve|Bank|Court|Judge|Aviation|Agency|Register|Bureau|Employees|Gov|Emergency|Trade)"
    ),
    "word": _always,
    "word.": _with_stop,
}


def _saint(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """St. Louis, St Michael's, Ste. Marie; but Main St., 5th St. and Wall St."""
    if match["word"] == "St" and _before_street(match, sentence):
        return None
    after = _NAME.match(sentence.text, match.end())
    if match["word"] == "SS" and (after is None or after["name"] not in tables.words("saints")):
        return None
    if after is None or not after["name"][0].isupper():
        return None
    return Reading("Saint" if match["word"] in {"St", "Ste"} else "Saints", match.end())


@cache
def _states() -> tuple[dict[str, str], dict[str, str]]:
    """By newspaper abbreviation, and by postal code."""
    rows = tables.rows("states")
    return {row[0]: row[1] for row in rows}, {row[2]: row[1] for row in rows if row[2] != "-"}


def _state(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Portland, Ore.; Miami, Fla., and; Jackson, Miss. after the comma of a town."""
    by_name, by_code = _states()
    name = match["name"]
    if match["stop"]:
        said = by_name.get(name)
    else:
        said = by_code.get(name) if name.isupper() else None
        if name in {"OK", "HI", "OH", "IN", "OR", "ME"} and not _ZIP_CODE.match(sentence.text, match.end()):
            said = None
        if said and not re.match(r"(?:,|\.|;|\)| \d{5}|\s*$)", sentence.text[match.end() : match.end() + 7]):
            said = None
    if said is None or not (
        _after_town(match.start(), sentence) or (match["stop"] and _state_alone(name, match, sentence))
    ):
        return None
    keep = bool(match["stop"]) and ends_sentence(sentence, match.end())
    return Reading(said + ("." if keep else ""), match.end())


_NO_WORDS = tables.word_set("abbreviations.no_words")
_BEFORE_STATE = tables.word_set("abbreviations.before_state")


def _state_alone(name: str, match: re.Match[str], sentence: Sentence) -> bool:
    """A state without its town: where the abbreviation is no word, or an office or a comma follows."""
    if name in _NO_WORDS:
        return True
    rest = sentence.text[match.end() : match.end() + 12]
    if match.start() and re.match(r" [a-z]", rest):
        return True
    if re.match(r" (?:Gov|Sens?|Reps?|Atty|Lt)\.", rest):
        return True
    before = sentence.before(match.start())
    return (
        len(name) > len("Pa")
        and name not in {"Man", "Vic", "Cal", "Del", "Tas"}
        and bool(re.match(r",|$", rest))
        and before.lower() in _BEFORE_STATE
    )


def _county(match: re.Match[str], sentence: Sentence) -> str:
    """Co. Durham, Co Down."""
    del match, sentence
    return "County"


_ZIP_CODE = re.compile(r" \d{5}|\.?$")
_TOWN = re.compile(r"[A-Z][^\W\d_]*+(?:[ .'-]+(?:of |de |du |la |the |upon )?[A-Z][^\W\d_]*+){0,3}, $")


def _after_town(at: int, sentence: Sentence) -> bool:
    return bool(_TOWN.search(sentence.text[max(0, at - 40) : at]))


_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}


def _party(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """R-Texas, D-Calif., (I-Vt.), D-NY."""
    by_name, by_code = _states()
    place = match["state"]
    said = by_name.get(place) or by_code.get(place) or (place if place in _WHOLE_STATES else None)
    end = match.end()
    if said is None:
        return None
    stopped = sentence.text.startswith(".", end)
    keep = stopped and ends_sentence(sentence, end + 1)
    return Reading(f"{_PARTIES[match['party']]} of {said}" + ("." if keep else ""), end + stopped)


_WHOLE_STATES = tables.word_set("abbreviations.whole_states")


def _weekday(match: re.Match[str], sentence: Sentence) -> Reading | None:  # noqa: PLR0911 - one answer a question
    """Mon-Fri, Wed., Feb. 14; "He sat." and "the Sun" are none."""
    days = tables.pairs("weekdays")
    first, second, stop = days.get(match["day"]), days.get(match["last"] or ""), match["stop"]
    if first is None or (match["last"] and second is None):
        return None
    end = match.end()
    if second:
        stopped = sentence.text[end - 1] == "." and ends_sentence(sentence, end)
        return Reading(f"{first} to {second}" + ("." if stopped else ""), end)
    if match["day"] == first:
        return None
    if not stop and match["day"] in sentence.context.family_names:
        return None
    if not stop:
        follows = re.match(r",? (?:\d|[A-Z][a-z]{2,8}\.? \d)", sentence.text[end : end + 14])
        if not follows and look_alikes.is_name_of_day(end, sentence):
            return None
        if not follows and match["day"] not in {"Tue", "Tues", "Weds", "Thu", "Thur", "Thurs", "Fri"}:
            return None
    on_a_day = sentence.before(match.start()).lower() in {"on", "last", "next", "this", "until", "from", "every"}
    if (
        stop
        and match["day"] in {"Sat", "Sun", "Mon", "Wed"}
        and not on_a_day
        and not _DAY_GOES_ON.match(sentence.text, end)
    ):
        return None
    return Reading(first + ("." if stop and ends_sentence(sentence, end) else ""), end)


_DAY_GOES_ON = re.compile(r",| [a-z\d]| [A-Z][a-z]{2,8}\.? \d")


def _compass(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """The E of "1211 E Arques Ave"."""
    stopped = match[0].endswith(".")
    if not stopped and not re.search(r"\d $", sentence.text[max(0, match.start() - 2) : match.start()]):
        return None
    if not re.match(
        r" (?:\d+(?:st|nd|rd|th)|[A-Z]\S+)(?: \S+)? (?:St|Ave|Rd|Blvd|Dr|Ln|Way|st|Street|Avenue|Road)\b",
        sentence.text[match.end() : match.end() + 60],
    ):
        return None
    return Reading({"N": "North", "S": "South", "E": "East", "W": "West"}[match[1]], match.end())


def _versus(match: re.Match[str], sentence: Sentence) -> str | None:
    """Roe v. Wade, England v France."""
    before, after = sentence.before(match.start()), sentence.after(match.end())
    return "versus" if before[:1].isupper() and after[:1].isupper() else None


def _region(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """S. Korea, N. Ireland."""
    if sentence.after(match.end()).removesuffix("'s") not in tables.words("regions"):
        return None
    return Reading({"N": "North", "S": "South", "E": "East", "W": "West"}[match[1]], match.end())


def _small_street(match: re.Match[str], sentence: Sentence) -> str | None:
    """12 S 1st st."""
    if not re.search(r"\d(?:st|nd|rd|th) $|\d [A-Z]\S+ [A-Z]?\S* ?$", _left(match, sentence)):
        return None
    return {"st": "Street", "rd": "Road", "ave": "Avenue", "hwy": "Highway", "blvd": "Boulevard", "dr": "Drive"}[
        match[1]
    ]


_ABBREVIATION = (
    rf"(?P<word>{LETTER}{{1,20}}(?:'[a-z]|/[a-z]{{1,2}}(?![\w/])|(?:\.[a-z]){{1,2}}(?=\.)|-Maj)?{LETTER}{{0,20}})"
    r"(?P<stop>\.?)(?!\w)"
)

RULES = (
    Rule(
        "party",
        "A",
        re.compile(r"(?P<party>[DRI])-(?P<state>[A-Z]\.[A-Z]|[A-Z][A-Za-z]{1,13}|[A-Z]\.Va)(?!\w)"),
        _party,
    ),
    Rule(
        "weekday",
        "A",
        re.compile(r"(?P<day>[A-Z][a-z]{2,8})(?P<stop>\.?)(?:[-\u2013](?P<last>[A-Z][a-z]{2,8})\.?)?(?!\w)"),
        _weekday,
    ),
    Rule(
        "state",
        "A",
        re.compile(r"(?P<name>[A-Z]\.(?:[A-Z]|[A-Z][a-z])(?:\.I)?|[A-Z][A-Za-z]{1,5})(?P<stop>\.?)(?!\w)"),
        _state,
    ),
    Rule(
        "county",
        "A",
        re.compile(
            r"Co\.?(?= (?:Durham|Down|Antrim|Armagh|Tyrone|Fermanagh|Londonderry|Derry|Kerry|Cork|Galway|"
            r"Mayo|Clare|Donegal|Dublin|Kildare|Kilkenny|Laois|"
            r"Leitrim|Limerick|Longford|Louth|Meath|Monaghan|Offaly|Roscommon|Sligo|Tipperary|Waterford|"
            r"Westmeath|Wexford|Wicklow|Carlow|Cavan)\b)",
        ),
        _county,
    ),
    Rule("saint", "A", re.compile(r"(?P<word>Ste?|SS)(?P<stop>\.?)(?= )"), _saint),
    Rule("compass", "A", re.compile(r"([NSEW])\.(?= )"), _region),
    Rule("compass", "A", re.compile(r"([NSEW])\.?(?= )"), _compass),
    Rule("abbreviation", "a", re.compile(r"v\.?(?= )"), _versus),
    Rule("abbreviation", "Aa", re.compile(_ABBREVIATION), _abbreviation),
    Rule("abbreviation", "a", re.compile(r"(st|rd|ave|hwy|blvd|dr)\.?(?!\w)"), _small_street),
)
