"""Convert the respellings of newspapers, such as "shiv-AWN" or "KEE-iv", to IPA.

Syllables are separated by hyphens, and the stressed one is in capitals. A vowel is written as in an English word: ee,
ay, oh, ah, aw, uh. A single vowel letter is short before a consonant of its syllable and long at the end of it.
"""

from __future__ import annotations

import re

_SYLLABLE = re.compile("[-‐‑· ]+")
_LETTERS = re.compile("[A-Za-z'’]+")
_CONSONANTS = {
    "tch": "tʃ",
    "ch": "tʃ",
    "sh": "ʃ",
    "zh": "ʒ",
    "th": "θ",
    "dh": "ð",
    "ph": "f",
    "kh": "x",
    "gh": "ɡ",
    "ng": "ŋ",
    "nk": "ŋk",
    "ck": "k",
    "qu": "kw",
    "wh": "w",
    "dg": "dʒ",
    "dj": "dʒ",
    "kn": "n",
    "wr": "ɹ",
    "tz": "ts",
    "x": "ks",
    "c": "k",
    "g": "ɡ",
    "j": "dʒ",
    "y": "j",
    "r": "ɹ",
    "q": "k",
    "'": "",
    "’": "",
    **dict(zip("bdfhklmnpstvwz", "bdfhklmnpstvwz", strict=True)),
}
# The American sound and the British one.
_VOWELS = {
    "eigh": ("eɪ", "eɪ"),
    "augh": ("ɔ", "ɔː"),
    "ough": ("ɔ", "ɔː"),
    "igh": ("aɪ", "aɪ"),
    "eye": ("aɪ", "aɪ"),
    "air": ("ɛɹ", "ɛː"),
    "are": ("ɛɹ", "ɛː"),
    "ear": ("ɪɹ", "ɪə"),
    "eer": ("ɪɹ", "ɪə"),
    "ire": ("aɪəɹ", "aɪə"),
    "ore": ("ɔɹ", "ɔː"),
    "oor": ("ɔɹ", "ɔː"),
    "ure": ("ʊɹ", "ʊə"),
    "oar": ("ɔɹ", "ɔː"),
    "our": ("aʊəɹ", "aʊə"),
    "yoo": ("ju", "juː"),
    "ewe": ("ju", "juː"),
    "ohr": ("ɔɹ", "ɔː"),
    "ahr": ("ɑɹ", "ɑː"),
    "awr": ("ɔɹ", "ɔː"),
    "uhr": ("əɹ", "ə"),
    "ehr": ("ɛɹ", "ɛː"),
    "eh": ("ɛ", "ɛ"),
    "ih": ("ɪ", "ɪ"),
    "uh": ("ʌ", "ʌ"),
    "ah": ("ɑ", "ɑː"),
    "oh": ("oʊ", "əʊ"),
    "ee": ("i", "iː"),
    "ea": ("i", "iː"),
    "ie": ("i", "iː"),
    "ei": ("eɪ", "eɪ"),
    "ay": ("eɪ", "eɪ"),
    "ai": ("eɪ", "eɪ"),
    "ey": ("eɪ", "eɪ"),
    "aw": ("ɔ", "ɔː"),
    "au": ("ɔ", "ɔː"),
    "ow": ("aʊ", "aʊ"),
    "ou": ("u", "uː"),
    "oy": ("ɔɪ", "ɔɪ"),
    "oi": ("ɔɪ", "ɔɪ"),
    "oe": ("oʊ", "əʊ"),
    "oa": ("oʊ", "əʊ"),
    "oo": ("u", "uː"),
    "ew": ("u", "uː"),
    "ue": ("u", "uː"),
    "uu": ("ʊ", "ʊ"),
    "ye": ("aɪ", "aɪ"),
    "aa": ("ɑ", "ɑː"),
    "ae": ("æ", "æ"),
    "ii": ("aɪ", "aɪ"),
    "ar": ("ɑɹ", "ɑː"),
    "er": ("ɜɹ", "ɜː"),
    "ir": ("ɜɹ", "ɜː"),
    "ur": ("ɜɹ", "ɜː"),
    "or": ("ɔɹ", "ɔː"),
}
_SHORT = {"a": ("æ", "æ"), "e": ("ɛ", "ɛ"), "i": ("ɪ", "ɪ"), "o": ("ɑ", "ɒ"), "u": ("ʌ", "ʌ"), "y": ("ɪ", "ɪ")}
_OPEN = {"a": ("ɑ", "ɑː"), "e": ("i", "iː"), "i": ("i", "iː"), "o": ("oʊ", "əʊ"), "u": ("u", "uː"), "y": ("aɪ", "aɪ")}
_LONG = {"a": ("eɪ", "eɪ"), "e": ("i", "iː"), "i": ("aɪ", "aɪ"), "o": ("oʊ", "əʊ"), "u": ("u", "uː"), "y": ("aɪ", "aɪ")}
# In a syllable without stress.
_WEAK = {"ʌ": "ə", "ɜɹ": "əɹ", "ɜː": "ə"}
_SCHWA = ("ə", "ə")
_VOWEL_LETTERS = "aeiou"
# "lane", "kyne": the last e is silent and makes the vowel before it long.
_SILENT_E = re.compile("([aeiouy])([bdfgklmnpstvz])e")


def to_ipa(respelling: str, *, british: bool) -> str:
    """Return a respelling in IPA, or "" when it is not one."""
    words = [_word(word, british=british) for word in respelling.split()]
    return " ".join(words) if words and all(words) else ""


def _word(word: str, *, british: bool) -> str:
    syllables = [each for each in _SYLLABLE.split(word.strip("-‐‑·")) if each]
    if not syllables or not all(map(_LETTERS.fullmatch, syllables)):
        return ""
    stressed = [each.isupper() and len(each) > 1 for each in syllables]
    if not any(stressed):
        stressed[0] = True
    written = [
        _syllable(each.lower(), stressed=main, british=british) for each, main in zip(syllables, stressed, strict=True)
    ]
    if not all(written):
        return ""
    # Only one main stress: before it, a second syllable in capitals has a weak one.
    last = max(place for place, main in enumerate(stressed) if main)
    marks = ["ˈ" if place == last else "ˌ" if main else "" for place, main in enumerate(stressed)]
    return "".join(mark + each for mark, each in zip(marks, written, strict=True))


def _syllable(letters: str, *, stressed: bool, british: bool) -> str:
    """Return a syllable in IPA, or "" when it can't be read or has no vowel."""
    sounds: list[str] = []
    has_vowel = False
    at = 0
    while at < len(letters):
        if has_vowel and letters[at:] == "e":
            break  # silent
        if vowel := _vowel(letters, at, stressed=stressed and not has_vowel):
            pair, length = vowel
            weak = has_vowel or not stressed
            sounds.append(_WEAK.get(pair[british], pair[british]) if weak else pair[british])
            has_vowel = True
        elif consonant := _consonant(letters, at):
            sound, length = consonant
            if not (sounds and sounds[-1][-1:] == sound):
                sounds.append(sound)
        else:
            return ""
        at += length
    if british:
        sounds = _without_silent_r(sounds)
    return "".join(sounds) if has_vowel else ""


def _vowel(letters: str, at: int, *, stressed: bool) -> tuple[tuple[str, str], int] | None:
    """Return the vowel at a place in a syllable, and how many letters it has."""
    if letters[at] == "y" and letters[at + 1 : at + 2] and letters[at + 1] in _VOWEL_LETTERS:
        return (_VOWELS["ye"], 2) if at and letters[at:] == "ye" else None
    if letters[at] not in "aeiouy":
        return None
    silent = _SILENT_E.fullmatch(letters, at)
    if silent:
        return _LONG[silent[1]], 1
    for length in (4, 3, 2):
        pair = _VOWELS.get(letters[at : at + length])
        if pair and at + length <= len(letters):
            return pair, length
    if letters[at:] == "a" and not stressed:
        return _SCHWA, 1
    return (_SHORT if letters[at + 1 :] else _OPEN)[letters[at]], 1


def _consonant(letters: str, at: int) -> tuple[str, int] | None:
    for length in (3, 2, 1):
        spelled = letters[at : at + length]
        if len(spelled) == length and spelled in _CONSONANTS:
            return _CONSONANTS[spelled], length
    return None


def _without_silent_r(sounds: list[str]) -> list[str]:
    return [
        each
        for place, each in enumerate(sounds)
        if each != "ɹ" or place == 0 or sounds[place - 1][-1] not in "ɑɔəɜːɛɪʊ"
    ]
