"""Turn how espeak-ng reads a name in its language into how newsreaders say it in English.

espeak-ng's voice of the language gives IPA. Sounds that newsreaders keep or change in a way of their own are listed
here for each language; `english` knows the others.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audiocast.pronunciation import english, letters

if TYPE_CHECKING:
    from audiocast.pronunciation.espeak_reader import Speak

# Our names of languages, and the voices of espeak-ng that read them. Danish names are said as Norwegian ones.
VOICES = {
    "ca": "ca", "cs": "cs", "cy": "cy", "da": "nb", "de": "de", "es": "es-419", "et": "et", "eu": "es-419", "fi": "fi",
    "fr": "fr", "ga": "ga", "hu": "hu", "is": "is", "it": "it", "lt": "lt", "lv": "lv", "nb": "nb", "nl": "nl",
    "pl": "pl", "pt": "pt-br", "ro": "ro", "sv": "sv",
}  # fmt: skip
_V = "aeiouæɑɒɔəɛɜɪʊʌyøœɨɐ"
_COMMON = (
    ("ɲɲ", "ɲ"),
    ("jj", "j"),
    ("β", "b"),
    ("ɣ", "ɡ"),
    ("ʝ", "j"),
    ("ʎ", "j"),
    ("ð", "d"),
    ("ɾ", "ɹ"),
    ("ɹɹ", "ɹ"),
    ("ʔ", ""),
    ("ʲ", ""),
    ("ˑ", ""),
)
_CHANGES = {
    "ca": (("β", "b"), ("ɣ", "ɡ"), ("ʒ", "dʒ")),
    "cs": (("r̝̊", "rʒ"), ("r̝", "rʒ"), ("hr̝", "rʒ"), ("r̩", "ɜɹ"), ("x", "k"), ("ɟ", "d"), ("c", "t"), ("ɦ", "h")),
    "da": (("xa", "ʃɑ"), ("ç", "k"), ("ʏ", "ʊ"), ("ʂ", "ʃ"), ("ʋ", "v")),
    "de": (("x", "k"), ("ç", "k"), ("ɜ$", "əɹ"), ("pf", "f"), ("ɾ", "ɹ"), ("ən$", "ən"), ("ʊɾk", "ʊɹk"), ("ɐ", "əɹ")),
    "es": (("θ", "s"), ("β", "b"), ("ɣ", "ɡ"), ("x", "h"), ("ð", "d"), ("ɲ", "nj")),
    "eu": (("θ", "s"), ("β", "b"), ("ɣ", "ɡ"), ("x", "h"), ("ð", "d"), ("ɲ", "nj")),
    "fr": (("ɥ", "w"), ("œʁ$", "ɜɹ"), ("ø", "ʊ"), ("y", "u"), ("ʁ$", "ɹ"), ("ɛ$", "e")),
    "hu": (("ɟ", "dʒ"), ("c", "tʃ"), ("x", "h"), ("ɲ", "nj")),
    "is": (("θ", "θ"), ("ɣ", "ɡ"), ("c", "k"), ("ɟ", "ɡ"), ("x", "k")),
    "it": (("ɪ", "i"), ("ʊ", "u"), ("ʎ", "lj"), ("dz", "z")),
    "lt": (("ɡ̊", "ɡ"),),
    "lv": (("ɟ", "dj"), ("c", "tj")),
    "nb": (("xa", "ʃɑ"), ("ç", "k"), ("ʏ", "ʊ"), ("ʂ", "ʃ"), ("ʋ", "v"), ("arɡ$", "ɜrɡ"), ("ɑnn", "ɑn")),
    "nl": (("sx", "sk"), ("x", "k"), ("ɣ", "ɡ"), ("œy", "aʊ"), ("ɛɪ", "aɪ"), ("ɵ", "ʌ"), ("ʋ", "v"), ("ən$", "ən")),
    "pl": (
        ("ɕ", "ʃ"), ("ʑ", "ʒ"), ("ɨ", "ɪ"), ("x", "h"), ("ɲsk", "nsk"), ("ɲ", "nj"), ("ɛ̃", "ɛn"), ("ɔ̃", "ɔn"),
        ("c", "k"), ("ɟ", "ɡ"),
    ),
    "pt": (
        ("ɐ̃ʊ̃", "aʊ"), ("ɐ̃ŋ", "ɑn"), ("ɐ̃j̃", "aɪ"), ("ɐ̃y", "aɪ"), ("ays$", "ɑɪs"), ("(?<![aɐ])ʊ$", "o"),
        ("ŋ", "n"), ("æ$", "ə"), ("æs$", "əs"), ("æ", "ɑ"), ("aʊv", "alv"), ("aʊk", "alk"), ("aʊd", "ald"),
        ("ʊs$", "os"), ("y", "i"), ("dʒi", "di"), ("tʃi", "ti"), ("dʒɪ", "deɪ"), ("tʃɪ", "teɪ"),
        ("ɾ", "ɹ"), ("ʁ", "ɹ"), ("x", "ɹ"),
    ),
    "ro": (("ɨ", "ɪ"), ("ʲʲ", "i"), ("ʲ", "i"), ("dʒeo", "dʒo"), ("tʃo", "tʃo")),
    "sv": (("rj$", "rɡ"), ("ɧ", "ʃ"), ("ʉ", "u"), ("ɵ", "ʊ"), ("ʏ", "ʊ"), ("ɕ", "ʃ"), ("ʂ", "rs"), ("ə", "ə")),
}  # fmt: skip
# Spanish surnames in -ez are often written without their accent.
_STRESSED_AS_A_NAME = re.compile("^[^áéíóú]+ez$")
_BEFORE_GLIDE = re.compile(rf"a(?=j[ˈˌ]?[{_V}])")
_E_OPEN = re.compile(rf"e(?!ː?$|ː?[ˈˌ]?[{_V}ijɪ]|ː)")
_O_CLOSED = re.compile(rf"o(?=[^{_V}ˈˌːijwʊɪ]{{2}}|[ɹrlnstk]$)")


def _in_spanish(word: str) -> str:
    """Return a Basque name as Spanish would spell it."""
    return word.replace("tx", "ch").replace("tz", "s").replace("ts", "s").replace("z", "s")


def _as_spelled(word: str, ipa: str) -> str:
    """Return Spanish IPA with the v and the first h that newsreaders say as in English."""
    letters_ = iter(re.sub("[^bv]", "", word))
    voiced = re.sub("[bβ]", lambda found: next(letters_, found[0]), ipa)
    return "h" + voiced if word.startswith("h") and not word.startswith(("hie", "hue")) else voiced


def read(word: str, language: str, speak: Speak) -> str:
    """Return American phonemes of a name in the compact alphabet, or "" if espeak-ng is not there."""
    spelled = _in_spanish(word.lower()) if language == "eu" else word.lower()
    ipa = unicodedata.normalize("NFC", speak(spelled, VOICES[language]))
    if not ipa or "(" in ipa or " " in ipa or ipa.count("ˈ") > 1:
        return ""  # letters are spelled
    if language in {"es", "ca", "eu"}:
        ipa = _as_spelled(word.lower(), ipa)
    for old, new in _CHANGES.get(language, ()):
        ipa = re.sub(old, new, ipa) if old.endswith("$") else ipa.replace(old, new)
    for old, new in _COMMON:
        ipa = ipa.replace(old, new)
    ipa = _BEFORE_GLIDE.sub("ɑ", ipa)
    ipa = _O_CLOSED.sub("ɔ", _E_OPEN.sub("ɛ", ipa))
    text = english.phonemes(ipa, british=False).replace("ɾ", "t")
    if not english.vowels(text):
        return ""
    text = english.without_double_consonants(text.replace("ˌ", ""))
    if language == "es" and _STRESSED_AS_A_NAME.search(word.lower()):
        text = english.marked(text, max(0, len(english.vowels(text)) - 2))
    return letters.weakened(text if "ˈ" in text else english.stressed(text))
