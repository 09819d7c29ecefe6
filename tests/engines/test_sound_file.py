"""Rules of reading what a platform wrote."""

from __future__ import annotations

import io
import struct
import wave

import pytest

from audiocast.engines import sound_file
from audiocast.model.audio import Clip

PCM = struct.pack("<4h", 1, -2, 300, -400)
RATE_22050 = b"\x40\x0d\xac\x44\0\0\0\0\0\0"


def wav(*, channels: int = 1, width: int = 2) -> bytes:
    """A WAV file of four samples."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(22_050)
        file.writeframes(PCM)
    return content.getvalue()


def aiff(*, form: bytes = b"AIFF", compression: bytes = b"", channels: int = 1, sound: bytes = PCM) -> bytes:
    """An AIFF file as macOS writes it, with a chunk that nobody needs."""
    common = struct.pack(">hLh", channels, len(sound) // 2, 16) + RATE_22050 + compression
    chunks = ((b"FLLR", b"odd"), (b"COMM", common), (b"SSND", bytes(8) + sound))
    body = b"".join(struct.pack(">4sL", name, len(data)) + data + bytes(len(data) % 2) for name, data in chunks)
    return b"FORM" + struct.pack(">L", len(body) + 4) + form + body


def swapped(pcm: bytes) -> bytes:
    """In the other byte order."""
    return struct.pack(">4h", *struct.unpack("<4h", pcm))


@pytest.mark.parametrize(
    "content",
    [
        wav(),
        aiff(sound=swapped(PCM)),
        aiff(form=b"AIFC", compression=b"twos\0\0", sound=swapped(PCM)),
        aiff(form=b"AIFC", compression=b"sowt\0\0"),
    ],
)
def test_all_forms_give_the_same_clip(content: bytes) -> None:
    """WAV, AIFF and both orders of AIFC are one."""
    assert sound_file.read(content) == Clip(PCM, 22_050)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"FORM\0\0\0\4AIFF",
        aiff(channels=2),
        aiff(form=b"AIFC", compression=b"ulaw\0\0"),
        wav(channels=2),
        wav(width=1),
        wav()[:30],
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    """No other bytes are taken for sound."""
    with pytest.raises(ValueError, match=r"."):
        sound_file.read(content)
