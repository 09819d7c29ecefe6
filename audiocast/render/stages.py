"""Turn an article into files: the work on one article, in the order in which workers do it.

`stages` yields batches of tasks; the tasks of a batch may run at the same time. Each task is a function of one value
that can be pickled. A short article is one task. A long article is divided into segments: all are recorded, then their
common loudness is decided, then all are encoded, and put together. The bytes do not depend on which worker does what.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from audiocast import audio
from audiocast.audio import recording
from audiocast.audio.recording import Score
from audiocast.engines import throughput
from audiocast.engines.throughput import Spoken
from audiocast.render import episode_files
from audiocast.render.stage_values import (
    Encoded,
    Levelled,
    Product,
    Recorded,
    RecordedSegments,
    SegmentJob,
    Synthesized,
)
from audiocast.render.synthesis import Synthesis
from audiocast.render.workers import malloc

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from audiocast.audio.levelling import Balance
    from audiocast.model.audio import Tune
    from audiocast.model.script import Utterance
    from audiocast.render.stage_values import Job
    from audiocast.render.workers.local import Workers

A = TypeVar("A")
T_co = TypeVar("T_co", covariant=True)


class Task(Generic[T_co]):
    """A function of one value that a worker calls, and its result once that is there.

    Args:
        function: The function; it can be pickled.
        argument: The value; it can be pickled.

    Attributes:
        size: How many utterances the argument has, if it is a segment; else 0.
    """

    def __init__(self, function: Callable[[A], T_co], argument: A) -> None:
        def submit(workers: Workers, seconds: float) -> Future[T_co]:
            return workers.submit(function, argument, seconds=seconds)

        def call() -> T_co:
            return function(argument)

        self.size = argument.size if isinstance(argument, SegmentJob) else 0
        self._submit = submit
        self._call = call
        self._future: Future[T_co] = Future()

    @property
    def result(self) -> T_co:
        """The result of a task that is done.

        Raises:
            TimeoutError: It is not done.
            Exception: Whatever the function raised.
        """
        return self._future.result(timeout=0)

    def submit(self, workers: Workers, *, seconds: float) -> Future[T_co]:
        """Submit the task to a worker, where it may take so many seconds."""
        self._future = self._submit(workers, seconds)
        return self._future

    def run(self) -> None:
        """Run the task in this process.

        Raises:
            Exception: Whatever the function raised.
        """
        self._future.set_result(self._call())


def stages(job: Job) -> Generator[Sequence[Task[object]], None, Product]:
    """Yield what has to be done for an article: batches of tasks, whose results are needed for the next; the product.

    The tasks of a batch may run at the same time.
    """
    if len(recording.divide(job.script)) > 1:
        return (yield from _stages(job))
    whole = Task(produce, job)
    yield [whole]
    return whole.result


def produce(job: Job) -> Product:
    """Do everything for an article, one task after the other.

    Raises:
        EngineError: A sentence could not be synthesized.
        EncodeError: The sound could not be joined or encoded.
    """
    remaining = _stages(job)
    while True:
        try:
            for task in next(remaining):
                task.run()
        except StopIteration as end:
            product: Product = end.value
            return product


def _stages(job: Job) -> Generator[Sequence[Task[object]], None, Product]:
    divided = recording.divide(job.script)
    ahead: tuple[tuple[Utterance, ...], ...] = ()
    first = {utterance.voice: utterance for utterances in reversed(divided) for utterance in reversed(utterances)}
    if job.tunes.bed and len(divided) > 1:
        # Music under the whole article can't be divided, so it is one segment. Its utterances are synthesized before.
        divided, ahead = (sum(divided, ()),), divided
    elif len(first) > 1:
        ahead = (tuple(first.values()),)
    synthesizing = [
        Task(synthesize, SegmentJob(utterances, job.voices, job.cache, job.folder, last=utterances is ahead[-1]))
        for utterances in ahead
    ]
    if synthesizing:
        yield synthesizing
    synthesized = [task.result for task in synthesizing]
    # The highest sample rate, so that no voice loses quality.
    rate = max((rate for each in synthesized for rate in each.rates), default=0)
    segment_jobs = _segment_jobs(job, divided, rate=rate)
    recordings = [Task(record, each) for each in segment_jobs]
    yield recordings
    recorded = [task.result for task in recordings]
    rate = recorded[0].segment.sample_rate
    # A few engines have several sample rates; all segments need that of the first.
    again = {
        number: Task(record, replace(segment_jobs[number], rate=rate))
        for number, each in enumerate(recorded)
        if each.segment.sample_rate != rate
    }
    if again:
        yield list(again.values())
        for number, task in again.items():
            recorded[number] = task.result
    segments = tuple(each.segment for each in recorded)
    balancing = Task(balance, RecordedSegments(segments, job.show.bitrate_kbps))
    yield [balancing]
    encoding = [Task(encode, Levelled(each, balancing.result, job.show.bitrate_kbps)) for each in segments]
    yield encoding
    made: list[Synthesized | Recorded] = [*synthesized, *recorded]
    encoded = Encoded(
        job,
        segments,
        lengths=tuple(task.result for task in encoding),
        balance=balancing.result,
        synthesized=sum(each.synthesized for each in made),
        spoken=throughput.together(each.spoken for each in made),
    )
    finishing = Task(finish, encoded)
    yield [finishing]
    return finishing.result


def synthesize(job: SegmentJob) -> Synthesized:
    """Put the clips of a segment into the cache."""
    synthesis = Synthesis(job.utterances, job.voices, job.cache)
    rates = tuple(clip.sample_rate for clip in synthesis.clips())
    if not job.last:
        malloc.give_back()  # as below
    return Synthesized(rates, synthesis.synthesized, synthesis.spoken)


def record(job: SegmentJob) -> Recorded:
    """Put the clips of a segment into the cache, and join them."""
    synthesis = Synthesis(job.utterances, job.voices, job.cache)
    segment = audio.join.join(job.utterances, synthesis.clips(), job.path, rate=job.rate, last=job.last)
    for utterance, (start, end) in zip(job.utterances, segment.cues, strict=True):
        heard = Spoken(throughput.weight(utterance), (end - start) * 1000 / segment.sample_rate)
        synthesis.add(utterance.voice, heard)
    if job.opening or job.closing or job.bed:
        segment = audio.music.accompany(segment, opening=job.opening, closing=job.closing, bed=job.bed)
    if not job.last:
        malloc.give_back()  # otherwise the process would grow all day; it takes 0.5 % of the time
    return Recorded(segment, synthesis.synthesized, synthesis.spoken)


def balance(recorded: RecordedSegments) -> Balance:
    """Return the gain of all segments."""
    return audio.levelling.balance(recorded.segments, bitrate_kbps=recorded.bitrate_kbps)


def encode(levelled: Levelled) -> int:
    """Encode a segment, and return its length in bytes."""
    return audio.encoding.encode(levelled.segment, levelled.balance, bitrate_kbps=levelled.bitrate_kbps)


def finish(encoded: Encoded) -> Product:
    """Put the segments together, and write all files of the episode."""
    return episode_files.write(encoded)


def _segment_jobs(job: Job, divided: Sequence[tuple[Utterance, ...]], *, rate: int) -> list[SegmentJob]:
    return [
        SegmentJob(
            utterances,
            job.voices,
            job.cache,
            job.folder / f"{job.stem}-{number:05}.pcm",
            last=number == len(divided),
            rate=rate,
            opening=_score(job, job.tunes.intro, job.script.intro) if number == 1 else None,
            closing=_score(job, job.tunes.outro, job.script.outro) if number == len(divided) else None,
            bed=_score(job, job.tunes.bed),
        )
        for number, utterances in enumerate(divided, 1)
    ]


def _score(job: Job, tune: Tune | None, words: int = 0) -> Score | None:
    if tune is None:
        return None
    return Score(tune, job.show.music.seconds, words)
