"""List the names in articles, and let people hear and choose how they are pronounced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "audition",
    "names",
]

if TYPE_CHECKING:
    from audiocast.pronunciation import (
        audition,
        names,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
