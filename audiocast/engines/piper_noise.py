"""How does a model that draws noise say a sentence the same way, whatever it said before?

The nodes of ONNX that draw go on where they stopped, and nothing takes them back but a session of its own for each
sentence, which is a third of the work. So each is replaced by nodes that cut as much as it would draw from noise that
the model is given: the same from its beginning, each time.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from onnx import NodeProto

_DRAWS = frozenset(
    {"Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"}
)
_USUAL = {"dtype": TensorProto.FLOAT, "mean": 0.0, "scale": 1.0}
_INPUT = "given noise"
# Values for each node, which takes them again after a quarter of a minute of speech, when no ear notices.
_LENGTH = 2**18
_NUMBERS = (0, 1, _LENGTH)


class GivenNoise:
    """A session as Piper asks for one, of a model that `take_noise` made.

    Args:
        session: Of onnxruntime.
        seed: What the noise is made from.
    """

    def __init__(self, session: Any, *, seed: int) -> None:  # noqa: ANN401 - onnxruntime has no types
        self._session = session
        self._noise = _noise(tuple(put.name for put in session.get_inputs() if put.name.startswith(_INPUT)), seed)

    def run(self, names: Sequence[str] | None, inputs: Mapping[str, Any]) -> list[Any]:
        """What the model makes of its other inputs."""
        outputs: list[Any] = self._session.run(names, {**inputs, **self._noise})
        return outputs


def take_noise(model: bytes) -> bytes:
    """A model that takes noise from inputs of its own, where this one draws.

    Raises:
        ValueError: It is no model, or draws in another way than voices of Piper do.
    """
    try:
        changed = onnx.load_model_from_string(model)
    except DecodeError as error:
        raise ValueError(f"no model of ONNX: {error}") from error
    graph = changed.graph
    nodes: list[NodeProto] = []
    inputs: list[str] = []
    for node in graph.node:
        if node.op_type in _DRAWS:
            inputs.append(f"{_INPUT} {len(inputs)}")
            nodes += _cut(node, inputs[-1])
        else:
            nodes.append(node)
    if inputs:
        del graph.node[:]
        graph.node.extend(nodes)
        graph.input.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, [_LENGTH]) for name in inputs)
        graph.initializer.extend(numpy_helper.from_array(np.array([number]), _constant(number)) for number in _NUMBERS)
    return bytes(changed.SerializeToString())


def _cut(node: NodeProto, noise: str) -> Iterator[NodeProto]:
    """What gives as much as a node would draw: the noise, as often as that takes, cut and in the node's shape."""
    ways = {each.name: helper.get_attribute_value(each) for each in node.attribute}
    if node.op_type != "RandomNormalLike" or any(ways.get(name, usual) != usual for name, usual in _USUAL.items()):
        raise ValueError(f"it draws noise by {node.op_type} {ways}")
    (like,), (drawn,) = node.input, node.output

    def step(kind: str, *inputs: str) -> NodeProto:
        # Each is named by what it does, so that the next can ask for it.
        return helper.make_node(kind, inputs, [drawn if kind == "Reshape" else f"{drawn} {kind}"])

    yield step("Size", like)
    yield step("Unsqueeze", f"{drawn} Size", _constant(0))
    yield step("Div", f"{drawn} Unsqueeze", _constant(_LENGTH))
    yield step("Add", f"{drawn} Div", _constant(1))
    yield step("Tile", noise, f"{drawn} Add")
    yield step("Slice", f"{drawn} Tile", _constant(0), f"{drawn} Unsqueeze")
    yield step("Shape", like)
    yield step("Reshape", f"{drawn} Slice", f"{drawn} Shape")


@cache
def _noise(names: tuple[str, ...], seed: int) -> Mapping[str, NDArray[np.float32]]:
    """The same for every sentence of a voice."""
    rng = np.random.default_rng(seed)
    return {name: rng.standard_normal(_LENGTH, np.float32) for name in names}


def _constant(number: int) -> str:
    return f"number {number}"
