"""Convert IPA of dictionaries and of other languages to the compact alphabet, with the sounds of one accent of English.

Sounds that English lacks become the nearest English ones, as newsreaders do: the vowel of "München" becomes that of
"moon", a nasal vowel gets an n, tones and length of consonants are dropped.
"""

from __future__ import annotations

import re
import unicodedata

from audiocast.pronunciation import dictionary

VOWELS = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵊᵻ"
_MARKS = "ˈˌ"
# Written in full here, because diphthongs must be found before their first vowel is.
_ALWAYS = (
    ("tt͡ʃ", "ʧ"), ("ttʃ", "ʧ"), ("t͡ʃ", "ʧ"), ("t͜ʃ", "ʧ"), ("tʃ", "ʧ"), ("d͡ʒ", "ʤ"), ("d͜ʒ", "ʤ"), ("dʒ", "ʤ"),
    ("t͡ɕ", "ʧ"), ("tɕ", "ʧ"), ("t͡ʂ", "ʧ"), ("tʂ", "ʧ"), ("d͡ʑ", "ʤ"), ("dʑ", "ʤ"), ("d͡ʐ", "ʤ"),
    ("͡", ""), ("͜", ""), ("ɫ", "l"), ("l̩", "ᵊl"), ("n̩", "ᵊn"), ("m̩", "ᵊm"), ("ɹ̩", "əɹ"), ("g", "ɡ"),
    ("r", "ɹ"), ("ʁ", "ɹ"), ("ʀ", "ɹ"), ("ɻ", "ɹ"), ("ɽ", "ɹ"), ("ɺ", "l"), ("ʋ", "v"), ("β", "v"), ("ɸ", "f"),
    ("ɱ", "m"), ("ɲ", "nj"), ("ɳ", "n"), ("ɴ", "ŋ"), ("ʎ", "lj"), ("ɭ", "l"), ("ɬ", "l"), ("ʍ", "w"), ("ɥ", "w"),
    ("ɰ", "w"), ("ɟ", "ʤ"), ("ʈ", "t"), ("ɖ", "d"), ("ɕ", "ʃ"), ("ʂ", "ʃ"), ("ʑ", "ʒ"), ("ʐ", "ʒ"), ("ç", "h"),
    ("ħ", "h"), ("ɦ", "h"), ("ʕ", ""), ("ʔ", ""), ("ʼ", ""), ("ʰ", ""), ("ʲ", ""), ("ʷ", ""), ("ˠ", ""), ("ˤ", ""),
    ("ɓ", "b"), ("ɗ", "d"), ("ɠ", "ɡ"), ("q", "k"), ("ɢ", "ɡ"), ("ɣ", "ɡ"), ("χ", "x"),
    ("y", "u"), ("ʉ", "u"), ("ɨ", "ɪ"), ("ʏ", "ʊ"), ("ɯ", "ʊ"), ("ɤ", "ʌ"), ("ɘ", "ə"), ("ɵ", "ə"), ("ɞ", "ɜ"),
    ("ɐ", "ə"), ("ɶ", "æ"), ("ᵻ", "ɪ"), ("ɚ", "əɹ"), ("ɝ", "ɜɹ"), ("ø", "ɜ"), ("œ", "ɜ"),
)  # fmt: skip
_AMERICAN = (
    ("eɪ", "A"), ("ɛɪ", "A"), ("ei", "A"), ("ɛi", "A"), ("æi", "A"),
    ("aɪ", "I"), ("ɑɪ", "I"), ("ai", "I"), ("ɑi", "I"), ("aj", "I"),
    ("oʊ", "O"), ("əʊ", "O"), ("ou", "O"), ("ow", "O"), ("ʌʊ", "O"),
    ("aʊ", "W"), ("ɑʊ", "W"), ("au", "W"), ("ɑu", "W"), ("aw", "W"), ("æʊ", "W"),
    ("ɔɪ", "Y"), ("oɪ", "Y"), ("ɔi", "Y"), ("oi", "Y"), ("ɒɪ", "Y"),
    ("ɛə", "ɛɹ"), ("ɒɹ", "ɔɹ"), ("oɹ", "ɔɹ"), ("eɹ", "ɛɹ"), ("aɹ", "ɑɹ"), ("ɜɹ", "\0"), ("ɜ", "ɜɹ"), ("\0", "ɜɹ"),
    ("e", "A"), ("o", "O"), ("ɒ", "ɑ"), ("a", "ɑ"),
)  # fmt: skip
_BRITISH = (
    ("eɪ", "A"), ("ɛɪ", "A"), ("ei", "A"), ("ɛi", "A"), ("æi", "A"),
    ("aɪ", "I"), ("ɑɪ", "I"), ("ai", "I"), ("ɑi", "I"), ("aj", "I"),
    ("əʊ", "Q"), ("oʊ", "Q"), ("ou", "Q"), ("ow", "Q"), ("ʌʊ", "Q"),
    ("aʊ", "W"), ("ɑʊ", "W"), ("au", "W"), ("ɑu", "W"), ("aw", "W"), ("æʊ", "W"),
    ("ɔɪ", "Y"), ("oɪ", "Y"), ("ɔi", "Y"), ("oi", "Y"), ("ɒɪ", "Y"),
    ("ɛə", "ɛː"), ("eə", "ɛː"), ("oː", "ɔː"), ("eː", "A"), ("aː", "ɑː"),
    ("e", "ɛ"), ("o", "ɒ"), ("a", "æ"), ("ɜː", "ɜ"), ("ɜ", "ɜː"),
)  # fmt: skip
_NASAL = "\u0303"
_NASAL_VOWELS = (("ɛ̃", "æn"), ("æ̃", "æn"), ("œ̃", "ʌn"), ("ɑ̃", "ɑn"), ("ɐ̃", "an"), ("ɔ̃", "ɔn"), ("õ", "on"))
_LONG = "ː"
_UNHEARD = re.compile("[\u0300-\u0302\u0304-\u0328\u032a-\u036f]|[˥˦˧˨˩↓↑˞ʱ‿|.' -]")
_FLAP = re.compile(rf"(?<=[{VOWELS}ɹ])t(?=[{VOWELS}])")
_SILENT_R = re.compile(rf"ɹ(?![ˈˌ]?[{VOWELS}])")
_SYLLABLE = re.compile(rf"([{_MARKS}])([^{VOWELS}{_MARKS}]*)")
_X_BEFORE_VOWEL = re.compile(rf"x(?=[{_MARKS}]?[{VOWELS}])")
_KNOWN = frozenset(dictionary.ALPHABET)
_TENSE = re.compile("[iu](?!ː)")
_DOUBLE = re.compile(rf"([^{VOWELS}])\1")


def phonemes(ipa: str, *, british: bool, optional: bool = True) -> str:
    """Return IPA in the compact alphabet of an accent, or "" if it has a symbol that no accent of English has.

    Args:
        ipa: One word; spaces between symbols, slashes and syllable dots are ignored.
        british: Whether the accent is British.
        optional: Whether sounds in parentheses are said.
    """
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFC", ipa).replace("ç", "h"))
    text = text.translate({ord(mark): None for mark in "/[]()"}) if optional else re.sub(r"\(.*?\)|[/\[\]]", "", text)
    text = text.replace(" ", "").replace("\u032f", "")
    for nasal, oral in _NASAL_VOWELS:
        text = text.replace(unicodedata.normalize("NFD", nasal), oral)
    text = text.replace(_NASAL, "n")
    for old, new in _ALWAYS:
        text = text.replace(old, new)
    text = _UNHEARD.sub("", text).replace("\u0329", "")
    if not british:
        text = text.replace(_LONG, "")
    for old, new in _BRITISH if british else _AMERICAN:
        text = text.replace(old, new)
    text = _X_BEFORE_VOWEL.sub("h", _stressed_vowels(text)).replace("x", "k")
    text = _british(text) if british else _FLAP.sub("ɾ", text)
    text = re.sub("n(?=[ˈˌ]?[kɡ])", "ŋ", text)
    return text if text and _KNOWN.issuperset(text) else ""


def _stressed_vowels(text: str) -> str:
    """Return phonemes with the stress right before the vowel instead of before the syllable."""
    return _SYLLABLE.sub(r"\2\1", text)


def _british(text: str) -> str:
    text = re.sub(rf"{_LONG}+", _LONG, text)
    text = re.sub(rf"(?<=[^ɑɔɜiuɛ]){_LONG}", "", text)
    text = _TENSE.sub(lambda found: found[0] + _LONG, text)
    text = re.sub("(?<![ˈˌ])iː(?=$|[ˈˌ]?[AIOQWYæɑəɛɪ])", "i", text)
    text = re.sub(rf"ɔɹ(?![ˈˌ]?[{VOWELS}])", "ɔːɹ", text)
    text = re.sub("ɑ(?!ː)", "ɑː", text)
    text = re.sub("ɔ(?!ː)", "ɒ", text)
    return _SILENT_R.sub("", text).replace("æ", "a")


def without_double_consonants(text: str) -> str:
    """Return phonemes with each doubled consonant once."""
    return _DOUBLE.sub(r"\1", text)


def vowels(text: str) -> list[int]:
    """Return the places of the vowels of a word."""
    return [at for at, phoneme in enumerate(text) if phoneme in VOWELS]


def unstressed(text: str) -> str:
    """Return phonemes without stress."""
    return text.replace("ˈ", "").replace("ˌ", "")


def stressed_like(text: str, model: str) -> str:
    """Return phonemes with the stress of a model that has as many vowels, or ""."""
    bare = unstressed(text)
    places, models = vowels(bare), vowels(model)
    if len(places) != len(models) or "ˈ" not in model:
        return ""
    marks = {order: model[at - 1] for order, at in enumerate(models) if at and model[at - 1] in _MARKS}
    main = next(order for order, mark in marks.items() if mark == "ˈ")
    if bare[places[main]] in "əᵊ" and len(places) > 1:
        return ""
    return _marked(bare, places, marks)


def stressed(text: str) -> str:
    """Return phonemes with the stress where English words of this form have it mostly."""
    bare = unstressed(text)
    places = vowels(bare)
    if not places:
        return bare
    full = [order for order, at in enumerate(places) if bare[at] not in "əᵊ"]
    if not full:
        return _marked(bare, places, {0: "ˈ"})
    main = full[0]
    if len(places) > len("ab"):
        penult = len(places) - 2
        between = bare[places[penult] + 1 : places[-1]].replace("ː", "")
        heavy = bare[places[penult]] in "AIOQWYiuɑɔɜ" or len(between) > 1
        before = [order for order in full if order <= (penult if heavy else penult - 1)]
        main = before[-1] if before else full[0]
    return _marked(bare, places, {main: "ˈ"})


def marked(text: str, main: int) -> str:
    """Return phonemes with the main stress on a vowel, by its number."""
    bare = unstressed(text)
    return _marked(bare, vowels(bare), {main: "ˈ"})


def _marked(bare: str, places: list[int], marks: dict[int, str]) -> str:
    marked = list(bare)
    for order, mark in marks.items():
        marked[places[order]] = mark + marked[places[order]]
    return "".join(marked)


def american_of(british: str, word: str) -> str:
    """Return British phonemes of the compact alphabet as an American speaker says the word.

    The spelling tells where Americans say an r that the British don't.
    """
    spelled = word.lower()
    text = british.replace("Q", "O").replace("ɒɹ", "ɔɹ").replace("ɒ", "ɑ").replace("ɜː", "ɜɹ").replace("ɛː", "ɛɹ")
    for long, letters in (("ɑː", "ar"), ("ɔː", "or|our|oar|war|quar"), ("ɪə", "er|ear|eir|ier|ir"), ("ʊə", "ur|our")):
        short = {"ɑː": "ɑ", "ɔː": "ɔ", "ɪə": "ɪ", "ʊə": "ʊ"}[long]
        if re.search(letters, spelled):
            text = text.replace(long, f"{short}ɹ")
    text = text.replace(_LONG, "").replace("ɹɹ", "ɹ")
    if text.endswith("ə") and re.search("(er|or|ar|re|our|ir)$", spelled):
        text += "ɹ"
    return _FLAP.sub("ɾ", text)
