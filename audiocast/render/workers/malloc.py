"""What memory does this process have and not need, and what of it is used again?"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

# glibc's names for them: from where on a block is the system's own, and what may stay free behind the last block.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# Ten seconds of sound are a few blocks of 2 to 4 MB, wanted again for the next ten.
_LARGE, _KEPT = 8 << 20, 16 << 20


def give_back() -> None:
    """Return to the system what is free; the C library keeps most of it for later, and each fork has a copy of that."""
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def reuse() -> None:
    """Use again what was freed, where the C library would give it back: to be given a page anew costs as much as work.

    Call it before much is taken. What is kept is little beside what a voice takes.
    """
    set_option = _of_glibc("mallopt")
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LARGE)
        set_option(_TRIM_THRESHOLD, _KEPT)


def _of_glibc(name: str) -> Any:  # noqa: ANN401 - a function of C
    """Only glibc has it, and only its memory has to be told; None elsewhere."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
