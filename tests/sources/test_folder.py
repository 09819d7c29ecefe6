"""Tests of `folder.py` and `formats.py`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Document

if TYPE_CHECKING:
    from pathlib import Path


def _write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"Title\n\nA paragraph.")


def test_a_folder_is_searched_with_its_subfolders(tmp_path: Path) -> None:
    """Documents are found in order; dot files and the show's settings are skipped; other files are reported."""
    _write(tmp_path, "b.txt", "a/c.TXT", "a/.hidden.txt", ".git/d.txt", "show.toml", "cover.png", "a/notes", "a.text")
    found = sources.find(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found.documents] == ["a/c.TXT", "a.text", "b.txt"]
    assert [path.relative_to(tmp_path).as_posix() for path in found.ignored] == ["a/notes", "cover.png"]
    assert not found.errors


def test_a_linked_folder_is_not_followed_but_named(tmp_path: Path) -> None:
    """A link to the folder itself does not make the search endless."""
    _write(tmp_path, "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = sources.find(tmp_path)
    assert found.documents == (tmp_path / "a.txt",)
    assert found.ignored == (tmp_path / "loop",)


def test_one_file(tmp_path: Path) -> None:
    """A file is a source with one document."""
    _write(tmp_path, "a.txt")
    assert sources.find(tmp_path / "a.txt").documents == (tmp_path / "a.txt",)


def test_an_empty_folder_has_no_documents(tmp_path: Path) -> None:
    """An empty folder is not an error here."""
    assert sources.find(tmp_path) == sources.Found(())


@pytest.mark.parametrize("name", ["missing", "missing.txt", "a\0b", "x" * 5000])
def test_a_missing_source_is_named_with_a_hint(tmp_path: Path, name: str) -> None:
    """A path that does not exist, or can't exist, is an error with a hint."""
    with pytest.raises(SourceError, match="can't be found") as caught:
        sources.find(tmp_path / name)
    assert caught.value.hint


def test_a_file_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    """A file on the command line that no reader can read is an error."""
    _write(tmp_path, "a.xls")
    with pytest.raises(SourceError, match=r"no reader can read files that end in \.xls"):
        sources.find(tmp_path / "a.xls")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    """An unreadable folder or file is an error, and the other documents are found."""
    _write(tmp_path, "a.txt", "closed/b.txt", "c.txt")
    (tmp_path / "closed").chmod(0)
    (tmp_path / "c.txt").chmod(0)
    try:
        found = sources.find(tmp_path)
        assert found.documents == (tmp_path / "a.txt", tmp_path / "c.txt")
        assert [error.where for error in found.errors] == [str(tmp_path / "closed")]
        with pytest.raises(SourceError, match=r"c\.txt: can't be read \(permission denied\)"):
            sources.fetch(tmp_path / "c.txt", tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_unreadable_folders_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unreadable folder is an error, also when root runs the test."""
    _write(tmp_path, "a.txt", "closed/b.txt")
    scan = os.scandir

    def closed(path: str) -> object:
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = sources.find(tmp_path)
    assert found.documents == (tmp_path / "a.txt",)
    assert [error.where for error in found.errors] == [str(tmp_path / "closed")]
    with pytest.raises(SourceError, match="can't be listed"):
        sources.find(tmp_path / "closed")


def test_fetch(tmp_path: Path) -> None:
    """A document has the file's bytes, and the path relative to the root, with slashes, as its origin."""
    _write(tmp_path, "a/b.txt")
    content = b"Title\n\nA paragraph."
    assert sources.fetch(tmp_path / "a" / "b.txt", tmp_path) == Document("a/b.txt", "text/plain", content)
    elsewhere = sources.fetch(tmp_path / "a" / "b.txt", tmp_path / "other")
    assert elsewhere.origin == (tmp_path / "a" / "b.txt").as_posix()


def test_fetch_refuses_what_is_no_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, a folder, an empty file, a dangling link, a pipe and a huge file are errors."""
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "large.txt").write_bytes(b"x" * 11)
    monkeypatch.setattr("audiocast.sources.folder.MAX_BYTES", 10)
    wrong = {
        "missing.txt": "can't be read",
        "dangling.txt": "can't be read",
        "empty.txt": "is empty",
        "folder.txt": "is not a file",
        "large.txt": "is too large",
    }
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        wrong["pipe.txt"] = "is not a file"
    for name, what in wrong.items():
        with pytest.raises(SourceError, match=what) as caught:
            sources.fetch(tmp_path / name, tmp_path)
        assert caught.value.where == name
        assert caught.value.hint


def test_a_document_of_another_type_is_refused() -> None:
    """A media type without a reader is an error."""
    with pytest.raises(SourceError, match=r"x\.bin: documents of type image/png can't be read"):
        sources.read(Document("x.bin", "image/png", b"x"))
