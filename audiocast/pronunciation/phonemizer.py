"""Decide how each word of a script is pronounced.

The steps are asked in order, and the first one that knows the word decides:

1. `lexicon`: the user's lexicon. The normalizer has applied it.
2. `article`: what the article says about a name; see `article_hints`.
3. `phrases`: phrases of other languages, such as "coup d'état".
4. `homograph`: rules and a model for words with several pronunciations; see `homographs`.
5. `names`: the table of names.
6. `base`: the base lexicon, which hibari and Kokoro have too.
7. `cmudict`: the CMU Pronouncing Dictionary.
8. `origin`: the language that a name seems to come from.
9. `network`: nothing knows the word, and the engine guesses.

A decision becomes a `Pronunciation` of the utterance only if the engine would say the word in another way. So most
utterances stay as they are, and their clips stay in the cache.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from audiocast.model.script import Pronunciation
from audiocast.normalize.lexicon import Lexicon
from audiocast.pronunciation import (
    accents,
    article_hints,
    dictionary,
    homographs,
    names,
    notation,
    origin,
    phrases,
)
from audiocast.pronunciation.accents import Level
from audiocast.pronunciation.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

LEXICON, ARTICLE, BASE, CMUDICT, NETWORK = "lexicon", "article", dictionary.BASE, dictionary.CMUDICT, "network"
# From the surest to the least sure.
STEPS = (LEXICON, ARTICLE, phrases.SOURCE, homographs.SOURCE, names.SOURCE, BASE, CMUDICT, origin.SOURCE, NETWORK)
GUESSES = frozenset({origin.SOURCE, NETWORK})
# The engine has a dictionary of its own, and the stage does not know what it says.
ENGINE = "engine"

_TIE = "\u00a0"
# A word with inner apostrophes, a number, or a mark.
TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+(?:['’][^\W\d_]+)*)+")
# "O'Neill", but not "don't".
_NAME_WITH_APOSTROPHE = re.compile(r"[A-Z][a-z]{0,2}['’][A-Z]\w+")


@dataclass(frozen=True, slots=True)
class Decision:
    """How a word of an utterance is pronounced, and which step decided it.

    Attributes:
        start: The place of the word in the spoken text.
        end: Its end.
        word: The word.
        step: The name of the step.
        ipa: The pronunciation, or "" when the engine decides.
        sure: Whether engines with a dictionary of their own should follow it.
        is_new: Whether the engine with the base lexicon would say it in another way.
    """

    start: int
    end: int
    word: str
    step: str
    ipa: str = ""
    sure: bool = False
    is_new: bool = False


class Phonemizer:
    """Decides the pronunciations of one article.

    Args:
        texts: The texts of the article as written: its title and its blocks.
        voices: The voices that speak it, the narrator's first.
    """

    def __init__(self, texts: Iterable[str], *, voices: Sequence[Voice]) -> None:
        self._voices = {voice.name: voice for voice in reversed(voices)}
        self._narrator = voices[0]
        takes_hints = all(accents.level(voice) is not Level.NONE for voice in voices)
        british = accents.is_british(self._narrator)
        texts = tuple(texts)
        self._words = frozenset(word for text in texts for word in _WORD.findall(text))
        self._hints = article_hints.find(texts, british=british) if takes_hints else ()

    def lexicon(self, users: Lexicon) -> Lexicon:
        """Return the user's lexicon with entries for what the article says about names. The user's entries win."""
        if not self._hints:
            return users
        return Lexicon(tuple(article_hints.entries(self._hints, self._words))).merged(users)

    def annotate(self, utterance: Utterance) -> Utterance:
        """Return an utterance with the pronunciations that its voice needs."""
        voice = self._voices.get(utterance.voice, self._narrator)
        level = accents.level(voice)
        if level is Level.NONE or not utterance.text:
            return utterance
        new = tuple(
            Pronunciation(each.start, each.end, each.ipa)
            for each in self.decide(utterance)
            if each.is_new and (each.sure or level is Level.ALL)
        )
        if not new:
            return utterance
        said = sorted((*utterance.pronunciations, *new), key=lambda each: each.start)
        return replace(utterance, pronunciations=tuple(said))

    def decide(self, utterance: Utterance) -> Iterator[Decision]:
        """Yield how each word of an utterance is pronounced, except letters that are spelled."""
        voice = self._voices.get(utterance.voice, self._narrator)
        british = accents.is_british(voice)
        text = utterance.text
        given = sorted(utterance.pronunciations, key=lambda each: each.start)
        for each in given:
            word = text[each.start : each.end]
            yield Decision(each.start, each.end, word, self._who_gave(word, each.ipa), each.ipa, sure=True)
        taken = [(each.start, each.end) for each in given]
        for phrase in phrases.find(text, british=british):
            if not _overlaps(phrase.start, phrase.end, taken):
                taken.append((phrase.start, phrase.end))
                word = text[phrase.start : phrase.end]
                yield Decision(phrase.start, phrase.end, word, phrases.SOURCE, phrase.ipa, sure=True, is_new=True)
        taken += [found.span() for found in _COMPOUND.finditer(text) if dictionary.is_base(found[0], british=british)]
        tokens = list(TOKEN.finditer(text))
        words = [match[0] for match in tokens]
        named = names.decide(words, british=british, context=self._words)
        names_found = {each.index: each.found for each in named}
        # A word alone has nothing around it that tells which one it is.
        is_alone = sum(word[0].isalpha() for word in words) == 1
        chosen = {} if is_alone else {each.index: each for each in homographs.decide(words, british=british)}
        for index, match in enumerate(tokens):
            word = match[0]
            if not word[0].isalpha() or _is_spelled(text, match) or _overlaps(*match.span(), taken):
                continue
            found = _of_word(word, british=british)
            own = found if _is_own(found, word, british=british) else None
            if homograph := chosen.get(index):
                own_ipa = dictionary.of_tag(word, homograph.tag, british=british)
                is_new = notation.rough(own_ipa) != notation.rough(homograph.ipa)
                yield Decision(
                    *match.span(), word, homographs.SOURCE, homograph.ipa, sure=homograph.sure, is_new=is_new
                )
            elif name := names_found.get(index):
                is_new = own is None or notation.rough(own.ipa) != notation.rough(name.ipa)
                yield Decision(*match.span(), word, name.source, name.ipa, sure=name.sure, is_new=is_new)
            elif guess := self._by_origin(tokens, index, found, voice):
                yield Decision(*match.span(), word, guess.source, guess.ipa, is_new=True)
            elif found is None:
                yield Decision(*match.span(), word, NETWORK)
            else:
                yield Decision(*match.span(), word, found.source, found.ipa, sure=False, is_new=own is None)

    def _by_origin(
        self, tokens: Sequence[re.Match[str]], index: int, found: Found | None, voice: Voice
    ) -> Found | None:
        """Return how a name is said in its language, if nothing else knows it with its accents.

        An engine that would not follow it needs none.
        """
        word = _as_part_of_name(tokens, index)
        is_known = found is not None and (found.source != CMUDICT or notation.plain_letters(word) == word)
        if is_known or accents.level(voice) is not Level.ALL:
            return None
        british, neighbors = accents.is_british(voice), _neighbors(tokens, index)
        if found and not origin.language_of(
            word, context=self._words, neighbors=neighbors, least=origin.LEAST_OF_ACCENTED
        ):
            return None
        return origin.pronounce(word, british=british, context=self._words, neighbors=neighbors)

    def explain(self, utterance: Utterance) -> list[Decision]:
        """Return how each word of an annotated utterance is pronounced, as far as its voice follows the decisions.

        The step of a word that its engine says in its own way is `engine`.
        """
        level = accents.level(self._voices.get(utterance.voice, self._narrator))
        plain = self.decide(replace(utterance, pronunciations=()))
        own = {(each.start, each.end, each.ipa) for each in plain if each.is_new}
        given = tuple(each for each in utterance.pronunciations if (each.start, each.end, each.ipa) not in own)
        return [
            replace(each, step=ENGINE, ipa="")
            if level is not Level.ALL and not each.sure and each.step != BASE
            else each
            for each in self.decide(replace(utterance, pronunciations=given))
        ]

    def _who_gave(self, word: str, ipa: str) -> str:
        """Return the step that gave a pronunciation before this stage."""
        bare = notation.without_possessive(word)
        named = (hint for hint in self._hints if bare.casefold() in {hint.name.casefold(), hint.written.casefold()})
        return ARTICLE if any(ipa.startswith(hint.ipa) for hint in named) else LEXICON


def _as_part_of_name(tokens: Sequence[re.Match[str]], index: int) -> str:
    """Return a token, with a capital if it is the second part of a given name such as "Kang-ho"."""
    word = tokens[index][0]
    is_part = word.islower() and index > 1 and tokens[index - 1][0] == "-" and tokens[index - 2][0].istitle()
    return word.capitalize() if is_part else word


def _neighbors(tokens: Sequence[re.Match[str]], index: int) -> tuple[str, ...]:
    """Return the capitalized words right before and after a token."""
    first = index - 2 if tokens[index - 1][0] == "-" else index - 1
    beside = (tokens[place] for place in (first, index + 1) if 0 <= place < len(tokens))
    return tuple(match[0] for match in beside if match[0].istitle() and index > 0)


def _is_spelled(text: str, match: re.Match[str]) -> bool:
    """Return whether a token is a letter that is spelled, or belongs to one, as in "G D P's"."""
    start, end = match.span()
    tied = text[start - 1 : start] == _TIE or text[end : end + 1] == _TIE
    return tied and len(notation.without_possessive(match[0]).removesuffix("s")) == 1


def _overlaps(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < taken_end and taken_start < end for taken_start, taken_end in taken)


@lru_cache(maxsize=16384)
def _of_word(word: str, *, british: bool) -> Found | None:
    """Return the pronunciation of a word whatever stands around it."""
    word = word.replace("’", "'")
    if "'" in notation.without_possessive(word) and not _NAME_WITH_APOSTROPHE.match(word):
        return Found("", BASE)  # a contraction
    if dictionary.is_base(word, british=british):
        base = dictionary.lookup(word, british=british)
        if _is_guessed_name(word, british=british) and not dictionary.is_said_alike(word, british=british):
            return dictionary.in_cmudict(word, british=british) or base
        return base
    if found := dictionary.in_cmudict(word, british=british):
        return found
    bare = notation.plain_letters(word)
    if bare != word and word[0].isupper() and (found := dictionary.lookup(bare, british=british)):
        # The engine does not know the word with its accents.
        return replace(found, source=CMUDICT)
    return None


def _is_own(found: Found | None, word: str, *, british: bool) -> bool:
    """Return whether the engine with the base lexicon says a word in the way that was found for it."""
    return found is not None and (found.source == BASE or dictionary.is_said_alike(word, british=british))


def _is_guessed_name(word: str, *, british: bool) -> bool:
    """Return whether the base lexicon has a name only in the part that nobody checked."""
    return word.istitle() and not dictionary.is_checked(notation.without_possessive(word), british=british)
