"""Who speaks what?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiocast import cast
from audiocast.model import Roles, Show, Utterance, Voice

_SHOW = Show(title="A show", description="About things.", voice="ann")
_ANN = Voice(name="ann", engine="tone")


def test_by_default_one_voice_speaks() -> None:
    """A role without a voice, or with the narrator's, adds none."""
    assert cast.names(_SHOW) == ("ann",)
    assert cast.names(replace(_SHOW, roles=Roles(title="bob", quote="ann", intro="bob"))) == ("ann", "bob")


@pytest.mark.parametrize(
    ("rate", "pace", "heard"), [(1.0, 1.0, 1.0), (1.0, 0.95, 0.95), (0.82, 0.9, 0.8), (0.5, 0.9, 0.5), (0.5, 1.2, 0.6)]
)
def test_an_utterance_has_its_pace(rate: float, pace: float, heard: float) -> None:
    """It is a factor on the voice's own rate; what is slow already is not made slower than slow."""
    utterance = Utterance("Yes.", "Yes.", 0, "ann", pace=pace)
    voices = (Voice(name="bob", engine="tone"), replace(_ANN, rate=rate))
    assert cast.speaker(utterance, voices) == replace(_ANN, rate=heard)
