"""Write the style sheets and the icon in the colors of a show.

The style sheet is the same for all shows. It begins with the colors of the show, which are changed until they have
enough contrast on a light and on a dark background.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.config.palette import SHAPE_CONTRAST, mix, readable
from audiocast.publishing.site.package_files import asset

if TYPE_CHECKING:
    from audiocast.config.palette import Palette

LIGHT_PAPER, DARK_PAPER = "#fbfaf7", "#15161a"
_LIGHT = {"ink": "#1d1c1a", "muted": "#5f5b54", "line": "#dfdbd2", "card": "#ffffff", "paper": LIGHT_PAPER}
_DARK = {"ink": "#edebe6", "muted": "#a9a59c", "line": "#33343a", "card": "#1e1f25", "paper": DARK_PAPER}


def sheet(name: str, palette: Palette) -> bytes:
    """Return a style sheet of this package in the colors of a show."""
    light = {**_LIGHT, **_brand(palette.ground, LIGHT_PAPER, spoken=mix(LIGHT_PAPER, palette.accent, 0.34))}
    dark = {**_DARK, **_brand(palette.accent, DARK_PAPER, spoken=mix(DARK_PAPER, palette.accent, 0.28))}
    band = {
        "band": palette.ground,
        "band-ink": readable(palette.letters, palette.ground),
        "band-line": palette.wave,
        "band-accent": readable(palette.accent, palette.ground, SHAPE_CONTRAST),
    }
    night = f"color-scheme:dark;{_declared(dark)}"
    rules = (
        f":root{{color-scheme:light;{_declared(light)}{_declared(band)}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{night}}}}}\n'
        f':root[data-theme="dark"]{{{night}}}\n'
    )
    return rules.encode() + asset(name)


def icon(palette: Palette) -> bytes:
    """Return the icon for a browser's tab, as SVG."""
    bars = ((6, 6, "wave"), (12, 10, "accent"), (18, 5, "accent"), (24, 8, "wave"))
    strokes = "".join(
        f'<path d="M{x + 1} {16 - half}v{2 * half}" stroke="{getattr(palette, color)}"/>' for x, half, color in bars
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{palette.ground}"/>'
        f'<g stroke-width="3.6" stroke-linecap="round">{strokes}</g></svg>\n'
    ).encode()


def _brand(color: str, paper: str, *, spoken: str) -> dict[str, str]:
    brand = readable(color, paper)
    return {"brand": brand, "on-brand": readable(paper, brand), "spoken": spoken}


def _declared(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())
