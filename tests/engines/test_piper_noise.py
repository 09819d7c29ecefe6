"""Rules of the noise that models are given, on models of one or two nodes."""

from __future__ import annotations

from typing import Any

import pytest

onnx = pytest.importorskip("onnx", reason="onnx is not installed")

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

from audiocast.engines.piper_noise import GivenNoise, take_noise

_OPSET = 15


def _model(*draws: tuple[str, dict[str, Any]]) -> bytes:
    """A model that draws as much as its input has, by each of the nodes."""
    kinds = enumerate(draws)
    nodes = [helper.make_node(kind, ["x"], [f"y{number}"], **how) for number, (kind, how) in kinds]
    given = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, None])]
    made = [
        helper.make_tensor_value_info(f"y{number}", TensorProto.FLOAT, [None, None]) for number in range(len(draws))
    ]
    graph = helper.make_graph(nodes, "test", given, made)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=8)
    return bytes(model.SerializeToString())


def _session(model: bytes, *, seed: int = 0) -> GivenNoise:
    session = onnxruntime.InferenceSession(take_noise(model), providers=["CPUExecutionProvider"])
    return GivenNoise(session, seed=seed)


_TWO = _model(("RandomNormalLike", {}), ("RandomNormalLike", {"dtype": 1}))


def _draw(session: GivenNoise, *shape: int) -> list[Any]:
    return session.run(None, {"x": np.zeros(shape, np.float32)})


def test_noise_begins_anew() -> None:
    """However much was drawn before, the same is drawn again; by the same seed only, and each node draws its own."""
    session = _session(_TWO)
    first, second = _draw(session, 3, 5)
    _draw(session, 70, 9)
    assert all(np.array_equal(one, other) for one, other in zip(_draw(session, 3, 5), (first, second), strict=True))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, _draw(_session(_TWO, seed=1), 3, 5)[0])


def test_noise_has_the_shape_and_the_spread_of_what_was_drawn() -> None:
    """As much as is wanted, even if that is more than there is at once; half a million values have a spread of 1."""
    for shape in ((0, 4), (1, 1), (700, 800)):
        (noise, _) = _draw(_session(_TWO), *shape)
        assert noise.shape == shape
    assert abs(noise.mean()) < 0.01
    assert abs(noise.std() - 1) < 0.01


def test_a_model_that_draws_nothing_stays_as_it_is() -> None:
    """It is given nothing."""
    (same,) = _session(_model(("Neg", {}))).run(None, {"x": np.ones((1, 2), np.float32)})
    assert same.tolist() == [[-1, -1]]


@pytest.mark.parametrize(
    "draw",
    [
        ("RandomUniformLike", {}),
        ("Bernoulli", {}),
        ("RandomNormalLike", {"scale": 2.0}),
        ("RandomNormalLike", {"mean": 1.0}),
    ],
)
def test_what_is_drawn_in_another_way_is_refused(draw: tuple[str, dict[str, Any]]) -> None:
    """Rather than that sentences depend on each other."""
    with pytest.raises(ValueError, match=draw[0]):
        take_noise(_model(draw))


def test_what_is_no_model_is_refused() -> None:
    """With an error that says so."""
    with pytest.raises(ValueError, match="not a model"):
        take_noise(b"no model")
