"""Say names that no table has, from the language that they seem to come from.

The letters of the name, the names beside it and the places in the article tell the language. Then the name is read by
the rules of that language, and said with the sounds of English. When the language is not clear enough, there is no
reading, and the engine guesses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from audiocast.pronunciation import arpabet, dictionary, languages, letters, native, notation
from audiocast.pronunciation.espeak_reader import speak as espeak
from audiocast.pronunciation.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocast.pronunciation.espeak_reader import Speak

SOURCE = "origin"
_READABLE = re.compile("[aeiouyäöüáàâãåæéèêëíìîïóòôõøúùûýăąęěıőűůœ]")
_CAMEL = re.compile(r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^Di)(?<!^La)(?<!^Le)(?<!['’])(?<=.)[A-Z]")
_SHORTEST = 3
# How much names beside it count, and a place of the language in the article.
_NEIGHBOR, _PLACE = 0.6, 1.2
# The chance that a language needs: usually, and where another source has the name without its accents.
LEAST, LEAST_OF_ACCENTED = 0.5, 0.9
# Languages that read names so alike that it does not matter which one it is.
_ALIKE = (
    frozenset(("es", "ca", "eu", "pt")),
    frozenset(("ar", "fa", "he")),
    frozenset(("sw", "yo", "zu", "am", "mg", "sm")),
    frozenset(("nb", "da", "sv")),
    frozenset(("ru", "ka")),
    frozenset(("hi", "id")),
    frozenset(("lt", "lv", "et", "fi")),
    frozenset(("cs", "hr")),
)
# Letters that only some languages have, or endings that hardly others have.
_ENGLISH = (
    "(?:ology|ness|ment|tion|ship|ville|worth|shire|field|wood|berry|berries|ford|bury|ham|ton|ley|land|graph|tech|soft|"
    "ware|burger|gate|day|book|house|maker|town|hill|stone|son|man)$"
)
_SIGNS = tuple(
    (re.compile(pattern, re.IGNORECASE), language, weight)
    for pattern, language, weight in (
        (_ENGLISH, "en", 2.0),
        ("[łńśźżą]|rz|szcz|wicz$|czyk$|[wo]wski$|iński$", "pl", 3.0),
        ("[řůě]|ová$", "cs", 4.0),
        ("[őű]|^sz|szky$|ffy$", "hu", 4.0),
        ("[șț]|escu$|eanu$|oiu$", "ro", 4.0),
        ("[bdgjklmnprvz]ic$", "hr", 2.0),
        ("đ|ović$|ević$|[aiou]ć$|ovic$", "hr", 4.0),
        ("[ğıİş]|oğlu$", "tr", 4.0),
        ("ã|ões$|ção|inho$|lh[aeo]", "pt", 4.0),
        ("ñ|[áéíóú]ez$|guez$|ndez$", "es", 3.0),
        ("eaux?$|oux$|ault$|[èêë]|eille|^d'", "fr", 3.0),
        ("(?:nn|tt|ll|mm|ss|ff|pp|ck)er$|berger$", "de", 2.0),
        ("ß|^sch|schmidt$|stein$|^pf", "de", 3.0),
        ("[øå]|sen$", "nb", 2.0),
        ("[øå].*sson$|sson$|ström$|qvist$", "sv", 3.0),
        ("dóttir$|[ðþ]", "is", 5.0),
        ("nen$|[äö][äö]", "fi", 3.0),
        ("[ėųūį]|auskas$|aitis$|ienė$", "lt", 4.0),
        ("[ņļķģ]|iņš$", "lv", 4.0),
        ("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]|^nguy", "vi", 6.0),
        ("shvili$|dze$", "ka", 5.0),
        ("yan$|ian$", "hy", 1.0),
        ("opoulos$|akis$|idis$", "el", 4.0),
        ("enko$|[ck]hu?k$|sky[iy]?$|yev$|yeva$", "ru", 3.0),
        ("elli$|etti$|ucci$|ini$|acci$|gli", "it", 2.0),
        ("^(?:zh|x[iu]|qi)", "zh", 3.0),
        ("ij[bdfgklmnprstvz]|^van|stra$|kx", "nl", 2.0),
        ("aigh|bh|mh|dh$", "ga", 1.0),
    )
)
_PLACES = {
    "ar": "Egypt Cairo Saudi Iraq Baghdad Syria Damascus Lebanon Beirut Jordan Yemen Gaza Palestinian Qatar Libya",
    "cs": "Czech Prague Slovakia Slovak Bratislava",
    "da": "Denmark Danish Copenhagen",
    "de": "Germany German Berlin Munich Austria Austrian Vienna Hamburg Frankfurt",
    "el": "Greece Greek Athens Cyprus",
    "es": "Spain Spanish Madrid Mexico Mexican Argentina Colombia Chile Peru Venezuela Cuba Barcelona Bolivia Ecuador",
    "fa": "Iran Iranian Tehran Afghanistan Kabul",
    "fi": "Finland Finnish Helsinki",
    "fr": "France French Paris Lyon Marseille",
    "he": "Israel Israeli Jerusalem",
    "hi": "India Indian Delhi Mumbai Nepal Bangladesh Pakistan Sri",
    "hr": "Croatia Croatian Zagreb Serbia Serbian Belgrade Bosnia Slovenia Montenegro",
    "hu": "Hungary Hungarian Budapest",
    "hy": "Armenia Armenian Yerevan",
    "id": "Indonesia Indonesian Jakarta Malaysia Malaysian",
    "is": "Iceland Icelandic Reykjavik",
    "it": "Italy Italian Rome Milan Naples Turin",
    "ja": "Japan Japanese Tokyo Osaka",
    "ka": "Georgian Tbilisi",
    "ko": "Korea Korean Seoul",
    "nb": "Norway Norwegian Oslo",
    "nl": "Netherlands Dutch Amsterdam Hague Rotterdam",
    "pl": "Poland Polish Warsaw Krakow",
    "pt": "Brazil Brazilian Portugal Portuguese Lisbon",
    "ro": "Romania Romanian Bucharest Moldova",
    "ru": "Russia Russian Moscow Ukraine Ukrainian Kyiv Belarus Kremlin Bulgaria",
    "sv": "Sweden Swedish Stockholm",
    "sw": "Kenya Kenyan Nairobi Tanzania Uganda Rwanda Congo",
    "th": "Thailand Thai Bangkok",
    "tr": "Turkey Turkish Ankara Istanbul Azerbaijan Türkiye",
    "vi": "Vietnam Vietnamese Hanoi",
    "yo": "Nigeria Nigerian Lagos Ghana Abuja",
    "zh": "China Chinese Beijing Shanghai Taiwan Taipei",
    "zu": "Africa Johannesburg Zimbabwe Pretoria",
}


def pronounce(
    name: str,
    *,
    british: bool,
    context: frozenset[str] = frozenset(),
    neighbors: Iterable[str] = (),
    speak: Speak = espeak,
) -> Found | None:
    """Return the pronunciation of a name by its language, or None if the language is not clear or is English.

    Args:
        name: One word, as it is written.
        british: Whether the voice has a British accent.
        context: The words of the article; places among them make their language likelier.
        neighbors: Names right before and after it, such as the given name.
        speak: How words are read in a language.
    """
    bare = notation.NAME_ENDING.sub("", name)
    if _CAMEL.search(bare):
        return None  # a brand, such as "OpenAI"
    if len(bare) < _SHORTEST or not bare[0].isupper() or bare.isupper() or not _READABLE.search(bare.lower()):
        return None
    language = language_of(bare, context=context, neighbors=neighbors)
    american = _read(bare, language, speak) if language else ""
    if not american:
        return None
    phonemes = arpabet.british_of(american, bare) if british else american
    if bare != name and name[-1] == "s":
        phonemes = dictionary.with_s(phonemes, british=british)
    return Found(notation.to_ipa(phonemes), SOURCE, sure=False)


def language_of(
    name: str, *, context: frozenset[str] = frozenset(), neighbors: Iterable[str] = (), least: float = LEAST
) -> str:
    """Return the language that a name comes from, or "" if it is not clear or is English."""
    sums = list(languages.scores(name))
    for neighbor in neighbors:
        for place, score in enumerate(languages.scores(neighbor)):
            sums[place] += _NEIGHBOR * score
    for language in _languages_of_places(context):
        sums[languages.LANGUAGES.index(language)] += _PLACE
    for pattern, language, weight in _SIGNS:
        if pattern.search(name):
            sums[languages.LANGUAGES.index(language)] += weight
    chances = languages.chances(sums)
    best = max(chances, key=chances.__getitem__)
    if best == "en":
        return ""
    alike = next((group for group in _ALIKE if best in group), frozenset((best,)))
    return best if sum(chances[each] for each in alike) >= least else ""


@lru_cache(maxsize=64)
def _languages_of_places(context: frozenset[str]) -> tuple[str, ...]:
    return tuple(language for language, places in _PLACES.items() if not context.isdisjoint(places.split()))


def _read(name: str, language: str, speak: Speak) -> str:
    if language in letters.languages():
        word = notation.plain_letters(name) if language == "vi" else name
        return letters.read(word, language)
    return native.read(name, language, speak)
