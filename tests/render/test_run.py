"""Tests of `render.run`, `render.staging`, `render.publication`, `render.admission` and `render.pictures`."""

from __future__ import annotations

import json
import math
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from audiocast.errors import PublishError, SourceError
from audiocast.render.context import Request
from audiocast.render.outcome import Outcome, Progress
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable

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


def _items(output: Path) -> dict[str, tuple[str, str, str]]:
    """Return GUID, date and enclosure of each item of the feed, by title."""
    root = ET.fromstring((output / "feed.xml").read_bytes())
    found = {}
    for item in root.iter("item"):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        title, guid, date = (item.findtext(name) or "" for name in ("title", "guid", "pubDate"))
        found[title] = (guid, date, enclosure.get("url") or "")
    return found


def _status(report: Report) -> dict[str, str]:
    return {outcome.title or outcome.origin: outcome.status.value for outcome in report.outcomes}


def test_an_article_becomes_an_episode(tmp_path: Path, write_article: Write) -> None:
    """It has an MP3, transcripts, chapters and a record; the show has a cover and a feed."""
    write_article("ferry.txt", "The ferry ran late. Nobody minded.")
    report = _render(tmp_path)
    assert _status(report) == {"Ferry": "rendered"}
    names = {Path(name).suffixes[-1] for name in _files(tmp_path / "output" / "episodes")}
    assert names == {".mp3", ".vtt", ".srt", ".json", ".jpg", ".html"}
    assert "Ferry" in _items(tmp_path / "output")


def test_nothing_to_do_changes_nothing(tmp_path: Path, write_article: Write) -> None:
    """The second run reports "unchanged" and writes no byte."""
    write_article("ferry.txt", "The ferry ran late.")
    _render(tmp_path)
    before = _files(tmp_path / "output")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*.*") if path.name != ".lock"}
    report = _render(tmp_path)
    assert _status(report) == {"Ferry": "unchanged"}
    assert _files(tmp_path / "output") == before
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, write_article: Write) -> None:
    """This holds when the output folder and even the cache are gone."""
    write_article("ferry.txt", "The ferry ran late.", "It was fog.")
    _render(tmp_path)
    before = _files(tmp_path / "output")
    (tmp_path / "output").rename(tmp_path / "moved")
    (tmp_path / "cache").rename(tmp_path / "moved-cache")
    _render(tmp_path)
    assert _files(tmp_path / "output") == before


def test_a_correction_costs_one_sentence(tmp_path: Path, write_article: Write) -> None:
    """Only the changed sentence is synthesized. GUID and date stay; the enclosure gets a new address."""
    write_article("ferry.txt", "The ferry ran late. Nobody minded. It was fog.")
    write_article("other.txt", "A thing happened.")
    _render(tmp_path)
    before = _items(tmp_path / "output")
    write_article("ferry.txt", "The ferry ran late. Everybody minded. It was fog.")
    report = _render(tmp_path)
    assert _status(report) == {"Ferry": "rendered", "Other": "unchanged"}
    assert sum(outcome.synthesized for outcome in report.outcomes) == 1
    after = _items(tmp_path / "output")
    assert after["Ferry"][:2] == before["Ferry"][:2]
    assert after["Ferry"][2] != before["Ferry"][2]
    assert after["Other"] == before["Other"]


def test_a_long_article_is_spoken_in_chunks(tmp_path: Path, write_article: Write) -> None:
    """Several workers make its segments, each sentence is synthesized once, and the bytes are those of one worker."""
    paragraphs = [" ".join(f"Sentence {n} of part {part} is here." for n in range(20)) for part in "abc"]
    write_article("long.txt", paragraphs[0], "Second part", paragraphs[1], "Third part", paragraphs[2])
    report = _render(tmp_path, jobs=2)
    assert _status(report) == {"Long": "rendered"}
    assert report.outcomes[0].synthesized == 1 + 2 + 60
    several = _files(tmp_path / "output")
    shutil.rmtree(tmp_path / "output")
    shutil.rmtree(tmp_path / "cache")
    _render(tmp_path, jobs=1)
    assert _files(tmp_path / "output") == several
    (record,) = (path for path in (tmp_path / "output" / "episodes").glob("*.json") if path.name.count(".") == 1)
    titles = [chapter["title"] for chapter in json.loads(record.read_bytes())["chapters"]]
    assert titles == ["Long", "Second part", "Third part"]


def test_other_categories_are_skipped_with_the_reason(tmp_path: Path, write_article: Write) -> None:
    """Each article and file that is left out is reported."""
    write_article("ferry.txt", "The ferry ran late.")
    write_article("photos.txt", "A picture.", category="Galleries")
    (tmp_path / "articles" / "picture.png").write_bytes(b"x")
    outcomes = {outcome.title or outcome.origin: outcome for outcome in _render(tmp_path).outcomes}
    assert outcomes["Photos"].status.value == "skipped"
    assert 'not in "Audio Sources"' in outcomes["Photos"].reason
    assert outcomes["picture.png"].status.value == "skipped"
    assert outcomes["Ferry"].status.value == "rendered"


def test_bad_documents_take_nothing_with_them(
    tmp_path: Path, write_article: Write, show_toml: Callable[[str], None]
) -> None:
    """Each bad document is reported with the reason; the good ones are rendered, and the feed is well-formed."""
    show_toml("max_hours = 1\n")
    folder = write_article("good.txt", "All is well.").parent
    write_article("undated.txt", "It has no date.", date="")
    write_article("no-body.txt")
    write_article("odd-title.txt", "It has an odd title.", title="A \x01<script>alert(1)</script> & so on")
    write_article("twin-a.txt", "The first.", header="Id: twin")
    write_article("twin-b.txt", "The second.", header="Id: twin")
    write_article("huge.txt", *(f"Line {n} of the log is here and says nothing at all." for n in range(5_000)))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "pipe.txt").mkdir()
    report = _render(tmp_path)
    failed = {
        Path(outcome.origin).name.partition(":")[0]: outcome.reason
        for outcome in report.outcomes
        if outcome.status == "failed"
    }
    assert set(failed) == {"no-body.txt", "twin-b.txt", "huge.txt", "empty.txt", "binary.txt"}
    assert "twin-a.txt has the same id" in failed["twin-b.txt"]
    assert "hours" in failed["huge.txt"]
    assert next(each.reason for each in report.outcomes if each.title == "Undated").startswith("has no date")
    assert set(_items(tmp_path / "output")) == {"Good", "Undated", "A <script>alert(1)</script> & so on", "Twin a"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_document_is_named(tmp_path: Path, write_article: Write) -> None:
    """Only the file without permission fails."""
    write_article("good.txt", "All is well.")
    write_article("secret.txt", "Hidden.").chmod(0)
    status = _status(_render(tmp_path))
    assert status == {"Good": "rendered", "secret.txt": "failed"}


def test_a_missing_file_is_made_again(tmp_path: Path, write_article: Write) -> None:
    """An episode with a missing or truncated file is not unchanged."""
    write_article("ferry.txt", "The ferry ran late.")
    _render(tmp_path)
    before = _files(tmp_path / "output")
    next((tmp_path / "output" / "episodes").glob("*.mp3")).write_bytes(b"truncated")
    next((tmp_path / "output" / "episodes").glob("*.vtt")).unlink()
    assert _status(_render(tmp_path)) == {"Ferry": "rendered"}
    assert _files(tmp_path / "output") == before


def test_force_makes_the_same_again(tmp_path: Path, write_article: Write) -> None:
    """Every episode is made, no utterance is synthesized, and no byte changes."""
    write_article("ferry.txt", "The ferry ran late.")
    _render(tmp_path)
    before = _files(tmp_path / "output")
    report = _render(tmp_path, force=True)
    assert [(outcome.status.value, outcome.synthesized) for outcome in report.outcomes] == [("rendered", 0)]
    assert _files(tmp_path / "output") == before


def test_a_dry_run_writes_nothing(tmp_path: Path, write_article: Write) -> None:
    """It reports what a render would make."""
    write_article("ferry.txt", "The ferry ran late.")
    assert _status(_render(tmp_path, dry_run=True)) == {"Ferry": "to render"}
    assert not (tmp_path / "output").exists()


def test_a_lexicon_entry_touches_only_what_it_occurs_in(tmp_path: Path, write_article: Write) -> None:
    """Only the sentences with the word are synthesized again."""
    write_article("ferry.txt", "The ferry ran late. Nobody in Quyen minded.")
    write_article("other.txt", "A thing happened.")
    _render(tmp_path)
    for entry in ("Quyen\tkwin", "Quyen\t\tkwɪn", "Quyen\t\tkwɛn"):
        (tmp_path / "articles" / "lexicon.tsv").write_text(f"{entry}\nHanoi\t\thæˈnɔɪ\n", encoding="utf-8")
        report = _render(tmp_path)
        assert _status(report) == {"Ferry": "rendered", "Other": "unchanged"}
        assert sum(outcome.synthesized for outcome in report.outcomes) == 1


def test_a_clock_that_was_set_back_is_doubted(
    tmp_path: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A warning is logged; published episodes keep their dates and their bytes."""
    write_article("ferry.txt", "The ferry ran late.", date="")
    monkeypatch.setenv("AUDIOCAST_NOW", "2026-05-01T12:00:00Z")
    _render(tmp_path)
    assert "clock: " not in caplog.text
    before = _files(tmp_path / "output")
    for now, than in (("2026-04-30T12:00:00Z", "the newest episode (2026-05-01 12:00:00)"), ("1970-01-01", "newest")):
        monkeypatch.setenv("AUDIOCAST_NOW", now)
        _render(tmp_path)
        assert than in caplog.messages[-1]
    assert _files(tmp_path / "output") == before


def test_an_output_folder_that_can_not_be_written(tmp_path: Path, write_article: Write) -> None:
    """The error says what to do."""
    write_article("ferry.txt", "The ferry ran late.")
    (tmp_path / "output").write_text("a file")
    with pytest.raises(PublishError, match=r"output.*can't be written .*Make it writable, or choose another folder"):
        _render(tmp_path)
    assert (tmp_path / "output").read_text() == "a file"


def test_listeners_hear_of_every_outcome_and_of_progress(tmp_path: Path, write_article: Write) -> None:
    """Progress never falls, and ends with the whole text."""
    write_article("ferry.txt", " ".join(f"Sentence {n} is here." for n in range(60)))
    write_article("other.txt", "A thing happened.")
    heard: list[Outcome | Progress] = []
    request = Request(tmp_path / "articles", tmp_path / "output", tmp_path / "cache", voice="tone", jobs=2)
    report = render(request, listen=heard.append)
    progress = [news for news in heard if isinstance(news, Progress)]
    assert [news.done for news in progress] == sorted(news.done for news in progress)
    assert progress[-1].done == progress[-1].total
    assert [news for news in heard if isinstance(news, Outcome)] == list(report.outcomes)


def test_what_is_done_is_published_while_a_long_render_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_article: Write, show_toml: Callable[[str], None]
) -> None:
    """The feed has the episodes that are done; a serial show is numbered, and published, at the end."""
    for number in range(3):
        write_article(f"a{number}.txt", "The ferry ran late.")
    _render(tmp_path)
    expected = _files(tmp_path / "output")
    shutil.rmtree(tmp_path / "output")
    assert _published_meanwhile(tmp_path, monkeypatch) == [0, 1, 2]
    assert _files(tmp_path / "output") == expected
    shutil.rmtree(tmp_path / "output")
    show_toml('kind = "serial"\n')
    assert _published_meanwhile(tmp_path, monkeypatch) == [0, 0, 0]


def _published_meanwhile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many episodes were in the feed each time when an episode was done."""
    monkeypatch.setattr("audiocast.render.publication._SECONDS_TO_A_PUBLICATION", 0.0)
    monkeypatch.setattr("audiocast.render.publication._SHARE_OF_PUBLICATIONS", math.inf)
    monkeypatch.setattr("audiocast.render.scheduler._AHEAD", 1)  # one after the other
    published: list[int] = []

    def listen(news: Outcome | Progress) -> None:
        if isinstance(news, Outcome):
            published.append(len(_items(folder / "output")) if (folder / "output" / "feed.xml").exists() else 0)

    render(_request(folder), listen=listen)
    return published


def test_a_correction_is_told_and_the_old_sound_stays(tmp_path: Path, write_article: Write) -> None:
    """The show notes say "Updated", the difference is kept, and the old MP3 stays for `keep_days`."""
    write_article("ferry.txt", "The ferry ran late. Nobody minded.")
    _render(tmp_path)
    output = tmp_path / "output"
    before = {path: path.read_bytes() for path in (output / "episodes").glob("*.mp3")}
    assert b"Updated" not in (output / "feed.xml").read_bytes()
    write_article("ferry.txt", "The ferry ran late. Everybody minded.")
    _render(tmp_path)
    assert b"Updated" in (output / "feed.xml").read_bytes()
    assert {path: path.read_bytes() for path in before} == before
    (diff,) = (output / ".corrections").rglob("*.diff")
    assert "-Nobody minded.\n+Everybody minded.\n" in diff.read_text(encoding="utf-8")
    after = _files(output)
    _render(tmp_path)
    assert _files(output) == after


def test_without_a_time_of_grace_old_files_go_at_once(
    tmp_path: Path, write_article: Write, show_toml: Callable[[str], None]
) -> None:
    """With `keep_days = 0`, only files that the feed names are kept."""
    show_toml("keep_days = 0\n")
    write_article("ferry.txt", "The ferry ran late.")
    _render(tmp_path)
    write_article("ferry.txt", "The ferry ran early.")
    _render(tmp_path)
    assert len(list((tmp_path / "output" / "episodes").glob("*.mp3"))) == 1


def test_a_withdrawn_article_leaves_only_when_told(tmp_path: Path, write_article: Write) -> None:
    """It is reported in each run and stays in the feed until it is pruned; then its files are removed at once."""
    gone = write_article("gone.txt", "This goes.")
    write_article("ferry.txt", "The ferry ran late.")
    _render(tmp_path)
    gone.unlink()
    report = _render(tmp_path)
    assert _status(report) == {"Ferry": "unchanged", "Gone": "withdrawn"}
    assert set(_items(tmp_path / "output")) == {"Ferry", "Gone"}
    _render(tmp_path, prune=True)
    assert set(_items(tmp_path / "output")) == {"Ferry"}
    assert _status(_render(tmp_path)) == {"Ferry": "unchanged"}


def test_what_can_not_be_read_is_not_withdrawn(tmp_path: Path, write_article: Write) -> None:
    """A broken document, or a render of one article alone, removes nothing from the show."""
    write_article("ferry.txt", "The ferry ran late.")
    broken = write_article("broken.txt", "It is whole.")
    _render(tmp_path)
    broken.write_bytes(b"")
    assert "withdrawn" not in _status(_render(tmp_path, prune=True)).values()
    assert set(_items(tmp_path / "output")) == {"Ferry", "Broken"}


def test_pruning_from_the_wrong_folder_is_refused(tmp_path: Path, write_article: Write) -> None:
    """An empty folder does not empty the show."""
    article = write_article("ferry.txt", "The ferry ran late.")
    _render(tmp_path)
    article.unlink()
    with pytest.raises(SourceError, match="no article of the show"):
        _render(tmp_path, prune=True)
    assert set(_items(tmp_path / "output")) == {"Ferry"}


def test_articles_without_a_category_are_taken_when_the_show_says_so(
    tmp_path: Path, write_article: Write, show_toml: Callable[[str], None]
) -> None:
    """They are skipped, or have the default category. An article with a category keeps it."""
    write_article("ferry.txt", "The ferry ran late.", category="", header="Id: ferry").write_text(
        "Ferry\n\nIt ran late."
    )
    write_article("sheep.txt", "They swim.", category="Farming")
    assert _status(_render(tmp_path, dry_run=True)) == {"Ferry": "skipped", "Sheep": "skipped"}
    show_toml('default_category = "Audio Sources"')
    assert _status(_render(tmp_path, dry_run=True)) == {"Ferry": "to render", "Sheep": "skipped"}


def test_an_article_asked_for_by_name_needs_no_category(tmp_path: Path) -> None:
    """`audiocast render ferry.txt` renders that article."""
    path = tmp_path / "ferry.txt"
    path.write_text("Ferry\n\nIt ran late.")
    request = Request(source=path, output=tmp_path / "output", cache=tmp_path / "cache", voice="tone", dry_run=True)
    (outcome,) = render(request, listen=lambda _: None).outcomes
    assert (outcome.status, outcome.categories) == ("to render", ("Audio Sources",))
