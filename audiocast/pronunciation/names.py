"""Look up names in a table of people, places and companies, for American and British voices.

`build_names.py` makes the table. A name of several words comes before its words: "La Jolla", "Xi Jinping".
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from audiocast.pronunciation import dictionary, notation, tries
from audiocast.pronunciation.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SOURCE = "names"
# The first byte of a value: our own table, or Wiktionary.
OWN, WIKTIONARY = 1, 2
_SPACE = 0xFF
_ALPHABET = dictionary.ALPHABET.ljust(_SPACE, "\ufffe") + " "
_MOST_WORDS = 4
# Words that may begin a name without a capital.
_PARTICLES = frozenset(("al", "ap", "da", "de", "der", "di", "el", "van", "von"))
# Names of two places or more, and words of an article that tell which one it is. Towns that are told apart by the words
# beside them, such as "Cairo, Illinois", are homographs.
_PLACES_OF = {
    "Beaufort": ("Carolina",),
    "Charlotte": ("Michigan",),
    "Notre Dame": ("Paris", "cathedral", "Cathedral"),
}
# After these, a capital does not mean a name.
_OPENS_SENTENCE = frozenset('.!?:;…“”"‘(—–•')


@dataclass(frozen=True, slots=True)
class Named:
    """The pronunciation of a token that is a name or part of one."""

    index: int
    found: Found


def file_name(*, british: bool) -> str:
    """Return the name of the table of an accent."""
    return "names_gb" if british else "names_us"


def encoded(source: int, phonemes: str) -> bytes:
    """Return phonemes in the compact alphabet as a value of the table; spaces are between words."""
    return bytes([source, *(_SPACE if each == " " else dictionary.ALPHABET.index(each) for each in phonemes)])


def key(name: str) -> str:
    """Return a name as the table has it: with straight apostrophes, and a space for each hyphen."""
    return name.replace("’", "'").replace("-", " ")


def pronounce(name: str, *, british: bool, context: frozenset[str] = frozenset()) -> Found | None:
    """Return the pronunciation of a name of one or more words, or None; also of its possessive.

    Args:
        name: The name as it is written.
        british: Whether the voice has a British accent.
        context: The words of the article, which tell names that are written alike apart.
    """
    name = key(name)
    return _pronounce(name, _told_apart(name, context), british=british)


def _told_apart(name: str, *contexts: frozenset[str]) -> str:
    """Return a name without its ending, and with the word that tells which of several places it is."""
    bare = notation.NAME_ENDING.sub("", name)
    place = next((each for each in _PLACES_OF.get(bare, ()) if any(each in words for words in contexts)), None)
    return f"{bare} @{place}" if place else bare


def decide(tokens: Sequence[str], *, british: bool, context: frozenset[str] = frozenset()) -> Iterator[Named]:
    """Yield the pronunciation of each token of a sentence that is a name of the table, longest names first.

    Args:
        tokens: The words and marks of one sentence, in order.
        british: Whether the voice has a British accent.
        context: The words of the article.
    """
    here = frozenset(tokens)
    at = 0
    while at < len(tokens):
        taken = 1
        if tokens[at][0].isupper() or (tokens[at] in _PARTICLES and at + 1 < len(tokens)):
            for places in _spans(tokens, at):
                if len(places) == 1 and not _is_name_here(tokens, at, british=british):
                    continue
                name = key(" ".join(tokens[place] for place in places))
                found = _pronounce(name, _told_apart(name, here, context), british=british)
                words = found.ipa.split(" ") if found else []
                if found and len(words) == len(places):
                    for place, ipa in zip(places, words, strict=True):
                        yield Named(place, Found(ipa, SOURCE, found.sure))
                    taken = places[-1] - at + 1
                    break
        at += taken


def _spans(tokens: Sequence[str], at: int) -> list[list[int]]:
    """Return the places of the words of each group that begins here and can be a name, the longest first."""
    places = [at]
    spans = [[at]]
    while len(places) < _MOST_WORDS:
        following = places[-1] + 1
        if tokens[following : following + 1] == ["-"]:
            following += 1
        if following >= len(tokens) or not tokens[following][0].isalpha():
            break
        places.append(following)
        spans.append(places.copy())
    return spans[::-1]


def _is_name_here(tokens: Sequence[str], at: int, *, british: bool) -> bool:
    """Return whether a capitalized token is a name: not a common word that begins a sentence."""
    if not tokens[at][0].isupper():
        return False
    opens = at == 0 or tokens[at - 1][-1] in _OPENS_SENTENCE
    return not (opens and dictionary.is_checked(tokens[at].lower(), british=british))


@lru_cache(maxsize=16384)
def _pronounce(name: str, bare: str, *, british: bool) -> Found | None:
    if " @" not in bare and (phonemes := _in_table(name, british=british)):
        return _found(phonemes)
    for form in (bare, notation.plain_letters(bare)):
        if phonemes := _in_table(form, british=british):
            has_s = notation.NAME_ENDING.search(name) and name.endswith("s")
            return _found(dictionary.with_s(phonemes, british=british) if has_s else phonemes)
    return None


def _found(phonemes: str) -> Found:
    return Found(notation.to_ipa(phonemes), SOURCE)


def _in_table(name: str, *, british: bool) -> str:
    values = tries.load(file_name(british=british)).get(name)
    return codecs.charmap_decode(values[0][1:], "strict", _ALPHABET)[0] if values else ""
