"""Limit the time that an engine may take for an utterance.

An engine may hang inside a library, where nothing in the same process can stop it. So a worker reports what it is about
to do and how long that may take; `render.workers` waits that long and then ends the process.
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

# Every utterance gets this time, for a busy processor or disk; the first of a voice gets more, to load the model.
_BASE_SECONDS, _LOADING_SECONDS = 30.0, 60.0
# How many times as long as usual an utterance may take: other programs may use the same core.
_TIMES_AS_LONG = 20.0
# Seconds of speech per second of a voice that was not measured: as slow as the slowest that was.
_UNKNOWN_SPEED = 1.8

Report: TypeAlias = "Callable[[float, str], None]"
"""Receives the time limit of the work that begins now, in seconds, and its description; 0 is that of the whole task."""

_watcher: ContextVar[Report | None] = ContextVar("watcher", default=None)


def report_to(report: Report) -> None:
    """Report every time limit in this thread to a function."""
    _watcher.set(report)


@contextmanager
def limit(seconds: float, what: str) -> Iterator[None]:
    """Limit the time of the block, if `report_to` was called; the process is ended if it takes longer."""
    report = _watcher.get()
    if report is None:
        yield
        return
    report(seconds, what)
    try:
        yield
    finally:
        report(0, "")


class TimeLimits:
    """The time limits of utterances, from the speed of each voice.

    Args:
        cache: The folder with the measurements of `throughput`.
    """

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._rates: throughput.Rates | None = None
        self._started: set[str] = set()

    def seconds(self, utterance: Utterance, voice: Voice) -> float:
        """Return the time limit in seconds for an utterance that is about to be synthesized."""
        if voice.server.url:  # its engine has a limit of its own
            return voice.server.patience_s + voice.server.silence_s + _BASE_SECONDS
        if self._rates is None:
            self._rates = throughput.read(self._cache)
        name = throughput.voice_name(voice)
        characters = throughput.weight(utterance)
        known = measured(voice)
        usual = self._rates.sound_ms(name, characters) / 1000 / (known.speed if known else _UNKNOWN_SPEED)
        # The measurements may be less than the real time, because they are CPU seconds of this process only.
        usual = max(usual, self._rates.seconds(name, characters, processes=0))
        start = 0.0 if name in self._started else _LOADING_SECONDS
        self._started.add(name)
        return start + _BASE_SECONDS + _TIMES_AS_LONG * usual
