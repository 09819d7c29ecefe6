"""What kind of picture is in a file, by its own header?"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from audiocast.check.verdict import UnreadableError

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PNG_RGB = 2
_JPEG_COLORS = 3
# Start of frame: baseline, extended, progressive.
_FRAMES = {0xC0, 0xC1, 0xC2}
_SCAN = 0xDA


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is.

    Attributes:
        format: "JPEG" or "PNG".
        width: In pixels.
        height: In pixels.
        rgb: Three colors and nothing else: no transparency, no palette, no printing inks.
        length: In bytes.
    """

    format: str
    width: int
    height: int
    rgb: bool
    length: int


def look(content: bytes) -> Picture:
    """What a picture is.

    Raises:
        UnreadableError: It is neither JPEG nor PNG.
    """
    try:
        if content.startswith(_PNG) and content[12:16] == b"IHDR":
            width, height, _, color = struct.unpack_from(">LLBB", content, 16)
            return Picture("PNG", width, height, color == _PNG_RGB, len(content))
        if content.startswith(_JPEG):
            height, width, colors = _jpeg(content)
            return Picture("JPEG", width, height, colors == _JPEG_COLORS, len(content))
    except (struct.error, IndexError) as error:
        raise UnreadableError("a damaged picture") from error
    raise UnreadableError("no picture")


def _jpeg(content: bytes) -> tuple[int, int, int]:
    at = 2
    while content[at] == 0xFF and content[at + 1] != _SCAN:  # noqa: PLR2004 - each marker begins with it
        marker = content[at + 1]
        (length,) = struct.unpack_from(">H", content, at + 2)
        if marker in _FRAMES:
            height, width, colors = struct.unpack_from(">HHB", content, at + 5)
            return height, width, colors
        at += 2 + length
    raise UnreadableError("a damaged picture")
