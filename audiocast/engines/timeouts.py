"""Decide how long an engine may take for an utterance, and tell that to whoever can end this process.

An engine may hang inside of a library, where nothing in the same process can stop it. So the process that works tells
what it is about to do and how long that may take; `workers` and `cluster` wait that long and end it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeAlias

from audiocast.engines import throughput
from audiocast.engines.benchmarks import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

# Any utterance may wait so long for a processor or a disk, and the first of a voice for its model too.
_SECONDS, _SECONDS_TO_START = 30.0, 60.0
# How many times as long as usual an utterance may take: other programs may want the same core.
_TIMES_AS_LONG = 20.0
# Seconds of speech in a second of a voice that nobody measured: as slow as the slowest that was.
_UNKNOWN_SPEED = 1.8

Tell: TypeAlias = "Callable[[float, str], None]"
"""Is told how many seconds what is done from now on may take, and what it is; 0 is as long as the whole task may."""

_watcher: ContextVar[Tell | None] = ContextVar("watcher", default=None)


def report_to(tell: Tell) -> None:
    """Tell somebody of all that this thread does within a limit."""
    _watcher.set(tell)


@contextmanager
def limit(seconds: float, what: str) -> Iterator[None]:
    """Let what is done inside take so long at the most, where somebody watches."""
    tell = _watcher.get()
    if tell is None:
        yield
        return
    tell(seconds, what)
    try:
        yield
    finally:
        tell(0, "")


class Patience:
    """How long each voice may take.

    Args:
        cache: The folder that holds what was learned of their speed.
    """

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._rates: throughput.Rates | None = None
        self._started: set[str] = set()

    def seconds(self, utterance: Utterance, voice: Voice) -> float:
        """Return the limit for an utterance that is about to be spoken."""
        if self._rates is None:
            self._rates = throughput.read(self._cache)
        name = throughput.voice_name(voice)
        characters = throughput.weight(utterance)
        known = measured(voice)
        usual = self._rates.sound_ms(name, characters) / 1000 / (known.speed if known else _UNKNOWN_SPEED)
        # What was learned may say less than it takes, since it counts only the time of this process.
        usual = max(usual, self._rates.seconds(name, characters, processes=0))
        start = 0.0 if name in self._started else _SECONDS_TO_START
        self._started.add(name)
        return start + _SECONDS + _TIMES_AS_LONG * usual
