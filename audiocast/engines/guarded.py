"""Wrap an engine, so that its exceptions and wrong results become errors of audiocast.

Engines of other packages may raise or return anything. Any exception, and any result that can't be the sound of the
utterance, becomes an `EngineError` that names the engine.
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

# The methods that an engine may have besides those of `Engine`, and the types they return.
_OPTIONAL = {"pronounce": str, "share": object, "voices": tuple}
_HINT = "Use another voice, or report it to the authors of the engine: `--verbose` shows the traceback"


class GuardedEngine:
    """A wrapped engine; it has the same optional methods as the engine.

    Args:
        name: The name of the entry point.
        engine: The engine, not entered.
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
        """The version of the wrapped engine."""
        with self._translated("its version can't be read"):
            version = self._engine.version
        return self._checked(version, str, "its version")

    def __enter__(self) -> Self:
        """Enter the engine."""
        with self._translated("the engine can't be started"):
            entered = self._engine.__enter__()
        if not hasattr(entered, "synthesize"):
            problem = f"the engine can't be started: __enter__ returns {type(entered).__name__}"
            raise EngineError(problem, where=self._where, hint=_HINT)
        self._entered = entered
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Exit the engine; a failure is only logged, because all clips are there already."""
        try:
            with self._translated("the engine can't be stopped"):
                self._engine.__exit__(kind, error, trace)
        except EngineError as problem:
            _log.warning("%s", problem)

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Return the clip of the engine, checked.

        Raises:
            EngineError: The engine raised an exception, or its result can't be the sound of the utterance.
        """
        with self._translated(f"the engine can't synthesize {shown(utterance)}"):
            clip = self._entered.synthesize(utterance, voice)
        return require_speech(require_clip(clip, utterance, voice), utterance, voice)

    def _optional(self, method: str, *arguments: object) -> object:
        with self._translated(f"the engine's {method} failed"):
            result = getattr(self._entered, method)(*arguments)
        return self._checked(result, _OPTIONAL[method], method)

    def _checked(self, result: object, expected: type[_T], what: str) -> _T:
        if not isinstance(result, expected):
            problem = f"{what} is {type(result).__name__}, not {expected.__name__}"
            raise EngineError(problem, where=self._where, hint=_HINT)
        return result

    def _translated(self, doing: str) -> AbstractContextManager[None]:
        return translated(EngineError, doing, where=self._where, hint=_HINT)

    @property
    def _where(self) -> str:
        return f"engine {self._name}"
