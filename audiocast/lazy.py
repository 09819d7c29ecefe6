"""Import the submodules of a package when they are first used (PEP 562).

`audiocast --help` may take 0.15 s of CPU time, but numpy, lxml or the rules of the normalizer take longer than that to
import. So a module imports a package at the top of the file (`from audiocast import render`) and names the submodule
where it uses it (`render.run.render(request)`).

Each package lists its submodules once, in the `__init__.py` of the package:

    __all__ = ["join", "mp3"]

    if TYPE_CHECKING:
        from audiocast.audio import join, mp3
    else:
        __getattr__ = lazy.attach(__name__, __all__)

A test compares both lists with the files of the package.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


def attach(
    package: str, names: Collection[str], attributes: Mapping[str, str] | None = None
) -> Callable[[str], object]:
    """Return a `__getattr__` for a package that imports a submodule when its name is first used.

    Args:
        package: The full name of the package.
        names: The public names: submodules and attributes of submodules.
        attributes: The submodule that defines a name, for each name that is not a submodule.
    """
    homes = attributes or {}

    def load(name: str) -> object:
        if name in homes:
            value = getattr(importlib.import_module(f"{package}.{homes[name]}"), name)
            setattr(sys.modules[package], name, value)
            return value
        if name in names:
            return importlib.import_module(f"{package}.{name}")
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return load
