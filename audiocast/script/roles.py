"""Who speaks what?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

# A voice that is as slow as this is not made any slower.
_SLOW = 0.8


def speaker(utterance: Utterance, voices: Iterable[Voice]) -> Voice:
    """The voice that speaks an utterance, at the utterance's pace."""
    voice = next(voice for voice in voices if voice.name == utterance.voice)
    if utterance.pace == 1:
        return voice
    slowest = min(voice.rate, _SLOW) if utterance.pace < 1 else 0.0
    return replace(voice, rate=round(max(voice.rate * utterance.pace, slowest), 4))
