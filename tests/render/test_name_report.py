"""Tests of `render.name_report` and `audiocast names`: find names, and write pronunciations to the lexicon."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.engines import voices
from audiocast.errors import ConfigError
from audiocast.render import name_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]

TEXT = (
    "Ferries stop at Reykjavik and at London. London said so, NATO did not.",
    "“Ferries are late,” Ann Wrocławska said in Reykjavik.",
)


@pytest.fixture(autouse=True)
def _two_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use only the voices that work on every machine."""
    everyone = voices.speakers
    monkeypatch.setattr(
        voices,
        "speakers",
        lambda source: tuple(v for v in everyone(source) if v.name in ("narrator", "system", "tone")),
    )


@pytest.fixture
def _one_voice(_two_voices: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use only the voice that loads fastest."""
    both = voices.speakers
    monkeypatch.setattr(voices, "speakers", lambda source: tuple(v for v in both(source) if v.name == "system"))


def test_names_that_voices_disagree_about_come_first(tmp_path: Path, write_article: Write) -> None:
    """A name has a capital inside a sentence; a lexicon entry makes the voices agree."""
    write_article("ferry.txt", *TEXT, title="Is it late")
    write_article("other.txt", "Not of the show: Ouagadougou.", category="Galleries")
    write_article("german.txt", "Der Narrator liest keine Texte in anderen Sprachen.", header="Language: de")
    (tmp_path / "articles" / "lexicon.tsv").write_text("Wrocławska\t\tvɹɔːˈtswɑːfskə\n", encoding="utf-8")
    found = name_report.find(tmp_path / "articles")
    assert {name.word: name.count for name in found} == {"Reykjavik": 2, "London": 2, "Ann": 1, "Wrocławska": 1}
    assert {name.word: name.known for name in found} == {
        "Reykjavik": True,
        "London": True,
        "Ann": True,
        "Wrocławska": True,  # the lexicon decided
    }
    assert all(set(name.said) == {"narrator", "system"} for name in found)
    assert [name.doubtful for name in found] == sorted((name.doubtful for name in found), reverse=True)
    (polish,) = (name for name in found if name.word == "Wrocławska")
    assert polish.agreed
    assert polish.said["system"] == "vɹɔtswˈɑfskə"


def test_what_is_no_name(tmp_path: Path, write_article: Write) -> None:
    """What is written short is said otherwise, a short form is one word, and what a name has is not part of it."""
    text = "In Neb. they met Det. Reyk and Prof. Zhytomyr’s dog, which wouldn’t bark at O’Zorb."
    write_article("ferry.txt", text, title="Is it late")
    assert sorted(name.word for name in name_report.find(tmp_path / "articles")) == ["O'Zorb", "Reyk", "Zhytomyr"]


def test_the_command(tmp_path: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is in doubt is shown, unless all is wanted."""
    monkeypatch.chdir(tmp_path)
    write_article("ferry.txt", "The ferry to Zhytomyr met Ann.")
    write_article("other.txt", "The ferry to Ouagadougou met Bob.", category="Galleries")
    run = CliRunner().invoke
    lines = run(app, ["names", "articles"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["name", "Zhytomyr"]
    answer = json.loads(run(app, ["names", "articles", "--all", "--json"]).stdout)
    assert {name["word"]: name["agreed"] for name in answer} == {"Zhytomyr": False, "Ann": True}


@pytest.mark.usefixtures("_one_voice")
def test_rare_words_are_listed_too(tmp_path: Path, write_article: Write) -> None:
    """A word that no dictionary has, in no form of it, is as likely to be said wrong as a name."""
    write_article("ferry.txt", "The ferries carried okonomiyaki and bivvies, uprooted colours and anti-tank rifles.")
    found = name_report.find(tmp_path / "articles")
    assert {name.word: name.known for name in found} == {"okonomiyaki": False, "bivvies": False}
    assert all(name.doubtful for name in found)


@pytest.mark.usefixtures("_one_voice")
def test_choices_go_into_the_lexicon(tmp_path: Path) -> None:
    """What is there stays, a new choice takes the place of the old one, and nothing is written when one is wrong."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "voices").mkdir()
    lexicon = tmp_path / "voices" / "lexicon.tsv"
    before = "# Ours.\nLech\t\tlɛx\nreading\tRedding\t\texact\tname"
    lexicon.write_text(before, encoding="utf-8")
    path, (gdansk, lech) = name_report.write(tmp_path / "articles", [("Gdańsk", "/ɡdaɪnsk/"), ("Lech", "Leck")])
    assert path.samefile(lexicon)
    assert set(gdansk.said.values()) == {"ɡdˈaɪnsk"} or gdansk.agreed
    assert "" not in lech.said.values()
    after = "# Ours.\nLech\tLeck\nreading\tRedding\t\texact\tname\nGdańsk\t\tɡdaɪnsk\n"
    assert lexicon.read_text(encoding="utf-8") == after
    for wrong in (("Ann", "/12/"), ("Ann", ""), ("?", "Ann"), ("Ann", "A\tnn")):
        with pytest.raises(ConfigError):
            name_report.write(tmp_path / "articles", [("Bob", "Bop"), wrong])
    assert lexicon.read_text(encoding="utf-8") == after


@pytest.mark.usefixtures("_one_voice")
def test_a_lexicon_keeps_all_that_is_not_chosen(tmp_path: Path) -> None:
    """A choice replaces its own line. Link, permissions, BOM, lines' ends, order and comments stay."""
    (tmp_path / "articles").mkdir()
    shared = tmp_path / "shared.tsv"
    shared.write_bytes(b"\xef\xbb\xbf# Ours.\r\nLech\t\tl\xc9\x9bk\r\n\r\n# Towns.\nBath\tBahth\r\nWells\tWelz")
    shared.chmod(0o640)
    lexicon = tmp_path / "articles" / "lexicon.tsv"
    lexicon.symlink_to(shared)
    name_report.write(tmp_path / "articles", [("Lech", "Leck"), ("Hull", "Hul")])
    after = b"\xef\xbb\xbf# Ours.\r\nLech\tLeck\r\n\r\n# Towns.\nBath\tBahth\r\nWells\tWelz\r\nHull\tHul\r\n"
    assert shared.read_bytes() == after
    assert shared.stat().st_mode & 0o777 == 0o640
    assert lexicon.is_symlink()
    assert {path.name for path in tmp_path.iterdir()} == {"articles", "shared.tsv"}


@pytest.mark.usefixtures("_one_voice")
def test_a_choice_wins_over_what_the_lexicon_has(tmp_path: Path) -> None:
    """Of two lines about a word the later counts, so a choice goes behind a line about the word in any case."""
    (tmp_path / "articles").mkdir()
    lexicon = tmp_path / "articles" / "lexicon.tsv"
    lexicon.write_text("Lech\tone\nLech\ttwo\nlech\tthree\t\tany\nHull\tHul\n", encoding="utf-8")
    name_report.write(tmp_path / "articles", [("Lech", "Leck")])
    assert lexicon.read_text(encoding="utf-8") == "lech\tthree\t\tany\nHull\tHul\nLech\tLeck\n"


@pytest.mark.usefixtures("_one_voice")
def test_the_command_says_and_writes(tmp_path: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page tells the command; the command tells what was decided, and what is no choice."""
    monkeypatch.chdir(tmp_path)
    write_article("ferry.txt", "The ferry to Zhytomyr met Ann.")
    run = CliRunner().invoke
    done = run(app, ["names", "articles", "--say", "-o", "heard"])
    assert done.exit_code == 0
    assert (tmp_path / "heard" / "index.html").is_file()
    done = run(app, ["names", "articles", "--write", "Zhytomyr=/ʒɪˈtoʊmɪɹ/"])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1].split()[0] == "Zhytomyr"
    assert (tmp_path / "articles" / "lexicon.tsv").read_text(encoding="utf-8") == "Zhytomyr\t\tʒɪˈtoʊmɪɹ\n"
    assert run(app, ["names", "articles"]).stdout == ""
    assert run(app, ["names", "articles", "--write", "Zhytomyr"]).exit_code == 2
