"""What memory does this process have and not need?"""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Return to the system what is free; the C library keeps most of it for later, and each fork has a copy of that."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it, and keeps so much
        if trim is not None:
            trim(0)
