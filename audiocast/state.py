"""Read and write small files of state: JSON with the version of its format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audiocast import atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read(path: Path, *versions: int) -> dict[str, Any]:
    """Return what a file holds.

    Raises:
        OSError: It can't be read; FileNotFoundError when there is none.
        ValueError: It is damaged, or has another format than one of these versions.
    """
    try:
        told = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError("it is too deep") from error
    if not isinstance(told, dict):
        raise ValueError("it holds no table")  # noqa: TRY004 - what is wrong is in the file
    if told.get("format") not in versions:
        raise ValueError(f"its format is {told.get('format')!r}")
    return told


def write(path: Path, version: int, values: Mapping[str, object]) -> None:
    """Write a file in one step, or leave it alone when it says the same already.

    Raises:
        PublishError: It can't be written.
    """
    text = json.dumps({"format": version, **values}, indent=1) + "\n"
    atomic.replace(path, text.encode("utf-8", "backslashreplace"))
