"""Which names are in the articles, and how would each voice say them?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast import names, voices
from audiocast.cli import app

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
    """The voices that are everywhere are enough here."""
    everyone = voices.speakers
    monkeypatch.setattr(
        voices,
        "speakers",
        lambda source: tuple(v for v in everyone(source) if v.name in ("narrator", "system", "tone")),
    )


def test_names_that_voices_disagree_about_come_first(tmp_path: Path, write_article: Write) -> None:
    """A name has a capital inside a sentence; a lexicon entry makes the voices agree."""
    write_article("ferry.txt", *TEXT, title="Is it late")
    write_article("other.txt", "Not of the show: Ouagadougou.", category="Galleries")
    (tmp_path / "articles" / "lexicon.tsv").write_text("Wrocławska\t\tvɹɔːˈtswɑːfskə\n", encoding="utf-8")
    found = names.find(tmp_path / "articles")
    assert {name.word: name.count for name in found} == {"Reykjavik": 2, "London": 2, "Ann": 1, "Wrocławska": 1}
    assert all(set(name.said) == {"narrator", "system"} for name in found)
    assert [name.agreed for name in found] == sorted(name.agreed for name in found)
    (polish,) = (name for name in found if name.word == "Wrocławska")
    assert polish.agreed
    assert polish.said["system"] == "vɹɔtswˈɑfskə"


def test_the_command(tmp_path: Path, write_article: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is in doubt is shown, unless all is wanted."""
    monkeypatch.chdir(tmp_path)
    write_article("ferry.txt", "The ferry to Zhytomyr met Ann.")
    run = CliRunner().invoke
    lines = run(app, ["names", "articles"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["name", "Zhytomyr"]
    answer = json.loads(run(app, ["names", "articles", "--all", "--json"]).stdout)
    assert {name["word"]: name["agreed"] for name in answer} == {"Zhytomyr": False, "Ann": True}
