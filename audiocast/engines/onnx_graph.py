"""Read and write the graph of an ONNX model: its nodes and its constants.

An ONNX file is a protobuf message. Only what a change of the graph needs is read; all else is kept as it is. The
package `onnx` can do the same, but takes more space and time than the engine that needs this.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]
    # A part of the file, without a copy where it can be large.
    Content: TypeAlias = bytes | memoryview
    # The number of a field, and its content or number.
    Field: TypeAlias = tuple[int, Content | int]

# How the content of a field is written.
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
# The numbers of fields in ModelProto, OperatorSetIdProto, ValueInfoProto, GraphProto, NodeProto, AttributeProto and
# TensorProto.
_FORMAT, _GRAPH, _OPERATORS = 1, 7, 8
_VERSION, _VALUE_NAME = 2, 1
_NODE, _GRAPH_NAME, _INITIALIZER, _GRAPH_OUTPUT = 1, 2, 5, 12
_INPUT, _OUTPUT, _NODE_NAME, _OPERATOR, _ATTRIBUTE, _DOMAIN = 1, 2, 3, 4, 5, 7
_ATTRIBUTE_NAME, _FLOAT, _INTEGER, _INTEGERS, _ATTRIBUTE_TYPE = 1, 2, 3, 8, 20
_DIMENSIONS, _TYPE, _FLOATS, _INT32S, _INT64S, _TENSOR_NAME, _RAW = 1, 2, 4, 5, 7, 8, 9
# The types of attributes, and those of tensors.
_A_FLOAT, _AN_INTEGER, _SOME_INTEGERS = 1, 2, 7
_TYPES: dict[int, np.dtype[Any]] = {
    1: np.dtype("<f4"),
    2: np.dtype("u1"),
    3: np.dtype("i1"),
    6: np.dtype("<i4"),
    7: np.dtype("<i8"),
}
_NUMBERS = {kind: number for number, kind in _TYPES.items()}
_BITS = 64
# A byte of a number has seven bits of it, and the mark that more follow.
_SEVEN_BITS, _MORE = 0x7F, 0x80
_FORMAT_VERSION, _OPERATORS_VERSION = 9, 20

Attribute: TypeAlias = "float | int | Sequence[int]"


@dataclass(slots=True, eq=False)
class Node:
    """A node: an operator with the names of its inputs and outputs."""

    operator: str
    inputs: list[str]
    outputs: list[str]
    content: Content = field(repr=False)

    def attributes(self) -> dict[str, int | list[int]]:
        """Return the attributes that are integers or lists of integers."""
        found: dict[str, int | list[int]] = {}
        for number, content in _fields(self.content):
            if number != _ATTRIBUTE or isinstance(content, int):
                continue
            parts = list(_fields(content))
            name = _text(content, _ATTRIBUTE_NAME)
            several = [each for key, value in parts if key == _INTEGERS for each in _integers(value)]
            single = [value for key, value in parts if key == _INTEGER and isinstance(value, int)]
            if single or several:
                found[name] = several or single[0]
        return found


class Graph:
    """The graph of a model.

    Args:
        model: The content of an ONNX file.

    Attributes:
        nodes: The nodes, each after those that it needs.
        outputs: The names of the values that the model returns.

    Raises:
        ValueError: The content is not an ONNX model.
    """

    def __init__(self, model: bytes) -> None:
        self.nodes: list[Node] = []
        self.outputs: list[str] = []
        self._constants: dict[str, Content] = {}
        self._model, self._rest = bytearray(), bytearray()
        for number, content in _fields(memoryview(model)):
            if number != _GRAPH or isinstance(content, int):
                self._model += _field(number, content)
                continue
            for inner, each in _fields(content):
                if inner == _NODE and not isinstance(each, int):
                    self.nodes.append(_node(each))
                elif inner == _INITIALIZER and not isinstance(each, int):
                    self._constants[_text(each, _TENSOR_NAME)] = each
                else:
                    self._rest += _field(inner, each)
                    if inner == _GRAPH_OUTPUT and not isinstance(each, int):
                        self.outputs.append(_text(each, _VALUE_NAME))

    def __contains__(self, name: str) -> bool:
        """Return whether there is a constant of this name."""
        return name in self._constants

    def constant(self, name: str) -> Array:
        """Return the value of a constant.

        Raises:
            ValueError: It has a type that is not known here.
        """
        return _array(self._constants[name])

    def add_constant(self, name: str, value: Array) -> str:
        """Add a constant, and return its name."""
        if name not in self._constants:
            self._constants[name] = _tensor(name, value)
        return name

    def remove_unused(self, *, keep: Iterable[str] = ()) -> None:
        """Remove nodes and constants that no output and none of the values to keep needs."""
        needed = {*self.outputs, *keep}
        kept = []
        for node in reversed(self.nodes):
            if needed.intersection(node.outputs):
                kept.append(node)
                needed.update(node.inputs)
        self.nodes = kept[::-1]
        self._constants = {name: content for name, content in self._constants.items() if name in needed}

    def to_bytes(self) -> bytes:
        """Return the content of an ONNX file."""
        parts = [_field(_NODE, node.content) for node in self.nodes]
        parts += [_field(_INITIALIZER, content) for content in self._constants.values()]
        return bytes(self._model) + _field(_GRAPH, b"".join(parts) + bytes(self._rest))


def new_graph(output: str) -> Graph:
    """Return an empty graph with one output."""
    operators = _field(_OPERATORS, _field(_VERSION, _OPERATORS_VERSION))
    value = _field(_VALUE_NAME, output.encode())
    graph = _field(_GRAPH_NAME, output.encode()) + _field(_GRAPH_OUTPUT, value)
    return Graph(_field(_FORMAT, _FORMAT_VERSION) + operators + _field(_GRAPH, graph))


def with_output(model: bytes, name: str) -> bytes:
    """Return a model that also returns one of its inner values, after all others.

    Two protobuf messages in a row are one message with the content of both. So a message that holds only the name of
    the output is enough; the rest of the model, and what it computes, stays as it is.

    Args:
        model: The content of an ONNX file.
        name: The name of the value, such as "/Clip_output_0".
    """
    return model + _field(_GRAPH, _field(_GRAPH_OUTPUT, _field(_VALUE_NAME, name.encode())))


def make_node(
    operator: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    *,
    domain: str = "",
    attributes: Mapping[str, Attribute] | None = None,
) -> Node:
    """Return a new node. Its name is that of its first output."""
    parts = [_field(_INPUT, name.encode()) for name in inputs]
    parts += [_field(_OUTPUT, name.encode()) for name in outputs]
    parts += [_field(_NODE_NAME, f"{operator} {outputs[0]}".encode()), _field(_OPERATOR, operator.encode())]
    parts += [_field(_ATTRIBUTE, _attribute(name, value)) for name, value in (attributes or {}).items()]
    if domain:
        parts.append(_field(_DOMAIN, domain.encode()))
    return Node(operator, list(inputs), list(outputs), b"".join(parts))


def _attribute(name: str, value: Attribute) -> bytes:
    head = _field(_ATTRIBUTE_NAME, name.encode())
    if isinstance(value, float):
        number = _varint(_FLOAT << 3 | _FIXED32) + struct.pack("<f", value)
        return head + number + _field(_ATTRIBUTE_TYPE, _A_FLOAT)
    if isinstance(value, int):
        return head + _field(_INTEGER, value) + _field(_ATTRIBUTE_TYPE, _AN_INTEGER)
    return head + b"".join(_field(_INTEGERS, each) for each in value) + _field(_ATTRIBUTE_TYPE, _SOME_INTEGERS)


def _node(content: Content) -> Node:
    node = Node("", [], [], content)
    for number, each in _fields(content):
        if isinstance(each, int):
            continue
        if number == _INPUT:
            node.inputs.append(str(each, "utf-8"))
        elif number == _OUTPUT:
            node.outputs.append(str(each, "utf-8"))
        elif number == _OPERATOR:
            node.operator = str(each, "utf-8")
    return node


def _array(tensor: Content) -> Array:
    shape: list[int] = []
    kind, values = 0, b""
    for number, content in _fields(tensor):
        if number == _DIMENSIONS:
            shape += _integers(content)
        elif number == _TYPE and isinstance(content, int):
            kind = content
        elif number in {_RAW, _FLOATS} and not isinstance(content, int):
            values += content
        elif number in {_INT32S, _INT64S}:
            values += np.asarray(_integers(content), np.int64).astype(_TYPES.get(kind, "<i8")).tobytes()
    if kind not in _TYPES:
        raise ValueError(f"the type {kind} of a constant is not known")
    array: Array = np.frombuffer(values, _TYPES[kind])
    return array.reshape(shape)


def _tensor(name: str, value: Array) -> bytes:
    kind = _NUMBERS[value.dtype.newbyteorder("<") if value.dtype.itemsize > 1 else value.dtype]
    parts = [_field(_DIMENSIONS, size) for size in value.shape]
    parts += [_field(_TYPE, kind), _field(_TENSOR_NAME, name.encode()), _field(_RAW, value.tobytes())]
    return b"".join(parts)


def _fields(message: Content) -> Iterator[Field]:
    """Yield the fields of a message. A number of fixed length is yielded as bytes.

    Raises:
        ValueError: It is not a protobuf message.
    """
    place, end = 0, len(message)
    while place < end:
        key, place = _read_varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, place = _read_varint(message, place)
            yield number, value
            continue
        if kind == _BYTES:
            length, place = _read_varint(message, place)
        elif kind in {_FIXED32, _FIXED64}:
            length = 4 if kind == _FIXED32 else 8
        else:
            raise ValueError("it is not an ONNX model")
        if place + length > end or not number:
            raise ValueError("it is not an ONNX model")
        yield number, message[place : place + length]
        place += length


def _integers(content: Content | int) -> list[int]:
    """Return the integers of a repeated field: one, or all of them packed."""
    if isinstance(content, int):
        return [content]
    place, found = 0, []
    while place < len(content):
        value, place = _read_varint(content, place)
        found.append(value - (1 << _BITS) if value >> (_BITS - 1) else value)
    return found


def _text(message: Content, wanted: int) -> str:
    return next(
        (str(each, "utf-8") for number, each in _fields(message) if number == wanted and not isinstance(each, int)), ""
    )


def _field(number: int, content: Content | int) -> bytes:
    if isinstance(content, int):
        return _varint(number << 3 | _VARINT) + _varint(content)
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    value &= (1 << _BITS) - 1
    made = bytearray()
    while value > _SEVEN_BITS:
        made.append(value & _SEVEN_BITS | _MORE)
        value >>= 7
    made.append(value)
    return bytes(made)


def _read_varint(message: Content, place: int) -> tuple[int, int]:
    value = shift = 0
    while shift < _BITS + 6:
        if place >= len(message):
            raise ValueError("it is not an ONNX model")
        byte = message[place]
        place += 1
        value |= (byte & _SEVEN_BITS) << shift
        if byte < _MORE:
            return value, place
        shift += 7
    raise ValueError("it is not an ONNX model")
