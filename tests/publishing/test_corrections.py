"""Diffs of corrected articles, and how long old files stay."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import PublishError
from audiocast.model.audio import Cue
from audiocast.publishing import corrections
from audiocast.publishing.transcripts import to_json, to_webvtt

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2024, 5, 1, 8, tzinfo=UTC)


def _transcript(folder: Path, *sentences: str) -> Path:
    path = folder / "old.transcript.json"
    path.write_text(
        to_json([Cue(n * 1000, n * 1000 + 900, text) for n, text in enumerate(sentences)]), encoding="utf-8"
    )
    return path


def test_the_difference_is_that_of_sentences(tmp_path: Path) -> None:
    """A reader sees what was said before and what is said now."""
    transcript = _transcript(tmp_path, "The ferry ran late.", "Nobody minded.", "It was fog.")
    diff = corrections.difference([transcript], ["The ferry ran late.", "Everybody  minded.", "It was fog."])
    assert "\n-Nobody minded.\n+Everybody minded.\n" in diff


def test_the_same_text_is_no_correction(tmp_path: Path) -> None:
    """Another voice or another bit rate does not make an article corrected; nor does a lost transcript."""
    transcript = _transcript(tmp_path, "The ferry ran late.")
    assert corrections.difference([transcript], ["The ferry ran late."]) == ""
    assert corrections.difference([tmp_path / "gone.json"], ["The ferry ran late."]) == ""


_TIDES, _NETS, _GULLS = ("Tides", "They rise.", "They fall."), ("Nets", "They hold."), ("Gulls", "They cry.")


@pytest.mark.parametrize(
    ("articles", "corrected"),
    [
        ([_TIDES, _GULLS, _NETS], ""),
        ([_NETS], ""),
        ([_TIDES, _GULLS], ""),
        ([_GULLS, _NETS], ""),
        ([_TIDES, ("Nets", "They tear.")], "They tear."),
        ([_GULLS, ("Nets", "They hold.", "Mostly.")], "Mostly."),
        ([("Tides", "They rise."), _NETS], "They fall."),
        ([("Tides and Time", "They rise.", "They fall."), _NETS], "Tides and Time"),
    ],
)
@pytest.mark.parametrize("kind", ["json", "vtt"])
def test_a_digest_is_corrected_where_its_articles_are(
    tmp_path: Path, articles: list[tuple[str, ...]], corrected: str, kind: str
) -> None:
    """That it gains articles, and loses some, even at once, corrects nothing, whatever the show says around them."""
    before = ["This is Harbor.", *_TIDES, *_NETS, "Goodbye."]
    cues = [Cue(n * 1000, n * 1000 + 900, text) for n, text in enumerate(before)]
    path = tmp_path / f"old.{kind}"
    path.write_text(to_json(cues) if kind == "json" else to_webvtt(cues), encoding="utf-8")
    first, *others = articles
    *_, last = said = [("This is  Harbor.", *first), *others]
    said[-1] = (*last, "Goodbye.")
    joined = corrections.Joined((0, 4000), tuple(said), frozenset({"This is Harbor.", "Goodbye."}))
    diff = corrections.difference([path], [text for each in said for text in each], joined=joined)
    assert corrected in diff
    assert bool(diff) == bool(corrected)


def test_a_damaged_transcript_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Another one of the same sound stands in for it; when there is none, nobody can say what was corrected."""
    cues = [Cue(0, 900, "Fish & chips."), Cue(1000, 1900, "Nobody minded.")]
    (tmp_path / "old.transcript.json").write_text("{", encoding="utf-8")
    (tmp_path / "old.vtt").write_text(to_webvtt(cues), encoding="utf-8")
    paths = [tmp_path / "old.transcript.json", tmp_path / "old.vtt"]
    diff = corrections.difference(paths, ["Fish & chips.", "Everybody minded."])
    assert "\n-Nobody minded.\n+Everybody minded.\n" in diff
    assert "old.transcript.json: the transcript can't be read" in caplog.text
    (tmp_path / "old.vtt").write_bytes(b"\xff")
    assert corrections.difference(paths, ["Fish & chips."]) == ""
    assert "old.vtt: the transcript can't be read" in caplog.text


def test_each_difference_is_kept(tmp_path: Path) -> None:
    """One file a correction, in a folder of the article, in the order they came even if the clock was set back."""
    moments = [
        corrections.note(tmp_path, "ferry", diff, moment)
        for diff, moment in (("-a\n+b\n", NOW), ("-b\n+c\n", NOW), ("-c\n+d\n", NOW - timedelta(days=2)))
    ]
    assert moments == [NOW, NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)]
    texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / ".corrections" / "ferry").iterdir())]
    assert texts == ["-a\n+b\n", "-b\n+c\n", "-c\n+d\n"]


def test_a_difference_is_noted_once(tmp_path: Path) -> None:
    """A run that was broken off after it noted a correction, and the next, tell of one moment."""
    assert corrections.note(tmp_path, "ferry", "-a\n+b\n", NOW) == NOW
    (tmp_path / ".corrections" / "ferry" / "mine.diff").touch()
    assert corrections.note(tmp_path, "ferry", "-a\n+b\n", NOW + timedelta(hours=1)) == NOW
    assert len(list((tmp_path / ".corrections" / "ferry").iterdir())) == 2


OLD, NEW = "episodes/ferry-0123456789.mp3", "episodes/ferry-9876543210.mp3"
RECORD = "ferry-aaaaaaaaaa.json"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with an old and a new sound of one record."""
    (tmp_path / "episodes").mkdir()
    for name in (OLD, NEW):
        (tmp_path / name).touch()
    return tmp_path


def _retire(output: Path, *names: str, days: float = 0, alive: tuple[str, ...] = (NEW,), gone: str = "") -> None:
    moment = NOW + timedelta(days=days)
    given = dict.fromkeys(names, RECORD)
    corrections.retire(output, given, alive=alive, moment=moment, days=7, withdrawn=[gone] if gone else [])


def test_old_files_stay_for_their_time(output: Path) -> None:
    """Since the first time nothing named them; then they go, and the list with them."""
    _retire(output, OLD, "episodes/never-0123456789.mp3")
    assert corrections.retired(output) == {OLD: NOW}
    _retire(output, OLD, days=6.9)
    assert (output / OLD).exists()
    _retire(output, days=7)
    assert not (output / OLD).exists()
    assert (output / NEW).exists()
    assert not (output / ".retired.json").exists()


def test_what_is_named_again_is_not_removed(output: Path) -> None:
    """A correction taken back brings the old file's name back."""
    _retire(output, OLD)
    _retire(output, alive=(OLD,), days=30)
    assert (output / OLD).exists()
    assert corrections.retired(output) == {}


def test_time_begins_when_a_wrong_clock_is_set_right(output: Path) -> None:
    """What was listed by a clock that was years ahead does not stay for years."""
    _retire(output, OLD, days=9000)
    _retire(output, OLD)
    assert corrections.retired(output) == {OLD: NOW}


def test_old_files_of_a_withdrawn_article_go_at_once(output: Path) -> None:
    """Their time is over when their record goes; those of others stay."""
    _retire(output, OLD)
    _retire(output, gone="other-aaaaaaaaaa.json")
    assert (output / OLD).exists()
    _retire(output, gone=RECORD)
    assert not (output / OLD).exists()


@pytest.mark.parametrize("name", ["../victim.mp3", "{folder}/victim.mp3", "mine.mp3", "episodes/../victim.mp3"])
@pytest.mark.parametrize("version", [1, 2])
def test_the_list_reaches_no_other_file(output: Path, name: str, version: int) -> None:
    """Whatever the list says, only files of episodes are removed."""
    victims = [output.parent / "victim.mp3", output / "victim.mp3", output / "mine.mp3"]
    for victim in victims:
        victim.touch()
    entry = "2020-01-01T00:00:00+00:00" if version == 1 else {"since": "2020-01-01T00:00:00+00:00", "record": RECORD}
    files = {name.format(folder=output): entry}
    (output / ".retired.json").write_text(json.dumps({"format": version, "files": files}), encoding="utf-8")
    _retire(output, gone=RECORD)
    assert all(victim.exists() for victim in victims)


def test_a_list_of_an_older_version_counts_where_it_is_right(output: Path) -> None:
    """It listed whatever was called like a file of ours; now only what makes up an episode goes."""
    since = "2020-01-01T00:00:00+00:00"
    endings = ("mp3", "vtt", "srt", "transcript.json", "chapters.json")
    whole = [f"episodes/old-0123456789.{ending}" for ending in endings]
    names = [*whole, "episodes/bonus-0123456789.mp3"]
    for name in names:
        (output / name).touch()
    listed = {"format": 1, "files": dict.fromkeys(names, since)}
    (output / ".retired.json").write_text(json.dumps(listed), encoding="utf-8")
    _retire(output)
    assert [name for name in names if (output / name).exists()] == ["episodes/bonus-0123456789.mp3"]


def test_a_damaged_list_is_named(tmp_path: Path) -> None:
    """Nothing is removed on the word of a list that can't be read."""
    (tmp_path / ".retired.json").write_text("[]", encoding="utf-8")
    with pytest.raises(PublishError, match="for which old files are kept then start again"):
        corrections.retired(tmp_path)


def test_a_damaged_list_begins_anew(output: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is kept aside, and old files have their whole time again, but for what may be somebody else's."""
    endings = ("mp3", "vtt", "srt", "transcript.json", "chapters.json")
    whole = {f"episodes/old-0123456789.{ending}" for ending in endings}
    for name in whole:
        (output / name).touch()
    (output / ".retired.json").write_text("[]", encoding="utf-8")
    _retire(output)
    assert corrections.retired(output) == dict.fromkeys(whole, NOW)
    assert (output / ".damaged" / ".retired.json.1").read_text(encoding="utf-8") == "[]"
    assert ".retired.json: can't be read" in caplog.text
