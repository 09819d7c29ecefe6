"""Write the files of an episode: the MP3 with its tags, the transcripts, the chapters and the picture."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from audiocast import audio
from audiocast.audio import id3, recording
from audiocast.config.palette import choose
from audiocast.model.episode import Enclosure
from audiocast.publishing import artwork, transcripts
from audiocast.render.stage_values import Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from audiocast.model.audio import Chapter, Cue
    from audiocast.render.stage_values import Encoded, Job


# The endings and the types of the transcripts, in the order of the feed. The last one is written on request.
TRANSCRIPTS = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".transcript.json": "application/json",
    ".words.vtt": "text/vtt",
}


def write(encoded: Encoded) -> Product:
    """Put the segments together, tag the MP3, and write the transcripts, chapters and picture.

    All files are in the job's folder, with names of their own.
    """
    job = encoded.job
    media = job.folder / f"{job.stem}.mp3"
    timeline = recording.timeline(job.script, encoded.segments)
    image, picture = _picture(job, encoded.balance.waveform)
    length, checksum, duration_ms = _write_media(media, encoded, timeline.chapters, picture)
    texts: list[Callable[[Sequence[Cue]], str]] = [transcripts.to_webvtt, transcripts.to_srt, transcripts.to_json]
    if job.show.word_vtt:
        texts.append(transcripts.to_word_webvtt)
    written = [
        _write(job.folder / f"{job.stem}{ending}", text(timeline.cues).encode(), kind)
        for text, (ending, kind) in zip(texts, TRANSCRIPTS.items(), strict=False)
    ]
    chapters = transcripts.chapters_json(timeline.chapters).encode()
    return Product(
        content_checksum=_content_checksum(checksum, written, timeline.cues),
        duration_ms=duration_ms,
        chapters=timeline.chapters,
        media=Enclosure(media.name, length, "audio/mpeg", checksum),
        transcripts=tuple(written),
        chapters_file=_write(job.folder / f"{job.stem}.chapters.json", chapters, "application/json+chapters"),
        image=image,
        waveform=encoded.balance.waveform,
        sounds=timeline.sounds,
        marks=transcripts.marks(timeline.cues),
        synthesized=encoded.synthesized,
        spoken=encoded.spoken,
    )


def _content_checksum(media: str, written: Iterable[Enclosure], cues: Iterable[Cue]) -> str:
    """Return the checksum that is in the file names.

    It is that of the MP3, as in older versions, if no word has a time. Otherwise the transcripts count as well, because
    the same sound may be published before its words have times.
    """
    if not any(cue.words for cue in cues):
        return media
    return hashlib.sha256("".join((media, *(file.sha256 for file in written))).encode()).hexdigest()


def _write_media(media: Path, encoded: Encoded, chapters: tuple[Chapter, ...], picture: bytes) -> tuple[int, str, int]:
    """Write the MP3, and return its length in bytes, its SHA-256 and its duration in milliseconds.

    The tags come before the sound, which may be hundreds of megabytes, so they are written first.
    """
    job = encoded.job
    stream = audio.encoding.assemble(encoded.segments, encoded.lengths, bitrate_kbps=job.show.bitrate_kbps)
    with media.open("wb") as file:
        # The header and the first chunk of sound: together they are an MP3 that can be measured and tagged.
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
        checksum = hashlib.file_digest(file, "sha256")
        for content in stream:
            checksum.update(content)
            file.write(content)
        return file.tell(), checksum.hexdigest(), duration_ms


def _picture(job: Job, waveform: str) -> tuple[Enclosure | None, bytes]:
    """Return the episode's own picture, if the show has such pictures, and the small one for the MP3's tag."""
    show = job.show
    if not show.episode_covers:
        return None, job.cover
    colors = choose(show.title, show.palette)
    large, small = (
        artwork.cover.draw_episode(job.article.title, show=show.title, palette=colors, wave=waveform, size=size)
        for size in (artwork.cover.EPISODE_SIZE, artwork.cover.TAG_SIZE)
    )
    return _write(job.folder / f"{job.stem}.jpg", large, "image/jpeg"), small


def _write(path: Path, content: bytes, media_type: str) -> Enclosure:
    path.write_bytes(content)
    return Enclosure(path.name, len(content), media_type, hashlib.sha256(content).hexdigest())
