"""Tell words apart that are written alike: "I" and the numeral one, titles and names, weekdays and names, "AKA".

The functions look at the words around the place, because the word itself does not decide.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from audiocast.normalize.scanner import Sentence


def is_pronoun(name: str, earlier: Sequence[str], end: int, sentence: Sentence) -> bool:
    """Return whether "I" after a noun is the pronoun: "the class I teach", but not "a class I felony".

    Args:
        name: The word before "I".
        earlier: The words before that word, the nearest first.
        end: The end of "I".
        sentence: The sentence.
    """
    following = sentence.words_after(end, 1)
    if not following:
        return False
    verb = following[0].lower()
    if verb in _FIRST_PERSON:
        return True
    headline = following[0][0].isupper()
    if name[:1].isupper() and not headline:
        return False
    before = earlier[0] if earlier else ""
    # "In class I slept" and "at that stage I froze", but "phase I ended" and "after phase I ended".
    determined = before.lower() in _DETERMINERS or before.endswith("est")
    if not determined and (name[:1].isupper() or before.lower() not in {"in", "on", "at"}):
        return False
    past = verb in _PAST or (verb.endswith("ed") and verb not in _PARTICIPLES)
    return past or (determined and not headline and verb in _AUXILIARIES)


@cache
def spoken_titles() -> frozenset[str]:
    """Return the titles as they are said: "Doctor", "Senator"."""
    return frozenset(said for _, said, kind in tables.rows("abbreviations") if kind == "title")


@cache
def _titles() -> frozenset[str]:
    """Return the titles as they are said, and all abbreviations."""
    return spoken_titles() | tables.words("abbreviations")


def is_name(word: str, at: int, following: str, sentence: Sentence) -> bool:
    """Return whether a title without its full stop is a name: "Amartya Sen Wins", "Hon Hai rose".

    Args:
        word: The possible title.
        at: The start of the word.
        following: The word after it.
        sentence: The sentence.
    """
    before = sentence.before(at)
    if word == "Hon":
        return before not in {"the", "The", "Rt", "Right"} and following not in _titles()
    if word == "Gen" and before in {"Minister", "President", "Mr"}:
        return True
    return (
        word in _NAMES
        and before[:1].isupper()
        and not before.isupper()
        and not before.endswith(".")
        and before not in _titles() | _before_titles()
        and not _DEMONYM.search(before)
    )


def is_name_of_day(end: int, sentence: Sentence) -> bool:
    """Return whether a weekday without its full stop is a name: "Thu Nguyen", but not "Thu Night", "Thu Fri"."""
    after = sentence.after(end)
    return after[:1].isupper() and after not in tables.pairs("weekdays") and after not in _PARTS_OF_DAY


def is_alias(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "AKA" means "also known as". The sorority with that name is spelled."""
    before = sentence.before(match.start())
    return bool(before) and before.lower() not in _BEFORE_INITIALS and bool(_ALIAS.match(sentence.text, match.end()))


@cache
def _before_titles() -> frozenset[str]:
    """Return the words with capitals that may stand before "Sen" when it is a title: "Florida Sen Marco Rubio"."""
    states = {word for row in tables.rows("states") for word in row[1].split()}
    days = {*tables.pairs("weekdays").values(), *tables.pairs("months").values()}
    return tables.word_set("look_alikes.before_title") | tables.word_set("acronyms.starters") | states | days


_FIRST_PERSON = tables.word_set("look_alikes.first_person")
_PAST = tables.word_set("look_alikes.past")
_PARTICIPLES = tables.word_set("look_alikes.participles")
_AUXILIARIES = tables.word_set("look_alikes.auxiliaries") | tables.word_set("look_alikes.adverbs")
_DETERMINERS = tables.word_set("look_alikes.determiners")
_NAMES = tables.word_set("look_alikes.names")
_DEMONYM = lazy_re("(?:an|ese|ish|ch|i)$")
_PARTS_OF_DAY = tables.word_set("look_alikes.parts_of_day")
_BEFORE_INITIALS = tables.word_set("look_alikes.before_initials")
_ALIAS = lazy_re(r"[,:]? [\"']?(?:the )?[\"']?[A-Z]")
