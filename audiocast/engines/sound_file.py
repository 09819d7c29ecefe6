"""Read the WAV or AIFF file that a synthesizer of the operating system wrote."""

from __future__ import annotations

import io
import struct
import wave
from array import array
from typing import TYPE_CHECKING

from audiocast.model.audio import Clip

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE_BYTES = 2
_EXPONENT_BIAS = 16383  # of the 80-bit float that is the sample rate of an AIFF file


def read(content: bytes) -> Clip:
    """Return the sound of a mono 16-bit WAV, AIFF or AIFC file.

    Raises:
        ValueError: It is another kind of file, or has other channels or another sample width.
    """
    if content[:4] == b"FORM" and content[8:12] in (b"AIFF", b"AIFC"):
        return _aiff(content)
    try:
        with wave.open(io.BytesIO(content)) as file:
            _require_mono_16_bit(file.getnchannels(), 8 * file.getsampwidth())
            return Clip(file.readframes(file.getnframes()), file.getframerate())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"it is not a WAV or AIFF file ({len(content)} bytes)") from error


def _aiff(content: bytes) -> Clip:
    chunks = dict(_chunks(content))
    try:
        channels, frames, bits, exponent, mantissa = struct.unpack_from(">hLhHQ", chunks[b"COMM"])
        offset = struct.unpack_from(">L", chunks[b"SSND"])[0]
    except (KeyError, struct.error) as error:
        raise ValueError("the AIFF file has no sound") from error
    _require_mono_16_bit(channels, bits)
    compression = chunks[b"COMM"][18:22] if content[8:12] == b"AIFC" else b"NONE"
    samples = array("h", chunks[b"SSND"][8 + offset : 8 + offset + _SAMPLE_BYTES * frames])
    if compression in (b"NONE", b"twos"):
        samples.byteswap()
    elif compression != b"sowt":
        raise ValueError(f"the AIFC file is compressed ({compression!r})")
    return Clip(samples.tobytes(), mantissa >> (_EXPONENT_BIAS + 63 - exponent))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 12
    while position + 8 <= len(content):
        name, length = struct.unpack_from(">4sL", content, position)
        yield name, content[position + 8 : position + 8 + length]
        position += 8 + length + length % 2


def _require_mono_16_bit(channels: int, bits: int) -> None:
    if (channels, bits) != (1, 8 * _SAMPLE_BYTES):
        raise ValueError(f"it has {channels} channels of {bits} bits, not one channel of 16 bits")
