"""Write the script of an episode: which sentences are spoken, with which pauses, by which voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "omissions",
    "prosody",
    "quotations",
    "roles",
    "writer",
]

if TYPE_CHECKING:
    from audiocast.script import (
        omissions,
        prosody,
        quotations,
        roles,
        writer,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
