"""A visitor's own files below the browser: what the panel asks for, and what is made of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save
from streamlit.testing.v1 import AppTest

from convviz.formats.link import decode
from convviz.lessons.study import read
from convviz.words import use
from tests.components import components, trigger
from tests.formats.test_layers import WEIGHT, model
from tests.formats.test_tensors import npy, npz
from tests.lessons.test_opened import DATA, HEAD
from tests.ui.test_pages import SCRIPT, run, toggle


@pytest.fixture(autouse=True)
def back_to_english() -> Iterator[None]:
    yield
    use(None)


def opened(page: str = "multi_output.py") -> AppTest:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["lang"] = "en"
    app.switch_page(page)
    run(app)
    assert not components(app, "opening")
    return toggle(app, "File")


def panel(app: AppTest) -> dict[str, Any]:
    (component,) = components(app, "opening")
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def send(
    app: AppTest, name: str, data: bytes, n: int = 1, size: int | None = None, at: str = ""
) -> AppTest:
    told = {"file": n, "name": name, "size": len(data) if size is None else size, "at": at}
    trigger(app, "opening", "file", {**told, "data": text(data)})
    return run(app)


def shown(app: AppTest) -> Any:
    said = app.query_params["s"]
    return decode(said[0] if isinstance(said, list) else said)[0]


def kernels(app: AppTest) -> Any:
    said = {name: app.query_params[name] for name in ("kernels", "own")}
    return read(
        {name: v[0] if isinstance(v, list) else v for name, v in said.items()}
    ).filters.first


def press(app: AppTest, label: str) -> AppTest:
    next(each for each in app.button if each.label == label).click()
    return run(app)


def test_a_tensor_becomes_the_input_or_the_kernels() -> None:
    app = send(opened(), "mine.npz", npz(a=np.arange(12).reshape(3, 4), b=np.eye(2)))
    assert panel(app)["said"] == "mine.npz: 2 tensors" and panel(app)["answers"] == 1
    press(app, "Use as input X")
    assert shown(app).x.tolist() == [np.arange(12).reshape(3, 4).tolist()]
    next(each for each in app.selectbox if each.label == "Tensor").set_value("b")
    press(run(app), "Use as kernels K")
    assert shown(app).weight.tolist() == [[np.eye(2).tolist()]]


def test_what_is_cut_off_is_said() -> None:
    app = press(send(opened(), "large.npy", npy(np.ones((20, 5)))), "Use as input X")
    assert shown(app).x.shape == (1, 12, 5)
    assert "shown are the first 1×12×5" in app.text[0].value


def test_a_tensor_that_is_dropped_on_another_takes_its_place() -> None:
    app = send(opened(), "k.npy", npy(np.full((1, 2, 2, 2), 5)), at="k")
    assert shown(app).weight.tolist() == np.full((1, 2, 2, 2), 5).tolist()


def test_what_is_no_file_that_is_read_is_refused_and_changes_nothing() -> None:
    app = opened()
    for n, (name, data, why) in enumerate(
        [
            ("m.pt", b"PK\x03\x04m/data.pkl", "save_file"),
            ("m.safetensors", b"\0" * 8, "not JSON"),
            ("m.bin", b"\0\1\2", "none of the files"),
        ],
        1,
    ):
        send(app, name, data, n)
        assert why in panel(app)["said"] and panel(app)["refused"] is True
        assert panel(app)["answers"] == n and panel(app)["wanted"] is None
    trigger(app, "opening", "file", {"file": 9, "name": 3})
    assert panel(run(app))["answers"] == 3
    send(app, "x.csv", b"1,2\n", 4, size=99)
    assert "as a whole" in panel(app)["said"]
    assert "s" not in app.query_params


def test_a_layer_is_asked_for_shown_and_used() -> None:
    app = send(opened(), "m.safetensors", HEAD, size=len(DATA))
    assert sorted(panel(app)["wanted"]["places"]) == ["b.kernel"]
    next(each for each in app.selectbox if each.label == "Layer").set_value(1)
    wanted = panel(run(app))["wanted"]
    assert wanted["file"] == 1 and sorted(wanted["places"]) == ["a.bias", "a.weight"]
    parts = {name: text(DATA[begin:end]) for name, (begin, end) in wanted["places"].items()}
    trigger(app, "opening", "part", {"file": 2, "parts": parts})
    assert panel(run(app))["wanted"] == wanted, "that of another file"
    trigger(app, "opening", "part", {"file": 1, "parts": parts})
    assert panel(run(app))["wanted"] is None
    assert [each.label for each in app.multiselect] == ["Output channels", "Input channels"]
    app.multiselect[0].set_value([3, 1])
    press(run(app), "Use these kernels")
    made = shown(app)
    assert np.array_equal(made.weight, WEIGHT[[1, 3]].astype(np.float16))
    assert list(made.bias) == [1, 3]


def test_a_layer_of_a_graph_with_its_normalisation() -> None:
    data = model(strides=[1, 2], pads=[1, 0, 1, 0], norm=True)
    app = send(opened(), "m.onnx", data)
    next(each for each in app.toggle if each.label.startswith("Fold in")).set_value(True)
    press(run(app), "Use these kernels")
    made = shown(app)
    assert made.stride == (1, 2) and made.pads == ((1, 1), (0, 0))
    assert made.weight.shape == (4, 2, 3, 3) and made.bias.any()
    assert not [each for each in app.number_input if each.label == "Stride"]


def test_a_layer_is_applied_to_a_photograph() -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    app.query_params["lang"] = "en"
    app.switch_page("images.py")
    toggle(run(app), "File")
    weight = np.arange(5 * 3 * 3 * 3, dtype=np.float32).reshape(5, 3, 3, 3)
    data = save({"conv1.weight": weight, "conv1.bias": np.ones(5, np.float32)})
    send(app, "m.safetensors", data[: 8 + int.from_bytes(data[:8], "little")], size=len(data))
    places = panel(app)["wanted"]["places"]
    parts = {name: text(data[begin:end]) for name, (begin, end) in places.items()}
    trigger(app, "opening", "part", {"file": 1, "parts": parts})
    run(app)
    assert not app.number_input, "stride and padding make no difference here"
    app.multiselect[0].set_value([4, 2])
    press(run(app), "Use these kernels")
    assert np.array_equal(kernels(app), weight[[2, 4]])
    assert "the layer's kernels alone" in app.caption[0].value and not app.text
    assert not components(app, "opening"), "the maps are in sight"
    toggle(app, "File")
    app.multiselect[1].set_value([0, 1])
    press(run(app), "Use these kernels")
    assert "three slices" in app.text[0].value
    send(app, "k.npy", npy(np.eye(3)), 2)
    press(app, "Use as kernels K")
    np.testing.assert_allclose(kernels(app), [[np.eye(3) / 3] * 3])
    assert not app.text
