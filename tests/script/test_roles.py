"""Tests of which voice speaks an utterance, and at which rate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiocast.model.script import Utterance
from audiocast.model.voice import Voice
from audiocast.script import roles

_ANN = Voice(name="ann", engine="tone")


@pytest.mark.parametrize(
    ("rate", "pace", "heard"), [(1.0, 1.0, 1.0), (1.0, 0.95, 0.95), (0.82, 0.9, 0.8), (0.5, 0.9, 0.5), (0.5, 1.2, 0.6)]
)
def test_an_utterance_has_its_pace(rate: float, pace: float, heard: float) -> None:
    """The pace is a factor on the rate of the voice. It does not make a slow voice slower than 0.8."""
    utterance = Utterance("Yes.", "Yes.", 0, "ann", pace=pace)
    voices = (Voice(name="bob", engine="tone"), replace(_ANN, rate=rate))
    assert roles.speaker(utterance, voices) == replace(_ANN, rate=heard)
