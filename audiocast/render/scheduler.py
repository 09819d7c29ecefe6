"""Make the episodes of a run: give the tasks of its articles to workers, and publish each episode when it is done.

A limited number of articles is in work at the same time. `stages` decides what has to be done for one article, and in
which order. A failure concerns only its article; only a cluster that is lost ends the run.
"""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audiocast import atomic, clock
from audiocast.errors import AudiocastError, ClusterError, NothingToSayError, PublishError, log_traceback, translated
from audiocast.publishing import catalog, dates_and_numbers
from audiocast.render import basis, changes, clip_list, episode_record
from audiocast.render.outcome import Listener, Outcome, Progress, Status, failed, skipped
from audiocast.render.plan import Todo, joins, unchanged
from audiocast.render.stage_values import Job, Product, Recorded, Synthesized
from audiocast.render.stages import stages
from audiocast.script import writer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    from audiocast.model.article import Article
    from audiocast.model.episode import Episode
    from audiocast.render.context import RenderContext
    from audiocast.render.estimate import Estimator
    from audiocast.render.stages import Task
    from audiocast.render.workers.local import Workers

_log = logging.getLogger(__name__)

_HINT = "Leave the article out, and report it: `--verbose` shows where that happened"
# How many articles, with their scripts, are in memory for each worker.
_AHEAD = 3
# The time limit of a task, and what each utterance adds to it. The slowest voice needs 5 s for an utterance on a core
# of its own, and ten programs may share that core.
_SECONDS = 120.0
_SECONDS_AN_UTTERANCE = 60.0
# About how much of the work on an article is synthesis.
_SHARE_OF_SPEECH = 0.8
# Python notices a Ctrl-C that comes just before it begins to wait only when it wakes up.
_SECONDS_ASLEEP = 1.0


@dataclass(slots=True)
class _Making:
    """An article in work.

    Attributes:
        todo: What has to be made.
        job: What the workers get.
        checksum: The checksum of the script and of all that decides the files.
        stages: What remains to be done.
        left: How many tasks of the current batch are not done.
        reported: How many of its characters are reported as done.
        error: The first error of a task.
    """

    todo: Todo
    job: Job
    checksum: str
    stages: Generator[Sequence[Task[object]], None, Product]
    left: int = 0
    reported: float = 0
    error: AudiocastError | None = None
    utterances: int = field(init=False)

    def __post_init__(self) -> None:
        self.utterances = sum(len(section.utterances) for section in self.job.script.sections)


class Scheduler:
    """Make the episodes of a run.

    Args:
        context: The context of the run, with the episodes that are published by now.
        staging: A folder for unfinished files, on the file system of the output folder.
        cover: The small picture for the tags; b"" when each episode has its own.
        listen: Receives each outcome, and the progress.
        estimator: Receives each script, and what it became.
    """

    def __init__(
        self, context: RenderContext, staging: Path, *, cover: bytes, listen: Listener, estimator: Estimator
    ) -> None:
        self._context = context
        self._staging = staging
        self._cover = cover
        self._listen = listen
        self._estimator = estimator
        self._running: dict[Future[object], _Making] = {}
        self._episodes: dict[str, Episode] = {}
        self._dates = dates_and_numbers.Dates(episode.published for episode in context.catalog.episodes.values())
        self._now = clock.now()
        self._published: dict[str, datetime] = {}
        self._done = 0.0
        self._total = 0

    def run(
        self, todos: Iterable[Todo], workers: Workers, *, made: Callable[[Mapping[str, Episode]], None]
    ) -> dict[str, Episode]:
        """Make all episodes, and return those that were made or whose record was written again, by article id.

        Args:
            todos: What has to be made, in the order in which it is begun.
            workers: Where the tasks run.
            made: Receives the episodes that are done, whenever a task has ended.

        Raises:
            ClusterError: The cluster is lost.
        """
        todos = list(todos)
        self._total = sum(todo.characters for todo in todos)
        for todo in todos:
            self._reserve_date(todo.article)
        self._progress(0)
        for todo in todos:
            while len(self._running) >= _AHEAD * workers.size:
                self._wait(workers)
                made(self._episodes)
            self._begin(todo, workers)
        while self._running:
            self._wait(workers)
            made(self._episodes)
        return self._episodes

    def _reserve_date(self, article: Article) -> None:
        """Reserve a date for a new article, so that dates do not depend on which article is done first."""
        if article.id not in self._context.catalog.episodes:
            self._published[article.id] = self._dates.take(article.published, now=self._now)

    def _begin(self, todo: Todo, workers: Workers) -> None:
        """Write the script of an article, and submit its first tasks."""
        context, article = self._context, todo.article
        try:
            with translated(AudiocastError, "its text can't be prepared", where=article.origin, hint=_HINT):
                script = writer.write(
                    article,
                    todo.parts,
                    show=context.show,
                    voices=context.voices,
                    lexicon=context.lexicon,
                )
        except NothingToSayError as error:
            self._end(skipped(article, error.what), todo.characters)
            return
        except AudiocastError as error:
            log_traceback(error, _log)
            self._end(failed(article, str(error)), todo.characters)
            return
        checksum = basis.script_checksum(context.terms, article, script)
        episode = context.catalog.episodes.get(article.id)
        if episode and changes.gives_same_files(context, episode, checksum):
            # Record what has changed, or the next run would plan this article again.
            recorded = replace(episode, origin=article.origin, cuts=(*article.cuts, *script.cuts))
            recorded = replace(recorded, fingerprint=todo.fingerprint, basis=todo.basis)
            catalog.write(recorded, context.request.output)
            self._episodes[recorded.id] = recorded
            self._end(unchanged(context, recorded, article), todo.characters)
            return
        self._estimator.expect_script(script)
        job = Job(
            article=article,
            script=script,
            voices=context.voices,
            show=context.show,
            cover=self._cover,
            stem=hashlib.sha256(article.id.encode("utf-8", "backslashreplace")).hexdigest(),
            folder=self._staging,
            cache=context.request.cache,
            tunes=context.tunes,
        )
        making = _Making(todo, job, checksum, stages(job))
        self._submit(making, next(making.stages), workers)

    def _submit(self, making: _Making, batch: Sequence[Task[object]], workers: Workers) -> None:
        making.left = len(batch)
        for task in batch:
            seconds = _SECONDS + _SECONDS_AN_UTTERANCE * (task.size or making.utterances)
            self._running[task.submit(workers, seconds=seconds)] = making

    def _wait(self, workers: Workers) -> None:
        """Wait for a moment until a task ends, and submit the tasks that come after it."""
        for future in wait(self._running, timeout=_SECONDS_ASLEEP, return_when=FIRST_COMPLETED).done:
            making = self._running.pop(future)
            making.left -= 1
            try:
                result = self._result(future)
            except ClusterError:
                raise  # every other article would fail too
            except AudiocastError as error:
                making.error = making.error or error
            else:
                if isinstance(result, Synthesized | Recorded):
                    # What is synthesized ahead is recorded later, and counts once.
                    whole = making.todo.characters * _SHARE_OF_SPEECH
                    share = min(whole * result.size / making.utterances, whole - making.reported)
                    making.reported += share
                    self._progress(share)
            if not making.left:
                self._go_on(making, workers)

    def _result(self, future: Future[object]) -> object:
        """Return the result of a task.

        Raises:
            AudiocastError: The task failed, for whatever reason.
        """
        with translated(AudiocastError, "it can't be made", where="", hint=_HINT):
            try:
                return future.result()
            except OSError as error:  # of a worker without space for its files
                raise atomic.refused(error, where=str(error.filename or self._staging.parent)) from error

    def _go_on(self, making: _Making, workers: Workers) -> None:
        """Submit the next tasks of an article, or publish it."""
        if making.error:
            log_traceback(making.error, _log)
            self._fail(making, str(making.error))
            return
        try:
            batch = next(making.stages)
        except StopIteration as end:
            self._finish(making, end.value)
        else:
            self._submit(making, batch, workers)

    def _fail(self, making: _Making, reason: str) -> None:
        self._remove_files(making)
        self._end(failed(making.todo.article, reason), making.todo.characters - making.reported)

    def _remove_files(self, making: _Making) -> None:
        """Remove the files that the tasks have left."""
        for path in self._staging.glob(f"{making.job.stem}*"):
            path.unlink()

    def _finish(self, making: _Making, product: Product) -> None:
        """Publish an episode, and report it."""
        todo, script = making.todo, making.job.script
        made = episode_record.Made(todo, script, making.checksum, product)
        try:
            episode = episode_record.publish(
                self._context,
                made,
                staging=self._staging,
                published=self._published.get(todo.article.id, self._now),
                now=self._now,
            )
        except OSError as error:
            self._fail(making, str(atomic.refused(error, where=str(self._context.request.output))))
            return
        except PublishError as error:
            self._fail(making, str(error))
            return
        self._episodes[episode.id] = episode
        self._remove_files(making)
        utterances = [utterance for section in script.sections for utterance in section.utterances]
        clip_list.write(making.job.cache, product.media.sha256, utterances, making.job.voices)
        self._estimator.note(script, product)
        outcome = Outcome(
            Status.RENDERED,
            episode.title,
            episode.origin,
            _reason(todo),
            duration_ms=episode.duration_ms,
            length=episode.enclosure.length,
            synthesized=product.synthesized,
            cuts=episode.cuts,
            categories=episode.categories,
        )
        self._end(outcome, todo.characters - making.reported)

    def _end(self, outcome: Outcome, characters: float) -> None:
        """Report an outcome, and so many characters as done."""
        self._listen(outcome)
        self._progress(characters)

    def _progress(self, characters: float) -> None:
        self._done += characters
        self._listen(Progress(round(self._done), self._total))


def _reason(todo: Todo) -> str:
    """Return the reason of a rendered article or digest."""
    is_dated = todo.article.published is not None
    return joins(todo) if is_dated else "has no date, so the time of its first publication is used"
