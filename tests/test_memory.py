"""What memory does this process not need?"""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from audiocast.memory import give_back

_PIECE, _PIECES = 4096, 8192


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is free and can give it back")
def test_what_is_free_is_given_back() -> None:
    """Of what lies free below something that is in use, the system gets most."""
    pieces = [bytearray(_PIECE) for _ in range(_PIECES)]
    in_use = bytearray(_PIECE)
    del pieces
    before = _resident()
    give_back()
    assert before - _resident() > _PIECE * _PIECES / 2
    assert in_use


def _resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
    return 1024 * int(kilobytes)
