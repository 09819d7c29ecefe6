"""Frozen values that the stages pass on: articles, scripts, sound, episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "article",
    "audio",
    "episode",
    "language_codes",
    "lines",
    "script",
    "voice",
]

if TYPE_CHECKING:
    from audiocast.model import (
        article,
        audio,
        episode,
        language_codes,
        lines,
        script,
        voice,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
