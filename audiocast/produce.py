"""How does one article become files? The part of the work that is done by workers.

Everything here is a function of one picklable value, so that it runs in a process of this machine or of another.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import mix, tags, transcript
from audiocast.cache import CachedEngine
from audiocast.engines import load
from audiocast.model import Enclosure

if TYPE_CHECKING:
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
    synthesized: int


def prepare(speech: Speech) -> None:
    """Import what the work will need, while something else is still in its way."""
    _engine(speech.voice.engine, speech.cache)
    mix.prepare()


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
    try:
        clips = (engine.synthesize(utterance, job.voice) for utterance in utterances)
        recording = mix.join(job.script, clips, frames)
        mix.encode(recording, media, bitrate_kbps=job.show.bitrate_kbps)
    finally:
        frames.unlink(missing_ok=True)
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
        cover=job.cover,
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
        synthesized=engine.misses - before,
    )


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
