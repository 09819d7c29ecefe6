"""Render a show: plan, synthesize, publish.

`render` is the whole path. In this order: read the settings (`context`), list the articles (`documents`), compare them
with the catalog (`plan`), make the episodes (`scheduler`, whose workers follow `stages`), plan and make the digests
(`digests`), and write the pages and the feeds (`publication`).
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from audiocast import clock, publishing
from audiocast import render as package
from audiocast.config import load
from audiocast.publishing import catalog, feed, leaving, output_folder
from audiocast.render import (
    admission,
    digests,
    documents,
    pictures,
    publication,
    show_cache,
    source_index,
    staging,
    workers,
)
from audiocast.render.article_store import ArticleStore
from audiocast.render.context import UNHEARD_REMEDY, read_context, unheard_pronunciations
from audiocast.render.outcome import Listener, Outcome, Progress, Status
from audiocast.render.plan import Known, Todo, Withdrawn, plan, to_render
from audiocast.render.workers import malloc
from audiocast.sources import near_duplicates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audiocast.config.settings import Show
    from audiocast.errors import PublishError
    from audiocast.model.episode import Episode
    from audiocast.render.context import RenderContext, Request
    from audiocast.render.estimate import Estimate, Estimator
    from audiocast.render.plan import Item, Plan

# Starting a worker process costs about as much as synthesizing so many characters.
_CHARACTERS_A_WORKER = 4000

# No clock can be right that shows an earlier time than this.
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a render.

    Attributes:
        show: The show's settings.
        outcomes: One for each article, and for each document without an article.
        feed: The file of the feed.
        published: How many episodes are in the feed.
        estimate: The expected work, or None when there was nothing to make.
        actual: The actual work, or None when nothing was made.
    """

    show: Show
    outcomes: tuple[Outcome, ...]
    feed: Path
    published: int
    estimate: Estimate | None = None
    actual: Estimate | None = None


def render(request: Request, *, listen: Listener) -> Report:
    """Bring a show up to date with its articles.

    All articles are tried; the report says which failed.

    Args:
        request: What the user asked for.
        listen: Receives each outcome, and the progress.

    Raises:
        ConfigError: The show, a voice or a lexicon is wrong.
        SourceError: There is no such source.
        PublishError: The output folder can't be written.
        RefusedError: The output folder has another show, or a file that audiocast did not make would be overwritten.
        BusyError: Another render is writing to the output folder.
    """
    request, replaces = admission.admit(request)
    context = read_context(request)
    if unheard := unheard_pronunciations(context):
        _log.warning("%s. %s.", unheard, UNHEARD_REMEDY)
    output_folder.require_free(request.output, [each.filename for each in context.show.feeds])
    with nullcontext() if request.dry_run else staging.staging_folder(request) as folder:
        # The catalog is read under the lock: another render may have published episodes until then.
        if folder is not None:
            context = admission.claim(context, replaces=replaces)
        is_new = replaces and folder is None
        context = replace(context, catalog=catalog.Catalog({}) if is_new else catalog.read(request.output))
        _check_clock(context)

        run = _Run(context, folder, listen)
        store = ArticleStore(show_cache.stored_articles(request.cache, request.output))
        planned = _plan_articles(context)
        if folder is not None:
            store.save(planned.articles.values())
        articles = run.report_plan(planned.items)
        run.make(articles)

        # Now the catalog has the articles and the lengths of their episodes.
        texts = digests.Texts(planned.articles, store)
        expected = articles if request.dry_run else ()
        run.make(run.report_plan(digests.plan(run.context, texts, expected=expected)))

        report = run.report()
        if folder is not None:
            _publish(run, store)
    return report


def _check_clock(context: RenderContext) -> None:
    """Warn about a clock that is behind: new episodes would get wrong dates. Published ones keep theirs."""
    known = (episode.updated or episode.published for episode in context.catalog.episodes.values())
    now, newest = clock.now(), max(known, default=_EARLIEST)
    if now < max(newest, _EARLIEST):
        than = (
            f"the newest episode ({newest:%Y-%m-%d %H:%M:%S})" if now < newest else "this version of audiocast was made"
        )
        _log.warning(
            "clock: it says %s, which is before %s. Correct the clock, or new episodes get wrong dates.",
            now,
            than,
        )


def _plan_articles(context: RenderContext) -> Plan:
    """Return the plan for the articles, and save what it has found about their documents."""
    request = context.request
    index = source_index.open_index(context)
    sizes = catalog.sizes(request.output)
    database = show_cache.known_texts(request.cache, request.output)
    with near_duplicates.TextIndex(database, threshold=context.show.same_story) as texts:
        found = documents.find(context, index=index, sizes=sizes)
        planned = plan(context, found, Known(sizes, index, texts))
    if not request.dry_run:
        index.save(planned.unchanged)
    return planned


def _publish(run: _Run, store: ArticleStore) -> None:
    """Publish all episodes, and remove what is not needed any more."""
    context, request = run.context, run.context.request
    publication.publish(context, context.catalog.episodes)
    for episode in run.pruned:
        leaving.forget(episode, request.output)
    leaving.sweep(context.catalog, request.output, keep_days=context.show.keep_days)
    store.tidy(context.catalog.episodes)


@dataclass(slots=True)
class _Run:
    """The state of a render.

    Attributes:
        context: The context, with the episodes that are published by now.
        staging: The folder for unfinished files, or None in a dry run.
        listen: Receives each outcome, and the progress.
        outcomes: All outcomes until now.
        problems: The problems of the catalog that are reported already.
        pruned: The episodes that leave the show.
        estimator: The estimate, when there is something to make.
        busy_s: How many seconds the workers have worked.
    """

    context: RenderContext
    staging: Path | None
    listen: Listener
    outcomes: list[Outcome] = field(default_factory=list)
    problems: tuple[PublishError, ...] = ()
    pruned: list[Episode] = field(default_factory=list)
    estimator: Estimator | None = None
    busy_s: float = 0.0

    def tell(self, news: Outcome | Progress) -> None:
        """Pass an outcome or the progress on to the listener."""
        if isinstance(news, Outcome):
            self.outcomes.append(news)
        self.listen(news)

    def report_plan(self, items: Iterable[Item]) -> list[Todo]:
        """Report everything in a plan that is decided already, and return what has to be made."""
        outcomes: list[Outcome] = []
        todos: list[Todo] = []
        withdrawn: list[Episode] = []
        for item in items:
            if isinstance(item, Outcome):
                outcomes.append(item)
            elif isinstance(item, Withdrawn):
                withdrawn.append(item.episode)
                outcomes.append(_withdrawn(item.episode, prune=self.context.request.prune))
            else:
                todos.append(item)
                if self.staging is None:
                    outcomes.append(to_render(item))
        if self.staging is not None:
            self._record(outcomes)
            self._recover(todos)
        for outcome in (*self._new_problems(), *outcomes):
            self.tell(outcome)
        if self.context.request.prune:
            self._prune(withdrawn)
        return todos

    def make(self, todos: list[Todo]) -> None:
        """Make the episodes; in a dry run, only estimate the work."""
        if not todos:
            return
        context, jobs = self.context, self._jobs(todos)
        self.estimator = self.estimator or package.estimate.Estimator(context, processes=jobs)
        if self.staging is None:
            for todo in todos:
                self.estimator.expect(todo)
            return
        with workers.start.start(context, jobs) as started:
            pictures.cover(context)
            small = b"" if context.show.episode_covers else pictures.thumbnail(context).read_bytes()
            malloc.give_back()  # drawing took as much memory as a worker
            publication.prepare()
            scheduler = package.scheduler.Scheduler(
                context, self.staging, cover=small, listen=self.tell, estimator=self.estimator
            )
            made = scheduler.run(todos, started, made=publication.Publisher(context))
            self.busy_s += started.busy_s
        self._add(made)

    def report(self) -> Report:
        """Return the report of the run."""
        show, estimator = self.context.show, self.estimator
        estimate = estimator.estimate() if estimator else None
        actual = estimator.actual(workers_s=self.busy_s) if estimator and self.staging is not None else None
        path, published = self.context.request.output / feed.FEED, len(self.context.catalog.episodes)
        return Report(show, tuple(self.outcomes), path, published, estimate, actual)

    def _jobs(self, todos: list[Todo]) -> int:
        """Return how many worker processes are worth starting."""
        return min(self.context.request.jobs, sum(1 + todo.characters // _CHARACTERS_A_WORKER for todo in todos))

    def _record(self, outcomes: Iterable[Outcome]) -> None:
        """Write the records of unchanged episodes that have something new; nothing that is published changes."""
        recorded = {outcome.record.id: outcome.record for outcome in outcomes if outcome.record}
        if recorded:
            catalog.write_all(recorded.values(), self.context.request.output)
            self._add(recorded)

    def _recover(self, todos: list[Todo]) -> None:
        """Recover damaged records of the catalog, and those that it lost, from what is published."""
        known = self.context.catalog
        new = [todo.article.id for todo in todos if todo.article.id not in known.episodes]
        if new or known.damaged:
            recovered = publishing.catalog_recovery.recover(known, self.context.request.output, articles=new)
            self.context = replace(self.context, catalog=recovered)

    def _new_problems(self) -> list[Outcome]:
        """Return the problems of the catalog that are not reported yet, as failures."""
        problems = self.context.catalog.problems
        new = [Outcome(Status.FAILED, "", each.where, str(each)) for each in problems if each not in self.problems]
        self.problems = problems
        return new

    def _prune(self, episodes: list[Episode]) -> None:
        """Take episodes out of the show."""
        self.pruned += episodes
        gone = {episode.id for episode in episodes}
        known = self.context.catalog
        left = {name: episode for name, episode in known.episodes.items() if name not in gone}
        self.context = replace(self.context, catalog=replace(known, episodes=left))

    def _add(self, episodes: dict[str, Episode]) -> None:
        """Add episodes to the catalog in memory; the scheduler has written their records."""
        known = self.context.catalog
        self.context = replace(self.context, catalog=replace(known, episodes={**known.episodes, **episodes}))


def _withdrawn(episode: Episode, *, prune: bool) -> Outcome:
    end = "The episode is removed" if prune else "The episode stays until you run `audiocast render --prune`"
    gone = "its articles are" if episode.origin == load.SHOW_FILE else "its article is"
    return Outcome(
        Status.WITHDRAWN,
        episode.title,
        episode.origin,
        f"{gone} gone, or not in the show's category any more. {end}",
        duration_ms=episode.duration_ms,
        length=episode.enclosure.length,
    )
