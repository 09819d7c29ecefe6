"""Tests of `render.workers.payload`."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audiocast.config.settings import Show
from audiocast.engines.cache import ClipCache, clip_key, default_folder
from audiocast.engines.tone import ToneEngine
from audiocast.model.article import Article
from audiocast.model.audio import Clip
from audiocast.model.script import Script, Section, Utterance
from audiocast.model.voice import Voice
from audiocast.render.stage_values import Job, Recorded, SegmentJob, Synthesized
from audiocast.render.stages import produce, record, synthesize
from audiocast.render.workers import payload

if TYPE_CHECKING:
    from pathlib import Path

_VOICE = Voice("tone", "tone")
_SAID = tuple(Utterance(text, text, 100, "tone") for text in ("One ferry.", "Two ferries.", "Three."))
_KEYS = [clip_key(utterance, _VOICE, ToneEngine.version) for utterance in _SAID]


@pytest.fixture
def home(tmp_path: Path) -> ClipCache:
    """Return the cache of this machine. That of the other machine is `default_folder()`."""
    return ClipCache(tmp_path / "home")


@pytest.fixture
def job(home: ClipCache, tmp_path: Path) -> Job:
    """Return an article of three sentences."""
    article = Article("ferry", "ferry.txt", "Ferries", "", (), "en", None, "", (), ())
    staging = tmp_path / "staging"
    staging.mkdir(exist_ok=True)
    script = Script((Section("Ferries", _SAID),))
    return Job(article, script, (_VOICE,), Show("Ferries", "About ferries."), b"", "stem", staging, home.folder)


@pytest.fixture
def segment(home: ClipCache, tmp_path: Path) -> SegmentJob:
    """Return the same sentences as a segment of a long article."""
    (tmp_path / "staging").mkdir(exist_ok=True)
    return SegmentJob(_SAID, (_VOICE,), home.folder, tmp_path / "staging" / "segment.pcm", last=True)


def _there_and_back(packed: payload.Payload | None) -> object:
    """Run a payload as another machine would; both ways it is sent as bytes."""
    delivery = payload.run(pickle.loads(pickle.dumps(packed)))
    return payload.unpack(pickle.loads(pickle.dumps(delivery)), packed)  # type: ignore[arg-type]


def test_files_and_sound_come_home(job: Job, home: ClipCache) -> None:
    """The files are in the job's folder, with the same bytes as if made here; all clips are in the cache."""
    product = _there_and_back(payload.pack(produce, job))
    made = {path.name: path.read_bytes() for path in job.folder.iterdir()}
    for path in job.folder.iterdir():
        path.unlink()
    here = produce(replace(job, cache=home.folder.with_name("another")))
    assert replace(here, synthesized=3) == product
    assert {path.name: path.read_bytes() for path in job.folder.iterdir()} == made
    assert all(map(home.contains, _KEYS))


def test_sound_that_is_here_goes_along(job: Job, segment: SegmentJob) -> None:
    """No clip is synthesized twice, neither here nor there."""
    record(replace(segment, utterances=_SAID[:2]))
    product = _there_and_back(payload.pack(produce, job))
    assert getattr(product, "synthesized", None) == 1
    assert all(map(ClipCache(default_folder()).contains, _KEYS))


def test_a_segment_comes_home(segment: SegmentJob, home: ClipCache) -> None:
    """Its sound has the path and the bytes that it would have here. A damaged clip is synthesized again."""
    here = record(segment)
    sound = segment.path.read_bytes()
    segment.path.unlink()
    home.path(_KEYS[0]).write_bytes(b"damaged")
    there = _there_and_back(payload.pack(record, segment))
    assert there == Recorded(here.segment, 1)
    assert segment.path.read_bytes() == sound
    assert all(map(home.contains, _KEYS))


def test_what_needs_no_voice_stays_here(segment: SegmentJob, job: Job) -> None:
    """A task whose clips are all in the cache runs here, and so does a task of another kind."""
    record(segment)
    assert payload.pack(record, segment) is None
    assert payload.pack(produce, job) is None
    assert payload.pack(len, ()) is None


def test_much_sound_stays_here(job: Job, home: ClipCache) -> None:
    """Sending it would take longer than joining it here."""
    home.write(_KEYS[0], Clip(bytes(9 * 2**20), 16_000))
    assert payload.pack(produce, job) is None


def test_every_voice_goes_along(segment: SegmentJob, home: ClipCache) -> None:
    """The clips of each voice are in the cache, at their pace, also when only the sample rates are needed."""
    other = Voice("other", "tone", id="high")
    said = (_SAID[0], replace(_SAID[1], voice="other", pace=0.9))
    segment = replace(segment, utterances=said, voices=(_VOICE, other))
    assert _there_and_back(payload.pack(synthesize, segment)) == Synthesized((16_000, 16_000), 2)
    keys = [_KEYS[0], clip_key(said[1], replace(other, rate=0.9), ToneEngine.version)]
    assert all(map(home.contains, keys))
    assert payload.pack(record, segment) is None
    assert record(segment).synthesized == 0
