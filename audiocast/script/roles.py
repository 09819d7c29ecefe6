"""Find the voice that speaks an utterance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_SLOWEST_RATE = 0.8  # a slower pace does not take a voice below this rate


def speaker(utterance: Utterance, voices: Iterable[Voice]) -> Voice:
    """Return the voice that speaks an utterance, with its rate changed to the pace of the utterance."""
    voice = next(voice for voice in voices if voice.name == utterance.voice)
    if utterance.pace == 1:
        return voice
    slowest = min(voice.rate, _SLOWEST_RATE) if utterance.pace < 1 else 0.0
    return replace(voice, rate=round(max(voice.rate * utterance.pace, slowest), 4))
