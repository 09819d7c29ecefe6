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
