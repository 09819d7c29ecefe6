"""Draw the cover of a show and the picture of an episode.

When the user gives no picture, it is drawn from the title, with flat colors and bars like a waveform: apps show it 55
pixels wide, and flat areas compress well. The font is Manrope by Mikhail Sharanda (SIL Open Font License 1.1). It has
Latin, Greek and Cyrillic letters. Letters that it lacks are written without their accents or left out. A title without
any letter of the font gives the waveform alone.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
import warnings
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from audiocast.config.palette import choose, vary
from audiocast.errors import ConfigError
from audiocast.model.lines import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiocast.config.palette import Palette

_LEAST, _MOST = 1400, 3000  # pixels, as Apple wants them
SHOW_SIZE, EPISODE_SIZE, TAG_SIZE = _MOST, _LEAST, 600
_MOST_BYTES = 500_000
_MOST_TAG_BYTES = 60_000
_MISSING = "\uffff"
_MOST_LETTERS = 140
_MARGIN, _TITLE_HEIGHT = 0.08, 0.5  # of the picture
_CAPITALS, _DESCENT, _LEADING = 0.72, 0.22, 1.1  # of the letters' size
_BARS, _BAR = 15, 0.56  # their number, and their part of the way to the next one


def draw(title: str, *, subtitle: str = "", palette: Palette | None = None, wave: str = "", size: int = _MOST) -> bytes:
    """Return a JPEG for a show or an episode. The same words give the same bytes.

    Args:
        title: Large.
        subtitle: Under it, on one line.
        palette: Its colors; None chooses some by the title.
        wave: The sound, two hexadecimal digits for each bar; "" makes a wave from the title.
        size: Of the square, in pixels.
    """
    seed = hashlib.sha256(title.encode("utf-8", "backslashreplace")).digest()
    colors = palette or choose(title)
    image = Image.new("RGB", (size, size), colors.ground)
    pen = ImageDraw.Draw(image)
    words = _writable(title)
    middle, height = (0.79, 0.13) if words else (0.5, 0.34)
    heights = _heights(wave) or [byte / 255 for byte in seed[2 : 2 + _BARS]]
    heard = 4 + seed[1] % 6  # which part is in the accent color
    bars = ((share, colors.accent if number < heard else colors.wave) for number, share in enumerate(heights))
    _draw_wave(pen, bars, middle=size * middle, height=size * height)
    below = round(size * _MARGIN)
    second = _writable(subtitle)
    if words:
        height = size * (_TITLE_HEIGHT - (0.05 if second else 0))
        below = _draw_title(pen, words, (size, round(height)), colors.letters)
    if second:
        _draw_subtitle(pen, second, size, below, colors.accent)
    return _jpeg(image, _MOST_BYTES if size > TAG_SIZE else _MOST_TAG_BYTES)


def draw_episode(title: str, *, show: str, palette: Palette, wave: str, size: int = EPISODE_SIZE) -> bytes:
    """Return the picture of an episode: its title, the show's name and its waveform, in colors of the show."""
    return draw(title, subtitle=show, palette=vary(palette, title), wave=wave, size=size)


def fit(content: bytes, *, where: str) -> bytes:
    """Return a user's picture as all podcast apps accept it: a square RGB JPEG of 1400 to 3000 pixels, under 512 KB.

    Raises:
        ConfigError: It is no picture, or too small to be blown up.
    """
    hint = f"Give a square JPEG or PNG of {_LEAST} to {_MOST} pixels"
    try:
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
            image = _flattened(ImageOps.exif_transpose(Image.open(io.BytesIO(content))))
    except UnidentifiedImageError as error:
        raise ConfigError("it is not a picture", where=where, hint=hint) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ConfigError("the picture is too large", where=where, hint=hint) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ConfigError(f"the picture is damaged ({error})", where=where, hint=hint) from error
    most = min(*image.size, _MOST)
    if most < _LEAST:
        raise ConfigError(f"the picture is too small, {image.width} x {image.height}", where=where, hint=hint)
    jpeg = b""
    for side in (most, min(most, 2000), _LEAST):
        jpeg = _jpeg(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS), _MOST_BYTES)
        if len(jpeg) <= _MOST_BYTES:
            break
    return jpeg


def small(jpeg: bytes) -> bytes:
    """Return a cover that is small enough for the ID3 tag of every episode."""
    picture = Image.open(io.BytesIO(jpeg))
    picture.draft("RGB", (TAG_SIZE, TAG_SIZE))  # decodes at a fraction of the size, which is most of the work saved
    image = picture.convert("RGB").resize((TAG_SIZE, TAG_SIZE), Image.Resampling.LANCZOS)
    return _jpeg(image, _MOST_TAG_BYTES)


def file_name(jpeg: bytes) -> str:
    """Return the name of a cover in the output folder. Apps fetch a changed picture only if its name changes."""
    return f"cover-{hashlib.sha256(jpeg).hexdigest()[:10]}.jpg"


# ---------------------------------------------------------------- shapes


def _heights(wave: str) -> list[float]:
    """Return the heights of the bars, from 0 to 1, or [] when the waveform is too short."""
    loud = bytes.fromhex(wave)
    if len(loud) < _BARS:
        return []
    edges = [number * len(loud) // _BARS for number in range(_BARS + 1)]
    means = [sum(loud[start:end]) / (end - start) for start, end in pairwise(edges)]
    low, high = min(means), max(means)
    return [(mean - low) / max(high - low, 1) for mean in means]


def _draw_wave(pen: ImageDraw.ImageDraw, bars: Iterable[tuple[float, str]], *, middle: float, height: float) -> None:
    """Draw bars on a line, each with its share of the height and its color."""
    size = pen.im.size[0]
    step = size * (1 - 2 * _MARGIN) / (_BARS - 1 + _BAR)
    for number, (share, color) in enumerate(bars):
        half = height * (0.22 + 0.78 * share)
        left = size * _MARGIN + number * step
        box = (left, middle - half, left + step * _BAR, middle + half)
        pen.rounded_rectangle([round(edge) for edge in box], step * _BAR / 2, color)


def _draw_title(pen: ImageDraw.ImageDraw, words: str, box: tuple[int, int], color: str) -> int:
    """Draw a title as large as it fits; return where the space below it begins."""
    left = round(box[0] * _MARGIN)
    points, lines = _fitted(words, box[0] - 2 * left, box[1])
    baseline = left + round(points * _CAPITALS)
    for line in lines:
        pen.text((left, baseline), line, color, font=_font(points), anchor="ls")
        baseline += round(points * _LEADING)
    return baseline - round(points * (_LEADING - _DESCENT))


def _draw_subtitle(pen: ImageDraw.ImageDraw, words: str, size: int, top: int, color: str) -> None:
    """Draw one line under the title."""
    points = max(1, round(size * 0.05))
    points = max(1, min(points, int(points * size * (1 - 2 * _MARGIN) / max(1, _length(words, points)))))
    baseline = top + round(size * 0.02 + points * _CAPITALS)
    pen.text((round(size * _MARGIN), baseline), words, color, font=_font(points), anchor="ls")


def _jpeg(image: Image.Image, most: int) -> bytes:
    """Return a JPEG of the best quality under a number of bytes; a drawn cover has the first quality."""
    for quality in (88, 80, 70, 60, 50, 40, 30, 20, 10):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, dpi=(72, 72))
        if file.tell() <= most:
            break
    return file.getvalue()


def _flattened(image: Image.Image) -> Image.Image:
    """Return a picture of any mode (alpha, palette, 16 bits, CMYK) as RGB on white."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;"):
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


# ---------------------------------------------------------------- words


@cache
def _font(points: int) -> ImageFont.FreeTypeFont:
    # The basic layout is everywhere the same; the other one depends on what is installed.
    return ImageFont.truetype(io.BytesIO(_font_file()), points, layout_engine=ImageFont.Layout.BASIC)


@cache
def _font_file() -> bytes:
    return resources.files("font_manrope").joinpath("files", "Manrope-ExtraBold.ttf").read_bytes()


def _writable(text: str) -> str:
    """Return the part of a text that the font has, on one line. A missing letter loses its accents or is left out."""
    letters = map(_drawable, unicodedata.normalize("NFC", " ".join(text.split())))
    words = " ".join("".join(letters).split())
    return shortened(words, _MOST_LETTERS)


def _drawable(letter: str) -> str:
    candidates = letter + unicodedata.normalize("NFKD", letter)
    return next((candidate for candidate in candidates if candidate.isprintable() and _has(candidate)), "")


@cache
def _has(letter: str) -> bool:
    if letter.isspace() or letter < "\x7f":
        return True
    font = _font(20)
    return bytes(font.getmask(letter)) != bytes(font.getmask(_MISSING))


def _fitted(words: str, width: int, height: int) -> tuple[int, list[str]]:
    """Return the largest font size at which words fit into a box, and their lines.

    No smaller than can be read in a list of shows: before that, long words are cut and long titles end early.
    """
    least, small, most = max(1, width // 14), max(1, width // 9), width // 3
    lines = [words]
    for points in range(most, least, -max(1, width // 120)):
        whole = words.split(" ")
        pieces = whole if points > small else [piece for word in whole for piece in _pieces(word, width, points)]
        lines = _broken(pieces, width, points)
        if len(lines) * points * _LEADING <= height and all(_length(line, points) <= width for line in lines):
            return points, lines
    room = max(1, int(height / (least * _LEADING)))
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1].rstrip(" ,.;:-") + "…"]
    return least, lines


def _broken(words: list[str], width: int, points: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if _length(longer, points) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(word: str, width: int, points: int) -> Iterator[str]:
    """Yield the parts of a word that is wider than the picture."""
    start = 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and _length(word[start:end], points) > width:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]


def _length(text: str, points: int) -> float:
    return _font(100).getlength(text) * points / 100
