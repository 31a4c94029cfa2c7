"""Convolution and pooling against what others run: ONNX Runtime, and ONNX's own evaluator.

ONNX Runtime computes Conv and AveragePool in float32 only; the evaluator takes any type, but its
MaxPool fails at uneven padding. Whole numbers as small as these are exact in float32 too, so all
have to give exactly the same of them.
"""

from typing import Any, cast

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import ModelProto, TensorProto, helper
from onnx.reference import ReferenceEvaluator

from convviz import conv2d, pool2d
from tests.strategies import configurations, pair, poolings

TYPES = {"float32": TensorProto.FLOAT, "float64": TensorProto.DOUBLE}
PAD_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
# A sum of n products is off by n roundings at most, of numbers as large as the largest.
TOLERANCES = {"float32": 2e-5, "float64": 1e-13}


def model(nodes: list[Any], dtype: str, **ranks: int) -> ModelProto:
    """Make a model that leads from the named inputs, of these ranks, to y."""
    inputs = [helper.make_tensor_value_info(n, TYPES[dtype], [None] * r) for n, r in ranks.items()]
    output = helper.make_tensor_value_info("y", TYPES[dtype], [None] * 4)
    graph = helper.make_graph(nodes, "reference", inputs, [output])
    # The first versions with all the operators; ONNX Runtime knows them.
    return helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 19)])


def run(made: ModelProto, dtype: str, **feeds: Any) -> Any:
    """Run a model on images without a batch axis, in ONNX Runtime if it has the type."""
    feeds = {name: np.asarray(value, dtype) for name, value in feeds.items()}
    feeds["x"] = feeds["x"][np.newaxis]
    if dtype == "float64" and made.graph.node[-1].op_type != "MaxPool":
        (y,) = cast("list[Any]", ReferenceEvaluator(made).run(None, feeds))
        return y[0]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # for sums this small more threads only wait
    level = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_DISABLE_ALL  # as written: starts sooner
    data = made.SerializeToString()
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    return session.run(None, feeds)[0][0]


def sides(c: dict[str, Any]) -> list[int]:
    """Write padding in ONNX's order: top, left, bottom, right."""
    extents = [d * (k - 1) for d, k in zip(c["dilation"], c["weight"].shape[2:], strict=True)]
    if c["padding"] == "same":
        return [*(e // 2 for e in extents), *(e - e // 2 for e in extents)]
    (top, bottom), (left, right) = (
        pair(side) for side in pair(0 if c["padding"] == "valid" else c["padding"])
    )
    return [top, left, bottom, right]


def convolution(c: dict[str, Any], dtype: str) -> ModelProto:
    """Write a configuration as ONNX: Conv pads with zeros only, Pad in all ways."""
    nodes, image, pads = [], "x", sides(c)
    if c["padding_mode"] != "zeros":
        all_axes = [0, 0, *pads[:2], 0, 0, *pads[2:]]
        mode = PAD_MODES[c["padding_mode"]]
        nodes = [
            helper.make_node("Constant", [], ["pads"], value_ints=all_axes),
            helper.make_node("Pad", ["x", "pads"], ["padded"], mode=mode),
        ]
        image, pads = "padded", [0, 0, 0, 0]
    attributes = {
        "pads": pads,
        "strides": pair(c["stride"]),
        "dilations": c["dilation"],
        "group": c["groups"],
    }
    nodes.append(helper.make_node("Conv", [image, "weight", "bias"], ["y"], **attributes))
    return model(nodes, dtype, x=4, weight=4, bias=1)


def pooling(c: dict[str, Any], mode: str, dtype: str) -> ModelProto:
    """Write a configuration of pool2d as ONNX."""
    (top, bottom), (left, right) = c["padding"]
    attributes = {
        "kernel_shape": c["kernel"],
        "strides": c["stride"] or c["kernel"],
        "pads": [top, left, bottom, right],
    }
    if mode == "average":
        attributes["count_include_pad"] = 1
    operator = {"max": "MaxPool", "average": "AveragePool"}[mode]
    return model([helper.make_node(operator, ["x"], ["y"], **attributes)], dtype, x=4)


@pytest.mark.parametrize("dtype", TYPES)
@settings(max_examples=2000)
@given(c=configurations(largest=4), seed=st.integers(0, 2**32 - 1))
def test_conv2d(c: dict[str, Any], seed: int, dtype: str) -> None:
    """Equal it exactly on integers, and within rounding on floats of the same shapes."""
    made = convolution(c, dtype)
    c["bias"] = np.zeros(len(c["weight"]), int) if c["bias"] is None else c["bias"]
    tensors = ("x", "weight", "bias")
    y = run(made, dtype, **{name: c[name] for name in tensors})
    assert conv2d(**c).tolist() == y.tolist()

    random = np.random.default_rng(seed)
    floats = {name: random.normal(size=c[name].shape).astype(dtype) for name in tensors}
    found = conv2d(**c | floats)
    assert found.dtype == dtype
    tolerance = TOLERANCES[dtype]
    np.testing.assert_allclose(found, run(made, dtype, **floats), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("mode", ["max", "average"])
@pytest.mark.parametrize("dtype", TYPES)
@settings(max_examples=500)
@given(c=poolings(), seed=st.integers(0, 2**32 - 1))
def test_pool2d(c: dict[str, Any], seed: int, mode: str, dtype: str) -> None:
    """Choose exactly the same numbers, and average the same within rounding."""
    made = pooling(c, mode, dtype)
    floats = np.random.default_rng(seed).normal(size=c["x"].shape).astype(dtype)
    tolerance = 0 if mode == "max" else TOLERANCES[dtype]
    for x in (c["x"], floats):
        y, reference = pool2d(**c | {"x": x}, mode=mode), run(made, dtype, x=x)
        np.testing.assert_allclose(y, reference, rtol=tolerance, atol=tolerance)
