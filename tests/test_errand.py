"""How does a task get to a machine that shares no folder with this one, and what it made home?"""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audiocast import errand
from audiocast.cache import ClipCache, clip_key, default_folder
from audiocast.engines.tone import ToneEngine
from audiocast.model import Article, Clip, Script, Section, Show, Utterance, Voice
from audiocast.produce import Job, Speech, produce, speak

if TYPE_CHECKING:
    from pathlib import Path

_VOICE = Voice("tone", "tone")
_SAID = tuple(Utterance(text, text, 100, "tone") for text in ("One ferry.", "Two ferries.", "Three."))
_KEYS = [clip_key(utterance, _VOICE, ToneEngine.version) for utterance in _SAID]


@pytest.fixture
def home(tmp_path: Path) -> ClipCache:
    """The cache of the machine that asks; that of the one that works is `default_folder()`."""
    return ClipCache(tmp_path / "home")


@pytest.fixture
def job(home: ClipCache, tmp_path: Path) -> Job:
    """An article of three sentences."""
    article = Article("ferry", "ferry.txt", "Ferries", "", (), "en", None, "", (), ())
    staging = tmp_path / "staging"
    staging.mkdir()
    script = Script((Section("Ferries", _SAID),))
    return Job(article, script, _VOICE, Show("Ferries", "About ferries."), b"", "stem", staging, home.folder)


def _there_and_back(packed: errand.Errand | None) -> object:
    """What crosses is bytes, both ways."""
    delivery = errand.run(pickle.loads(pickle.dumps(packed)))  # noqa: S301 - our own
    return errand.unpack(pickle.loads(pickle.dumps(delivery)), packed)  # type: ignore[arg-type] # noqa: S301


def test_files_and_sound_come_home(job: Job, home: ClipCache) -> None:
    """The files are in the job's folder, the same as if they had been made here; every sentence is in the cache."""
    product = _there_and_back(errand.pack(produce, job))
    made = {path.name: path.read_bytes() for path in job.folder.iterdir()}
    for path in job.folder.iterdir():
        path.unlink()
    here = produce(replace(job, cache=home.folder.with_name("another")))
    assert replace(here, synthesized=3) == product
    assert {path.name: path.read_bytes() for path in job.folder.iterdir()} == made
    assert all(map(home.contains, _KEYS))


def test_sound_that_is_here_goes_along(job: Job, home: ClipCache) -> None:
    """Nothing is spoken twice: not here, and not there."""
    speak(Speech(_SAID[:2], _VOICE, home.folder))
    product = _there_and_back(errand.pack(produce, job))
    assert getattr(product, "synthesized", None) == 1
    assert all(map(ClipCache(default_folder()).contains, _KEYS))


def test_only_what_is_missing_is_spoken(home: ClipCache) -> None:
    """A damaged clip is missing, too."""
    speak(Speech(_SAID[:2], _VOICE, home.folder))
    home.path(_KEYS[0]).write_bytes(b"damaged")
    assert _there_and_back(errand.pack(speak, Speech(_SAID, _VOICE, home.folder))) == 2
    assert all(map(home.contains, _KEYS))


def test_nothing_to_speak_stays_here(home: ClipCache) -> None:
    """A task without anything missing does not travel, and neither does one that nobody could move."""
    speak(Speech(_SAID, _VOICE, home.folder))
    assert errand.pack(speak, Speech(_SAID, _VOICE, home.folder)) is None
    assert errand.pack(len, ()) is None


def test_much_sound_stays_here(job: Job, home: ClipCache) -> None:
    """A long article is joined where its sound is: no scheduler has to hold it."""
    home.write(_KEYS[0], Clip(bytes(9 * 2**20), 16_000))
    assert errand.pack(produce, job) is None
