"""Tests of `render.plan` and `render.outcome`, through `plan`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind
from audiocast.publishing import catalog
from audiocast.render import basis, documents, source_index
from audiocast.render.context import RenderContext, Request, read_context
from audiocast.render.documents import Found, NamesOthers
from audiocast.render.outcome import Outcome, Status
from audiocast.render.plan import Item, Known, Plan, Todo, Withdrawn, plan, to_render
from audiocast.render.run import render
from audiocast.sources.near_duplicates import TextIndex

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.render.documents import Listed

    Write = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("here")

_LONG = (
    "The library forgave all fines on Monday, and within a week thirteen hundred books were back on its steps. Some "
    "had been away for forty years, and one had crossed the sea twice in a suitcase. The mayor brought two herself, "
    "and said that she had never finished either. Children carried theirs in boxes, old men in their coats, and a "
    "nurse left hers at night because she was ashamed."
)
_TEXT = "The ferry to the island ran an hour late on Monday, and forty people waited for it at the pier in the rain."


def _article(name: str, *paragraphs: str, origin: str = "", link: str = "") -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs or (f"{_TEXT} It was the {name}.",))
    published = datetime(2024, 5, 1, 8, tzinfo=UTC)
    return Article(name, origin or f"{name}.txt", name.title(), "", (), "en", published, link, blocks, ())


def _request(folder: Path) -> Request:
    (folder / "articles").mkdir(exist_ok=True)
    return Request(folder / "articles", folder / "output", folder / "cache", voice="tone")


def _context(request: Request) -> RenderContext:
    return replace(read_context(request), catalog=catalog.read(request.output))


def _plan(context: RenderContext, *listed: Listed | Article) -> Plan:
    """Return the plan for listed articles."""
    request = context.request
    found = [Found(each) if isinstance(each, Article) else each for each in listed]
    with TextIndex(request.cache / "texts.sqlite", threshold=context.show.same_story) as texts:
        return plan(context, found, Known(catalog.sizes(request.output), source_index.open_index(context), texts))


def _plan_folder(request: Request) -> Plan:
    """Return the plan for the articles of a folder."""
    context = _context(request)
    index, sizes = source_index.open_index(context), catalog.sizes(request.output)
    with TextIndex(request.cache / "texts.sqlite", threshold=context.show.same_story) as texts:
        return plan(context, documents.find(context, index=index, sizes=sizes), Known(sizes, index, texts))


def _ends(planned: Plan) -> list[tuple[str, str]]:
    """Return the status and the title of each item."""
    return [_end(item) for item in planned.items]


def _end(item: Item) -> tuple[str, str]:
    if isinstance(item, Withdrawn):
        return "withdrawn", item.episode.title
    outcome = to_render(item) if isinstance(item, Todo) else item
    return str(outcome.status), outcome.title


def _reasons(planned: Plan) -> list[str]:
    return [item.reason for item in planned.items if isinstance(item, Outcome)]


def test_a_new_article_has_to_be_made(tmp_path: Path) -> None:
    """Its item carries the article, its id, the length of its text and what its episode will be made of."""
    context = _context(_request(tmp_path))
    article = _article("ferry", _TEXT)
    made_of = basis.basis(context.terms, article)
    planned = _plan(context, article)
    assert planned.items == (Todo(article, basis.fingerprint(made_of), len("Ferry") + len(_TEXT), made_of),)
    assert planned.unchanged == {}


def test_planning_writes_nothing_to_the_output_folder(tmp_path: Path) -> None:
    """A plan is a value."""
    request = _request(tmp_path)
    _plan(_context(request), _article("ferry"))
    assert not request.output.exists()


def test_items_are_in_the_order_of_the_articles(tmp_path: Path) -> None:
    """A document without an article has its outcome in its place."""
    failure = Outcome(Status.FAILED, "", "broken.txt", "it is broken")
    listed = (_article("ferry"), Found(failure), _article("bridge", "The bridge is open again, and all is well."))
    planned = _plan(_context(_request(tmp_path)), *listed)
    assert _ends(planned) == [("to render", "Ferry"), ("failed", ""), ("to render", "Bridge")]


def test_an_article_that_is_not_selected_is_skipped(tmp_path: Path) -> None:
    """The reason is that of the selection."""
    planned = _plan(_context(_request(tmp_path)), Found(_article("ferry"), "is a draft"))
    assert (_ends(planned), _reasons(planned)) == ([("skipped", "Ferry")], ["is a draft"])


@pytest.mark.parametrize(("id_", "status"), [("twin", "failed"), ("https://quay.example/a", "skipped")])
def test_a_second_article_with_the_same_id_is_not_made(tmp_path: Path, id_: str, status: str) -> None:
    """The first one is; for an id that is an address, the second is the same article."""
    first, second = (replace(_article(name), id=id_) for name in ("one", "two"))
    planned = _plan(_context(_request(tmp_path)), first, second)
    assert _ends(planned) == [("to render", "One"), (status, "Two")]
    assert "one.txt" in _reasons(planned)[0]


def test_a_text_that_is_known_is_not_made_again(tmp_path: Path) -> None:
    """A near-duplicate of an article of the same run is skipped, and its share is in the reason."""
    listed = (_article("one", _LONG), _article("two", f"{_LONG} That is all."))
    planned = _plan(_context(_request(tmp_path)), *listed)
    assert _ends(planned) == [("to render", "One"), ("skipped", "Two")]
    assert "% of its text is the same as in one.txt. If" in _reasons(planned)[0]


def test_an_article_that_is_too_long_fails(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """`max_hours` is the limit."""
    show_toml("max_hours = 1\n")
    planned = _plan(_context(_request(tmp_path)), _article("log", "words " * 20_000))
    assert _ends(planned) == [("failed", "Log")]
    assert "2 hours, more than max_hours = 1" in _reasons(planned)[0]


def test_an_article_in_another_language_is_skipped(tmp_path: Path) -> None:
    """An English voice can't read German."""
    german = "Die Fähre zur Insel fuhr am Montag eine Stunde zu spät, und vierzig Leute warteten im Regen auf sie. " * 3
    planned = _plan(_context(_request(tmp_path)), _article("ferry", german))
    assert _ends(planned) == [("skipped", "Ferry")]
    assert "its language is de, although it declares en" in _reasons(planned)[0]


def test_articles_are_kept_for_digests_only(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """A show without digests does not hold the text of its articles in memory."""
    request, article = _request(tmp_path), _article("ferry")
    assert _plan(_context(request), article).articles == {}
    show_toml('[[digests]]\nname = "daily"\n')
    assert _plan(_context(request), article, Found(_article("bridge"), "is a draft")).articles == {"ferry": article}


def test_without_an_article_nothing_is_pruned(tmp_path: Path) -> None:
    """`--prune` with an empty folder is a mistake of the user, and so is a guest of a show without an article."""
    request = _request(tmp_path)
    with pytest.raises(SourceError, match="the folder has no article of the show"):
        _plan(_context(replace(request, prune=True)))
    with pytest.raises(SourceError, match="holds no article"):
        _plan(_context(replace(request, host=request.source)))


def test_a_published_article_is_unchanged(tmp_path: Path, write_article: Write) -> None:
    """The plan has its fingerprint for the source index, and the next run need not read the document."""
    write_article("ferry.txt", _TEXT)
    request = _request(tmp_path)
    render(request, listen=lambda _: None)
    planned = _plan_folder(request)
    (episode,) = catalog.read(request.output).episodes.values()
    assert _ends(planned) == [("unchanged", "Ferry")]
    assert planned.unchanged == {"ferry.txt": {episode.id: episode.fingerprint}}
    unread = _plan(_context(request), Found(episode))
    assert (_ends(unread), unread.unchanged) == (_ends(planned), planned.unchanged)


def test_a_document_with_anything_else_is_read_again(tmp_path: Path, write_article: Write) -> None:
    """A failure in it, or an address that it names, is looked at in each run."""
    write_article("ferry.txt", _TEXT)
    request = _request(tmp_path)
    render(request, listen=lambda _: None)
    (episode,) = catalog.read(request.output).episodes.values()
    failure = Outcome(Status.FAILED, "", "ferry.txt:9", "it is broken")
    assert _plan(_context(request), Found(episode), Found(failure)).unchanged == {}
    assert _plan(_context(request), Found(episode), NamesOthers("ferry.txt")).unchanged == {}


def test_an_episode_without_its_article_is_withdrawn(tmp_path: Path, write_article: Write) -> None:
    """It is not when its document can't be read."""
    write_article("ferry.txt", _TEXT)
    request = _request(tmp_path)
    render(request, listen=lambda _: None)
    context, other = _context(request), _article("bridge", "The bridge is open again, and all is well.")
    assert _ends(_plan(context, other)) == [("to render", "Bridge"), ("withdrawn", "Ferry")]
    failure = Outcome(Status.FAILED, "", "ferry.txt", "it is broken")
    assert _ends(_plan(context, other, Found(failure))) == [("to render", "Bridge"), ("failed", "")]
    alone = replace(context, request=replace(request, source=tmp_path / "articles" / "ferry.txt"))
    assert _ends(_plan(alone, other)) == [("to render", "Bridge")]


def test_a_correction_under_another_name_has_the_id_of_its_episode(
    tmp_path: Path, show_toml: Callable[[str], None]
) -> None:
    """A text with the address of a published one, whose document is gone, corrects it."""
    show_toml('voice = "tone"\ncategory = ""\n[[digests]]\nname = "daily"\n')
    request = _request(tmp_path)
    path = request.source / "old.md"
    path.write_text(f"---\nlink: https://quay.example/a\ndate: 2024-05-01\n---\n# Ferry\n\n{_LONG}\n", encoding="utf-8")
    render(request, listen=lambda _: None)
    (episode,) = catalog.read(request.output).episodes.values()
    _plan_folder(request)  # the texts of this test are in a database of its own
    path.rename(request.source / "new.md")
    planned = _plan_folder(request)
    assert [item.record.origin for item in planned.items if isinstance(item, Outcome) and item.record] == ["new.md"]
    assert list(planned.articles) == [episode.id]
    assert planned.unchanged == {"new.md": {episode.id: episode.fingerprint}}
