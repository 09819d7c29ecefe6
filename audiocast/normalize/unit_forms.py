"""Choose the form of a unit: "ten miles", "one mile", "a ten mile run", "three quarters of a mile"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.before_nouns import is_before_noun
from audiocast.normalize.metres_or_millions import DIMENSIONS, RACES, word_after_list
from audiocast.normalize.patterns import lazy_re

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence
    from audiocast.normalize.units import Unit


def name_of(unit: Unit, match: re.Match[str], sentence: Sentence, *, one: bool) -> str:
    """Return the name of a unit in the right number: "mile", "miles" or "of a mile".

    Args:
        unit: The unit.
        match: A match with the groups `number`, `space`, `unit` and `per`.
        sentence: The sentence of the match.
        one: Whether the number takes the singular.
    """
    end = match.end()
    attributive = sentence.text.startswith("-", end) or bool(sentence.after(end))
    if match["number"] in number_words.VULGAR and not attributive:
        return f"of {'an' if unit.one[0] in 'aeiou' else 'a'} {unit.one}"
    singular = one or (unit.one != "percent" and _is_attribute(match, sentence))
    return unit.one if singular else unit.many


_NOUNS_AFTER = lazy_re(
    r"(?:[a-z]{3,}s|race|final|relay|freestyle|butterfly|backstroke|breaststroke|hurdles|steeplechase|"
    r"sprint|dash|medley|individual|world|limit|zone|radius|stretch|walk|run|run-up|level|exclusion|"
    r"drop)"
)
_SECOND_CALIBRE = lazy_re(r" and [\d.]+ ?mm ([a-z-]+)")
_HYPHENATED_NOUN = lazy_re(r"\.?[ -](?P<noun>[A-Za-z]{3,})")
_STOPPED_NOUN = lazy_re(r"\. (?P<noun>[a-z]{3,})")
_CONVERTED = lazy_re(r" \([^()]{2,24}\)(?= [a-z])")
_NEXT_QUANTITY = lazy_re(r" \d[\d.,]*[A-Za-z\"-]")


def _is_attribute(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a quantity stands before its noun: "a 10kg bomb", "5.56mm rounds", "6-ft-tall"."""
    text, (start, end) = sentence.text, match.span()
    if sentence.is_joined(end):
        return True
    if match["space"] == "-":
        noun = _HYPHENATED_NOUN.match(text, end)
        if noun is not None and noun["noun"] == "can":
            return not text.startswith(" be", noun.end())
        return noun is not None and noun["noun"] not in _VERBS and noun["noun"] not in _FUNCTION_WORDS
    if is_before_noun(end, start, sentence):
        return sentence.after(end) not in DIMENSIONS or sentence.before(start).lower() in {"a", "an"}
    if (converted := _CONVERTED.match(text, end)) and is_before_noun(converted.end(), start, sentence):
        return sentence.after(converted.end()) not in DIMENSIONS
    if sentence.before(start).lower() in {"a", "an"} and _NEXT_QUANTITY.match(text, end):
        return True
    after = sentence.after(end)
    if not after and (stopped := _STOPPED_NOUN.match(text, end)):
        is_can = stopped["noun"] == "can" and not text.startswith(" be", stopped.end())
        return is_can or stopped["noun"] in _CONTAINERS
    return bool(after) and _is_before(after, match, sentence)


def _is_before(after: str, match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether the word after a quantity is a noun that the unit belongs to."""
    text, (start, end) = sentence.text, match.span()
    if match["unit"] == "m" and after not in DIMENSIONS and word_after_list(end, sentence).removesuffix("'s") in RACES:
        return True
    if match["unit"] == "mm" and (after in _FIREARMS or (after == "and" and _calibre_follows(text, end))):
        return True
    if after in _VERBS or after in {"percent", "tonnes", "tons"} or not text.startswith(" ", end):
        return False
    if after == "can" and sentence.before(start).lower() in {"a", "an", "each", "x"}:
        return not text.startswith(" can be", end)
    if match["per"] or match["unit"] in _KITCHEN:
        return after in _CONTAINERS
    if after.lower() in _OBJECTS.get(match["unit"], frozenset()) and not _VERB_AFTER.match(text, end):
        return True
    if match["space"] == " " or not after[0].islower() or after in DIMENSIONS or after in _FUNCTION_WORDS:
        return False
    return bool(_NOUNS_AFTER.fullmatch(after))


def _calibre_follows(text: str, end: int) -> bool:
    found = _SECOND_CALIBRE.match(text, end)
    return found is not None and found[1] in _FIREARMS


_FIREARMS = tables.word_set("unit_forms.firearms")
_VERBS = tables.word_set("unit_forms.verbs")
_FUNCTION_WORDS = tables.word_set("unit_forms.function_words")
_KITCHEN = frozenset(
    {"g", "kg", "kgs", "gm", "gms", "mg", "ml", "mL", "mls", "cl", "l", "L", "oz", "tsp", "tbsp", "pt", "lb", "lbs"}
)
"""Units of ingredients, which are plural before a noun: "500g potatoes", but "2kg bags"."""

_CONTAINERS = tables.word_set("unit_forms.containers")
_DEVICES = tables.word_set("unit_forms.electric")
_OBJECTS = {
    **dict.fromkeys(
        ("kV", "V", "W", "kW", "KW", "MW", "GW", "MWe", "MWp", "kWh", "KWh", "MWh", "GWh", "kVA", "MVA", "hp", "bhp"),
        _DEVICES,
    ),
    **dict.fromkeys(("A", "mAh", "Ah"), _DEVICES),
    **dict.fromkeys(("KB", "kB", "MB", "GB", "TB", "PB", "MP", "px"), tables.word_set("unit_forms.digital")),
    **dict.fromkeys(("Hz", "kHz", "MHz", "GHz", "Mbps", "Gbps", "mbps", "fps"), tables.word_set("unit_forms.signals")),
    **dict.fromkeys(("L", "l", "cc"), tables.word_set("unit_forms.engines")),
    **dict.fromkeys(("bp", "bps"), tables.word_set("unit_forms.rate_moves")),
    "mm": tables.word_set("unit_forms.tools"),
    "°": tables.word_set("unit_forms.turns"),
}
"""For units, the nouns that follow them in the singular: "120 kW charging", "a new 400kV electricity line"."""
_VERB_AFTER = lazy_re(r" (?:powers|charges|lights|cables) (?!\w+ing\b)(?:the|a|an|up)\b")
