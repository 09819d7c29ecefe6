"""Keep the list of an episode's clips, and compare the words that its voices were given with its script.

The list is in the cache, beside the clips, and is not published. Its name is the checksum of the episode's MP3, so it
stays valid when the output folder is moved, and an episode that is made again has another list.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import atomic, engines
from audiocast.engines.cache import ClipCache, clip_key
from audiocast.engines.reading import words_in
from audiocast.errors import PublishError
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
        given: The words that its voice was given, or None if they are unknown.
    """

    text: str
    given: tuple[str, ...] | None

    @property
    def differs(self) -> bool:
        """Whether the words that the voice was given differ from the script."""
        return self.given is not None and self.given != words_in(self.text)


def write(cache: Path, checksum: str, utterances: Iterable[Utterance], voices: Iterable[Voice]) -> None:
    """Write the list of an episode's clips. A failure is logged.

    Args:
        cache: The folder of the cache.
        checksum: The SHA-256 of the episode's MP3.
        utterances: The utterances of the episode.
        voices: All voices of the show.
    """
    voices = tuple(voices)
    versions = {name: engines.load(name).version for name in {voice.engine for voice in voices}}
    sentences, served = [], []
    for utterance in utterances:
        voice = roles.speaker(utterance, voices)
        key = clip_key(utterance, voice, versions[voice.engine])
        sentences.append((key, utterance.text))
        if voice.server.url:
            served.append(key)
    content = {"sentences": sentences, **({"served": served} if served else {})}
    try:
        atomic.write_state(_path(cache, checksum), _FORMAT, content, layout=atomic.COMPACT)
    except PublishError as error:
        _log.warning("%s: %s. `audiocast check` can't compare the episode.", error.where, error.what)


def read(cache: Path, checksum: str) -> tuple[Sentence, ...]:
    """Return the sentences of the episode whose MP3 has that checksum; () when the list is missing or damaged."""
    try:
        sentences = atomic.read_state(_path(cache, checksum), _FORMAT)["sentences"]
        listed = [(str(key), str(text)) for key, text in sentences]
    except (OSError, ValueError, TypeError, KeyError):
        return ()
    clips = ClipCache(cache)
    return tuple(Sentence(text, clips.words(key)) for key, text in listed)


def served(cache: Path) -> frozenset[Path]:
    """Return the paths of the clips of episodes that a speech server made, which can't be made again the same."""
    clips = ClipCache(cache)
    found = set()
    for path in (cache / _FOLDER).glob("??/*.json"):
        try:
            found |= {clips.path(str(key)) for key in atomic.read_state(path, _FORMAT).get("served", ())}
        except (OSError, ValueError, TypeError, KeyError):
            continue  # the list is damaged
    return frozenset(found)


def _path(cache: Path, checksum: str) -> Path:
    return cache / _FOLDER / checksum[:2] / f"{checksum[2:]}.json"
