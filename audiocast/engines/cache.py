"""Cache clips in files, so that no sentence is synthesized twice.

`CachedEngine` wraps an engine. Each clip is a file of its own, named by a key: the checksum of everything that decides
its sound. Clips can be found and read without loading an engine.

A file has a header (magic, format version, sample rate, length, CRC-32), the frames, a line with the words of the clip,
and a line with their times. A clip that an older version wrote has no times. It is not synthesized again for them: its
sentence is timed as a whole.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import struct
import time
import zlib
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Self

import platformdirs

from audiocast.engines import SharesMemory, timeouts
from audiocast.engines.sanity_checks import shown
from audiocast.errors import EngineError
from audiocast.model.audio import Clip, WordTime

if TYPE_CHECKING:
    from types import TracebackType

    from audiocast.engines import Engine
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_log = logging.getLogger(__name__)

# The version of the key: counted up when the key is made of something else.
_KEY_VERSION = 1
# The version of the file format. Version 1 had only frames, version 2 had no times; both are still read.
_FORMAT, _WITHOUT_TIMES, _WITHOUT_WORDS = 3, 2, 1
# Magic, format version, sample rate, number of bytes of frames, checksum of all that follows the header.
_HEADER = struct.Struct("<4sBxxxIII")
_MAGIC = b"acst"
_DAY_S = 24 * 3600


def default_folder() -> Path:
    """Return the user's cache folder, or the folder that the environment variable AUDIOCAST_CACHE names."""
    chosen = os.environ.get("AUDIOCAST_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("audiocast", appauthor=False) / "clips"


def clip_key(utterance: Utterance, voice: Voice, engine_version: str) -> str:
    """Return the key of a clip, 64 hexadecimal digits: the checksum of everything that decides its sound.

    The pause after it and the name of the voice are not part of it.
    """
    hints = [[hint.start, hint.end, hint.ipa] for hint in utterance.pronunciations]
    values = (voice.id, voice.language, float(voice.rate), float(voice.pitch), voice.seed)
    sound = (
        _KEY_VERSION,
        voice.engine,
        engine_version,
        (*values, *(file.sha256 for file in voice.files), *voice.server.sound),
        utterance.text,
        hints,
    )
    return sha256(json.dumps(sound).encode()).hexdigest()


class ClipCache:
    """Clips in a folder, by key.

    Several processes can use one folder: a clip is written to a temporary file, which is then renamed. Files are not
    synced to the disk; a clip that a power failure damages is detected by its checksum and synthesized again.

    Args:
        folder: The cache folder; it is created when the first clip is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Return the path of a clip, whether it exists or not."""
        return self.folder / key[:2] / key[2:4] / f"{key[4:]}.clip"

    def contains(self, key: str) -> bool:
        """Return whether there is an undamaged clip."""
        return self.read(key) is not None

    def read(self, key: str) -> Clip | None:
        """Return the clip, or None when there is none or it is damaged.

        Raises:
            EngineError: The file exists and can't be read.
        """
        path = self.path(key)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except IsADirectoryError:
            content = b""
        except OSError as error:
            raise _unusable(path, "read", error) from error
        clip = _decode(content)
        if clip is None:
            _log.warning("%s: the cached clip is damaged. It will be synthesized again.", path)
        else:
            _note_use(path)
        return clip

    def words(self, key: str) -> tuple[str, ...] | None:
        """Return the words of a clip, without reading its sound; None if the file has none or can't be read."""
        try:
            with self.path(key).open("rb") as file:
                header = file.read(_HEADER.size)
                if len(header) < _HEADER.size:
                    return None
                magic, version, _, length, _ = _HEADER.unpack(header)
                if magic != _MAGIC or version not in {_FORMAT, _WITHOUT_TIMES}:
                    return None
                file.seek(length, os.SEEK_CUR)
                return tuple(file.readline().decode().split()) or None
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, key: str, clip: Clip) -> None:
        """Write a clip.

        Raises:
            EngineError: The folder can't be written.
        """
        path = self.path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with ExitStack() as undo:
                file = undo.enter_context(
                    NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem[:8]}-", suffix=".part", delete=False)
                )
                undo.callback(Path(file.name).unlink, missing_ok=True)
                file.write(_encode(clip))
                file.close()
                if path.is_dir():  # a rename would not replace a folder
                    shutil.rmtree(path)
                Path(file.name).replace(path)
        except OSError as error:
            raise _unusable(path, "written", error) from error


class CachedEngine:
    """An engine with a cache. The wrapped engine is entered when the first clip is missing from the cache, or never.

    A cache folder that can't be read or written is warned of once; the run continues without it.

    Args:
        engine: The engine, not entered.
        folder: The cache folder.

    Attributes:
        clips: The cache.
        hits: How many clips were in the cache.
        misses: How many clips the engine synthesized.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.clips = ClipCache(folder)
        self.hits = 0
        self.misses = 0
        self._engine = engine
        self._stack = ExitStack()
        self._entered: Engine | None = None
        self._unusable = False
        self._limits = timeouts.TimeLimits(folder)

    @property
    def version(self) -> str:
        """The version of the wrapped engine."""
        return self._engine.version

    def __enter__(self) -> Self:
        """Return self; the wrapped engine is entered later."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Exit the wrapped engine if it was entered."""
        self._entered = None
        self._stack.__exit__(kind, error, trace)

    def share(self, voice: Voice) -> None:
        """Let the wrapped engine load what forked processes can share, if it has `share`."""
        if isinstance(self._engine, SharesMemory):
            self._engine.share(voice)

    def key(self, utterance: Utterance, voice: Voice) -> str:
        """Return the `clip_key` of an utterance."""
        return clip_key(utterance, voice, self.version)

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Return the clip from the cache, or else synthesize it and write it to the cache."""
        key = self.key(utterance, voice)
        clip = self._cached(key)
        if clip is not None:
            self.hits += 1
            return clip
        clip = self.synthesize_anew(utterance, voice)
        self.misses += 1
        self._write(key, clip)
        return clip

    def synthesize_anew(self, utterance: Utterance, voice: Voice) -> Clip:
        """Return the clip from the engine, whatever is in the cache, within the time limit of `timeouts`."""
        with timeouts.limit(self._limits.seconds(utterance, voice), f"{shown(utterance)} in the voice {voice.name}"):
            if self._entered is None:
                self._entered = self._stack.enter_context(self._engine)
            return self._entered.synthesize(utterance, voice)

    def _cached(self, key: str) -> Clip | None:
        try:
            return self.clips.read(key)
        except EngineError as error:
            self._warn(error)
            return None

    def _write(self, key: str, clip: Clip) -> None:
        if self._unusable:
            return
        try:
            self.clips.write(key, clip)
        except EngineError as error:
            self._warn(error)

    def _warn(self, error: EngineError) -> None:
        if not self._unusable:
            _log.warning("%s This run continues without writing to the cache.", error)
            self._unusable = True


def _note_use(path: Path) -> None:
    """Set the time of a file to now, at most once a day, so that `cache_pruning` knows when the clip was last used."""
    with suppress(OSError):  # the folder may be read-only, and another process may have removed the file
        if time.time() - path.stat().st_mtime > _DAY_S:
            os.utime(path)


def _encode(clip: Clip) -> bytes:
    times = " ".join(str(number) for time in clip.word_times for number in time)
    content = clip.pcm + f"{' '.join(clip.words)}\n{times}".encode()
    checksum = zlib.crc32(content, clip.sample_rate)
    return _HEADER.pack(_MAGIC, _FORMAT, clip.sample_rate, len(clip.pcm), checksum) + content


def _decode(content: bytes) -> Clip | None:
    if len(content) < _HEADER.size:
        return None
    magic, version, sample_rate, length, checksum = _HEADER.unpack_from(content)
    rest = content[_HEADER.size :]
    whole = len(rest) == length if version == _WITHOUT_WORDS else len(rest) >= length
    if magic != _MAGIC or version not in {_FORMAT, _WITHOUT_TIMES, _WITHOUT_WORDS} or not whole:
        return None
    if zlib.crc32(rest, sample_rate) != checksum:
        return None
    words, _, times = rest[length:].decode().partition("\n")
    numbers = iter(map(int, times.split()))
    word_times = tuple(map(WordTime, numbers, numbers, numbers, numbers))  # each takes the next four
    return Clip(rest[:length], sample_rate, tuple(words.split()), word_times)


def _unusable(path: Path, what: str, error: OSError) -> EngineError:
    return EngineError(
        f"the cached clip can't be {what}: {error.strerror or error}",
        where=str(path),
        hint="Free disk space, make the folder writable, or set AUDIOCAST_CACHE to another folder",
    )
