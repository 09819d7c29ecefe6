"""Tests of `engines.kokoro_speedup` and `engines.onnx_graph`: a changed model computes the same, without `onnx`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
import pytest

from audiocast.engines import kokoro_speedup
from audiocast.engines.onnx_graph import Graph, make_node, new_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

_INPUTS, _OUTPUTS, _LENGTH = 4, 6, 50


def _model(width: int, dilation: int) -> Graph:
    """Return a model like a part of Kokoro: a convolution of integers with a bias, and a normalization."""
    random = np.random.default_rng(0)
    graph = new_graph("sound")
    add = graph.add_constant
    add("heard", random.normal(size=(1, _INPUTS, _LENGTH)).astype(np.float32))
    add("weights", random.integers(0, 256, (_OUTPUTS, _INPUTS, width), dtype=np.uint8))
    add("weights zero", np.array(131, np.uint8))
    add("weight scale", np.array(0.01, np.float32))
    add("bias", random.normal(size=_OUTPUTS).astype(np.float32))
    add("as column", np.array([1, _OUTPUTS, 1], np.int64))
    add("time", np.array([2], np.int64))
    add("epsilon", np.array(1e-5, np.float32))
    add("last", np.array([2], np.int64))
    for name in ("scale", "shift"):
        add(f"flat {name}", random.normal(size=(1, _OUTPUTS)).astype(np.float32))
    pad = dilation * (width - 1) // 2
    convolution: dict[str, int | list[int]] = {"pads": [pad, pad], "dilations": [dilation], "strides": [1], "group": 1}
    graph.nodes = [
        make_node("DynamicQuantizeLinear", ["heard"], ["integers", "step", "zero"]),
        make_node(
            "ConvInteger", ["integers", "weights", "zero", "weights zero"], ["convolved"], attributes=convolution
        ),
        make_node("Mul", ["step", "weight scale"], ["steps"]),
        make_node("Div", ["bias", "steps"], ["exact bias"]),
        make_node("Floor", ["exact bias"], ["rounded bias"]),
        make_node("Cast", ["rounded bias"], ["integer bias"], attributes={"to": 6}),
        make_node("Reshape", ["integer bias", "as column"], ["bias column"]),
        make_node("Add", ["convolved", "bias column"], ["added"]),
        make_node("Cast", ["added"], ["numbers"], attributes={"to": 1}),
        make_node("Mul", ["numbers", "steps"], ["values"]),
        make_node("ReduceMean", ["values", "time"], ["mean"], attributes={"keepdims": 1}),
        make_node("Sub", ["values", "mean"], ["centered"]),
        make_node("Mul", ["centered", "centered"], ["squares"]),
        make_node("ReduceMean", ["squares", "time"], ["variance"], attributes={"keepdims": 1}),
        make_node("Add", ["variance", "epsilon"], ["variance above zero"]),
        make_node("Sqrt", ["variance above zero"], ["deviation"]),
        make_node("Div", ["centered", "deviation"], ["normal"]),
        make_node("Unsqueeze", ["flat scale", "last"], ["scale"]),
        make_node("Unsqueeze", ["flat shift", "last"], ["shift"]),
        make_node("Mul", ["normal", "scale"], ["scaled"]),
        make_node("Add", ["scaled", "shift"], ["sound"]),
    ]
    return graph


def _run(model: bytes) -> NDArray[Any]:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    sound: NDArray[Any] = session.run(None, {})[0]
    return sound


@pytest.mark.parametrize(("width", "dilation"), [(1, 1), (3, 1), (7, 3)])
def test_changed_model_computes_the_same(width: int, dilation: int) -> None:
    """The nodes are replaced, and the result differs only by the rounding of the bias."""
    model = _model(width, dilation).to_bytes()
    fast = kokoro_speedup.faster(model, onnxruntime)
    operators = {node.operator for node in Graph(fast).nodes}
    assert {"MatMulIntegerToFloat", "InstanceNormalization"} <= operators
    assert not operators & {"ConvInteger", "ReduceMean", "Sqrt"}
    assert "weights" not in Graph(fast)
    assert np.abs(_run(model) - _run(fast)).max() < 0.01
    assert _run(fast).tobytes() == _run(fast).tobytes()


def test_values_to_keep_stay() -> None:
    """A value inside the model stays if it is needed."""
    fast = kokoro_speedup.faster(_model(3, 1).to_bytes(), onnxruntime, keep=["deviation"])
    assert any("deviation" in node.outputs for node in Graph(fast).nodes)


def test_other_models_stay_as_they_are() -> None:
    """What is no model, and a model with an unknown kind of convolution, are returned unchanged."""
    graph = _model(3, 1)
    graph.nodes[7] = make_node("Sub", ["convolved", "bias column"], ["added"])
    for model in (b"no model", graph.to_bytes()):
        fast = kokoro_speedup.faster(model, onnxruntime)
        assert fast == model


def test_graph_is_written_as_it_was_read() -> None:
    """Reading and writing changes nothing, and a broken message is an error."""
    model = _model(3, 1).to_bytes()
    assert Graph(model).to_bytes() == model
    for broken in (model[:-1], b"\xff" * 20, b"\x0b"):
        with pytest.raises(ValueError, match="not an ONNX model"):
            Graph(broken)
