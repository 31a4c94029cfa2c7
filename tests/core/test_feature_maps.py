"""Feature maps of pictures, against plain loops, and windows that stand for the whole."""

from __future__ import annotations

import tracemalloc
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convviz.core.arguments import Array, ExperimentError
from convviz.core.conv import output
from convviz.core.feature_maps import Filters, LayerNumber, maps, patch, responses, size


def loops(x: Array, weight: Array) -> Array:
    """Cross-correlate by nested loops: (C, H, W), (O, C, k_h, k_w) -> (O, H', W')."""
    (c_in, height, width), (c_out, _, k_h, k_w) = x.shape, weight.shape
    y = np.zeros((c_out, height - k_h + 1, width - k_w + 1))
    for o, i, j in product(*map(range, y.shape)):
        for c, u, v in product(range(c_in), range(k_h), range(k_w)):
            y[o, i, j] += float(x[c, i + u, j + v]) * float(weight[o, c, u, v])
    return y


def pooled(y: Array) -> Array:
    found = np.zeros((len(y), y.shape[1] // 2, y.shape[2] // 2))
    for o, i, j in product(*map(range, found.shape)):
        found[o, i, j] = max(y[o, 2 * i + u, 2 * j + v] for u in (0, 1) for v in (0, 1))
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[Array, Filters]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    k, k_2 = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    sides = draw(st.integers(8, 11)), draw(st.integers(8, 11))
    x = rng.integers(0, 256, (3, *sides)).astype(np.uint8)
    first = rng.integers(-9, 10, (draw(st.integers(1, 3)), 3, k, k)).astype(float)
    second = rng.integers(-9, 10, (2, len(first), k_2, k_2)).astype(float)
    return x, Filters(first, second, relu=draw(st.booleans()), pool=draw(st.booleans()))


@settings(max_examples=25)
@given(cases())
def test_both_layers_are_what_plain_loops_give(case: tuple[Array, Filters]) -> None:
    x, f = case
    assert f.second is not None
    read, y = maps(f, x, 1)
    expected = loops(x, f.first)
    assert (read == x).all() and (y == expected).all()
    below = np.maximum(expected, 0) if f.relu else expected
    below = pooled(below) if f.pool else below
    read, z = maps(f, x, 2)
    assert (read == below).all() and (z == loops(below, f.second)).all()
    for layer, made in ((1, y), (2, z)):
        assert size(f, (x.shape[1], x.shape[2]), 1 if layer == 1 else 2) == made.shape[1:]


@settings(max_examples=40)
@given(cases(), st.data())
def test_a_window_alone_has_the_numbers_of_the_maps(
    case: tuple[Array, Filters], data: st.DataObject
) -> None:
    x, f = case
    layer: LayerNumber = data.draw(st.sampled_from([1, 2]))
    read, made = maps(f, x, layer)
    i, j = (data.draw(st.integers(0, n - 1)) for n in made.shape[1:])
    window = patch(f, x, layer, (i, j))
    k_h, k_w = f.weight(layer).shape[2:]
    assert (window.x == read[:, i : i + k_h, j : j + k_w]).all()
    assert output(window).ravel().tolist() == made[:, i, j].tolist()


@given(cases())
def test_what_the_channels_add_is_the_map(case: tuple[Array, Filters]) -> None:
    x, f = case
    parts = responses(x, f.first[0])
    assert parts.shape == (3, *maps(f, x, 1)[1].shape[1:])
    assert (parts.sum(axis=0) == maps(f, x, 1)[1][0]).all()


def test_a_place_in_no_map_and_a_layer_that_is_none_are_refused() -> None:
    x, f = np.zeros((3, 8, 9), np.uint8), Filters(np.ones((1, 3, 3, 3)))
    for place in ((-1, 0), (6, 0), (0, 7)):
        with pytest.raises(ExperimentError, match="in a map of 6×7"):
            patch(f, x, 1, place)
    with pytest.raises(ExperimentError, match="no second layer"):
        maps(f, x, 2)


def test_a_large_picture_takes_little_more_memory_than_its_maps() -> None:
    x = np.zeros((3, 768, 1024), np.uint8)
    f = Filters(np.ones((8, 3, 5, 5)))
    tracemalloc.start()
    _, y = maps(f, x, 1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Beside the maps, of float64, the picture as such numbers and a block of windows.
    assert peak < y.nbytes + 2 * x.size * 8 + 2**24
