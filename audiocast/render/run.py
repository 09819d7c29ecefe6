"""In what order: plan, work, publish."""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from audiocast import atomic, clock
from audiocast.config import load
from audiocast.errors import BusyError, ClusterError
from audiocast.publishing import catalog, feed, leaving, output_folder
from audiocast.render import admission, digests, pictures
from audiocast.render.context import read_context
from audiocast.render.outcome import Listener, Outcome, Progress, Status
from audiocast.render.plan import Todo, Withdrawn, plan, to_render
from audiocast.render.workers import malloc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from audiocast.config.settings import Show
    from audiocast.errors import PublishError
    from audiocast.model.episode import Enclosure, Episode
    from audiocast.render.context import RenderContext, Request
    from audiocast.render.estimate import Estimate, Estimator
    from audiocast.render.workers.local import Workers

_CHARACTERS_A_WORKER = 4000

# After how long what is done by then is published, and how much of the time that may take.
_SECONDS_TO_AN_EDITION = 60.0
_SHARE_OF_EDITIONS = 0.05

# When this was written; a clock that says less is wrong.
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """How it all ended.

    Attributes:
        show: As it was read.
        outcomes: One for each article, and for each document that holds none.
        feed: Where the feed is.
        published: How many episodes are in it.
        estimate: What the work was expected to be, when there is any.
        actual: What it was, when it was done.
    """

    show: Show
    outcomes: tuple[Outcome, ...]
    feed: Path
    published: int
    estimate: Estimate | None = None
    actual: Estimate | None = None


@dataclass(slots=True)
class _Run:
    """How far a render has come.

    Attributes:
        context: With the episodes that are published by now.
        staging: Where they are made, or None when only a plan is wanted.
        problems: Of the catalog, as they were told already.
        pruned: What leaves the show.
        busy_s: How long workers have worked.
    """

    context: RenderContext
    staging: Path | None
    listen: Listener
    outcomes: list[Outcome] = field(default_factory=list)
    problems: tuple[PublishError, ...] = ()
    pruned: list[Episode] = field(default_factory=list)
    estimator: Estimator | None = None
    busy_s: float = 0.0

    def note(self, news: Outcome | Progress) -> None:
        """Take note, and tell."""
        if isinstance(news, Outcome):
            self.outcomes.append(news)
        self.listen(news)


def render(request: Request, *, listen: Listener) -> Report:
    """Bring a show up to date with its articles.

    Every article is tried; what fails is in the report.

    Raises:
        ConfigError: The show, the voice or the lexicon is wrong.
        SourceError: There is no such source.
        PublishError: The output folder can't be written.
        RefusedError: Another show is there, or a file that audiocast did not make would be overwritten.
        BusyError: Another render is writing there.
    """
    request, replaces = admission.admit(request)
    context = read_context(request)
    output_folder.require_free(request.output, [each.filename for each in context.show.feeds])
    if request.dry_run:
        return _render(context, None, listen=listen, replaces=replaces)
    with _staging(request) as staging:
        return _render(admission.claim(context, replaces=replaces), staging, listen=listen)


def _render(context: RenderContext, staging: Path | None, *, listen: Listener, replaces: bool = False) -> Report:
    """Everything between taking the lock and leaving it; without a staging folder, only the plan."""
    request = context.request
    # Read only now that nobody else writes there: on yesterday's word, their episodes would leave the feed again.
    context = replace(context, catalog=catalog.Catalog({}) if replaces else catalog.read(request.output))
    _doubt_the_clock(context)
    store = digests.ArticleStore(request)
    run = _Run(context, staging, listen)
    articles = _planned(run, plan(context, note=store.put if context.show.digests else lambda _: None))
    if staging is not None:
        store.close()
    _work(run, articles)
    # Only now it is known which articles there are, and how long they are.
    expected = {todo.article.id: todo for todo in articles} if staging is None else {}
    _work(run, _planned(run, digests.plan(run.context, expected=expected, store=store)))
    estimate = run.estimator.estimate() if run.estimator else None
    actual = run.estimator.actual(workers_s=run.busy_s) if run.estimator and staging is not None else None
    episodes = run.context.catalog.episodes
    if staging is not None:
        _publish(context, episodes, pictures.cover(context))
        for episode in run.pruned:
            leaving.forget(episode, request.output)
        leaving.sweep(run.context.catalog, request.output, keep_days=context.show.keep_days)
        store.tidy(episodes)
    return Report(context.show, tuple(run.outcomes), request.output / feed.FEED, len(episodes), estimate, actual)


def _doubt_the_clock(context: RenderContext) -> None:
    """A clock that was set back harms nothing that is published, but gives wrong dates to what is new."""
    known = (episode.updated or episode.published for episode in context.catalog.episodes.values())
    now, newest = clock.now(), max(known, default=_BEGAN)
    if now < max(newest, _BEGAN):
        than = f"the newest episode, of {newest:%Y-%m-%d %H:%M:%S}" if now < newest else "audiocast itself"
        _log.warning("the clock says %s, which is before %s. Set it right, or new episodes get wrong dates.", now, than)


def _planned(run: _Run, plans: Iterable[Outcome | Todo | Withdrawn]) -> list[Todo]:
    """What there is to do, when everybody knows how all else ended already."""
    outcomes: list[Outcome] = []
    todos: list[Todo] = []
    withdrawn: list[Episode] = []
    for planned in plans:
        if isinstance(planned, Outcome):
            outcomes.append(planned)
        elif isinstance(planned, Withdrawn):
            withdrawn.append(planned.episode)
            outcomes.append(_withdrawn(planned.episode, prune=run.context.request.prune))
        else:
            todos.append(planned)
            if run.staging is None:
                outcomes.append(to_render(planned))
    if run.staging is not None:
        run.context = _mended(_noted(run.context, outcomes), todos)
    known = run.context.catalog
    problems = [
        Outcome(Status.FAILED, "", each.where, str(each)) for each in known.problems if each not in run.problems
    ]
    run.problems = known.problems
    for outcome in (*problems, *outcomes):
        run.note(outcome)
    if run.context.request.prune:
        run.pruned += withdrawn
        gone = {episode.id for episode in withdrawn}
        left = {name: episode for name, episode in known.episodes.items() if name not in gone}
        run.context = replace(run.context, catalog=replace(known, episodes=left))
    return todos


def _noted(context: RenderContext, outcomes: Iterable[Outcome]) -> RenderContext:
    """Write the records of unchanged episodes that have something new to say; nothing that is published changes."""
    noted = {outcome.record.id: outcome.record for outcome in outcomes if outcome.record}
    if not noted:
        return context
    catalog.write_all(noted.values(), context.request.output)
    return replace(context, catalog=replace(context.catalog, episodes={**context.catalog.episodes, **noted}))


def _mended(context: RenderContext, todos: list[Todo]) -> RenderContext:
    """With what the catalog lost: what is damaged in it, and what is new to it, but not to the feed."""
    new = [todo.article.id for todo in todos if todo.article.id not in context.catalog.episodes]
    if not new and not context.catalog.damaged:
        return context
    from audiocast.publishing.recover import repair  # noqa: PLC0415 - most often there is nothing new

    return replace(context, catalog=repair(context.catalog, context.request.output, articles=new))


def _withdrawn(episode: Episode, *, prune: bool) -> Outcome:
    end = "it leaves the show" if prune else "it stays in the show until `audiocast render --prune`"
    gone = "its articles are" if episode.origin == load.SHOW_FILE else "its article is"
    return Outcome(
        Status.WITHDRAWN,
        episode.title,
        episode.origin,
        f"{gone} gone, or not wanted any more; {end}",
        duration_ms=episode.duration_ms,
        length=episode.enclosure.length,
    )


def _estimator(context: RenderContext, todos: list[Todo]) -> Estimator:
    from audiocast.render.estimate import Estimator  # noqa: PLC0415 - it needs what writes scripts

    return Estimator(context, processes=_jobs(context, todos))


def _jobs(context: RenderContext, todos: list[Todo]) -> int:
    """A worker for a few thousand characters: starting one costs about as much as speaking those."""
    return min(context.request.jobs, sum(1 + todo.characters // _CHARACTERS_A_WORKER for todo in todos))


def _work(run: _Run, todos: list[Todo]) -> None:
    """Do what there is to do; without a staging folder, only say how much that is."""
    if not todos:
        return
    context = run.context
    # Imported only when there is work, for that costs more than all the rest of finding none.
    run.estimator = estimator = run.estimator or _estimator(context, todos)
    if run.staging is None:
        for todo in todos:
            estimator.expect(todo)
        return
    from audiocast.render.scheduler import Scheduler  # noqa: PLC0415 - as above

    with _workers(context, _jobs(context, todos)) as workers:
        pictures.cover(context)
        small = b"" if context.show.episode_covers else pictures.thumbnail(context).read_bytes()
        malloc.give_back()  # drawing took as much as a worker
        # This process mostly waits now; what it will need to publish is imported meanwhile.
        Thread(target=_prepare_to_publish, daemon=True).start()
        scheduler = Scheduler(context, run.staging, cover=small, listen=run.note, estimator=estimator)
        made = scheduler.run(todos, workers, made=_Editions(context))
        run.busy_s += workers.busy_s
    run.context = replace(context, catalog=replace(context.catalog, episodes={**context.catalog.episodes, **made}))


@contextmanager
def _workers(context: RenderContext, jobs: int) -> Iterator[Workers]:
    """Processes of this machine, and before those the workers of a cluster when there is one."""
    from audiocast.publishing.artwork import cover  # noqa: F401, PLC0415 - as in `_work`; all processes draw
    from audiocast.render import stages  # noqa: PLC0415 - as in `_work`; all processes draw
    from audiocast.render.workers import local as workers  # noqa: PLC0415 - as in `_work`; all processes draw

    # They load while the cover is drawn here; but what several forks can have in common is loaded here, once.
    common = jobs > 1 and workers.can_fork()
    ahead = stages.share if common else stages.prepare, (context.voices, context.request.cache)
    with workers.LocalWorkers(jobs, ahead=ahead) as here:
        if context.request.cluster:
            with _cluster(context, here) as there:
                yield there
        else:
            yield here
    stages.forget()


def _cluster(context: RenderContext, here: Workers) -> AbstractContextManager[Workers]:
    try:
        from audiocast.render.workers.dask import ClusterWorkers  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"a cluster needs a package that is missing ({error.name})", hint="Run: pip install 'audiocast[cluster]'"
        ) from error
    return ClusterWorkers(context.request.cluster, context.voices, here=here, cache=context.request.cache)


class _Editions:
    """Publishes what is done while a long render goes on, so that nobody waits for the last article to hear the first.

    Two things are decided once, by all that is there: the numbers of a serial show, and where a long feed is divided.
    Such shows are published at the end.
    """

    def __init__(self, context: RenderContext) -> None:
        self._context = context
        self._last = time.monotonic()
        self._took_s = 0.0

    def __call__(self, made: Mapping[str, Episode]) -> None:
        """See above; `made` are the episodes that were made by now, by article id."""
        now = time.monotonic()
        if now - self._last < max(_SECONDS_TO_AN_EDITION, self._took_s / _SHARE_OF_EDITIONS):
            return
        episodes = {**self._context.catalog.episodes, **made}
        if len(episodes) > feed.MOST or _is_serial(self._context.show):
            return
        _publish(self._context, episodes, pictures.cover(self._context))
        self._last = time.monotonic()
        self._took_s = self._last - now


def _prepare_to_publish() -> None:
    from audiocast.publishing.feed import rss  # noqa: F401, PLC0415
    from audiocast.publishing.site import drawing  # noqa: PLC0415

    drawing.prepare()


def _publish(context: RenderContext, episodes: Mapping[str, Episode], picture: Enclosure) -> None:
    """Write the feeds after the pages, and only what says something new."""
    show, output = context.show, context.request.output
    if _is_serial(show):
        episodes = catalog.numbered(episodes, output, season=show.season)
    _write_pages(context, episodes.values(), picture)
    feed.publish(show, episodes.values(), folder=output, cover=picture)
    _tidy_pages(output)


def _is_serial(show: Show) -> bool:
    return "serial" in {show.kind, *(each.kind for each in show.feeds)}


def _write_pages(context: RenderContext, episodes: Collection[Episode], picture: Enclosure) -> None:
    """Write the pages that are out of date, and the small picture they show."""
    from audiocast.publishing import site  # noqa: PLC0415 - its import is slow
    from audiocast.publishing.site import folder  # noqa: PLC0415

    output = context.request.output
    thumbnail = pictures.thumbnail(context).name
    pages = {feed.own_page(episode.id): episode for episode in episodes}
    sheets = site.outline(context.show, pages, cover=picture, thumbnail=thumbnail, feed=feed.FEED)
    folder.update(output, sheets, verify=context.request.verify)


def _tidy_pages(output: Path) -> None:
    from audiocast.publishing.site import folder  # noqa: PLC0415 - as above

    folder.tidy(output)


@contextmanager
def _staging(request: Request) -> Iterator[Path]:
    """A folder for what is not finished: beside the finished, so that a rename publishes it. One render at a time."""
    output = request.output
    try:
        (output / catalog.EPISODES).mkdir(parents=True, exist_ok=True)
        with _alone(output, wait=request.wait):
            output_folder.tidy(output)
            folder = Path(tempfile.mkdtemp(prefix=output_folder.STAGING, dir=output))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise atomic.refused(error, where=str(error.filename or output)) from error


@contextmanager
def _alone(output: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock, which the system takes from a process that dies."""
    lock = FileLock(output / ".lock")
    try:
        held = lock.acquire(timeout=0)
    except Timeout as error:
        if not wait:
            raise BusyError(
                "another render is writing there, and this one has done nothing",
                where=str(output),
                hint="Run it again later, or with --wait; or choose another --output",
            ) from error
        _log.warning("%s: another render is writing there; this one waits for it.", output)
        held = lock.acquire()
    with held:
        yield
