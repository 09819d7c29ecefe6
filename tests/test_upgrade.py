"""Tests of upgrades: a new version changes nothing that is published, and what the user changes is made again."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from audiocast.engines import registry
from audiocast.publishing import catalog, record_names
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from audiocast.model.episode import Basis, Episode
    from audiocast.render.run import Report

    Write = Callable[..., Path]
    Program = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.usefixtures("here", "bell")

_SHOW = """
    title = "The Quay"
    description = "News."
    voice = "bell"
    episode_covers = false
    """
_BELL = """
from audiocast.engines.tone import ToneEngine

class BellEngine(ToneEngine):
    version = "1"
"""


@pytest.fixture
def bell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_voice: Callable[[str, str], None]) -> Iterator[None]:
    """Install a package with an engine of its own, and a voice of that."""
    package = tmp_path / "packages"
    about = package / "audiocast_bell-1.dist-info"
    about.mkdir(parents=True)
    (package / "audiocast_bell.py").write_text(_BELL, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: audiocast-bell\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[audiocast.engines]\nbell = audiocast_bell:BellEngine\n", encoding="utf-8")
    monkeypatch.syspath_prepend(package)
    registry._known.cache_clear()  # as in a new process
    write_voice("bell", 'engine = "bell"\n')
    yield
    registry._known.cache_clear()
    sys.modules.pop("audiocast_bell", None)


@pytest.fixture
def published(tmp_path: Path, write_article: Write, show_toml: Callable[[str], None]) -> Path:
    """Return the output folder of a show with two episodes."""
    show_toml(_SHOW)
    write_article("ferry.txt", "The ferry ran late. Nobody minded.")
    write_article("bridge.txt", "The bridge is open.")
    assert _render(tmp_path) == {"Ferry": "rendered", "Bridge": "rendered"}
    return tmp_path / "output"


def _request(folder: Path) -> Request:
    return Request(folder / "articles", folder / "output", folder / "cache")


def _report(folder: Path, **options: object) -> Report:
    return render(replace(_request(folder), **options), listen=lambda _: None)  # type: ignore[arg-type]


def _render(folder: Path, **options: object) -> dict[str, str]:
    return {outcome.title: str(outcome.status) for outcome in _report(folder, **options).outcomes}


def _upgrade() -> None:
    """Bring a new version of the engine, which the program needs."""
    sys.modules["audiocast_bell"].BellEngine.version = "2"


def _files(output: Path, *, private: bool = False) -> dict[str, bytes]:
    """The sound, the texts and the pictures that are published, and the feed; with the records if wanted."""
    paths = [path for path in output.rglob("*") if path.is_file() and path.suffix not in {".html", ".css", ".xsl"}]
    shown = [path for path in paths if not path.name.startswith(".") and "assets" not in path.parts]
    wanted = (path for path in shown if private or not record_names.is_private(path.relative_to(output).as_posix()))
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in wanted}


def _edit(output: Path, title: str, change: Callable[[Episode], Episode]) -> None:
    """Write the record of an episode as another version would have written it."""
    (episode,) = (each for each in catalog.read(output).episodes.values() if each.title == title)
    catalog.write(change(episode), output)


def _with_basis(change: Callable[[Basis], Basis]) -> Callable[[Episode], Episode]:
    def changed(episode: Episode) -> Episode:
        assert episode.basis
        return replace(episode, basis=change(episode.basis))

    return changed


def test_a_new_version_makes_nothing_again(tmp_path: Path, published: Path) -> None:
    """Nothing that is published changes, not even a record. The report counts the episodes of the older version."""
    before = _files(published, private=True)
    assert not any(outcome.outdated for outcome in _report(tmp_path).outcomes)
    _upgrade()
    for _ in range(2):
        report = _report(tmp_path)
        assert [(str(each.status), each.outdated) for each in report.outcomes] == [("unchanged", True)] * 2
        assert _files(published, private=True) == before


def test_what_is_refreshed_keeps_its_identity(tmp_path: Path, published: Path) -> None:
    """Sound of another version has a new address. GUID and date stay, and it is not a correction."""
    before = catalog.read(published).episodes
    _upgrade()
    planned = _report(tmp_path, refresh=True, dry_run=True)
    assert {str(outcome.status) for outcome in planned.outcomes} == {"to render"}
    assert planned.estimate
    assert planned.estimate.duration_ms > 1000
    assert catalog.read(published).episodes == before
    assert _render(tmp_path, refresh=True) == {"Ferry": "rendered", "Bridge": "rendered"}
    after = catalog.read(published).episodes
    for name, episode in after.items():
        assert (episode.guid, episode.published, episode.updated) == (before[name].guid, before[name].published, None)
        assert episode.basis != before[name].basis
    assert not any(outcome.outdated for outcome in _report(tmp_path).outcomes)


def test_only_what_would_be_different_is_refreshed(tmp_path: Path, published: Path) -> None:
    """An episode of which this version would make the same files stays, and counts as of this version."""
    _edit(published, "Ferry", _with_basis(lambda basis: replace(basis, program="older")))
    _edit(published, "Bridge", lambda episode: replace(episode, digest="other"))
    before = _files(published)
    report = _report(tmp_path, refresh=True, dry_run=True)
    assert {each.title: str(each.status) for each in report.outcomes} == {"Ferry": "unchanged", "Bridge": "to render"}
    assert [each.title for each in _report(tmp_path).outcomes if each.outdated] == ["Ferry"]
    assert _render(tmp_path, refresh=True) == {"Ferry": "unchanged", "Bridge": "rendered"}
    assert _files(published) == before  # the same sound has the same address
    assert not any(each.outdated for each in _report(tmp_path).outcomes)


def test_a_correction_is_made_with_the_new_version(tmp_path: Path, published: Path, write_article: Write) -> None:
    """The corrected article is made, from the sentences in the cache; nothing else is made again."""
    for title in ("Ferry", "Bridge"):
        _edit(published, title, lambda each: replace(each, digest="older"))
        _edit(published, title, _with_basis(lambda basis: replace(basis, program="older")))
    write_article("ferry.txt", "The ferry ran late. Everybody minded.")
    report = _report(tmp_path)
    assert {each.title: (str(each.status), each.synthesized, each.outdated) for each in report.outcomes} == {
        "Ferry": ("rendered", 1, False),
        "Bridge": ("unchanged", 0, True),
    }
    assert b"Updated" in (published / "feed.xml").read_bytes()


def test_a_newer_reader_changes_nothing(tmp_path: Path, published: Path) -> None:
    """The same document, read in another way, is the same article; so is the same text in another document."""
    _edit(published, "Ferry", _with_basis(lambda basis: replace(basis, article="read otherwise")))
    _edit(published, "Bridge", _with_basis(lambda basis: replace(basis, source="another document")))
    before = _files(published)
    assert set(_render(tmp_path).values()) == {"unchanged"}
    assert _files(published) == before
    # How the newer reader reads it is noted, so that the document may change in what nobody hears.
    _edit(published, "Ferry", _with_basis(lambda basis: replace(basis, source="another document")))
    assert set(_render(tmp_path).values()) == {"unchanged"}


def test_a_feed_goes_on_after_a_newer_reader(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """An entry is the same as long as its own part of the feed is the same."""
    show_toml(_SHOW + 'sources = ["news.xml"]\n')

    def write(*titles: str) -> None:
        item = "<item><title>{0}</title><guid isPermaLink='false'>https://quay.example/{0}</guid><description>{1}</description></item>"
        items = "".join(item.format(title, f"{title} ran late, and nobody at all minded it.") for title in titles)
        feed = f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
        (tmp_path / "articles" / "news.xml").write_text(feed, encoding="utf-8")

    write("Ferry", "Bridge")
    assert set(_render(tmp_path).values()) == {"rendered"}
    for title in ("Ferry", "Bridge"):
        _edit(tmp_path / "output", title, _with_basis(lambda basis: replace(basis, article="read otherwise")))
    write("Ferry", "Bridge", "Tram")
    assert _render(tmp_path) == {"Ferry": "unchanged", "Bridge": "unchanged", "Tram": "rendered"}


def test_another_default_changes_nothing(tmp_path: Path, published: Path, show_toml: Callable[[str], None]) -> None:
    """An episode keeps the default of its time. Writing that value down changes nothing; another value does."""
    show_toml(_SHOW + "bitrate_kbps = 48\n")
    assert set(_render(tmp_path).values()) == {"rendered"}
    for title in ("Ferry", "Bridge"):  # as a version whose default was 48 would have written it
        _edit(
            published,
            title,
            _with_basis(lambda basis: replace(basis, settings=basis.settings.replace("+bitrate_kbps", "bitrate_kbps"))),
        )
    show_toml(_SHOW)
    before = _files(published)
    assert set(_render(tmp_path).values()) == {"unchanged"}
    show_toml(_SHOW + "bitrate_kbps = 48\n")
    assert set(_render(tmp_path).values()) == {"unchanged"}
    assert _files(published) == before
    show_toml(_SHOW + "bitrate_kbps = 56\n")
    assert set(_render(tmp_path).values()) == {"rendered"}


def test_what_the_user_wrote_and_takes_back_counts(
    tmp_path: Path, published: Path, show_toml: Callable[[str], None]
) -> None:
    """The episodes get the default then."""
    show_toml(_SHOW + "bitrate_kbps = 48\n")
    assert set(_render(tmp_path).values()) == {"rendered"}
    before = _files(published)
    show_toml(_SHOW)
    assert set(_render(tmp_path).values()) == {"rendered"}
    assert _files(published) != before


@pytest.mark.parametrize("setting", ["title_rate = 1.1", "announce = ['date']", "tables = 'skip'", "author = 'Ann'"])
def test_a_setting_counts_after_an_upgrade_too(
    tmp_path: Path, published: Path, show_toml: Callable[[str], None], setting: str
) -> None:
    """A setting that the user changes makes all episodes again, once."""
    assert published.is_dir()
    _upgrade()
    show_toml(_SHOW + setting + "\n")
    assert set(_render(tmp_path).values()) == {"rendered"}
    assert set(_render(tmp_path).values()) == {"unchanged"}


def test_voices_count_after_an_upgrade_too(
    tmp_path: Path, published: Path, write_voice: Callable[[str, str], None]
) -> None:
    """A changed voice file makes the episodes again, but a comment in it does not."""
    assert published.is_dir()
    _upgrade()
    write_voice("bell", 'engine = "bell"\n# As before.\nrate = 1.0\n')
    assert set(_render(tmp_path).values()) == {"unchanged"}
    write_voice("bell", 'engine = "bell"\nrate = 1.1\n')
    assert set(_render(tmp_path).values()) == {"rendered"}
    assert set(_render(tmp_path, voice="tone").values()) == {"rendered"}
    assert set(_render(tmp_path, voice="tone").values()) == {"unchanged"}


def test_words_count_after_an_upgrade_too(tmp_path: Path, published: Path) -> None:
    """An entry of the user's lexicon counts for articles with its word, also when it is changed or removed."""
    assert published.is_dir()
    _upgrade()
    lexicon = tmp_path / "articles" / "lexicon.tsv"
    for text in ("ferry\tfairy\nHanoi\tHannoy\n", "ferry\tfeery\n", ""):
        lexicon.write_text(text, encoding="utf-8")
        assert _render(tmp_path) == {"Ferry": "rendered", "Bridge": "unchanged"}
        assert _render(tmp_path) == {"Ferry": "unchanged", "Bridge": "unchanged"}


def test_a_damaged_episode_is_made_by_the_new_version(
    tmp_path: Path, published: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """That is logged; the others stay."""
    _upgrade()
    next(published.glob("episodes/ferry-*.mp3")).write_bytes(b"")
    assert _render(tmp_path) == {"Ferry": "rendered", "Bridge": "unchanged"}
    assert "made again by this version of audiocast" in caplog.text
    next(published.glob("episodes/bridge-*.vtt")).write_bytes(b"WEBVTT")
    assert _render(tmp_path, verify=True) == {"Ferry": "unchanged", "Bridge": "rendered"}


def test_the_cover_stays_until_the_user_changes_it(
    tmp_path: Path, published: Path, show_toml: Callable[[str], None]
) -> None:
    """The picture of an older version stays, also with `--verify`; a damaged one is drawn again."""
    drawn = {path.name: path.read_bytes() for path in published.glob("*.jpg")}
    assert len(drawn) == 2
    for name, content in drawn.items():
        (published / name).write_bytes(content[:-2] + b"as an older version drew it" + content[-2:])
    (published / ".cover.json").unlink()
    older = {path.name: path.read_bytes() for path in published.glob("*.jpg")}
    for verify in (False, True, False):
        assert set(_render(tmp_path, verify=verify).values()) == {"unchanged"}
        assert {path.name: path.read_bytes() for path in published.glob("*.jpg")} == older
    for name, content in older.items():
        (published / name).write_bytes(content[:500] + b"damaged" + content[507:])
    _render(tmp_path, verify=True)
    assert {path.name: path.read_bytes() for path in published.glob("*.jpg")} == drawn
    show_toml(_SHOW + 'palette = ["#000000", "#ffffff", "#ff0000", "#00ff00"]\n')
    _render(tmp_path)
    assert len({path.name for path in published.glob("*.jpg")} - drawn.keys()) == 2


def test_the_command_tells_what_is_outdated_and_what_it_costs(
    tmp_path: Path, published: Path, program: Program
) -> None:
    """It prints one line, and only when there is something to report."""
    command = ("render", "articles", "--output", str(published))
    assert "older version" not in program(tmp_path, *command).stdout
    _upgrade()
    for more in ((), ("--dry-run",)):
        told = program(tmp_path, *command, *more).stdout
        assert told.count("2 episodes were made by an older version of audiocast. Use --refresh") == 1
    assert "older version" not in program(tmp_path, *command, "--quiet").stdout
    told = program(tmp_path, *command, "--refresh", "--dry-run").stdout
    assert "Total for 2 episodes: about 0:" in told
    assert " min of audio, 0.1 MB, " in told
    assert " s of work." in told
    assert "older version" not in told
    assert "older version" not in program(tmp_path, *command, "--refresh").stdout


# ---------------------------------------------------------------- episodes of versions that noted no basis


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The output folder of a show of two articles and their digest, as the first version published them.

    Its sound is left out: zeros of the same length stand for it.
    """
    shutil.copytree(Path(__file__).parent / "published", tmp_path, dirs_exist_ok=True)
    output = tmp_path / "output"
    for episode in catalog.read(output).episodes.values():
        (output / episode.enclosure.filename).write_bytes(bytes(episode.enclosure.length))
    return output


def _items(output: Path) -> dict[str, list[tuple[str, str | None]]]:
    items = ET.fromstring((output / "feed.xml").read_bytes()).iter("item")
    named = ("guid", "pubDate", "title", "description")
    return {
        str(item.findtext("guid")): [
            *((name, item.findtext(name)) for name in named),
            *(("url", each.get("url")) for each in item.iter() if each.get("url")),
        ]
        for item in items
    }


def test_old_episodes_are_adopted(tmp_path: Path, old: Path) -> None:
    """Only the private record of an episode changes, once; the feed stays the same."""
    before, items = _files(old), _items(old)
    digest = "The day, May 1, 2024"
    for _ in range(2):
        assert _render(tmp_path) == {"The bridge": "unchanged", "The ferry": "unchanged", digest: "unchanged"}
        assert _items(old) == items
    before["feed.xml"] = (old / "feed.xml").read_bytes()  # its head may be another one
    assert {name: content for name, content in _files(old).items() if name in before} == before
    after = _files(old, private=True)
    assert set(_render(tmp_path).values()) == {"unchanged"}
    assert _files(old, private=True) == after


def test_old_episodes_are_corrected(tmp_path: Path, old: Path) -> None:
    """A text that differs from the transcript is a correction of the article and of its digest."""
    path = tmp_path / "articles" / "bridge.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("at last", "again"), encoding="utf-8")
    assert _render(tmp_path) == {
        "The bridge": "rendered",
        "The ferry": "unchanged",
        "The day, May 1, 2024": "rendered",
    }
    (diff, _) = sorted((old / ".corrections").rglob("*.diff"))
    assert "again" in diff.read_text(encoding="utf-8")


def test_the_default_of_old_episodes_was_64_kilobits(tmp_path: Path, old: Path) -> None:
    """Writing that value down keeps them; another value makes them again."""
    assert old.is_dir()
    show = tmp_path / "articles" / "show.toml"
    assert set(_render(tmp_path).values()) == {"unchanged"}
    text = show.read_text(encoding="utf-8")
    show.write_text("bitrate_kbps = 64\n" + text, encoding="utf-8")
    assert set(_render(tmp_path).values()) == {"unchanged"}
    show.write_text("bitrate_kbps = 96\n" + text, encoding="utf-8")
    assert set(_render(tmp_path).values()) == {"rendered"}


def test_a_document_that_stayed_the_same_is_not_compared(tmp_path: Path, old: Path) -> None:
    """The source index of the older version shows it, so a newer reader may read another text."""
    transcript = next(old.glob("episodes/ferry-*.transcript.json"))
    transcript.write_text(transcript.read_text(encoding="utf-8").replace("fog", "fun"), encoding="utf-8")
    assert _render(tmp_path, dry_run=True)["The ferry"] == "to render"
    about = (tmp_path / "articles" / "ferry.md").stat()
    stamp = [about.st_mtime_ns, about.st_ctime_ns, about.st_size]
    known = {"ferry.md": [stamp, {"ferry": catalog.read(old).episodes["ferry"].fingerprint}]}
    index = tmp_path / "cache" / "plans" / f"{hashlib.sha256(bytes(old.resolve())).hexdigest()}.json"
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text(json.dumps({"settings": "older", "documents": known}), encoding="utf-8")
    assert _render(tmp_path, dry_run=True)["The ferry"] == "unchanged"
