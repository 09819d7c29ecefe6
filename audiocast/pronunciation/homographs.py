"""Choose the pronunciation of homographs, words with several pronunciations: "lead", "read", "a record", "to record".

For each homograph the rules of `data/homograph_rules.tsv` are tried first, then the model. Words of the base lexicon
that have another pronunciation as a verb are homographs too, beside those of `data/homographs.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from audiocast.normalize.lexicon import possessive
from audiocast.pronunciation import dictionary, homograph_model, homograph_table, notation
from audiocast.pronunciation.homograph_features import Context
from audiocast.pronunciation.homograph_table import OTHER, VERB, Sense

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SOURCE = "homograph"
RULE, MODEL = "rule", "model"
_ENDS = frozenset(".!?\u2026")
# From this on, the logarithm of the odds is right in 99 of 100 cases.
_SURE = 2.0
# A word that the model was not trained on keeps the reading of the base lexicon below this.
_CLEAR = 1.0
_PARTS = frozenset(("DEFAULT", "NOUN", "VERB", "ADJ"))


@dataclass(frozen=True, slots=True)
class Decision:
    """The pronunciation of a homograph.

    Attributes:
        index: The place of the word among the tokens.
        ipa: Its pronunciation.
        sure: Whether engines with a dictionary of their own should follow it.
        rule: What decided: "model", or "rule". A word without a model that no rule knows here has its first sense.
        tag: The tag of the word, which decides what an engine with the base lexicon says by itself.
    """

    index: int
    ipa: str
    sure: bool
    rule: str
    tag: str


def decide(tokens: Sequence[str], *, british: bool) -> list[Decision]:
    """Return the pronunciations of the homographs among tokens.

    Args:
        tokens: The words and marks of one or more sentences, in order.
        british: Whether the accent is British.
    """
    return [
        replace(decision, index=start + decision.index)
        for start, end in sentences(tokens)
        for decision in _of_sentence(tokens[start:end], british=british)
    ]


def senses_of(word: str, *, british: bool) -> tuple[Sense, ...]:
    """Return the senses of a word in small letters, or () if it is no homograph."""
    return homograph_table.senses().get(word) or _in_lexicon(word, british=british)


def sense_by_rule(word: str, tokens: Sequence[str], place: int) -> str | None:
    """Return the sense of the homograph at a place of a sentence, if a rule knows it."""
    rules = homograph_table.rules(word)
    if not rules:
        return None
    bare, ending = _bare(tokens[place])
    marked = f"<{bare}> {ending}" if ending else f"<{bare}>"
    text = " ".join((*tokens[:place], marked, *tokens[place + 1 :])).replace("\u2019", "'")
    return next((rule.sense for rule in rules if rule.pattern.search(text)), None)


def _of_sentence(tokens: Sequence[str], *, british: bool) -> Iterator[Decision]:
    context: Context | None = None
    for place, token in enumerate(tokens):
        bare, ending = _bare(token)
        word = bare.lower()
        senses = senses_of(word, british=british)
        if not senses:
            continue
        context = context or Context(tokens)
        sense, sure, rule = senses[0], True, RULE
        if named := sense_by_rule(word, tokens, place):
            sense = next(each for each in senses if each.name == named)
        elif is_shared(senses) and context.is_verb(place):
            sense = senses[1]
        elif is_modelled(senses):
            score = homograph_model.score(word, context, place, shared=is_shared(senses))
            if not senses[0].label and abs(score) < _CLEAR:
                continue
            sense, sure, rule = senses[score > 0], abs(score) > _SURE, MODEL
        ipa = notation.to_ipa(sense.british if british else sense.american)
        yield Decision(place, possessive(ipa) if ending else ipa, sure, rule, context.tag(place))


def is_modelled(senses: Sequence[Sense]) -> bool:
    """Return whether the model can choose between the senses: there are two, which it was trained on or share."""
    return len(senses) == len((OTHER, VERB)) and (all(sense.label for sense in senses) or is_shared(senses))


def is_shared(senses: Sequence[Sense]) -> bool:
    """Return whether the senses are a verb and something else, so that the word shares weights with others."""
    return [sense.name for sense in senses] == [OTHER, VERB]


def sentences(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first token of each sentence, and the place after its last one."""
    start = 0
    for place, token in enumerate(tokens, 1):
        if token in _ENDS or place == len(tokens):
            yield start, place
            start = place


def _bare(token: str) -> tuple[str, str]:
    """Return a word without a possessive ending, and the ending."""
    bare = notation.without_possessive(token)
    return bare, token[len(bare) :]


@lru_cache(maxsize=4096)
def _in_lexicon(word: str, *, british: bool) -> tuple[Sense, ...]:
    """Return the senses of a word that the base lexicon says in another way as a verb, or ()."""
    reading = dictionary.lexicon(british=british, part=dictionary.GOLD).get(word)
    if not isinstance(reading, dict) or not _PARTS.issuperset(reading) or "DEFAULT" not in reading:
        return ()
    default = reading["DEFAULT"] or ""
    verb = reading.get("VERB") or default
    other = reading.get("NOUN") or reading.get("ADJ") or default
    if not verb or not other or verb == other:
        return ()
    return (Sense(OTHER, other, other), Sense(VERB, verb, verb))
