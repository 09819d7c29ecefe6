"""Was it spoken before.

An Engine that wraps an Engine and keeps each clip in a file of its own, under a key made of all that decides its sound.
What is in the cache can be found and read without loading any engine.
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

from audiocast.engines import Shares, timeouts
from audiocast.engines.sanity_checks import shown
from audiocast.errors import EngineError
from audiocast.model.audio import Clip

if TYPE_CHECKING:
    from types import TracebackType

    from audiocast.engines import Engine
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_log = logging.getLogger(__name__)

# Of what decides the sound.
_KEY = 1
# Of a file. The first had no words behind the sound, and is still read.
_FORMAT, _WITHOUT_WORDS = 2, 1
# What the file is, its format, the sample rate, the number of bytes of sound, and the checksum of all that follows.
_HEADER = struct.Struct("<4sBxxxIII")
_MAGIC = b"acst"
_DAY_S = 24 * 3600


def default_folder() -> Path:
    """The user's cache folder, or what the environment variable AUDIOCAST_CACHE says."""
    chosen = os.environ.get("AUDIOCAST_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("audiocast", appauthor=False) / "clips"


def clip_key(utterance: Utterance, voice: Voice, engine_version: str) -> str:
    """What decides the sound, as 64 hexadecimal digits; neither the pause nor the voice's name is in it."""
    hints = [[hint.start, hint.end, hint.ipa] for hint in utterance.pronunciations]
    sound = (
        _KEY,
        voice.engine,
        engine_version,
        (voice.id, voice.language, float(voice.rate), float(voice.pitch), voice.seed, *(f.sha256 for f in voice.files)),
        utterance.text,
        hints,
    )
    return sha256(json.dumps(sound).encode()).hexdigest()


class ClipCache:
    """Clips in a folder, by key.

    Several processes may use one folder: a clip appears complete or not at all. Nobody waits for the disk: what a power
    failure takes is noticed and spoken again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the clip is, or would be."""
        return self.folder / key[:2] / key[2:4] / f"{key[4:]}.clip"

    def contains(self, key: str) -> bool:
        """Whether `read` would give a clip: there is one, and it is whole."""
        return self.read(key) is not None

    def read(self, key: str) -> Clip | None:
        """The clip, or None when there is none or it is damaged.

        Raises:
            EngineError: The file is there and can't be read.
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
            _log.warning("%s: the cached clip is damaged. It is made again.", path)
        else:
            _note_use(path)
        return clip

    def words(self, key: str) -> tuple[str, ...] | None:
        """Return the words that the clip's engine was given, without reading the sound; None if nobody knows them."""
        try:
            with self.path(key).open("rb") as file:
                header = file.read(_HEADER.size)
                if len(header) < _HEADER.size:
                    return None
                magic, version, _, length, _ = _HEADER.unpack(header)
                if (magic, version) != (_MAGIC, _FORMAT):
                    return None
                file.seek(length, os.SEEK_CUR)
                return tuple(file.read().decode().split()) or None
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, key: str, clip: Clip) -> None:
        """Keep a clip.

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
                if path.is_dir():  # whoever put it there: a rename would not replace it
                    shutil.rmtree(path)
                Path(file.name).replace(path)
        except OSError as error:
            raise _unusable(path, "written", error) from error


class CachedEngine:
    """An engine that is only entered when something is missing.

    A folder that can't be read or written costs time, and nothing else; that is said once.

    Attributes:
        clips: What was spoken before.
        hits: How many clips came from there.
        misses: How many the engine spoke.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.clips = ClipCache(folder)
        self.hits = 0
        self.misses = 0
        self._engine = engine
        self._stack = ExitStack()
        self._entered: Engine | None = None
        self._unusable = False
        self._patience = timeouts.Patience(folder)

    @property
    def version(self) -> str:
        """The wrapped engine's."""
        return self._engine.version

    def __enter__(self) -> Self:
        """The engine itself is entered later, or never."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the engine if it was entered."""
        self._entered = None
        self._stack.__exit__(kind, error, trace)

    def share(self, voice: Voice) -> None:
        """Load what processes that are forked off this one can have in common, if there is such a thing."""
        if isinstance(self._engine, Shares):
            self._engine.share(voice)

    def key(self, utterance: Utterance, voice: Voice) -> str:
        """The utterance's `clip_key`."""
        return clip_key(utterance, voice, self.version)

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """The clip from the folder, or from the engine and then into the folder."""
        key = self.key(utterance, voice)
        clip = self._kept(key)
        if clip is not None:
            self.hits += 1
            return clip
        clip = self.speak(utterance, voice)
        self.misses += 1
        self._keep(key, clip)
        return clip

    def speak(self, utterance: Utterance, voice: Voice) -> Clip:
        """Return the clip from the engine, whatever is in the folder. It may take as long as `timeouts` says."""
        with timeouts.limit(self._patience.seconds(utterance, voice), f"{shown(utterance)} in the voice {voice.name}"):
            if self._entered is None:
                self._entered = self._stack.enter_context(self._engine)
            return self._entered.synthesize(utterance, voice)

    def _kept(self, key: str) -> Clip | None:
        try:
            return self.clips.read(key)
        except EngineError as error:
            self._warn(error)
            return None

    def _keep(self, key: str, clip: Clip) -> None:
        if self._unusable:
            return
        try:
            self.clips.write(key, clip)
        except EngineError as error:
            self._warn(error)

    def _warn(self, error: EngineError) -> None:
        if not self._unusable:
            _log.warning("%s This run goes on, and keeps no more clips.", error)
            self._unusable = True


def _note_use(path: Path) -> None:
    """Let the file's time say when the clip was last wanted, for `stock`, which prunes; to the day is exact enough."""
    with suppress(OSError):  # a folder that can only be read serves as well, and another process may prune just now
        if time.time() - path.stat().st_mtime > _DAY_S:
            os.utime(path)


def _encode(clip: Clip) -> bytes:
    content = clip.pcm + " ".join(clip.words).encode()
    checksum = zlib.crc32(content, clip.sample_rate)
    return _HEADER.pack(_MAGIC, _FORMAT, clip.sample_rate, len(clip.pcm), checksum) + content


def _decode(content: bytes) -> Clip | None:
    if len(content) < _HEADER.size:
        return None
    magic, version, sample_rate, length, checksum = _HEADER.unpack_from(content)
    rest = content[_HEADER.size :]
    whole = len(rest) == length if version == _WITHOUT_WORDS else len(rest) >= length
    if magic != _MAGIC or version not in {_FORMAT, _WITHOUT_WORDS} or not whole:
        return None
    if zlib.crc32(rest, sample_rate) != checksum:
        return None
    return Clip(rest[:length], sample_rate, tuple(rest[length:].decode().split()))


def _unusable(path: Path, what: str, error: OSError) -> EngineError:
    return EngineError(
        f"the cached clip can't be {what}: {error.strerror or error}",
        where=str(path),
        hint="Make space, make the folder writable, or let AUDIOCAST_CACHE name another",
    )
