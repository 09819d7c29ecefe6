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
# The numbers of fields in the messages ModelProto, GraphProto and ValueInfoProto of ONNX, and the type of such a field.
_GRAPH_OF_MODEL, _OUTPUT_OF_GRAPH, _NAME_OF_VALUE = 7, 12, 1
_BYTES = 2


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


def with_output(model: bytes, name: str) -> bytes:
    """Return a model that also returns one of its inner values, after all others.

    Two protobuf messages in a row are one message with the content of both. So a message that holds only the name of
    the output is enough; the rest of the model, and what it computes, stays as it is.

    Args:
        model: The content of an ONNX file.
        name: The name of the value, such as "/Clip_output_0".
    """
    return model + _field(_GRAPH_OF_MODEL, _field(_OUTPUT_OF_GRAPH, _field(_NAME_OF_VALUE, name.encode())))


def _field(number: int, content: bytes) -> bytes:
    """Return a field of a protobuf message: a text or another message, shorter than 128 bytes."""
    return bytes((number << 3 | _BYTES, len(content))) + content
