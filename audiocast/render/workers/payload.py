"""How does a task get to a machine that shares no folder with this one, and what it made home?

A task's argument names folders of this machine. Where it is worked on they are others, so the sound that is here
already goes along, and what was spoken and written there comes back as bytes. The cache here stays the one that knows
all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from audiocast import engines
from audiocast.engines.cache import ClipCache, clip_key, default_folder
from audiocast.render.stage_values import Job, Recorded, SegmentJob
from audiocast.script.roles import speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance

# With more sound than this the way there costs more than joining it here, and a scheduler holds what waits in memory.
_MOST_BYTES_OF_SOUND = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Payload:
    """A task on its way.

    Attributes:
        function: What is to be done.
        argument: With what; the folders in it mean nothing there.
        clips: Sound that is here already, by key.
        wanted: Keys of the sound that is to come back.
    """

    function: Callable[[Any], Any]
    argument: SegmentJob | Job
    clips: dict[str, Clip]
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What comes back: the result, sound by key, and files by name."""

    result: Any
    clips: dict[str, Clip]
    files: dict[str, bytes]


def pack(function: Callable[[Any], Any], argument: object) -> Payload | None:
    """A task ready to leave, or None when it is better done here: nothing is to be spoken, or too much to be sent."""
    if not isinstance(argument, SegmentJob | Job):
        return None
    cache = ClipCache(argument.cache)
    keys = dict.fromkeys(_keys(argument))
    here = [path for path in map(cache.path, keys) if path.is_file()]
    if sum(path.stat().st_size for path in here) > _MOST_BYTES_OF_SOUND:
        return None
    clips = {key: clip for key in keys if (clip := cache.read(key)) is not None}
    wanted = tuple(key for key in keys if key not in clips)
    return Payload(function, argument, clips, wanted) if wanted else None


def run(payload: Payload) -> Delivery:
    """Do a task there, with the cache of that machine and a folder that is gone afterwards."""
    cache = ClipCache(default_folder())
    for key, sound in payload.clips.items():
        if not cache.contains(key):
            cache.write(key, sound)
    with TemporaryDirectory(prefix="audiocast-") as name:
        folder = Path(name)
        result = payload.function(_moved(payload.argument, cache.folder, folder))
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
    # What somebody prunes meanwhile is spoken again when it is needed.
    spoken = {key: clip for key in payload.wanted if (clip := cache.read(key)) is not None}
    return Delivery(result, spoken, files)


def unpack(delivery: Delivery, payload: Payload) -> Any:  # noqa: ANN401 - whatever the function gives
    """Put what came back where the payload's argument says; the answer is the task's result."""
    argument = payload.argument
    cache = ClipCache(argument.cache)
    for key, clip in delivery.clips.items():
        cache.write(key, clip)
    folder = argument.folder if isinstance(argument, Job) else argument.path.parent
    for name, content in delivery.files.items():
        (folder / name).write_bytes(content)
    if isinstance(argument, SegmentJob) and isinstance(delivery.result, Recorded):
        return replace(delivery.result, segment=replace(delivery.result.segment, path=argument.path))
    return delivery.result


def _keys(argument: SegmentJob | Job) -> Iterator[str]:
    versions = {name: engines.load(name).version for name in {voice.engine for voice in argument.voices}}
    for utterance in _utterances(argument):
        voice = speaker(utterance, argument.voices)
        yield clip_key(utterance, voice, versions[voice.engine])


def _utterances(argument: SegmentJob | Job) -> tuple[Utterance, ...]:
    if isinstance(argument, SegmentJob):
        return argument.utterances
    return tuple(utterance for section in argument.script.sections for utterance in section.utterances)


def _moved(argument: SegmentJob | Job, cache: Path, folder: Path) -> SegmentJob | Job:
    if isinstance(argument, SegmentJob):
        return replace(argument, cache=cache, path=folder / argument.path.name)
    return replace(argument, cache=cache, folder=folder)
