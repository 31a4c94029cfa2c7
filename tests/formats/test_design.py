"""Typed designs: what is read, what is refused and how, there and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.core.cost import Design, Layer, layer_of, total
from convviz.core.experiment import Experiment
from convviz.formats.design import EXAMPLE, MAX_LAYERS, MAX_TEXT, parse_design, write_design
from convviz.lessons.comparisons import COMPARISONS
from tests.strategies import Configuration, configurations


def test_the_example() -> None:
    first, second = parse_design(EXAMPLE)
    assert first == Layer(192, 16, 1, 1, 28, 28)
    assert second == Layer(16, 32, 5, 5, 28, 28, padding=2)


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ("", {}),
        ("stride 2", {"stride": 2}),
        ("stride 2x1", {"stride": (2, 1)}),
        ("pad 1", {"padding": 1}),
        ("Padding 1 x 2", {"padding": (1, 2)}),
        ("pad 0+1x2", {"padding": ((0, 1), (2, 2))}),
        ("same", {"padding": "same"}),
        ("pad  same", {"padding": "same"}),
        ("dilation 2", {"dilation": 2}),
        ("groups 2", {"groups": 2}),
        ("depthwise", {"groups": 4}),
        ("no bias", {"bias": False}),
        ("NO BIAS; stride 2, pad 1", {"bias": False, "stride": 2, "padding": 1}),
    ],
)
def test_options(options: str, fields: dict[str, object]) -> None:
    expected = Layer(4, 8, 3, 2, 9, 7, **fields)  # type: ignore[arg-type]  # the fields of a case
    assert parse_design(f"4 → 8, 3×2, 9×7, {options}") == (expected,)


def test_later_layers_take_channels_and_size_from_the_one_before() -> None:
    text = "3 -> 8, 3x3, 9x7, stride 2\n\n8 -> 4, 1x1, 4x3\n-> 2, 2x2"
    shapes = [layer.output_shape for layer in parse_design(text)]
    assert shapes == [(8, 4, 3), (4, 4, 3), (2, 3, 2)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no layer"),
        (" \n\n", "There is no layer"),
        ("convolution", "Line 1: “convolution” is not C_in -> C_out: begin as in “192 -> 16"),
        ("-> 3, 3x3, 9x9", "Line 1: C_in is missing"),
        ("2 -> 3", "Line 1: The first layer needs two sizes"),
        ("2 -> 3, 3x3", "Line 1: The first layer needs two sizes"),
        ("2 -> 3, 3x3, 9x9, 9x9", "Line 1: The first layer needs two sizes"),
        ("2 -> 3, 3x3, 9x9\n-> 4", "Line 2: A layer needs the size of its kernel"),
        ("2 -> 3, 3x3, 9x9\n4 -> 4, 1x1", "Line 2: C_in is 4, but the layer before gives 3"),
        ("2 -> 3, 3x3, 9x9\n-> 4, 1x1, 9x9", "Line 2: The input is 9x9, but .* gives 7x7"),
        ("2 -> 3, 3x3, 9x9\n\n-> 4, 8x8", "Line 3: The kernel covers 8 rows"),
        ("2 -> 3, 3x3, 9x9, speed 2", "“speed 2” is not understood. .* stride 2, pad 1, pad same"),
        ("2 -> 3, 3x3, 9x9, pad -1", "“pad -1” is not understood"),
        ("2 -> 3, 3x3, 9x9, pad 1, same", "“same” sets padding a second time"),
        ("2 -> 3, 3x3, 9x9, stride 0", "Line 1: stride must be from 1"),
        ("2 -> 3, 3x3, 9x9, groups 2", "Line 1: groups = 2 must divide C_out = 3"),
        ("2 -> 3, 3x3, 9x9, groups 0", "Line 1: groups must be from 1"),
        ("2 -> 3, 3x3, 9x9, depthwise", "Line 1: groups = 2 must divide C_out = 3"),
        ("2 -> 3, 3x3, 9x9, same, stride 2", 'Line 1: padding "same" needs stride 1'),
        ("0 -> 3, 3x3, 9x9", "Line 1: C_in must be from 1"),
        ("1 -> 1, 1x1, 99999x99999", "Line 1: The padded input has"),
        ("1 -> 999999999999, 1x1, 1x1", "Line 1: .* must be from 1 to"),
        ("1 -> 1, 1x1, 1x1, pad 999999999999", "Line 1: padding must be from 0 to"),
        ("1" * (MAX_TEXT + 1), f"at most {MAX_TEXT} fit"),
        ("1 -> 1, 1x1, 1x1\n" + "-> 1, 1x1\n" * MAX_LAYERS, f"at most {MAX_LAYERS} fit"),
    ],
)
def test_a_refusal_names_the_line_what_is_wrong_and_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(ExperimentError, match=said):
        parse_design(text)


PIECES = st.sampled_from(
    [
        *("192", "->", "→", "16", "0", "1x1", "28x28", "3×3", ",", ";", "\n", " ", "x", "+", "-"),
        *("stride", "pad", "same", "dilation", "groups", "depthwise", "no bias", "2", "²", "٣"),
        *("9" * 12, "9" * 300, "\x85", "\0", "\r", "İ"),
    ]
)


@given(st.text() | st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES).map("".join))
def test_nothing_typed_raises_anything_but_a_refusal(text: str) -> None:
    try:
        design = parse_design(text)
    except ExperimentError as error:
        assert str(error)
    else:
        assert total(design).weights > 0


@given(configurations(), st.booleans())
def test_there_and_back(c: Configuration, bias: bool) -> None:
    one = layer_of(Experiment(**c))
    layer = Layer(**{**_fields(one), "bias": bias})
    assert parse_design(write_design((layer,))) == (layer,)


def _fields(layer: Layer) -> dict[str, Any]:
    return {name: value for name, value in vars(layer).items() if name != "output_shape"}


@pytest.mark.parametrize(
    "design", [design for each in COMPARISONS for design in each.designs.values()]
)
def test_every_named_design_can_be_typed(design: Design) -> None:
    assert parse_design(write_design(design)) == design
