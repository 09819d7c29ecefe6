"""Limit how many requests are sent to a server at the same time, by all processes on this computer.

Each slot is a file in the folder for temporary files. A process holds the system's lock of a file while it waits for
the answer. The system releases the lock when the process dies. Windows has no such locks in Python; there each process
sends one request at a time, and `--jobs` is the limit.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PAUSE_S = 0.02


class Slots:
    """The slots of one server.

    Args:
        server: Identifies the server.
        count: How many requests may be sent to it at the same time.
    """

    def __init__(self, server: str, count: int) -> None:
        user = os.getuid() if hasattr(os, "getuid") else 0
        self._folder = Path(tempfile.gettempdir(), f"audiocast-slots-{user}")
        self._name = hashlib.sha256(server.encode()).hexdigest()[:16]
        self._count = count

    @contextmanager
    def taken(self, *, until: float, sleep: Callable[[float], None]) -> Iterator[None]:
        """Hold a slot inside the block. If none is free by `until`, a time of `time.monotonic`, go on without one."""
        file = self._opened(until, sleep)
        try:
            yield
        finally:
            if file >= 0:
                os.close(file)

    def _opened(self, until: float, sleep: Callable[[float], None]) -> int:
        """Return the descriptor of a locked file, or -1 without one."""
        while True:
            try:
                for number in range(self._count):
                    if (file := self._locked(number)) >= 0:
                        return file
            except OSError:  # the folder can't be written: a limit is no reason to fail
                return -1
            if time.monotonic() >= until:
                return -1
            sleep(_PAUSE_S)

    def _locked(self, number: int) -> int:
        """Return the descriptor of a slot's file, or -1 if another process holds it."""
        if sys.platform == "win32":
            raise OSError
        fcntl: Any = import_module("fcntl")
        self._folder.mkdir(mode=0o700, exist_ok=True)
        file = os.open(self._folder / f"{self._name}-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return -1
        return file
