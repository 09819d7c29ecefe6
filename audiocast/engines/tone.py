"""The engine tone, for tests and previews: a tone for each word, instantly, with no model."""

from __future__ import annotations

import math
import sys
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Self
from zlib import crc32

from audiocast.engines import sanity_checks
from audiocast.engines.reading import Letters, located, parts, words_in
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.audio import Clip, WordTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_RATE = 16_000
_LOWEST_HZ = {"": 220, "low": 110, "high": 440}
_SLOWEST, _FASTEST = 0.1, 10.0
_WORD_MS, _LETTER_MS, _GAP_MS = 60, 50, 30
_AMPLITUDE = 8_000


class ToneEngine:
    """The engine. The letters of a word decide the length and the height of its tone, so that every sentence differs.

    `voice.id` is "", "low" or "high".
    """

    version = "1"

    def __enter__(self) -> Self:
        """Return self; there is nothing to load."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing; there is nothing to free."""

    def voices(self) -> tuple[str, ...]:
        """Return all voices."""
        return tuple(_LOWEST_HZ)

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Return one tone per word, with a gap after each."""
        _check(voice)
        utterance = sanity_checks.require_text(utterance, voice)
        gap = bytes(2 * _frames(_GAP_MS, voice))
        pcm = bytearray()
        words = list(_words(utterance))
        heard: list[tuple[int, int]] = []
        for word in words:
            wave = _wave(_period(word, voice))
            length = 2 * _frames(_WORD_MS + _LETTER_MS * len(word), voice)
            heard.append((_ms(len(pcm)), _ms(len(pcm) + length)))
            pcm += (wave * (length // len(wave) + 1))[:length]
            pcm += gap
        given = words_in("".join(part.text for part in parts(utterance)))
        places = zip(located(utterance.text, words) or (), heard, strict=False)
        times = tuple(WordTime(*place, *time) for place, time in places if place[1])
        return sanity_checks.require_speech(Clip(bytes(pcm), _RATE, given, times), utterance, voice)


def _check(voice: Voice) -> None:
    if voice.id not in _LOWEST_HZ:
        raise UnknownVoiceError(
            f"the engine tone has no voice {voice.id!r}", where=f"voice {voice.name}", hint="Use '', 'low' or 'high'"
        )
    for what, factor in (("rate", voice.rate), ("pitch", voice.pitch)):
        if not _SLOWEST <= factor <= _FASTEST:
            raise EngineError(
                f"the {what} {factor} is outside of {_SLOWEST} to {_FASTEST}", where=f"voice {voice.name}"
            )


def _words(utterance: Utterance) -> Iterator[str]:
    """Yield the texts that get a tone: words, and the letters of a spelled word."""
    for part in parts(utterance):
        yield from part.letters if isinstance(part, Letters) else part.text.split()


def _ms(size: int) -> int:
    """Return the duration of so many bytes in milliseconds."""
    return round(size * 1000 / (2 * _RATE))


def _frames(milliseconds: int, voice: Voice) -> int:
    return round(_RATE * milliseconds / 1000 / voice.rate)


def _period(word: str, voice: Voice) -> int:
    octave = crc32(word.casefold().encode(), voice.seed) % 1000 / 1000
    return max(2, round(_RATE / (_LOWEST_HZ[voice.id] * voice.pitch * 2**octave)))


@lru_cache(maxsize=1024)
def _wave(period: int) -> bytes:
    wave = array("h", (round(_AMPLITUDE * math.sin(2 * math.pi * frame / period)) for frame in range(period)))
    if sys.byteorder == "big":
        wave.byteswap()
    return wave.tobytes()
