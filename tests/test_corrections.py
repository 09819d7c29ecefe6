"""What was corrected, and how long does the old sound stay?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from audiocast import corrections
from audiocast.errors import PublishError
from audiocast.model import Cue
from audiocast.transcript import to_json, to_webvtt

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
    assert "old.transcript.json: can't be compared with" in caplog.text
    (tmp_path / "old.vtt").write_bytes(b"\xff")
    assert corrections.difference(paths, ["Fish & chips."]) == ""
    assert "old.vtt: can't be compared with" in caplog.text


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


def test_old_files_stay_for_their_time(tmp_path: Path) -> None:
    """Since the first time nothing named them; then they go, and the list with them."""
    for name in ("old.mp3", "new.mp3"):
        (tmp_path / name).touch()

    def pass_days(days: float, *names: str) -> None:
        moment = NOW + timedelta(days=days)
        corrections.retire(tmp_path, names, alive={"new.mp3"}, moment=moment, days=7)

    pass_days(0, "old.mp3", "never-was.mp3")
    assert corrections.retired(tmp_path) == {"old.mp3": NOW}
    pass_days(6.9, "old.mp3")
    assert (tmp_path / "old.mp3").exists()
    pass_days(7)
    assert not (tmp_path / "old.mp3").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.mp3"]


def test_what_is_named_again_is_not_removed(tmp_path: Path) -> None:
    """A correction taken back brings the old file's name back."""
    (tmp_path / "old.mp3").touch()
    corrections.retire(tmp_path, ["old.mp3"], alive=set(), moment=NOW, days=7)
    corrections.retire(tmp_path, [], alive={"old.mp3"}, moment=NOW + timedelta(days=30), days=7)
    assert (tmp_path / "old.mp3").exists()
    assert corrections.retired(tmp_path) == {}


def test_time_begins_when_a_wrong_clock_is_set_right(tmp_path: Path) -> None:
    """What was listed by a clock that was years ahead does not stay for years."""
    (tmp_path / "old.mp3").touch()
    corrections.retire(tmp_path, ["old.mp3"], alive=set(), moment=NOW + timedelta(days=9000), days=7)
    corrections.retire(tmp_path, ["old.mp3"], alive=set(), moment=NOW, days=7)
    assert corrections.retired(tmp_path) == {"old.mp3": NOW}


def test_a_damaged_list_is_named(tmp_path: Path) -> None:
    """Nothing is removed on the word of a list that can't be read."""
    (tmp_path / ".retired.json").write_text("[]", encoding="utf-8")
    with pytest.raises(PublishError, match="begins anew"):
        corrections.retired(tmp_path)


def test_a_damaged_list_begins_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is kept aside, and old files have their whole time again."""
    (tmp_path / "old.mp3").touch()
    (tmp_path / ".retired.json").write_text("[]", encoding="utf-8")
    corrections.retire(tmp_path, ["old.mp3"], alive=set(), moment=NOW, days=7)
    assert corrections.retired(tmp_path) == {"old.mp3": NOW}
    assert (tmp_path / ".damaged" / ".retired.json.1").read_text(encoding="utf-8") == "[]"
    assert ".retired.json: can't be read" in caplog.text
