"""Layers of trained models, against the libraries that write them and run them."""

from __future__ import annotations

import json
import random
import struct
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save

import convviz as cv
from convviz.core.arguments import ExperimentError
from convviz.formats.layers import Layer, read_layers
from convviz.formats.safetensors import read_safetensors
from tests.formats.test_tensors import MUTANTS, mutant

RNG = np.random.default_rng(0)
WEIGHT = RNG.normal(size=(4, 2, 3, 3))
X = RNG.normal(size=(1, 4, 9, 8)).astype(np.float32)


def model(
    weight: Any = WEIGHT,
    *,
    bias: Any = None,
    norm: bool = False,
    **said: Any,
) -> bytes:
    """A model of one convolution of X, with what its node says."""
    weight = np.asarray(weight, np.float32)
    inputs, initial = ["x", "w"], [numpy_helper.from_array(weight, "w")]
    if bias is not None:
        inputs.append("b")
        initial.append(numpy_helper.from_array(np.asarray(bias, np.float32), "b"))
    nodes = [helper.make_node("Conv", inputs, ["c" if norm else "y"], name="conv1", **said)]
    if norm:
        rng = np.random.default_rng(1)
        for name in ("scale", "shift", "mean", "variance"):
            values = rng.uniform(0.5, 2, len(weight)).astype(np.float32)
            initial.append(numpy_helper.from_array(values, name))
        names = ["c", "scale", "shift", "mean", "variance"]
        nodes.append(helper.make_node("BatchNormalization", names, ["y"], epsilon=1e-3))
    graph = helper.make_graph(
        nodes,
        "model",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, X.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None] * 4)],
        initial,
    )
    made = helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 19)])
    return bytes(made.SerializeToString())


def run(data: bytes) -> Any:
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": X})[0][0]


def computed(layer: Layer, image: Any = X[0]) -> Any:
    return cv.conv2d(
        image.astype(float),
        layer.weight.astype(float),
        None if layer.bias is None else layer.bias.astype(float),
        stride=layer.stride or 1,
        padding=layer.pads(image.shape[1:]),
        dilation=layer.dilation or 1,
        groups=layer.groups or 1,
    )


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"strides": [2, 1], "pads": [1, 0, 2, 1]},
        {"dilations": [2, 3], "pads": [2, 2, 2, 2]},
        {"auto_pad": "SAME_UPPER", "strides": [2, 3]},
        {"auto_pad": "SAME_LOWER", "strides": [2, 3]},
        {"auto_pad": "VALID"},
        {"bias": [1, 2, 3, 4]},
        {"norm": True},
        {"norm": True, "bias": [1, 2, 3, 4], "strides": [2, 2]},
    ],
)
def test_feature_maps_are_those_of_onnx_runtime(said: dict[str, Any]) -> None:
    data = model(group=2, **said)
    (layer,) = read_layers(data)
    assert (layer.name, layer.groups) == ("conv1", 2)
    assert (layer.norm is not None) == bool(said.get("norm"))
    np.testing.assert_allclose(computed(layer.folded()), run(data), rtol=0, atol=1e-5)


INTEGERS = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
ONNX_TYPES = {
    "float32": TensorProto.FLOAT,
    "float64": TensorProto.DOUBLE,
    "float16": TensorProto.FLOAT16,
    **{name: getattr(TensorProto, name.upper()) for name in INTEGERS},
}


SHIPPED = Path(onnx.__file__).parent / "backend/test/data/pytorch-converted"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("test_Conv2d*")), ids=lambda path: path.name)
def test_layers_that_pytorch_exported_and_onnx_ships(path: Path) -> None:
    """They come with images and with the maps that PyTorch made of them."""
    (layer,) = read_layers(path / "model.onnx")
    images, maps = (
        numpy_helper.to_array(onnx.load_tensor(path / "test_data_set_0" / f"{name}_0.pb"))
        for name in ("input", "output")
    )
    for image, expected in zip(images, maps, strict=True):
        np.testing.assert_allclose(computed(layer, image), expected, rtol=0, atol=1e-5)


def test_onnx_ships_such_layers() -> None:
    assert len([*SHIPPED.glob("test_Conv2d*")]) >= 10


@pytest.mark.parametrize("raw", [True, False])
@pytest.mark.parametrize("dtype", ONNX_TYPES)
def test_every_type_of_onnx(dtype: str, raw: bool) -> None:
    values = np.arange(-4 if dtype[0] != "u" else 0, 12).reshape(-1, 2, 1, 2)[:4].astype(dtype)
    tensor = numpy_helper.from_array(values, "w")
    if not raw:
        tensor = helper.make_tensor("w", ONNX_TYPES[dtype], values.shape, values.ravel())
        assert not tensor.raw_data
    made = onnx.load_from_string(model())
    made.graph.initializer[0].CopyFrom(tensor)
    (layer,) = read_layers(made.SerializeToString())
    assert layer.weight.dtype == dtype and layer.weight.tolist() == values.tolist()


def test_a_weight_that_is_a_constant_and_bfloat16() -> None:
    values = WEIGHT.astype(ml_dtypes.bfloat16)
    made = onnx.load_from_string(model())
    bits = helper.make_tensor("w", TensorProto.BFLOAT16, values.shape, values.tobytes(), raw=True)
    made.graph.initializer.pop()
    made.graph.node.insert(0, helper.make_node("Constant", [], ["w"], value=bits))
    (layer,) = read_layers(made.SerializeToString())
    assert layer.weight.dtype == np.float32
    assert layer.weight.tolist() == values.astype(np.float32).tolist()


SAFE_TYPES: dict[str, Any] = {
    **{name: np.dtype(name) for name in ("float64", "float32", "float16", "bool")},
    **{name: np.dtype(name) for name in INTEGERS},
    "bfloat16": np.dtype(ml_dtypes.bfloat16),
}


@pytest.mark.parametrize("dtype", SAFE_TYPES)
def test_every_type_of_safetensors(dtype: str) -> None:
    values = abs(WEIGHT * 50).astype(SAFE_TYPES[dtype])
    bias = np.arange(4, dtype=np.float32)
    others = {"conv.bias": bias, "fc.weight": np.ones((3, 2), np.float32)}
    layers = read_layers(save({"conv.weight": values, **others}), "m.safetensors")
    (layer,) = layers
    assert (layer.name, layer.stride, layer.groups) == ("conv.weight", None, None)
    assert layer.weight.tolist() == values.astype(float).tolist()
    assert layer.bias is not None and layer.bias.tolist() == bias.tolist()


def test_what_is_said_of_a_layer_at_a_glance() -> None:
    (layer,) = read_layers(save({"w": np.array([[[[0, -2, 5, 0]]]], np.float32)}), "m.safetensors")
    assert layer.folded() is layer
    assert tuple(layer.numbers) == (0.75, -2, 5, 0.5)


def safe(header: Any, body: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + body


def entry(shape: list[int], begin: int, end: int, dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def typed(kind: int) -> bytes:
    made = onnx.load_from_string(model())
    made.graph.initializer[0].data_type = kind
    return bytes(made.SerializeToString())


def external() -> bytes:
    made = onnx.load_from_string(model())
    made.graph.initializer[0].data_location = TensorProto.EXTERNAL
    return bytes(made.SerializeToString())


REFUSED = {
    "cut off": (b"\x08\0\0", "cut off"),
    "a header of gigabytes": (safe({}, length=2**40), "more than 1048576"),
    "a header that ends early": (safe({}, length=500), "cut off"),
    "no JSON": (safe(b"nothing at all"), "not JSON"),
    "no object": (safe([1]), "not JSON"),
    "a name twice": (safe(b'{"a": 1, "a": 2}'), "twice"),
    "many tensors": (safe({str(n): entry([0], 0, 0) for n in range(5001)}), "more than 5000"),
    "bytes that do not fit": (safe({"a": entry([2], 0, 4)}, bytes(4)), "takes 8 bytes"),
    "an overlap": (safe({"a": entry([1], 0, 4), "b": entry([1], 0, 4)}, bytes(4)), "overlap"),
    "a hole": (safe({"a": entry([1], 4, 8)}, bytes(8)), "leave bytes out"),
    "bytes at the end": (safe({"a": entry([1], 0, 4)}, bytes(9)), "but it has 9"),
    "past the end": (safe({"a": entry([100], 0, 400)}, bytes(4)), "but it has 4"),
    "a negative shape": (safe({"a": entry([-1], 0, 4)}, bytes(4)), "broken"),
    "another type": (safe({"a": entry([1], 0, 1, "F4")}, bytes(1)), "not read"),
    "no entry": (safe({"a": 3}), "broken"),
    "no convolution": (save({"fc": np.ones((2, 2))}), "no two-dimensional convolution"),
    "a pickle": (b"\x80\x04\x95", "save_file"),
}
# As `read_layers` takes them, those of .onnx files too.
UNREAD = {name: (data, "m.safetensors") for name, (data, _) in REFUSED.items()} | {
    "an ONNX file without a graph": (b"\x08\x09", "m.onnx"),
    "a broken ONNX file": (model()[:-3], "m.onnx"),
    "ONNX weights beside it": (external(), "m.onnx"),
    "an ONNX type": (typed(99), "m.onnx"),
    "many nodes": (
        helper.make_model(
            helper.make_graph([helper.make_node("Relu", ["x"], ["y"])] * 20_001, "g", [], [])
        ).SerializeToString(),
        "m.onnx",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_said(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(ExperimentError, match=message):
        read_layers(data, "m.safetensors")


def test_weights_beside_the_file_are_not_looked_for(tmp_path: Path) -> None:
    made = onnx.load_from_string(model(np.ones((4, 4, 16, 16))))
    onnx.save(made, tmp_path / "m.onnx", save_as_external_data=True, size_threshold=0)
    with pytest.raises(ExperimentError, match="in a file beside"):
        read_layers(tmp_path / "m.onnx")


def test_weights_that_are_computed_are_passed_over() -> None:
    made = onnx.load_from_string(model())
    made.graph.initializer.pop()
    with pytest.raises(ExperimentError, match="no two-dimensional convolution"):
        read_layers(made.SerializeToString(), "m.onnx")


@pytest.mark.parametrize("kind", ["safetensors", "onnx"])
def test_a_mutated_file_is_read_or_refused(kind: str) -> None:
    rng = random.Random(kind)
    small = WEIGHT[:, :, :2, :1]
    good = model(small, norm=True) if kind == "onnx" else save({"conv.weight": small})
    read = 0
    for _ in range(MUTANTS):
        try:
            found = read_layers(mutant(rng, good), f"m.{kind}")
        except ExperimentError as error:
            assert str(error)
        else:
            read += 1
            assert all(layer.weight.ndim == 4 for layer in found)
    assert 0 < read < MUTANTS


def test_safetensors_reads_what_the_reference_writes_in_its_order() -> None:
    tensors = {f"t{n}": RNG.normal(size=(n, 2)) for n in range(5)}
    found = read_safetensors(save(tensors, {"made by": "a test"}))
    assert {name: each.tolist() for name, each in found.items()} == {
        name: each.tolist() for name, each in tensors.items()
    }
