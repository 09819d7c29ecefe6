"""Tell a word in capitals for emphasis from an acronym of the same letters: "a BIG deal", "adults with SAD", "(LOW)".

The words of `data/capitals.tsv` are emphasized far more often than they are acronyms, and so are other English words of
five or more letters. The words around one and the rest of the article may show that it is an acronym after all: it
stands in brackets behind the words of its letters, people "have" it, or it is the ticker of a company.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.context import defined_acronyms
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_LONG = 5
_BRACKET = lazy_re(r"[(\[]")
_MOST_OF_TICKER = 5
_NEAR = 60


def is_emphasized(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a word in capitals that is no known acronym is an English word."""
    name = match["name"]
    small = name.lower()
    trusted = small in tables.words("capitals")
    if not trusted and small not in tables.words("english"):
        return False
    if name in sentence.context.defined or (_BRACKET.search(sentence.text) and name in defined_acronyms(sentence.text)):
        return False
    if small not in _JOINING and _is_condition(match, sentence):
        return False
    return trusted or len(name) >= _LONG or _is_stressed(match, sentence)


_JOINING = frozenset(word.lower() for word in tables.word_set("capitals.joining")) | tables.word_set("emphasis.amounts")


def _is_condition(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether people have it or are treated for it: "adults with SAD need light", "a diagnosis of BED"."""
    text = sentence.text
    if _BEFORE_CONDITION.search(text[max(0, match.start() - _NEAR) : match.start()]) is None:
        return False
    after = re.match(r"[^\w]*(\w*)", text[match.end() : match.end() + 20])
    word = after[1] if after else ""
    return not text.startswith(" ", match.end()) or word in _AFTER_CONDITION or word.endswith("ed")


_BEFORE_CONDITION = lazy_re(
    r"\b(?:people|patients?|those|adults|child(?:ren)?|persons?|[Mm]e?n|[Ww]om[ae]n|anyone|someone|sufferers|individuals|kids|"
    r"teens|teenagers|students|girls|boys|diagnosed|diagnosis|liv(?:e|es|ed|ing)|suffer(?:s|ed|ing)?|"
    r"treat(?:s|ed|ing|ments?)?|therap(?:y|ies)|symptoms|signs|cases?|risk|causes?|onset|ha(?:s|ve|d)) "
    r"(?:(?:of|with|for|from) )?(?:(?!(?:to|not|a|an|the|no|so|been|all)\b)\w+ )?$",
    re.IGNORECASE,
)
_AFTER_CONDITION = tables.word_set("emphasis.after_condition")


def _is_stressed(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a short English word is stressed, by the words around it or because the article also uses it."""
    text, small = sentence.text, match["name"].lower()
    if small in sentence.context.small or re.search(rf"(?<![\w'-]){small}(?![\w'-])", text[:_SEARCHED]):
        return True
    if text.startswith("!", match.end()):
        return True
    stressed = sentence.before(match.start()).lower() in _BEFORE_ADJECTIVE
    return stressed and _NAME_NEXT.match(text, match.end()) is None


_SEARCHED = 1000
_NAME_NEXT = lazy_re(r" [A-Z][a-z]")  # "over to COD Mobile"
_BEFORE_ADJECTIVE = frozenset(
    {"so", "very", "too", "really", "how", "quite", "must", "to", "will", "can", "should", "could", "would", "not"}
)


def is_spelled(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an English word or a name in capitals stands for letters: a ticker, a station, initials."""
    return (
        is_ticker(match, sentence)
        or is_spelled_compound(match, sentence)
        or is_call_sign(match, sentence)
        or is_initials(match, sentence)
    )


def is_call_sign(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether four letters are the name of an American station: "WAVE-TV", "the affiliate WITI"."""
    text, at, end, name = sentence.text, match.start(), match.end(), match["name"]
    if name[0] not in "KW" or len(name) not in {3, 4} or sentence.locale.region is not Region.US:
        return False
    if _STATION_AFTER.match(text, end) or _STATION_BEFORE.search(text, max(0, at - _NEAR), at):
        return True
    if name.lower() in tables.words("english"):
        return False
    return sentence.before(at) == "told" or sentence.after(end) in {"reported", "reports"}


_STATION_AFTER = lazy_re(
    r"-(?:TV|FM|AM)\b| (?:TV|FM|AM|radio|television|Radio|Channel \d)\b|,? (?:an?|the) [A-Z]{3} affiliate"
)
_STATION_BEFORE = lazy_re(r"\b(?:affiliate|station|stations|outlet|[Rr]adio|television)s?,? (?:[A-Z][\w-]+ )?$")


def is_initials(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether two letters are the initials of a person: "a paper by AS Byatt"; or UP, the state of India."""
    name, text, end = match["name"], sentence.text, match.end()
    before = sentence.before(match.start()).lower()
    if name == "UP" and not sentence.shouting:
        if before in {"at", "of"} and not _CAPITALS_NEXT.match(text, end):
            return True
        return sentence.locale.region is Region.IN and before in _BEFORE_UTTAR_PRADESH
    if name in _CLUBS and (club := _ONE_NAME.match(text, end)) and club[0][1:] in _TOWNS_OF_CLUBS:
        return True
    return len(name) == _TWO and before.rstrip(".") in _BEFORE_INITIALS and _ONE_NAME.match(text, end) is not None


_TWO = 2
_CAPITALS_NEXT = lazy_re(r" [A-Z]{2}")
_BEFORE_UTTAR_PRADESH = frozenset(
    {"", "in", "from", "the", "eastern", "western", "for", "to", "and", "by", "across", "with", "central", "outside"}
)
_CLUBS = frozenset({"AS", "SS", "AC", "US", "FC"})
_TOWNS_OF_CLUBS = tables.word_set("emphasis.towns_of_clubs")
_ONE_NAME = lazy_re(r" [A-Z][a-z]+(?! [A-Z][a-z])")
_BEFORE_INITIALS = tables.word_set("emphasis.before_initials")


def is_ticker(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether letters in brackets behind the name of a company are its ticker: "Lowe's (LOW) stock"."""
    text, at, end, name = sentence.text, match.start(), match.end(), match["name"]
    if not text.startswith(")", end) or text[at - 1 : at] != "(" or len(name) > _MOST_OF_TICKER:
        return False
    before = text[max(0, at - _NEAR) : at - 1].rstrip()
    company = _COMPANY.search(before)
    if company is None or name in defined_acronyms(text[max(0, at - _NEAR) : end + 1]):
        return False
    if _MARKET.search(text[max(0, at - 2 * _NEAR) : end + 2 * _NEAR]):
        return True
    return name.lower() in tables.words("english") and _abbreviates(name, company[0])


_COMPANY = lazy_re(r"(?:[A-Z][\w'&.-]* ?(?:of |and |& )?){1,4}$")
_MARKET = lazy_re(
    r"\b(?:shares?|stocks?|nasdaq|NYSE|earnings|analysts?|investors?|ticker|traded|trading|Wall Street|"
    r"market cap|dividends?)\b|\d%",
    re.IGNORECASE,
)


def _abbreviates(name: str, company: str) -> bool:
    """Return whether the letters of a ticker stand in the name of the company, in their order."""
    letters = iter(company.upper())
    return company[:1].upper() == name[0] and all(letter in letters for letter in name)


def is_spelled_compound(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a short word is the second part of an acronym: the "DO" of "EV-DO", but not "NO-GO"."""
    first = _FIRST_PART.search(sentence.text[max(0, match.start() - 8) : match.start()])
    if first is None or len(match["name"]) > _SHORT:
        return False
    return match["name"] not in tables.pairs("acronyms") and first[1].lower() not in tables.words("english")


_SHORT = 3
_FIRST_PART = lazy_re(r"(?<![\w-])([A-Z]{2,4})-$")
