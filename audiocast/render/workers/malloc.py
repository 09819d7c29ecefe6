"""Control how the C library reuses memory, where it is glibc."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# glibc's numbers of two options: from which size on a block is requested from the system by itself, and how much free
# memory at the end is kept.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# Ten seconds of sound take a few blocks of 2 to 4 MB, and the next ten seconds take them again.
_LARGE, _KEPT = 8 << 20, 16 << 20


def give_back() -> None:
    """Return free memory to the system. The C library would keep most of it, and each forked process would copy it."""
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def reuse() -> None:
    """Reuse freed memory, where the C library would return it: new pages cost as much time as the work itself.

    Call it before much memory is used. It keeps little compared with the memory of a voice.
    """
    set_option = _of_glibc("mallopt")
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LARGE)
        set_option(_TRIM_THRESHOLD, _KEPT)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """Return a function of glibc, or None on other systems."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
