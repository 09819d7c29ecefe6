"""Define voices: their engine, their settings and their files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - config reads the types of the fields


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file of a voice, such as its model.

    Attributes:
        name: The name of a file in `voices/`, or a path.
        sha256: The SHA-256 of its content, as 64 hexadecimal digits.
        parts: The files in installed packages that make it up, in this order: "package/file".
        get: How to get it: a command or an address.
    """

    name: str
    sha256: str
    parts: tuple[str, ...] = ()
    get: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice, as a file in `voices/` describes it.

    Attributes:
        name: The name of that file, without its ending.
        engine: The name of an entry point in `audiocast.engines`.
        id: The engine's own name for the voice, "" for its default.
        language: BCP 47. It decides between British and American reading when the article does not.
        rate: A factor on the voice's own pace.
        pitch: A factor on the voice's own pitch. An engine that can't change the pitch refuses all but 1.0.
        seed: The seed of engines that use random numbers.
        files: The files of the voice, unless its engine has them.
        folders: The folders in which the files are searched. They do not count when voices are compared.
    """

    name: str
    engine: str
    id: str = ""
    language: str = "en-US"
    rate: float = 1.0
    pitch: float = 1.0
    seed: int = 0
    files: tuple[ModelFile, ...] = ()
    folders: tuple[Path, ...] = field(default=(), repr=False, compare=False)
