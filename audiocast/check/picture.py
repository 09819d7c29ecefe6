"""Read the format, the size and the colors of a picture."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from audiocast.check.verdict import UnreadableError

_FORMATS = ("JPEG", "PNG")


@dataclass(frozen=True, slots=True)
class Picture:
    """The properties of a picture.

    Attributes:
        format: "JPEG" or "PNG".
        width: In pixels.
        height: In pixels.
        rgb: Whether it has three colors and nothing else: no transparency, no palette, no CMYK.
        length: In bytes.
    """

    format: str
    width: int
    height: int
    rgb: bool
    length: int


def look(content: bytes) -> Picture:
    """Read the header of a picture; its pixels are not decoded.

    Raises:
        UnreadableError: The content is neither a JPEG nor a PNG, or is damaged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                width, height = image.size
                return Picture(str(image.format), width, height, image.mode == "RGB", len(content))
    except UnidentifiedImageError as error:
        raise UnreadableError("not a picture, or a damaged one") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableError("a damaged picture") from error
