"""Tests of `render.estimate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.engines import throughput
from audiocast.engines.throughput import Around, Besides, Rates, Spoken
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.render.run import Report

    Write = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("here")

SHORT = ("The ferry ran late, and nobody minded. It was fog.",)
LONG = (
    "The library forgave all fines on Monday. Within a week there were thirteen hundred books on its steps.",
    "“We have more shelves than we thought,” the librarian said, and counted them once more.",
)


def _render(folder: Path, *, dry_run: bool = False, jobs: int = 1, voice: str = "tone", force: bool = False) -> Report:
    request = Request(
        source=folder / "articles",
        output=folder / "output",
        cache=folder / "cache",
        voice=voice,
        jobs=jobs,
        dry_run=dry_run,
        force=force,
    )
    return render(request, listen=lambda _: None)


def test_a_plan_tells_what_a_render_makes(tmp_path: Path, write_article: Write) -> None:
    """Without any rate it is a guess; after one render the minutes are right within 5 %, and so are the megabytes."""
    write_article("ferry.txt", *SHORT)
    first = _render(tmp_path, dry_run=True).estimate
    assert first
    assert first.guessed
    assert not (tmp_path / "cache" / "rates.json").exists()
    _render(tmp_path)
    write_article("library.txt", *LONG, title="Fines and shelves")
    plan = _render(tmp_path, dry_run=True)
    assert plan.estimate
    assert plan.actual is None
    assert not plan.estimate.guessed
    report = _render(tmp_path)
    assert report.estimate
    assert report.actual
    assert report.estimate.duration_ms == pytest.approx(plan.estimate.duration_ms)
    assert report.estimate.duration_ms == pytest.approx(report.actual.duration_ms, rel=0.05)
    assert report.estimate.length == pytest.approx(report.actual.length, rel=0.05)
    assert [part.voice for part in report.estimate.voices] == ["tone"]
    assert report.actual.seconds > 0


def test_each_voice_has_its_part(tmp_path: Path, write_article: Write, show_toml: Callable[[str], None]) -> None:
    """What is said slower takes longer; each voice is told of, and only what is new to the cache costs work."""
    show_toml('title = "S"\nvoice = "tone"\n[roles]\ntitle = "system"')
    write_article("ferry.txt", *SHORT)
    _render(tmp_path, voice="")
    estimate = _render(tmp_path, voice="", force=True, dry_run=True).estimate
    assert estimate
    assert {part.voice: (part.seconds, part.guessed) for part in estimate.voices} == {
        "system": (0.0, False),
        "tone": (0.0, False),
    }
    actual = _render(tmp_path, voice="", force=True).actual
    assert actual
    for part in actual.voices:
        (expected,) = (each for each in estimate.voices if each.voice == part.voice)
        assert expected.sound_ms == pytest.approx(part.sound_ms, rel=0.01)


def test_nothing_to_do_needs_no_estimate(tmp_path: Path, write_article: Write) -> None:
    """And nothing is learned from it."""
    write_article("ferry.txt", *SHORT)
    _render(tmp_path)
    learned = (tmp_path / "cache" / "rates.json").read_bytes()
    report = _render(tmp_path)
    assert (report.estimate, report.actual) == (None, None)
    assert (tmp_path / "cache" / "rates.json").read_bytes() == learned


def test_what_was_learned_changes_no_byte(tmp_path: Path, write_article: Write) -> None:
    """The show is the same, whatever the rates are."""
    write_article("ferry.txt", *SHORT)

    def made() -> dict[str, bytes]:
        _render(tmp_path)
        (folder,) = [tmp_path / "output"]
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in files.items()}

    before = made()
    (tmp_path / "output").rename(tmp_path / "moved")
    throughput.write(Rates({"tone x1": Spoken(1.0, 1e6)}), tmp_path / "cache")
    assert made() == before


def test_damaged_rates_are_measured_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The damage is logged, and the next render begins with guesses."""
    (tmp_path / "rates.json").write_text('{"format": 1, "voices": {"tone": 3}}')
    assert throughput.read(tmp_path) == Rates()
    assert "The speeds will be measured again" in caplog.text
    known = Rates({"tone x1": Spoken(10.0, 570.0)}, {"": Around(1, 750.0, 9.0)}, Besides(1.0, 2.0))
    throughput.write(known, tmp_path)
    assert throughput.read(tmp_path) == known
    (tmp_path / "file").touch()
    throughput.write(known, tmp_path / "file")
    assert "The next estimate will not include this render" in caplog.text


def test_the_first_sentence_is_not_the_rate() -> None:
    """Loading a voice is counted once a process; newer renders count for more."""
    known = Rates({"v": Spoken(300, 18_000, made=200, seconds=2.0, starts=1, start_made=100, start_seconds=4.0)})
    assert known.seconds("v", 1000, processes=2) == pytest.approx(2 * 3.0 + 10.0)
    assert known.seconds("v", 0, processes=2) == 0
    later = known.learned({"v": Spoken(300, 24_000)}, {}, Besides())
    assert later.sound_ms("v", 9) == pytest.approx(9 * 33_000 / 450)
    assert later.knows("v", making=True)
    assert not later.knows("w", making=False)


def test_a_slow_voice_is_guessed_to_be_slow() -> None:
    """Where no render told how fast a voice is here, a table tells how fast it was elsewhere."""
    costs = {speed: Rates().seconds("v", 1000, processes=1, speed=speed) for speed in (2, 200)}
    assert costs[2] == pytest.approx(0.6 + 57 / 2)
    assert costs[200] == pytest.approx(0.6 + 57 / 200)


def test_the_command_tells(tmp_path: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan says what is to come and what is a guess in it; a summary compares."""
    monkeypatch.chdir(tmp_path)
    write_article("ferry.txt", *SHORT)
    command = ["render", "articles", "--voice", "tone", "--jobs", "1"]
    plan = CliRunner().invoke(app, [*command, "--dry-run"]).stdout
    assert "a rough estimate, because this voice has not been used on this computer yet" in plan
    assert "Total for 1 episode: about 0:" in plan
    assert "(rough estimate: 0:" in CliRunner().invoke(app, command).stdout
    assert "expected" not in CliRunner().invoke(app, command).stdout
