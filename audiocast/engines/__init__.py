"""Who can speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType

    from audiocast.model import Clip, Utterance, Voice


class Engine(Protocol):
    """A speech synthesizer. It is loaded on entry and freed on exit; one instance serves one thread.

    Attributes:
        version: Of everything that decides the sound: package, library, model and our adapter.
    """

    version: str

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
