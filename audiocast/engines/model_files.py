"""Where are the files that a voice is made of, and are they the right ones?"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocast.errors import EngineError, UnknownEngineError

if TYPE_CHECKING:
    from audiocast.model.voice import ModelFile, Voice


def find(voice: Voice) -> dict[str, tuple[Path, ...]]:
    """Where each file of a voice is, by its name: one place, or its parts.

    Raises:
        UnknownEngineError: One is missing.
    """
    return {file.name: _places(file, voice) for file in voice.files}


def read(voice: Voice) -> dict[str, bytes]:
    """The files of a voice by their names, checked.

    Raises:
        UnknownEngineError: One is missing.
        EngineError: One is not the one that the voice means.
    """
    contents = {}
    for file, places in zip(voice.files, find(voice).values(), strict=True):
        try:
            content = b"".join(place.read_bytes() for place in places)
        except OSError as error:
            raise EngineError(f"{error.filename} can't be read ({error.strerror})", where=_where(voice)) from error
        found = hashlib.sha256(content).hexdigest()
        if found != file.sha256:
            raise EngineError(
                f"{places[0]} is another file than the voice means: its sha256 is {found}",
                where=_where(voice),
                hint=f"Get it once more{_how(file)}, or write that sum into the voice if you trust the file",
            )
        contents[file.name] = content
    return contents


def refusals(onnxruntime: Any) -> tuple[type[Exception], ...]:  # noqa: ANN401 - the package has no types
    """What is raised for files that are no model and no settings; onnxruntime's own have nothing in common."""
    state = onnxruntime.capi.onnxruntime_pybind11_state
    own = (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented)
    return (ValueError, KeyError, TypeError, *own)


def _places(file: ModelFile, voice: Voice) -> tuple[Path, ...]:
    name = Path(file.name).expanduser()
    for folder in voice.folders:
        if (folder / name).is_file():
            return (folder / name,)
    parts = tuple(map(_in_package, file.parts))
    if parts and all(part.is_file() for part in parts):
        return parts
    put = next((folder / name for folder in voice.folders), name)
    raise UnknownEngineError(
        f"the file {file.name} is not here",
        where=_where(voice),
        hint=f"Get it{_how(file)}" if parts else f"Get it{_how(file)}, and put it there: {put}",
    )


def _in_package(part: str) -> Path:
    """Where that file of an installed package is, or would be; the package is not imported."""
    package, _, rest = part.partition("/")
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0] if folders else package) / rest


def _how(file: ModelFile) -> str:
    return f" ({file.get})" if file.get else ""


def _where(voice: Voice) -> str:
    return f"voice {voice.name}"
