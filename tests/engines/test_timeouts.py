"""Rules of how long an engine may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.engines import throughput, timeouts
from audiocast.engines.cache import CachedEngine
from audiocast.engines.tone import ToneEngine
from audiocast.model.script import Utterance
from audiocast.model.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path

_FAST = Voice(name="narrator", engine="hibari", id="heart")
_UNKNOWN = Voice(name="mine", engine="mine")
_SENTENCE = Utterance("The ferry ran late on Monday, and nobody on the pier knew why. " * 2, "", 0, "mine")


def test_a_fast_voice_gets_less_time_than_one_that_nobody_measured(tmp_path: Path) -> None:
    """Each gets many times what it needs, and the first utterance of a process the time to load the voice too."""
    limits = timeouts.TimeLimits(tmp_path)
    fast = [limits.seconds(_SENTENCE, _FAST) for _ in range(2)]
    unknown = [limits.seconds(_SENTENCE, _UNKNOWN) for _ in range(2)]
    assert fast[0] - fast[1] == unknown[0] - unknown[1] == 60
    assert 30 < fast[1] < 40
    # Seven seconds of speech, hardly faster than they are heard, with twenty other programs on the machine.
    assert 100 < unknown[1] < 120


def test_what_was_learned_of_a_slow_voice_counts(tmp_path: Path) -> None:
    """A machine on which a voice takes ten times as long waits ten times as long for it."""
    name = throughput.voice_name(_UNKNOWN)
    known = throughput.Spoken(characters=1000, sound_ms=60_000, made=1000, seconds=600)
    throughput.write(throughput.Rates({name: known}), tmp_path)
    seconds = timeouts.TimeLimits(tmp_path).seconds(_SENTENCE, _UNKNOWN)
    assert seconds > 20 * 10 * 0.06 * len(_SENTENCE.text)


def test_each_utterance_that_is_spoken_is_told(tmp_path: Path) -> None:
    """Before it with its limit, after it that the limit is over; what is in the cache needs none."""
    told: list[tuple[bool, str]] = []
    voice = Voice(name="tone", engine="tone")
    timeouts.report_to(lambda seconds, what: told.append((seconds > 0, what)))
    try:
        for _ in range(2):
            with CachedEngine(ToneEngine(), tmp_path) as engine:
                engine.synthesize(Utterance("The ferry.", "The ferry.", 0, "tone"), voice)
    finally:
        timeouts.report_to(lambda *_: None)
    assert told == [(True, "'The ferry.' in the voice tone"), (False, "")]
