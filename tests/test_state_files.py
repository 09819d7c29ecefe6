"""`atomic.read_state` and `atomic.write_state`: state files keep their bytes, whatever layout they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audiocast import atomic

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("layout", "content"),
    [
        (atomic.Layout(), b'{\n "format": 3,\n "b": "\\u00e9",\n "a": 1\n}\n'),
        (atomic.Layout(sort_keys=True, ascii_only=False), '{\n "a": 1,\n "b": "é",\n "format": 3\n}\n'.encode()),
        (atomic.Layout(version_key="", indent=0), b'{\n"b": "\\u00e9",\n"a": 1\n}\n'),
        (atomic.Layout(version_key="version", indent=None, end=""), b'{"version":3,"b":"\\u00e9","a":1}'),
    ],
    ids=["default", "sorted", "without version", "compact"],
)
def test_layouts(tmp_path: Path, layout: atomic.Layout, content: bytes) -> None:
    """A layout decides each byte, and the values come back."""
    path = tmp_path / "state.json"
    atomic.write_state(path, 3, {"b": "é", "a": 1}, layout=layout)
    assert path.read_bytes() == content
    assert atomic.read_state(path).items() >= {"a": 1, "b": "é"}.items()


def test_same_content_is_not_written(tmp_path: Path) -> None:
    """A state file that has the same content keeps its time."""
    path = tmp_path / "state.json"
    atomic.write_state(path, 1, {"a": 1})
    path.chmod(0o444)
    before = path.stat().st_mtime_ns
    atomic.write_state(path, 1, {"a": 1})
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"format": 3}', b"{}"])
def test_damaged_state_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    """A damaged file and one of another version raise ValueError, a missing one FileNotFoundError."""
    path = tmp_path / "state.json"
    with pytest.raises(FileNotFoundError):
        atomic.read_state(path, 1, 2)
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        atomic.read_state(path, 1, 2)
