"""Pooling: the numbers of D2L, what it equals, and what it refuses."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz import pool2d
from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d, count_multiplications
from tests.strategies import junk, poolings

NINE = np.arange(9).reshape(1, 3, 3)
P12 = np.stack([np.arange(16).reshape(4, 4), np.arange(16).reshape(4, 4) + 1])


def test_d2l_numbers() -> None:
    """Give the numbers of D2L 7.5, the average exactly."""
    assert pool2d(NINE, 2, stride=1).tolist() == [[[4, 5], [7, 8]]]
    assert pool2d(NINE, 2, stride=1, mode="average").tolist() == [[[2, 3], [5, 6]]]
    image = np.arange(16).reshape(1, 4, 4)
    assert pool2d(image, 3).tolist() == [[[10]]]
    assert pool2d(image, 3, padding=1, stride=2).tolist() == [[[5, 7], [13, 15]]]
    assert pool2d(image, (2, 3), stride=(2, 3), padding=(0, 1)).tolist() == [[[5, 7], [13, 15]]]


def test_channels_stay_apart() -> None:
    """Give as many maps as there were, and neither their sum nor their mean."""
    averages = [[[2.5, 4.5], [10.5, 12.5]], [[3.5, 5.5], [11.5, 13.5]]]
    y = pool2d(P12, 2, mode="average")
    assert y.tolist() == averages
    kernel = np.full((2, 1, 2, 2), 0.25)
    assert conv2d(P12, kernel, stride=2, groups=2).tolist() == averages
    dense = np.zeros((2, 2, 2, 2))
    dense[[0, 1], [0, 1]] = 0.25
    assert conv2d(P12, dense, stride=2).tolist() == averages
    mixed = conv2d(P12, np.full((2, 2, 2, 2), 0.25), stride=2)
    assert mixed.tolist() == [[[6, 10], [22, 26]]] * 2


@settings(max_examples=500)
@given(poolings())
def test_average_is_a_depthwise_convolution(c: dict[str, Any]) -> None:
    """D2L's exercise: the weights are 1 / (k_h k_w); in whole numbers sums agree exactly."""
    x, kernel = c["x"], c["kernel"]
    y = pool2d(**c, mode="average")
    rest = {"stride": c["stride"] or kernel, "padding": c["padding"], "groups": len(x)}
    ones = np.ones((len(x), 1, *kernel), dtype=int)
    assert y.dtype == np.float64 and y.shape == conv2d(x, ones, **rest).shape
    assert y.tolist() == (conv2d(x, ones, **rest) / np.prod(kernel)).tolist()
    np.testing.assert_allclose(y, conv2d(x, ones / np.prod(kernel), **rest), rtol=0, atol=1e-13)
    # c h' w' p_h p_w, the cost that D2L asks for.
    assert count_multiplications(ones.shape, y.shape[1:]) == y.size * np.prod(kernel)


@settings(max_examples=300)
@given(poolings())
def test_identities_of_the_maximum(c: dict[str, Any]) -> None:
    """Let the smallest be minus the largest of -X, and the largest not be below the average."""
    x, kernel = c["x"], c["kernel"]
    largest, smallest = pool2d(**c), -pool2d(**c | {"x": -x})
    assert (smallest <= largest).all()
    c["padding"] = 0
    if all(k <= n for k, n in zip(kernel, x.shape[1:], strict=True)):
        average = pool2d(**c, mode="average")
        assert (pool2d(**c) >= average).all()
        assert (average >= -pool2d(**c | {"x": -x})).all()


@settings(max_examples=200)
@given(st.integers(0, 2**32 - 1))
def test_maximum_out_of_relu_and_convolution(seed: int) -> None:
    """D2L's exercise: max(a, b) = b + ReLU(a - b), along rows and then along columns."""
    y = x = np.random.default_rng(seed).integers(-99, 100, (1, 6, 8))
    for kernel in ((1, 2), (2, 1)):
        difference = np.array([1, -1]).reshape(1, 1, *kernel)
        b = np.array([0, 1]).reshape(1, 1, *kernel)
        y = conv2d(y, b, stride=kernel) + np.maximum(conv2d(y, difference, stride=kernel), 0)
    assert y.tolist() == pool2d(x, 2).tolist()


def test_dtypes() -> None:
    """Keep the dtype for the maximum; average integers as float64, halves as float32."""

    def kinds(name: str) -> tuple[str, str]:
        x = np.ones((1, 2, 2), name)
        return pool2d(x, 2, padding=1).dtype.name, pool2d(x, 2, mode="average").dtype.name

    for name in ("bool", "int8", "uint8", "int64", "uint64"):
        assert kinds(name) == (name, "float64")
    assert kinds("float16") == ("float16", "float32")
    assert kinds("float32") == ("float32", "float32")
    assert kinds("float64") == ("float64", "float64")
    for least in (-(2**63), 2**63 - 1):
        assert pool2d([[[least]]], 2, stride=1, padding=1).tolist() == [[[least] * 2] * 2]
    assert pool2d(np.full((1, 1, 1), 2**64 - 1, np.uint64), 1).item() == 2**64 - 1
    assert pool2d(np.full((1, 4, 4), 100, np.int8), 4, mode="average").item() == 100


def test_floats_follow_ieee() -> None:
    """Let NaN and inf through without a warning, padding or not."""
    row = [[[np.nan, 1.0, -np.inf, -np.inf]]]
    found = pool2d(row, (1, 2))
    assert np.isnan(found[0, 0, 0]) and found[0, 0, 1] == -np.inf
    assert np.isnan(pool2d([[[np.inf, -np.inf]]], (1, 2), mode="average")).all()
    assert pool2d([[[1e308, 1e308]]], (1, 2), mode="average").item() == np.inf
    assert pool2d([[[-np.inf]]], 2, stride=1, padding=1).max() == -np.inf


def test_inputs_are_left_alone() -> None:
    """Return new numbers, never a view of an argument."""
    x = np.ones((1, 2, 2))
    for mode in ("max", "average"):
        y = pool2d(x, 1, mode=mode)
        y += 1
    assert x.tolist() == [[[1, 1], [1, 1]]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": NINE[0]}, "C_in, H, W"),
        ({"x": NINE.astype(complex)}, "real numbers"),
        ({"kernel": 0}, "kernel must be from 1"),
        ({"kernel": (2, 2, 2)}, "kernel must be a whole number"),
        ({"kernel": 2.0}, "kernel must be a whole number"),
        ({"kernel": 4}, "covers 4 rows"),
        ({"stride": 0}, "stride must be from 1"),
        ({"padding": 2}, "at most half the kernel, 1 for k_h = 2; not 2"),
        ({"padding": (0, 2)}, "at most half the kernel, 1 for k_w = 2; not 2"),
        ({"padding": ((0, 0), (0, 2))}, "at most half the kernel, 1 for k_w = 2; not 2"),
        ({"padding": -1}, "padding must be from 0"),
        ({"mode": "min"}, "mode must be one of max, average; not 'min'"),
        ({"mode": ["max"]}, "mode must be one of"),
    ],
)
def test_broken_rules_are_named(change: dict[str, Any], message: str) -> None:
    """Say which rule a value breaks."""
    with pytest.raises(ExperimentError, match=message):
        pool2d(**{"x": NINE, "kernel": 2, **change})


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(["x", "kernel", "mode", "stride", "padding"]), junk))
def test_junk_is_refused(changes: dict[str, Any]) -> None:
    """Answer any value whatever with a result or an ExperimentError."""
    try:
        pool2d(**{"x": NINE, "kernel": 2, **changes})
    except ExperimentError as error:
        assert str(error)
