"""Join clips to a recording, add music, level it, and encode it as an MP3 with its tag.

The modules, in the order of the data:

- `clips`, `silence`, `join`: trim the clips and join them, with pauses and chimes, to the segments of a recording.
- `recording`: the values that describe segments, and the timeline.
- `decoding`, `music`: decode the user's music and mix it with a segment.
- `levels`, `k_weighting`, `loudness`, `limiter`, `levelling`, `waveform`: measure the sound and level it to -16 LUFS.
- `speech_formats`: decode what a speech server sends.
- `mp3`, `encoding`, `id3`: encode the segments as one MP3 and tag it.

Modules that work on sound import numpy, which takes 0.1 s of CPU. A render with nothing to do imports none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "chime",
    "clips",
    "decoding",
    "encoding",
    "id3",
    "join",
    "k_weighting",
    "levelling",
    "levels",
    "limiter",
    "loudness",
    "mp3",
    "music",
    "preload",
    "recording",
    "silence",
    "speech_formats",
    "waveform",
    "written_words",
]

if TYPE_CHECKING:
    from audiocast.audio import (
        chime,
        clips,
        decoding,
        encoding,
        id3,
        join,
        k_weighting,
        levelling,
        levels,
        limiter,
        loudness,
        mp3,
        music,
        recording,
        silence,
        speech_formats,
        waveform,
        written_words,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)


def preload() -> None:
    """Import the modules that work on sound, before a worker needs them."""
    for name in ("decoding", "encoding", "join", "levelling", "levels", "limiter", "music"):
        import_module(f"{__name__}.{name}")
