"""How does a file change in one step, so that nobody ever sees half of it?"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from audiocast.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path


def replace(path: Path, content: bytes) -> bool:
    """Write a file under a name of its own and rename it, unless it says the same already; whether it was written.

    Raises:
        PublishError: It can't be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        raise PublishError(f"can't be written ({error.strerror})", where=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()  # there is one only after a failure
    return True
