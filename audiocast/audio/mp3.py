"""Encode frames as a mono MP3 of constant bit rate.

LAME encodes inside this process: starting a program for it would take as long as encoding half a minute of sound. The
segments of a long recording are encoded one by one, several at a time, and one after the other they are one stream:

- The encoder starts again for each segment, so that its first frame borrows no bits from the segment before it.
- If the input is a whole number of LAME's own frames (`granule`), LAME adds `OVERHANG` silent frames. The pause at
  which the recording was divided is made shorter by as many.

The bit rate of a show is `bitrate_kbps` in `show.toml`. `_nearest_bit_rate` replaces it by the nearest bit rate that
MP3 has at the sample rate.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import lameenc

from audiocast.errors import EncodeError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# LAME's own delay, and the silence it needs to complete the last frame.
_DELAY = 576
OVERHANG = 2 * _DELAY
# From this sample rate on, in Hz, an MP3 is MPEG-1; below it is MPEG-2 with half as many frames in each of LAME's.
_MPEG1_RATE = 32000
_BIT_RATES_KBPS = {
    "MPEG-1": (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    "MPEG-2": (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# "MPEG-2.5", below 16,000 Hz, has the bit rates of MPEG-2 up to 64 kb/s.
_MPEG25_BELOW_RATE, _MPEG25_MAX_KBPS = 16000, 64
# MPEG-1, -2 and -2.5: the second byte of a frame, and the sample rates.
_SAMPLE_RATES = ((0xFB, (44100, 48000, 32000)), (0xF3, (22050, 24000, 16000)), (0xE3, (11025, 12000, 8000)))
# LAME's quality level: 7 takes half the time of its default, 5. At 80 kb/s, models of listeners rate it as high as the
# sound before encoding; at 64 kb/s they do not.
_LAME_QUALITY = 7
# The flags of an Info frame: it has the number of frames, the number of bytes, the table of contents, the quality.
_HAS_FRAMES, _HAS_BYTES, _HAS_TABLE, _HAS_QUALITY = 1, 2, 4, 8
_TABLE_BYTES = 100
# The length of the fields of an Info frame without the table.
_FIELDS_BYTES = 56
_CONSTANT_BIT_RATE, _ENCODER = 1, b"LAME3.100"
_LAYER3_FRAMES, _LAYER3_FRAMES_MPEG2 = 1152, 576
_SIDE_INFO_BYTES, _SIDE_INFO_BYTES_MPEG2 = 17, 9
_SYNC, _MONO = 0xFF, 0xC4
_CRC16_POLYNOMIAL = 0xA001


def granule(rate: int) -> int:
    """Return how many frames of sound are in one MP3 frame, at a sample rate in Hz."""
    return _LAYER3_FRAMES if _is_mpeg1(rate) else _LAYER3_FRAMES_MPEG2


def encode(sound: Iterable[bytes], path: Path, *, rate: int, bitrate_kbps: int) -> int:
    """Encode the frames of a segment, mono, 16 bits, as its part of an MP3; return the length of that part in bytes.

    Args:
        sound: The frames, in chunks of any length.
        path: The file to write.
        rate: The sample rate in Hz.
        bitrate_kbps: The bit rate; the nearest that the format has is used.

    Raises:
        EncodeError: The file can't be written, for example because the disk is full.
    """
    lame = lameenc.Encoder()
    lame.silence()
    lame.set_channels(1)
    lame.set_in_sample_rate(rate)
    lame.set_out_sample_rate(rate)
    lame.set_bit_rate(_nearest_bit_rate(bitrate_kbps, rate))
    lame.set_quality(_LAME_QUALITY)
    try:
        with path.open("wb") as file:
            for frames in sound:
                file.write(lame.encode(frames))
            file.write(lame.flush())
            return file.tell()
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EncodeError(
            f"the MP3 can't be encoded ({reason})", where=path.name, hint="Check the free disk space"
        ) from error


def header(frames: int, *, length: int, rate: int, bitrate_kbps: int) -> bytes:
    """Return the Info frame that stands before the parts: how long the recording is, and what of it is padding.

    It has the sample rate and the bit rate of the sound, because some programs compute the duration of a file from its
    first frame.

    Args:
        frames: The frames of sound before encoding.
        length: The length of all parts, in bytes.
        rate: The sample rate in Hz.
        bitrate_kbps: As given to `encode`.
    """
    size = granule(rate)
    count = -(-frames // size) + OVERHANG // size
    padding = count * size - frames - _DELAY
    kbps = _nearest_bit_rate(bitrate_kbps, rate)
    head, whole = _frame_header(rate, kbps)
    # At a low bit rate there is no room for the table. At a constant one no program needs it.
    table = len(head) + _FIELDS_BYTES + _TABLE_BYTES <= whole
    content = head + _info(count, whole + length, padding=padding, kbps=kbps, table=table)
    return (content + struct.pack(">H", _crc16(content))).ljust(whole, b"\0")


def _is_mpeg1(rate: int) -> bool:
    return rate >= _MPEG1_RATE


def _bit_rates(rate: int) -> tuple[int, ...]:
    return _BIT_RATES_KBPS["MPEG-1" if _is_mpeg1(rate) else "MPEG-2"]


def _nearest_bit_rate(kbps: int, rate: int) -> int:
    """Return the bit rate, or the nearest that the format has at this sample rate, a higher one if possible."""
    known = [each for each in _bit_rates(rate) if rate >= _MPEG25_BELOW_RATE or each <= _MPEG25_MAX_KBPS]
    return next((each for each in known if each >= kbps), known[-1])


def _info(count: int, length: int, *, padding: int, kbps: int, table: bool) -> bytes:
    """Return the fields by Xing and LAME, without the checksum at their end.

    Args:
        count: The number of MP3 frames.
        length: The length of all frames, in bytes.
        padding: How many frames of sound at the end are silence that LAME added.
        kbps: The bit rate.
        table: Whether to add the table of contents: where in the file each hundredth of the time is.
    """
    flags = _HAS_FRAMES | _HAS_BYTES | _HAS_QUALITY | (_HAS_TABLE if table else 0)
    places = bytes(number * 256 // _TABLE_BYTES for number in range(_TABLE_BYTES)) if table else b""
    xing = struct.pack(">4sIII", b"Info", flags, count, length) + places + bytes(4)
    delays = (_DELAY << 12 | padding).to_bytes(3, "big")
    lame = (_ENCODER, _CONSTANT_BIT_RATE, 0, b"", 0, kbps, delays, 0, 0, 0, length, 0)
    return xing + struct.pack(">9sBB8sBB3sBBHIH", *lame)


def _frame_header(rate: int, kbps: int) -> tuple[bytes, int]:
    """Return the head of a mono frame with its empty side information, and the length of the whole frame in bytes."""
    version, rates = next((version, rates) for version, rates in _SAMPLE_RATES if rate in rates)
    index = _bit_rates(rate).index(kbps)
    head = bytes([_SYNC, version, index << 4 | rates.index(rate) << 2, _MONO])
    side_info = bytes(_SIDE_INFO_BYTES if _is_mpeg1(rate) else _SIDE_INFO_BYTES_MPEG2)
    return head + side_info, granule(rate) // 8 * kbps * 1000 // rate


def _crc16(content: bytes) -> int:
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (_CRC16_POLYNOMIAL if crc & 1 else 0)
    return crc
