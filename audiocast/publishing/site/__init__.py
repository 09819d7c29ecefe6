"""Make the web site of a show.

`pages` lists the files of the site, `drawing` makes their HTML, and `folder` writes those that are out of date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "arrange",
    "draw",
    "drawing",
    "folder",
    "older_episodes",
    "outline",
    "package_files",
    "pages",
    "style",
    "subscribe",
    "waveform",
]

if TYPE_CHECKING:
    from audiocast.publishing.site import (
        arrange,
        drawing,
        folder,
        older_episodes,
        package_files,
        pages,
        style,
        subscribe,
        waveform,
    )
    from audiocast.publishing.site.pages import draw, outline
else:
    __getattr__ = lazy.attach(__name__, __all__, {"draw": "pages", "outline": "pages"})
