"""Build the tables of names, one for each accent, from the sources that docs/data-sources.md lists.

    python -m audiocast.pronunciation.build_names WIKIPRON STRESSED [FOLDER]

WIKIPRON is a folder with `eng_latn_us_broad.tsv` and `eng_latn_uk_broad.tsv` of CUNY-CL/wikipron. It has no stress.
STRESSED is `wiktionary/data/ipa/en` of danmysak/multilingual-ipa-data: the same words with stress, of an older date.
Our own names are in `data/news_names/`. The files are written to `data/`, or to FOLDER. The same sources give the same
bytes.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast.pronunciation import arpabet, dictionary, english, names, notation, tries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_OWN = Path(__file__).parent / "data" / "news_names"
# Capitalized, of at least three letters, one to three words; not all capitals.
_NAME = re.compile(r"[^\W\d_](?=[^ ]*[a-z])[^\d_]{2,30}")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-' ][^\W\d_]+)*")
_ALIKE_ENOUGH = 0.5
_HARDLY_ANOTHER = 0.75
# The base lexicon has many large places, and says them well.
_PLACES = "places"

Readings = dict[str, list[str]]


def rows(wikipron: Path, stressed: Path, *, british: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the names and values of the table of an accent."""
    own = dict(_with_plain(_own(_OWN.glob("*.tsv"), british=british), british=british))
    for name, phonemes in sorted(own.items()):
        yield name, names.encoded(names.OWN, phonemes)
    spoken = _spoken(wikipron, british=british)
    models = _read(stressed, british=british)
    for name, readings in sorted(spoken.items()):
        if name not in own and _is_wanted(name, british=british):
            phonemes = _best(name, readings, models, british=british)
            base = dictionary.lookup(name, british=british)
            known = base is not None and notation.rough(base.ipa) == notation.rough(notation.to_ipa(phonemes))
            if phonemes and not known:
                yield name, names.encoded(names.WIKTIONARY, phonemes)


def build(wikipron: Path, stressed: Path, folder: Path) -> None:
    """Write the tables of both accents."""
    for british in (False, True):
        path = folder / f"{names.file_name(british=british)}.marisa"
        tries.write(path, rows(wikipron, stressed, british=british))


def _own(paths: Iterable[Path], *, british: bool) -> Iterator[tuple[str, str]]:
    """Yield our own names: the name, American IPA, and British IPA where a rule can't derive it."""
    for path in sorted(paths):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            name, american, *rest = line.split("\t")
            ipa = rest[0] if british and rest else american
            words = [english.phonemes(word, british=british and bool(rest)) for word in ipa.split(" ")]
            if not all(words) or len(words) != len(names.key(name).partition(" @")[0].split(" ")):
                raise ValueError(f"{path.name}: {name}: {ipa}")
            if british and not rest:
                spelled = notation.plain_letters(names.key(name)).split(" ")
                words = [arpabet.british_of(word, each) for word, each in zip(words, spelled, strict=False)]
            said = " ".join(word if "ˈ" in word or "ˌ" in word else english.stressed(word) for word in words)
            said = re.sub(r"(?<![^ ])([dl])ˈə(?= )", r"\1ˌə", said)  # "da" and "de", "la" and "le"
            # A word has one main stress, the last one.
            said = re.sub("ˈ(?=[^ ]*ˈ)", "ˌ", said)
            if path.stem != _PLACES or not _is_said_so(name, said, british=british):
                yield names.key(name), said


def _with_plain(own: Iterable[tuple[str, str]], *, british: bool) -> Iterator[tuple[str, str]]:
    """Yield names, and their spelling without accents if no dictionary has it."""
    rows = dict(own)
    yield from rows.items()
    for name, phonemes in rows.items():
        plain = notation.plain_letters(name)
        if plain not in rows and not dictionary.lookup(plain, british=british):
            yield plain, phonemes


def _is_said_so(name: str, phonemes: str, *, british: bool) -> bool:
    """Return whether people checked a reading of a name in the base lexicon that is hardly another one."""
    if not dictionary.is_checked(name, british=british):
        return False
    base = dictionary.lookup(name, british=british)
    ours = notation.rough(notation.to_ipa(phonemes))
    return base is not None and SequenceMatcher(None, notation.rough(base.ipa), ours).ratio() > _HARDLY_ANOTHER


def _spoken(wikipron: Path, *, british: bool) -> Readings:
    """Return the readings of each name in an accent; those of the other accent, adapted, for names that it lacks."""
    ours = _read(wikipron / f"eng_latn_{'uk' if british else 'us'}_broad.tsv", british=british)
    theirs = _read(wikipron / f"eng_latn_{'us' if british else 'uk'}_broad.tsv", british=not british)
    for name, readings in theirs.items():
        if name not in ours and not dictionary.in_cmudict(name, british=british):
            adapt = arpabet.british_of if british else english.american_of
            ours[name] = [adapt(reading, name) for reading in readings]
    return ours


def _read(path: Path, *, british: bool) -> Readings:
    """Return the readings of each capitalized word of a table of IPA."""
    readings: Readings = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, ipa = line.partition("\t")
        word = unicodedata.normalize("NFC", word)
        if _NAME.fullmatch(word) and word[0].isupper() and _LETTERS.fullmatch(word):
            phonemes = english.phonemes(ipa, british=british)
            if phonemes and phonemes not in readings[word]:
                readings[word].append(phonemes)
    return readings


def _is_wanted(name: str, *, british: bool) -> bool:
    return " " not in name and "-" not in name and not dictionary.is_checked(name, british=british)


def _best(name: str, readings: list[str], models: Mapping[str, list[str]], *, british: bool) -> str:
    """Return one reading, with its stress: the one that other sources have too, if there are several."""
    known = (dictionary.in_cmudict(name, british=british), dictionary.lookup(name, british=british))
    others = [*models.get(name, ()), *(english.phonemes(each.ipa, british=british) for each in known if each)]
    bare = [english.unstressed(other) for other in others]

    def likeness(reading: str) -> float:
        return max((SequenceMatcher(None, reading, other).ratio() for other in bare), default=0)

    best = max(readings, key=lambda reading: (round(likeness(reading), 2), -len(reading)))
    ranked = sorted(others, key=lambda other: -SequenceMatcher(None, best, english.unstressed(other)).ratio())
    for other in ranked:
        if SequenceMatcher(None, best, english.unstressed(other)).ratio() >= _ALIKE_ENOUGH and (
            marked := english.stressed_like(best, other)
        ):
            return marked
    return english.stressed(best)


if __name__ == "__main__":
    build(
        Path(sys.argv[1]), Path(sys.argv[2]), Path(*sys.argv[3:4]) if sys.argv[3:] else Path(__file__).parent / "data"
    )
