"""Voices: which engine speaks, how, and the files that it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - config asks of which types a voice's fields are


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that a voice is made of.

    Attributes:
        name: Of the file in `voices/`, or a path.
        sha256: Of its content, as 64 hexadecimal digits.
        parts: Where installed packages bring it, joined in this order: "package/file".
        get: How it is come by, a command or an address.
    """

    name: str
    sha256: str
    parts: tuple[str, ...] = ()
    get: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, and how.

    Attributes:
        name: The file's stem in `voices/`.
        engine: The name of an entry point in `audiocast.engines`.
        id: The engine's own name for the voice, "" for its default.
        language: BCP 47; decides British or American reading where the article does not.
        rate: Pace as a factor, 1.0 is the voice's own.
        pitch: As a factor, 1.0 is the voice's own; an engine that can't change it refuses others.
        seed: For engines that draw random numbers.
        files: What the voice is made of, when its engine does not bring it.
        folders: Where those are looked for. They decide nothing that is heard, so they are no part of the value.
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
