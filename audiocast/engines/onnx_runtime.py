"""Load onnxruntime, which runs the models of hibari, kokoro and piper, and name its version.

Its version is part of the version of these engines, because it can change their sound.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from audiocast.engines import installed

if TYPE_CHECKING:
    from types import ModuleType

_ERRORS_ONLY = 3


def version(adapter: str, package: str, *, engine: str) -> str:
    """Return the versions of the adapter, of the package that converts text to phonemes, of onnxruntime and of numpy.

    Raises:
        UnknownEngineError: A package is not installed.
    """
    packages = (package, "onnxruntime", "numpy")
    return " ".join((adapter, *(f"{each}-{installed(each, engine=engine)}" for each in packages)))


def runtime() -> ModuleType:
    """Return the package onnxruntime, set to print only errors.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    onnxruntime = import_module("onnxruntime")
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)  # otherwise it prints warnings about GPUs
    return onnxruntime
