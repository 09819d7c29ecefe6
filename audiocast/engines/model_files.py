"""Find the model files of a voice, and check that they are the right ones."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast.errors import EngineError, UnknownEngineError

if TYPE_CHECKING:
    from types import ModuleType

    from audiocast.model.voice import ModelFile, Voice


def find(voice: Voice) -> dict[str, tuple[Path, ...]]:
    """Return the paths of each file of a voice, by its name: one path, or those of its parts.

    Raises:
        UnknownEngineError: A file is missing.
    """
    return {file.name: _paths(file, voice) for file in voice.files}


def read(voice: Voice) -> dict[str, bytes]:
    """Return the content of each file of a voice, by its name.

    Raises:
        UnknownEngineError: A file is missing.
        EngineError: A file can't be read, or does not have the sha256 of the voice.
    """
    contents = {}
    for file, paths in zip(voice.files, find(voice).values(), strict=True):
        try:
            content = b"".join(path.read_bytes() for path in paths)
        except OSError as error:
            problem = f"the file {error.filename} can't be read ({error.strerror})"
            raise EngineError(problem, where=_where(voice)) from error
        found = hashlib.sha256(content).hexdigest()
        if found != file.sha256:
            raise EngineError(
                f"the file {paths[0]} is not the one that the voice names: its sha256 is {found}",
                where=_where(voice),
                hint=f"Get it again{_how(file)}, or put this sha256 into the voice if you trust the file",
            )
        contents[file.name] = content
    return contents


def refusals(onnxruntime: ModuleType) -> tuple[type[Exception], ...]:
    """Return the exceptions for files that are not a model or its settings; onnxruntime has no common class."""
    state = onnxruntime.capi.onnxruntime_pybind11_state
    own = (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented)
    return (ValueError, KeyError, TypeError, *own)


def _paths(file: ModelFile, voice: Voice) -> tuple[Path, ...]:
    name = Path(file.name).expanduser()
    for folder in voice.folders:
        if (folder / name).is_file():
            return (folder / name,)
    parts = tuple(map(_in_package, file.parts))
    if parts and all(part.is_file() for part in parts):
        return parts
    put = next((folder / name for folder in voice.folders), name)
    raise UnknownEngineError(
        f"the file {file.name} is missing",
        where=_where(voice),
        hint=f"Get it{_how(file)}" if parts else f"Get it{_how(file)}, and save it as {put}",
    )


def _in_package(part: str) -> Path:
    """Return the path of a file in an installed package, without importing the package."""
    package, _, rest = part.partition("/")
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0] if folders else package) / rest


def _how(file: ModelFile) -> str:
    return f" ({file.get})" if file.get else ""


def _where(voice: Voice) -> str:
    return f"voice {voice.name}"
