"""Rules of the cache."""

from __future__ import annotations

import logging
import os
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from audiocast.engines.cache import CachedEngine, ClipCache, clip_key, default_folder
from audiocast.engines.tone import ToneEngine
from audiocast.errors import EngineError
from audiocast.model.audio import Clip, WordTime
from audiocast.model.script import Pronunciation, Utterance
from audiocast.model.voice import ModelFile, Server, Voice

if TYPE_CHECKING:
    from types import TracebackType

VOICE = Voice(name="narrator", engine="tone")
CLIP = Clip(b"\1\2" * 1000, 16_000)


def say(text: str) -> Utterance:
    """An utterance without anything special."""
    return Utterance(text=text, written=text, pause_ms=100, voice="narrator")


class CountingEngine(ToneEngine):
    """Says how often it was entered and left."""

    def __init__(self) -> None:
        self.entered = self.left = 0

    def __enter__(self) -> Self:
        self.entered += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.left += 1


@pytest.mark.parametrize(
    "other",
    [
        replace(VOICE, engine="other"),
        replace(VOICE, id="low"),
        replace(VOICE, language="en-GB"),
        replace(VOICE, rate=1.1),
        replace(VOICE, pitch=1.1),
        replace(VOICE, seed=1),
        replace(VOICE, files=(ModelFile("a.onnx", "0" * 64),)),
    ],
)
def test_key_holds_what_changes_the_sound(other: Voice) -> None:
    """Every field of a voice but its name is in the key."""
    assert clip_key(say("Yes."), VOICE, "1") != clip_key(say("Yes."), other, "1")


def test_key_holds_text_hints_and_version() -> None:
    """The spoken text, its pronunciations and the engine's version are in the key."""
    hinted = replace(say("Keir."), pronunciations=(Pronunciation(0, 4, "ki:"),))
    keys = {clip_key(say("Keir."), VOICE, "1"), clip_key(hinted, VOICE, "1"), clip_key(say("Keir."), VOICE, "2")}
    assert len(keys | {clip_key(say("Keir!"), VOICE, "1")}) == 4


def test_key_holds_what_changes_the_sound_of_a_server() -> None:
    """Another server, model, format or revision is another clip; time limits are not, nor a server that moved."""
    server = Server(url="http://one/v1", model="m")
    voice = Voice("remote", "http", id="anna", server=server)
    utterance = Utterance("Yes.", "Yes.", 0, "remote")

    def key(**values: object) -> str:
        return clip_key(utterance, replace(voice, server=replace(server, **values)), "1")  # type: ignore[arg-type]

    for values in ({"url": "http://two/v1"}, {"model": "n"}, {"format": "mp3"}, {"revision": 1}, {"extra": "{}"}):
        assert key(**values) != key(), values
    assert key(silence_s=1.0, at_once=9, key_env="KEY", private=True) == key()
    assert key(url="http://two/v1", identity="http://one/v1") == key()


def test_key_leaves_out_what_does_not() -> None:
    """Pause, written text and names of voices are not in the key; 1 and 1.0 are the same rate."""
    key = clip_key(say("Yes."), VOICE, "1")
    other = Utterance(text="Yes.", written="yes", pause_ms=0, voice="x")
    assert clip_key(other, replace(VOICE, name="x", rate=1, folders=(Path("x"),)), "1") == key
    assert len(key) == 64
    assert key.isalnum()


def test_half_a_character_has_a_key() -> None:
    """A key can be made of any text, so that the engine can say what is wrong with it."""
    assert clip_key(say("\ud83d"), VOICE, "1")


def test_second_time_comes_from_the_folder(tmp_path: Path) -> None:
    """What was spoken once is not spoken again, and sounds the same."""
    with CachedEngine(ToneEngine(), tmp_path) as engine:
        first = [engine.synthesize(say(text), VOICE) for text in ("One.", "Two.", "Three.")]
    with CachedEngine(CountingEngine(), tmp_path) as engine:
        again = [engine.synthesize(say(text), VOICE) for text in ("One.", "Two!", "Three.")]
    assert (engine.hits, engine.misses) == (2, 1)
    assert (again[0], again[2]) == (first[0], first[2])


def test_engine_is_entered_only_for_a_miss(tmp_path: Path) -> None:
    """A fully cached article loads no engine; otherwise it is entered once and left."""
    counting = CountingEngine()
    with CachedEngine(counting, tmp_path) as engine:
        assert counting.entered == 0
        engine.synthesize(say("One."), VOICE)
        engine.synthesize(say("Two."), VOICE)
        assert (counting.entered, counting.left) == (1, 0)
    assert counting.left == 1
    with CachedEngine(counting, tmp_path) as engine:
        engine.synthesize(say("One."), VOICE)
    assert (counting.entered, counting.left) == (1, 1)


def test_clips_are_found_without_an_engine(tmp_path: Path) -> None:
    """Planning and mixing know a clip by its key alone."""
    with CachedEngine(ToneEngine(), tmp_path) as engine:
        clip = engine.synthesize(say("One."), VOICE)
    key = clip_key(say("One."), VOICE, ToneEngine.version)
    clips = ClipCache(tmp_path)
    assert engine.key(say("One."), VOICE) == key
    assert clips.contains(key)
    assert clips.read(key) == clip
    assert clips.path(key).is_relative_to(tmp_path / key[:2] / key[2:4])
    assert not clips.contains(clip_key(say("Two."), VOICE, ToneEngine.version))


@pytest.mark.parametrize("damage", ["cut", "empty", "bit", "rate", "longer", "foreign"])
def test_damage_is_noticed_and_repaired(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    """An entry that is not what was written is logged, and made again."""
    with CachedEngine(ToneEngine(), tmp_path) as engine:
        clip = engine.synthesize(say("One."), VOICE)
    path = engine.clips.path(engine.key(say("One."), VOICE))
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[-7 if damage == "bit" else 8] ^= 1
    broken = {"cut": whole[:-2], "empty": b"", "longer": whole + b"\0\0", "foreign": b"RIFF" + whole[4:]}
    path.write_bytes(broken.get(damage, bytes(flipped)))
    assert not engine.clips.contains(engine.key(say("One."), VOICE))
    with caplog.at_level(logging.WARNING), CachedEngine(ToneEngine(), tmp_path) as engine:
        assert engine.synthesize(say("One."), VOICE) == clip
    assert (engine.hits, engine.misses) == (0, 1)
    assert str(path) in caplog.text
    assert path.read_bytes() == whole


def _older(clip: Clip, version: int, words: bytes) -> bytes:
    """Return a file of an older format: the words, if any, follow the frames, and there are no times."""
    content = clip.pcm + words
    checksum = zlib.crc32(content, clip.sample_rate)
    return struct.pack("<4sBxxxIII", b"acst", version, clip.sample_rate, len(clip.pcm), checksum) + content


@pytest.mark.parametrize(("version", "words"), [(1, b""), (2, b"one two")])
def test_clips_of_older_versions_are_read(tmp_path: Path, version: int, words: bytes) -> None:
    """A clip without words or times is used as it is, and not synthesized again for them."""
    with CachedEngine(ToneEngine(), tmp_path) as engine:
        path = engine.clips.path(engine.key(say("One."), VOICE))
        path.parent.mkdir(parents=True)
        path.write_bytes(_older(CLIP, version, words))
        clip = engine.synthesize(say("One."), VOICE)
    assert clip == replace(CLIP, words=tuple(words.decode().split()))
    assert (engine.hits, engine.misses) == (1, 0)
    assert engine.clips.words(engine.key(say("One."), VOICE)) == (tuple(words.decode().split()) or None)


def test_word_times_are_kept(tmp_path: Path) -> None:
    """A clip comes back with its words and their times; the words are found without reading its sound."""
    clip = replace(CLIP, words=("one", "two"), word_times=(WordTime(0, 3, 12, 260), WordTime(4, 7, 300, 1_234_567)))
    clips = ClipCache(tmp_path)
    clips.write("ab" * 32, clip)
    assert clips.read("ab" * 32) == clip
    assert clips.words("ab" * 32) == ("one", "two")


def test_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    """An error of the engine is passed on, and is not kept."""
    with CachedEngine(ToneEngine(), tmp_path) as engine, pytest.raises(EngineError):
        engine.synthesize(say("..."), VOICE)
    assert (engine.hits, engine.misses) == (0, 0)
    assert list(tmp_path.rglob("*")) == []


def test_no_part_files_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clip appears complete or not at all, also when the disk is full."""

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    clips = ClipCache(tmp_path)
    with pytest.raises(EngineError, match="No space left"):
        clips.write("ab" * 32, CLIP)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    """What is wrong with the folder is said, with the way out."""
    (tmp_path / "file").write_text("")
    clips = ClipCache(tmp_path / "file")
    with pytest.raises(EngineError, match="AUDIOCAST_CACHE"):
        clips.write("ab" * 32, CLIP)
    with pytest.raises(EngineError, match="AUDIOCAST_CACHE"):
        clips.read("ab" * 32)


def test_a_useless_folder_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Clips are made without it, and the reason is said once."""
    (tmp_path / "file").write_text("")
    with CachedEngine(ToneEngine(), tmp_path / "file") as engine:
        for text in ("One.", "Two.", "One."):
            assert engine.synthesize(say(text), VOICE).pcm
    assert (engine.hits, engine.misses) == (0, 3)
    assert caplog.text.count("AUDIOCAST_CACHE") == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_locked_folder_is_an_error(tmp_path: Path) -> None:
    """A folder without permission is named."""
    tmp_path.chmod(0o500)
    with pytest.raises(EngineError, match=str(tmp_path)):
        ClipCache(tmp_path).write("ab" * 32, CLIP)
    tmp_path.chmod(0o700)


def test_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """AUDIOCAST_CACHE wins over the user's cache folder."""
    monkeypatch.setenv("AUDIOCAST_CACHE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("AUDIOCAST_CACHE")
    assert default_folder() != tmp_path
    assert "audiocast" in default_folder().parts


def test_words_are_kept_with_the_clip(tmp_path: Path) -> None:
    """A clip comes back with the words its engine was given, which can be read without its sound."""
    cache = ClipCache(tmp_path)
    clip = replace(CLIP, words=("the", "mayor's", "łódź"))
    cache.write("a" * 64, clip)
    assert cache.read("a" * 64) == clip
    assert cache.words("a" * 64) == clip.words
    cache.write("a" * 64, CLIP)
    assert cache.read("a" * 64) == CLIP
    assert cache.words("a" * 64) is None


def test_clips_without_words_are_still_read(tmp_path: Path) -> None:
    """A clip that was kept before words were is found, and its words are unknown."""
    cache = ClipCache(tmp_path)
    path = cache.path("a" * 64)
    path.parent.mkdir(parents=True)
    header = struct.pack("<4sBxxxIII", b"acst", 1, 16_000, len(CLIP.pcm), zlib.crc32(CLIP.pcm, 16_000))
    path.write_bytes(header + CLIP.pcm)
    assert cache.read("a" * 64) == CLIP
    assert cache.words("a" * 64) is None
    path.write_bytes(header + CLIP.pcm + b"more")
    assert cache.read("a" * 64) is None
