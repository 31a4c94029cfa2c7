"""Geometry, groups and pooling: the pages' numbers, what is written beside them, their edits."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from streamlit.testing.v1 import AppTest

from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d, output, sources, taps
from convviz.core.experiment import Experiment
from convviz.core.pooling import pool2d
from convviz.core.separable import Separable, both_steps, single_step
from convviz.drawing.picture import Shape
from convviz.drawing.scenes.geometry import unread
from convviz.formats import link as share
from convviz.formats.numbers import read_mix
from convviz.lessons import editing
from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from convviz.ui.separable import comparison
from tests.components import control
from tests.strategies import configurations
from tests.ui.test_pages import SCRIPT, lesson, lesson_page, payload, run, send, shown

EXAMPLES = presets()
experiments = configurations().map(lambda given: Experiment(**given))


def words(name: str, scene: str = "geometry", **changes: object) -> str:
    """All text of the first picture of an example."""
    still = animate(EXAMPLES[name].replace(**changes), scene).still(0)
    return " | ".join(text for e in ET.fromstring(still).iter() if (text := (e.text or "").strip()))


def test_the_formula_has_the_numbers_in_and_shows_what_the_floor_cuts() -> None:
    said = words("uneven_stride")
    assert "H′ = ⌊(8 + 0 + 0 − 3) / 3⌋ + 1 = ⌊1.67⌋ + 1 = 2" in said
    assert "W′ = ⌊(8 + 1 + 1 − 5) / 4⌋ + 1 = ⌊1.25⌋ + 1 = 2" in said
    assert "rows 6, 7 never read" in said and "column 9 never read" in said
    assert "PyTorch counts each side: top 0, bottom 0, left 1, right 1" in said
    assert "D2L both together: p_h = 0, p_w = 2" in said
    assert "H′ = (3 + 1 + 1 − 2) / 1 + 1 = 4" in words("padding")
    assert "window 2·(3 − 1) + 1 = 5" in words("dilation_2")


@given(e=experiments)
def test_what_is_struck_out_is_what_no_output_depends_on(e: Experiment) -> None:
    shape = Shape.of(e)
    for axis in (0, 1):
        read = taps(e.output_shape[axis + 1], e.kernel_size[axis], e.stride[axis], e.dilation[axis])
        for place in range(shape.padded[axis]):
            line = np.zeros((1, shape.padded[axis], 1))
            line[0, place] = 1
            y = conv2d(
                line,
                np.ones((1, 1, e.kernel_size[axis], 1)),
                stride=(e.stride[axis], 1),
                dilation=(e.dilation[axis], 1),
            )
            assert bool(y.any()) == (place in read) == (place not in unread(shape, axis))


@pytest.mark.parametrize(
    ("mode", "rows"),
    [
        ("zeros", [-1, -1, 0, 1, 2, -1]),
        ("reflect", [2, 1, 0, 1, 2, 1]),
        ("replicate", [0, 0, 0, 1, 2, 2]),
        ("circular", [1, 2, 0, 1, 2, 0]),
    ],
)
def test_the_border_says_from_where(mode: str, rows: list[int]) -> None:
    assert sources(3, (2, 1), mode) == rows
    e = EXAMPLES["one_channel"].replace(padding=((2, 1), (0, 0)), padding_mode=mode)
    root = ET.fromstring(animate(e, "geometry").still(0))
    border = [el for el in root.iter() if (el.get("data-cell") or "").startswith("pad 0")]
    assert len(border) == 9
    for index, element in enumerate(border):
        row, column = rows[[0, 1, 5][index // 3]], index % 3
        origin = element.get("data-from")
        assert origin == (None if row < 0 else f"x 0 {row} {column}")
        number = element.find("{*}text")
        assert number is not None
        assert number.text == ("0" if row < 0 else str(int(e.x[0, row, column])))


def test_dilation_leaves_holes_in_the_window() -> None:
    state = animate(EXAMPLES["dilation_2"], "geometry").state(0)
    taps_ = [tuple(state[f"tap {u} {v}"]) for u in range(3) for v in range(3)]
    side = animate(EXAMPLES["dilation_2"], "geometry").layout.sides.x
    assert taps_ == [(v * side, u * side) for u in (0, 2, 4) for v in (0, 2, 4)]


def test_the_flip_switch_turns_the_kernel_and_back() -> None:
    app = lesson_page("geometry", "one_channel")
    assert shown(app, 0) == ["19", "25", "37", "43"]
    control(app.toggle, "flip").set_value(True)
    run(app)
    assert shown(app, 0) == ["5", "11", "23", "29"]
    assert lesson(app).option("kernel") == "flipped"
    control(app.toggle, "flip").set_value(False)
    run(app)
    assert shown(app, 0) == ["19", "25", "37", "43"]
    control(app.toggle, "flip").set_value(True)
    run(app)
    control(app.selectbox, "example").set_value("impulse_kernel")
    run(app)
    assert not control(app.toggle, "flip").value
    assert [n for n in shown(app, 0) if n != "0"] == list("987654321")
    control(app.toggle, "flip").set_value(True)
    run(app)
    assert [n for n in shown(app, 0) if n != "0"] == list("123456789")


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("k_h", 7, "The kernel covers 7 rows"),
        ("dilation h", 5, "The kernel covers 6 rows"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_the_rule(
    field: str, value: int, rule: str
) -> None:
    app = lesson_page("geometry", "padding")
    before = payload(app)
    control(app.number_input, field).set_value(value)
    run(app)
    assert any(rule in each.value for each in app.text)
    assert payload(app)["base"] == before["base"]
    assert control(app.number_input, field).value != value


def test_same_and_valid_and_the_way_padding_is_filled() -> None:
    app = lesson_page("geometry", "dilation_1")
    control(app.button_group, "padding").set_value("same")
    run(app)
    assert lesson(app).experiment.output_shape == (1, 8, 8)
    control(app.selectbox, "padding_mode").set_value("circular")
    run(app)
    assert lesson(app).experiment.padding_mode == "circular"
    control(app.number_input, "stride h").set_value(2)
    run(app)
    assert any('padding "same" needs stride 1' in each.value for each in app.text)
    control(app.button_group, "padding").set_value("valid")
    run(app)
    assert lesson(app).experiment.output_shape == (1, 6, 6)


@pytest.mark.parametrize(
    ("example", "maps"),
    [
        ("groups_1", ["1111", "1111", "1111", "1111"]),
        ("groups_2", ["11", "11", "1100", "1100"]),
        ("groups_4", ["1", "10", "100", "1000"]),
    ],
)
def test_the_digits_of_the_groups(example: str, maps: list[str]) -> None:
    app = lesson_page("groups", example)
    for channel, number in enumerate(maps):
        assert set(shown(app, channel)) == {number}
    weights = {"groups_1": 16, "groups_2": 8, "groups_4": 4}[example]
    assert any(f"{weights} weights" in each.value for each in app.caption)


def test_regrouping_keeps_slices_that_stay_and_repeats_for_new_ones() -> None:
    dense = EXAMPLES["groups_1"].replace(weight=np.arange(16).reshape(4, 4, 1, 1))
    two = editing.regroup(dense, 2)
    assert two.weight[:, :, 0, 0].tolist() == [[0, 1], [4, 5], [10, 11], [14, 15]]
    assert editing.regroup(two, 4).weight.ravel().tolist() == [0, 5, 10, 15]
    assert editing.regroup(two, 1).weight[3, :, 0, 0].tolist() == [14, 15, 14, 15]
    with pytest.raises(ExperimentError, match="groups = 3 must divide C_in = 4"):
        editing.regroup(dense, 3)


def test_depthwise_stays_depthwise_when_inputs_come_or_go() -> None:
    e = editing.resize(EXAMPLES["depthwise"], c_in=5)
    assert (e.c_in, e.c_out, e.groups, e.weight.shape) == (5, 5, 5, (5, 1, 3, 3))
    with pytest.raises(ExperimentError, match="groups = 2 must divide C_in = 3"):
        editing.resize(EXAMPLES["groups_2"], c_in=3)


def test_depthwise_then_pointwise_is_one_standard_kernel() -> None:
    e = EXAMPLES["depthwise"]
    mix = read_mix("1 0 0\n0 1 0\n1 -1 2\n0 0 1", 3)
    single = single_step(e, mix)
    assert single == EXAMPLES["separable"]
    assert output(single).tolist() == both_steps(e, mix).tolist()
    assert both_steps(e, mix)[2].tolist() == [[51, 54], [81, 96]]
    said = comparison(Separable(e, mix))
    assert "27 + 12 = 39 weights in two steps, 108 in one" in said
    assert "0.3611 times as many" in said and said.endswith("results of all steps: 0.")
    for wrong in ("1 2", "a b c", "", "1 2 3\n" * 9):
        with pytest.raises(ExperimentError):
            read_mix(wrong, 3)


@given(e=experiments)
def test_any_convolution_then_pointwise_is_one_standard_kernel(e: Experiment) -> None:
    mix = np.arange(2.0 * e.c_out).reshape(2, e.c_out) - 3
    np.testing.assert_allclose(output(single_step(e, mix)), both_steps(e, mix), atol=1e-6)


def test_pooling_on_the_page() -> None:
    app = lesson_page("pooling", "pool_padded")
    assert shown(app, 0) == ["5", "7", "13", "15"]
    assert shown(app, 1) == ["6", "8", "14", "16"]
    app = lesson_page("pooling", "average_pool")
    control(app.button_group, "pooling").set_value("average")
    run(app)
    assert shown(app, 0) == ["2.5", "4.5", "10.5", "12.5"]
    assert shown(app, 1) == ["3.5", "5.5", "11.5", "13.5"]
    assert payload(app)["scene"] == "pooling"
    assert payload(app)["base"]["note"].endswith("weights 1/4: max |Δ| = 0")


@given(e=experiments)
def test_every_experiment_becomes_pooling(e: Experiment) -> None:
    made = editing.pooling(e)
    assert (made.x == e.x).all() and made.c_in == made.c_out == made.groups
    assert editing.pooling(made) == made
    np.testing.assert_allclose(
        output(made),
        pool2d(e.x, made.kernel_size, mode="average", stride=made.stride, padding=made.pads),
        atol=1e-9,
    )
    animate(made, "max_pooling")


def test_the_maximum_never_takes_the_border() -> None:
    e = editing.pooling(EXAMPLES["pool_padded"].replace(x=-1 - EXAMPLES["pool_padded"].x))
    animation = animate(e, "max_pooling", "product")
    assert animation.base["pad 0 0 0"][0] == "−∞"
    assert animation.base["y 0 0 0"][0] == "−1"
    text = "".join(ET.fromstring(animation.still(5)).itertext())
    assert re.search(r"max\(−∞, −∞, −∞, −∞, −1, …\)", text)


def test_padding_of_both_sides_is_set_at_once() -> None:
    app = lesson_page("pooling", "average_pool")
    control(app.number_input, "padding h").set_value(1)
    run(app)
    assert lesson(app).experiment.pads == ((1, 1), (0, 0))
    assert control(app.number_input, "padding h").value == 1


def test_undo_shows_in_every_control() -> None:
    app = lesson_page("geometry", "one_channel")
    control(app.toggle, "flip").set_value(True)
    run(app)
    send(app, {"n": 1, "op": "undo"})
    assert not control(app.toggle, "flip").value
    control(app.selectbox, "padding_mode").set_value("replicate")
    run(app)
    send(app, {"n": 2, "op": "undo"})
    assert control(app.selectbox, "padding_mode").value == "zeros"
    control(app.number_input, "stride h").set_value(3)
    run(app)
    send(app, {"n": 3, "op": "undo"})
    assert control(app.number_input, "stride h").value == 1
    app = lesson_page("pooling", "average_pool")
    control(app.button_group, "pooling").set_value("average")
    run(app)
    send(app, {"n": 1, "op": "undo"})
    assert control(app.button_group, "pooling").value == "max"


def test_undo_stops_at_the_work_of_another_page_and_keeps_it() -> None:
    app = lesson_page("groups", "groups_4")
    control(app.number_input, "height").set_value(3)
    run(app)
    work = lesson(app).experiment
    app.switch_page("geometry.py")
    run(app)
    one = lesson(app).experiment
    assert one.c_in == 1
    for n in (1, 2, 3):
        send(app, {"n": n, "op": "undo"})
        assert lesson(app).experiment == one
        assert any("made on another page" in each.value for each in app.text)
    app.switch_page("groups.py")
    run(app)
    send(app, {"n": 4, "op": "undo"})
    assert lesson(app).experiment == work


def test_pages_are_told_what_pooling_left_out() -> None:
    app = lesson_page("groups", "groups_2")
    control(app.number_input, "height").set_value(3)
    run(app)
    app.switch_page("pooling.py")
    run(app)
    assert any("Pooling has no weights to learn" in each.value for each in app.text)


def opened(name: str, experiment: Experiment) -> AppTest:
    """A page entered by a link to an experiment."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=20)
    run(app)
    app.switch_page(f"{name}.py")
    app.query_params["s"] = share.encode(experiment)
    return run(app)


@pytest.mark.parametrize("name", ["geometry", "pooling"])
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stride": (60, 1)}, "Stride s_h is 60 here: at most 6 can be shown."),
        ({"dilation": (1, 50)}, "Dilation d_w is 50 here: at most 5 can be shown."),
        ({"padding": ((0, 9), (0, 0))}, "Padding bottom is 9 here: at most 6 can be shown."),
        ({"stride": (6, 6)}, ""),
        ({"padding": ((0, 1), (1, 0)), "stride": 2}, ""),
    ],
)
def test_the_fields_say_what_is_shown_or_a_notice_says_why_not(
    name: str, changes: dict[str, Any], said: str
) -> None:
    app = opened(name, Experiment(x=np.ones((1, 3, 3)), weight=np.ones((1, 1, 2, 1)), **changes))
    assert said in str(lesson(app).notice)
    e = lesson(app).experiment
    for axis, letter in enumerate("hw"):
        fields = {f"stride {letter}": e.stride[axis], f"dilation {letter}": e.dilation[axis]}
        fields |= {f"before {letter}": e.pads[axis][0], f"after {letter}": e.pads[axis][1]}
        if name == "pooling":
            assert e.dilation == (1, 1)
            assert len({*e.pads[axis]}) == 1
            fields = {f"stride {letter}": e.stride[axis], f"padding {letter}": e.pads[axis][0]}
        for field, number in fields.items():
            assert control(app.number_input, field).value == number, field


def test_pooling_says_that_it_pads_both_sides_alike() -> None:
    kernel = np.full((1, 1, 2, 2), 1 / 4)
    app = opened(
        "pooling", Experiment(x=np.ones((1, 3, 3)), weight=kernel, padding=((0, 1), (0, 0)))
    )
    assert lesson(app).experiment.pads == ((1, 1), (0, 0))
    assert "the same padding: p_h = 1, p_w = 0" in str(lesson(app).notice)
