"""Draw the loudness of an episode as one SVG path.

A waveform is a text of hexadecimal digits, two for each bar.
"""

from __future__ import annotations

import re
from itertools import pairwise

HEIGHT = 100
STEP = 10
_LEAST = 4.0
_FLAT = "30" * 120


def bars(wave: str, most: int = 0) -> tuple[int, ...]:
    """Return the heights of the bars, from 0 to 255. An episode without a waveform gets a flat one."""
    digits = wave if re.fullmatch("(?:[0-9a-f]{2})+", wave) else _FLAT
    heights = list(bytes.fromhex(digits))
    if not most or len(heights) <= most:
        return tuple(heights)
    edges = [number * len(heights) // most for number in range(most + 1)]
    return tuple(sum(heights[start:end]) // (end - start) for start, end in pairwise(edges))


def path(heights: tuple[int, ...]) -> str:
    """Return the SVG path of the bars, for a box of `width(heights)` by `HEIGHT`."""
    strokes: list[str] = []
    for number, height in enumerate(heights):
        half = max(_LEAST, round(height / 255 * (HEIGHT - 8) / 2, 1))
        strokes.append(f"M{number * STEP + STEP // 2} {HEIGHT / 2 - half:g}v{2 * half:g}")
    return "".join(strokes)


def width(heights: tuple[int, ...]) -> int:
    """Return the width of the box."""
    return len(heights) * STEP
