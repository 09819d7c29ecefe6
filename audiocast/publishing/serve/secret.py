"""Keep the secret path of a private feed.

The path is a long random name. It is created once and kept in `.secret` in the output folder, which is never served.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from typing import TYPE_CHECKING

from audiocast.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

_FILE = ".secret"
_BYTES = 18


def keep_secret(folder: Path) -> str:
    """Return the secret path of a folder; create it when there is none.

    Raises:
        PublishError: The file can't be read or written, or holds something else.
    """
    path = folder / _FILE
    try:
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(_BYTES) + "\n")
        secret = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise PublishError(f"can't be read or written ({error.strerror})", where=str(path)) from error
    if not re.fullmatch(r"[\w-]{16,}", secret, re.ASCII):
        raise PublishError(
            "has no secret path", where=str(path), hint="Delete it, and `audiocast serve --secret` makes a new one"
        )
    return secret
