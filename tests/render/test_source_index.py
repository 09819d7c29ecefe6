"""Tests of `render.source_index`, through `render`."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from audiocast import sources
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def show(tmp_path: Path, write_article: Write, show_toml: Callable[[str], None]) -> Callable[[], dict[str, str]]:
    """A function that renders two articles; its answer is how each ended. They were written an hour ago."""
    show_toml("""
        title = "T"
        description = "D."
        voice = "tone"
        episode_covers = false
        """)
    for name in ("bridge.txt", "ferry.txt"):
        _age(write_article(name, f"The {name} is old."))

    def run(*, force: bool = False) -> dict[str, str]:
        request = Request(tmp_path / "articles", tmp_path / "output", tmp_path / "cache", force=force)
        return {outcome.origin: str(outcome.status) for outcome in render(request, listen=lambda _: None).outcomes}

    return run


def _age(path: Path) -> Path:
    os.utime(path, ns=(time.time_ns() - 3600_000_000_000,) * 2)
    return path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the documents that are read; all files count as settled."""
    names: list[str] = []
    fetch = sources.fetch

    def counted(path: Path, root: Path) -> object:
        names.append(path.name)
        return fetch(path, root)

    monkeypatch.setattr(sources, "fetch", counted)
    monkeypatch.setattr("audiocast.render.source_index._SETTLED_NS", -3_000_000_000)
    return names


def test_what_is_published_is_not_read_again(show: Callable[..., dict[str, str]], read: list[str]) -> None:
    """After a run has found them unchanged, the documents are not read, with the same outcomes."""
    both = {"bridge.txt": "unchanged", "ferry.txt": "unchanged"}
    show()
    assert show() == both
    read.clear()
    assert show() == both
    assert read == []
    assert set(show(force=True).values()) == {"rendered"}
    assert read == ["bridge.txt", "ferry.txt"]


def test_every_change_is_seen(
    tmp_path: Path, write_article: Write, show: Callable[..., dict[str, str]], read: list[str]
) -> None:
    """It notices a document with the same length and time, a changed record, a missing file and a setting."""
    show(), show()
    read.clear()
    path = write_article("ferry.txt", "The ferry.txt is new.")
    _age(path)
    assert show() == {"bridge.txt": "unchanged", "ferry.txt": "rendered"}
    assert read == ["ferry.txt"]
    show()
    (record,) = (tmp_path / "output" / "episodes").glob("bridge-??????????.json")
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace('"fingerprint": "', '"fingerprint": "x'), encoding="utf-8")
    read.clear()
    show()
    assert read == ["bridge.txt"]
    show()
    next((tmp_path / "output" / "episodes").glob("bridge*.mp3")).unlink()
    read.clear()
    assert show() == {"bridge.txt": "rendered", "ferry.txt": "unchanged"}
    assert read == ["bridge.txt"]
    show()
    (tmp_path / "articles" / "lexicon.tsv").write_text("ferry\tfairy\n", encoding="utf-8")
    read.clear()
    assert show() == {"bridge.txt": "unchanged", "ferry.txt": "rendered"}
    assert read == ["bridge.txt", "ferry.txt"]


def test_what_has_just_changed_is_read_again(show: Callable[..., dict[str, str]], read: list[str]) -> None:
    """A file may change twice within one tick of the file system's clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audiocast.render.source_index._SETTLED_NS", 3600_000_000_000)
        show(), show()
    read.clear()
    show()
    assert read == ["bridge.txt", "ferry.txt"]


def test_a_damaged_memory_is_none(tmp_path: Path, show: Callable[..., dict[str, str]], read: list[str]) -> None:
    """All documents are read then."""
    show(), show()
    (memory,) = (tmp_path / "cache" / "plans").iterdir()
    memory.write_bytes(memory.read_bytes()[:40])
    read.clear()
    assert set(show().values()) == {"unchanged"}
    assert read == ["bridge.txt", "ferry.txt"]


def test_what_failed_in_a_document_is_told_each_time(
    tmp_path: Path, show: Callable[..., dict[str, str]], read: list[str]
) -> None:
    """A feed with a failed entry is read again, although its other entries are published."""
    items = [{"id": "1", "title": "T", "content_text": "It ran."}, {"id": "2", "title": "T"}]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})
    path = tmp_path / "articles" / "feed.xml"
    path.write_text(feed, encoding="utf-8")
    (tmp_path / "articles" / "show.toml").write_text('title = "T"\nvoice = "tone"\ncategory = ""\n', encoding="utf-8")
    _age(path)
    endings = [show()["feed.xml#feed:2"] for _ in range(3)]
    assert endings == ["failed"] * 3
    assert read.count("feed.xml") == 3
