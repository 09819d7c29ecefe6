"""Distinguish the settings of the user from those that come with the program.

A new version may bring other defaults, other voice files and other entries of the lexicon. These do not make an episode
again. Only what the user wrote does. In a copy of the repository, the folder `voices/` has files of both kinds. So
`shipped.tsv` lists the voice files and the entries that come with the program. All others are the user's.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast.config import load
from audiocast.normalize.lexicon import Entry, Lexicon, read_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.model.voice import Voice

_SHIPPED = Path(__file__).with_name("shipped.tsv")
_DIGITS = 16


def written_keys(source: Path, voices: Sequence[Voice]) -> frozenset[str]:
    """Return the keys that the user wrote: of the show, of its tables ("roles.title"), of voices ("voice0.rate").

    Args:
        source: The folder of the articles, or one article.
        voices: Of the show. The keys of a voice file that is as it came with the program are not the user's.
    """
    folder = source if source.is_dir() else source.parent
    keys: set[str] = set()
    for key, value in _table(folder / load.SHOW_FILE).items():
        keys.add(key)
        keys |= {f"{key}.{inner}" for inner in value} if isinstance(value, dict) else set()
    found = load.find_voices(source)
    for number, voice in enumerate(voices):
        path = found[voice.name]
        if (path.name, "", _file_sum(path)) not in _shipped():
            keys |= {f"voice{number}.{key}" for key in _table(path)}
    return frozenset(keys)


def own_entries(lexicon: Lexicon) -> Lexicon:
    """Return the entries that the user wrote, and an empty one for each shipped entry that the user removed."""
    rows = {_row(entry): entry for entry in lexicon}
    removed = sorted(row for row in _shipped() - rows.keys() if row[0] == load.LEXICON_FILE)
    own = (entry for row, entry in rows.items() if row not in _shipped())
    return Lexicon((*(Entry(word) for _, word, _ in removed), *own))


def shipped_sum() -> str:
    """Return a checksum of all voice files and entries that come with the program."""
    return hashlib.sha256(_SHIPPED.read_bytes()).hexdigest()[:_DIGITS]


def list_shipped(folder: Path) -> str:
    """Return the content of `shipped.tsv`: a row with a checksum for each voice file and each entry of the lexicon."""
    rows = [(path.name, "", _file_sum(path)) for path in sorted(folder.glob("*.toml"))]
    rows += map(_row, read_lexicon(folder / load.LEXICON_FILE))
    return "".join("\t".join(row) + "\n" for row in rows)


@functools.cache
def _shipped() -> frozenset[tuple[str, str, str]]:
    """Return the rows of the list."""
    rows = (line.split("\t") for line in _SHIPPED.read_text(encoding="utf-8").splitlines())
    return frozenset((name, word, found) for name, word, found in rows)


def _table(path: Path) -> dict[str, object]:
    """Return the values of a settings file; {} when there is none. `config` has checked the file before."""
    return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}


def _file_sum(path: Path) -> str:
    """Return the checksum of a text file. It does not depend on the kind of line ends."""
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()[:_DIGITS]


def _row(entry: Entry) -> tuple[str, str, str]:
    """Return the row of an entry of the lexicon."""
    said = (entry.written, entry.spoken, entry.ipa, entry.any_case, entry.part)
    return load.LEXICON_FILE, entry.written, hashlib.sha256(repr(said).encode()).hexdigest()[:_DIGITS]
