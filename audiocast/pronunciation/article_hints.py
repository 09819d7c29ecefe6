"""Find where an article says how a name is pronounced, such as "Siobhan (shiv-AWN)".

A hint is a respelling or IPA in brackets after the name, or follows "pronounced" or "rhymes with". It counts for the
name wherever it is in the article. The article keeps its words: the hint itself is spoken as the name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize.lexicon import Entry
from audiocast.pronunciation import dictionary, notation, respelling

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

# Words of a sentence about a pronunciation are no names.
_NO_NAME = r"(?!(?:is|was|are|which|whose|that|name|surname|it|its|it's|the|a|pronounced)\b)"
_NAME = rf"{_NO_NAME}[^\W\d_][\w'’-]*"
_NAMES = rf"(?<![\w'’-])(?P<names>{_NAME}(?: {_NAME}){{0,3}})"
_QUOTES = "[\"'“‘”’]"
_SAID = (
    r"(?:(?:which|it|(?:whose )?(?:first |last |sur)?name) (?:is|was) |it's |is |are |was )?"
    r"(?:pronounced|pronounce it|spoken|say(?: it)?|sounds)"
    r"(?: (?:as|like))?(?: in)?:? "
)
_RESPELLED = r"[A-Za-z'’]+(?:[-‐‑·][A-Za-z'’]+)*"
_IPA = r"[/\[](?P<ipa>[^\s/\[\]\d<>@#$%&*+=]+(?: [^\s/\[\]\d<>@#$%&*+=]+)*)[/\]]"
_SPELLING = rf"(?P<open>{_QUOTES})?(?P<spelled>{_RESPELLED}(?: {_RESPELLED}){{0,3}}?)(?(open){_QUOTES})"
# After IPA a respelling may follow, and after a respelling another one: "(/niːv/ NEEV)", "(LEE-uh or LAY-uh)".
_ALSO = rf"(?: (?P<also>{_RESPELLED}))?"
_OR = rf"(?: or (?P<other>{_RESPELLED}))?"
_RHYMES = rf"rhym(?:es|ing) with {_QUOTES}?(?P<rhyme>[A-Za-z]+){_QUOTES}?"
# Each has the names before the hint and one of the groups `ipa`, `spelled` and `rhyme`.
_PATTERNS = (
    rf"{_NAMES}{_QUOTES}? \((?:{_RHYMES}|(?P<said>{_SAID})?(?:{_IPA}{_ALSO}|{_SPELLING}{_OR}))(?=[);,])",
    rf"{_NAMES}(?:, | )(?P<said>{_SAID})(?:{_IPA}|{_SPELLING}(?(open)|(?=[,;.:)!?]|$)))",
    rf"{_NAMES}(?:, | )(?:which |that )?{_RHYMES}",
)
_SIGNS = re.compile(r"\(|pronounce|rhym")
# What all engines can say; sounds of other languages become the nearest English ones.
_KNOWN_IPA = frozenset(
    "abcdefhijklmnopqrstuvwxyzæðŋɐɑɒɔəɚɛɜɝɡgɪɹɾʃʊʌʒʔˈˌːθᵊᵻʧʤʁʀɻɽɣɢχħɦçβʋɸɱɲɳɴʎɭɬɫʍɥɰɟʈɖɕʂʑʐɯɤɵɘʏʉøœɨɶʰʲʷ. "
    "\u0361\u035c\u0327\u0303\u0329\u032f\u0325\u032a"
)
_NOT_SPELLED = frozenset(("dead", "guilty", "innocent", "not", "differently", "the", "a", "an", "it", "as", "in"))
_ALIKE_ENOUGH = 0.4
_CLASSES = str.maketrans("bpfvwdtszcxjgkqlrmn", "vvvvvttssssskkklrnn")
# Letters that stand for one sound, and the class of that sound.
_GROUPS = {"ph": "v", "bh": "v", "mh": "v", "gh": "k", "ch": "s", "sh": "s", "ck": "k", "qu": "k", "wh": "v"}
_VOWELS = "aeiouyh"
_IPA_LETTERS = str.maketrans({"ʃ": "sh", "ʒ": "zh", "θ": "th", "ð": "th", "ŋ": "ng", "ɹ": "r", "ɡ": "g", "x": "k"})
_ONSETS = {
    "ch": "tʃ",
    "sh": "ʃ",
    "th": "θ",
    "ph": "f",
    "kn": "n",
    "wr": "ɹ",
    "wh": "w",
    "qu": "kw",
    "c": "k",
    "x": "z",
    "g": "ɡ",
    "j": "dʒ",
    "y": "j",
    "r": "ɹ",
    "gh": "ɡ",
    "q": "k",
    "sch": "ʃ",
    "ps": "s",
    "kh": "k",
}
_RHYME = re.compile(r"[ˈˌ]?(?P<onset>[^aeiouæɑɒɐɔəɛɜɪʊʌᵻ]*)(?P<rime>[aeiouæɑɒɐɔəɛɜɪʊʌᵻ].*)")


@dataclass(frozen=True, slots=True)
class Hint:
    """What an article says about a name.

    Attributes:
        name: The name as written.
        written: The hint as written, without its brackets, or "" when it is an ordinary word.
        ipa: The pronunciation.
    """

    name: str
    written: str
    ipa: str


def find(texts: Iterable[str], *, british: bool) -> tuple[Hint, ...]:
    """Return the hints in the texts of an article, one for each name."""
    found: dict[str, Hint] = {}
    for text in texts:
        if not _SIGNS.search(text):
            continue
        for pattern in _patterns():
            for match in pattern.finditer(text):
                for hint in _hints(match, british=british):
                    found.setdefault(hint.name, hint)
    return tuple(found.values())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the compiled patterns; many articles have no hint and need none."""
    return tuple(map(re.compile, _PATTERNS))


def entries(hints: Iterable[Hint], words: Container[str]) -> Iterator[Entry]:
    """Yield the entries of a lexicon for the hints: the name, and the hint itself, are said as the hint tells.

    A name that is also an ordinary word of the article, such as "An", must have its capital inside a sentence.

    Args:
        hints: The hints.
        words: The words of the article as written.
    """
    for hint in hints:
        is_word = hint.name[0].isupper() and hint.name.lower() in words
        yield Entry(hint.name, ipa=hint.ipa, any_case=not is_word, part="name" if is_word else "")
        if hint.written:
            yield Entry(hint.written, ipa=hint.ipa)


def _hints(match: re.Match[str], *, british: bool) -> Iterator[Hint]:
    names = [notation.without_possessive(name) for name in match["names"].split()]
    groups = match.groupdict()
    if rhyme := groups.get("rhyme"):
        if ipa := _rhyming(names[-1], rhyme, british=british):
            yield Hint(names[-1], "", ipa)
        return
    if given := groups.get("ipa"):
        is_hint = groups.get("said") or (names[-1][0].isupper() and not given.isascii())
        if is_hint and _KNOWN_IPA.issuperset(unicodedata.normalize("NFD", given)):
            also = groups.get("also")
            yield Hint(_likeliest(names, also or given.translate(_IPA_LETTERS)), given, given)
            if also:
                yield Hint(also, "", given)
        return
    spelled = match["spelled"].split()
    announced = bool(groups.get("said"))
    if "first name" in (groups.get("said") or ""):
        names = [name for name in names if name[0].isupper()][:1] or names
    sure = announced and ("(" in match[0] or bool(groups.get("open")))
    named = _named(names, spelled, announced=announced, sure=sure)
    for name, sounds in named:
        if ipa := _spelled(sounds, british=british):
            yield Hint(name, "" if _is_word(sounds) else sounds, ipa)
            if (other := groups.get("other")) and (otherwise := _spelled(other, british=british)):
                yield Hint(other, "", otherwise)


def _named(names: list[str], spelled: list[str], *, announced: bool, sure: bool) -> list[tuple[str, str]]:
    """Return pairs of a name and its respelling, or none when this is no hint."""
    if spelled[0].lower() in _NOT_SPELLED:
        return []
    marked = any(_has_stress(each) for each in spelled)
    if not marked and not announced:
        return []
    pairs = list(zip(names[-len(spelled) :], spelled, strict=False))
    if len(pairs) < len(spelled):
        # "Kyiv (KEE iv)": the words are the syllables of one name.
        pairs = [(names[-1], "-".join(spelled))]
    elif len(spelled) == 1:
        pairs = [(_likeliest(names, spelled[0]), spelled[0])]
    elif not all(name[0].isupper() for name, _ in pairs):
        pairs = [(names[-1], "-".join(spelled))]
    sure = sure or (announced and marked)
    good = [pair for pair in pairs if sure or _likeness(*pair) >= _ALIKE_ENOUGH]
    return [pair for pair in good if pair[0][0].isupper() or sure] if len(good) == len(pairs) else []


def _likeliest(names: list[str], spelled: str) -> str:
    """Return the name that sounds most like a respelling, the last one of equals."""
    candidates = [name for name in names if name[0].isupper()] or names[-1:]
    return max(candidates, key=lambda name: (_likeness(name, spelled), names.index(name)))


def _has_stress(word: str) -> bool:
    """Return whether one syllable of several is in capitals, as in "shiv-AWN"."""
    syllables = re.split("[-‐‑·]", word)
    capitals = [each.isupper() and len(each) > 1 for each in syllables]
    return any(capitals) and any(each.islower() for each in syllables)


def _likeness(name: str, spelled: str) -> float:
    """Return how alike the consonants of a name and of a respelling are, from 0 to 1."""
    first, second = _consonants(name), _consonants(spelled)
    if not first or not second:
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio() * (1.0 if first[0] == second[0] else 0.8)


def _consonants(word: str) -> str:
    text = word.lower()
    for letters, sound in _GROUPS.items():
        text = text.replace(letters, sound)
    text = re.sub("c(?=[aou])", "k", text)
    bare = "".join(mark for mark in text if mark.isalpha() and mark not in _VOWELS)
    return re.sub(r"(.)\1+", r"\1", bare.translate(_CLASSES)) or text[:1]


def _is_word(spelled: str) -> bool:
    return spelled.isalpha() and spelled.islower() and dictionary.lookup(spelled, british=False) is not None


def _spelled(spelled: str, *, british: bool) -> str:
    known = dictionary.lookup(spelled.lower(), british=british) if spelled.isalpha() else None
    if known and not spelled.isupper() and known.source == dictionary.BASE:
        return known.ipa
    return respelling.to_ipa(spelled, british=british)


def _rhyming(name: str, word: str, *, british: bool) -> str:
    """Return the IPA of a name that rhymes with a word, or "" when it has more syllables."""
    known = dictionary.lookup(word.lower(), british=british)
    said = known.ipa if known else respelling.to_ipa(word, british=british)
    if not name[0].isupper():
        return ""
    rhyme = _RHYME.fullmatch(said[said.find("ˈ") :] if "ˈ" in said else said)
    letters = re.match("[^aeiouy]*", name.lower())
    if rhyme is None or letters is None:
        return ""
    onset = _ONSETS.get(letters[0]) or "".join(_ONSETS.get(letter, letter) for letter in letters[0])
    return f"ˈ{onset}{rhyme['rime']}" if onset.isalpha() or not onset else ""
