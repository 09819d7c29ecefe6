"""The show that ships."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from audiocast import sources
from audiocast.config.settings import Show
from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """Every article of the show by its id."""
    found = [each for path in sources.find(SEEDS).documents for each in sources.read(sources.fetch(path, SEEDS))]
    assert not [each for each in found if isinstance(each, SourceError)]
    return {each.id: each for each in found if isinstance(each, Article)}


def test_settings_are_fields_of_a_show() -> None:
    """`show.toml` says nothing that a `Show` does not hold, and all that it needs."""
    settings = tomllib.loads((SEEDS / "show.toml").read_text(encoding="utf-8"))
    assert settings.keys() <= {each.name for each in fields(Show)}
    assert settings["title"]
    assert settings["description"]


def test_all_are_read_and_eight_are_wanted(articles: dict[str, Article]) -> None:
    """Nine articles in eight documents; the one of photos is skipped, with the reason."""
    assert not sources.find(SEEDS).ignored
    assert len(sources.find(SEEDS).documents) == 8
    reasons = {name: sources.select(each, "Audio Sources") for name, each in articles.items()}
    assert len(reasons) == 9
    assert {name: reason for name, reason in reasons.items() if reason} == {
        "harbor-in-pictures": 'not in "Audio Sources" but in "Photo Essays - Galleries Only"'
    }


def test_every_article_has_a_date(articles: dict[str, Article]) -> None:
    """Feeds are sorted by date."""
    assert all(each.published for each in articles.values())


def test_galleries_are_cut(articles: dict[str, Article]) -> None:
    """No caption and no credit is spoken, and six galleries are cut whole."""
    spoken = [block.text for each in articles.values() for block in each.blocks]
    assert not [text for text in spoken if "HARBOR NEWS/" in text or "Galler" in text]
    captions = {name: [cut for cut in each.cuts if cut.rule == "gallery"] for name, each in articles.items()}
    assert sorted(len(cuts) for cuts in captions.values()) == [0, 0, 0, 0, 2, 3, 3, 3, 4]
    assert all("HARBOR NEWS/" in cut.text for cuts in captions.values() for cut in cuts)


def test_only_the_explainer_has_chapters(articles: dict[str, Article]) -> None:
    """Its sub-headings are found, and nothing in the news is taken for one."""
    headings = {
        name: [block.text for block in each.blocks if block.kind is BlockKind.HEADING]
        for name, each in articles.items()
    }
    assert {name: len(texts) for name, texts in headings.items() if texts} == {"why-the-leap-second-is-leaving": 7}
    assert headings["why-the-leap-second-is-leaving"][1] == "Why does the Earth slow down?"


def test_the_show_is_heard_in_a_quarter_of_an_hour(articles: dict[str, Article]) -> None:
    """Long enough to judge, short enough to render often: 150 words take a minute."""
    words = [sum(len(block.text.split()) for block in each.blocks) for each in articles.values()]
    assert 2_250 <= sum(words) <= 3_000
    assert max(words) >= 1_200


def test_windows_1252_is_read(articles: dict[str, Article]) -> None:
    """The document that is not in UTF-8 has all its letters."""
    assert (SEEDS / "singing-cafe-parrot.txt").read_bytes().count(b"\r\n") > 10
    assert "Lefèvre-Grant" in articles["singing-cafe-parrot"].blocks[1].text
