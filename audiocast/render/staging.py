"""Lock the output folder for one render, and give it a folder for unfinished files."""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from audiocast import atomic
from audiocast.errors import BusyError
from audiocast.publishing import output_folder, record_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.render.context import Request

_log = logging.getLogger(__name__)


@contextmanager
def staging_folder(request: Request) -> Iterator[Path]:
    """Hold the lock of the output folder, and give a folder inside it for unfinished files.

    It is on the same file system, so that a rename publishes a file. It is removed at the end.

    Raises:
        BusyError: Another render holds the lock, and the request does not wait.
        PublishError: The output folder can't be written.
    """
    output = request.output
    try:
        (output / record_names.EPISODES).mkdir(parents=True, exist_ok=True)
        with _lock(output, wait=request.wait):
            output_folder.tidy(output)
            folder = Path(tempfile.mkdtemp(prefix=output_folder.STAGING, dir=output))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise atomic.refused(error, where=str(error.filename or output)) from error


@contextmanager
def _lock(output: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock. The system releases it when the process dies, so there is no stale lock."""
    lock = FileLock(output / ".lock")
    try:
        held = lock.acquire(timeout=0)
    except Timeout as error:
        if not wait:
            raise BusyError(
                "another render is writing to this folder, so nothing was rendered",
                where=str(output),
                hint="Run it again later, or with --wait; or choose another --output",
            ) from error
        _log.warning("%s: another render is writing to this folder. Waiting until it ends.", output)
        held = lock.acquire()
    with held:
        yield
