"""Who speaks what?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocast.model import Show, Utterance, Voice

# A voice that is as slow as this is not made any slower.
_SLOW = 0.8


def names(show: Show) -> tuple[str, ...]:
    """The voices of a show, each once, the narrator's first."""
    roles = show.roles
    others = (roles.title, roles.quote, roles.intro)
    return tuple(dict.fromkeys((show.voice, *filter(None, others))))


def speaker(utterance: Utterance, voices: Iterable[Voice]) -> Voice:
    """The voice that speaks an utterance, at the utterance's pace."""
    voice = next(voice for voice in voices if voice.name == utterance.voice)
    if utterance.pace == 1:
        return voice
    slowest = min(voice.rate, _SLOW) if utterance.pace < 1 else 0.0
    return replace(voice, rate=round(max(voice.rate * utterance.pace, slowest), 4))
