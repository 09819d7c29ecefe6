"""Read romanized names of languages by rules: a table of letters and their sounds, and where the stress is.

The tables are in `data/readers`, one for each language: letters, a tab, and phonemes of the compact alphabet as
American newsreaders say them. The longest letters that fit come first; `^` and `$` are the ends of the word, and
letters after `/` must follow but are read on their own. Lines with `@` are settings: `@like` reads another table
first, `@stress` says where the stress is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from audiocast.pronunciation import english, notation

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_CLOSED = re.compile(rf"[^{english.VOWELS}]{{2}}|[^{english.VOWELS}]$")
_SYLLABIC_R = re.compile(r"(?<=[bdfɡkmnpstvzʃʒ])ɹ(?=[bdfɡklmnpstvzʃʒʧʤ])")


@dataclass(frozen=True, slots=True)
class Reader:
    """The table of a language.

    Attributes:
        sounds: The phonemes of letters; a key has a part that must follow after a slash.
        longest: The length of the longest letters.
        stress: The name of the rule for stress.
    """

    sounds: dict[str, str]
    longest: int
    stress: str


def languages() -> frozenset[str]:
    """Return the languages that have a table."""
    return frozenset(path.name.removesuffix(".tsv") for path in _folder().iterdir() if path.name.endswith(".tsv"))


@lru_cache(maxsize=4096)
def read(word: str, language: str) -> str:
    """Return American phonemes of a word in the compact alphabet, with stress, or "" if a letter has no sound."""
    reader = _reader(language)
    lower = word.lower().replace("’", "'").replace("'", "")
    text = _sounds(f"^{lower}$", reader) or _sounds(f"^{notation.plain_letters(lower)}$", reader)
    text = english.without_double_consonants(text)
    return _stressed(text, lower, reader.stress) if text and english.vowels(text) else ""


def _sounds(marked: str, reader: Reader) -> str:
    found: list[str] = []
    at = 0
    while at < len(marked):
        for length in range(min(reader.longest, len(marked) - at), 0, -1):
            letters = marked[at : at + length]
            sound = reader.sounds.get(letters)
            if sound is not None:
                taken = length
                break
            before = next(
                (cut for cut in range(1, length) if f"{letters[:cut]}/{letters[cut:]}" in reader.sounds), None
            )
            if before:
                sound, taken = reader.sounds[f"{letters[:before]}/{letters[before:]}"], before
                break
        else:
            if marked[at] not in "^$":
                return ""
            sound, taken = "", 1
        found.append(sound)
        at += taken
    return _SYLLABIC_R.sub("ɜɹ", "".join(found))


def _stressed(text: str, word: str, rule: str) -> str:
    """Return phonemes with the stress by a rule: first, penult, last, heavy (last if closed and long), or latin."""
    places = english.vowels(text)
    count = len(places)
    last = text[places[-1] + 1 :]
    if rule == "latin":
        return weakened(english.stressed(text))
    if rule == "equal":
        return english.marked(text, count - 1)
    if rule == "first" or count == 1:
        main = 0
    elif rule == "last":
        main = count - 1
    elif rule == "antepenult":
        main = max(0, count - 3)
    elif rule == "closed":
        main = count - 1 if last else count - 2
    elif rule == "heavy":
        between = text[places[-2] + 1 : places[-1]]
        long = text[places[-1]] in "iuAOWI" or (text[places[-1]] == "ɑ" and len(between) == 1)
        main = count - 1 if last and long else count - 2
    else:
        main = count - 2
    if word.endswith(("vich", "poulos", "polous")) and count > len("ab"):
        main = count - 3
    return english.marked(_weakened(text, places, main), main)


def _weakened(text: str, places: list[int], main: int) -> str:
    """Return phonemes with the open vowel of unstressed syllables as English weakens it."""
    changed = list(text)
    for order, at in enumerate(places):
        if text[at] != "ɑ" or order == main:
            continue
        after = text[at + 1 :]
        is_open = not _CLOSED.match(after)
        if not after or (is_open and (order == main - 1 or order > 0)):
            changed[at] = "ə"
    return "".join(changed)


def weakened(text: str) -> str:
    """Return phonemes that have their stress with weak vowels where English weakens them."""
    bare = english.unstressed(text)
    places = english.vowels(bare)
    main = next((order for order, at in enumerate(english.vowels(text)) if at and text[at - 1] == "ˈ"), len(places) - 1)
    return english.marked(_weakened(bare, places, main), main) if places else ""


@cache
def _reader(language: str) -> Reader:
    sounds: dict[str, str] = {}
    stress = "penult"
    for line in _folder().joinpath(f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        letters, _, sound = line.partition("\t")
        if letters == "@like":
            sounds.update(_reader(sound).sounds)
        elif letters == "@stress":
            stress = sound
        elif letters and not letters.startswith("#"):
            for each in letters.split(" "):
                sounds[each] = sound
    return Reader(sounds, max(len(key) for key in sounds), stress)


def _folder() -> Traversable:
    return files("audiocast.pronunciation").joinpath("data", "readers")
