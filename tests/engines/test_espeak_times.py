"""Rules of the times of words of espeak-ng."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from audiocast.engines import espeak_notation
from audiocast.engines.contract import say
from audiocast.engines.espeak_times import word_times
from audiocast.engines.pyttsx3 import Pyttsx3Engine
from audiocast.model.audio import Clip
from audiocast.model.voice import Voice

_TEXT = "The A\u00a0I of Caf\u00e9 M\u00fcller, she said, is no. 10."


def _clip() -> Clip:
    """Return two seconds of sound with a rest from 1000 to 1200 ms."""
    sound = np.full(2000, 8000, "<i2")
    sound[1000:1200] = 0
    return Clip(sound.tobytes(), 1000)


def test_events_give_the_beginnings() -> None:
    """A word ends where the next one begins, or where a rest begins; phonemes in brackets are one word."""
    prompt = espeak_notation.write(say("The A\u00a0I, boom"), language="en-us", where="")
    there = prompt.text.index("[["), prompt.text.index("boom")
    found = word_times(say("The A\u00a0I, boom"), prompt, [(0, 0), (there[0], 400), (there[1], 1150)], _clip())
    assert [(each.start, each.end, each.start_ms, each.end_ms) for each in found] == [
        (0, 3, 0, 400),
        (4, 7, 400, 1000),
        (9, 13, 1200, 2000),
    ]


def test_events_that_do_not_fit_give_no_times() -> None:
    """Without events, or for another text, nothing is known."""
    prompt = espeak_notation.write(say("one two"), language="en-us", where="")
    assert word_times(say("one two"), prompt, [], _clip()) == ()
    assert word_times(say("one three"), prompt, [(0, 0), (4, 300)], _clip()) == ()


@pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng is used on Linux")
def test_espeak_says_when_each_word_is_heard() -> None:
    """Every word of the text has a time, in order."""
    with Pyttsx3Engine() as engine:
        clip = engine.synthesize(say(_TEXT), Voice(name="test", engine="pyttsx3"))
    said = [_TEXT[each.start : each.end] for each in clip.word_times]
    assert said == ["The", "A\u00a0I", "of", "Caf\u00e9", "M\u00fcller", "she", "said", "is", "no", "10"]
    times = [time for each in clip.word_times for time in each[2:]]
    assert times == sorted(times)
