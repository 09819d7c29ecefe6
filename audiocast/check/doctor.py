"""Test whether rendering works on this computer.

Each finding names what was tested, the result and, when something is wrong, the remedy. Voices are tested in worker
processes, so that an engine that crashes or hangs is a finding too.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import __version__, audio, engines
from audiocast.config import load
from audiocast.engines import cache_pruning
from audiocast.errors import AudiocastError, EncodeError, UnknownEngineError, UnknownVoiceError
from audiocast.model.script import Utterance
from audiocast.model.voice import Voice
from audiocast.render.context import UNHEARD_REMEDY, Request, read_context, unheard_pronunciations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from datetime import datetime

    from audiocast.render.workers.local import Workers

# Of free space: below the first nothing can be done, below the second not for long.
_NO_SPACE, _LITTLE_SPACE = 100_000_000, 1_000_000_000
_PATIENCE_S = 60.0
_SENTENCE = "One, two, three, this is a test."
_LENGTH_MS = (1_000, 10_000)
_LUFS_OFF = 3.0
_BITRATE_KBPS = 64
_MOST_VOICES = 4
# This engine can be tested only with the server of a voice.
_NEEDS_SERVER = "http"


class Status(StrEnum):
    """The result of a test."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one test, in words.

    Attributes:
        topic: What was looked at.
        what: How it is.
        remedy: What to do when the result is not ok: one sentence without its final full stop.
    """

    status: Status
    topic: str
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of testing an engine.

    Attributes:
        voices: Which it has, when it can say so, the default first.
        duration_ms: Of a sentence, as it was encoded.
        lufs: How loud that is.
        seconds: What loading, speaking and encoding took.
    """

    voices: tuple[str, ...]
    duration_ms: int
    lufs: float
    seconds: float


def examine(request: Request, workers: Workers, *, now: datetime) -> Iterator[Finding]:
    """Test everything that a render of this request uses, and all engines. Nothing is changed."""
    settings, own, unheard = _settings(request)
    voices, broken = _voices(request, own)
    # They speak while the rest is looked at.
    trials = {name: workers.submit(try_out, voice, seconds=_PATIENCE_S) for name, voice in voices.items()}
    needed = {voice.engine for voice in own}
    yield Finding(Status.OK, "python", f"{platform.python_version()} on {platform.platform()}, {sys.executable}")
    yield Finding(Status.OK, "audiocast", f"{__version__}, {Path(__file__).parent.parent}")
    yield from _packages()
    yield _ffmpeg()
    yield _cache(request.cache, now)
    yield _place("output", request.output)
    yield _place("temporary files", Path(tempfile.gettempdir()))
    yield settings
    if unheard:
        yield Finding(Status.WARNING, "lexicon", unheard, UNHEARD_REMEDY)
    yield from broken
    for name, trial in trials.items():
        yield _engine(name, voices[name], trial, needed=name in needed)


def try_out(voice: Voice) -> Trial:
    """Synthesize a sentence, encode it, and measure the result.

    Raises:
        EngineError: It was not spoken.
        EncodeError: It was not encoded, or does not sound as it should.
    """
    began = time.monotonic()
    try:
        with engines.load(voice.engine) as engine, tempfile.TemporaryDirectory(prefix="audiocast-") as folder:
            voices = engine.voices() if isinstance(engine, engines.ListsVoices) else ()
            duration_ms, lufs = _heard(engine, voice, Path(folder))
    except (OSError, RuntimeError) as error:  # there is no encoder, or no place for its files
        raise EncodeError(f"a sentence can't be encoded: {error}", hint="Check the free disk space") from error
    if not _LENGTH_MS[0] <= duration_ms <= _LENGTH_MS[1] or abs(lufs - audio.levelling.LOUDNESS_LUFS) > _LUFS_OFF:
        raise EncodeError(
            f"a short sentence became {duration_ms / 1000:.1f} s at {lufs:.1f} LUFS", hint="Use another voice"
        )
    return Trial(voices, duration_ms, lufs, time.monotonic() - began)


def _heard(engine: engines.Engine, voice: Voice, folder: Path) -> tuple[int, float]:
    """Return the length and the loudness of a synthesized and encoded sentence."""
    from audiocast.check import sound, verdict  # noqa: PLC0415 - only where something is tried

    said = Utterance(_SENTENCE, _SENTENCE, 0, voice.name)
    path = folder / "recording.mp3"
    segment = audio.join.join((said,), [engine.synthesize(said, voice)], folder / "recording.pcm")
    balanced = audio.levelling.balance([segment], bitrate_kbps=_BITRATE_KBPS)
    length = audio.encoding.encode(segment, balanced, bitrate_kbps=_BITRATE_KBPS)
    path.write_bytes(b"".join(audio.encoding.assemble([segment], [length], bitrate_kbps=_BITRATE_KBPS)))
    try:
        heard = sound.hear(path)
    except verdict.UnreadableError as error:
        raise EncodeError(f"the encoded test sentence can't be decoded: {error}") from error
    return heard.duration_ms, heard.lufs


def _settings(request: Request) -> tuple[Finding, tuple[Voice, ...], str]:
    """Test the settings of the show, and return its voices if they can be read, and a warning about its lexicon."""
    if not request.source.exists():
        remedy = "Run: audiocast init, or give the folder of your articles"
        return Finding(Status.WARNING, "show", f"there is no {request.source}", remedy), (), ""
    try:
        context = read_context(request)
    except AudiocastError as error:
        return _failure(Status.FAILED, "show", error), (), ""
    settings = request.source / load.SHOW_FILE
    beside = f"as {settings} says" if settings.is_file() else f"no {load.SHOW_FILE}: the default settings are used"
    readers = ", ".join(voice.name for voice in context.voices)
    found = Finding(Status.OK, "show", f"{context.show.title}, read by {readers}, {beside}")
    return found, context.voices, unheard_pronunciations(context)


def _voices(request: Request, own: tuple[Voice, ...]) -> tuple[dict[str, Voice], list[Finding]]:
    """Return a voice to test for each engine, the show's if it has one, and the findings about wrong voice files."""
    found = {voice.engine: voice for voice in reversed(own)}
    broken = []
    for name in sorted(load.find_voices(request.source)):
        try:
            voice = load.read_voice(request.source, name)
        except AudiocastError as error:
            broken.append(_failure(Status.WARNING, f"voice {name}", error))
        else:
            # A server that the show does not use is not asked: it may cost money.
            if not voice.server.url:
                found.setdefault(voice.engine, voice)
    for name in engines.available():
        if name != _NEEDS_SERVER:
            found.setdefault(name, Voice(name=name, engine=name))
    return found, broken


def _failure(status: Status, topic: str, error: AudiocastError) -> Finding:
    place = f"{error.where}: " if error.where and error.where != topic else ""
    return Finding(status, topic, f"{place}{error.what}", error.hint or "Correct it, then run `audiocast doctor` again")


def _packages() -> Iterator[Finding]:
    try:
        wanted = requires("audiocast") or []
    except PackageNotFoundError:
        what = "audiocast is not installed; only its source code is here"
        yield Finding(Status.FAILED, "packages", what, "Run `pip install .` in a copy of the repository")
        return
    there = []
    for requirement in wanted:
        needed, _, marker = requirement.partition(";")
        if "extra ==" in marker:
            continue
        name = re.split(r"[^\w.-]", needed)[0]
        try:
            there.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            if not marker:  # otherwise it is for other platforms or other Pythons; an engine that misses it says so
                yield Finding(Status.FAILED, "packages", f"{name} is missing", f"Run: pip install '{needed.strip()}'")
    yield Finding(Status.OK, "packages", ", ".join(there))


def _ffmpeg() -> Finding:
    """Return which ffmpeg decodes music in formats such as M4A; without one, the other formats work."""
    program = audio.decoding.ffmpeg()
    if program is None:
        what = "not installed: music can be MP3, WAV, FLAC or Ogg Vorbis, but not M4A or Opus"
        return Finding(Status.OK, "ffmpeg", what)
    try:
        done = subprocess.run([program, "-version"], capture_output=True, text=True, check=True, timeout=_PATIENCE_S)
    except (OSError, subprocess.SubprocessError) as error:
        repair = "Run: pip install --force-reinstall imageio-ffmpeg"
        return Finding(Status.WARNING, "ffmpeg", f"can't be run, so music can't be M4A or Opus: {error}", repair)
    told = re.match(r"ffmpeg version (\S+)", done.stdout)
    if os.environ.get("IMAGEIO_FFMPEG_EXE"):
        origin = "named by IMAGEIO_FFMPEG_EXE"
    else:
        origin = "of the package imageio-ffmpeg" if "imageio_ffmpeg" in Path(program).parts else "of the system"
    return Finding(Status.OK, "ffmpeg", f"{told[1] if told else 'of unknown version'}, {origin}: {program}")


def _cache(folder: Path, now: datetime) -> Finding:
    try:
        kept = cache_pruning.scan(folder, now=now)
    except AudiocastError as error:
        return _failure(Status.FAILED, "cache", error)
    place = _place("cache", folder)
    what = f"{len(kept.clips):,} sentences, {kept.length / 1e6:,.1f} MB, {place.what}"
    return Finding(place.status, "cache", what, place.remedy)


def _place(topic: str, folder: Path) -> Finding:
    """Test whether a folder, or its nearest existing parent, can be written, and has free space."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            free = shutil.disk_usage(there).free
    except OSError as error:
        remedy = {
            "cache": "Make the folder writable, or let the environment variable AUDIOCAST_CACHE name another",
            "output": "Make the folder writable, or choose another --output",
        }.get(topic, "Let the environment variable TMPDIR name a folder that can be written")
        return Finding(Status.FAILED, topic, f"{folder} can't be written ({error.strerror})", remedy)
    what = f"{free / 1e9:,.1f} GB free in {folder}"
    if free >= _LITTLE_SPACE:
        return Finding(Status.OK, topic, what)
    status = Status.FAILED if free < _NO_SPACE else Status.WARNING
    return Finding(status, topic, what, "Make space; `audiocast cache --older-than 30d` removes old sentences")


def _engine(name: str, voice: Voice, trial: Future[Trial], *, needed: bool) -> Finding:
    """Return the finding of an engine. An engine that is not installed fails only when the show uses it."""
    try:
        heard = trial.result()
    except AudiocastError as error:
        absent = isinstance(error, UnknownEngineError | UnknownVoiceError)
        return _failure(Status.WARNING if absent and not needed else Status.FAILED, f"engine {name}", error)
    spoken = f"{heard.duration_ms / 1000:.1f} s of speech at {heard.lufs:.1f} LUFS in {heard.seconds:.1f} s"
    return Finding(Status.OK, f"engine {name}", f"{voice.name} spoke: {spoken}{_listed(heard.voices)}")


def _listed(voices: tuple[str, ...]) -> str:
    """Return the ids of an engine's voices, or the first of them when there are many."""
    named = [voice for voice in voices if voice]
    if len(named) > _MOST_VOICES:
        return f"; {len(named)} voices, first {named[0]}"
    return f"; voices: {', '.join(named)}" if named else ""
