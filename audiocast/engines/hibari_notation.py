"""How is hibari told which letters are spelled and how a word is said: `[word](/phonemes/)`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audiocast.engines.ipa import respell
from audiocast.engines.reading import Letters, Sounds, Words, parts
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Container

    from audiocast.engines.reading import Part
    from audiocast.model import Utterance

_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "ˈA bˈi sˈi dˈi ˈi ˈɛf ʤˈi ˈAʧ ˈI ʤˈA kˈA ˈɛl ˈɛm ˈɛn ˈO pˈi kjˈu ˈɑɹ ˈɛs tˈi jˈu vˈi dˈʌbᵊlju ˈɛks wˈI zˈi".split(),
        strict=True,
    )
)
_BRITISH_LETTERS = _LETTERS | {"O": "ˈQ", "R": "ˈɑː", "Z": "zˈɛd"}
_LONG_WHEN_BRITISH = re.compile("(?<=[iu])(?!ː)")
_HISSING, _VOICELESS = ("s", "z", "ʃ", "ʒ", "ʧ", "ʤ"), ("p", "t", "k", "f", "θ")

# Symbols that both accents write the same way.
_FROM_IPA = {
    **{symbol: symbol for symbol in "bdfhjklmnpstvwzŋðθʃʒɹɡæəɛɪʊʌˈˌʤʧᵻᵊ"},
    "g": "ɡ", "r": "ɹ", "ɾ": "T", "ʔ": "t", "x": "k", "ç": "h", "ɫ": "l", "ʍ": "w", "tʃ": "ʧ", "dʒ": "ʤ", "ɲ": "nj",
    "n̩": "ᵊn", "l̩": "ᵊl", "m̩": "ᵊm", "eɪ": "A", "aɪ": "I", "aʊ": "W", "ɔɪ": "Y", "e": "ɛ", "ɐ": "ə", "ɨ": "ɪ", "ː": "",
}  # fmt: skip
_AMERICAN = _FROM_IPA | {
    "oʊ": "O", "əʊ": "O", "o": "O", "oː": "O", "iː": "i", "i": "i", "uː": "u", "u": "u", "ʉː": "u", "y": "u",
    "ɑː": "ɑ", "ɑ": "ɑ", "a": "æ", "aː": "ɑ", "ɒ": "ɑ", "ɔː": "ɔ", "ɔ": "ɔ",
    "ɜː": "ɜɹ", "ɜ": "ɜɹ", "ɝ": "ɜɹ", "ɝː": "ɜɹ", "ɜːɹ": "ɜɹ", "ɜɹ": "ɜɹ", "ɜːr": "ɜɹ", "ɜr": "ɜɹ", "ɚ": "əɹ",
    "ø": "ɜɹ", "œ": "ɜɹ", "ɪə": "ɪɹ", "eə": "ɛɹ", "ɛə": "ɛɹ", "ɛː": "ɛɹ", "ʊə": "ʊɹ",
}  # fmt: skip
_BRITISH = _FROM_IPA | {
    "oʊ": "Q", "əʊ": "Q", "o": "Q", "oː": "ɔː", "iː": "iː", "i": "i", "uː": "uː", "u": "uː", "ʉː": "uː", "y": "uː",
    "ɑː": "ɑː", "ɑ": "ɑː", "a": "a", "aː": "ɑː", "æ": "a", "ɒ": "ɒ", "ɔː": "ɔː", "ɔ": "ɔː",
    "ɜː": "ɜː", "ɜ": "ɜː", "ɝ": "ɜː", "ɝː": "ɜː", "ɜːɹ": "ɜːɹ", "ɚ": "ə", "ø": "ɜː", "œ": "ɜː",
    "ɪə": "ɪə", "eə": "ɛː", "ɛə": "ɛː", "ɛː": "ɛː", "ʊə": "ʊə",
}  # fmt: skip


def write(utterance: Utterance, *, british: bool, where: str) -> str:
    """The utterance's text in hibari's notation.

    Raises:
        EngineError: A pronunciation can't be written.
    """
    return "".join(_part(part, british=british, where=where) for part in parts(utterance))


def require_readable(utterance: Utterance, alphabet: Container[str], *, where: str) -> None:
    """hibari leaves out, without a word, what is not in the alphabet of its reader for unknown words.

    Raises:
        EngineError: A letter or digit that must be said can't be read.
    """
    said = "".join(part.text for part in parts(utterance) if isinstance(part, Words))
    foreign = sorted({character for character in unicodedata.normalize("NFC", said) if _lost(character, alphabet)})
    if foreign:
        raise EngineError(
            f"this voice can't read {' '.join(foreign)} in {utterance.text[:80]!r}",
            where=where,
            hint="Give the word a pronunciation in the lexicon, or use another voice",
        )


def _lost(character: str, alphabet: Container[str]) -> bool:
    return character.isalnum() and character not in alphabet and not character.isdecimal()


def _part(part: Part, *, british: bool, where: str) -> str:
    match part:
        case Words(text):
            # What looks like a pronunciation in the text is none.
            return unicodedata.normalize("NFC", text).replace("](", "] (")
        case Letters(letters, ending):
            return _link(letters, _spell(letters, ending, british=british))
        case Sounds(text, ipa):
            alphabet = _BRITISH if british else _AMERICAN
            return _link(text, " ".join(respell(word, alphabet=alphabet, where=where) for word in ipa.split()))


def _spell(letters: str, ending: str, *, british: bool) -> str:
    """Letters run together with the main stress on the last, as hibari says "GDP"."""
    table = _BRITISH_LETTERS if british else _LETTERS
    names = [_LONG_WHEN_BRITISH.sub("ː", table[letter]) if british else table[letter] for letter in letters]
    weak = [name.replace("ˈ", "ˌ") for name in names[:-1]]
    return "".join((*weak, names[-1], _plural(names[-1], british=british) if ending else ""))


def _plural(name: str, *, british: bool) -> str:
    if name.endswith(_HISSING):
        return "ɪz" if british else "ᵻz"
    return "s" if name.endswith(_VOICELESS) else "z"


def _link(text: str, phonemes: str) -> str:
    shown = re.sub(r"[\[\]()]", " ", text).strip() or "word"
    return f"[{shown}](/{phonemes}/)"
