"""Shows and files of other programs are not overwritten.

Covers identity, ownership, output_folder, destination, journal, leaving and withdrawals.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import RefusedError
from audiocast.render.context import Request
from audiocast.render.run import render
from audiocast.render.watch import Pace, watch

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.render.watch import News

    Program = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.usefixtures("here")

_ADDRESS, _PRIVATE = "https://harbor.example/pod/", "http://127.0.0.1:8000/"
_SHOW = 'title = "Harbor Radio"\nbase_url = "https://harbor.example/pod/"\nvoice = "tone"\nepisode_covers = false\n'
_OTHER = 'title = "Night News"\nvoice = "tone"\n'


@pytest.fixture
def run(tmp_path: Path, program: Program) -> Program:
    """A function that renders as users do, in this process, and returns the exit code with what was said."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return program(tmp_path, "render", *arguments, "--jobs", "1")

    return run


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show at a public address with two episodes, in `output/`, and its articles in `seeds/`; nobody changes it."""
    home = tmp_path_factory.mktemp("published")
    _write(home / "seeds/ferry.txt", "The ferry ran late.")
    _write(home / "seeds/gulls.txt", "They cry.")
    (home / "seeds/show.toml").write_text(_SHOW)
    report = render(Request(home / "seeds", home / "output", home / "cache"), listen=lambda _: None)
    assert report.published == 2
    return home


@pytest.fixture
def show(tmp_path: Path, published: Path) -> Path:
    """The output folder of a copy of that show."""
    for name in ("seeds", "output"):
        shutil.copytree(published / name, tmp_path / name)
    return tmp_path / "output"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"Categories\nAudio Sources\n\nAbout {path.stem}\n\n2024-05-01T08:00:00Z\n\n"
    path.write_text(f"{head}{text}\n", encoding="utf-8")


def _channel(output: Path) -> tuple[str, str, str, list[str]]:
    """Title, address, GUID and the titles of the episodes, as the feed tells them."""
    feed = (output / "feed.xml").read_text("utf-8")
    title, *titles = (each for each in re.findall(r"<title>([^<]*)", feed.replace("<image>", "<!--")))
    own = re.findall(r'href="([^"]*)feed.xml" rel="self"', feed) + re.findall(r'rel="self"[^>]*href="([^"]*)feed', feed)
    (guid,) = re.findall("<podcast:guid>([^<]*)", feed)
    return title, own[0], guid, sorted(each for each in titles if each != title)


def _files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


# ---------------------------------------------------------------- which show it is


@pytest.mark.parametrize("source", ["notes/note.md", "notes", "note.md"])
def test_articles_without_a_show_join_the_one_that_is_there(
    tmp_path: Path, run: Program, show: Path, source: str
) -> None:
    """Title, address, GUID, cover and voice are those of the show, and its other episodes stay."""
    before, covers = _channel(show), sorted(show.glob("cover-*"))
    path = tmp_path / (source if source.endswith(".md") else f"{source}/note.md")
    path.parent.mkdir(exist_ok=True)
    path.write_text("---\ntags: [Audio Sources]\n---\n# A note\n\nIt is short.\n")
    done = run(source)
    assert done.returncode == 0, done.stderr
    assert "withdrawn" not in done.stdout
    assert _channel(show) == (*before[:3], sorted([*before[3], "A note"]))
    assert sorted(show.glob("cover-*")) == covers
    assert run(source, "--prune").returncode == 2
    assert _channel(show)[3] == sorted([*before[3], "A note"])


def test_an_article_in_a_folder_of_the_show_is_the_same_article(tmp_path: Path, run: Program, show: Path) -> None:
    """Named by itself it keeps its origin, so that the next whole render changes nothing."""
    _write(tmp_path / "seeds/2024/nets.txt", "They hold.")
    assert run().returncode == 0
    before = _files(show)
    for source in ("seeds/2024/nets.txt", "seeds/2024", "seeds/ferry.txt"):
        assert run(source).returncode == 0
        assert _files(show) == before


def test_an_article_from_elsewhere_takes_nobodys_place(tmp_path: Path, run: Program, show: Path) -> None:
    """One that has the id of the show's own article fails, and says so."""
    before = _files(show)
    _write(tmp_path / "elsewhere/ferry.txt", "Another ferry.")
    done = run("elsewhere")
    assert done.returncode == 1
    assert "ferry.txt has the same id, 'ferry'" in done.stderr
    assert _files(show) == before


@pytest.mark.parametrize("arguments", [["empty"], ["empty", "--prune"], ["mistyped"], ["empty", "--dry-run"]])
def test_an_empty_or_mistyped_folder_empties_no_feed(
    tmp_path: Path, run: Program, show: Path, arguments: list[str]
) -> None:
    """It is an error, and nothing changes."""
    (tmp_path / "empty").mkdir()
    before = _files(show)
    done = run(*arguments)
    assert done.returncode in {1, 2}
    assert arguments[0] in done.stderr
    assert _files(show) == before


@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--prune"], ["--force"]])
def test_another_show_is_refused(tmp_path: Path, run: Program, show: Path, more: list[str]) -> None:
    """Exit code 2, what to do, and not a byte is changed."""
    _write(tmp_path / "other/a.txt", "Another text.")
    (tmp_path / "other/show.toml").write_text(_OTHER)
    before = _files(show)
    done = run("other", *more)
    assert done.returncode == 2
    assert "holds another show, 'Harbor Radio' (https://harbor.example/pod/), not 'Night News'" in done.stderr
    assert "--output" in done.stderr
    assert "--replace-show" in done.stderr
    assert _files(show) == before


def test_the_example_show_is_another_show(tmp_path: Path, run: Program, show: Path) -> None:
    """It is rendered where there is no seeds/, but not over a show."""
    before = _files(show)
    (tmp_path / "seeds").rename(tmp_path / "articles")
    assert run("--voice", "tone").returncode == 2
    assert _files(show) == before


def test_another_show_takes_the_place_when_told(tmp_path: Path, run: Program, show: Path) -> None:
    """It gets its own GUID and none of the old episodes, and the old show is kept aside, whole."""
    _write(tmp_path / "other/ferry.txt", "Another ferry.")
    (tmp_path / "other/show.toml").write_text(_OTHER)
    (show / "mine.txt").write_text("mine")
    before, (_, _, guid, _) = _files(show), _channel(show)
    assert "to render" in run("other", "--replace-show", "--dry-run").stdout
    assert _files(show) == before
    done = run("other", "--replace-show")
    assert done.returncode == 0, done.stderr
    title, _, new_guid, titles = _channel(show)
    assert (title, titles) == ("Night News", ["About ferry"])
    assert new_guid != guid
    kept = _files(show / ".replaced/1")
    stay = {name for name in before if name.startswith(("cover-", "thumbnail-", "mine"))}
    assert kept == {name: content for name, content in before.items() if name not in stay}
    assert (show / "mine.txt").read_text() == "mine"
    assert run("seeds").returncode == 2
    assert run("other").returncode == 0


@pytest.mark.parametrize(
    ("address", "changed", "lasts"),
    [
        (_ADDRESS, ("Harbor FM", _ADDRESS), True),
        (_ADDRESS, ("Harbor Radio", "https://elsewhere.example/"), True),
        (_ADDRESS, ("Harbor FM", "https://elsewhere.example/"), True),
        (_ADDRESS, ("Harbor FM", _PRIVATE), True),
        (_PRIVATE, ("Harbor FM", _PRIVATE), True),
        (_PRIVATE, ("Harbor Radio", "http://192.168.1.5/"), True),
        (_PRIVATE, ("Harbor Radio", _ADDRESS), False),
    ],
)
@pytest.mark.usefixtures("show")
def test_the_owner_changes_title_and_address(
    tmp_path: Path, run: Program, address: str, changed: tuple[str, str], *, lasts: bool
) -> None:
    """It is the same show, with its GUID; only a private address gives none that lasts."""
    output = tmp_path / "output"
    shutil.rmtree(output)
    settings = tmp_path / "seeds/show.toml"
    settings.write_text(_SHOW.replace(_ADDRESS, address))
    run()
    _, _, guid, titles = _channel(output)
    title, moved = changed
    settings.write_text(_SHOW.replace("Harbor Radio", title).replace(_ADDRESS, moved))
    done = run()
    assert done.returncode == 0, done.stderr
    new = _channel(output)
    assert (new[0], new[1], new[3]) == (title, moved, titles)
    assert (new[2] == guid) is lasts
    before = _files(output)
    assert run().returncode == 0
    assert _files(output) == before


def test_a_moved_folder_is_the_same_show(tmp_path: Path, run: Program, show: Path) -> None:
    """Its title and address say so, and from then on the new place counts."""
    before = _channel(show)
    (tmp_path / "seeds").rename(tmp_path / "articles")
    assert run("articles").returncode == 0
    assert _channel(show) == before
    (tmp_path / "articles/show.toml").write_text(_SHOW.replace("Harbor Radio", "Harbor FM"))
    assert run("articles").returncode == 0
    assert _channel(show) == ("Harbor FM", *before[1:])


def test_the_whole_project_may_move(tmp_path: Path, program: Program, show: Path) -> None:
    """Articles from elsewhere still find the settings of the show."""
    before = _channel(show)
    (tmp_path / "moved").mkdir()
    for name in ("seeds", "output"):
        (tmp_path / name).rename(tmp_path / "moved" / name)
    (tmp_path / "note.md").write_text("# A note\n\nIt is short.\n")
    arguments = ("render", "../note.md", "--output", "../moved/output", "--jobs", "1")
    (tmp_path / "away").mkdir()
    assert program(tmp_path / "away", *arguments).returncode == 0
    assert _channel(tmp_path / "moved/output") == (*before[:3], sorted([*before[3], "A note"]))


@pytest.mark.parametrize("source", ["seeds", "seeds/ferry.txt", "note.md"])
def test_a_lost_show_toml_is_no_new_show(tmp_path: Path, run: Program, show: Path, source: str) -> None:
    """Without it the show would lose its name and its address, so nothing is done."""
    (tmp_path / "note.md").write_text("# A note\n\nIt is short.\n")
    settings = tmp_path / "seeds/show.toml"
    settings.rename(tmp_path / "kept.toml")
    before = _files(show)
    done = run(source, "--voice", "tone")
    assert done.returncode == 2
    assert "show.toml is gone" in done.stderr
    assert _files(show) == before


def test_a_copy_with_another_address_is_another_show(tmp_path: Path, run: Program, show: Path) -> None:
    """A trial copy of the show does not bring its private address into the live feed."""
    before = _files(show)
    shutil.copytree(tmp_path / "seeds", tmp_path / "trial")
    (tmp_path / "trial/show.toml").write_text(_SHOW.replace(_ADDRESS, _PRIVATE))
    assert run("trial").returncode == 2
    assert _files(show) == before


def test_the_guid_says_that_it_is_the_same_show(tmp_path: Path, run: Program, show: Path) -> None:
    """Under another name, at another address and in another folder it is the same when its settings say the GUID."""
    guid = _channel(show)[2]
    (tmp_path / "seeds").rename(tmp_path / "articles")
    new = f'guid = "{guid}"\n{_SHOW}'.replace("Harbor Radio", "Harbor FM").replace(_ADDRESS, "https://fm.example/")
    (tmp_path / "articles/show.toml").write_text(new)
    assert run("articles").returncode == 0
    assert _channel(show)[:3] == ("Harbor FM", "https://fm.example/", guid)


def test_a_show_without_an_episode_makes_room(tmp_path: Path, run: Program, show: Path) -> None:
    """A run that was stopped before it published anything keeps no other show out, and leaves it no GUID."""
    _write(tmp_path / "other/a.txt", "Another text.")
    (tmp_path / "other/show.toml").write_text(_OTHER)
    guid = _channel(show)[2]
    for path in show.iterdir():
        if path.name not in {".identity.json", "show.json", ".lock"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert run("other").returncode == 0
    title, _, new_guid, _ = _channel(show)
    assert title == "Night News"
    assert new_guid != guid


def test_a_show_without_settings_is_one_folder(tmp_path: Path, run: Program) -> None:
    """Its articles come and go with that folder; other articles join it."""
    _write(tmp_path / "articles/ferry.txt", "The ferry ran late.")
    _write(tmp_path / "note.txt", "A note.")
    assert run("articles", "--voice", "tone").returncode == 0
    assert run("note.txt", "--voice", "tone").returncode == 0
    assert _channel(tmp_path / "output")[3] == ["About ferry", "About note"]
    assert "withdrawn" in run("articles", "--voice", "tone").stdout
    assert run("articles", "--voice", "tone", "--prune").returncode == 0
    assert _channel(tmp_path / "output")[3] == ["About ferry"]


@pytest.mark.parametrize("damage", ["gone", "{", "[]", '{"format": 99}', '{"format": 1, "guid": "x"}'])
def test_a_folder_without_its_identity_is_what_its_feed_says(
    tmp_path: Path, run: Program, show: Path, damage: str
) -> None:
    """So it is after an upgrade: another show is refused, and the own one writes the identity again."""
    identity = show / ".identity.json"
    whole = identity.read_bytes()
    identity.unlink() if damage == "gone" else identity.write_text(damage)
    _write(tmp_path / "other/a.txt", "Another text.")
    (tmp_path / "other/show.toml").write_text(_OTHER)
    before = _files(show)
    assert run("other").returncode == 2
    assert _files(show) == before
    assert run().returncode == 0
    assert identity.read_bytes() == whole


def test_a_note_finds_the_show_after_an_upgrade(tmp_path: Path, run: Program, show: Path) -> None:
    """The settings are looked for in seeds/; where they are not, the user is asked to say where they are."""
    (show / ".identity.json").unlink()
    (tmp_path / "note.md").write_text("# A note\n\nIt is short.\n")
    before = _channel(show)
    (tmp_path / "seeds").rename(tmp_path / "articles")
    done = run("note.md", "--voice", "tone")
    assert done.returncode == 2
    assert "Render the folder with its show.toml once" in done.stderr
    assert _channel(show) == before
    (tmp_path / "articles").rename(tmp_path / "seeds")
    assert run("note.md").returncode == 0
    assert _channel(show) == (*before[:3], sorted([*before[3], "A note"]))


def test_an_address_is_read_with_the_settings_of_the_show(tmp_path: Path, run: Program, show: Path) -> None:
    """Where there is no seeds/, the show that is in the output folder keeps its name; what fails fails alone."""
    before = _channel(show)
    (tmp_path / "seeds").rename(tmp_path / "articles")
    assert run("articles").returncode == 0
    done = run("http://127.0.0.1:9/feed.xml")
    assert done.returncode == 1
    assert _channel(show) == before


def test_a_watch_of_another_show_ends(tmp_path: Path, show: Path) -> None:
    """It could do nothing but wait."""
    _write(tmp_path / "other/a.txt", "Another text.")
    (tmp_path / "other/show.toml").write_text(_OTHER)
    told: list[News] = []

    def listen(news: News) -> None:
        told.append(news)
        raise AssertionError(news)

    with pytest.raises(RefusedError, match="Night News"):
        watch(Request(tmp_path / "other", show, tmp_path / "cache"), pace=Pace(), listen=listen)
    assert told == []


# ---------------------------------------------------------------- files of others


@pytest.mark.parametrize(
    "name", ["index.html", "feed.xml", "feed.css", "feed.xsl", "show.json", "sports.xml", ".site.json"]
)
def test_files_in_a_new_output_folder_are_not_overwritten(tmp_path: Path, run: Program, name: str) -> None:
    """The file is named before any work is done, and nothing is written."""
    _write(tmp_path / "seeds/ferry.txt", "The ferry ran late.")
    feeds = '[[feeds]]\nfilename = "sports.xml"\ntitle = "Sports"\n'
    (tmp_path / "seeds/show.toml").write_text(_SHOW + feeds)
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / name).write_text("<p>mine</p>")
    done = run()
    assert done.returncode == 2
    assert f"output/{name}: is not a file that audiocast made" in done.stderr
    assert _files(tmp_path / "output") == {name: b"<p>mine</p>"}
    assert not (tmp_path / "output/episodes").exists()
    (tmp_path / "output" / name).unlink()
    assert run().returncode == 0


def test_a_further_feed_takes_no_file_of_the_user(tmp_path: Path, run: Program, show: Path) -> None:
    """Nor in a folder that holds the show already; one that is given up is removed only as it was written."""
    mine = show / "sports.xml"
    mine.write_text("<mine/>")
    settings = tmp_path / "seeds/show.toml"
    settings.write_text(_SHOW + '[[feeds]]\nfilename = "sports.xml"\ntitle = "Sports"\n')
    assert run().returncode == 2
    mine.unlink()
    assert run().returncode == 0
    mine.write_text("<mine/>")
    settings.write_text(_SHOW)
    assert run().returncode == 0
    assert mine.read_text() == "<mine/>"


def test_lost_state_does_not_make_our_files_foreign(run: Program, show: Path) -> None:
    """Pages and feeds are known by their content, so that they are made again."""
    before = _files(show)
    for name in (".site.json", ".feed.json", ".identity.json", "feed.css"):
        (show / name).unlink()
    assert run().returncode == 0
    assert _files(show) == before


def test_a_file_that_is_called_like_ours_stays(
    tmp_path: Path, run: Program, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what a record named goes when its time is over."""
    mine = {
        "episodes/bonus-0123456789.mp3": "bonus",
        "episodes/ferry-0123456789.mp3": "bonus",
        "episodes/notes.json": '{"todo": []}',
        "episodes/notes-0123456789.json": '{"todo": []}',
        "episodes/mine-0123456789.html": "mine",
        ".mine.tmp": "mine",
        ".mine.123.tmp": "mine",
        "episodes/.bonus.mp3.123.tmp": "mine",
        ".staging-mine/note.txt": "mine",
        ".staging-abcdefgh/note.txt": "mine",
    }
    for name, text in mine.items():
        (show / name).parent.mkdir(exist_ok=True)
        (show / name).write_text(text)
    ours = {path for path in show.glob("episodes/ferry-*.mp3") if path.read_bytes() != b"bonus"}
    left = show / ".staging-zyxwvuts"
    left.mkdir()
    (left / f"{'0' * 64}.mp3").touch()
    half = show / ".index.html.123.tmp"
    half.touch()
    _write(tmp_path / "seeds/ferry.txt", "The ferry ran early.")
    for day in ("01", "20"):
        monkeypatch.setenv("AUDIOCAST_NOW", f"2026-03-{day}T12:00:00Z")
        assert run().returncode == 0
    assert {name: (show / name).read_text() for name in mine} == mine
    assert not any(path.exists() for path in (*ours, left, half))


def test_a_run_that_was_broken_off_is_tidied_up(tmp_path: Path, run: Program, show: Path) -> None:
    """Files that it noted before it named them in a record are removed by the next run."""
    settings = tmp_path / "seeds/show.toml"
    settings.write_text(f"keep_days = 0\n{_SHOW}")
    orphan = show / "episodes/ferry-0123456789.mp3"
    orphan.touch()
    (record,) = (path.name for path in show.glob("episodes/ferry-*.json") if path.name.count(".") == 1)
    (show / ".journal").mkdir()
    told = {"format": 1, "files": [f"episodes/{orphan.name}", "../seeds/ferry.txt", "index.html"]}
    (show / ".journal" / record).write_text(json.dumps(told))
    assert run().returncode == 0
    assert not orphan.exists()
    assert (tmp_path / "seeds/ferry.txt").exists()
    assert (show / "index.html").exists()
    assert not (show / ".journal").exists()


def test_an_article_that_comes_back_is_withdrawn_no_more(tmp_path: Path, run: Program, show: Path) -> None:
    """Pruned, its files are gone at once and remembered for other places; restored, it is as it was."""
    (tmp_path / "seeds/gulls.txt").rename(tmp_path / "gulls.txt")
    before = {name for name in _files(show) if name.startswith("episodes/gulls-")}
    assert run("--prune").returncode == 0
    assert not list(show.glob("episodes/gulls-*"))
    (listed,) = json.loads((show / ".withdrawn.json").read_bytes())["episodes"].values()
    assert set(listed) == {name for name in before if name.count(".") > 1 or not name.endswith(".json")}
    (tmp_path / "gulls.txt").rename(tmp_path / "seeds/gulls.txt")
    assert run().returncode == 0
    assert {name for name in _files(show) if name.startswith("episodes/gulls-")} == before
    assert json.loads((show / ".withdrawn.json").read_bytes())["episodes"] == {}


def test_the_refusal_can_be_caught(tmp_path: Path, show: Path) -> None:
    """In Python it is an error of its own."""
    _write(tmp_path / "other/a.txt", "Another text.")
    (tmp_path / "other/show.toml").write_text(_OTHER)
    with pytest.raises(RefusedError, match="Harbor Radio"):
        render(Request(tmp_path / "other", show, tmp_path / "cache"), listen=lambda _: None)
