"""Can this be said, and can that sound be it?

The one place where silence and half sentences are turned into errors, whatever the synthesizer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.errors import EngineError

if TYPE_CHECKING:
    from audiocast.model import Clip, Utterance, Voice

# No voice says a letter of running text in less: the fastest of 3,000 sentences took 42 ms at rate 1.
_LEAST_MS_PER_LETTER = 20

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


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
    if not _CONTROL.search(utterance.text):
        return utterance
    return type(utterance)(
        text=_CONTROL.sub(" ", utterance.text),
        written=utterance.written,
        pause_ms=utterance.pause_ms,
        voice=utterance.voice,
        pronunciations=utterance.pronunciations,
    )


def require_speech(clip: Clip, utterance: Utterance, voice: Voice) -> Clip:
    """The clip, when it can be the utterance.

    Raises:
        EngineError: It is empty, silent or far too short.
    """
    duration = len(clip.pcm) // 2 * 1000 // clip.sample_rate
    if not clip.pcm.strip(b"\0"):
        raise EngineError(f"nothing was heard for {_shown(utterance)}", where=_where(voice))
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
    return (
        ascii(text if len(text) <= 80 else f"{text[:50]} ... {text[-20:]}")
        if _SURROGATE.search(text)
        else repr(text if len(text) <= 80 else f"{text[:50]} … {text[-20:]}")
    )


def _where(voice: Voice) -> str:
    return f"voice {voice.name or voice.id or voice.engine}"
