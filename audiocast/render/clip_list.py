"""Remember of which clips an episode was made, and compare what its voices were given to say with its script.

A list is kept in the cache, beside the clips, and never published. It is found by the checksum of the episode's MP3: it
stays right wherever the output folder is moved to, and an episode that is made again has another one.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import engines
from audiocast.engines.cache import ClipCache, clip_key
from audiocast.engines.reading import words_in
from audiocast.script import roles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_FORMAT = 1
_FOLDER = "episodes"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an episode.

    Attributes:
        text: Its spoken form.
        given: The words that its voice was given, or None if nobody knows.
    """

    text: str
    given: tuple[str, ...] | None

    @property
    def differs(self) -> bool:
        """Whether the voice was given other words than those of the script."""
        return self.given is not None and self.given != words_in(self.text)


def write(cache: Path, checksum: str, utterances: Iterable[Utterance], voices: Iterable[Voice]) -> None:
    """Keep the list of an episode's clips; a cache that can't be written costs nothing but that, which is said.

    Args:
        cache: The folder of the clips.
        checksum: The SHA-256 of the episode's MP3.
        utterances: What is said in it.
        voices: By whom.
    """
    voices = tuple(voices)
    versions = {name: engines.load(name).version for name in {voice.engine for voice in voices}}
    sentences = []
    for utterance in utterances:
        voice = roles.speaker(utterance, voices)
        sentences.append((clip_key(utterance, voice, versions[voice.engine]), utterance.text))
    path = _path(cache, checksum)
    content = json.dumps({"format": _FORMAT, "sentences": sentences}, separators=(",", ":"))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        _log.warning("%s: can't be written (%s). `audiocast check` can't compare the episode.", path, error.strerror)


def read(cache: Path, checksum: str) -> tuple[Sentence, ...]:
    """Return the sentences of the episode whose MP3 has that checksum, with what is known of their clips.

    A list that is missing or damaged has no sentence.
    """
    try:
        data = json.loads(_path(cache, checksum).read_bytes())
        listed = [(str(key), str(text)) for key, text in data["sentences"]] if data["format"] == _FORMAT else []
    except (OSError, ValueError, TypeError, KeyError):
        return ()
    clips = ClipCache(cache)
    return tuple(Sentence(text, clips.words(key)) for key, text in listed)


def _path(cache: Path, checksum: str) -> Path:
    return cache / _FOLDER / checksum[:2] / f"{checksum[2:]}.json"
