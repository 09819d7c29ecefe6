"""Let the program finish its work when its output can't be written.

A closed pipe, for example after `| head -1`, and a stream that was closed from the start are ignored. When output is
lost in another way, for example on a full disk, an error goes to the other stream, and the exit code is 1.
"""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import ReadableBuffer

_NAMES = ("stdin", "stdout", "stderr")
_CALLED = {"stdout": "standard output", "stderr": "standard error"}
_CLOSED = frozenset((errno.EPIPE, errno.EBADF))


class _Descriptor(io.FileIO):
    """The file of a standard stream. After the first failed write, it discards everything."""

    failure: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """Write, or keep the error."""
        while self.failure is None:
            try:
                written = super().write(data)
            except OSError as error:
                self.failure = error
                break
            if written is not None:
                return written
            select.select([], [self], [])  # another program has made the stream non-blocking
        return memoryview(data).nbytes


@contextmanager
def forgiving() -> Iterator[None]:
    """Print what can be printed. Exit with 1 when output was lost and there was no other error."""
    _open_closed()
    if os.name == "nt":  # a console is not a file on Windows
        yield
        return
    streams = {name: _replaced(name) for name in ("stdout", "stderr")}
    try:
        yield
    except SystemExit as end:
        if _tell_lost(streams) and not end.code:
            sys.exit(1)
        raise
    if _tell_lost(streams):
        sys.exit(1)


def _open_closed() -> None:
    """Open closed streams. Otherwise the next opened file would get their number, and the output."""
    for number, name in enumerate(_NAMES):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            os.dup2(opened, number)
            if opened != number:
                os.close(opened)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))


def _replaced(name: str) -> _Descriptor:
    """Replace a stream of `sys`. Characters that its encoding lacks are written as escapes."""
    before = getattr(sys, name)
    before.flush()
    descriptor = _Descriptor(before.fileno(), "wb", closefd=False)
    text = io.TextIOWrapper(
        io.BufferedWriter(descriptor),
        encoding=before.encoding,
        errors="backslashreplace",
        line_buffering=name == "stderr" or descriptor.isatty(),
    )
    setattr(sys, name, text)
    return descriptor


def _tell_lost(streams: dict[str, _Descriptor]) -> bool:
    """Return whether output was lost, and print an error about it on the other stream."""
    lost = False
    for name, other in (("stdout", sys.stderr), ("stderr", sys.stdout)):
        getattr(sys, name).flush()
        failure = streams[name].failure
        if failure is not None and failure.errno not in _CLOSED:
            lost = True
            what = f"{_CALLED[name]} can't be written ({failure.strerror}): some output is lost"
            hint = "Free some space, or redirect the output"
            print(f"audiocast: {what}. {hint}.", file=other, flush=True)
    return lost
