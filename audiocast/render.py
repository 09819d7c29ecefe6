"""In what order: plan, work, publish."""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from audiocast import atomic, catalog, clock, corrections, feed
from audiocast.errors import BusyError, ClusterError
from audiocast.model import Enclosure
from audiocast.palette import choose
from audiocast.plan import Listener, Outcome, Progress, Request, Status, Studio, Todo, Withdrawn, enter, plan, to_render

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from audiocast.estimate import Estimate, Estimator
    from audiocast.model import Episode, Show
    from audiocast.workers import Workers

_CHARACTERS_A_WORKER = 4000

_STAGING = ".staging-"

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
        came: What it was, when it was done.
    """

    show: Show
    outcomes: tuple[Outcome, ...]
    feed: Path
    published: int
    estimate: Estimate | None = None
    came: Estimate | None = None


def render(request: Request, *, listen: Listener) -> Report:
    """Bring a show up to date with its articles.

    Every article is tried; what fails is in the report.

    Raises:
        ConfigError: The show, the voice or the lexicon is wrong.
        SourceError: There is no such source.
        PublishError: The output folder can't be written.
        BusyError: Another render is writing there.
    """
    studio = enter(request)
    if request.dry_run:
        return _render(studio, None, listen=listen)
    with _staging(request) as staging:
        return _render(studio, staging, listen=listen)


def _render(studio: Studio, staging: Path | None, *, listen: Listener) -> Report:
    """Everything between taking the lock and leaving it; without a staging folder, only the plan."""
    request = studio.request
    # Read only now that nobody else writes there: on yesterday's word, their episodes would leave the feed again.
    studio = replace(studio, catalog=catalog.read(request.output))
    _doubt_the_clock(studio)
    outcomes, todos, withdrawn = _planned(studio)
    if staging is not None:
        studio = _mended(studio, todos)
    problems = studio.catalog.problems
    outcomes = [Outcome(Status.FAILED, "", problem.where, str(problem)) for problem in problems] + outcomes
    for outcome in outcomes:
        listen(outcome)
    episodes = dict(studio.catalog.episodes)
    # Imported only when there is work, for that costs more than all the rest of finding none.
    estimator = _estimator(studio, todos) if todos else None
    expected = came = None
    if staging is None and estimator is not None:
        for todo in todos:
            estimator.expect(todo.article)
        expected = estimator.estimate()
    if staging is not None:
        if estimator is not None:
            made, busy_s = _work(studio, todos, staging, listen=listen, outcomes=outcomes, estimator=estimator)
            episodes |= made
            expected, came = estimator.estimate(), estimator.came(workers_s=busy_s)
        pruned = withdrawn if request.prune else []
        for episode in pruned:
            del episodes[episode.id]
        _publish(studio, episodes, _cover(studio))
        for episode in pruned:
            catalog.forget(episode, request.output)
        _sweep(studio, episodes)
    return Report(studio.show, tuple(outcomes), request.output / feed.FEED, len(episodes), expected, came)


def _doubt_the_clock(studio: Studio) -> None:
    """A clock that was set back harms nothing that is published, but gives wrong dates to what is new."""
    known = (episode.updated or episode.published for episode in studio.catalog.episodes.values())
    now, newest = clock.now(), max(known, default=_BEGAN)
    if now < max(newest, _BEGAN):
        than = f"the newest episode, of {newest:%Y-%m-%d %H:%M:%S}" if now < newest else "audiocast itself"
        _log.warning("the clock says %s, which is before %s. Set it right, or new episodes get wrong dates.", now, than)


def _planned(studio: Studio) -> tuple[list[Outcome], list[Todo], list[Episode]]:
    """How it ended already, what there is to do, and which episodes have no article any more."""
    outcomes: list[Outcome] = []
    todos: list[Todo] = []
    withdrawn: list[Episode] = []
    for planned in plan(studio):
        if isinstance(planned, Outcome):
            outcomes.append(planned)
        elif isinstance(planned, Withdrawn):
            withdrawn.append(planned.episode)
            outcomes.append(_withdrawn(planned.episode, prune=studio.request.prune))
        else:
            todos.append(planned)
            if studio.request.dry_run:
                outcomes.append(to_render(planned.article))
    return outcomes, todos, withdrawn


def _mended(studio: Studio, todos: list[Todo]) -> Studio:
    """With what the catalog lost: what is damaged in it, and what is new to it, but not to the feed."""
    new = [todo.article.id for todo in todos if todo.article.id not in studio.catalog.episodes]
    if not new and not studio.catalog.damaged:
        return studio
    from audiocast.repair import repair  # noqa: PLC0415 - most often there is nothing new

    return replace(studio, catalog=repair(studio.catalog, studio.request.output, articles=new))


def _withdrawn(episode: Episode, *, prune: bool) -> Outcome:
    end = "it leaves the show" if prune else "it stays in the show until `audiocast render --prune`"
    return Outcome(
        Status.WITHDRAWN,
        episode.title,
        episode.origin,
        f"its article is gone, or not wanted any more; {end}",
        duration_ms=episode.duration_ms,
        length=episode.enclosure.length,
    )


def _estimator(studio: Studio, todos: list[Todo]) -> Estimator:
    from audiocast.estimate import Estimator  # noqa: PLC0415 - it needs what writes scripts

    return Estimator(studio, processes=_jobs(studio, todos))


def _jobs(studio: Studio, todos: list[Todo]) -> int:
    """A worker for a few thousand characters: starting one costs about as much as speaking those."""
    return min(studio.request.jobs, sum(1 + todo.characters // _CHARACTERS_A_WORKER for todo in todos))


def _work(  # noqa: PLR0913 - what a run has found so far, and who is told
    studio: Studio,
    todos: list[Todo],
    staging: Path,
    *,
    listen: Listener,
    outcomes: list[Outcome],
    estimator: Estimator,
) -> tuple[Mapping[str, Episode], float]:
    """The episodes, and for how many seconds the workers were busy."""
    from audiocast.work import Floor  # noqa: PLC0415 - its import is slow

    def note(news: Outcome | Progress) -> None:
        if isinstance(news, Outcome):
            outcomes.append(news)
        listen(news)

    with _workers(studio, _jobs(studio, todos)) as workers:
        _cover(studio)
        small = b"" if studio.show.episode_covers else _small(studio).read_bytes()
        # This process mostly waits now; what it will need to publish is imported meanwhile.
        Thread(target=_prepare_to_publish, daemon=True).start()
        made = Floor(studio, staging, cover=small, listen=note, estimator=estimator).run(todos, workers)
        return made, workers.busy_s


@contextmanager
def _workers(studio: Studio, jobs: int) -> Iterator[Workers]:
    """Processes of this machine, and before those the workers of a cluster when there is one."""
    if studio.request.cluster:
        with _local(jobs) as here, _cluster(studio, here) as there:
            yield there
        return
    from audiocast.produce import prepare  # noqa: PLC0415 - as in `_work`

    with _local(jobs) as here:
        # They import and load while the cover is drawn here.
        for _ in range(jobs):
            here.submit(prepare, (studio.voices, studio.request.cache), seconds=60)
        yield here


def _local(jobs: int) -> AbstractContextManager[Workers]:
    from audiocast import fork  # noqa: PLC0415 - as above

    if jobs == 1 and fork.possible():
        # Both processes draw.
        from audiocast import cover  # noqa: F401, PLC0415 - as above

        return fork.Fork()
    from audiocast.workers import LocalWorkers  # noqa: PLC0415 - its import is slow

    return LocalWorkers(jobs)


def _cluster(studio: Studio, here: Workers) -> AbstractContextManager[Workers]:
    try:
        from audiocast.cluster import ClusterWorkers  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"a cluster needs a package that is missing ({error.name})", hint="Run: pip install 'audiocast[cluster]'"
        ) from error
    return ClusterWorkers(studio.request.cluster, studio.voices, here=here, cache=studio.request.cache)


def _prepare_to_publish() -> None:
    from audiocast.feed import rss  # noqa: F401, PLC0415
    from audiocast.site import drawing  # noqa: PLC0415

    drawing.prepare()


def _cover(studio: Studio) -> Enclosure:
    """The show's picture, drawn or fitted when it is not there yet."""
    path = studio.request.output / studio.cover
    if studio.request.verify or not _is_whole(path):
        from audiocast import cover  # noqa: PLC0415 - drawing is rare, and its import slow

        image = studio.image
        large = cover.fit(image, where=studio.show.image) if image else _drawn(studio, cover.SHOW_SIZE)
        atomic.replace(path, large)
    return Enclosure(studio.cover, path.stat().st_size, "image/jpeg")


def _small(studio: Studio) -> Path:
    """A small one, for the pages and the tags."""
    path = studio.request.output / studio.cover.replace("cover-", "thumbnail-")
    if studio.request.verify or not _is_whole(path):
        from audiocast import cover  # noqa: PLC0415 - as above

        large = studio.request.output / studio.cover
        atomic.replace(path, cover.small(large.read_bytes()) if studio.image else _drawn(studio, cover.TAG_SIZE))
    return path


def _drawn(studio: Studio, size: int) -> bytes:
    from audiocast import cover  # noqa: PLC0415 - as above

    show = studio.show
    return cover.draw(show.title, palette=choose(show.title, show.palette), size=size)


def _publish(studio: Studio, episodes: Mapping[str, Episode], picture: Enclosure) -> None:
    """Write the feeds, last of all, and only what says something new."""
    show, output = studio.show, studio.request.output
    if "serial" in {show.kind, *(each.kind for each in show.feeds)}:
        episodes = catalog.numbered(episodes, output, season=show.season)
    _write_pages(studio, episodes.values(), picture)
    feed.publish(show, episodes.values(), folder=output, cover=picture)
    _tidy_pages(output)


def _write_pages(studio: Studio, episodes: Collection[Episode], picture: Enclosure) -> None:
    """Write the pages that are out of date, and the small picture they show."""
    from audiocast import site  # noqa: PLC0415 - its import is slow
    from audiocast.site import folder  # noqa: PLC0415

    output = studio.request.output
    thumbnail = _small(studio).name
    pages = {feed.own_page(episode.id): episode for episode in episodes}
    sheets = site.outline(studio.show, pages, cover=picture, thumbnail=thumbnail, feed=feed.FEED)
    folder.update(output, sheets, verify=studio.request.verify)


def _tidy_pages(output: Path) -> None:
    from audiocast.site import folder  # noqa: PLC0415 - as above

    folder.tidy(output)


def _is_whole(path: Path) -> bool:
    """Whether a picture is there from its first mark to its last."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return False
    return content.startswith(b"\xff\xd8") and content.endswith(b"\xff\xd9")


def _sweep(studio: Studio, after: Mapping[str, Episode]) -> None:
    """Retire the files of episodes that were made again or left, now that the feed no longer names them.

    What they are is seen in the folder, so that a run that was broken off before it came to this forgets none.
    """
    output = studio.request.output
    alive = {file.filename for episode in after.values() for file in catalog.files(episode)}
    # Whose a file is that only an unreadable sidecar names is not known.
    unnamed = () if studio.catalog.problems else catalog.made(output) - alive
    corrections.retire(output, sorted(unnamed), alive=alive, moment=clock.now(), days=studio.show.keep_days)


@contextmanager
def _staging(request: Request) -> Iterator[Path]:
    """A folder for what is not finished: beside the finished, so that a rename publishes it. One render at a time."""
    output = request.output
    try:
        (output / catalog.EPISODES).mkdir(parents=True, exist_ok=True)
        with _alone(output, wait=request.wait):
            _tidy(output)
            folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=output))
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


def _tidy(output: Path) -> None:
    """Remove what a run left that was killed; the staging folder tells that there was one, and so it goes last."""
    if left := list(output.glob(f"{_STAGING}*")):
        for path in output.rglob(".*.tmp"):
            path.unlink(missing_ok=True)
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)  # an orphan of that run may be in its last moments there
