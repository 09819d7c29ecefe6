"""Tests of `render.scheduler` and `render.episode_record`."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import pytest

from audiocast.errors import ClusterError, EngineError
from audiocast.model.article import Article, Block, BlockKind
from audiocast.publishing import catalog
from audiocast.render import basis, synthesis
from audiocast.render.context import RenderContext, Request, read_context
from audiocast.render.estimate import Estimator
from audiocast.render.outcome import Outcome, Progress
from audiocast.render.plan import Todo
from audiocast.render.scheduler import Scheduler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from audiocast.model.episode import Episode

A = TypeVar("A")
T = TypeVar("T")


class _Workers:
    """Run each task in this process as soon as it is submitted; a test may give an error that tasks fail with."""

    busy_s = 0.0

    def __init__(self, size: int = 1, error: Exception | None = None, *, only: str = "") -> None:
        self.size = size
        self.seconds: list[float] = []
        self._error = error
        self._only = only

    def submit(self, function: Callable[[A], T], argument: A, *, seconds: float) -> Future[T]:
        self.seconds.append(seconds)
        future: Future[T] = Future()
        if self._error and self._only in repr(argument):
            future.set_exception(self._error)
        else:
            future.set_result(function(argument))
        return future


@pytest.fixture(autouse=True)
def _engines() -> Iterator[None]:
    """Close the engines after each test."""
    yield
    synthesis.forget()


@pytest.fixture
def context(tmp_path: Path, show_toml: Callable[[str], None]) -> RenderContext:
    """Return the context of an empty show in beeps."""
    show_toml('title = "Harbor"\nvoice = "tone"\nepisode_covers = false\n')
    output = tmp_path / "output"
    (output / "episodes").mkdir(parents=True)
    (tmp_path / "staging").mkdir()
    return read_context(Request(tmp_path / "articles", output, tmp_path / "cache"))


def _todo(context: RenderContext, name: str, *texts: str) -> Todo:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    published = datetime(2024, 5, 1, 8, tzinfo=UTC)
    article = Article(name, f"{name}.txt", name.title(), "", (), "en", published, "", blocks, ())
    made_of = basis.basis(context.terms, article)
    return Todo(article, basis.fingerprint(made_of), sum(map(len, texts)), made_of)


def _run(
    context: RenderContext,
    *todos: Todo,
    workers: _Workers | None = None,
    made: Callable[[Mapping[str, Episode]], None] = lambda _: None,
) -> tuple[dict[str, Episode], list[Outcome | Progress]]:
    """Return the episodes, and the news that were reported."""
    news: list[Outcome | Progress] = []
    staging = context.request.output.parent / "staging"
    estimator = Estimator(context, processes=1)
    scheduler = Scheduler(context, staging, cover=b"", listen=news.append, estimator=estimator)
    return scheduler.run(todos, workers or _Workers(), made=made), news


def _ends(news: list[Outcome | Progress]) -> list[tuple[str, str, str]]:
    return [(str(each.status), each.title, each.reason) for each in news if isinstance(each, Outcome)]


def test_an_episode_is_published_when_it_is_done(context: RenderContext) -> None:
    """Its record and its files are in the output folder while others are made; at the end staging is empty."""
    seen: list[list[str]] = []

    def made(episodes: Mapping[str, Episode]) -> None:
        known = catalog.read(context.request.output).episodes
        assert known == dict(episodes)
        assert not any(catalog.damage(episode, context.request.output) for episode in known.values())
        seen.append(sorted(known))

    todos = [_todo(context, name, f"The {name} is old.") for name in ("ferry", "bridge", "pier", "quay")]
    episodes, news = _run(context, *todos, made=made)
    assert 0 < len(seen[0]) < len(todos)
    assert sorted(episodes) == seen[-1] == ["bridge", "ferry", "pier", "quay"]
    assert sorted(end[:2] for end in _ends(news)) == [("rendered", name.title()) for name in sorted(episodes)]
    assert not list((context.request.output.parent / "staging").iterdir())


def test_dates_are_given_in_the_order_of_the_articles(context: RenderContext) -> None:
    """Two articles of the same second have two dates, whichever is done first."""
    todos = [_todo(context, name, f"The {name} is old.") for name in ("ferry", "bridge")]
    episodes, _ = _run(context, *todos)
    assert episodes["ferry"].published > episodes["bridge"].published


def test_progress_ends_with_all_characters(context: RenderContext) -> None:
    """It never falls, whatever becomes of an article."""
    todos = [_todo(context, "ferry", "The ferry is old."), _todo(context, "marks", "■ ■ ■")]
    _, news = _run(context, *todos)
    done = [each.done for each in news if isinstance(each, Progress)]
    assert done == sorted(done)
    assert done[-1] == sum(todo.characters for todo in todos)


def test_a_failure_concerns_only_its_article(context: RenderContext) -> None:
    """An error of the engine, an unexpected error and a full disk are reasons; other articles are made."""
    todos = [_todo(context, name, f"The {name} is old.") for name in ("ferry", "bridge")]
    errors: tuple[Exception, ...] = (EngineError("it hung"), ValueError("no"), OSError(28, "No space left on device"))
    expected = ("it hung.", "it can't be made (ValueError: no). Leave the article out", "can't be written (No space")
    for error, reason in zip(errors, expected, strict=True):
        episodes, news = _run(context, *todos, workers=_Workers(error=error, only="ferry"))
        failed, rendered = sorted(_ends(news))
        assert failed[:2] == ("failed", "Ferry")
        assert reason in failed[2]
        assert rendered[:2] == ("rendered", "Bridge")
        assert list(episodes) == ["bridge"]


def test_a_lost_cluster_ends_the_run(context: RenderContext) -> None:
    """Every other article would fail too."""
    with pytest.raises(ClusterError):
        _run(context, _todo(context, "ferry", "The ferry."), workers=_Workers(error=ClusterError("it is lost")))


def test_an_article_without_words_is_skipped(context: RenderContext) -> None:
    """It is no failure."""
    _, news = _run(context, _todo(context, "marks", "■ ■ ■"))
    assert _ends(news) == [("skipped", "Marks", "the article has no text that can be spoken")]


def test_the_time_limit_grows_with_the_utterances(context: RenderContext) -> None:
    """Each utterance adds a minute to the two minutes that every task has."""
    workers = _Workers()
    _run(context, _todo(context, "ferry", "The ferry is old. It is late."), workers=workers)
    assert workers.seconds == [120 + 3 * 60]


def test_an_episode_with_the_same_files_is_recorded_only(context: RenderContext) -> None:
    """When what it was planned for changes nothing in its files, its record is written and nothing is made."""
    todo = _todo(context, "ferry", "The ferry is old.")
    episodes, _ = _run(context, todo)
    after = replace(context, catalog=catalog.Catalog(episodes))
    moved = replace(todo, article=replace(todo.article, origin="moved.txt"), fingerprint="other")
    workers = _Workers()
    again, news = _run(after, moved, workers=workers)
    assert workers.seconds == []
    assert [end[0] for end in _ends(news)] == ["unchanged"]
    assert (again["ferry"].origin, again["ferry"].fingerprint) == ("moved.txt", "other")
    assert catalog.read(context.request.output).episodes == again


def test_a_changed_text_keeps_guid_and_date_and_is_a_correction(context: RenderContext) -> None:
    """The difference is written down, and the episode has the date of the correction."""
    before, _ = _run(context, _todo(context, "ferry", "The ferry is old."))
    after = replace(context, catalog=catalog.Catalog(before))
    episodes, news = _run(after, _todo(context, "ferry", "The ferry is new."))
    old, new = before["ferry"], episodes["ferry"]
    assert (new.guid, new.published) == (old.guid, old.published)
    assert old.updated is None
    assert new.updated is not None
    assert [each.synthesized for each in news if isinstance(each, Outcome)] == [1]
    (difference,) = (context.request.output / ".corrections").rglob("*.diff")
    assert "-The ferry is old.\n+The ferry is new.\n" in difference.read_text(encoding="utf-8")


def test_a_summary_ends_with_a_paragraph(context: RenderContext) -> None:
    """It has the first paragraphs up to 400 characters, and the rest of the last one."""
    long = "The ferry is old and slow. " * 20
    episodes, _ = _run(context, _todo(context, "ferry", "First.", long.strip(), "Last."))
    assert episodes["ferry"].summary == f"First.\n\n{long.strip()}"
