"""Level the segments of a recording and encode them as one MP3. `mp3` decides the bit rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.audio import levelling, mp3

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiocast.audio.levelling import Balance
    from audiocast.audio.recording import Segment

_CHUNK_BYTES = 2**20


def encode(segment: Segment, balanced: Balance, *, bitrate_kbps: int) -> int:
    """Level a segment and encode it into `segment.mp3_path`; return the length of that file in bytes.

    The segments of a recording can be encoded in any order, and in several processes.

    Raises:
        EncodeError: The file can't be written, for example because the disk is full.
    """
    sound = levelling.apply(segment, balanced)
    return mp3.encode(sound, segment.mp3_path, rate=segment.sample_rate, bitrate_kbps=bitrate_kbps)


def assemble(segments: Sequence[Segment], lengths: Sequence[int], *, bitrate_kbps: int) -> Iterator[bytes]:
    """Yield the bytes of the whole MP3, a megabyte at a time.

    Args:
        segments: All segments of the recording, encoded.
        lengths: What `encode` returned for each.
        bitrate_kbps: The bit rate that they were encoded with.
    """
    rate = segments[0].sample_rate
    frames = sum(segment.frames + mp3.OVERHANG for segment in segments) - mp3.OVERHANG
    yield mp3.header(frames, length=sum(lengths), rate=rate, bitrate_kbps=bitrate_kbps)
    for segment in segments:
        yield from chunks(segment.mp3_path)


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, a megabyte at a time."""
    with path.open("rb") as file:
        while content := file.read(_CHUNK_BYTES):
            yield content
