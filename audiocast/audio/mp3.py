"""How do frames become an MP3?

LAME encodes, inside this process: to start a program for it costs as much as half a minute of sound. A long recording
is encoded in parts, several at a time, and the parts one after the other are one stream:

- Each part is begun anew, so that its first frame borrows no bits from the part before.
- LAME gives out `OVERHANG` frames more than it takes when that is a whole number of its own frames (`granule`). Those
  are silence, and so belong to the pause that parts are divided in: the recording leaves them out.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# LAME's own delay, and what it needs to let go of the last frame.
_DELAY = 576
OVERHANG = 2 * _DELAY
_MPEG1_RATE = 32000
_HALVED_BELOW, _MOST_WHEN_HALVED = 16000, 64
# Level 7 takes half the time of the usual 5. At 80 kb/s predictors of quality hear no difference to the sound before
# encoding; at 64 kb/s they do.
_QUALITY = 7
_BITRATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# MPEG-1, -2 and "2.5": the second byte of a frame, and the sample rates.
_RATES = ((0xFB, (44100, 48000, 32000)), (0xF3, (22050, 24000, 16000)), (0xE3, (11025, 12000, 8000)))
# What the fields of an Info frame are called: number of frames, bytes, the table of places, and the quality.
_COUNT, _BYTES, _PLACES, _GRADE = 1, 2, 4, 8
_TABLE = 100
# The length of an Info frame's fields without the table.
_FIELDS = 56
_CONSTANT, _BY = 1, b"LAME3.100"


def granule(rate: int) -> int:
    """How many frames of sound LAME puts into one of its own."""
    return 1152 if rate >= _MPEG1_RATE else 576


def encode(sound: Iterable[bytes], path: Path, *, rate: int, bitrate_kbps: int) -> int:
    """Encode mono 16-bit frames as a part of an MP3, of constant bit rate; the answer is its length in bytes.

    Raises:
        EncodeError: The file can't be written, for example for want of disk space.
    """
    import lameenc  # noqa: PLC0415 - planning needs only the numbers above

    lame = lameenc.Encoder()
    lame.silence()
    lame.set_channels(1)
    lame.set_in_sample_rate(rate)
    lame.set_out_sample_rate(rate)
    lame.set_bit_rate(_possible(bitrate_kbps, rate))
    lame.set_quality(_QUALITY)
    try:
        with path.open("wb") as file:
            for frames in sound:
                file.write(lame.encode(frames))
            file.write(lame.flush())
            return file.tell()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        hint = "Is there space on the disk?"
        raise EncodeError(f"the encoder failed: {reason}", where=path.name, hint=hint) from error


def header(frames: int, *, length: int, rate: int, bitrate_kbps: int) -> bytes:
    """Return the Info frame that stands before the parts: it tells how long the whole is, and what of it is padding.

    It has the sample rate and the bit rate of the sound behind it, because some programs take them, and with them the
    duration, from the first frame of a file.

    Args:
        frames: Of sound, before encoding.
        length: Of all parts, in bytes.
        rate: The sample rate.
        bitrate_kbps: As given to `encode`.
    """
    size = granule(rate)
    count = -(-frames // size) + OVERHANG // size
    padding = count * size - frames - _DELAY
    kbps = _possible(bitrate_kbps, rate)
    head, whole = _frame_header(rate, kbps)
    # At a low bit rate there is no room for the table. At a constant one nobody needs it.
    table = len(head) + _FIELDS + _TABLE <= whole
    content = head + _info(count, whole + length, padding=padding, kbps=kbps, table=table)
    return (content + struct.pack(">H", _crc16(content))).ljust(whole, b"\0")


def _possible(kbps: int, rate: int) -> int:
    """The bit rate, or the nearest that the format has at this sample rate."""
    known = [each for each in _BITRATES[rate >= _MPEG1_RATE] if rate >= _HALVED_BELOW or each <= _MOST_WHEN_HALVED]
    return next((each for each in known if each >= kbps), known[-1])


def _info(count: int, length: int, *, padding: int, kbps: int, table: bool) -> bytes:
    """Return the fields by Xing and LAME, without the checksum at their end.

    Args:
        count: How many frames there are.
        length: Of all frames, in bytes.
        padding: How many samples at the end are no sound.
        kbps: The bit rate.
        table: Whether to add where in the file each hundredth of the time lies.
    """
    kinds = _COUNT | _BYTES | _GRADE | (_PLACES if table else 0)
    places = bytes(number * 256 // _TABLE for number in range(_TABLE)) if table else b""
    told = struct.pack(">4sIII", b"Info", kinds, count, length) + places + bytes(4)
    trimmed = (_DELAY << 12 | padding).to_bytes(3, "big")
    return told + struct.pack(">9sBB8sBB3sBBHIH", _BY, _CONSTANT, 0, b"", 0, kbps, trimmed, 0, 0, 0, length, 0)


def _frame_header(rate: int, kbps: int) -> tuple[bytes, int]:
    """Return the head of a mono frame with its empty side information, and the whole frame's length in bytes."""
    mpeg1 = rate >= _MPEG1_RATE
    version, rates = next((version, rates) for version, rates in _RATES if rate in rates)
    index = _BITRATES[mpeg1].index(kbps)
    head = bytes([0xFF, version, index << 4 | rates.index(rate) << 2, 0xC4])
    return head + bytes(17 if mpeg1 else 9), granule(rate) // 8 * kbps * 1000 // rate


def _crc16(content: bytes) -> int:
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
