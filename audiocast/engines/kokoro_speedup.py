"""Change the graph of Kokoro's model so that it computes the same in half the time.

- A convolution of 8-bit integers becomes a matrix multiplication. onnxruntime has fast instructions for the second, but
  only with signed weights. The integers that it computes are the same. The bias is added as the number it is, and not
  rounded to such an integer.
- A normalization of eight nodes becomes one node. Its result differs from theirs only by rounding.

A model that is made of other nodes, such as another export of Kokoro, is not changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from audiocast.engines.onnx_graph import Graph, Node, make_node, new_graph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[Any]

_MICROSOFT = "com.microsoft"
_ROUNDING = ("Reshape", "Cast", "Floor")  # of a bias
_DIMENSIONS = 3
_PROBE = 64


def faster(model: bytes, onnxruntime: ModuleType, *, keep: Sequence[str] = ()) -> bytes:
    """Return a model that computes the same in less time, or the same model if it can't be changed.

    Args:
        model: The content of an ONNX file.
        onnxruntime: The package.
        keep: The names of values inside the model that are needed besides its outputs.
    """
    try:
        graph = Graph(model)
        change = _Change(graph, signed=multiplies_exactly(onnxruntime))
        change.convolutions()
        change.normalizations()
        change.apply(keep)
        return graph.to_bytes()
    except (ValueError, LookupError, StopIteration):
        return model


def multiplies_exactly(onnxruntime: ModuleType) -> bool:
    """Return whether this processor multiplies unsigned and signed integers without an overflow.

    Older processors of Intel and AMD add two products in 16 bits. They need unsigned weights, which is slower.
    """
    graph = new_graph("c")
    graph.add_constant("a", np.full((1, _PROBE), 255, np.uint8))
    graph.add_constant("b", np.full((_PROBE, _PROBE), 127, np.int8))
    graph.nodes.append(make_node("MatMulInteger", ["a", "b"], ["c"]))
    session = onnxruntime.InferenceSession(graph.to_bytes(), providers=["CPUExecutionProvider"])
    return bool((session.run(None, {})[0] == _PROBE * 255 * 127).all())


class _Change:
    """Changes of a graph.

    Args:
        graph: The graph.
        signed: Whether weights are made signed.
    """

    def __init__(self, graph: Graph, *, signed: bool) -> None:
        self._graph = graph
        self._signed = signed
        self._makers = {name: node for node in graph.nodes for name in node.outputs}
        self._users: dict[str, list[Node]] = {}
        for node in graph.nodes:
            for name in node.inputs:
                self._users.setdefault(name, []).append(node)
        # The nodes that stand in for a node, and all values that new nodes compute.
        self._instead: dict[int, list[Node]] = {}
        self._made: set[str] = set()

    def apply(self, keep: Sequence[str]) -> None:
        """Put the new nodes into the graph, and remove what is no longer needed."""
        self._graph.nodes = [new for node in self._graph.nodes for new in self._instead.get(id(node), [node])]
        self._graph.remove_unused(keep=keep)

    def convolutions(self) -> None:
        """Turn each convolution of integers with a stride of one into a matrix multiplication."""
        for node in self._graph.nodes:
            if node.operator == "ConvInteger":
                self._convolution(node)

    def normalizations(self) -> None:
        """Join the nodes of each normalization over time, with the scale and the shift of the style."""
        for node in self._graph.nodes:
            if node.operator == "Div":
                self._normalization(node)

    def _convolution(self, node: Node) -> None:
        attributes = node.attributes()
        quantized, weights, zero, weights_zero = node.inputs
        weight = self._graph.constant(weights)
        dilation, pads = attributes.get("dilations", [1]), attributes.get("pads", [0, 0])
        plain = attributes.get("strides", [1]) == [1] and attributes.get("group", 1) == 1
        if not plain or weight.ndim != _DIMENSIONS or not isinstance(dilation, list) or not isinstance(pads, list):
            return
        outputs, inputs, width = weight.shape
        if sum(pads) != dilation[0] * (width - 1) or weight.dtype != np.uint8:
            return
        maker = self._makers[quantized]
        result, bias = self._bias(node)
        cast = self._only_user(result, "Cast")
        product = self._only_user(cast.outputs[0], "Mul")
        scales = self._makers[next(name for name in product.inputs if name != cast.outputs[0])]
        weight_scale = next(name for name in scales.inputs if name in self._graph)
        name = node.outputs[0]
        matrix = np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(width * inputs, outputs))
        rows, nodes = self._rows(maker.outputs, inputs, width, dilation[0], pads)
        values = [
            rows,
            self._weights(f"{name} weights", matrix),
            maker.outputs[1],
            weight_scale,
            zero,
            self._weights(f"{name} zero", self._graph.constant(weights_zero)),
            *bias,
        ]
        self._instead[id(product)] = [
            *nodes,
            make_node("MatMulIntegerToFloat", values, [f"{name} rows"], domain=_MICROSOFT),
            make_node("Transpose", [f"{name} rows"], product.outputs, attributes={"perm": [0, 2, 1]}),
        ]

    def _bias(self, node: Node) -> tuple[str, list[str]]:
        """Return the name of the sum of a convolution and its bias, and the name of the bias, if there is one."""
        (user,) = self._users[node.outputs[0]]
        if user.operator != "Add":
            return node.outputs[0], []
        maker = self._makers[next(name for name in user.inputs if name != node.outputs[0])]
        while maker.operator in _ROUNDING:
            maker = self._makers[maker.inputs[0]]
        if maker.operator != "Div" or maker.inputs[0] not in self._graph:
            raise ValueError("the bias of a convolution is not a constant")
        return user.outputs[0], [maker.inputs[0]]

    def _only_user(self, name: str, operator: str) -> Node:
        (user,) = self._users[name]
        if user.operator != operator:
            raise ValueError(f"{name} is not used by {operator}")
        return user

    def _weights(self, name: str, value: Array) -> str:
        """Add weights or their zero, signed if this processor is fast with that."""
        if self._signed:
            value = (value ^ np.uint8(128)).view(np.int8)
        return self._graph.add_constant(name, value)

    def _rows(
        self, quantized: Sequence[str], inputs: int, width: int, dilation: int, pads: Sequence[int]
    ) -> tuple[str, list[Node]]:
        """Return the name of a matrix with all that is multiplied for each moment in a row, and the nodes it needs."""
        values, _, zero = quantized
        turned = f"{values} turned"
        nodes = [make_node("Transpose", [values], [turned], attributes={"perm": [0, 2, 1]})]
        rows = turned
        if width > 1:
            name = f"{values} {width} {dilation}"
            add, rows = self._add, f"{name} rows"
            offsets = np.arange(width, dtype=np.int64).reshape(1, width) * dilation
            around = add(f"pads {pads}", np.array([0, pads[0], 0, 0, pads[1], 0], np.int64))
            shape = add(f"shape {width * inputs}", np.array([1, -1, width * inputs], np.int64))
            first, step = add("zero", np.array(0, np.int64)), add("one", np.array(1, np.int64))
            column = add("column", np.array([-1, 1], np.int64))
            nodes += [
                make_node("Pad", [turned, around, zero], [f"{name} padded"]),
                make_node("Shape", [turned], [f"{name} size"], attributes={"start": 1, "end": 2}),
                make_node("Squeeze", [f"{name} size"], [f"{name} length"]),
                make_node("Range", [first, f"{name} length", step], [f"{name} moments"]),
                make_node("Reshape", [f"{name} moments", column], [f"{name} column"]),
                make_node("Add", [f"{name} column", add(f"offsets {width} {dilation}", offsets)], [f"{name} places"]),
                make_node("Gather", [f"{name} padded", f"{name} places"], [f"{name} all"], attributes={"axis": 1}),
                make_node("Reshape", [f"{name} all", shape], [rows]),
            ]
        new = [each for each in nodes if each.outputs[0] not in self._made]
        self._made.update(each.outputs[0] for each in new)
        return rows, new

    def _add(self, name: str, value: Array) -> str:
        """Add a constant that several nodes use, under a name that no model has."""
        return self._graph.add_constant(f"audiocast {name}", value)

    def _normalization(self, node: Node) -> None:
        """Join (x - mean) / sqrt(mean((x - mean)²) + epsilon) · scale + shift into one node, for each such use."""
        parts = self._normalized(node)
        if parts is None:
            return
        values, epsilon = parts
        for product in self._users[node.outputs[0]]:
            users = self._users.get(product.outputs[0], [])
            if product.operator != "Mul" or len(users) != 1 or users[0].operator != "Add":
                continue
            total = users[0]
            sides = [next(name for name in total.inputs if name != product.outputs[0])]
            sides.insert(0, next(name for name in product.inputs if name != node.outputs[0]))
            if any(name in self._graph for name in sides):
                continue  # these have no dimension for the batch
            axes = self._add("axes", np.array([0, 2], np.int64))
            flat = [f"{name} of {total.outputs[0]}" for name in sides]
            self._instead[id(total)] = [
                *(make_node("Squeeze", [side, axes], [name]) for side, name in zip(sides, flat, strict=True)),
                make_node(
                    "InstanceNormalization", [values, *flat], total.outputs, attributes={"epsilon": float(epsilon)}
                ),
            ]

    def _normalized(self, node: Node) -> tuple[str, float] | None:
        """Return what a division normalizes over the last axis of three, and its epsilon; None for other divisions."""
        difference, root = (self._makers.get(name) for name in node.inputs)
        if difference is None or root is None or (difference.operator, root.operator) != ("Sub", "Sqrt"):
            return None
        total, mean = self._makers.get(root.inputs[0]), self._makers.get(difference.inputs[1])
        if total is None or mean is None or (total.operator, mean.operator) != ("Add", "ReduceMean"):
            return None
        epsilon = [name for name in total.inputs if name in self._graph]
        if len(epsilon) != 1 or mean.inputs[0] != difference.inputs[0] or len(mean.inputs) != 1 + 1:
            return None
        if mean.inputs[1] not in self._graph or self._graph.constant(mean.inputs[1]).tolist() != [2]:
            return None
        return mean.inputs[0], float(self._graph.constant(epsilon[0]).item())
