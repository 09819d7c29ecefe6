"""Rules of finding the files that voices are made of."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from audiocast.engines import model_files
from audiocast.errors import EngineError, UnknownEngineError
from audiocast.model.voice import ModelFile, Voice

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"a model"
SUM = sha256(CONTENT).hexdigest()


def voice(*files: ModelFile, folders: tuple[Path, ...] = ()) -> Voice:
    """A voice that is made of files."""
    return Voice(name="test", engine="piper", files=files, folders=folders)


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """A file is looked for in the voice's folders, in their order, and by its path."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "m.onnx").write_bytes(CONTENT)
    folders = (tmp_path / "none", tmp_path / "b", tmp_path / "a")
    assert model_files.find(voice(ModelFile("m.onnx", SUM), folders=folders)) == {"m.onnx": (folders[1] / "m.onnx",)}
    path = str(tmp_path / "a" / "m.onnx")
    assert model_files.read(voice(ModelFile(path, SUM), folders=folders)) == {path: CONTENT}


def test_parts_in_packages_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where packages bring a file in parts, it is put together; without one of them it is missing."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for package, content in (("audiocast_part_1", b"a "), ("audiocast_part_2", b"model")):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise RuntimeError")
        (tmp_path / package / "part.bin").write_bytes(content)
    parts = ("audiocast_part_1/part.bin", "audiocast_part_2/part.bin")
    assert model_files.read(voice(ModelFile("m.onnx", SUM, parts))) == {"m.onnx": CONTENT}
    with pytest.raises(UnknownEngineError, match="is missing"):
        model_files.find(voice(ModelFile("m.onnx", SUM, (*parts, "audiocast_part_3/part.bin"))))


def test_what_is_missing_can_be_got(tmp_path: Path) -> None:
    """The error says which file, how to get it, and where to put it."""
    file = ModelFile("m.onnx", SUM, get="from https://example.org/m.onnx")
    with pytest.raises(UnknownEngineError) as caught:
        model_files.find(voice(file, folders=(tmp_path / "voices",)))
    assert "voice test: the file m.onnx is missing" in str(caught.value)
    assert "(from https://example.org/m.onnx)" in str(caught.value)
    assert str(tmp_path / "voices" / "m.onnx") in str(caught.value)


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A file with another sum is not spoken with, and the error tells the sum."""
    (tmp_path / "m.onnx").write_bytes(b"another")
    with pytest.raises(EngineError, match=sha256(b"another").hexdigest()):
        model_files.read(voice(ModelFile("m.onnx", SUM), folders=(tmp_path,)))
