"""Every count that a lesson quotes, and counts against the steps that are really taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Cost, Layer, cost, layer_of, total
from convviz.core.experiment import Experiment
from convviz.core.step import steps
from convviz.lessons.comparisons import COMPARISONS, doubled
from convviz.lessons.presets import presets
from tests.strategies import Configuration, configurations

NAMED = {each.name: each for each in COMPARISONS}
P01 = Layer(2, 1, 2, 2, 3, 3, bias=False)
P02 = Layer(2, 3, 2, 2, 3, 3)


def costs(name: str) -> list[Cost]:
    return [total(design) for design in NAMED[name].designs.values()]


def weights(name: str) -> list[int]:
    return [each.weights for each in costs(name)]


def multiplications(name: str) -> list[int]:
    return [each.multiplications for each in costs(name)]


@given(configurations())
def test_counts_are_the_products_and_sums_of_the_steps(c: Configuration) -> None:
    experiment = Experiment(**c)
    counted = cost(layer_of(experiment))
    taken = list(steps(experiment))
    assert counted.weights == experiment.weight.size
    assert counted.biases == experiment.bias.size
    assert counted.multiplications == sum(step.products.size for step in taken)
    assert counted.additions == sum(step.products.size - 1 for step in taken)
    assert counted.bias_additions == counted.outputs == len(taken)
    assert counted.inputs == experiment.x.size


@given(configurations())
def test_backward_takes_each_product_twice(c: Configuration) -> None:
    """Every product of the forward pass needs dY times X for dK, and dY times K for dX."""
    experiment = Experiment(**c)
    pairs = sum(2 * step.windows.size for step in steps(experiment))
    assert cost(layer_of(experiment)).backward_multiplications == pairs


def test_d2l_two_in_one_out() -> None:
    counted = cost(P01)
    assert (counted.weights, counted.multiplications, counted.additions) == (8, 32, 28)
    assert (counted.biases, counted.bias_additions) == (0, 0)


def test_d2l_three_out() -> None:
    counted = cost(P02)
    assert (counted.weights, counted.multiplications, counted.additions) == (24, 96, 84)
    assert (counted.biases, counted.bias_additions) == (3, 12)
    assert counted == cost(layer_of(presets()["d2l_three_out"]))


def test_double_both_channels() -> None:
    """D2L 7.4, exercise 3."""
    twice_in, twice_out, both = (total(design) for design in doubled(P02).values())
    assert (both.multiplications, both.additions) == (384, 360)
    assert both.multiplications == 4 * cost(P02).multiplications
    assert both.weights == 4 * 24
    assert twice_in.multiplications == twice_out.multiplications == 2 * 96
    assert (twice_in.biases, twice_out.biases) == (3, 6)


@given(configurations())
def test_double_both_channels_of_any_layer_is_four_times(c: Configuration) -> None:
    layer = layer_of(Experiment(**c))
    *_, both = (total(design) for design in doubled(layer).values())
    assert both.multiplications == 4 * cost(layer).multiplications


def test_memory_of_one_layer() -> None:
    """D2L 7.4, exercise 2: X, K, b, Y forward; X, K, dX, dK, db, dY backward."""
    counted = cost(P02)
    x, k, b, y = 2 * 3 * 3, 3 * 2 * 2 * 2, 3, 3 * 2 * 2
    assert counted.forward_numbers == x + k + b + y == 57
    assert counted.backward_numbers == 2 * x + 2 * k + b + y == 99
    assert counted.backward_multiplications == 2 * 96


def test_the_map_between_two_layers_is_held_once() -> None:
    first, second = Layer(2, 3, 2, 2, 3, 3), Layer(3, 4, 1, 1, 2, 2, bias=False)
    counted = total((first, second))
    assert counted.forward_numbers == 18 + (24 + 3) + 12 + 12 + 16
    assert counted.backward_numbers == 2 * (18 + 24 + 12 + 12) + 3 + 16
    assert (counted.inputs, counted.hidden, counted.outputs) == (18, 12, 16)
    assert counted == cost(first) + cost(second)
    third = Layer(4, 1, 1, 1, 2, 2)
    assert total((first, second, third)).hidden == 12 + 16


def test_padding_adds_and_does_not_multiply() -> None:
    """D2L 7.4, exercise 3; one weight column of four a position."""
    assert [n // 4 for n in multiplications("padding")] == [4, 16, 36]
    one, two = multiplications("padding_large")
    assert round(two / one, 3) == 1.018


def test_a_pointwise_layer_takes_c_o_c_i_h_w() -> None:
    """D2L 7.4, exercise 4, and the 3-in-2-out example."""
    counted = cost(layer_of(presets()["pointwise"]))
    assert (counted.weights, counted.multiplications, counted.additions) == (6, 54, 36)
    assert cost(Layer(64, 32, 1, 1, 28, 14)).multiplications == 32 * 64 * 28 * 14


def test_depthwise_separable() -> None:
    assert weights("separable") == [108, 27 + 12]
    assert round(39 / 108, 3) == round(1 / 4 + 1 / 9, 3) == 0.361
    assert weights("mobilenet") == [2_359_296, 266_752]
    assert multiplications("mobilenet") == [462_422_016, 52_283_392]
    assert round(2_359_296 / 266_752, 2) == round(462_422_016 / 52_283_392, 2) == 8.84
    assert weights("mobilenet_early") == [73_728, 8_768]
    assert round(73_728 / 8_768, 2) == 8.41


@pytest.mark.parametrize(("side", "counted"), [(1, [16, 8, 4]), (3, [144, 72, 36])])
def test_groups(side: int, counted: list[int]) -> None:
    layers = [Layer(4, 4, side, side, 8, 8, groups=groups) for groups in (1, 2, 4)]
    assert [cost(layer).weights for layer in layers] == counted
    assert weights("grouped") == [144, 72, 36]


def test_a_bottleneck_of_four_channels_saves_nothing() -> None:
    assert weights("bottleneck") == [16, 8 + 8]


def test_inception() -> None:
    straight, squeezed = NAMED["inception"].designs.values()
    assert total(straight).multiplications == 120_422_400
    assert [cost(layer).multiplications for layer in squeezed] == [2_408_448, 10_035_200]
    assert total(squeezed).multiplications == 12_443_648
    assert weights("inception") == [153_600, 15_872]
    assert round(120_422_400 / 12_443_648, 2) == round(153_600 / 15_872, 2) == 9.68


def test_resnet() -> None:
    bottleneck, *_ = NAMED["resnet"].designs.values()
    assert [cost(layer).weights for layer in bottleneck] == [16_384, 36_864, 16_384]
    counted = weights("resnet")
    assert counted == [69_632, 1_179_648, 589_824, 73_728]
    assert round(1_179_648 / 69_632, 1) == 16.9
    assert round(589_824 / 69_632, 2) == 8.47


def test_two_3x3_against_one_5x5() -> None:
    one, two = weights("two_3x3")
    assert two * 25 == one * 18
    assert (one, two) == (102_400, 73_728)


def test_four_kinds() -> None:
    assert weights("kinds") == [589_824, 147_456, 2_304 + 65_536, 69_632]


def test_alexnet() -> None:
    (layer,) = NAMED["alexnet"].designs["First layer"]
    counted = cost(layer)
    assert layer.output_shape == (96, 55, 55)
    assert (counted.weights, counted.biases) == (34_848, 96)
    assert counted.weights + counted.biases == 34_944
    assert counted.outputs == 290_400
    assert counted.multiplications == 34_848 * 3_025


@pytest.mark.parametrize("name", NAMED)
def test_the_designs_of_a_comparison_do_the_same_job(name: str) -> None:
    """All give maps of one shape, but where the comparison is of shapes."""
    shapes = {design[-1].output_shape for design in NAMED[name].designs.values()}
    assert len(shapes) == {"padding": 3, "padding_large": 2, "resnet": 2}.get(name, 1)


def test_counting_allocates_nothing() -> None:
    side = 2**14
    counted = cost(Layer(1, 1, side, side, side, side, padding=0))
    assert counted.multiplications == counted.weights == 2**28
    many = cost(Layer(2**14, 2**14, 128, 128, 128, 128))
    assert many.weights == 2**42


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"groups": 4}, "groups = 4 must divide C_in = 2"),
        ({"groups": 0}, "groups must be from 1"),
        ({"c_in": 0}, "C_in must be from 1"),
        ({"c_out": -1}, "C_out"),
        ({"k_h": 9}, "The kernel covers 9 rows"),
        ({"stride": 0}, "stride must be from 1"),
        ({"height": 2**30}, "must be from 1 to"),
        ({"padding": "full"}, "padding"),
    ],
)
def test_a_layer_that_cannot_be_names_the_rule(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ExperimentError, match=said):
        replace(P02, **change)


def test_a_chain_must_fit() -> None:
    with pytest.raises(ExperimentError, match=r"takes .*\(2, 3, 3\).* gives \(3, 2, 2\)"):
        total((P02, P02))
    with pytest.raises(ExperimentError, match="at least one layer"):
        total(())


@given(st.permutations(range(3)))
def test_adding_is_associative(order: list[int]) -> None:
    layers = [Layer(2, 2, 1, 1, 3, 3, bias=bool(i)) for i in order]
    a, b, c = (cost(layer) for layer in layers)
    assert (a + b) + c == a + (b + c) == total(tuple(layers))
