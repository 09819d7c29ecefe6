"""Find engines by name.

Engines are entry points of the group `audiocast.engines`. An entry point is a class, or any callable without
arguments, that returns an `Engine`. Only the engine that is asked for is imported.
"""

from __future__ import annotations

import functools
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from typing import TYPE_CHECKING, cast

from audiocast.config import suggestions
from audiocast.engines.guarded import GuardedEngine
from audiocast.errors import EngineError, UnknownEngineError, translated

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocast.engines.protocol import Engine

_GROUP = "audiocast.engines"


def available() -> tuple[str, ...]:
    """Return the names of all registered engines, in alphabetical order, also of those whose packages are missing."""
    return tuple(sorted(_known()))


def load(name: str) -> Engine:
    """Return the engine of that name, not yet entered, wrapped in `GuardedEngine`.

    Raises:
        UnknownEngineError: There is no such engine, or it can't be imported.
        EngineError: It can't be created.
    """
    known = _known()
    if name not in known:
        hint = suggestions.hint(name, available())
        raise UnknownEngineError(f"there is no engine {name!r}", hint=hint, where=f"engine {name}")
    where, hint = f"engine {name}", f"Install or repair the package with {known[name].value}"
    with translated(UnknownEngineError, "the engine can't be imported", where=where, hint=hint):
        make = cast("Callable[[], Engine]", known[name].load())
    with translated(EngineError, "the engine can't be created", where=where, hint=hint):
        return GuardedEngine(name, make())


def installed(package: str, *, engine: str) -> str:
    """Return the version of an installed package that an engine needs.

    Raises:
        UnknownEngineError: It is not installed.
    """
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise missing(package, engine=engine) from error


def missing(package: str, *, engine: str) -> UnknownEngineError:
    """Return the error for a package that an engine needs and that is not installed."""
    return UnknownEngineError(
        f"the package {package} is not installed", where=f"engine {engine}", hint=f"Run: pip install {package}"
    )


@functools.cache
def _known() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=_GROUP)}
