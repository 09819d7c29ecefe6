"""Decide whether the "m" of "400m" means meters or millions.

First the words next to the number decide. If they do not, the sentence is searched for words about lengths and for
words about money or amounts. The word that is nearest to the number decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

DIMENSIONS = tables.word_set("metres_or_millions.dimensions")
"""Adjectives and directions that follow a length: "400m tall"."""

RACES = tables.word_set("metres_or_millions.races")
"""Nouns that follow a length in the singular: "the 400m final", "a 60m yacht"."""

_BEFORE_LENGTH = tables.word_set("metres_or_millions.before_length")
_LINKS = tables.word_set("metres_or_millions.links")
_MONEY = tables.word_set("metres_or_millions.money")
_TRACK = tables.word_set("metres_or_millions.track")
_RAN = tables.word_set("metres_or_millions.ran")

_FEET_FOLLOW = lazy_re(
    r" ?[(/] ?\d[\d,.]* ?(?:ft|feet|yd|yds|yards|miles?|in|inches)\b| (?:by|x) \d[\d.]*m\b| per (?:second|minute)\b|"
    r" in \d{1,2}[.:]\d\d| to go\b"
)
_LENGTH_BEFORE_BRACKET = lazy_re(
    r"\d ?(?:ft|feet|foot|ins?|inch|inches|yds?|yards?|miles?|mi|km)(?: \d[\d½]* ?(?:ins?|inch|inches))?(?:-[a-z]+)? "
    r"\((?:about |nearly |c\. ?|~)?$|\d ?(?:ft|feet|in|inches|yd|yards|miles?) ?/ ?$"
)
_BY = lazy_re(r"\dm (?:by|x) $")
_NEXT_IN_LIST = lazy_re(r"(?:, | and | or |/| & |, and | to )(?:the )?(?P<number>\d[\d,.]*)m(?!\w)")
_LENGTHS = lazy_re(
    r"(?i)\b(?:depth|height|width|length|altitude|rivers?|lakes?|sea|floods?|flooding|tides?|tunnels?|cliffs?|javelin|jump|jumps|jumped|jumper|leap|leapt|leaped|"
    r"vault|vaulted|threw|thrown?|throws?|clear|cleared|clearing|clearance|put|crane|bridge|ravine|avalanche|crater|statue|mast|shaft|trench|"
    r"dive|dived|water|snow|mark|personal best|season's best|medallist|world record|hurdles|sprinter|"
    r"walls?|towers?|trees?|fences?|dams?|swells?|ledge|pits?|poles?|ladder|sharks?|snakes?|crocodile|whales?|"
    r"(?:shot|scored|fired|strike|struck) from|stands|stood|measures|measured|measuring)\b",
)
_AMOUNTS = lazy_re(
    r"(?i)\b(?:profits?|loss|losses|revenues?|sales|turnover|income|earnings|budget|bid|deal|fee|fined?|bill|paid|pays?|"
    r"costs?|worth|spent|sold|copies|viewers|listeners|subscribers|followers|population|people|users|customers|votes|"
    r"visitors|tourists|tickets|downloads|audience|watched|fled|displaced|migrants|refugees|jobs|workers|households|"
    r"signed|transfer|shares|investment|raised|fund|funding|loan|debts?)\b",
)
_VAGUE = frozenset({"from", "off", "across", "above", "below"})
_SENTENCE_BEFORE, _SENTENCE_AFTER = 100, 60  # characters that are searched for lengths and amounts


def is_length(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether an "m" after a number means meters.

    Args:
        match: A match with the groups `number` and `space` that ends after the "m".
        sentence: The sentence of the match.
    """
    text, end = sentence.text, match.end()
    after = sentence.after(end)
    if text.startswith("-", end):
        return sentence.is_joined(end)
    if after in _VAGUE and match["space"] != " ":
        return _nearest(match, sentence) >= 0
    if match["space"] == " " or after in DIMENSIONS - {"of"} or after in RACES or _is_converted(match, sentence):
        return True
    after = word_after_list(end, sentence) or after
    noun = after.removesuffix("'s")
    if noun in RACES:
        return True
    if noun.lower() in _MONEY or noun.lower() in _AMOUNTS_AFTER:
        return False
    if _is_list_of_races(match, sentence):
        return True
    if noun in _RACES_IN_SPORT and not _PART_OF.match(text, end) and is_about_sport(match, sentence):
        return True
    if _is_race(match["number"].replace(",", ""), after, match, sentence):
        return True
    if after and after[0].islower() and after not in _LINKS:
        return False
    return _is_about_length(match, after, sentence)


_PART_OF = lazy_re(r" [a-z]+ of\b")


def _is_converted(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a length in feet stands behind a number or, if it is in brackets, before it."""
    text, (start, end) = sentence.text, match.span()
    return bool(
        _FEET_FOLLOW.match(text, end)
        or _BY.search(text[max(0, start - 6) : start])
        or _LENGTH_BEFORE_BRACKET.search(text[max(0, start - 40) : start])
    )


def _is_list_of_races(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a number stands in a list of distances of races: "50m, 100m and 200m"."""
    text, (start, end) = sentence.text, match.span()
    following = _NEXT_IN_LIST.match(text, end)
    before = _BEFORE_IN_LIST.search(text, max(0, start - 24), start)
    others = [found["number"].replace(",", "") for found in (before, following) if found]
    return bool(others) and all(other in _TRACK for other in [match["number"].replace(",", ""), *others])


_BEFORE_IN_LIST = lazy_re(r"(?<![\w$£€¥₹.,])(?P<number>\d[\d,.]*)m(?:, | and | or |/| & |, and )(?:the )?$")


def word_after_list(end: int, sentence: Sentence) -> str:
    """Return the word after a list of distances ("100m, 200m and 400m titles"), or the word after the first one.

    Args:
        end: The end of the first distance.
        sentence: The sentence.
    """
    for _ in range(_LONGEST_LIST):
        following = _NEXT_IN_LIST.match(sentence.text, end)
        if following is None:
            break
        end = following.end()
    return sentence.after(end)


_LONGEST_LIST = 5


def _is_race(number: str, after: str, match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a number is a distance of a race, or a height or distance in a text about sport."""
    before = sentence.before(match.start())
    if before.endswith("'s") and before.lower() in _SEXES:
        return True
    if number in _TRACK and _is_run(number, after, match, sentence):
        return True
    if before.lower() in _STRETCH and number.isdigit() and (not after or after in _LINKS):
        return True
    small_noun = after and after[0].islower() and after not in _LINKS
    if small_noun or not is_about_sport(match, sentence):
        return False
    return number in _TRACK or ("." in number and float(number) < _LONGEST_THROW)


_STRETCH = frozenset({"final", "closing"})
"""Words before the end of a race: "in the final 15m or so"."""
_RACES_IN_SPORT = tables.word_set("metres_or_millions.races_in_sport")
_SEXES = frozenset({"men's", "women's", "boys'", "girls'", "boys's", "girls's"})
_LONGEST_THROW = 100
_SPORTS = tables.word_set("metres_or_millions.sports")
_AMOUNTS_AFTER = tables.word_set("metres_or_millions.amounts")
_WORDS = lazy_re(r"[a-z]{3,}")


def is_about_sport(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether the sentence has a word about athletics, swimming or rugby, or its article has several."""
    near = sentence.text[max(0, match.start() - _FAR) : match.end() + _FAR].lower()
    if not _SPORTS.isdisjoint(_WORDS.findall(near)):
        return True
    return len(_SPORTS & sentence.context.vocabulary) >= _ENOUGH


_FAR = 150  # characters
_ENOUGH = 3  # words about sport in an article


def _is_run(number: str, after: str, match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a number that is the length of a race means one.

    Numbers from 1,500 on always do, because that many millions are written as billions.
    """
    if len(number) > 3:
        return True
    before = [word.lower() for word in sentence.words_before(match.start(), 4)]
    if before and (before[0] == "the" or before[0].endswith("'s")):
        return not after or after in _LINKS
    return (not after or after in _LINKS) and not _RAN.isdisjoint(before)


def _is_about_length(match: re.Match[str], after: str, sentence: Sentence) -> bool:
    """Return whether the words before a number, or the whole sentence, are about lengths."""
    before = {word.lower() for word in sentence.words_before(match.start(), 4)}
    if before & _BEFORE_LENGTH:
        return True
    small = len(match["number"]) <= 5 and "," not in match["number"]
    return small and (not after or "." in match["number"]) and _nearest(match, sentence) > 0


def _nearest(match: re.Match[str], sentence: Sentence) -> int:
    """Return 1 if a word for something long is nearest, -1 if a word for an amount is, 0 if neither is found."""
    text, (start, end) = sentence.text, match.span()
    near = text[max(0, start - _SENTENCE_BEFORE) : start]
    length, amount = (_last(pattern, near) for pattern in (_LENGTHS, _AMOUNTS))
    if length == amount and "." in match["number"]:
        near = text[end : end + _SENTENCE_AFTER]
        return int(_LENGTHS.search(near) is not None) - int(_AMOUNTS.search(near) is not None)
    return (length > amount) - (length < amount)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return the end of the last match, or -1."""
    return max((found.end() for found in pattern.finditer(text)), default=-1)
