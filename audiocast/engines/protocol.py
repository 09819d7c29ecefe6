"""What an engine must offer, and what it may offer besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from types import TracebackType

    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice


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
