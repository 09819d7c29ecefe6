"""Read the abbreviations of `data/abbreviations.tsv`: titles, companies, places, numbers, and other words.

An abbreviation may have several meanings ("Gen" is General or the start of "Gen Z"). Each meaning has a kind, and
each kind has a test in `_FITS` that looks at the words around the abbreviation. The first meaning that fits is read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import look_alikes, streets, tables
from audiocast.normalize.acronyms import ends_sentence
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.scanner import LETTER, NEXT_NAME, Reading, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocast.normalize.scanner import Sentence


@cache
def _meanings() -> dict[str, dict[str, str]]:
    """Return the spoken words of each abbreviation by their kind."""
    found: dict[str, dict[str, str]] = {}
    for written, spoken, kind in tables.rows("abbreviations"):
        found.setdefault(written, {})[kind] = spoken
    return found


def small_words() -> frozenset[str]:
    """Return the words in small letters at which the scanner must try the rules."""
    small = frozenset(word for word in _meanings() if word.islower())
    return small | {"dr", "st", "rd", "ave", "hwy", "blvd", "sq", "cu"}


def _abbreviation(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read an abbreviation with the first meaning that fits."""
    word, stop, end = match["word"], match["stop"], match.end()
    meanings = _meanings().get(word)
    if meanings is None or (not stop and word in sentence.context.family_names):
        return None
    for kind, said in meanings.items():
        if _FITS[kind](match, sentence):
            keep = bool(stop) and kind not in _NEVER_LAST and ends_sentence(sentence, end)
            return Reading(_localized(said, sentence) + ("." if keep else ""), end)
    return None


# Kinds that cannot end a sentence, because a name or a number follows.
_NEVER_LAST = frozenset({"title", "title.", "place", "number"})


def _localized(said: str, sentence: Sentence) -> str:
    return "Honourable" if said == "Honorable" and sentence.locale.british else said


_AND_TITLE = lazy_re(r" \([Rr]et\.?\)| (?:and|&) (?:Mrs?|Ms|Dr|Sens?|Reps?|Gens?|Govs?)\b| \d{1,2}(?:st|nd) Class\b")
_ALSO_WORDS = tables.word_set("abbreviations.words_too")


def _is_title(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a title stands before a name or another title: "Dr. Lee", "Lt Gen Ode"."""
    word, end = match["word"], match.end()
    after = NEXT_NAME.match(sentence.text, end)
    if after is None or not after["name"][0].isupper():
        return (
            _AND_TITLE.match(sentence.text, end) is not None
            or _is_office(match, sentence)
            or _is_whole_text(match, sentence)
        )
    name = after["name"]
    if word in {"Dr", "Fr"} and streets.follows_street_name(match, sentence):
        return False
    if match["stop"]:
        return True
    if look_alikes.is_name(word, match.start(), name, sentence):
        return False
    # Without a full stop a title needs a whole name: "Lt Gen" and "Dr A. Jones" are titles, "Gen Z" and "Rep Week" not.
    return name[1:].islower() or after["stop"] == "." or name in _meanings() or word not in _ALSO_WORDS


_OFFICES = tables.word_set("abbreviations.offices")
_BEFORE_OFFICE = frozenset({"a", "an", "the", "former", "ex", "acting", "deputy"})


def _is_office(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a title stands without a name: "the Gov. said", "a Lt. in the army"."""
    return (
        bool(match["stop"])
        and match["word"] in _OFFICES
        and bool(sentence.text[match.end() :].strip())
        and sentence.before(match.start()).lower() in _BEFORE_OFFICE
    )


def _is_whole_text(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether the text holds only the abbreviation."""
    return bool(match["stop"]) and sentence.is_first(match.start()) and sentence.is_last(match.end())


_OF_OFFICE = lazy_re(r" of [A-Z]")


def _is_title_with_stop(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an abbreviation with its full stop is a title: "Sec. Blinken", "Sec. of State"."""
    end = match.end()
    if ends_sentence(sentence, end) and sentence.before(match.start())[:1].isupper():
        return False
    return bool(match["stop"]) and (
        _is_title(match, sentence) or _OF_OFFICE.match(sentence.text, match.end()) is not None
    )


def _is_place(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a name of a place follows: "Ft. Worth", "Mt Everest"."""
    after = NEXT_NAME.match(sentence.text, match.end())
    if after is None:
        return _is_whole_text(match, sentence)
    return after["name"][0].isupper() and (len(after["name"]) > 1 or match["stop"] == ".")


_INSTITUTIONS = frozenset({"Dept", "Depts", "Univ", "Assn", "Inst", "Natl", "Intl"})


def _is_company(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a company or an institution is meant: "Apple Inc.", "Smith & Co.", "Dept. of Justice"."""
    word, stop, before = match["word"], bool(match["stop"]), sentence.before(match.start())
    if sentence.text.startswith("-", match.end()):  # "Co-op"
        return False
    if word in _INSTITUTIONS:
        return stop or before[:1].isupper()
    if not before[:1].isupper() and before not in {"&", "and"}:
        return False
    return stop or word in {"Inc", "Corp", "Ltd", "Bros"} or (word == "Co" and before in {"&", "and"})


def _follows_name(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a name stands before: "King Jr.", "Griffey, Jr."."""
    before = sentence.before(match.start())
    return before[:1].isupper() and len(before) > 1


_NUMBER = lazy_re(r" ?[#\d]|\(| \(\d| (?!I\b)[IVXLC]+\b| [A-Z]\d|-?\d")
# "Art. I, section 2", but not "Art. I think".
_NUMERAL_ONE = lazy_re(r" I(?=[,;:.)]|$| (?:of|and|or|to|in|on|by|is|was|for|section|sec)\b)")
# "at no 1", "the world no 2": but "there is no 1 answer" is none.
_RANKED_BEFORE = lazy_re(
    r"\b(?:at|the|a|world|world's|chart|to|then|new|British|US|and|her|his|their) $", re.IGNORECASE
)
_RANKED_AFTER = lazy_re(r" \d{1,3}(?![\d,.]*\d)(?!-)(?:'s)?(?: [a-z]|[.,;:)]|$)")
_NUMBER_ONE = lazy_re(r" 1(?: [a-z]|[.,;:)]|$)(?! (?:can|is|was|has)\b)")  # nobody writes "no 1" for "nobody"
_DENIED = frozenset({"is", "was", "are", "were", "there", "has", "have", "had", "with", "be", "in", "there's", "or"})
_NUMBER_WORD = lazy_re(r" (?:two|one|three|four|five)\b")
_NEED_NO_STOP = tables.word_set("abbreviations.without_stop")


_PRIMARY = lazy_re(r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|a|in|for|their|our) $")


def _is_before_number(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a number follows: "No. 10", "pp. 14-16", "Art. 5", "Fig 2", "c. 1850", British "No 10"."""
    word, stop, end = match["word"], match["stop"], match.end()
    number = _NUMBER.match(sentence.text, end)
    if word == "P" and (
        sentence.before(match.start()).endswith(".") or _PRIMARY.search(sentence.text_before(match.start()))
    ):
        return False
    if number is None and stop and word not in {"No", "no", "Nos", "nos"}:
        number = _NUMERAL_ONE.match(sentence.text, end)
    if number is None:
        return word in {"No", "no"} and bool(stop) and bool(_NUMBER_WORD.match(sentence.text[end : end + 7]))
    if word in {"s", "ss"}:
        if sentence.text_before(match.start()).endswith("'"):  # "2003's 784m euros", "the singer's 76th album"
            return False
        return bool(stop) or sentence.locale.region is not Region.US
    if stop or word in _NEED_NO_STOP:
        return True
    if word == "no" and _NUMBER_ONE.match(sentence.text, end):
        return sentence.before(match.start()).lower() not in _DENIED
    if word == "no" and _RANKED_BEFORE.search(sentence.text_before(match.start())):
        return _RANKED_AFTER.match(sentence.text, end) is not None
    return word in {"p", "pp"} and sentence.before(match.start()).lower() in {"", "see", "on", "at"}


def _always(match: re.Match[str], sentence: Sentence) -> bool:
    del match, sentence
    return True


def _has_stop(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an abbreviation has its own full stop. The last one of a text may be the sentence's."""
    return bool(match["stop"]) and not sentence.is_last(match.end(), but="\"')")


_SMALL_WORD = lazy_re(
    r" (?!(?:and|as|at|after|before|by|can|for|from|has|in|is|may|of|on|or|to|was|were|will|with)\b)[a-z]"
)
_NAME = lazy_re(r" [A-Z]")
_AIR_FORCE = frozenset({"Wg", "Flt", "Gp"})
_RANKS = tables.word_set("abbreviations.ranks")


def _is_part_of_rank(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an abbreviation stands beside a rank of the police: "Ch Supt", "Det Con"."""
    after = NEXT_NAME.match(sentence.text, match.end())
    if match["word"] == "Ch":
        return after is not None and after["name"] in _RANKS
    if match["word"] in _AIR_FORCE:
        return after is not None and after["name"] in {"Cdr", "Cmdr", "Commander", "Lt", "Sgt", "Lieutenant", "Capt"}
    return sentence.before(match.start()).rstrip(".") in {"Det", "Detective", "Ch", "Chief", "PC"}


def _is_before_job(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a job or its letters follow: "Sr. Engineer", "Sr. DME", but not "Sr. Mary"."""
    after = NEXT_NAME.match(sentence.text, match.end())
    if after is None or sentence.before(match.start())[:1].isupper():
        return False
    return after["name"] in _JOBS or (after["name"].isupper() and len(after["name"]) > 1)


_JOBS = tables.word_set("abbreviations.jobs")


def _between(before: str, after: str, *, stop: bool = True) -> Callable[[re.Match[str], Sentence], bool]:
    """Return a test for an abbreviation between two patterns, and with its full stop unless `stop` is False."""
    left, right = lazy_re(f"(?:{before})$"), lazy_re(after)

    def fits(match: re.Match[str], sentence: Sentence) -> bool:
        found = left.search(sentence.text_before(match.start())) and right.match(sentence.text, match.end())
        return (bool(match["stop"]) or not stop) and found is not None

    return fits


_FITS = {
    "alias": look_alikes.is_alias,
    "title": _is_title,
    "title.": _is_title_with_stop,
    "street": streets.is_street,
    "place": _is_place,
    "company": _is_company,
    "after": _follows_name,
    "number": _is_before_number,
    "edition": _between(r"(?:\d(?:st|nd|rd|th)|first|second|third|fourth|fifth|[Rr]ev\.|revised) ", ""),
    "editor": _between(r"[\[(]|, |^", r"\)|, |:"),
    "note": _between(r"^|[\[(\u2014\u2013-] ?|[.!?] ", r" note\b"),
    "bill": _between("", r" Res\b"),
    "school": _between(r"\bof ", ""),
    "federal": _between(
        "", r" (?:Reserve|Bank|Court|Judge|Aviation|Agency|Register|Bureau|Employees|Gov|Emergency|Trade)"
    ),
    "emeritus": _between("", r" (?:emerit(?:us|a|i)|pro tem)\b|-(?:elect|designate)\b"),
    "founded": _between(r"(?:^|[(,;\s])", r" ?1\d{3}(?=[).,;]|$| (?:in|and|by|as)\b)"),
    "judge": _between(r"[A-Z][a-z]+, ", r" (?:held|said|ruled|observed|noted|delivered|dissent|concurr|wrote|in )"),
    "mohammed": _between(r"(?:^|[a-z,] )", r" [A-Z][a-z]"),
    "treasury": _between("", r" (?:Sec\.|Secretary|Dept\b|Department)"),
    "job": _is_before_job,
    "rank": _is_part_of_rank,
    "counted": _between(r"(?:\d|\b(?:one|two|three|four|five|six|ten|twelve)) ?", "", stop=False),
    "year": _between(r"(?:^|[\s(,])", r" ?\d{3,4}\b"),
    "after_ordinal": _between(r"\d(?:st|nd|rd|th) ", "", stop=False),
    "firm": _between(r"[A-Z][\w.]* |\(", r"\)?,? (?:Ltd|Limited|Co)\b", stop=False),
    "between_names": _between(r"[A-Z][\w'.)]* ", r" [A-Z]", stop=False),
    "beaten": _between(
        r"[A-Z][\w'-]+(?: \d{1,3}| ?[(\[]\d{1,2}[)\]]| [(\[][A-Z]{3}[)\]]){0,2} ",
        r" (?:[(\[]\d{1,2}[)\]] ?)?[A-Z][^;!?]{1,40}? ?(?:[(\[]|\d)",
        stop=False,
    ),
    "aggregate": _between(r"(?:\b[Oo]n |[\d(,] ?)", r"(?!\w)(?! [a-z])| after| by| and", stop=False),
    "near": _between(r"(?:^|[(,] ?|\bat |[a-z] )", r" [A-Z][a-z]", stop=False),
    "australian": lambda match, sentence: (
        sentence.locale.region is Region.AU and bool(_SMALL_WORD.match(sentence.text, match.end()))
    ),
    "australia": lambda match, sentence: sentence.locale.region is Region.AU and bool(sentence.before(match.start())),
    "slash_name": _between("", r":? @?(?:the )?[A-Z]", stop=False),
    "slash_number": _between("", r" \d", stop=False),
    "slash_indian": lambda match, sentence: (
        sentence.locale.region is Region.IN and bool(_NAME.match(sentence.text, match.end()))
    ),
    "word": _always,
    "word.": _has_stop,
}


def _versus(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Roe v. Wade", "England v France" and "Batman Vs Superman"."""
    before, after = sentence.before(match.start()), sentence.after(match.end())
    return "versus" if before[:1].isupper() and after[:1].isupper() else None


VERSUS = Rule("abbreviation", "Aa", lazy_re(r"(?:v|V[sS])\.?(?= )"), _versus)
ABBREVIATION = Rule(
    "abbreviation",
    "Aa",
    lazy_re(
        rf"(?P<word>{LETTER}{{1,20}}(?:'[a-z]|/[a-z]{{1,2}}(?![\w/])|(?:\.[a-z]){{1,2}}(?=\.)|-Maj)?{LETTER}{{0,20}})"
        r"(?P<stop>\.?)(?!\w)"
    ),
    _abbreviation,
    common=True,
)
