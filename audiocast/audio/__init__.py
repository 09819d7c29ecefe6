"""Join clips to a recording, add music, level it, and encode it as an MP3 with its tag.

The modules, in the order of the data:

- `clips`, `silence`, `join`: trim the clips and join them, with pauses and chimes, to the segments of a recording.
- `recording`: the values that describe segments, and the timeline.
- `decoding`, `music`: decode the user's music and mix it with a segment.
- `levels`, `k_weighting`, `loudness`, `limiter`, `levelling`, `waveform`: measure the sound and level it to -16 LUFS.
- `mp3`, `encoding`, `id3`: encode the segments as one MP3 and tag it.

Modules that work on sound import numpy, which takes 0.1 s of CPU. A render that finds nothing to do needs none of them,
so they are attributes of this package that are imported at their first use: `audio.join.join(...)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from audiocast.audio import decoding, encoding, join, levelling, levels, limiter, music

__all__ = ["decoding", "encoding", "join", "levelling", "levels", "limiter", "music", "preload"]

_MODULES = frozenset(__all__) - {"preload"}


def preload() -> None:
    """Import the modules that work on sound, before a worker needs them."""
    for name in sorted(_MODULES):
        import_module(f"{__name__}.{name}")


def __getattr__(name: str) -> ModuleType:
    """Import a module of this package when it is first used."""
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
