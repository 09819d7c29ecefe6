"""Send a task to a machine that shares no folder with this one, and bring its files back.

The argument of a task names folders of this machine, which the other machine does not have. So the clips that are here
are sent with the task, and the clips and files that it makes are sent back as bytes. The cache of this machine gets all
clips.
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

# With more sound than this, sending it takes longer than joining it here. The Dask scheduler also holds waiting tasks
# in memory.
_MOST_BYTES_OF_SOUND = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Payload:
    """A task and the clips that it needs.

    Attributes:
        function: The function.
        argument: Its argument; its folders exist only on this machine.
        clips: The clips that are here already, by key.
        wanted: The keys of the clips to send back.
    """

    function: Callable[[Any], Any]
    argument: SegmentJob | Job
    clips: dict[str, Clip]
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of a task, the new clips by key, and the files by name."""

    result: Any
    clips: dict[str, Clip]
    files: dict[str, bytes]


def pack(function: Callable[[Any], Any], argument: object) -> Payload | None:
    """Return the payload of a task; None when it should run here: no clip is missing, or too many would be sent."""
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
    """Run a task on another machine, with the cache of that machine and a temporary folder."""
    cache = ClipCache(default_folder())
    for key, sound in payload.clips.items():
        if not cache.contains(key):
            cache.write(key, sound)
    with TemporaryDirectory(prefix="audiocast-") as name:
        folder = Path(name)
        result = payload.function(_moved(payload.argument, cache.folder, folder))
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
    # A clip that was pruned meanwhile is synthesized again when it is needed.
    spoken = {key: clip for key in payload.wanted if (clip := cache.read(key)) is not None}
    return Delivery(result, spoken, files)


def unpack(delivery: Delivery, payload: Payload) -> object:
    """Write the clips and files to the folders that the argument names, and return the result of the task."""
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
