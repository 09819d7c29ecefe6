"""Synthesize utterances in a worker process, with one engine of each kind that stays loaded.

Loading a voice takes longer than many sentences, so a process keeps its engines until `forget`.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib
import time
from typing import TYPE_CHECKING

from audiocast import audio
from audiocast.engines import load, throughput
from audiocast.engines.cache import CachedEngine
from audiocast.engines.throughput import Spoken
from audiocast.script.roles import speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

# The names of the voices that this process has synthesized with.
_started: set[str] = set()
_engines: dict[tuple[str, Path], CachedEngine] = {}


def prepare(speakers: tuple[tuple[Voice, ...], Path]) -> None:
    """Import what the work needs, while this process has to wait anyway.

    Args:
        speakers: The voices, and the folder of the cache.
    """
    voices, cache = speakers
    for voice in voices:
        _engine(voice.engine, cache)
    audio.preload()
    importlib.import_module("audiocast.publishing.artwork.cover")


def share(speakers: tuple[tuple[Voice, ...], Path]) -> None:
    """Do as `prepare`, and load what the worker processes that are forked off this one can share.

    Args:
        speakers: The voices, and the folder of the cache.

    Raises:
        UnknownEngineError: An engine is not installed.
    """
    prepare(speakers)
    voices, cache = speakers
    for voice in voices:
        _engine(voice.engine, cache).share(voice)


@atexit.register
def forget() -> None:
    """Close the engines that are loaded in this process."""
    while _engines:
        _, engine = _engines.popitem()
        engine.__exit__(None, None, None)


def sound_checksum(utterances: tuple[Utterance, ...], voice: Voice, *, cache: Path) -> str:
    """Synthesize without the cache, and return a checksum of the sound."""
    engine = _engine(voice.engine, cache)
    found = hashlib.sha256()
    for utterance in utterances:
        clip = engine.synthesize_anew(utterance, voice)
        found.update(f"{clip.sample_rate} {len(clip.pcm)} ".encode() + clip.pcm)
    return found.hexdigest()


class Synthesis:
    """The clips of some utterances, from the cache or else from the engines, and what they cost.

    Args:
        utterances: The utterances.
        voices: All voices of the show.
        cache: The folder of the cache.

    Attributes:
        synthesized: How many utterances were not in the cache.
        spoken: The work of the engines, by the name of the voice.
    """

    def __init__(self, utterances: Sequence[Utterance], voices: Sequence[Voice], cache: Path) -> None:
        self.synthesized = 0
        self.spoken: dict[str, Spoken] = {}
        self._utterances = utterances
        self._voices = voices
        self._cache = cache

    def clips(self) -> Iterator[Clip]:
        """Yield the clips, one for each utterance.

        Raises:
            EngineError: An utterance can't be synthesized.
        """
        for utterance in self._utterances:
            voice = speaker(utterance, self._voices)
            engine = _engine(voice.engine, self._cache)
            before, start = engine.misses, time.process_time()
            clip = engine.synthesize(utterance, voice)
            if engine.misses > before:
                self.synthesized += engine.misses - before
                self.add(utterance.voice, _cost(utterance, time.process_time() - start))
            yield clip

    def add(self, voice: str, spoken: Spoken) -> None:
        """Add to the work of a voice."""
        self.spoken[voice] = self.spoken.get(voice, Spoken()) + spoken


def _cost(utterance: Utterance, seconds: float) -> Spoken:
    """Return the work of one utterance; the first one of a voice in a process includes loading its model."""
    made = throughput.weight(utterance)
    if utterance.voice in _started:
        return Spoken(made=made, seconds=seconds)
    _started.add(utterance.voice)
    return Spoken(starts=1, start_made=made, start_seconds=seconds)


def _engine(name: str, folder: Path) -> CachedEngine:
    if (name, folder) not in _engines:
        _engines[name, folder] = CachedEngine(load(name), folder).__enter__()
    return _engines[name, folder]
