"""Estimate the duration, the size and the work of a run, and compare the estimate with the result.

The estimator writes the scripts of the articles, so it knows all pauses, and which sentences are in the cache. The rest
is computed from rates, which each render improves (`engines.throughput`).
"""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiocast import engines
from audiocast.engines import throughput
from audiocast.engines.benchmarks import measured
from audiocast.engines.cache import ClipCache, clip_key
from audiocast.errors import AudiocastError, translated
from audiocast.script import roles, writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audiocast.model.script import Script, Utterance
    from audiocast.render.context import RenderContext
    from audiocast.render.plan import Todo
    from audiocast.render.stage_values import Product

# Measured on one machine, until a render has measured this one: seconds of CPU time for a render, for each of its
# processes, for an episode, and for a second of an episode.
_RUN_S, _PROCESS_S, _EPISODE_S, _SECOND_S = 0.3, 0.5, 0.1, 0.001
# The silence at both ends of an episode, and the length of its pictures and texts in bytes.
_AROUND = throughput.Around(1, sound_ms=750, content=45_000)


@dataclass(frozen=True, slots=True)
class VoiceWork:
    """The work of one voice.

    Attributes:
        voice: The name of the voice.
        sound_ms: The duration of its speech.
        seconds: The CPU time for what is not in the cache.
        guessed: Whether its speed is a guess, because no render has measured it.
    """

    voice: str
    sound_ms: float
    seconds: float
    guessed: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """The duration, the size and the work of a run.

    Attributes:
        voices: The work of each voice.
        duration_ms: The duration of all episodes, with pauses.
        length: The length of all MP3s in bytes.
        seconds: The CPU time, with everything besides synthesis.
    """

    voices: tuple[VoiceWork, ...]
    duration_ms: float
    length: float
    seconds: float

    @property
    def guessed(self) -> bool:
        """Whether the speed of a voice is a guess."""
        return any(each.guessed for each in self.voices)


@dataclass(frozen=True, slots=True)
class _Made:
    """Sums over all episodes that were rendered in this run."""

    episodes: int = 0
    spoken: Mapping[str, throughput.Spoken] = field(default_factory=dict)
    duration_ms: int = 0
    pauses_ms: int = 0
    length: int = 0


class Estimator:
    """Estimate the work of a run, and compare the estimate with the result.

    Args:
        context: The context of the run.
        processes: How many worker processes synthesize.
    """

    def __init__(self, context: RenderContext, *, processes: int) -> None:
        music = context.show.music
        self._context = context
        self._show = f"{music.intro}|{music.outro}|{music.bed}|{music.seconds:g}|{context.show.chime}"
        self._processes = processes
        self._clips = ClipCache(context.request.cache)
        self._rate_names = {voice.name: throughput.voice_name(voice) for voice in context.voices}
        # Measured on another machine, for the voices that come with the program.
        known = {voice.name: measured(voice) for voice in context.voices}
        self._speeds = {name: each.speed if each else throughput.SPEED for name, each in known.items()}
        self._rates = throughput.read(context.request.cache)
        # Only sums: the scripts of a large show would fill the memory.
        self._episodes = 0
        self._pauses_ms = 0
        self._characters: defaultdict[str, float] = defaultdict(float)
        self._new: defaultdict[str, float] = defaultdict(float)
        self._new_keys: set[str] = set()
        self._made = _Made()
        self._began = time.process_time()

    def expect(self, todo: Todo) -> None:
        """Add an article to the estimate. An article without a script is left out; the scheduler reports the reason."""
        context = self._context
        try:
            with translated(AudiocastError, "its text can't be prepared", where=todo.article.origin):
                written = writer.write(
                    todo.article,
                    todo.parts,
                    show=context.show,
                    voices=context.voices,
                    lexicon=context.lexicon,
                )
        except AudiocastError:
            return
        self.expect_script(written)

    def expect_script(self, written: Script) -> None:
        """Add a script to the estimate."""
        self._episodes += 1
        self._pauses_ms += _pauses_ms(written)
        for utterance in _utterances(written):
            self._characters[utterance.voice] += throughput.weight(utterance)
            voice = roles.speaker(utterance, self._context.voices)
            key = clip_key(utterance, voice, _version(voice.engine))
            if key not in self._new_keys and not self._clips.path(key).exists():
                self._new[utterance.voice] += throughput.weight(utterance)
                self._new_keys.add(key)

    def estimate(self) -> Estimate:
        """Return the estimate for everything that was added."""
        known = self._rates
        voices = tuple(
            VoiceWork(
                name,
                known.sound_ms(self._rate_names[name], characters),
                known.seconds(
                    self._rate_names[name], self._new[name], processes=self._processes, speed=self._speeds[name]
                ),
                not known.knows(self._rate_names[name], making=self._new[name] > 0),
            )
            for name, characters in self._characters.items()
        )
        around = known.beside(self._show, self._episodes, otherwise=_AROUND)
        duration = sum(each.sound_ms for each in voices) + self._pauses_ms + around.sound_ms
        length = self._sound(duration) + around.content
        besides = known.besides_s(self._besides(self._episodes, duration))
        return Estimate(voices, duration, length, sum(each.seconds for each in voices) + besides)

    def note(self, written: Script, product: Product) -> None:
        """Add a finished episode to the result."""
        made = self._made
        self._made = _Made(
            made.episodes + 1,
            throughput.together([made.spoken, product.spoken]),
            made.duration_ms + product.duration_ms,
            made.pauses_ms + _pauses_ms(written),
            made.length + product.media.length,
        )

    def actual(self, *, workers_s: float) -> Estimate:
        """Return the result, and record its rates for the next estimate.

        Args:
            workers_s: The CPU time of the worker processes, in seconds.
        """
        made = self._made
        voices = tuple(
            VoiceWork(name, each.sound_ms, each.seconds + each.start_seconds, guessed=False)
            for name, each in made.spoken.items()
        )
        speaking = sum(each.seconds for each in voices)
        seconds = time.process_time() - self._began + workers_s
        around = throughput.Around(
            made.episodes,
            made.duration_ms - made.pauses_ms - sum(each.sound_ms for each in voices),
            made.length - self._sound(made.duration_ms),
        )
        besides = throughput.Besides(self._besides(made.episodes, made.duration_ms), seconds - speaking)
        if made.episodes:
            by_rate = throughput.together({self._rate_names[name]: each} for name, each in made.spoken.items())
            throughput.write(self._rates.learned(by_rate, {self._show: around}, besides), self._context.request.cache)
        return Estimate(voices, made.duration_ms, made.length, seconds)

    def _sound(self, duration_ms: float) -> float:
        """Return the length of so much sound in bytes."""
        return duration_ms * self._context.show.bitrate_kbps / 8

    def _besides(self, episodes: int, duration_ms: float) -> float:
        return _RUN_S + _PROCESS_S * self._processes + _EPISODE_S * episodes + _SECOND_S * duration_ms / 1000


def _utterances(written: Script) -> Iterator[Utterance]:
    return (utterance for section in written.sections for utterance in section.utterances)


def _pauses_ms(written: Script) -> int:
    return sum(utterance.pause_ms for utterance in _utterances(written))


@functools.cache
def _version(engine: str) -> str:
    return engines.load(engine).version
