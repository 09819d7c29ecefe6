"""How much will there be to hear, and how much work is it? And afterwards: was that right?

What is to be said is written as it is for a render, so that pauses are known and sentences that were spoken before cost
nothing; the rest is a matter of rates.
"""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import cast, engines, rates, script
from audiocast.cache import ClipCache, clip_key
from audiocast.errors import AudiocastError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model import Script, Utterance
    from audiocast.plan import Studio, Todo
    from audiocast.produce import Product

# What was measured where nothing was learned yet: seconds of a processor for a render and each of its processes, for
# an episode, and for a second of it.
_RUN_S, _PROCESS_S, _EPISODE_S, _SECOND_S = 0.3, 0.5, 0.1, 0.001
# Pictures and texts in an episode, in bytes, and the silence at both of its ends.
_CONTENT = 45_000
_SILENCE_MS = 750


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


class Estimator:
    """Takes note of what is to be said in a run, and of what came of it.

    Args:
        studio: What the run's articles share.
        processes: How many speak.
    """

    def __init__(self, studio: Studio, *, processes: int) -> None:
        music = studio.show.music
        self._studio = studio
        self._show = f"{music.intro}|{music.outro}|{music.seconds:g}|{studio.show.chime}"
        self._processes = processes
        self._clips = ClipCache(studio.request.cache)
        self._names = {voice.name: rates.voice_name(voice) for voice in studio.voices}
        self._rates = rates.read(studio.request.cache)
        self._expected: list[Script] = []
        self._said: defaultdict[str, float] = defaultdict(float)
        self._new: defaultdict[str, float] = defaultdict(float)
        self._seen: set[str] = set()
        self._made: list[tuple[Script, Product]] = []
        self._began = time.process_time()

    def expect(self, todo: Todo) -> None:
        """Note that an article is to be said; one that can't be is left out, and told of when it is tried."""
        studio = self._studio
        try:
            written = script.write(
                *(todo.article, todo.parts), show=studio.show, voice=studio.voice, lexicon=studio.lexicon
            )
        except AudiocastError:
            return
        self.expect_script(written)

    def expect_script(self, written: Script) -> None:
        """Note that this is to be said."""
        self._expected.append(written)
        for utterance in _utterances(written):
            self._said[utterance.voice] += rates.weight(utterance)
            voice = cast.speaker(utterance, self._studio.voices)
            key = clip_key(utterance, voice, _version(voice.engine))
            if key not in self._seen and not self._clips.path(key).exists():
                self._new[utterance.voice] += rates.weight(utterance)
            self._seen.add(key)

    def estimate(self) -> Estimate:
        """What all that will be and take."""
        known, episodes = self._rates, len(self._expected)
        parts = tuple(
            Part(
                name,
                known.sound_ms(self._names[name], characters),
                known.seconds(self._names[name], self._new[name], processes=self._processes),
                not known.knows(self._names[name], making=self._new[name] > 0),
            )
            for name, characters in self._said.items()
        )
        pauses = sum(map(_pauses_ms, self._expected))
        around = known.silence_ms(self._show, episodes, otherwise=_SILENCE_MS)
        duration = sum(part.sound_ms for part in parts) + pauses + around
        length = self._sound(duration) + known.content(self._show, episodes, otherwise=_CONTENT)
        besides = known.besides_s(self._besides(episodes, duration))
        return Estimate(parts, duration, length, sum(part.seconds for part in parts) + besides)

    def note(self, written: Script, product: Product) -> None:
        """Note what was made of a script."""
        self._made.append((written, product))

    def came(self, *, workers_s: float) -> Estimate:
        """What was made and what it took, with what workers did; the next estimate knows."""
        spoken = rates.together(product.spoken for _, product in self._made)
        duration = sum(product.duration_ms for _, product in self._made)
        length = sum(product.media.length for _, product in self._made)
        parts = tuple(
            Part(name, each.sound_ms, each.seconds + each.start_seconds, guessed=False) for name, each in spoken.items()
        )
        speaking = sum(part.seconds for part in parts)
        seconds = time.process_time() - self._began + workers_s
        pauses = sum(_pauses_ms(written) for written, _ in self._made)
        around = rates.Around(
            len(self._made), duration - pauses - sum(part.sound_ms for part in parts), length - self._sound(duration)
        )
        besides = rates.Besides(self._besides(len(self._made), duration), seconds - speaking)
        if self._made:
            by_rate = rates.together({self._names[name]: each} for name, each in spoken.items())
            rates.write(self._rates.learned(by_rate, {self._show: around}, besides), self._studio.request.cache)
        return Estimate(parts, duration, length, seconds)

    def _sound(self, duration_ms: float) -> float:
        """How many bytes of sound that is."""
        return duration_ms * self._studio.show.bitrate_kbps / 8

    def _besides(self, episodes: int, duration_ms: float) -> float:
        return _RUN_S + _PROCESS_S * self._processes + _EPISODE_S * episodes + _SECOND_S * duration_ms / 1000


def _utterances(written: Script) -> Iterator[Utterance]:
    return (utterance for section in written.sections for utterance in section.utterances)


def _pauses_ms(written: Script) -> int:
    return sum(utterance.pause_ms for utterance in _utterances(written))


@functools.cache
def _version(engine: str) -> str:
    return engines.load(engine).version
