"""Tests of `render.digests` and `render.article_store`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from audiocast.config.settings import Digest, Show
from audiocast.publishing import transcript_reading
from audiocast.render import digests
from audiocast.render.context import Request
from audiocast.render.digests import Member, arrange
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.render.run import Report

    Write = Callable[..., Path]
    WriteShow = Callable[[str], None]

pytestmark = pytest.mark.usefixtures("here")

_DAILY = '[[digests]]\nname = "daily"\ntitle = "The Day"\n'
_SHOW = f'title = "Harbor"\nepisode_covers = false\n{_DAILY}'
_TITLE = "The Day, May 1, 2024"


def _render(folder: Path, *, dry_run: bool = False, prune: bool = False) -> Report:
    request = Request(
        source=folder / "articles",
        output=folder / "output",
        cache=folder / "cache",
        voice="tone",
        dry_run=dry_run,
        prune=prune,
    )
    return render(request, listen=lambda _: None)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _ends(report: Report) -> dict[str, str]:
    return {outcome.title: outcome.status.value for outcome in report.outcomes}


def _episodes(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the published records by title, with their cues."""
    found = {}
    for path in (folder / "output" / "episodes").glob("*.json"):
        if path.name.count(".") == 1:
            episode = json.loads(path.read_bytes())
            webvtt, _, transcript = (
                (folder / "output" / file["filename"]).read_bytes() for file in episode["transcripts"]
            )
            cues = transcript_reading.read(transcript, webvtt)
            found[episode["title"]] = {
                **episode,
                "cues": [
                    {"startTime": cue.start_ms / 1000, "endTime": cue.end_ms / 1000, "body": cue.text} for cue in cues
                ],
            }
    return found


def _dates(output: Path) -> dict[str, tuple[str, str]]:
    """Return GUID and date of each item of the feed, by title."""
    items = ET.fromstring((output / "feed.xml").read_bytes()).iter("item")
    return {
        item.findtext("title") or "": (item.findtext("guid") or "", item.findtext("pubDate") or "") for item in items
    }


def _five(write_article: Write) -> list[str]:
    """Write five articles of one day, with sections, the third too long for one segment; return their titles."""
    for number, name in enumerate(("tides", "gulls", "ferries", "nets", "lamps")):
        sentences = [
            f"In {name} there are {count} of them. They are never late." for count in range(2 + 20 * (number == 2))
        ]
        head, *others = sentences
        write_article(f"{name}.txt", head, "What Came Next", *others, date=f"2024-05-01T0{number + 1}:00:00Z")
    return ["Tides", "Gulls", "Ferries", "Nets", "Lamps"]


def test_five_articles_are_five_chapters(tmp_path: Path, write_article: Write, show_toml: WriteShow) -> None:
    """No sentence is synthesized again, and each article is as long as in its own episode, sentence by sentence."""
    show_toml(_SHOW)
    titles = _five(write_article)
    *articles, digest = _render(tmp_path).outcomes
    assert {(each.status, each.title) for each in articles} == {("rendered", title) for title in titles}
    assert (digest.title, digest.status, digest.reason) == (_TITLE, "rendered", "joins 5 articles")
    assert digest.synthesized == 0
    assert all(each.synthesized for each in articles)

    episodes = _episodes(tmp_path)
    parts = [episodes[title] for title in titles]
    joined = episodes[_TITLE]
    assert abs(joined["duration_ms"] - sum(part["duration_ms"] for part in parts)) <= 50
    assert [cue["body"] for cue in joined["cues"]] == [cue["body"] for part in parts for cue in part["cues"]]
    assert [chapter["title"] for chapter in joined["chapters"]] == titles
    starts = [cue["startTime"] * 1000 for cue in joined["cues"] if cue["body"] in titles]
    begins = [chapter["start_ms"] for chapter in joined["chapters"]]
    assert begins[0] == 0
    assert begins[1:] == pytest.approx(starts[1:], abs=1)
    cues = iter(joined["cues"])
    for part, start in zip(parts, starts, strict=True):
        shift = start / 1000 - part["cues"][0]["startTime"]
        for cue in part["cues"]:
            there = next(cues)
            # A long article is divided elsewhere, by less than a frame.
            assert there["startTime"] - shift == pytest.approx(cue["startTime"], abs=0.05)
            assert there["endTime"] - there["startTime"] == pytest.approx(cue["endTime"] - cue["startTime"], abs=0.002)
    assert joined["summary"].split("\n\n") == titles
    assert "Audio Sources" in joined["categories"]


def test_nothing_to_do_changes_nothing(
    tmp_path: Path, write_article: Write, show_toml: WriteShow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The articles of an unchanged digest are not read."""
    show_toml(_SHOW)
    for name in ("tides", "gulls"):
        write_article(f"{name}.txt", f"Of {name}.")
    _render(tmp_path)
    before = _files(tmp_path / "output")

    def refuse(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(digests, "_read_again", refuse)
        assert set(_ends(_render(tmp_path)).values()) == {"unchanged"}
    assert _files(tmp_path / "output") == before
    (tmp_path / "output" / _episodes(tmp_path)[_TITLE]["enclosure"]["filename"]).unlink()
    assert _ends(_render(tmp_path))[_TITLE] == "rendered"
    assert _files(tmp_path / "output") == before


def test_a_day_that_goes_on_corrects_nothing(tmp_path: Path, write_article: Write, show_toml: WriteShow) -> None:
    """A digest with other articles is not a correction. A digest with a changed sentence is one."""
    show_toml(_SHOW)
    for name, hour in (("tides", 8), ("gulls", 9)):
        write_article(f"{name}.txt", f"Of {name}.", date=f"2024-05-01T0{hour}:00:00Z")
    _render(tmp_path)
    write_article("nets.txt", "Of nets.", date="2024-05-01T10:00:00Z")
    assert _ends(_render(tmp_path))[_TITLE] == "rendered"
    assert _episodes(tmp_path)[_TITLE]["updated"] is None
    assert not (tmp_path / "output" / ".corrections").exists()
    assert b"Updated" not in (tmp_path / "output" / "feed.xml").read_bytes()
    write_article("lamps.txt", "Of lamps.", date="2024-05-01T09:30:00Z")
    (tmp_path / "articles" / "nets.txt").unlink()
    assert _ends(_render(tmp_path, prune=True))[_TITLE] == "rendered"
    assert [chapter["title"] for chapter in _episodes(tmp_path)[_TITLE]["chapters"]] == ["Tides", "Gulls", "Lamps"]
    assert not (tmp_path / "output" / ".corrections").exists()
    write_article("gulls.txt", "Of other gulls.", date="2024-05-01T09:00:00Z")
    _render(tmp_path)
    episodes = _episodes(tmp_path)
    assert {title for title, each in episodes.items() if each["updated"]} == {"Gulls", _TITLE}


def test_only_the_day_of_a_new_article_is_made_again(
    tmp_path: Path, write_article: Write, show_toml: WriteShow
) -> None:
    """The digest keeps GUID and date, and a corrected sentence is synthesized once."""
    show_toml(_SHOW)
    for name, day in (("tides", 1), ("gulls", 1), ("nets", 2), ("lamps", 2)):
        write_article(f"{name}.txt", f"Of {name}.", date=f"2024-05-0{day}T08:00:00Z")
    _render(tmp_path)
    before = _dates(tmp_path / "output")
    write_article("ferries.txt", "They run.", date="2024-05-01T21:00:00Z")
    write_article("tides.txt", "Of tides, again.", date="2024-05-01T08:00:00Z")
    report = _render(tmp_path)
    ends = _ends(report)
    assert {title for title, end in ends.items() if end == "rendered"} == {"Tides", "Ferries", _TITLE}
    assert [each.synthesized for each in report.outcomes if each.title == _TITLE] == [0]
    after = _dates(tmp_path / "output")
    assert {title: after[title] for title in before} == before
    assert after.keys() - before.keys() == {"Ferries"}
    assert [chapter["title"] for chapter in _episodes(tmp_path)[_TITLE]["chapters"]] == ["Gulls", "Tides", "Ferries"]


def test_around_a_digest_all_is_heard_once(tmp_path: Path, write_article: Write, show_toml: WriteShow) -> None:
    """Intro and outro are at its ends, and a chime is between the articles."""
    show_toml(f'intro = "This is {{show}}."\noutro = "Thank you."\nchime = true\n{_SHOW}')
    write_article("tides.txt", "They rise.", date="2024-05-01T08:00:00Z")
    write_article("gulls.txt", "They cry.", date="2024-05-01T09:00:00Z")
    digest = _render(tmp_path).outcomes[-1]
    assert (digest.title, digest.synthesized) == (_TITLE, 0)
    episode = _episodes(tmp_path)[_TITLE]
    said = [cue["body"] for cue in episode["cues"]]
    assert said == ["This is Harbor.", "Tides", "They rise.", "Gulls", "They cry.", "Thank you."]
    assert [chapter["title"] for chapter in episode["chapters"]] == ["Tides", "Gulls"]
    # Longer than without a chime, by the chime.
    assert episode["cues"][3]["startTime"] - episode["cues"][2]["endTime"] > 2


def test_a_plan_names_them(tmp_path: Path, write_article: Write, show_toml: WriteShow) -> None:
    """A dry run counts their duration, but no synthesis for them."""
    show_toml(_SHOW)
    for name in ("tides", "gulls"):
        write_article(f"{name}.txt", f"Of {name}. They come at night, and nobody knows why.")
    planned = _render(tmp_path, dry_run=True)
    last = planned.outcomes[-1]
    assert (last.status, last.title, last.reason) == ("to render", _TITLE, "joins 2 articles")
    assert not (tmp_path / "cache" / "shelf").exists()
    made = _render(tmp_path)
    assert planned.estimate
    assert made.actual
    assert planned.estimate.duration_ms == pytest.approx(made.actual.duration_ms, rel=0.5)
    assert made.actual.duration_ms == sum(each["duration_ms"] for each in _episodes(tmp_path).values())
    assert _ends(_render(tmp_path, dry_run=True))[_TITLE] == "unchanged"


def test_without_its_articles_a_digest_leaves(tmp_path: Path, write_article: Write, show_toml: WriteShow) -> None:
    """It leaves with `--prune`, like its articles. A single article has no digest."""
    show_toml(_SHOW)
    paths = [write_article(f"{name}.txt", f"Of {name}.") for name in ("tides", "gulls", "nets")]
    _render(tmp_path)
    paths[0].unlink()
    assert _ends(_render(tmp_path)) == dict.fromkeys(("Gulls", "Nets", _TITLE), "unchanged") | {"Tides": "withdrawn"}
    assert _ends(_render(tmp_path, prune=True))[_TITLE] == "rendered"
    assert [chapter["title"] for chapter in _episodes(tmp_path)[_TITLE]["chapters"]] == ["Gulls", "Nets"]
    paths[1].unlink()
    assert _ends(_render(tmp_path, prune=True)) == {"Gulls": "withdrawn", "Nets": "unchanged", _TITLE: "withdrawn"}
    assert _episodes(tmp_path).keys() == {"Nets"}


def test_texts_that_are_gone_are_left_out(
    tmp_path: Path, write_article: Write, show_toml: WriteShow, caplog: pytest.LogCaptureFixture
) -> None:
    """They are logged by name. A digest with a single text that is left is not made."""
    show_toml('title = "Harbor"\nepisode_covers = false\n')
    paths = [write_article(f"{name}.txt", f"Of {name}.") for name in ("tides", "gulls", "nets")]
    _render(tmp_path)
    show_toml(_SHOW)
    paths[0].unlink()
    assert _ends(_render(tmp_path))[_TITLE] == "rendered"
    assert f"tides.txt: its text no longer exists, so '{_TITLE}' is made without it." in caplog.text
    assert _ends(_render(tmp_path))[_TITLE] == "unchanged"
    paths[1].unlink()
    write_article("nets.txt", "Of other nets.")
    skipped = _render(tmp_path).outcomes[-1]
    assert (skipped.title, skipped.status) == (_TITLE, "skipped")
    assert skipped.reason == "the texts of its articles no longer exist, so it is not changed"
    assert _TITLE in _dates(tmp_path / "output")


def test_what_has_left_its_feed_is_still_joined(tmp_path: Path, show_toml: WriteShow) -> None:
    """A feed shows only its newest entries, so the store keeps the articles of the morning for the evening."""
    show_toml(f'category = ""\n{_SHOW}')

    def write(*names: str) -> None:
        items = "".join(
            f"<item><title>{name}</title><guid>{name}</guid><pubDate>Wed, 01 May 2024 0{hour}:00:00 GMT</pubDate>"
            f"<description>{f'There is news of {name} today. ' * 4}</description></item>"
            for hour, name in enumerate(("tides", "gulls", "nets", "lamps"))
            if name in names
        )
        text = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
        (tmp_path / "articles" / "news.xml").write_text(text)

    write("tides", "gulls")
    assert _ends(_render(tmp_path)) == dict.fromkeys(("tides", "gulls", _TITLE), "rendered")
    write("nets", "lamps")
    digest = _render(tmp_path).outcomes[-1]
    assert (digest.title, digest.status, digest.synthesized) == (_TITLE, "rendered", 0)
    chapters = [chapter["title"] for chapter in _episodes(tmp_path)[_TITLE]["chapters"]]
    assert chapters == ["tides", "gulls", "nets", "lamps"]

    # What is kept of an article goes with its episode.
    def stored() -> set[str]:
        return {path.name for path in (tmp_path / "cache" / "shelf").rglob("*.json")}

    kept = stored()
    assert len(kept) == 4
    (gone,) = (name for name in kept if "tides" in name)
    (tmp_path / "output" / "episodes" / gone).unlink()
    _render(tmp_path)
    assert stored() == kept - {gone}


# ---------------------------------------------------------------- which


def _member(name: str, moment: datetime, minutes: float = 5, category: str = "News") -> Member:
    return Member(name, f"{name}.txt", moment, "", round(minutes * 60_000), (category,))


def _joined(digest: Digest, *members: Member, locale: str = "", language: str = "en-us") -> dict[str, str]:
    """Return the articles of each digest by its title."""
    show = Show(title="x", description="x", digests=(digest,), locale=locale, language=language)
    return {each.title: " ".join(member.id for member in each.members) for each in arrange(show, members)}


def test_midnight_is_the_day_that_begins() -> None:
    """Articles without a time are published a second apart, before midnight; they belong to the next day."""
    midnight = datetime(2024, 5, 1, tzinfo=UTC)
    members = [_member(name, midnight - number * timedelta(seconds=1)) for number, name in enumerate("abc")]
    late = _member("d", midnight + timedelta(hours=23))
    assert _joined(Digest("day"), late, *members) == {"day, May 1, 2024": "a b c d"}
    british = {"day, 1 May 2024": "a b c d"}
    assert _joined(Digest("day"), late, *members[::-1], locale="en-GB") == british
    assert _joined(Digest("day"), late, *members[::-1], language="en-gb") == british


def test_weeks_begin_on_monday() -> None:
    """Weeks are those of ISO 8601, also at the turn of a year. A single article has no digest."""
    days = {name: datetime(2024, 12, 29, 8, tzinfo=UTC) + timedelta(days=day) for day, name in enumerate("abcdefghi")}
    members = [_member(name, day) for name, day in days.items()]
    assert _joined(Digest("week", period="week"), *members) == {"week, week of December 30, 2024": "b c d e f g h"}
    show = Show(title="x", description="x", digests=(Digest("w", period="week"),))
    (edition,) = arrange(show, members)
    assert edition.id == "digest:w:2025-W01"
    assert edition.published > days["h"]


def test_as_much_as_the_way_to_work_allows() -> None:
    """A digest that is longer than `minutes` has parts, and the first part keeps its name."""
    day = datetime(2024, 5, 1, 8, tzinfo=UTC)
    lengths = {"a": 8, "b": 11, "c": 2, "d": 30, "e": 10, "f": 10}
    members = [_member(name, day + timedelta(hours=n), lengths[name]) for n, name in enumerate(lengths)]
    digest = Digest("commute", minutes=20)
    assert _joined(digest, *members) == {"commute, May 1, 2024": "a b", "commute, May 1, 2024, part 2": "e f"}
    show = Show(title="x", description="x", digests=(digest,))
    assert [edition.id for edition in arrange(show, members)] == [
        "digest:commute:2024-05-01",
        "digest:commute:2024-05-01:2",
    ]


def test_only_some_categories() -> None:
    """The digest is in its category, and in those that all its articles share."""
    day = datetime(2024, 5, 1, 8, tzinfo=UTC)
    categories = ("Sports - Golf", "News", "sports", "Sports - Golf")
    members = [_member(f"{n}", day + timedelta(hours=n), category=each) for n, each in enumerate(categories)]
    digest = Digest("sports", categories=("Sports",))
    show = Show(title="x", description="x", digests=(digest, Digest("all")))
    sports, all_ = arrange(show, members)
    assert ([member.id for member in sports.members], sports.categories) == (["0", "2", "3"], ("Sports",))
    assert (len(all_.members), all_.categories) == (4, ())
    assert sports.published != all_.published
