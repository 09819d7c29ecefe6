"""A render repairs damaged and lost files of an output folder, and loses nothing that is published."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from audiocast.check import Status, check
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from pathlib import Path

    from audiocast.render.run import Report

pytestmark = pytest.mark.usefixtures("here")

_SHOW = 'title = "Harbor news"\nbase_url = "https://example.org/"\nkeep_days = 7\nkind = "serial"\n'


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show with a dated, an undated, a corrected and a withdrawn episode, at a public address."""
    home = tmp_path_factory.mktemp("home")
    articles = home / "articles"
    articles.mkdir()
    (articles / "show.toml").write_text(_SHOW, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCAST_NOW", "2026-03-01T12:34:56Z")
        for name, date in (("dated", "2024-05-01T08:00:00+02:00\n\n"), ("undated", ""), ("gone", "2024-05-02\n\n")):
            _write(articles, name, f"{date}A ship came in. It is {name}.")
        _render(home)
        _write(articles, "dated", "2024-05-01T08:00:00+02:00\n\nA ship came in. It was dated.")
        (articles / "gone.txt").unlink()
        _render(home)
    return home


@pytest.fixture
def home(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the show that a test may damage, a week later."""
    shutil.copytree(published, tmp_path / "home")
    monkeypatch.setenv("AUDIOCAST_NOW", "2026-03-07T12:34:56Z")
    return tmp_path / "home"


def _write(articles: Path, name: str, text: str) -> None:
    (articles / f"{name}.txt").write_text(f"Categories\nAudio Sources\n\n{name}\n\n{text}\n", encoding="utf-8")


def _render(home: Path, *, verify: bool = False) -> Report:
    request = Request(home / "articles", home / "output", home / "cache", voice="tone", verify=verify)
    return render(request, listen=lambda _: None)


def _files(home: Path) -> dict[str, bytes]:
    """Return the content of every file except the lock and damaged files."""
    paths = [path for path in (home / "output").rglob("*") if path.is_file() and path.name != ".lock"]
    found = {path.relative_to(home / "output").as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in found.items() if not name.startswith(".damaged/")}


def _record(home: Path, name: str) -> Path:
    (path,) = (path for path in (home / "output" / "episodes").glob(f"{name}-*.json") if path.name.count(".") == 1)
    return path


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_whatever_is_cut_or_gone_is_made_again(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Sound, transcripts, pages, pictures, feeds and state files are the same bytes as before."""
    before = _files(home)
    output = home / "output"
    of = {name: json.loads(_record(home, name).read_bytes()) for name in ("dated", "undated")}
    _cut(output / of["dated"]["enclosure"]["filename"])
    (output / of["undated"]["enclosure"]["filename"]).write_bytes(b"")
    (output / of["undated"]["transcripts"][0]["filename"]).unlink()
    _cut(_record(home, "dated").with_suffix(".html"))
    _record(home, "undated").with_suffix(".html").unlink()
    _cut(output / "feed.xml")
    _cut(output / "show.json")
    (output / "index.html").write_bytes(b"")
    (output / ".feed.json").write_bytes(b"\0")
    (output / ".retired.json").write_bytes(b"[")
    for pattern in ("cover-*.jpg", "thumbnail-*.jpg"):
        _cut(next(output.glob(pattern)))
    _render(home)
    after = _files(home)
    assert after.keys() == before.keys()
    assert [name for name in before if before[name] != after[name]] == [".retired.json"]
    assert after[".retired.json"] == before[".retired.json"].replace(b"2026-03-01", b"2026-03-07")
    assert "bytes instead of" in caplog.text
    assert _render(home).published == 3
    assert _files(home) == after


def test_a_lost_record_is_recovered(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    """GUID, date and number are those in the feed, also for an article without a date and for one that is gone."""
    before = _files(home)
    _cut(_record(home, "dated"))
    _record(home, "undated").unlink()
    gone = _record(home, "gone")
    gone.unlink()
    gone.mkdir()
    report = _render(home)
    after = _files(home)
    assert [outcome.reason for outcome in report.outcomes if outcome.status == "failed"] == []
    assert after["feed.xml"].count(b"<item>") == 3
    # What has no article has no sentences that were cut, and no picture of its waveform, any more.
    others = {name for name in before if before[name] != after[name]} - {".site.json", ".feed.json", "index.html"}
    assert {name.partition("-")[0] for name in others} <= {"episodes/gone"}
    assert _guids(after["feed.xml"]) == _guids(before["feed.xml"])
    assert "the catalog record is damaged" in caplog.text
    assert "the catalog record is lost" in caplog.text
    assert not _fails(home)


def _guids(feed: bytes) -> list[list[bytes]]:
    wanted = (b"<guid", b"<pubDate", b"<itunes:episode>", b"<enclosure")
    return [[line for line in item.splitlines() if line.strip().startswith(wanted)] for item in feed.split(b"<item>")]


def _fails(home: Path) -> list[str]:
    report = check(home / "output", fast=True)
    return [verdict.id for verdict in report.verdicts if verdict.status is Status.FAIL]


def test_flipped_bits_are_found_and_mended(home: Path) -> None:
    """`check` finds changed bytes in a file of the same length; `--verify` makes such files again."""
    before = _files(home)
    record = json.loads(_record(home, "dated").read_bytes())
    names = [record["enclosure"]["filename"], record["transcripts"][1]["filename"], record["image"]["filename"]]
    names += ["index.html", next((home / "output").glob("cover-*.jpg")).name]
    for name in names:
        _flip(home / "output" / name)
    assert "catalog.bytes" in _fails(home)
    _render(home, verify=True)
    assert _files(home) == before
