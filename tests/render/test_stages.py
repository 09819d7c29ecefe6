"""Tests of `render.stages`, `render.stage_values`, `render.synthesis` and `render.episode_files`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from audiocast.config.settings import Show
from audiocast.errors import UnknownVoiceError
from audiocast.model.article import Article
from audiocast.model.script import Script, Section, Span, Utterance
from audiocast.model.voice import Voice
from audiocast.render import synthesis
from audiocast.render.stage_values import Job, Product
from audiocast.render.stages import Task, produce, stages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A = TypeVar("A")
T = TypeVar("T")

_VOICE = Voice("tone", "tone")


@pytest.fixture(autouse=True)
def _engines() -> Iterator[None]:
    """Close the engines after each test."""
    yield
    synthesis.forget()


def _job(folder: Path, *sections: tuple[Utterance, ...], voices: tuple[Voice, ...] = (_VOICE,)) -> Job:
    (folder / "staging").mkdir(exist_ok=True)
    article = Article("ferry", "ferry.txt", "Ferries", "", (), "en", None, "", (), ())
    script = Script(tuple(Section(f"Part {number}", each) for number, each in enumerate(sections, 1)))
    show = Show("Ferries", "About ferries.", episode_covers=False)
    return Job(article, script, voices, show, b"", "stem", folder / "staging", folder / "clips")


def _sentences(count: int, part: int = 1) -> tuple[Utterance, ...]:
    """Return utterances; the last one has the pause after which a long recording is divided."""
    texts = [f"Sentence {number} of part {part}." for number in range(count)]
    return tuple(Utterance(text, text, 100 if text is not texts[-1] else 900, "tone") for text in texts)


def _run(job: Job) -> tuple[list[list[int]], Product]:
    """Return the sizes of the tasks of each batch, and the product."""
    batches: list[list[int]] = []
    work = stages(job)
    while True:
        try:
            batch = next(work)
        except StopIteration as end:
            product: Product = end.value
            return batches, product
        batches.append([task.size for task in batch])
        for task in batch:
            task.run()


def test_a_short_article_is_one_task(tmp_path: Path) -> None:
    """The task is the whole article."""
    batches, product = _run(_job(tmp_path, _sentences(3)))
    assert batches == [[0]]
    assert product.synthesized == 3


def test_a_long_article_is_recorded_and_encoded_in_segments(tmp_path: Path) -> None:
    """Record all, balance, encode all, finish; the bytes are those of one task after the other."""
    job = _job(tmp_path, _sentences(30), _sentences(30, part=2))
    batches, product = _run(job)
    assert batches == [[30, 30], [0], [0, 0], [0]]
    sound = (job.folder / product.media.filename).read_bytes()
    (tmp_path / "again").mkdir()
    again = produce(replace(job, folder=tmp_path / "again"))
    assert (tmp_path / "again" / again.media.filename).read_bytes() == sound
    assert (product.synthesized, again.synthesized) == (60, 0)


def test_several_voices_are_synthesized_before_they_are_recorded(tmp_path: Path) -> None:
    """One sentence of each voice gives its sample rate; all segments have the highest one."""
    first, *others = _sentences(40)
    job = _job(tmp_path, (replace(first, voice="high"), *others), voices=(_VOICE, Voice("high", "tone", id="high")))
    two = _job(
        tmp_path, *(section.utterances for section in job.script.sections), _sentences(30, part=2), voices=job.voices
    )
    batches, _ = _run(two)
    assert batches[:2] == [[2], [40, 30]]


def test_a_product_has_all_files_of_an_episode(tmp_path: Path) -> None:
    """MP3, transcripts and chapters, with their lengths and checksums; the chapters are the sections."""
    job = _job(tmp_path, _sentences(2), _sentences(2, part=2))
    _, product = _run(job)
    files = (product.media, *product.transcripts, product.chapters_file)
    assert [file.filename for file in files] == [
        f"stem{ending}" for ending in (".mp3", ".vtt", ".srt", ".transcript.json", ".chapters.json")
    ]
    for file in files:
        content = (job.folder / file.filename).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.length, file.sha256)
    assert [chapter.title for chapter in product.chapters] == ["Part 1", "Part 2"]
    transcript = json.loads((job.folder / "stem.transcript.json").read_bytes())
    assert [segment["body"] for segment in transcript["segments"]] == [
        utterance.written for section in job.script.sections for utterance in section.utterances
    ]
    assert product.image is None
    assert product.content_checksum == product.media.sha256


def test_the_times_of_words_are_in_the_transcripts(tmp_path: Path) -> None:
    """With aligned utterances JSON has a segment for each word; `word_vtt` adds a file, and the names are others."""
    said = [
        replace(each, spans=(Span(0, len(each.written), 0, len(each.written), "unchanged"),)) for each in _sentences(2)
    ]
    job = _job(tmp_path, tuple(said))
    _, product = _run(replace(job, show=replace(job.show, word_vtt=True)))
    assert [file.filename for file in product.transcripts][2:] == ["stem.transcript.json", "stem.words.vtt"]
    segments = json.loads((job.folder / "stem.transcript.json").read_bytes())["segments"]
    assert [segment["body"] for segment in segments] == " ".join(each.written for each in said).split()
    webvtt = (job.folder / "stem.words.vtt").read_text(encoding="utf-8")
    assert webvtt.count("-->") == 2
    assert webvtt.count("<") == len(segments) - 2
    assert product.content_checksum != product.media.sha256


def test_the_work_of_each_voice_is_measured(tmp_path: Path) -> None:
    """Only what was not in the cache counts as work; all that is heard counts as sound."""
    job = _job(tmp_path, _sentences(3))
    _, first = _run(job)
    _, second = _run(job)
    assert first.spoken["tone"].characters == second.spoken["tone"].characters > 0
    assert first.spoken["tone"].made + first.spoken["tone"].start_made == first.spoken["tone"].characters
    assert second.spoken["tone"].made == second.spoken["tone"].start_made == 0


def test_an_episode_may_have_a_picture_of_its_own(tmp_path: Path) -> None:
    """It is a JPEG beside the MP3."""
    job = _job(tmp_path, _sentences(2))
    _, product = _run(replace(job, show=replace(job.show, episode_covers=True)))
    assert product.image is not None
    assert (job.folder / product.image.filename).read_bytes().startswith(b"\xff\xd8")


def test_a_task_gives_what_its_function_gives(tmp_path: Path) -> None:
    """Before it has run there is no result, and an error is raised where the task runs."""
    task = Task(len, "ferry")
    with pytest.raises(TimeoutError):
        _ = task.result
    task.run()
    assert task.result == 5
    job = _job(tmp_path, _sentences(1), voices=(Voice("tone", "tone", id="nobody"),))
    with pytest.raises(UnknownVoiceError):
        Task(produce, job).run()
