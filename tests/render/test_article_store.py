"""Tests of `render.article_store`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from audiocast.model.article import Article, Block, BlockKind
from audiocast.render.article_store import ArticleStore, may_go

if TYPE_CHECKING:
    from pathlib import Path

_ARTICLE = Article(
    id="news:1",
    origin="news.xml#news:1",
    title="Ferry runs late",
    author="Ann",
    categories=(),
    language="en",
    published=datetime(2024, 5, 1, 8, tzinfo=UTC),
    link="",
    blocks=(Block(BlockKind.HEADING, "Why", level=2), Block(BlockKind.LIST_ITEM, "It was fog.", 1, 3)),
    cuts=(),
)


@pytest.mark.parametrize(
    ("origin", "goes"),
    [("ferry.txt", False), ("ferry.txt:12", False), ("news.xml#1", True), ("https://quay.example/ferry", True)],
)
def test_articles_of_feeds_and_pages_may_go(origin: str, goes: bool) -> None:
    """A file is there in the next run."""
    assert may_go(origin) is goes


def test_what_may_go_is_stored(tmp_path: Path) -> None:
    """What decides the script comes back; an article in a file is not stored."""
    store = ArticleStore(tmp_path / "store")
    in_file = replace(_ARTICLE, id="ferry", origin="ferry.txt")
    store.save([replace(_ARTICLE, link="https://quay.example/", categories=("News",)), in_file])
    assert store.get("news:1") == _ARTICLE
    assert store.get("ferry") is None


def test_a_damaged_article_is_not_there(tmp_path: Path) -> None:
    """Its digest is made without it."""
    store = ArticleStore(tmp_path / "store")
    store.save([_ARTICLE])
    (path,) = (tmp_path / "store").iterdir()
    path.write_bytes(path.read_bytes()[:40])
    assert store.get("news:1") is None


def test_an_article_leaves_with_its_episode(tmp_path: Path) -> None:
    """The others stay."""
    store = ArticleStore(tmp_path / "store")
    other = replace(_ARTICLE, id="news:2", origin="news.xml#news:2")
    store.save([_ARTICLE, other])
    store.tidy(["news:2"])
    assert store.get("news:1") is None
    assert store.get("news:2") == other
