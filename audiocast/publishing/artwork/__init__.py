"""Draw pictures: covers and QR codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "cover",
    "qr",
]

if TYPE_CHECKING:
    from audiocast.publishing.artwork import (
        cover,
        qr,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
