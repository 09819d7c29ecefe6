"""Replace the random noise in a model of Piper by noise that is passed to it, so that each sentence is reproducible.

The random nodes of ONNX continue where they stopped. Only a new session resets them, which would take a third of the
time of a sentence. So each random node is replaced by nodes that read the same amount of noise from an input of the
model. This input is the same each time.
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
    from onnxruntime import InferenceSession

_RANDOM_NODES = frozenset(
    {"Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"}
)
_EXPECTED_ATTRIBUTES = {"dtype": TensorProto.FLOAT, "mean": 0.0, "scale": 1.0}
_INPUT = "given noise"
# The length of the noise of each node. It repeats after 15 seconds of speech, which is not heard.
_LENGTH = 2**18
_NUMBERS = (0, 1, _LENGTH)


class GivenNoise:
    """A session with the interface that Piper uses, for a model that `take_noise` returned.

    Args:
        session: The session of onnxruntime.
        seed: The seed of the noise.
    """

    def __init__(self, session: InferenceSession, *, seed: int) -> None:
        self._session = session
        self._noise = _noise(tuple(put.name for put in session.get_inputs() if put.name.startswith(_INPUT)), seed)

    def run(self, names: Sequence[str] | None, inputs: Mapping[str, Any]) -> list[Any]:
        """Return the outputs of the model for its other inputs."""
        outputs: list[Any] = self._session.run(names, {**inputs, **self._noise})
        return outputs


def take_noise(model: bytes) -> bytes:
    """Return a model that takes noise from new inputs, instead of drawing it.

    Raises:
        ValueError: It is not a model, or has other random nodes than the voices of Piper.
    """
    try:
        changed = onnx.load_model_from_string(model)
    except DecodeError as error:
        raise ValueError(f"not a model of ONNX: {error}") from error
    graph = changed.graph
    nodes: list[NodeProto] = []
    inputs: list[str] = []
    for node in graph.node:
        if node.op_type in _RANDOM_NODES:
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
    """Yield nodes that replace a random node: repeat the noise, cut it to length, and reshape it."""
    attributes = {each.name: helper.get_attribute_value(each) for each in node.attribute}
    unexpected = {name for name, usual in _EXPECTED_ATTRIBUTES.items() if attributes.get(name, usual) != usual}
    if node.op_type != "RandomNormalLike" or unexpected:
        raise ValueError(f"the model has the random node {node.op_type} {attributes}, which is not supported")
    (like,), (drawn,) = node.input, node.output

    def step(kind: str, *inputs: str) -> NodeProto:
        # Each output is named by its operation, so that the next node can refer to it.
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
    """Return the noise for each input, the same for every sentence of a voice."""
    rng = np.random.default_rng(seed)
    return {name: rng.standard_normal(_LENGTH, np.float32) for name in names}


def _constant(number: int) -> str:
    return f"number {number}"
