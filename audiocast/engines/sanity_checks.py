"""Can this be said, and can that sound be it?

The one place where silence and half sentences are turned into errors, whatever the synthesizer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import EngineError
from audiocast.model.audio import Clip

if TYPE_CHECKING:
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

# What sound cards play, and more; lower than 8 kHz there is no speech to understand.
_SAMPLE_RATES = range(4_000, 384_001)
# News takes 59 ms a letter at the least with espeak-ng, 70 with hibari; a third of that is no speech.
_LEAST_MS_PER_LETTER = 20

# Slower than anybody speaks, and what a short word may have around it.
_MOST_MS_PER_LETTER, _MOST_MS_BESIDES = 2_000, 30_000

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SHOWN_START, _SHOWN_END = 50, 20


def require_text(utterance: Utterance, voice: Voice) -> Utterance:
    """The utterance with every control character replaced by a space.

    Raises:
        EngineError: It has no letter or digit, or half a character.
    """
    if _letters(utterance.text) == 0:
        raise EngineError(f"there is nothing to say in {shown(utterance)}", where=_where(voice))
    if _SURROGATE.search(utterance.text):
        raise EngineError(
            f"the text holds half a character: {shown(utterance)}",
            where=_where(voice),
            hint="Check the encoding of the document",
        )
    return replace(utterance, text=_CONTROL.sub(" ", utterance.text))


def require_clip(clip: object, utterance: Utterance, voice: Voice) -> Clip:
    """Return the clip, when it holds mono 16-bit frames.

    Raises:
        EngineError: It does not.
    """
    if not isinstance(clip, Clip):
        problem = f"{type(clip).__name__} in place of a clip"
    elif not isinstance(clip.pcm, bytes):
        problem = f"{type(clip.pcm).__name__} in place of bytes of sound"
    elif len(clip.pcm) % 2:
        problem = f"{len(clip.pcm):,} bytes of sound, which are no whole frames"
    elif type(clip.sample_rate) is not int or clip.sample_rate not in _SAMPLE_RATES:
        problem = f"a sample rate of {clip.sample_rate!r}"
    else:
        return clip
    raise EngineError(f"the engine {voice.engine} gave {problem} for {shown(utterance)}", where=_where(voice))


def require_speech(clip: Clip, utterance: Utterance, voice: Voice) -> Clip:
    """The clip, when it can be the utterance.

    Raises:
        EngineError: It is empty, silent, far too short or far too long.
    """
    if not clip.pcm.strip(b"\0"):
        raise EngineError(f"nothing was heard for {shown(utterance)}", where=_where(voice))
    duration = len(clip.pcm) // 2 * 1000 // clip.sample_rate
    least = int(_letters(utterance.text) * _LEAST_MS_PER_LETTER / voice.rate)
    if duration < least:
        raise EngineError(
            f"{duration} ms of sound are too short for {shown(utterance)}, at least {least} ms were expected",
            where=_where(voice),
        )
    most = int(_letters(utterance.text) * _MOST_MS_PER_LETTER / min(voice.rate, 1)) + _MOST_MS_BESIDES
    if duration > most:
        raise EngineError(
            f"{duration} ms of sound are too long for {shown(utterance)}, at most {most} ms were expected",
            where=_where(voice),
        )
    return clip


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def shown(utterance: Utterance) -> str:
    """The text in quotes, safe to print, its middle left out when it is long."""
    text = utterance.text
    if len(text) > _SHOWN_START + _SHOWN_END:
        text = f"{text[:_SHOWN_START]} ... {text[-_SHOWN_END:]}"
    return repr(text)


def _where(voice: Voice) -> str:
    return f"voice {voice.name or voice.id or voice.engine}"
