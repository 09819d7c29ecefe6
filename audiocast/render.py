"""In what order: plan, work, publish."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from audiocast import atomic, catalog, corrections, feed
from audiocast.errors import PublishError
from audiocast.model import Enclosure
from audiocast.palette import choose
from audiocast.plan import Listener, Outcome, Progress, Request, Status, Studio, Todo, Withdrawn, enter, plan, to_render

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from audiocast.model import Episode, Show

_CHARACTERS_A_WORKER = 4000


@dataclass(frozen=True, slots=True)
class Report:
    """How it all ended.

    Attributes:
        show: As it was read.
        outcomes: One for each article, and for each document that holds none.
        feed: Where the feed is.
        published: How many episodes are in it.
    """

    show: Show
    outcomes: tuple[Outcome, ...]
    feed: Path
    published: int


def render(request: Request, *, listen: Listener) -> Report:
    """Bring a show up to date with its articles.

    Every article is tried; what fails is in the report.

    Raises:
        ConfigError: The show, the voice or the lexicon is wrong.
        SourceError: There is no such source.
        PublishError: The output folder can't be written.
    """
    studio = enter(request)
    outcomes = [Outcome(Status.FAILED, "", problem.where, str(problem)) for problem in studio.catalog.problems]
    todos: list[Todo] = []
    withdrawn: list[Episode] = []
    for planned in plan(studio):
        if isinstance(planned, Outcome):
            outcomes.append(planned)
        elif isinstance(planned, Withdrawn):
            withdrawn.append(planned.episode)
            outcomes.append(_withdrawn(planned.episode, prune=request.prune))
        elif request.dry_run:
            outcomes.append(to_render(planned.article))
        else:
            todos.append(planned)
    for outcome in outcomes:
        listen(outcome)
    episodes = dict(studio.catalog.episodes)
    if not request.dry_run:
        with _staging(request.output) as staging:
            episodes |= _work(studio, todos, staging, listen=listen, outcomes=outcomes)
            pruned = withdrawn if request.prune else []
            for episode in pruned:
                del episodes[episode.id]
            _publish(studio, episodes, _cover(studio))
            for episode in pruned:
                catalog.forget(episode, request.output)
            _sweep(studio, episodes)
    return Report(studio.show, tuple(outcomes), request.output / feed.FEED, len(episodes))


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


def _work(
    studio: Studio, todos: list[Todo], staging: Path, *, listen: Listener, outcomes: list[Outcome]
) -> Mapping[str, Episode]:
    if not todos:
        return {}
    # Imported only when there is work: that costs more than all the rest of finding none.
    from audiocast.produce import Speech, prepare  # noqa: PLC0415
    from audiocast.work import Floor  # noqa: PLC0415
    from audiocast.workers import LocalWorkers  # noqa: PLC0415

    def note(news: Outcome | Progress) -> None:
        if isinstance(news, Outcome):
            outcomes.append(news)
        listen(news)

    # A worker for a few thousand characters: starting one costs about as much as speaking those.
    jobs = min(studio.request.jobs, sum(1 + todo.characters // _CHARACTERS_A_WORKER for todo in todos))
    with LocalWorkers(jobs) as workers:
        # They import and load while the cover is drawn here.
        nothing = Speech((), studio.voice, studio.request.cache)
        for _ in range(jobs):
            workers.submit(prepare, nothing, seconds=60)
        from audiocast import cover  # noqa: PLC0415

        _cover(studio)
        small = cover.small((studio.request.output / studio.cover).read_bytes())
        # This process mostly waits now; what it will need to publish is imported meanwhile.
        Thread(target=_prepare_to_publish, daemon=True).start()
        return Floor(studio, staging, cover=small, listen=note).run(todos, workers)


def _prepare_to_publish() -> None:
    from audiocast.feed import rss  # noqa: F401, PLC0415
    from audiocast.site import drawing  # noqa: PLC0415

    drawing.prepare()


def _cover(studio: Studio) -> Enclosure:
    """The show's picture, drawn or fitted when it is not there yet."""
    path = studio.request.output / studio.cover
    if not path.is_file():
        from audiocast import cover  # noqa: PLC0415 - drawing is rare, and its import slow

        show, image = studio.show, studio.image
        colors = choose(show.title, show.palette)
        atomic.replace(path, cover.fit(image, where=show.image) if image else cover.draw(show.title, palette=colors))
    return Enclosure(studio.cover, path.stat().st_size, "image/jpeg")


def _publish(studio: Studio, episodes: Mapping[str, Episode], picture: Enclosure) -> None:
    """Write the feeds, last of all, and only what says something new."""
    show, output = studio.show, studio.request.output
    if "serial" in {show.kind, *(each.kind for each in show.feeds)}:
        episodes = catalog.numbered(episodes, output, season=show.season)
    _write_pages(studio, episodes.values(), picture)
    feed.publish(show, episodes.values(), folder=output, cover=picture)


def _write_pages(studio: Studio, episodes: Collection[Episode], picture: Enclosure) -> None:
    """Write the pages that are out of date, and the small picture they show."""
    from audiocast import site  # noqa: PLC0415 - its import is slow
    from audiocast.site import folder  # noqa: PLC0415

    output = studio.request.output
    thumbnail = picture.filename.replace("cover-", "thumbnail-")
    if not (output / thumbnail).is_file():
        from audiocast import cover  # noqa: PLC0415 - as in `_cover`

        atomic.replace(output / thumbnail, cover.small((output / picture.filename).read_bytes()))
    pages = {feed.own_page(episode.id): episode for episode in episodes}
    sheets = site.outline(studio.show, pages, cover=picture, thumbnail=thumbnail, feed=feed.FEED)
    folder.update(output, sheets)


def _sweep(studio: Studio, after: Mapping[str, Episode]) -> None:
    """Retire the files of episodes that were made again or left, now that the feed no longer names them."""
    alive = {file.filename for episode in after.values() for file in catalog.files(episode)}
    before = {file.filename for episode in studio.catalog.episodes.values() for file in catalog.files(episode)}
    moment = datetime.now(UTC).replace(microsecond=0)
    corrections.retire(
        studio.request.output, sorted(before - alive), alive=alive, moment=moment, days=studio.show.keep_days
    )


@contextmanager
def _staging(output: Path) -> Iterator[Path]:
    """A folder for what is not finished: beside the finished, so that a rename publishes it. One render at a time."""
    try:
        (output / catalog.EPISODES).mkdir(parents=True, exist_ok=True)
        with FileLock(output / ".lock", timeout=0):
            for left in output.glob(".staging-*"):
                shutil.rmtree(left)
            folder = Path(tempfile.mkdtemp(prefix=".staging-", dir=output))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except Timeout as error:
        raise PublishError(
            "another render is writing there", where=str(output), hint="Wait for it, or choose another --output"
        ) from error
    except OSError as error:
        raise PublishError(
            f"can't be written ({error.strerror})", where=str(error.filename or output), hint="Choose another --output"
        ) from error
