"""Tests of `render.run`: several voices, music and chimes in one episode."""

from __future__ import annotations

import json
import wave
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import ConfigError
from audiocast.publishing import transcript_reading
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.render.run import Report

    Write = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("here")


def _render(folder: Path, *, jobs: int = 1, force: bool = False, dry_run: bool = False, prune: bool = False) -> Report:
    request = replace(_request(folder), jobs=jobs, force=force, dry_run=dry_run, prune=prune)
    return render(request, listen=lambda _: None)


def _request(folder: Path) -> Request:
    return Request(folder / "articles", folder / "output", folder / "cache", voice="tone", jobs=1)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _status(report: Report) -> dict[str, str]:
    return {outcome.title or outcome.origin: outcome.status.value for outcome in report.outcomes}


def test_two_voices_make_one_episode(
    tmp_path: Path, write_article: Write, show_toml: Callable[[str], None], write_voice: Callable[[str, str], None]
) -> None:
    """A long one has the same bytes with any number of processes. Another voice in a role makes it again."""
    write_voice("other", 'engine = "tone"\nid = "high"')
    show_toml('episode_covers = false\n[roles]\ntitle = "other"')
    write_article("ferry.txt", *(f"It ran {n} late. No one cared." for n in range(20)))
    assert _status(_render(tmp_path)) == {"Ferry": "rendered"}
    before = _files(tmp_path / "output")
    assert sum(outcome.synthesized for outcome in _render(tmp_path, force=True, jobs=2).outcomes) == 0
    assert _files(tmp_path / "output") == before
    assert _status(_render(tmp_path)) == {"Ferry": "unchanged"}
    write_voice("other", 'engine = "tone"\nid = "low"')
    report = _render(tmp_path)
    assert [(outcome.status.value, outcome.synthesized) for outcome in report.outcomes] == [("rendered", 1)]


def test_a_role_wants_a_voice_that_is_there(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """No other voice replaces it, and the error names the line."""
    show_toml('[roles]\nquote = "narator"')
    with pytest.raises(
        ConfigError,
        match=r"show\.toml:2: quote names the voice 'narator', which does not exist\. Did you mean \"narrator\"\?",
    ):
        _render(tmp_path)


def test_a_bed_is_one_whole(tmp_path: Path, write_article: Write, show_toml: Callable[[str], None]) -> None:
    """Music under a long article is continuous, with the same bytes for any number of processes."""
    show_toml('title = "Harbor"\nepisode_covers = false\n[music]\nbed = "bed.wav"\nseconds = 3\n')
    with wave.open(str(tmp_path / "articles" / "bed.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes((b"\0\x20" * 10 + b"\0\xe0" * 10) * 2400)
    write_article("ferry.txt", *(f"It ran {n} late. No one cared." for n in range(30)))
    (outcome,) = _render(tmp_path, jobs=2).outcomes
    assert (outcome.status.value, outcome.synthesized) == ("rendered", 32)
    before = _files(tmp_path / "output")
    (outcome,) = _render(tmp_path, force=True).outcomes
    assert (outcome.status.value, outcome.synthesized) == ("rendered", 0)
    assert _files(tmp_path / "output") == before
    (record,) = (path for path in (tmp_path / "output" / "episodes").glob("*.json") if path.name.count(".") == 1)
    episode = json.loads(record.read_bytes())
    ((start, end),) = episode["sounds"]
    assert start == 0
    assert end == pytest.approx(episode["duration_ms"], abs=100)
    (transcript,) = (tmp_path / "output" / "episodes").glob("*.transcript.json")
    cues = json.loads(transcript.read_bytes())["segments"]
    assert 3.2 < cues[0]["startTime"] < 3.4
    assert end / 1000 - cues[-1]["endTime"] > 3.4


def test_what_is_heard_around_an_article(
    tmp_path: Path, write_article: Write, show_toml: Callable[[str], None], write_voice: Callable[[str, str], None]
) -> None:
    """The timeline has words, music and chimes; the bytes do not depend on the number of processes."""
    write_voice("other", 'engine = "tone"\nid = "high"')
    show_toml(
        """\
        title = "Harbor"
        episode_covers = false
        intro = "This is {show}."
        outro = "That was {title}."
        chime = true
        [roles]
        intro = "other"
        [music]
        intro = "tune.wav"
        outro = "tune.wav"
        seconds = 2
        """
    )
    tune = tmp_path / "articles" / "tune.wav"

    def play(pitch: int) -> None:
        with wave.open(str(tune), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes((b"\0\x20" * pitch + b"\0\xe0" * pitch) * (24000 // pitch))

    play(10)
    paragraphs = [f"It ran {n} late. No one cared." for n in range(20)]
    write_article("ferry.txt", *paragraphs[:10], "Why it did", *paragraphs[10:])
    assert _status(_render(tmp_path)) == {"Ferry": "rendered"}
    before = _files(tmp_path / "output")
    _render(tmp_path, force=True, jobs=2)
    assert _files(tmp_path / "output") == before
    (chapters,) = (tmp_path / "output" / "episodes").glob("*.chapters.json")
    first, second = json.loads(chapters.read_bytes())["chapters"]
    stem = chapters.name.removesuffix("chapters.json")
    files = (chapters.with_name(f"{stem}{ending}").read_bytes() for ending in ("transcript.json", "vtt"))
    cues = transcript_reading.read(*files)
    assert [cue.text for cue in (*cues[:2], cues[-1])] == ["This is Harbor.", "Ferry", "That was Ferry."]
    assert [word.text for word in cues[0].words] == ["This", "is", "Harbor."]
    assert cues[0].words[0].start_ms - cues[0].start_ms < 20
    assert 2200 < cues[0].start_ms < 2400
    assert cues[-1].end_ms / 1000 + 2 < second["endTime"] < cues[-1].end_ms / 1000 + 4
    heading = next(cue for cue in cues if cue.text == "Why it did")
    assert first["endTime"] == second["startTime"] == heading.start_ms / 1000
    play(20)
    report = _render(tmp_path)
    assert [(outcome.status.value, outcome.synthesized) for outcome in report.outcomes] == [("rendered", 0)]
    tune.write_bytes(b"no sound")
    (outcome,) = _render(tmp_path).outcomes
    assert "tune.wav: the music can't be decoded" in outcome.reason
