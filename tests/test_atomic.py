"""Tests of `audiocast.atomic`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audiocast import atomic
from audiocast.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_written_once(tmp_path: Path) -> None:
    """The same content is not written again, and no other file is left."""
    path = tmp_path / "folder" / "file"
    assert atomic.replace(path, b"one")
    before = path.stat()
    assert not atomic.replace(path, b"one")
    assert path.stat().st_ino == before.st_ino
    assert atomic.replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["file"]


def test_a_failure_leaves_what_was(tmp_path: Path) -> None:
    """The error names the file, and no unfinished file is left."""
    (tmp_path / "file").mkdir()
    with pytest.raises(PublishError, match="file: can't be written"):
        atomic.replace(tmp_path / "file", b"x")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_new_file_replaces_none(tmp_path: Path) -> None:
    """This holds whether the name is taken or free; no unfinished file is left."""
    atomic.create(tmp_path / "file", b"one")
    with pytest.raises(FileExistsError):
        atomic.create(tmp_path / "file", b"two")
    with pytest.raises(FileNotFoundError):
        atomic.create(tmp_path / "missing" / "file", b"one")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"one")]


def test_without_hard_links_a_new_file_replaces_none_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems, such as FAT, have no links."""

    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    test_a_new_file_replaces_none(tmp_path)


def test_a_state_file_comes_back(tmp_path: Path) -> None:
    """It has the version of its format; the same values are not written again."""
    path = tmp_path / "state.json"
    atomic.write_state(path, 2, {"names": ["ä"]})
    assert path.read_bytes() == b'{\n "format": 2,\n "names": [\n  "\\u00e4"\n ]\n}\n'
    before = path.stat().st_ino
    atomic.write_state(path, 2, {"names": ["ä"]})
    assert path.stat().st_ino == before
    assert atomic.read_state(path, 1, 2)["names"] == ["ä"]


@pytest.mark.parametrize("content", ["", "[]", '{"format": 3}', "{}", "[" * 100_000])
def test_a_damaged_state_file_is_an_error(tmp_path: Path, content: str) -> None:
    """So is one of another version. A missing one is a FileNotFoundError."""
    path = tmp_path / "state.json"
    with pytest.raises(FileNotFoundError):
        atomic.read_state(path, 1, 2)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 - the messages are those of json
        atomic.read_state(path, 1, 2)
