"""What computes the models of the voices that are such: onnxruntime, whose version is part of how they sound."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from audiocast.engines import installed

_ERRORS_ONLY = 3


def version(adapter: str, package: str, *, engine: str) -> str:
    """Of the adapter, the package that reads, and what computes.

    Raises:
        UnknownEngineError: One of them is not installed.
    """
    packages = (package, "onnxruntime", "numpy")
    return " ".join((adapter, *(f"{each}-{installed(each, engine=engine)}" for each in packages)))


def runtime() -> Any:  # noqa: ANN401 - a module without type information
    """The package onnxruntime, told to print only errors.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    onnxruntime: Any = import_module("onnxruntime")
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)  # it prints what it thinks of the machine's GPUs
    return onnxruntime
