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
class Server:
    """The server of a voice, and how it is asked: the table `[server]` of a voice file.

    Attributes:
        url: Its address, up to `/v1` or in full; "" for a voice without a server.
        model: The name that the server has for the model.
        key_env: The environment variable that holds the key, or "" when the server needs none.
        format: The format of the sound: "wav", "flac", "mp3", "opus" or "pcm".
        sample_rate: The sample rate of "pcm" in Hz, which the sound itself does not tell.
        extra: Further values of each request, as a JSON object, or "".
        private: Whether the server may have an address that is not public, such as this computer.
        revision: A number to increase when all sentences have to be synthesized anew.
        identity: The `url` that counts for the cache instead of `url`, or "".
        at_once: How many requests are sent at the same time from this computer.
        connect_s: How many seconds the server may take to accept a connection.
        silence_s: How many seconds it may take until it sends the next bytes.
        patience_s: How many seconds a sentence may take, with all repetitions.
    """

    url: str = ""
    model: str = ""
    key_env: str = ""
    format: str = "wav"
    sample_rate: int = 24_000
    extra: str = ""
    private: bool = False
    revision: int = 0
    identity: str = ""
    at_once: int = 2
    connect_s: float = 10.0
    silence_s: float = 120.0
    patience_s: float = 600.0

    @property
    def sound(self) -> tuple[object, ...]:
        """All that decides the sound of a sentence; () for a voice without a server."""
        if not self.url:
            return ()
        return (self.identity or self.url, self.model, self.format, self.sample_rate, self.extra, self.revision)


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
        server: The server that synthesizes, for the engine http. It is no part of the repr, which decides
            `Episode.digest`; `render.basis` adds it there.
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
    server: Server = field(default=Server(), repr=False)
    folders: tuple[Path, ...] = field(default=(), repr=False, compare=False)
