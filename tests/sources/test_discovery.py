"""Tests of `discovery.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audiocast.config.settings import Show
from audiocast.errors import SourceError
from audiocast.model.article import Article
from audiocast.sources.discovery import Ignored, Query, discover, reason_not_selected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiocast.model.episode import Episode

_TEXT = "The ferry ran late on Monday, and nobody on the pier knew why."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles, and a third article in a folder beside it."""
    for name in ("seeds/b.md", "seeds/a.md", "more/c.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# To {path.stem}\n\n{_TEXT}\n", encoding="utf-8")
    return tmp_path / "seeds"


def _query_for(source: Path, *, category: str | None = None, **show: object) -> Query:
    """Return a query with settings as `load` returns them: a requested category replaces the show's."""
    return Query(
        show=Show(title="Ferries", description="Ferries.", category=category or "Audio Sources", **show),  # type: ignore[arg-type]
        source=source,
        addresses=(),
        category=category,
        pages=source / "pages",
        allow_private=False,
    )


def _discovered(query: Query, unread: Sequence[Episode] = ()) -> list[tuple[str, bool]]:
    found = discover(query, unread=lambda _, __: unread, note_list=lambda _: None)
    return [(_name(each), by_user) for each, by_user in found]


def _name(each: Article | Episode | Ignored | SourceError) -> str:
    if isinstance(each, Ignored):
        return f"ignored {each.name}"
    return f"failed {each.where}" if isinstance(each, SourceError) else each.origin


def test_a_folder_is_read_in_order_and_then_what_is_named(folder: Path) -> None:
    """Documents that `sources` names count as named by the user, also inside the folder, and come last."""
    assert _discovered(_query_for(folder)) == [("a.md", False), ("b.md", False)]
    told = _discovered(_query_for(folder, sources=("../more", "a.md")))
    assert told == [("b.md", False), ("../more/c.md", True), ("a.md", True)]


def test_files_that_nobody_reads_are_named_and_pictures_of_the_show_are_not(folder: Path) -> None:
    """A file that no reader can read is reported, because the user may expect an article from it."""
    (folder / "cover.jpg").write_bytes(b"x")
    (folder / "draft.odt").write_bytes(b"x")
    assert _discovered(_query_for(folder, image="cover.jpg"))[:1] == [("ignored draft.odt", False)]


def test_what_can_not_be_read_takes_nothing_with_it(folder: Path) -> None:
    """An error takes the place of a document that can't be read, and the others are read."""
    (folder / "a.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert [name for name, _ in _discovered(_query_for(folder))] == ["failed a.md:3", "b.md"]


def test_an_article_without_categories_is_in_the_default_one(folder: Path) -> None:
    """The default category is the one in the settings, or the show's when one article is rendered alone."""

    def categories(query: Query) -> list[tuple[str, ...]]:
        found = discover(query, unread=lambda _, __: (), note_list=lambda _: None)
        return [each.categories for each, _ in found if isinstance(each, Article)]

    assert categories(_query_for(folder)) == [(), ()]
    assert categories(_query_for(folder, default_category="Sea")) == [("Sea",)] * 2
    assert categories(_query_for(folder / "a.md")) == [("Audio Sources",)]


def test_what_the_user_named_is_selected_unless_a_category_is_asked_for(folder: Path) -> None:
    """For everything else the show's category decides."""
    article = Article("x", "x", "X", "", ("News",), "", None, "", (), ())
    assert reason_not_selected(_query_for(folder), article, by_user=False)
    assert not reason_not_selected(_query_for(folder), article, by_user=True)
    assert reason_not_selected(_query_for(folder, category="Sea"), article, by_user=True)
