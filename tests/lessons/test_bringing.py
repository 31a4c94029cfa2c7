"""Numbers from files in a lesson: what is kept, what is cut off, what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d
from convviz.core.experiment import Experiment
from convviz.formats.layers import Layer
from convviz.lessons.bringing import Choice, as_input, as_kernels, as_layer
from convviz.lessons.limits import check_sizes

HOME = Experiment(x=np.arange(18).reshape(2, 3, 3), weight=np.ones((3, 2, 2, 2)), bias=[1, 2, 3])
SHAPES = st.lists(st.integers(1, 15), min_size=2, max_size=4)


@given(SHAPES)
def test_any_input_fits_the_page_or_is_refused(shape: list[int]) -> None:
    array = np.arange(float(np.prod(shape))).reshape(shape)
    try:
        made, note = as_input(HOME, array)
    except ExperimentError as error:
        assert str(error)
        return
    check_sizes(made)
    whole = array.reshape(shape[-3:] if len(shape) > 2 else (1, *shape))
    c, h, w = made.x.shape
    assert np.array_equal(made.x, whole[:c, :h, :w])
    assert (note is None) == (made.x.shape == whole.shape)
    assert made.kernel_size == HOME.kernel_size and made.c_out == HOME.c_out


@given(SHAPES)
def test_any_kernels_fit_the_page_or_are_refused(shape: list[int]) -> None:
    array = np.arange(float(np.prod(shape))).reshape(shape)
    try:
        made, note = as_kernels(HOME, array)
    except ExperimentError as error:
        assert str(error)
        return
    check_sizes(made)
    whole = array.reshape((1,) * (4 - len(shape)) + tuple(shape))
    o, i = made.weight.shape[:2]
    assert np.array_equal(made.weight, whole[:o, :i])
    assert (note is None) == (made.weight.shape == whole.shape)
    assert made.input_size == HOME.input_size
    assert list(made.bias[:3]) == [1, 2, 3][: made.c_out]


@pytest.mark.parametrize("shape", [(3,), (2, 2, 3, 3), (2, 1, 1, 2, 2), (0, 3)])
def test_what_is_no_input(shape: tuple[int, ...]) -> None:
    with pytest.raises(ExperimentError, match="is no X"):
        as_input(HOME, np.ones(shape))


def test_kernels_that_are_too_large_are_not_cut() -> None:
    with pytest.raises(ExperimentError, match="8×2: at most 7×7"):
        as_kernels(HOME, np.ones((1, 2, 8, 2)))


def layer(c_out: int = 6, c_in: int = 3, **said: Any) -> Layer:
    weight = np.random.default_rng(0).integers(-5, 5, (c_out, c_in, 2, 2))
    return Layer("conv", weight, np.arange(c_out), **said)


def test_chosen_channels_of_a_layer() -> None:
    made = as_layer(HOME, layer(), Choice((4, 1), (2, 0), padding=1, dilation=2))
    assert np.array_equal(made.weight, layer().weight[[1, 4]][:, [0, 2]])
    assert list(made.bias) == [1, 4]
    assert made.pads == ((1, 1), (1, 1)) and made.dilation == (2, 2)
    assert np.array_equal(made.x, HOME.x)


def test_what_the_file_says_goes_before_what_is_asked_for() -> None:
    told = layer(stride=(1, 2), padding="same_lower", dilation=(1, 1), groups=1)
    made = as_layer(HOME, told, Choice((0,), (0, 1, 2), stride=3, padding=2, dilation=2))
    assert made.stride == (1, 2) and made.dilation == (1, 1)
    assert made.pads == told.pads(HOME.input_size)
    assert made.c_in == 3 and np.array_equal(made.x[2], HOME.x[1] + 1)


def test_groups_that_are_shown_are_groups_still() -> None:
    grouped = layer(6, 2, groups=3)
    made = as_layer(HOME, grouped, Choice((0, 5), (0, 1)))
    assert made.groups == 2 and made.c_in == 4
    x = np.zeros((6, 3, 3))
    x[[0, 1, 4, 5]] = made.x
    whole = conv2d(x, grouped.weight, grouped.bias, groups=3)
    ours = conv2d(made.x, made.weight, made.bias, groups=made.groups)
    assert np.array_equal(ours, whole[[0, 5]])
    assert as_layer(HOME, grouped, Choice((2, 3), (1,))).groups == 1
    depthwise = as_layer(HOME, layer(6, 1, groups=6), Choice((1, 2, 4), (0,)))
    assert depthwise.groups == depthwise.c_in == 3


@pytest.mark.parametrize(
    ("said", "choice", "why"),
    [
        ({}, Choice((), (0,)), "at least one"),
        ({}, Choice((0,), ()), "at least one"),
        ({}, Choice((6,), (0,)), "6 output channels of 3"),
        ({}, Choice((0,), (-1,)), "6 output channels of 3"),
        ({}, Choice((0,), (0,), groups=4), "must divide"),
        ({"groups": 2}, Choice((0, 1, 3), (0,)), "2 groups of 3"),
    ],
)
def test_a_choice_that_can_not_be(said: dict[str, Any], choice: Choice, why: str) -> None:
    with pytest.raises(ExperimentError, match=why):
        as_layer(HOME, layer(**said), choice)


def test_a_weight_that_is_no_number_is_refused() -> None:
    broken = Layer("conv", np.full((1, 1, 2, 2), np.nan))
    with pytest.raises(ExperimentError, match="must be numbers"):
        as_layer(HOME, broken, Choice((0,), (0,)))


@pytest.mark.parametrize("padding", [None, ((1, 1), (0, 0)), "same_upper"])
def test_the_input_grows_to_what_the_kernels_need(padding: Any) -> None:
    layer = Layer("conv1", np.ones((4, 3, 7, 5)), padding=padding)
    made = as_layer(HOME, layer, Choice((0, 1), (0, 1, 2)))
    height, width = {None: (7, 5), "same_upper": (3, 3)}.get(padding, (5, 5))
    assert made.input_size == (height, width)
    assert np.array_equal(made.x[:2, :3, :3], HOME.x)
    check_sizes(made)
