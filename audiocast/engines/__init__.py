"""Who can speak.

Engines are entry points of the group `audiocast.engines`, ours like everybody else's: a class, or any callable without
arguments, that gives an `Engine`. Only the one that is asked for is imported.
"""

from __future__ import annotations

import functools
from difflib import get_close_matches
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from typing import TYPE_CHECKING, Protocol, Self, cast, runtime_checkable

from audiocast.engines.guarded import GuardedEngine
from audiocast.errors import EngineError, UnknownEngineError, translated

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_GROUP = "audiocast.engines"


class Engine(Protocol):
    """A speech synthesizer. It is loaded on entry and freed on exit; one instance serves one thread.

    Whatever it raises, or returns that can't be the sound, is the failure of the article. An utterance that takes many
    times as long as others is ended with its process, and tried once more; see `timeouts`.
    """

    @property
    def version(self) -> str:
        """Of everything that decides the sound: package, library, model and adapter. Known without loading them."""
        ...

    def __enter__(self) -> Self:
        """Load what speaking needs."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free it."""
        ...

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Speak one utterance, without its pause.

        Raises:
            UnknownVoiceError: The engine has no voice `voice.id`.
            EngineError: Nothing, or far too little, was spoken.
        """
        ...


@runtime_checkable
class Reader(Protocol):
    """An engine that tells how it says something, as an entered `Engine` may."""

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """An utterance in IPA, as this voice says it, word by word.

        Raises:
            UnknownVoiceError: The engine has no voice `voice.id`.
            EngineError: It can't be read.
        """
        ...


@runtime_checkable
class ListsVoices(Protocol):
    """An engine that can also say which voices it has; of others, only the voice files are known."""

    def voices(self) -> tuple[str, ...]:
        """What `voice.id` may be on this machine, the default first. Asked once the engine is entered."""
        ...


@runtime_checkable
class Shares(Protocol):
    """An engine of which processes can have a part in common that is only read, such as a dictionary."""

    def share(self, voice: Voice) -> None:
        """Load that part for a voice before this process, with the engine in it, is forked; no thread may begin.

        The engine need not be entered. It forgets that part on exit.
        """
        ...


def available() -> tuple[str, ...]:
    """The names of all engines, installed packages or not, in alphabetical order."""
    return tuple(sorted(_known()))


def load(name: str) -> Engine:
    """Return the engine of that name, not yet entered. What it raises or returns wrongly becomes an EngineError.

    Raises:
        UnknownEngineError: There is none, or it can't be imported.
        EngineError: It can't be made.
    """
    known = _known()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise UnknownEngineError(
            f"there is no engine {name!r}", hint=f"{hint}Engines are {', '.join(available())}", where=f"engine {name}"
        )
    where, hint = f"engine {name}", f"Install or repair the package that brings {known[name].value}"
    with translated(UnknownEngineError, "the engine can't be imported", where=where, hint=hint):
        make = cast("Callable[[], Engine]", known[name].load())
    with translated(EngineError, "the engine can't be made", where=where, hint=hint):
        return GuardedEngine(name, make())


def installed(package: str, *, engine: str) -> str:
    """The version of a package that an engine needs.

    Raises:
        UnknownEngineError: It is not installed.
    """
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise missing(package, engine=engine) from error


def missing(package: str, *, engine: str) -> UnknownEngineError:
    """What an engine raises when the package it needs can't be imported."""
    return UnknownEngineError(
        f"the package {package} is not installed", where=f"engine {engine}", hint=f"Run: pip install {package}"
    )


@functools.cache
def _known() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=_GROUP)}
