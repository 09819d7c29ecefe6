"""The protocols of an engine: what it must have, and the three methods it may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from types import TracebackType

    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice


class Engine(Protocol):
    """A speech synthesizer.

    An engine is a context manager: it loads its model on entry and frees it on exit, and can be entered again. One
    instance is used by one thread.

    An engine must say the words of the utterance exactly. The text is normalized already: the engine may not expand,
    replace, split or leave out a word. The same utterance and voice must always give the same frames, in every process
    and whatever was synthesized before.

    Any exception that an engine raises, and any result that can't be the sound of the utterance, fails the article;
    the render continues with the next one. An utterance that takes many times as long as usual is stopped with its
    process and tried once more; see `timeouts`.
    """

    @property
    def version(self) -> str:
        """The versions of everything that decides the sound: adapter, package, library and model.

        It is part of the cache key: clips of another version are synthesized again. It must be known without loading
        anything.
        """
        ...

    def __enter__(self) -> Self:
        """Load what synthesis needs."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free what was loaded."""
        ...

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Synthesize one utterance, without the pause after it.

        Args:
            utterance: The text to say, with its pronunciations. See `reading.parts` for letters that are spelled.
            voice: The voice: `id` is the engine's own name for it ("" for its default), `rate` and `pitch` are factors,
                `seed` is for random numbers, `files` are the files of its model. The engine must follow a rate or a
                pitch, or raise an error.

        Returns:
            Mono 16-bit little-endian frames. The sample rate is the same for all utterances of a voice. If the engine
            knows when each word is heard, also `word_times`.

        Raises:
            UnknownVoiceError: The engine has no voice `voice.id`.
            EngineError: There is nothing to say, or the engine can't say it.
        """
        ...


@runtime_checkable
class Pronounces(Protocol):
    """An engine that can return how it pronounces a text."""

    def pronounce(self, utterance: Utterance, voice: Voice) -> str:
        """Return the utterance in IPA as this voice says it, words separated by spaces. Called while entered.

        Raises:
            UnknownVoiceError: The engine has no voice `voice.id`.
            EngineError: The engine can't read the text.
        """
        ...


@runtime_checkable
class ListsVoices(Protocol):
    """An engine that can list its voices."""

    def voices(self) -> tuple[str, ...]:
        """Return the values of `voice.id` that work on this machine, the default first. Called while entered."""
        ...


@runtime_checkable
class SharesMemory(Protocol):
    """An engine with read-only data, such as a dictionary, that several processes can share."""

    def share(self, voice: Voice) -> None:
        """Load the data for a voice, before this process is forked; do not start a thread.

        It may be called before the engine is entered. The engine frees the data on exit.
        """
        ...
