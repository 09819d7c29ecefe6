"""The files of a new show, and the reference of the settings: `config/scaffold.py` and `config/settings.py`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast import sources
from audiocast.cli import app
from audiocast.config import load, scaffold
from audiocast.config.settings import TABLES, Show
from audiocast.errors import ConfigError
from audiocast.model.article import Article
from audiocast.normalize.lexicon import read_lexicon

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
NAMES = ["seeds/show.toml", "seeds/hello.txt", "voices/narrator.toml", "voices/lexicon.tsv"]


@pytest.fixture
def settings(tmp_path: Path) -> str:
    """The text of the new `show.toml`."""
    scaffold.write(tmp_path, now=NOW)
    return (tmp_path / "seeds" / "show.toml").read_text(encoding="utf-8")


def test_files(tmp_path: Path) -> None:
    """A folder that is not there yet gets settings, an article, a voice and a lexicon."""
    folder = tmp_path / "new" / "show"
    assert scaffold.write(folder, now=NOW) == tuple(folder / name for name in NAMES)
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(folder / name for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    """Where one of the files is, none is written."""
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text("mine")
    with pytest.raises(ConfigError, match=rf"{name}: exists already, so nothing was written\. Choose"):
        scaffold.write(tmp_path, now=NOW)
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    """A file in the way is named."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"file.*can't be written"):
        scaffold.write(tmp_path / "file", now=NOW)


def test_every_setting_has_its_meaning(settings: str) -> None:
    """A new `show.toml` has every key of a show and of its tables once, after a comment."""
    wanted = [each.name for each in fields(Show)]
    wanted += [f"{name}.{each.name}" for name, _, kind in TABLES for each in fields(kind)]
    found, table = [], ""
    for before, line in zip(settings.splitlines(), settings.splitlines()[1:], strict=False):
        if header := re.match(r"#\[+(\w+)\]+$", line):
            table = f"{header[1]}."
            found.append(header[1])
        elif key := re.match(r"#?(\w+) = ", line):
            found.append(table + key[1])
        else:
            continue
        assert before.startswith("# "), line
    assert sorted(found) == sorted(wanted)


def test_the_reference_has_every_setting() -> None:
    """Each key of a show is in one group, each table is a group, and each has a meaning."""
    groups = scaffold.reference()
    shown = [key.name for group in groups if not group.header for key in group.keys]
    shown += [header.strip("[]") for header in (group.header for group in groups) if header]
    assert sorted(shown) == sorted(each.name for each in fields(Show))
    assert all(
        key.meaning.endswith(".") or "http" in key.meaning or "…" in key.meaning
        for group in groups
        for key in group.keys
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", scaffold.Key("title", "text in quotes", "", (), "", "The name of the podcast, in podcast apps.", "")),
        (
            "title_rate",
            scaffold.Key(
                "title_rate",
                "a number",
                "0.95",
                (),
                "0.8 to 1.25",
                "The speed of titles and headings, as a factor: 1.0 is the speed of other text.",
                "",
            ),
        ),
        (
            "code",
            scaffold.Key(
                "code",
                "text in quotes",
                '"announce"',
                ('"announce"', '"skip"'),
                "",
                "What to do at an example of code.",
                "",
            ),
        ),
    ],
)
def test_keys_of_the_reference(name: str, expected: scaffold.Key) -> None:
    """A key of the reference has its type, its default, and the values that are allowed."""
    (key,) = (key for group in scaffold.reference() if not group.header for key in group.keys if key.name == name)
    assert key == expected


def test_defaults_are_true(settings: str) -> None:
    """What is in force is a show's default, but for what is about the user; so is what stands there as a comment."""
    show = tomllib.loads(settings)
    told = {"title", "description", "author", "itunes_category", "announce"}
    assert {each.name for each in fields(Show) if each.default is MISSING} <= show.keys()
    defaults = {each.name: each.default for each in fields(Show)}
    assert {key: value for key, value in show.items() if key not in told} == {
        key: defaults[key] for key in show.keys() - told
    }
    commented = tomllib.loads("\n".join(re.findall(r"^#(\w+ = .*)$", settings.partition("#[")[0], re.MULTILINE)))
    examples = {each.name for each in fields(Show) if each.metadata["about"].example is not None}
    assert {key: value for key, value in commented.items() if key not in examples} == {
        key: defaults[key] for key in commented.keys() - examples
    }


def test_all_examples_may_be_used(tmp_path: Path, settings: str) -> None:
    """With every comment mark before a setting taken away, the settings are still right."""
    path = tmp_path / "seeds" / "show.toml"
    path.write_text(re.sub(r"^#(?=\w+ = |\[)", "", settings, flags=re.MULTILINE), encoding="utf-8")
    show = load.read_show(path.parent)
    assert [person.name for person in show.persons] == ["Jane Doe"]
    assert [feed.filename for feed in show.feeds] == ["sports.xml"]
    assert show.update_frequency == "weekly"


def test_the_article_is_taken(tmp_path: Path) -> None:
    """The first article is in the wanted category, has a title, a date and an author, and a heading."""
    scaffold.write(tmp_path, now=NOW)
    show = load.read_show(tmp_path / "seeds")
    (path,) = sources.find(tmp_path / "seeds").documents
    (article,) = sources.read(sources.fetch(path, tmp_path / "seeds"))
    assert isinstance(article, Article)
    assert not sources.select(article, show.category)
    assert (article.title, article.author, article.published) == ("Hello from your new podcast", "Your Name", NOW)
    assert not article.cuts
    assert [block.text for block in article.blocks if block.kind == "heading"] == ["What to do next"]


def test_voice_and_lexicon_are_read(tmp_path: Path) -> None:
    """The voice is the shipped one; the lexicon is empty until a line is put in force, and then it is right."""
    scaffold.write(tmp_path, now=NOW)
    assert load.find_voices(tmp_path / "seeds")["narrator"] == tmp_path / "voices" / "narrator.toml"
    assert load.read_voice(tmp_path / "seeds", "narrator").engine == "hibari"
    lexicon = tmp_path / "voices" / "lexicon.tsv"
    assert not read_lexicon(lexicon)
    lines = lexicon.read_text(encoding="utf-8").splitlines()
    lexicon.write_text("\n".join(line.removeprefix("# ") for line in lines if "\t" in line), encoding="utf-8")
    assert [entry.written for entry in read_lexicon(lexicon).entries] == ["Leominster", "Nguyen", "asap"]


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says what it wrote and what comes next, and the next command renders it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOCAST_CACHE", str(tmp_path / "cache"))
    result = CliRunner().invoke(app, ["init"])
    assert result.exit_code == 0
    assert "audiocast render" in result.output
    result = CliRunner().invoke(app, ["render", "--voice", "tone", "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert "1 episode in output/feed.xml" in result.output
    result = CliRunner().invoke(app, ["publish", "there"])
    assert result.exit_code == 0, result.output
    assert "which others can't reach" in result.output
    assert (tmp_path / "there" / "feed.xml").is_file()
    result = CliRunner().invoke(app, ["publish", "there", "--dry-run"])
    assert "0 files would be sent to there" in result.output
