"""Call an engine, which may be anybody's, so that only clips and errors of ours come back.

Whatever the engine raises becomes an EngineError that names it, and so does a result that can't be the sound of the
utterance.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

from audiocast.engines.sanity_checks import require_clip, require_speech, shown
from audiocast.errors import EngineError, translated

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import TracebackType

    from audiocast.engines import Engine
    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Voice

_T = TypeVar("_T")

_log = logging.getLogger(__name__)

# What an engine may have besides, and what that returns. See the protocols beside `Engine`.
_OPTIONAL = {"pronounce": str, "share": object, "voices": tuple}
_HINT = "Choose another voice, or report it to those who make the engine: `--verbose` shows where that happened"


class GuardedEngine:
    """An engine around an engine; it has the same optional methods.

    Args:
        name: The entry point's name.
        engine: What it gave.
    """

    def __init__(self, name: str, engine: Engine) -> None:
        self._name = name
        self._engine = engine
        self._entered = engine
        for method in _OPTIONAL:
            if hasattr(engine, method):
                setattr(self, method, partial(self._optional, method))

    @property
    def version(self) -> str:
        """The engine's own."""
        with self._translated("can't tell its version"):
            version = self._engine.version
        return self._checked(version, str, "its version")

    def __enter__(self) -> Self:
        """Enter the engine."""
        with self._translated("can't be started"):
            entered = self._engine.__enter__()
        if not hasattr(entered, "synthesize"):
            raise EngineError(
                f"can't be started: __enter__ returns {type(entered).__name__}", where=self._where, hint=_HINT
            )
        self._entered = entered
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the engine; what it made is made, so a failure of this is only told."""
        try:
            with self._translated("can't be stopped"):
                self._engine.__exit__(kind, error, trace)
        except EngineError as problem:
            _log.warning("%s", problem)

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Return the engine's clip, when it can be the utterance.

        Raises:
            EngineError: The engine raises something, or returns something else.
        """
        with self._translated(f"can't speak {shown(utterance)}"):
            clip = self._entered.synthesize(utterance, voice)
        return require_speech(require_clip(clip, utterance, voice), utterance, voice)

    def _optional(self, method: str, *arguments: object) -> object:
        with self._translated(f"fails in {method}"):
            result = getattr(self._entered, method)(*arguments)
        return self._checked(result, _OPTIONAL[method], method)

    def _checked(self, result: object, wanted: type[_T], what: str) -> _T:
        if not isinstance(result, wanted):
            problem = f"{what} is {type(result).__name__} in place of {wanted.__name__}"
            raise EngineError(problem, where=self._where, hint=_HINT)
        return result

    def _translated(self, doing: str) -> AbstractContextManager[None]:
        return translated(EngineError, doing, where=self._where, hint=_HINT)

    @property
    def _where(self) -> str:
        return f"engine {self._name}"
