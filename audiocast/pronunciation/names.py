"""Look up names in a table of people, places and companies, for American and British voices.

`build_names.py` makes the table. A name of several words comes before its words: "La Jolla", "Xi Jinping".
"""

from __future__ import annotations

import codecs
import re
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
_POSSESSIVE = re.compile(r"['’]s?$")
_MOST_WORDS = 4
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


def pronounce(name: str, *, british: bool, context: frozenset[str] = frozenset()) -> Found | None:
    """Return the pronunciation of a name of one or more words, or None; also of its possessive and its plural.

    Args:
        name: The name as it is written.
        british: Whether the voice has a British accent.
        context: The words of the article, which tell names that are written alike apart.
    """
    del context
    return _pronounce(name.replace("’", "'"), british=british)


def decide(tokens: Sequence[str], *, british: bool, context: frozenset[str] = frozenset()) -> Iterator[Named]:
    """Yield the pronunciation of each token of a sentence that is a name of the table, longest names first.

    Args:
        tokens: The words and marks of one sentence, in order.
        british: Whether the voice has a British accent.
        context: The words of the article.
    """
    at = 0
    while at < len(tokens):
        if not tokens[at][:1].isupper():
            at += 1
            continue
        for count in range(min(_MOST_WORDS, len(tokens) - at), 0, -1):
            if count > 1 and not tokens[at + count - 1][:1].isalpha():
                continue
            if count == 1 and not _is_name_here(tokens, at, british=british):
                continue
            found = pronounce(" ".join(tokens[at : at + count]), british=british, context=context)
            words = found.ipa.split(" ") if found else []
            if found and len(words) == count:
                yield from (Named(at + order, Found(ipa, SOURCE, found.sure)) for order, ipa in enumerate(words))
                at += count - 1
                break
        at += 1


def _is_name_here(tokens: Sequence[str], at: int, *, british: bool) -> bool:
    """Return whether a capitalized token is a name: not a common word that begins a sentence."""
    opens = at == 0 or tokens[at - 1][-1:] in _OPENS_SENTENCE
    return not (opens and dictionary.is_checked(tokens[at].lower(), british=british))


@lru_cache(maxsize=16384)
def _pronounce(name: str, *, british: bool) -> Found | None:
    if phonemes := _in_table(name, british=british):
        return _found(phonemes)
    bare = _POSSESSIVE.sub("", name)
    if bare != name and (phonemes := _in_table(bare, british=british)):
        return _found(dictionary.with_s(phonemes, british=british) if name.endswith("s") else phonemes)
    plain = notation.plain_letters(bare)
    if plain != bare and (phonemes := _in_table(plain, british=british)):
        return _found(dictionary.with_s(phonemes, british=british) if bare != name and name.endswith("s") else phonemes)
    return None


def _found(phonemes: str) -> Found:
    return Found(notation.to_ipa(phonemes), SOURCE)


def _in_table(name: str, *, british: bool) -> str:
    values = tries.load(file_name(british=british)).get(name)
    return codecs.charmap_decode(values[0][1:], "strict", _ALPHABET)[0] if values else ""
