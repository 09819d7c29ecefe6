"""How does one article become files? The part of the work that is done by workers.

`stages` says in which order, and what may be done at the same time; each task in it is a function of one picklable
value. A short article is one task. A long one is made in segments: all are recorded, what they have in common is
decided, all are encoded, and then put one after the other. The bytes are the same, whoever does which task.
"""

from __future__ import annotations

import atexit
import hashlib
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from audiocast import audio
from audiocast.audio import id3, recording
from audiocast.audio.recording import Score
from audiocast.engines import load
from audiocast.engines import throughput as rates
from audiocast.engines.cache import CachedEngine
from audiocast.engines.throughput import Spoken
from audiocast.model.audio import Tunes
from audiocast.model.episode import Enclosure
from audiocast.publishing import transcripts as transcript
from audiocast.render.workers import malloc
from audiocast.script.roles import speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from pathlib import Path

    from audiocast.audio.levelling import Balance
    from audiocast.audio.recording import Segment
    from audiocast.config.settings import Show
    from audiocast.model.article import Article
    from audiocast.model.audio import Chapter, Clip, Tune
    from audiocast.model.script import Script, Utterance
    from audiocast.model.voice import Voice

# The voices that this process has spoken with.
_started: set[str] = set()

# One of each a process, for loading costs more than speaking.
_engines: dict[tuple[str, Path], CachedEngine] = {}

# A function and its argument.
Task: TypeAlias = "tuple[Callable[[Any], Any], Any]"


@dataclass(frozen=True, slots=True)
class SegmentTask:
    """Some utterances that are to be recorded, at `rate` if that is not 0, by some of the voices, with music if any."""

    utterances: tuple[Utterance, ...]
    voices: tuple[Voice, ...]
    cache: Path
    path: Path
    last: bool
    rate: int = 0
    opening: Score | None = None
    closing: Score | None = None
    bed: Score | None = None

    @property
    def size(self) -> int:
        """How many utterances there are."""
        return len(self.utterances)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A segment that was recorded, how many of its utterances were not in the cache, and what each voice took."""

    segment: Segment
    synthesized: int
    spoken: Mapping[str, Spoken] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        """How many utterances there are."""
        return len(self.segment.cues)


@dataclass(frozen=True, slots=True)
class Heard:
    """The sample rates of some utterances, how many of them were not in the cache, and what each voice took."""

    rates: tuple[int, ...]
    synthesized: int
    spoken: Mapping[str, Spoken] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        """How many utterances there are."""
        return len(self.rates)


@dataclass(frozen=True, slots=True)
class RecordedSegments:
    """What was recorded of an article."""

    segments: tuple[Segment, ...]
    bitrate_kbps: int


@dataclass(frozen=True, slots=True)
class Levelled:
    """A segment that is to be encoded."""

    segment: Segment
    balance: Balance
    bitrate_kbps: int


@dataclass(frozen=True, slots=True)
class Job:
    """An article that is to become files in `folder`.

    Attributes:
        voices: The first is the narrator's.
        tunes: What is played before, after and under the words.
    """

    article: Article
    script: Script
    voices: tuple[Voice, ...]
    show: Show
    cover: bytes
    stem: str
    folder: Path
    cache: Path
    tunes: Tunes = field(default_factory=Tunes)


@dataclass(frozen=True, slots=True)
class Product:
    """The files that came of a job, still under names of their own in the job's folder."""

    content_digest: str
    duration_ms: int
    chapters: tuple[Chapter, ...]
    media: Enclosure
    transcripts: tuple[Enclosure, ...]
    chapters_file: Enclosure
    image: Enclosure | None
    waveform: str
    sounds: tuple[tuple[int, int], ...]
    marks: str
    synthesized: int
    spoken: Mapping[str, Spoken] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Encoded:
    """All segments of an article, which are to be put one after the other."""

    job: Job
    segments: tuple[Segment, ...]
    lengths: tuple[int, ...]
    balance: Balance
    synthesized: int
    spoken: Mapping[str, Spoken]


def stages(job: Job) -> Generator[list[Task], list[Any], Product]:
    """What is to be done for an article: batches of tasks, whose results are sent back; at the end, the product.

    The tasks of a batch may be done at the same time.
    """
    if len(recording.divide(job.script)) > 1:
        return (yield from _stages(job))
    (product,) = yield [(produce, job)]
    made: Product = product
    return made


def prepare(speakers: tuple[tuple[Voice, ...], Path]) -> None:
    """Import what the work will need, while something else is still in its way."""
    voices, cache = speakers
    for voice in voices:
        _engine(voice.engine, cache)
    audio.preload()
    from audiocast.publishing.artwork import cover  # noqa: F401, PLC0415


def share(speakers: tuple[tuple[Voice, ...], Path]) -> None:
    """Prepare, and load what workers that are forked off this process have in common; `forget` frees it.

    Raises:
        UnknownEngineError: An engine is not installed.
    """
    prepare(speakers)
    voices, cache = speakers
    for voice in voices:
        _engine(voice.engine, cache).share(voice)


@atexit.register
def forget() -> None:
    """Leave the engines that were loaded in this process."""
    while _engines:
        _, engine = _engines.popitem()
        engine.__exit__(None, None, None)


def sound(utterances: tuple[Utterance, ...], voice: Voice, *, cache: Path) -> str:
    """Speak without the cache; the answer tells sound from other sound, and is the same for the same."""
    engine = _engine(voice.engine, cache)
    digest = hashlib.sha256()
    for utterance in utterances:
        clip = engine.speak(utterance, voice)
        digest.update(f"{clip.sample_rate} {len(clip.pcm)} ".encode() + clip.pcm)
    return digest.hexdigest()


def produce(job: Job) -> Product:
    """Do all for an article, one after the other.

    Raises:
        EngineError: A sentence could not be spoken.
        EncodeError: The sound could not be joined or encoded.
    """
    work = _stages(job)
    batch = next(work)
    while True:
        results = [function(argument) for function, argument in batch]
        try:
            batch = work.send(results)
        except StopIteration as end:
            product: Product = end.value
            return product


def listen(task: SegmentTask) -> Heard:
    """Synthesize what the cache does not hold, and tell at which rates that was done."""
    before = _misses(task)
    spoken: dict[str, Spoken] = {}
    found = tuple(clip.sample_rate for clip in _clips(task, spoken))
    if not task.last:
        malloc.give_back()  # as below
    return Heard(found, _misses(task) - before, spoken)


def record(task: SegmentTask) -> Recorded:
    """Synthesize what the cache does not hold, and join it."""
    before = _misses(task)
    spoken: dict[str, Spoken] = {}
    segment = audio.join.join(task.utterances, _clips(task, spoken), task.path, rate=task.rate, last=task.last)
    for utterance, (start, end) in zip(task.utterances, segment.cues, strict=True):
        heard = Spoken(rates.weight(utterance), (end - start) * 1000 / segment.sample_rate)
        spoken[utterance.voice] = spoken.get(utterance.voice, Spoken()) + heard
    if task.opening or task.closing or task.bed:
        segment = audio.music.accompany(segment, opening=task.opening, closing=task.closing, bed=task.bed)
    if not task.last:
        malloc.give_back()  # or it would grow all day, and this takes five thousandths of the time
    return Recorded(segment, _misses(task) - before, spoken)


def balance(recorded: RecordedSegments) -> Balance:
    """Decide how loud all segments become."""
    return audio.levelling.balance(recorded.segments, bitrate_kbps=recorded.bitrate_kbps)


def encode(levelled: Levelled) -> int:
    """Encode a segment; the answer is how many bytes that gave."""
    return audio.encoding.encode(levelled.segment, levelled.balance, bitrate_kbps=levelled.bitrate_kbps)


def finish(encoded: Encoded) -> Product:
    """Put the segments together, tag them, and write down what is said when."""
    job = encoded.job
    media = job.folder / f"{job.stem}.mp3"
    timeline = recording.timeline(job.script, encoded.segments)
    image, picture = _picture(job, encoded.balance.waveform)
    length, digest, duration_ms = _write_media(media, encoded, timeline.chapters, picture)
    texts = {
        ".vtt": (transcript.to_webvtt(timeline.cues), "text/vtt"),
        ".srt": (transcript.to_srt(timeline.cues), "application/x-subrip"),
        ".transcript.json": (transcript.to_json(timeline.cues), "application/json"),
        ".chapters.json": (transcript.chapters_json(timeline.chapters), "application/json+chapters"),
    }
    written = [
        _write(job.folder / f"{job.stem}{ending}", text.encode(), kind) for ending, (text, kind) in texts.items()
    ]
    return Product(
        content_digest=digest,
        duration_ms=duration_ms,
        chapters=timeline.chapters,
        media=Enclosure(media.name, length, "audio/mpeg", digest),
        transcripts=tuple(written[:3]),
        chapters_file=written[3],
        image=image,
        waveform=encoded.balance.waveform,
        sounds=timeline.sounds,
        marks=transcript.marks(timeline.cues),
        synthesized=encoded.synthesized,
        spoken=encoded.spoken,
    )


def _stages(job: Job) -> Generator[list[Task], list[Any], Product]:
    divided = recording.divide(job.script)
    ahead: tuple[tuple[Utterance, ...], ...] = ()
    first = {utterance.voice: utterance for utterances in reversed(divided) for utterance in reversed(utterances)}
    if job.tunes.bed and len(divided) > 1:
        # What lies under all of it can't be divided: it is one segment, which several have spoken when it is joined.
        divided, ahead = (sum(divided, ()),), divided
    elif len(first) > 1:
        ahead = (tuple(first.values()),)
    heard: list[Heard] = []
    if ahead:
        heard = yield [
            (listen, SegmentTask(utterances, job.voices, job.cache, job.folder, last=utterances is ahead[-1]))
            for utterances in ahead
        ]
    # The highest, so that no voice loses anything.
    tasks = _segment_tasks(job, divided, rate=max((rate for each in heard for rate in each.rates), default=0))
    recorded: list[Recorded] = yield [(record, task) for task in tasks]
    rate = recorded[0].segment.sample_rate
    # Rarely, an engine speaks at several rates: all have to be that of the first.
    odd = [number for number, each in enumerate(recorded) if each.segment.sample_rate != rate]
    if odd:
        again = yield [(record, replace(tasks[number], rate=rate)) for number in odd]
        for number, each in zip(odd, again, strict=True):
            recorded[number] = each
    segments = tuple(each.segment for each in recorded)
    (balanced,) = yield [(balance, RecordedSegments(segments, job.show.bitrate_kbps))]
    lengths = yield [(encode, Levelled(segment, balanced, job.show.bitrate_kbps)) for segment in segments]
    made: list[Heard | Recorded] = [*heard, *recorded]
    synthesized = sum(each.synthesized for each in made)
    spoken = rates.together(each.spoken for each in made)
    (product,) = yield [(finish, Encoded(job, segments, tuple(lengths), balanced, synthesized, spoken))]
    finished: Product = product
    return finished


def _segment_tasks(job: Job, divided: Sequence[tuple[Utterance, ...]], *, rate: int) -> list[SegmentTask]:
    return [
        SegmentTask(
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


def _write_media(media: Path, encoded: Encoded, chapters: tuple[Chapter, ...], picture: bytes) -> tuple[int, str, int]:
    """Write the MP3; its length in bytes, its digest, and how long it sounds.

    The tags are written before the sound is: it may be hundreds of megabytes, and would have to make room for them.
    """
    job = encoded.job
    stream = audio.encoding.assemble(encoded.segments, encoded.lengths, bitrate_kbps=job.show.bitrate_kbps)
    with media.open("wb") as file:
        # The second is sound: there is no MP3 without any.
        file.write(next(stream))
        file.write(next(stream))
    duration_ms = id3.measure(media)
    utterances = [utterance for section in job.script.sections for utterance in section.utterances]
    id3.write(
        media,
        title=job.article.title,
        show=job.show.title,
        author=job.article.author or job.show.author,
        published=job.article.published,
        language=job.article.language or job.voices[0].language,
        link=job.article.link,
        lyrics="\n".join(utterance.written for utterance in utterances),
        chapters=chapters,
        duration_ms=duration_ms,
        cover=picture,
    )
    with media.open("r+b") as file:
        digest = hashlib.file_digest(file, "sha256")
        for content in stream:
            digest.update(content)
            file.write(content)
        return file.tell(), digest.hexdigest(), duration_ms


def _picture(job: Job, waveform: str) -> tuple[Enclosure | None, bytes]:
    """The episode's own picture and the one for its tag; the show's when that wants no others."""
    show = job.show
    if not show.episode_covers:
        return None, job.cover
    from audiocast.config.palette import choose  # noqa: PLC0415 - as above
    from audiocast.publishing.artwork import cover  # noqa: PLC0415 - its import is slow

    colors = choose(show.title, show.palette)
    large, small = (
        cover.draw_episode(job.article.title, show=show.title, palette=colors, wave=waveform, size=size)
        for size in (cover.EPISODE_SIZE, cover.TAG_SIZE)
    )
    return _write(job.folder / f"{job.stem}.jpg", large, "image/jpeg"), small


def _write(path: Path, content: bytes, media_type: str) -> Enclosure:
    path.write_bytes(content)
    return Enclosure(path.name, len(content), media_type, hashlib.sha256(content).hexdigest())


def _clips(task: SegmentTask, spoken: dict[str, Spoken]) -> Iterator[Clip]:
    """The clips; what the engines took to speak them is added to `spoken`."""
    for utterance in task.utterances:
        voice = speaker(utterance, task.voices)
        engine = _engine(voice.engine, task.cache)
        before, start = engine.misses, time.process_time()
        clip = engine.synthesize(utterance, voice)
        if engine.misses > before:
            took = _took(utterance, time.process_time() - start)
            spoken[utterance.voice] = spoken.get(utterance.voice, Spoken()) + took
        yield clip


def _took(utterance: Utterance, seconds: float) -> Spoken:
    """What one utterance took; the first of a voice in a process waits for its model."""
    made = rates.weight(utterance)
    if utterance.voice in _started:
        return Spoken(made=made, seconds=seconds)
    _started.add(utterance.voice)
    return Spoken(starts=1, start_made=made, start_seconds=seconds)


def _misses(task: SegmentTask) -> int:
    """How many utterances the engines have spoken until now."""
    return sum(_engine(name, task.cache).misses for name in {voice.engine for voice in task.voices})


def _engine(name: str, folder: Path) -> CachedEngine:
    if (name, folder) not in _engines:
        _engines[name, folder] = CachedEngine(load(name), folder).__enter__()
    return _engines[name, folder]
