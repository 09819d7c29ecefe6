"""Where tasks run: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "compatibility",
    "dask",
    "local",
    "malloc",
    "payload",
    "start",
]

if TYPE_CHECKING:
    from audiocast.render.workers import (
        compatibility,
        dask,
        local,
        malloc,
        payload,
        start,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
