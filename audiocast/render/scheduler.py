"""How are the articles of a run worked on: who does what next?

A bounded number of articles is under way at a time; what is to be done for each, and in which order, `produce.stages`
says. The record and the files of each are in their place as soon as it is done.
"""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from audiocast import atomic, clock
from audiocast.errors import AudiocastError, ClusterError, NothingToSayError, PublishError, log_traceback, translated
from audiocast.model.article import BlockKind
from audiocast.model.episode import Enclosure, Episode
from audiocast.publishing import catalog, corrections, journal
from audiocast.render import basis, changes, clip_list
from audiocast.render.outcome import Listener, Outcome, Progress, Status, failed, skipped
from audiocast.render.plan import Todo, joins, unchanged
from audiocast.render.stages import Heard, Job, Product, Recorded, SegmentTask, stages
from audiocast.script import writer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping
    from concurrent.futures import Future
    from datetime import datetime
    from pathlib import Path

    from audiocast.model.article import Article
    from audiocast.model.script import Script
    from audiocast.render.context import RenderContext
    from audiocast.render.estimate import Estimator
    from audiocast.render.stages import Task
    from audiocast.render.workers.local import Workers

_log = logging.getLogger(__name__)

_HINT = "Leave the article out, and report it: `--verbose` shows where that happened"
# How many articles are held with their scripts in memory, for each worker.
_AHEAD = 3
# What any task may take, and what is added for each utterance, however slow the machine; the slowest voice needs 5 s
# for one on a core of its own, and ten programs may want that core.
_SECONDS = 120.0
_SECONDS_AN_UTTERANCE = 60.0
# Of the work on an article, about what is speaking.
_SHARE_OF_SPEECH = 0.8
# Python sees a Ctrl-C that comes just before it begins to wait only once it wakes.
_SECONDS_ASLEEP = 1.0
# Characters of an episode's summary, to the end of a paragraph.
_SUMMARY = 400
_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE))


@dataclass(slots=True)
class _Task:
    """An article under way.

    Attributes:
        stages: What is to be done for it.
        results: Of the tasks that are done at the same time, in their order.
        left: How many of those are not done.
        told: How much of it was counted as progress.
    """

    todo: Todo
    job: Job
    checksum: str
    stages: Generator[list[Task], list[Any], Product]
    results: list[Any]
    left: int = 0
    told: float = 0
    error: AudiocastError | None = None

    @property
    def utterances(self) -> int:
        """How many there are in the script."""
        return sum(len(section.utterances) for section in self.job.script.sections)


class Scheduler:
    """Where the articles of a run are worked on.

    Args:
        context: What they share.
        staging: A folder for files that are not finished, on the file system of the output folder.
        cover: The picture for the tags.
        listen: Is told of every outcome and of progress.
        estimator: Is told what is to be said, and what came of it.
    """

    def __init__(
        self, context: RenderContext, staging: Path, *, cover: bytes, listen: Listener, estimator: Estimator
    ) -> None:
        self._context = context
        self._staging = staging
        self._cover = cover
        self._listen = listen
        self._estimator = estimator
        self._running: dict[Future[Any], tuple[_Task, int]] = {}
        self._episodes: dict[str, Episode] = {}
        self._dates = catalog.Dates(episode.published for episode in context.catalog.episodes.values())
        self._now = clock.now()
        self._moments: dict[str, datetime] = {}
        self._done = 0.0
        self._total = 0

    def run(
        self, todos: Iterable[Todo], workers: Workers, *, made: Callable[[Mapping[str, Episode]], None]
    ) -> dict[str, Episode]:
        """Work on all of them; the answer is the episodes that were made or looked at again, by article id.

        Args:
            todos: In the order in which they are begun.
            workers: Who does it.
            made: Is given those that there are by now, whenever something is done.
        """
        todos = list(todos)
        self._total = sum(todo.characters for todo in todos)
        for todo in todos:
            self._reserve(todo.article)
        self._progress(0)
        for todo in todos:
            while len(self._running) >= _AHEAD * workers.size:
                self._advance(workers)
                made(self._episodes)
            self._begin(todo, workers)
        while self._running:
            self._advance(workers)
            made(self._episodes)
        return self._episodes

    def _reserve(self, article: Article) -> None:
        """A date for what is new, in the order of the articles: which of them is done first is chance."""
        if article.id not in self._context.catalog.episodes:
            self._moments[article.id] = self._dates.take(article.published, now=self._now)

    def _begin(self, todo: Todo, workers: Workers) -> None:
        context, article = self._context, todo.article
        try:
            with translated(AudiocastError, "its text can't be prepared", where=article.origin, hint=_HINT):
                spoken = writer.write(
                    article, todo.parts, show=context.show, voice=context.voice, lexicon=context.lexicon
                )
        except NothingToSayError as error:
            self._settle(skipped(article, error.what), todo.characters)
            return
        except AudiocastError as error:
            log_traceback(error, _log)
            self._settle(failed(article, str(error)), todo.characters)
            return
        checksum = basis.script_checksum(context.terms, article, spoken)
        episode = context.catalog.episodes.get(article.id)
        if episode and changes.gives_same_files(context, episode, checksum):
            # Record what has changed, or the next run would plan this article again.
            noted = replace(episode, origin=article.origin, cuts=(*article.cuts, *spoken.cuts))
            noted = replace(noted, fingerprint=todo.fingerprint, basis=todo.basis)
            self._keep(noted)
            self._settle(unchanged(context, noted, article), todo.characters)
            return
        self._estimator.expect_script(spoken)
        job = Job(
            article=article,
            script=spoken,
            voices=context.voices,
            show=context.show,
            cover=self._cover,
            stem=hashlib.sha256(article.id.encode("utf-8", "backslashreplace")).hexdigest(),
            folder=self._staging,
            cache=context.request.cache,
            tunes=context.tunes,
        )
        task = _Task(todo, job, checksum, stages(job), [])
        self._submit(task, next(task.stages), workers)

    def _submit(self, task: _Task, batch: list[Task], workers: Workers) -> None:
        task.results = [None] * len(batch)
        task.left = len(batch)
        for number, (function, argument) in enumerate(batch):
            utterances = argument.size if isinstance(argument, SegmentTask) else task.utterances
            seconds = _SECONDS + _SECONDS_AN_UTTERANCE * utterances
            self._running[workers.submit(function, argument, seconds=seconds)] = task, number

    def _advance(self, workers: Workers) -> None:
        """Wait until something is done, but not for long, and begin what comes after it."""
        for future in wait(self._running, timeout=_SECONDS_ASLEEP, return_when=FIRST_COMPLETED).done:
            task, number = self._running.pop(future)
            task.left -= 1
            try:
                task.results[number] = result = self._result(future)
            except ClusterError:
                raise  # no other article would fare better
            except AudiocastError as error:
                task.error = task.error or error
            else:
                if isinstance(result, Heard | Recorded):
                    # What is heard ahead is recorded later, and counts once.
                    whole = task.todo.characters * _SHARE_OF_SPEECH
                    share = min(whole * result.size / task.utterances, whole - task.told)
                    task.told += share
                    self._progress(share)
            if not task.left:
                self._go_on(task, workers)

    def _result(self, future: Future[Any]) -> Any:  # noqa: ANN401 - whatever the task gives
        """Return what a task gave; whatever it raised is an error of ours, so that it takes no other article along."""
        with translated(AudiocastError, "it can't be made", where="", hint=_HINT):
            try:
                return future.result()
            except OSError as error:  # of a worker, that had no room for what it made
                raise atomic.refused(error, where=str(error.filename or self._staging.parent)) from error

    def _go_on(self, task: _Task, workers: Workers) -> None:
        """What comes after the tasks that are done."""
        if task.error:
            log_traceback(task.error, _log)
            self._fail(task, str(task.error))
            return
        try:
            batch = task.stages.send(task.results)
        except StopIteration as end:
            self._finish(task, end.value)
        else:
            self._submit(task, batch, workers)

    def _fail(self, task: _Task, reason: str) -> None:
        self._clear(task)
        self._settle(failed(task.todo.article, reason), task.todo.characters - task.told)

    def _clear(self, task: _Task) -> None:
        """Remove what the tasks left."""
        for path in self._staging.glob(f"{task.job.stem}*"):
            path.unlink()

    def _finish(self, task: _Task, product: Product) -> None:
        try:
            episode = self._episode(task, product)
            self._note(episode)
            self._move(product, episode)
            self._keep(episode)
        except OSError as error:
            self._fail(task, str(atomic.refused(error, where=str(self._context.request.output))))
            return
        except PublishError as error:
            self._fail(task, str(error))
            return
        self._clear(task)
        said = [utterance for section in task.job.script.sections for utterance in section.utterances]
        clip_list.write(task.job.cache, product.media.sha256, said, task.job.voices)
        self._estimator.note(task.job.script, product)
        outcome = Outcome(
            Status.RENDERED,
            episode.title,
            episode.origin,
            _reason(task.todo),
            duration_ms=episode.duration_ms,
            length=episode.enclosure.length,
            synthesized=product.synthesized,
            cuts=episode.cuts,
            categories=episode.categories,
        )
        self._settle(outcome, task.todo.characters - task.told)

    def _episode(self, task: _Task, product: Product) -> Episode:
        article = task.todo.article
        show = self._context.show
        before = self._context.catalog.episodes.get(article.id)
        stem = catalog.episode_stem(article.id, product.content_digest)

        def published(file: Enclosure, ending: str) -> Enclosure:
            return replace(file, filename=f"{catalog.EPISODES}/{stem}{ending}")

        vtt, srt, json = product.transcripts
        return Episode(
            id=article.id,
            guid=before.guid if before else catalog.new_guid(show.title, article.id),
            published=before.published if before else self._moments[article.id],
            fingerprint=task.todo.fingerprint,
            digest=task.checksum,
            title=article.title,
            author=article.author,
            language=article.language,
            link=article.link,
            origin=article.origin,
            categories=article.categories,
            summary=_summary(article),
            enclosure=published(product.media, ".mp3"),
            duration_ms=product.duration_ms,
            chapters=product.chapters,
            transcripts=(published(vtt, ".vtt"), published(srt, ".srt"), published(json, ".transcript.json")),
            chapters_file=published(product.chapters_file, ".chapters.json"),
            cuts=(*article.cuts, *task.job.script.cuts),
            updated=self._corrected(task) or (before.updated if before else None),
            season=before.season if before else 0,
            number=before.number if before else 0,
            image=published(product.image, ".jpg") if product.image else None,
            waveform=product.waveform,
            sounds=product.sounds,
            marks=product.marks,
            basis=task.todo.basis,
        )

    def _corrected(self, task: _Task) -> datetime | None:
        """When the text of a published article was changed: now, or never. What changed is kept."""
        before = self._context.catalog.episodes.get(task.todo.article.id)
        if before is None or before.digest == task.checksum:
            return None
        output = self._context.request.output
        sections = task.job.script.sections
        sentences = [utterance.written for section in sections for utterance in section.utterances]
        joined = _joined(task.job.script, before) if task.todo.parts else None
        diff = corrections.difference(corrections.readable(before, output), sentences, joined=joined)
        if not diff:
            return None
        name = catalog.sidecar_name(before.id).removesuffix(".json")
        # Not before the episode itself, even if the clock was set back.
        return corrections.note(output, name, diff, max(self._now, before.updated or before.published))

    def _note(self, episode: Episode) -> None:
        """Write down which files the record names before and after, so that none is forgotten."""
        before = self._context.catalog.episodes.get(episode.id)
        names = [file.filename for each in (before, episode) if each for file in catalog.files(each)]
        journal.note(self._context.request.output, catalog.sidecar_name(episode.id), names)

    def _move(self, product: Product, episode: Episode) -> None:
        made = (product.media, *product.transcripts, product.chapters_file, *filter(None, [product.image]))
        moves = {
            self._staging / file.filename: self._context.request.output / place.filename
            for file, place in zip(made, catalog.files(episode), strict=True)
        }
        for source, target in moves.items():
            source.replace(target)
        atomic.settle(moves.values())  # before the sidecar names them

    def _keep(self, episode: Episode) -> None:
        catalog.write(episode, self._context.request.output)
        self._episodes[episode.id] = episode

    def _settle(self, outcome: Outcome, characters: float) -> None:
        self._listen(outcome)
        self._progress(characters)

    def _progress(self, characters: float) -> None:
        self._done += characters
        self._listen(Progress(round(self._done), self._total))


def _joined(said: Script, before: Episode) -> corrections.Joined:
    """What a digest consists of, and where its articles were before: a section is an article."""
    articles = [[utterance.written for utterance in section.utterances] for section in said.sections]
    around = articles[0][: said.intro] + articles[-1][len(articles[-1]) - said.outro :]
    return corrections.Joined(
        starts_ms=tuple(chapter.start_ms for chapter in before.chapters),
        articles=tuple(map(tuple, articles)),
        around=frozenset(around),
    )


def _reason(todo: Todo) -> str:
    """What there is to say of an episode that was made."""
    dated = todo.article.published is not None
    return joins(todo) if dated else "has no date; it keeps the time of its first publication"


def _summary(article: Article) -> str:
    """The first paragraphs, as much as an app shows."""
    paragraphs: list[str] = []
    for block in article.blocks:
        if block.kind in _PROSE:
            paragraphs.append(block.text)
            if sum(map(len, paragraphs)) >= _SUMMARY:
                break
    return "\n\n".join(paragraphs)
