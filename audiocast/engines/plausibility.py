"""Can this be said, and can that sound be it?

The one place where silence and half sentences are turned into errors, whatever the synthesizer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import EngineError

if TYPE_CHECKING:
    from audiocast.model import Clip, Utterance, Voice

# News takes 59 ms a letter at the least with espeak-ng, 70 with hibari; a third of that is no speech.
_LEAST_MS_PER_LETTER = 20

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SHOWN_START, _SHOWN_END = 50, 20


def require_text(utterance: Utterance, voice: Voice) -> Utterance:
    """The utterance with every control character replaced by a space.

    Raises:
        EngineError: It has no letter or digit, or half a character.
    """
    if _letters(utterance.text) == 0:
        raise EngineError(f"there is nothing to say in {_shown(utterance)}", where=_where(voice))
    if _SURROGATE.search(utterance.text):
        raise EngineError(
            f"the text holds half a character: {_shown(utterance)}",
            where=_where(voice),
            hint="Check the encoding of the document",
        )
    return replace(utterance, text=_CONTROL.sub(" ", utterance.text))


def require_speech(clip: Clip, utterance: Utterance, voice: Voice) -> Clip:
    """The clip, when it can be the utterance.

    Raises:
        EngineError: It is empty, silent or far too short.
    """
    if not clip.pcm.strip(b"\0"):
        raise EngineError(f"nothing was heard for {_shown(utterance)}", where=_where(voice))
    duration = len(clip.pcm) // 2 * 1000 // clip.sample_rate
    least = int(_letters(utterance.text) * _LEAST_MS_PER_LETTER / voice.rate)
    if duration < least:
        raise EngineError(
            f"{duration} ms of sound are too short for {_shown(utterance)}, at least {least} ms were expected",
            where=_where(voice),
        )
    return clip


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _shown(utterance: Utterance) -> str:
    """The text in quotes, safe to print, its middle left out when it is long."""
    text = utterance.text
    if len(text) > _SHOWN_START + _SHOWN_END:
        text = f"{text[:_SHOWN_START]} ... {text[-_SHOWN_END:]}"
    return repr(text)


def _where(voice: Voice) -> str:
    return f"voice {voice.name or voice.id or voice.engine}"
