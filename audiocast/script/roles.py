"""Find the voice that reads an article, and the voice that speaks an utterance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.config.settings import Roles
from audiocast.model.language_codes import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocast.config.settings import Show
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_ALONE = Roles()
_SLOWEST_RATE = 0.8  # a slower pace does not take a voice below this rate


def speaker(utterance: Utterance, voices: Iterable[Voice]) -> Voice:
    """Return the voice that speaks an utterance, with its rate changed to the pace of the utterance."""
    voice = next(voice for voice in voices if voice.name == utterance.voice)
    if utterance.pace == 1:
        return voice
    slowest = min(voice.rate, _SLOWEST_RATE) if utterance.pace < 1 else 0.0
    return replace(voice, rate=round(max(voice.rate * utterance.pace, slowest), 4))


def reader(language: str, show: Show, voices: Sequence[Voice]) -> Voice:
    """Return the voice that reads articles in a language: the narrator, or the voice of `[languages]`.

    Args:
        language: BCP 47, or "" when it is not known.
        show: The settings of the show.
        voices: All voices of the show, the narrator's first.
    """
    wanted = language.replace("_", "-").lower()
    names = {code.lower(): name for code, name in reversed(show.languages)}
    name = names.get(wanted, "")
    if not name and primary(wanted) != primary(voices[0].language):
        name = next((each for code, each in show.languages if wanted and primary(code) == primary(wanted)), "")
    return next((voice for voice in voices if voice.name == name), voices[0])


def read_alone(show: Show) -> Show:
    """Return the settings for an article in another language: one voice reads it, without sentences in English."""
    return replace(show, roles=_ALONE, tables="skip", code="skip")
