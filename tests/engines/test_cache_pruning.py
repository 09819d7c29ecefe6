"""Tests of `engines.cache_pruning`: the contents of the cache, and what pruning removes."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.engines import cache_pruning
from audiocast.engines.cache import CachedEngine, ClipCache
from audiocast.engines.tone import ToneEngine
from audiocast.errors import EngineError
from audiocast.model.audio import Clip
from audiocast.model.script import Utterance
from audiocast.model.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)
LENGTH = 2021  # of a clip's file
VOICE = Voice(name="narrator", engine="tone")


def key(number: int) -> str:
    """A clip's key."""
    return f"{number:064x}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The default cache of tests, with ten clips last wanted 0 to 9 days ago, and what must stay."""
    folder = tmp_path / "cache"
    clips = ClipCache(folder)
    for days in range(10):
        clips.write(key(days), Clip(bytes(2000), 16_000))
        age(clips.path(key(days)), days=days)
    for name in ("notes.clip", "00/00/notes.txt", "00/mine", f"{key(0)}.clip"):
        (folder / name).write_text("not of the cache")
        age(folder / name, days=1000)
    (folder / "00" / "folder").mkdir()
    return folder


def age(path: Path, *, days: float) -> None:
    """Let a file be as old."""
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def kept(folder: Path) -> list[int]:
    """How many days ago what is there was wanted."""
    clips = ClipCache(folder)
    return [days for days in range(10) if clips.path(key(days)).is_file()]


def test_what_is_there(folder: Path) -> None:
    """Clips are counted, those first that were not wanted for longest; files of others are not."""
    found = cache_pruning.scan(folder, now=NOW)
    assert [round((NOW - clip.used) / timedelta(days=1)) for clip in found.clips] == [*range(9, -1, -1)]
    assert (found.length, found.abandoned) == (10 * LENGTH, ())


def test_an_empty_place(tmp_path: Path) -> None:
    """Where nothing was spoken yet, there is nothing."""
    assert cache_pruning.scan(tmp_path / "nowhere", now=NOW).clips == ()


@pytest.mark.parametrize(
    ("before", "most", "left"),
    [
        (3.5, None, [0, 1, 2, 3]),
        (None, 3 * LENGTH, [0, 1, 2]),
        (None, 3 * LENGTH - 1, [0, 1]),
        (3.5, 3 * LENGTH, [0, 1, 2]),
        (1.5, 3 * LENGTH, [0, 1]),
        (None, 0, []),
        (100, 10 * LENGTH, [*range(10)]),
        (None, None, [*range(10)]),
    ],
)
def test_pruning(folder: Path, before: float | None, most: int | None, left: list[int]) -> None:
    """By age, by size, or both; what was wanted last stays, and what others wrote stays too."""
    others = sum(1 for path in folder.rglob("*") if path.is_file()) - 10
    found = cache_pruning.scan(folder, now=NOW)
    gone = cache_pruning.prune(found, before=None if before is None else NOW - timedelta(days=before), most=most)
    assert (kept(folder), len(gone)) == (left, 10 - len(left))
    assert sum(1 for path in folder.rglob("*") if path.is_file()) == others + len(left)


def test_what_was_left_by_a_crash_goes(folder: Path) -> None:
    """A temporary file goes when it is old; a young one may belong to a process that is writing."""
    shelf = ClipCache(folder).path(key(0)).parent
    old, young = shelf / ".00000000-a1b2.part", shelf / ".00000000-c3d4.part"
    for path in (old, young):
        path.touch()
    age(old, days=0.5)
    found = cache_pruning.scan(folder, now=NOW)
    assert [entry.path for entry in found.abandoned] == [str(old)]
    cache_pruning.prune(found)
    assert (old.exists(), young.exists(), kept(folder)) == (False, True, [*range(10)])


def test_others_may_prune_too(folder: Path) -> None:
    """A clip that is gone already is no error, and one that went is spoken again."""
    found = cache_pruning.scan(folder, now=NOW)
    ClipCache(folder).path(key(9)).unlink()
    assert len(cache_pruning.prune(found, most=0)) == 10
    with CachedEngine(ToneEngine(), folder) as engine:
        for _ in range(2):
            engine.synthesize(Utterance("One.", "One.", 0, ""), VOICE)
            cache_pruning.prune(cache_pruning.scan(folder, now=NOW), most=0)
    assert (engine.hits, engine.misses) == (0, 2)


def test_what_can_not_be_removed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that can't be written is an error, not a cache that never gets smaller."""

    def refuse(path: Path, **_: bool) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    with pytest.raises(EngineError, match=r"\.clip: the file can't be removed \(Permission denied\)"):
        cache_pruning.prune(cache_pruning.scan(folder, now=NOW), most=0)


def test_reading_a_clip_notes_its_use_once_a_day(folder: Path) -> None:
    """What is wanted is not pruned; what was wanted today is not written to again."""
    clips = ClipCache(folder)
    for days in (0, 5):
        age(clips.path(key(days)), days=days + 0.25)
        assert clips.read(key(days)) is not None
    used = [(NOW.timestamp() - clips.path(key(days)).stat().st_mtime) / 3600 for days in (0, 5)]
    assert used == pytest.approx([6, 0], abs=1)  # hours; all tests together may take some of one


def run(*arguments: str) -> str:
    """What the command answers."""
    result = CliRunner().invoke(app, ["cache", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_shows(folder: Path) -> None:
    """Place, number, size and times; nothing is changed."""
    shown = " ".join(run().split())
    assert str(folder) in shown
    assert "10 sentences, 0.0 MB" in shown
    assert f"{NOW - timedelta(days=9):%Y-%m-}" in shown
    answer = json.loads(run("--json"))
    assert (answer["sentences"], answer["bytes"], answer["removed"]["sentences"]) == (10, 10 * LENGTH, 0)
    assert kept(folder) == [*range(10)]


def test_what_else_is_kept(folder: Path) -> None:
    """It is shown, with what it is; nothing of it goes, for what has left its feed can't be had again."""
    for name in ("shelf/0123/a.json", "shelf/0123/b.json", "pages/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes(600_000))
    assert "other      2 articles kept for digests, 1.2 MB\n" in run()
    assert "other      1 web page, 0.6 MB\n" in run("--clear", "--yes")
    answer = json.loads(run("--json"))
    assert answer["besides"] == {"pages": {"files": 1, "bytes": 600_000}, "shelf": {"files": 2, "bytes": 1_200_000}}


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (["--older-than", "3.5d"], [0, 1, 2, 3]),
        (["--older-than", "84 H"], [0, 1, 2, 3]),
        (["--older-than", "1w"], [0, 1, 2, 3, 4, 5, 6]),
        (["--max-size", "6.1kB"], [0, 1, 2]),
        (["--max-size", str(3 * LENGTH)], [0, 1, 2]),
        (["--max-size", "1g"], [*range(10)]),
        (["--clear", "--yes"], []),
    ],
)
def test_the_command_prunes(folder: Path, arguments: list[str], left: list[int]) -> None:
    """Ages and sizes are said as people say them."""
    assert f"removed    {10 - len(left)} sentence" in run(*arguments)
    assert kept(folder) == left


@pytest.mark.parametrize(
    "arguments",
    [
        ["--older-than", "30"],
        ["--older-than", "-1d"],
        ["--max-size", "big"],
        ["--max-size", "-1"],
        ["--clear", "--max-size", "1GB"],
        ["--clear"],
    ],
    ids=" ".join,
)
def test_wrong_usage(folder: Path, arguments: list[str]) -> None:
    """What is not understood, or not confirmed by anybody, changes nothing."""
    assert CliRunner().invoke(app, ["cache", *arguments]).exit_code == 2
    assert kept(folder) == [*range(10)]


def test_some_clips_stay_in_any_case(tmp_path: Path) -> None:
    """Clips that can't be made again stay, however old they are and whatever size is left."""
    clips = ClipCache(tmp_path)
    for number in (1, 2):
        clips.write(key(number), Clip(b"\0\1", 16_000))
    contents = cache_pruning.scan(tmp_path, now=NOW)
    gone = cache_pruning.prune(contents, before=NOW + timedelta(days=9), most=0, keep={clips.path(key(1))})
    assert [each.path for each in gone] == [str(clips.path(key(2)))]
    assert clips.contains(key(1))
