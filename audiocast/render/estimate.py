"""How much will there be to hear, and how much work is it? And afterwards: was that right?

What is to be said is written as it is for a render, so that pauses are known and sentences that were spoken before cost
nothing; the rest is a matter of rates.
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

# What was measured where nothing was learned yet: seconds of a processor for a render and each of its processes, for
# an episode, and for a second of it.
_RUN_S, _PROCESS_S, _EPISODE_S, _SECOND_S = 0.3, 0.5, 0.1, 0.001
# The silence at both ends of an episode, and the pictures and texts in it, in bytes.
_AROUND = throughput.Around(1, sound_ms=750, content=45_000)


@dataclass(frozen=True, slots=True)
class Part:
    """What one voice does.

    Attributes:
        voice: Its name.
        sound_ms: How long it is heard.
        seconds: How long a processor is busy with what was not spoken before.
        guessed: Whether no earlier render told how fast it is.
    """

    voice: str
    sound_ms: float
    seconds: float
    guessed: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a render makes, and what it takes.

    Attributes:
        parts: Of each voice.
        duration_ms: Of all, with pauses.
        length: In bytes.
        seconds: How long processors are busy, with all that is not speaking.
    """

    parts: tuple[Part, ...]
    duration_ms: float
    length: float
    seconds: float

    @property
    def guessed(self) -> bool:
        """Whether it rests on guesses."""
        return any(part.guessed for part in self.parts)


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
        context: What the run's articles share.
        processes: How many speak.
    """

    def __init__(self, context: RenderContext, *, processes: int) -> None:
        music = context.show.music
        self._context = context
        self._show = f"{music.intro}|{music.outro}|{music.bed}|{music.seconds:g}|{context.show.chime}"
        self._processes = processes
        self._clips = ClipCache(context.request.cache)
        self._names = {voice.name: throughput.voice_name(voice) for voice in context.voices}
        # As they were measured somewhere else, where they were.
        known = {voice.name: measured(voice) for voice in context.voices}
        self._speeds = {name: each.speed if each else throughput.SPEED for name, each in known.items()}
        self._rates = throughput.read(context.request.cache)
        # Sums alone are kept: all that a large show says would fill the memory.
        self._episodes = 0
        self._pauses_ms = 0
        self._said: defaultdict[str, float] = defaultdict(float)
        self._new: defaultdict[str, float] = defaultdict(float)
        self._new_keys: set[str] = set()
        self._made = _Made()
        self._began = time.process_time()

    def expect(self, todo: Todo) -> None:
        """Note that an article is to be said; one that can't be is left out, and told of when it is tried."""
        context = self._context
        try:
            with translated(AudiocastError, "its text can't be prepared", where=todo.article.origin):
                written = writer.write(
                    todo.article, todo.parts, show=context.show, voice=context.voice, lexicon=context.lexicon
                )
        except AudiocastError:
            return
        self.expect_script(written)

    def expect_script(self, written: Script) -> None:
        """Note that this is to be said."""
        self._episodes += 1
        self._pauses_ms += _pauses_ms(written)
        for utterance in _utterances(written):
            self._said[utterance.voice] += throughput.weight(utterance)
            voice = roles.speaker(utterance, self._context.voices)
            key = clip_key(utterance, voice, _version(voice.engine))
            if key not in self._new_keys and not self._clips.path(key).exists():
                self._new[utterance.voice] += throughput.weight(utterance)
                self._new_keys.add(key)

    def estimate(self) -> Estimate:
        """What all that will be and take."""
        known = self._rates
        parts = tuple(
            Part(
                name,
                known.sound_ms(self._names[name], characters),
                known.seconds(self._names[name], self._new[name], processes=self._processes, speed=self._speeds[name]),
                not known.knows(self._names[name], making=self._new[name] > 0),
            )
            for name, characters in self._said.items()
        )
        around = known.beside(self._show, self._episodes, otherwise=_AROUND)
        duration = sum(part.sound_ms for part in parts) + self._pauses_ms + around.sound_ms
        length = self._sound(duration) + around.content
        besides = known.besides_s(self._besides(self._episodes, duration))
        return Estimate(parts, duration, length, sum(part.seconds for part in parts) + besides)

    def note(self, written: Script, product: Product) -> None:
        """Note what was made of a script."""
        made = self._made
        self._made = _Made(
            made.episodes + 1,
            throughput.together([made.spoken, product.spoken]),
            made.duration_ms + product.duration_ms,
            made.pauses_ms + _pauses_ms(written),
            made.length + product.media.length,
        )

    def actual(self, *, workers_s: float) -> Estimate:
        """What was made and what it took, with what workers did; the next estimate knows."""
        made = self._made
        parts = tuple(
            Part(name, each.sound_ms, each.seconds + each.start_seconds, guessed=False)
            for name, each in made.spoken.items()
        )
        speaking = sum(part.seconds for part in parts)
        seconds = time.process_time() - self._began + workers_s
        around = throughput.Around(
            made.episodes,
            made.duration_ms - made.pauses_ms - sum(part.sound_ms for part in parts),
            made.length - self._sound(made.duration_ms),
        )
        besides = throughput.Besides(self._besides(made.episodes, made.duration_ms), seconds - speaking)
        if made.episodes:
            by_rate = throughput.together({self._names[name]: each} for name, each in made.spoken.items())
            throughput.write(self._rates.learned(by_rate, {self._show: around}, besides), self._context.request.cache)
        return Estimate(parts, made.duration_ms, made.length, seconds)

    def _sound(self, duration_ms: float) -> float:
        """How many bytes of sound that is."""
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
