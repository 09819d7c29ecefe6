"""Let the program finish its work when nobody can take what it prints.

A closed pipe, as of `| head -1`, and a stream that was closed from the begin are somebody's wish, and change nothing
else. Where text was lost in another way, as on a full disk, that is said on the other stream, and the exit code is 1.
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
    """A standard stream's file; after the first failure to write, it takes everything and keeps nothing."""

    failure: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int:
        """Write, or note why that is not possible."""
        while self.failure is None:
            try:
                written = super().write(data)
            except OSError as error:
                self.failure = error
                break
            if written is not None:
                return written
            select.select([], [self], [])  # the stream does not wait by itself, since another program said so
        return memoryview(data).nbytes


@contextmanager
def forgiving() -> Iterator[None]:
    """Print what can be printed; leave with exit code 1 when some of it was lost and nothing else was wrong."""
    _open_closed()
    if os.name == "nt":  # a console is no file there
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
    """Open what was closed, or the next file would take its place, and get what is printed."""
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
    """Put a stream in the place of another of `sys`; a character that it can't encode is written as its escape."""
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
    """Whether something that was printed is lost; that is told where it can be."""
    lost = False
    for name, other in (("stdout", sys.stderr), ("stderr", sys.stdout)):
        getattr(sys, name).flush()
        failure = streams[name].failure
        if failure is not None and failure.errno not in _CLOSED:
            lost = True
            what = f"{_CALLED[name]} can't be written ({failure.strerror}): some of what it should say is lost"
            hint = "Make space, or print it elsewhere"
            print(f"audiocast: {what}. {hint}.", file=other, flush=True)
    return lost
