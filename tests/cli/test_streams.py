"""Rendering when standard output or standard error can't be written: `cli/streams.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[..., Path]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a console is no file there")
_BASH = shutil.which("bash") or "bash"
_NEEDS_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")


def _render(folder: Path, write_article: Write, shell: str) -> subprocess.CompletedProcess[str]:
    """Render three articles with streams as a shell redirects them."""
    for name in ("one", "two", "three"):
        write_article(f"{name}.txt", f"The ferry number {name} ran late.")
    command = f"{sys.executable} -m audiocast render articles --voice tone --jobs 1 {shell}"
    return subprocess.run([_BASH, "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def _published(folder: Path) -> int:
    return (folder / "output" / "feed.xml").read_text(encoding="utf-8").count("<item>")


@_NEEDS_FULL
def test_output_that_is_lost_is_told(tmp_path: Path, write_article: Write) -> None:
    """A full disk behind standard output stops nothing; it is said on standard error, and by the exit code."""
    done = _render(tmp_path, write_article, ">/dev/full")
    assert _published(tmp_path) == 3
    assert done.returncode == 1
    assert done.stderr == (
        "audiocast: standard output can't be written (No space left on device): some output is lost. "
        "Free some space, or redirect the output.\n"
    )


@_NEEDS_FULL
def test_errors_that_are_lost_are_told(tmp_path: Path, write_article: Write) -> None:
    """The same of standard error, on standard output."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "empty.txt").touch()
    done = _render(tmp_path, write_article, "2>/dev/full")
    assert _published(tmp_path) == 3
    assert done.returncode == 1
    assert "audiocast: standard error can't be written (No space left on device)" in done.stdout


@pytest.mark.parametrize("shell", [">&-", ">&- 2>&-", "<&- >&- 2>&-", "| true"])
def test_nobody_needs_to_listen(tmp_path: Path, write_article: Write, shell: str) -> None:
    """A stream that is closed, at first or later, changes nothing else: all is published, without complaint."""
    done = _render(tmp_path, write_article, f"{shell}; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, "")
    assert _published(tmp_path) == 3


def test_a_closed_stream_is_no_place_for_a_file(tmp_path: Path, write_article: Write) -> None:
    """No file that is opened later gets what is printed."""
    _render(tmp_path, write_article, ">&- 2>&-")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"rendered   One" in path.read_bytes()]
