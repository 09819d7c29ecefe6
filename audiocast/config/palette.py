"""Choose the colors of a show, and check their contrast.

A palette has four colors: background, text, accent and waveform. Covers and pages use the same palette, so that
listeners recognize the show in an app and in a browser.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from audiocast.errors import ConfigError

# Of the Web Content Accessibility Guidelines: for text, and for large letters and shapes.
TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0

_LEAST_COLORS, _MOST_COLORS = 2, 4
_STEP = 0.04
_VISIBLE = 2.0


@dataclass(frozen=True, slots=True)
class Palette:
    """Four colors, as `#rrggbb`."""

    ground: str
    letters: str
    wave: str
    accent: str


_OURS = (
    Palette("#14213d", "#ffffff", "#2f4a7d", "#fca311"),
    Palette("#0b3954", "#fefcf3", "#14608a", "#ff6663"),
    Palette("#1b4332", "#f5fff4", "#2f7054", "#ffd166"),
    Palette("#3d1e6d", "#fff8ff", "#64399f", "#ff9f68"),
    Palette("#7a1f3d", "#fff6ec", "#a8385b", "#ffc857"),
    Palette("#102a43", "#f0f7ff", "#27567f", "#3ddbd9"),
    Palette("#f4d35e", "#1d2b3a", "#e8bd2e", "#ee5a3a"),
    Palette("#f6efe3", "#20303f", "#e3d4ba", "#e4572e"),
    Palette("#e4572e", "#fffaf3", "#c63f18", "#ffe156"),
    Palette("#0f6e6e", "#f4fffd", "#1a9190", "#ffb84d"),
    Palette("#22223b", "#f7f4f0", "#4a4e77", "#f2849e"),
    Palette("#d7e8e4", "#123c3a", "#b3d2cb", "#e76f51"),
)


def choose(title: str, wished: tuple[str, ...] = ()) -> Palette:
    """Return the palette of a show: its own colors if it names some, or else one that depends on the title.

    Raises:
        ConfigError: A wished color is none, or the letters can't be read on the ground.
    """
    if not wished:
        seed = hashlib.sha256(title.encode("utf-8", "backslashreplace")).digest()
        return _OURS[seed[0] % len(_OURS)]
    colors = [color.strip().lower() for color in wished]
    for color in colors:
        if not re.fullmatch("#[0-9a-f]{6}", color):
            raise ConfigError(
                f"palette has {color!r}, which is not a color", where="show.toml", hint='Write each as in "#14213d"'
            )
    if not _LEAST_COLORS <= len(colors) <= _MOST_COLORS:
        raise ConfigError(
            f"palette has {len(colors)} color{'' if len(colors) == 1 else 's'}",
            where="show.toml",
            hint="Give two to four: background, text, accent, waveform",
        )
    ground, letters = colors[:2]
    if contrast(ground, letters) < SHAPE_CONTRAST:
        raise ConfigError(
            f"palette: text in {letters} can't be read on {ground}",
            where="show.toml",
            hint="Choose colors with more contrast",
        )
    accent = colors[2] if len(colors) > 2 else letters
    wave = colors[3] if len(colors) > 3 else mix(ground, letters, 0.22)
    return Palette(ground, letters, wave, accent)


def vary(palette: Palette, title: str) -> Palette:
    """Return a variant of the palette, so that the episodes of a show look different in a list."""
    ground, letters, wave, accent = palette.ground, palette.letters, palette.wave, palette.accent
    ways = (
        (ground, letters, wave, accent),
        (accent, ground, mix(accent, ground, 0.28), ground),
        (wave, letters, ground, accent),
        (mix(letters, accent, 0.08), ground, mix(letters, ground, 0.2), accent),
    )
    seed = hashlib.sha256(title.encode("utf-8", "backslashreplace")).digest()
    base, words, bars, marked = ways[seed[1] % len(ways)]
    words = readable(words, base)
    return Palette(base, words, bars, marked if contrast(marked, base) >= _VISIBLE else words)


def readable(color: str, ground: str, least: float = TEXT_CONTRAST) -> str:
    """Return the color, moved towards black or white until it has enough contrast to the background."""
    goal = max(("#000000", "#ffffff"), key=lambda end: contrast(end, ground))
    share = 0.0
    nearer = color
    while contrast(nearer, ground) < least and share < 1:
        share = min(1.0, share + _STEP)
        nearer = mix(color, goal, share)
    return nearer


def contrast(one: str, other: str) -> float:
    """Return the contrast as WCAG 2 defines it, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return a mixture of two colors."""
    parts = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
