"""Files that are opened: a model is read part by part, and gives what the whole file gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from convviz.core.arguments import ExperimentError
from convviz.formats.layers import read_layers
from convviz.lessons import opened
from convviz.lessons.opened import LayerFile, TensorFile, open_file
from tests.formats.test_layers import WEIGHT, model
from tests.formats.test_tensors import npy

TENSORS: dict[str, Any] = {
    "a.weight": WEIGHT.astype(np.float16),
    "a.bias": np.arange(4, dtype=np.float32),
    "b.kernel": WEIGHT[:2],
    "fc.weight": np.ones((9, 9), np.float32),
}
DATA = save(TENSORS)
HEAD = DATA[: 8 + int.from_bytes(DATA[:8], "little")]


def remote() -> LayerFile:
    file = open_file("m.safetensors", HEAD, len(DATA))
    assert isinstance(file, LayerFile)
    return file


def parts(file: LayerFile, index: int) -> dict[str, bytes]:
    return {name: DATA[e.begin : e.end] for name, e in file.wanted(index).items()}


def test_part_by_part_it_gives_the_layers_of_the_whole_file() -> None:
    file = remote()
    assert [row.name for row in file.rows] == ["b.kernel", "a.weight"]
    for index, whole in enumerate(read_layers(DATA, "m.safetensors")):
        assert file.layer(index) is None and file.rows[index].numbers is None
        file = file.with_parts(index, parts(file, index))
        layer = file.layer(index)
        assert layer is not None and layer.name == whole.name == file.rows[index].name
        assert np.array_equal(layer.weight, whole.weight)
        assert layer.weight.dtype == whole.weight.dtype
        assert (layer.bias is None) == (whole.bias is None)
        assert layer.bias is None or np.array_equal(layer.bias, TENSORS["a.bias"])
        assert file.rows[index].numbers == whole.numbers
    assert file.layer(0) is None, "only the layer that was asked for last is kept"
    assert file.rows[0].numbers is not None


def test_parts_of_another_layer_change_nothing_and_short_ones_are_refused() -> None:
    file = remote()
    assert file.with_parts(0, parts(file, 1)) is file
    with pytest.raises(ExperimentError, match="cut off"):
        file.with_parts(0, {name: data[:-1] for name, data in parts(file, 0).items()})


def test_of_a_layer_that_is_too_large_the_first_outputs_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opened, "MOST_BYTES", 3 * WEIGHT[0].size * 2)
    file = remote()
    assert [row.name for row in file.rows] == ["a.weight"], "one output of the other is too much"
    layer = file.with_parts(0, parts(file, 0)).layer(0)
    assert layer is not None and layer.bias is not None
    assert np.array_equal(layer.weight, TENSORS["a.weight"][:3])
    assert list(layer.bias) == [0, 1, 2]


def test_a_header_is_checked_against_the_size_of_the_file() -> None:
    for size in (len(DATA) - 1, len(DATA) + 1, 7):
        with pytest.raises(ExperimentError):
            open_file("m.safetensors", HEAD, size)
    alone = save({"fc.weight": TENSORS["fc.weight"]})
    with pytest.raises(ExperimentError, match="no two-dimensional convolution"):
        open_file("m.safetensors", alone, len(alone))


def test_a_graph_is_there_as_a_whole() -> None:
    data = model(strides=[2, 1], norm=True)
    file = open_file("m.ONNX", data, len(data))
    assert isinstance(file, LayerFile) and not file.wanted(0)
    layer = file.layer(0)
    assert layer is not None and layer.stride == (2, 1) and layer.norm is not None
    assert file.rows[0].numbers == layer.numbers
    with pytest.raises(ExperimentError, match="as a whole"):
        open_file("m.onnx", data[:-1], len(data))


def test_tensors() -> None:
    data = npy(np.eye(3))
    file = open_file("eye.npy", data, len(data))
    assert isinstance(file, TensorFile) and np.array_equal(file.tensors["eye"], np.eye(3))
