"""Convert the CMU Pronouncing Dictionary's phonemes to the compact alphabet, for American and British voices.

The dictionary describes American English. A British reading is derived: an r is silent unless a vowel follows, and the
spelling decides between the two vowels that American English joined ("Boston", "Chicago").
"""

from __future__ import annotations

import re

_SYMBOLS = {
    "AA": "ɑ",
    "AE": "æ",
    "AH": "ʌ",
    "AO": "ɔ",
    "AW": "W",
    "AY": "I",
    "EH": "ɛ",
    "ER": "ɜɹ",
    "EY": "A",
    "IH": "ɪ",
    "IY": "i",
    "OW": "O",
    "OY": "Y",
    "UH": "ʊ",
    "UW": "u",
    "B": "b",
    "CH": "ʧ",
    "D": "d",
    "DH": "ð",
    "F": "f",
    "G": "ɡ",
    "HH": "h",
    "JH": "ʤ",
    "K": "k",
    "L": "l",
    "M": "m",
    "N": "n",
    "NG": "ŋ",
    "P": "p",
    "R": "ɹ",
    "S": "s",
    "SH": "ʃ",
    "T": "t",
    "TH": "θ",
    "V": "v",
    "W": "w",
    "Y": "j",
    "Z": "z",
    "ZH": "ʒ",
}
_WEAK = {"AH": "ə", "ER": "əɹ"}
_STRESS = {"1": "ˈ", "2": "ˌ"}
_VOWELS = "AIOQWYaiuæɑɒɔəɛɜɪʊʌ"
# A t between vowels is a flap, unless the vowel after it is stressed.
_FLAP = re.compile(rf"(?<=[{_VOWELS}ɹ])t(?=[{_VOWELS}])")
# An open vowel without the main stress, or before two consonants, is short: "Gandolfo".
_SHORT_OPEN = re.compile(rf"(?<!ˈ)ɑ(?!ɹ)|ɑ(?=[^{_VOWELS}ˈˌɹ]{{2}})")
_BEFORE_VOWEL = rf"(?=[ˈˌ]?[{_VOWELS}])"
_KEPT_R = "R"
# What American English joined, and the spelling that tells it apart: a pattern of letters, the American sound, and the
# British one in symbols that no later rule changes.
_BY_SPELLING = (
    (re.compile("arr"), re.compile(f"ɛɹ{_BEFORE_VOWEL}"), f"æ{_KEPT_R}"),
    (re.compile("ar[aeiou][bcdfgklmnpstvz]"), re.compile(f"ɛɹ{_BEFORE_VOWEL}"), f"æ{_KEPT_R}"),
    (re.compile("wa(?:sh|s[^aeiou]|n[dtk]|d|tch)"), re.compile("(?<=w)([ˈˌ]?)[ɑɔ](?!ɹ)"), r"\1ɒ"),
    (re.compile("err?[aeiouy]"), re.compile(f"ɛɹ{_BEFORE_VOWEL}"), f"ɛ{_KEPT_R}"),
    (re.compile("[iy]rr?[aeiou]"), re.compile(f"ɪɹ{_BEFORE_VOWEL}"), f"ɪ{_KEPT_R}"),
    (re.compile("urr"), re.compile(f"ɜɹ{_BEFORE_VOWEL}"), f"ʌ{_KEPT_R}"),
    (re.compile("ew|eu|stu|[tdn]u[^aeiouy]e"), re.compile("(?<=[tdn])([ˈˌ]?)u"), r"j\1u"),
)
_WEAK_I = re.compile("(?<![ˈˌ])i(?!ɹ)")
_BRITISH_VOWELS = str.maketrans({"O": "Q", "æ": "a", "i": "iː", "u": "uː", "ɑ": "ɑː", "ɔ": "ɔː", "ɜ": "ɜː"})
_WITH_R = (("ɜːɹ", "ɜː"), ("ɑːɹ", "ɑː"), ("ɔːɹ", "ɔː"), ("ɛɹ", "ɛː"), ("ɪɹ", "ɪə"), ("iːɹ", "ɪə"), ("ʊɹ", "ʊə"))
_SILENT_R = re.compile(rf"ɹ(?![ˈˌ]?[{_VOWELS}])")
_VOWEL_LETTERS = re.compile("[aeiouy]+")


def american(symbols: str) -> str:
    """Return phonemes such as "S EH1 L T IH0 K S" in the compact alphabet."""
    return _FLAP.sub("ɾ", "".join(map(_phoneme, symbols.split())))


def british(symbols: str, word: str) -> str:
    """Return phonemes in the compact alphabet as a British speaker says the word."""
    return british_of("".join(map(_phoneme, symbols.split())), word)


def british_of(american: str, word: str) -> str:
    """Return American phonemes of the compact alphabet as a British speaker says the word."""
    phonemes = _open_vowels(american.replace("ɾ", "t"), word)
    for letters, sound, said_so in _BY_SPELLING:
        if letters.search(word.lower()):
            phonemes = sound.sub(said_so, phonemes)
    said = _WEAK_I.sub("\0", _SHORT_OPEN.sub("a", phonemes)).translate(_BRITISH_VOWELS).replace("\0", "i")
    for with_r, without in _WITH_R:
        said = said.replace(with_r, f"{without}ɹ")
    return _SILENT_R.sub("", said).replace(_KEPT_R, "ɹ")


def _phoneme(symbol: str) -> str:
    name, stress = (symbol[:-1], symbol[-1]) if symbol[-1].isdigit() else (symbol, "")
    if stress == "0":
        return _WEAK.get(name, _SYMBOLS[name])
    return _STRESS.get(stress, "") + _SYMBOLS[name]


def _open_vowels(phonemes: str, word: str) -> str:
    """Return phonemes with the vowel of "lot" where the word is written with o and no r follows."""
    letters = _VOWEL_LETTERS.findall(word.lower())
    places = [at for at, phoneme in enumerate(phonemes) if phoneme in _VOWELS]
    # A final e is often silent.
    aligned = letters if len(letters) == len(places) else letters[:-1] if len(letters) == len(places) + 1 else []
    changed = list(phonemes)
    for order, at in enumerate(places):
        if phonemes[at] in "ɑɔ" and phonemes[at + 1 : at + 2] != "ɹ":
            spelled = aligned[order] if aligned else "o" if "a" not in word.lower() else "a"
            if spelled == "o":
                changed[at] = "ɒ"
    return "".join(changed)
