"""Check what an engine gets and what it returns: text, rate and pitch before, the clip after.

Every engine uses these checks, so that silence and half sentences are errors with every synthesizer. `GuardedEngine`
checks clips once more, for engines of other packages.
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

# In Hz. Speech can't be understood below 8,000; sound cards play up to 384,000.
_SAMPLE_RATES = range(4_000, 384_001)
# News takes at least 59 ms per letter with espeak-ng and 70 with hibari; a third of that can't be speech.
_MIN_MS_PER_LETTER = 20

# Slower than any speech, and the silence that a short word may have around it.
_MAX_MS_PER_LETTER, _MAX_SILENCE_MS = 2_000, 30_000

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SHOWN_START, _SHOWN_END = 50, 20


def require_text(utterance: Utterance, voice: Voice) -> Utterance:
    """Return the utterance with every control character replaced by a space.

    Raises:
        EngineError: The text has no letter or digit, or a lone surrogate.
    """
    if _letters(utterance.text) == 0:
        raise EngineError(f"there is nothing to say in {shown(utterance)}", where=_where(voice))
    if _SURROGATE.search(utterance.text):
        raise EngineError(
            f"the text has an incomplete character: {shown(utterance)}",
            where=_where(voice),
            hint="Check the encoding of the document",
        )
    return replace(utterance, text=_CONTROL.sub(" ", utterance.text))


def require_clip(clip: object, utterance: Utterance, voice: Voice) -> Clip:
    """Return the clip if it holds mono 16-bit frames at a possible sample rate. Impossible times of words are removed.

    Raises:
        EngineError: It does not.
    """
    if not isinstance(clip, Clip):
        problem = f"{type(clip).__name__} instead of a clip"
    elif not isinstance(clip.pcm, bytes):
        problem = f"{type(clip.pcm).__name__} instead of bytes as frames"
    elif len(clip.pcm) % 2:
        problem = f"{len(clip.pcm):,} bytes, which is no whole number of 16-bit frames"
    elif type(clip.sample_rate) is not int or clip.sample_rate not in _SAMPLE_RATES:
        problem = f"a sample rate of {clip.sample_rate!r}"
    else:
        return clip if _has_order(clip, utterance) else replace(clip, word_times=())
    raise EngineError(f"the engine {voice.engine} returned {problem} for {shown(utterance)}", where=_where(voice))


def _has_order(clip: Clip, utterance: Utterance) -> bool:
    """Return whether the times of words are in order, inside the clip and inside the text."""
    place = time = 0
    duration_ms = len(clip.pcm) // 2 * 1000 / clip.sample_rate
    for start, end, start_ms, end_ms in clip.word_times:
        if not (place <= start < end and time <= start_ms <= end_ms):
            return False
        place, time = end, end_ms
    return place <= len(utterance.text) and time <= duration_ms + 1


def require_speech(clip: Clip, utterance: Utterance, voice: Voice) -> Clip:
    """Return the clip if it can be the sound of the utterance.

    Raises:
        EngineError: It is empty, silent, far too short or far too long.
    """
    if not clip.pcm.strip(b"\0"):
        raise EngineError(f"the sound of {shown(utterance)} is empty or silent", where=_where(voice))
    duration = len(clip.pcm) // 2 * 1000 // clip.sample_rate
    least = int(_letters(utterance.text) * _MIN_MS_PER_LETTER / voice.rate)
    if duration < least:
        raise EngineError(
            f"{duration} ms of sound are too short for {shown(utterance)}; at least {least} ms were expected",
            where=_where(voice),
        )
    most = int(_letters(utterance.text) * _MAX_MS_PER_LETTER / min(voice.rate, 1)) + _MAX_SILENCE_MS
    if duration > most:
        raise EngineError(
            f"{duration} ms of sound are too long for {shown(utterance)}; at most {most} ms were expected",
            where=_where(voice),
        )
    return clip


def require_rate(voice: Voice, *, lowest: float, highest: float) -> None:
    """Raise an EngineError if the voice's rate is not within what the engine can follow."""
    if not lowest <= voice.rate <= highest:
        raise EngineError(f"the rate {voice.rate} is outside of {lowest} to {highest}", where=_where(voice))


def require_own_pitch(voice: Voice) -> None:
    """Raise an EngineError if the voice has another pitch than its own, for an engine that can't change it."""
    if voice.pitch != 1:
        raise EngineError(
            f"the engine {voice.engine} can't change the pitch to {voice.pitch}",
            where=_where(voice),
            hint="Remove the line with pitch",
        )


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def shown(utterance: Utterance) -> str:
    """Return the text in quotes, safe to print, without its middle when it is long."""
    text = utterance.text
    if len(text) > _SHOWN_START + _SHOWN_END:
        text = f"{text[:_SHOWN_START]} ... {text[-_SHOWN_END:]}"
    return repr(text)


def _where(voice: Voice) -> str:
    return f"voice {voice.name or voice.id or voice.engine}"
