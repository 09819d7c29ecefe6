"""Tests of `render.workers.malloc`."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from audiocast.render.workers.malloc import give_back

_PIECE, _PIECES = 4096, 8192
_only_glibc = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only glibc can be told what to keep and what to give back"
)


@_only_glibc
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


@_only_glibc
def test_what_is_free_is_used_again() -> None:
    """Ten seconds of sound after ten seconds of sound live on the same pages."""
    assert _pages_given(reuse=True) < _pages_given(reuse=False) / 5


def _pages_given(*, reuse: bool) -> int:
    """How many pages the system gives a process of its own that takes and frees the same again and again."""
    blocks, size, times = 3, 4 << 20, 20
    code = (
        "import resource; from audiocast.render.workers import malloc as memory\n"
        f"if {reuse}: memory.reuse()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        f"for _ in range({times}): [b'1' * {size} for _ in range({blocks})]\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)"
    )
    return int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
