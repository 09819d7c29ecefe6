"""How does one article become files? The part of the work that is done by workers.

Everything here is a function of one picklable value, so that it runs in a process of this machine or of another.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import mix, tags, transcript
from audiocast.cache import CachedEngine
from audiocast.engines import load
from audiocast.model import Enclosure

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from audiocast.model import Article, Chapter, Script, Show, Utterance, Voice


@dataclass(frozen=True, slots=True)
class Speech:
    """Some utterances that are to be in the cache afterwards."""

    utterances: tuple[Utterance, ...]
    voice: Voice
    cache: Path


@dataclass(frozen=True, slots=True)
class Job:
    """An article that is to become files in `folder`."""

    article: Article
    script: Script
    voice: Voice
    show: Show
    cover: bytes
    stem: str
    folder: Path
    cache: Path


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
    synthesized: int


def prepare(speech: Speech) -> None:
    """Import what the work will need, while something else is still in its way."""
    _engine(speech.voice.engine, speech.cache)
    mix.prepare()
    from audiocast import cover  # noqa: F401, PLC0415


def sound(speech: Speech) -> str:
    """Speak without the cache; the answer tells sound from other sound, and is the same for the same."""
    engine = _engine(speech.voice.engine, speech.cache)
    digest = hashlib.sha256()
    for utterance in speech.utterances:
        clip = engine.speak(utterance, speech.voice)
        digest.update(f"{clip.sample_rate} {len(clip.pcm)} ".encode() + clip.pcm)
    return digest.hexdigest()


def speak(speech: Speech) -> int:
    """Synthesize what the cache does not hold; the answer is how many utterances that were."""
    engine = _engine(speech.voice.engine, speech.cache)
    before = engine.misses
    for utterance in speech.utterances:
        engine.synthesize(utterance, speech.voice)
    return engine.misses - before


def produce(job: Job) -> Product:
    """Synthesize, join, level, encode, tag and transcribe one article.

    Raises:
        EngineError: A sentence could not be spoken.
        EncodeError: The sound could not be joined or encoded.
    """
    engine = _engine(job.voice.engine, job.cache)
    before = engine.misses
    utterances = [utterance for section in job.script.sections for utterance in section.utterances]
    frames = job.folder / f"{job.stem}.pcm"
    media = job.folder / f"{job.stem}.mp3"
    drawn: list[Future[tuple[Enclosure | None, bytes]]] = []
    try:
        clips = (engine.synthesize(utterance, job.voice) for utterance in utterances)
        recording = mix.join(job.script, clips, frames)
        # The encoder is a process of its own: the cover is drawn while it works.
        with ThreadPoolExecutor(max_workers=1) as aside:
            waveform = mix.encode(
                recording,
                media,
                bitrate_kbps=job.show.bitrate_kbps,
                measured=lambda wave: drawn.append(aside.submit(_picture, job, wave)),
            )
    finally:
        frames.unlink(missing_ok=True)
    image, picture = drawn[0].result()
    duration_ms = tags.measure(media)
    tags.write(
        media,
        title=job.article.title,
        show=job.show.title,
        author=job.article.author or job.show.author,
        published=job.article.published,
        language=job.article.language or job.voice.language,
        link=job.article.link,
        lyrics="\n".join(utterance.written for utterance in utterances),
        chapters=recording.chapters,
        duration_ms=duration_ms,
        cover=picture,
    )
    content = media.read_bytes()
    texts = {
        ".vtt": (transcript.to_webvtt(recording.cues), "text/vtt"),
        ".srt": (transcript.to_srt(recording.cues), "application/x-subrip"),
        ".transcript.json": (transcript.to_json(recording.cues), "application/json"),
        ".chapters.json": (transcript.chapters_json(recording.chapters), "application/json+chapters"),
    }
    written = [_write(job.folder / f"{job.stem}{ending}", text, kind) for ending, (text, kind) in texts.items()]
    return Product(
        content_digest=hashlib.sha256(content).hexdigest(),
        duration_ms=duration_ms,
        chapters=recording.chapters,
        media=Enclosure(media.name, len(content), "audio/mpeg"),
        transcripts=tuple(written[:3]),
        chapters_file=written[3],
        image=image,
        waveform=waveform,
        synthesized=engine.misses - before,
    )


def _picture(job: Job, waveform: str) -> tuple[Enclosure | None, bytes]:
    """The episode's own picture and the one for its tag; the show's when that wants no others."""
    show = job.show
    if not show.episode_covers:
        return None, job.cover
    from audiocast import cover  # noqa: PLC0415 - its import is slow
    from audiocast.palette import choose  # noqa: PLC0415 - as above

    colors = choose(show.title, show.palette)
    large, small = (
        cover.draw_episode(job.article.title, show=show.title, palette=colors, wave=waveform, size=size)
        for size in (cover.EPISODE_SIZE, cover.TAG_SIZE)
    )
    path = job.folder / f"{job.stem}.jpg"
    path.write_bytes(large)
    return Enclosure(path.name, len(large), "image/jpeg"), small


def _write(path: Path, text: str, media_type: str) -> Enclosure:
    content = text.encode()
    path.write_bytes(content)
    return Enclosure(path.name, len(content), media_type)


@functools.cache
def _engine(name: str, folder: Path) -> CachedEngine:
    """One engine a process: loading costs more than speaking."""
    engine = CachedEngine(load(name), folder)
    engine.__enter__()
    atexit.register(engine.__exit__, None, None, None)
    return engine
