"""How is espeak-ng told which letters are spelled and how a word is said: phonemes of its own in double brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.engines.ipa import respell
from audiocast.engines.reading import Letters, Sounds, Words, parts
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from audiocast.engines.reading import Part
    from audiocast.model import Utterance

_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "'eI b'i: s'i: d'i: 'i: 'Ef dZ'i: 'eItS 'aI dZ'eI k'eI 'El 'Em "
        "'En 'oU p'i: kj'u: 'A@ 'Es t'i: j'u: v'i: d'Vb@Lju: 'Eks w'aI z'Ed".split(),
        strict=True,
    )
)
_AMERICAN_Z = "z'i:"
_HISSING, _VOICELESS = ("s", "z", "S", "Z"), ("p", "t", "k", "f", "T")

# The phonemes of espeak-ng's English voices. A dialect says them its own way: "0" is the vowel of lot.
_FROM_IPA = {
    **{symbol: symbol for symbol in "bdfhjklmnpstvwzx"},
    "ɡ": "g", "g": "g", "ɹ": "r", "r": "r", "ɾ": "t#", "ʔ": "?", "ŋ": "N", "ʃ": "S", "ʒ": "Z", "θ": "T", "ð": "D",
    "ɫ": "l", "ɬ": "l", "ç": "C", "ʍ": "w", "tʃ": "tS", "dʒ": "dZ", "ʧ": "tS", "ʤ": "dZ",
    "n̩": "n-", "l̩": "@L", "m̩": "m-", "ᵊl": "@L", "əl": "@L",
    "iː": "i:", "i": "i", "ɪ": "I", "ᵻ": "I2", "eɪ": "eI", "e": "E", "ɛ": "E", "æ": "a", "a": "a", "aː": "A:",
    "ɑː": "A:", "ɑ": "A:", "ɒ": "0", "ɔː": "O:", "ɔ": "O:", "oʊ": "oU", "əʊ": "oU", "o": "oU", "oː": "O:",
    "ʊ": "U", "uː": "u:", "u": "u:", "ʉː": "u:", "ʌ": "V", "ə": "@", "ɐ": "a#", "ɜː": "3:", "ɜ": "3:", "ɝ": "3:",
    "ɝː": "3:", "ɜːɹ": "3:", "ɜɹ": "3:", "ɚ": "3", "əɹ": "3", "aɪ": "aI", "aʊ": "aU", "ɔɪ": "OI", "aɪɚ": "aI3", "aʊɚ": "aU3",
    "ɪɹ": "i@", "ɛɹ": "e@", "ʊɹ": "U@", "ɑːɹ": "A@", "ɑɹ": "A@", "ɔːɹ": "O@", "ɔɹ": "O@", "oːɹ": "o@",
    "ɪə": "i@", "eə": "e@", "ɛə": "e@", "ʊə": "U@", "ɛː": "e@", "y": "u:", "ø": "3:", "œ": "3:", "ɲ": "nj", "ɨ": "I2",
    "ˈ": "'", "ˌ": ",", "ː": ":",
}  # fmt: skip


def write(utterance: Utterance, *, language: str, where: str) -> str:
    """The utterance's text in espeak-ng's notation.

    Args:
        utterance: Marked as the model says.
        language: Of the espeak-ng voice; its phonemes are only known for English.
        where: The voice, for the error.

    Raises:
        EngineError: A pronunciation can't be written.
    """
    english = language.split("-")[0] == "en"
    return "".join(_part(part, english=english, american=language == "en-us", where=where) for part in parts(utterance))


def _part(part: Part, *, english: bool, american: bool, where: str) -> str:
    match part:
        case Words(text):
            # What looks like phonemes in the text is none.
            return text.replace("[[", "[ [").replace("]]", "] ]")
        case Letters(letters, ending):
            return _spell(letters, ending, american=american) if english else " ".join(letters) + ending
        case Sounds(text, ipa) if english:
            return _phonemes(*(respell(word, alphabet=_FROM_IPA, where=where) for word in ipa.split()))
        case Sounds(text, _):
            raise EngineError(
                f"this voice can't be told how {text!r} is said",
                where=where,
                hint="Use an English voice, or respell it with ordinary letters in the lexicon",
            )


def _spell(letters: str, ending: str, *, american: bool) -> str:
    """Letters run together with the main stress on the last, as in "GDP"."""
    names = [_AMERICAN_Z if american and letter == "Z" else _LETTERS[letter] for letter in letters]
    weak = [name.replace("'", ",") for name in names[:-1]]
    return _phonemes("".join((*weak, names[-1], _plural(names[-1]) if ending else "")))


def _plural(name: str) -> str:
    if name.endswith(_HISSING):
        return "I2z"
    return "s" if name.endswith(_VOICELESS) else "z"


def _phonemes(*words: str) -> str:
    return " ".join(f"[[{word}]]" for word in words)
