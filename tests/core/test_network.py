"""What an output cell sees is what it depends on, and two kernels are exactly one."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d
from convviz.core.network import Layer, Network, both_ways, composed, receptive_field

PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))
LAYERS = st.builds(
    Layer,
    kernel_size=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    stride=PAIRS,
    padding=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    dilation=PAIRS,
)
KERNEL = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks that are possible: layers that do not fit are left out."""
    size = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    network = Network(size, [Layer(1)])
    for layer in draw(st.lists(LAYERS, min_size=1, max_size=3)):
        kept = network.layers if network.layers != (Layer(1),) else ()
        try:
            network = Network(size, (*kept, layer))
        except ExperimentError:
            continue
    return network


def ones(network: Network, x: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Run a map through the layers, every weight 1."""
    for layer in network.layers:
        x = conv2d(
            x[None],
            np.ones((1, 1, *layer.kernel_size), dtype=np.int64),
            stride=layer.stride,
            padding=layer.padding,
            dilation=layer.dilation,
        )[0]
    return x


@given(networks())
def test_paths_are_what_each_input_cell_changes(network: Network) -> None:
    counted = np.array([network.paths(0, cell) for cell in network.cells])
    for i, j in np.ndindex(*network.size):
        x = np.zeros(network.size, dtype=np.int64)
        x[i, j] = 1
        assert ones(network, x).ravel().tolist() == counted[:, i, j].tolist()


@given(networks())
def test_every_map_is_seen_as_the_input_of_the_layers_after_it(network: Network) -> None:
    for number in range(1, network.last):
        rest = Network(network.sizes[number], network.layers[number:])
        for cell in network.cells:
            assert (network.paths(number, cell) == rest.paths(0, cell)).all()
            assert network.region(number, cell) == rest.region(0, cell)


@given(networks())
def test_the_formula_bounds_what_is_read(network: Network) -> None:
    """Nothing outside the region is read; where no border cuts it, its corners are."""
    for cell in network.cells:
        region, ways = network.region(0, cell), network.paths(0, cell)
        rows, columns = np.nonzero(ways)
        assert set(rows.tolist()) <= set(region.inside[0])
        assert set(columns.tolist()) <= set(region.inside[1])
        assert network.reads(cell) == len(rows)
        size = network.field(network.last).size
        assert (len(region.rows), len(region.columns)) == size
        free = all(
            set(part) == set(whole)
            for number in range(network.last)
            for part, whole in zip(
                network.region(number, cell).inside,
                network.region(number, cell)[:2],
                strict=True,
            )
        )
        if free:
            corners = itertools.product(*((r[0], r[-1]) for r in region[:2]))
            assert all(ways[corner] for corner in corners)
            # Each layer multiplies the ways by its number of weights.
            assert ways.sum() == np.prod([layer.kernel_size for layer in network.layers])


@given(networks())
def test_the_terms_add_up_to_the_receptive_field(network: Network) -> None:
    for axis in (0, 1):
        total = 1 + sum(growth * jump for growth, jump in network.terms(axis))
        assert total == network.field(network.last).size[axis]


@pytest.mark.parametrize(
    ("layers", "size"),
    [
        ([Layer(3), Layer(3)], 5),
        ([Layer(3), Layer(3), Layer(3)], 7),
        ([Layer(3, stride=2), Layer(3)], 7),
        ([Layer(5)], 5),
        ([Layer(3), Layer(3, dilation=2), Layer(3, dilation=4)], 15),
    ],
)
def test_known_receptive_fields(layers: list[Layer], size: int) -> None:
    assert receptive_field(tuple(layers)).size == (size, size)
    network = Network(20, layers)
    assert network.region(0, (0, 0)).rows == range(size)


def test_start_and_jump_say_where_a_cell_looks() -> None:
    network = Network(9, [Layer(3, stride=2, padding=1), Layer(3, padding=1)])
    assert network.field(2) == ((7, 7), (2, 2), (-3, -3))
    region = network.region(0, (0, 4))
    assert (region.rows, region.columns) == (range(-3, 4), range(5, 12))
    assert region.inside == (range(4), range(5, 9))


def test_ways_through_two_3x3() -> None:
    ways = Network(5, [Layer(3), Layer(3)]).paths(0, (0, 0))
    assert ways.tolist() == np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]).tolist()


# What is of another type than is asked for.
WRONG: Any = 3
WRONG_RATIO: Any = 1.5


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Network(3, [Layer(3), Layer(3)]), "Layer 2: The kernel covers 3 rows"),
        (lambda: Network(0, [Layer(3)]), "size must be from 1"),
        (lambda: Network(5, []), "1 to 3 layers"),
        (lambda: Network(5, [Layer(1)] * 4), "1 to 3 layers"),
        (lambda: Network(5, [WRONG]), "Layer 1 must be a Layer"),
        (lambda: Layer(0), "kernel_size must be from 1"),
        (lambda: Layer(3, stride=0), "stride must be from 1"),
        (lambda: Layer(3, padding=-1), "padding must be from 0"),
        (lambda: Layer(3, dilation=WRONG_RATIO), "dilation must be a whole number"),
        (lambda: Network(5, [Layer(3)]).paths(0, (3, 0)), "Row of the cell must be from 0 to 2"),
        (lambda: Network(5, [Layer(3)]).region(0, (0, 9)), "Column of the cell"),
        (lambda: composed(np.ones((2, 1, 2, 2)), np.ones((1, 3, 2, 2))), "reads 3 channels"),
        (lambda: composed([[1, 2]], [[1]], stride1=0), "stride1 must be from 1"),
        (lambda: composed([1, 2], [[1]]), "kernel1 must have 4 axes"),
    ],
)
def test_what_cannot_be_is_refused_with_the_rule(make: Any, message: str) -> None:
    with pytest.raises(ExperimentError, match=message):
        make()


def test_two_kernels_of_the_exercise() -> None:
    first, second = [[1, 2], [3, 4]], [[1, 0], [-1, 2]]
    assert composed(first, second).tolist() == [[1, 2, 0], [2, 4, 4], [-3, 2, 8]]
    twice, once = both_ways(np.arange(25).reshape(5, 5), first, second)
    assert twice.tolist() == [[152, 172, 192], [252, 272, 292], [352, 372, 392]]
    assert once.tolist() == twice.tolist()


def test_the_kernel_of_d2l_twice() -> None:
    kernel = [[0, 1], [2, 3]]
    assert composed(kernel, kernel).tolist() == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]
    twice, once = both_ways(np.arange(9).reshape(3, 3), kernel, kernel)
    assert twice.tolist() == once.tolist() == [[228]]


def test_one_by_one_kernels_multiply_as_matrices() -> None:
    first, second = np.array([[1, 2, 0], [0, 1, 1]]), np.array([[1, -1], [2, 0], [0, 3]])
    single = composed(first[:, :, None, None], second[:, :, None, None])
    assert single[:, :, 0, 0].tolist() == [[1, 1, -1], [2, 4, 0], [0, 3, 3]]


def test_channels_and_stride_give_the_size() -> None:
    assert composed(np.ones((4, 3, 3, 3)), np.ones((2, 4, 2, 2))).shape == (2, 3, 4, 4)
    assert composed(np.ones((3, 3)), np.ones((2, 2)), stride1=2).shape == (5, 5)


@given(st.data(), KERNEL, KERNEL, PAIRS, PAIRS, PAIRS)
def test_one_kernel_is_two_in_a_row_exactly(
    data: st.DataObject,
    size1: tuple[int, int],
    size2: tuple[int, int],
    stride1: tuple[int, int],
    stride2: tuple[int, int],
    channels: tuple[int, int],
) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    c_in, middle = channels
    first = rng.integers(-9, 10, (middle, c_in, *size1))
    second = rng.integers(-9, 10, (2, middle, *size2))
    single = composed(first, second, stride1)
    x = rng.integers(
        -9, 10, (c_in, *(side + data.draw(st.integers(0, 5)) for side in single.shape[2:]))
    )
    twice = conv2d(conv2d(x, first, stride=stride1), second, stride=stride2)
    strides = (stride1[0] * stride2[0], stride1[1] * stride2[1])
    once = conv2d(x, single, stride=strides)
    assert once.dtype == np.int64
    assert once.tolist() == twice.tolist()


def test_at_the_padded_border_two_3x3_are_not_one_5x5() -> None:
    box = np.ones((3, 3), dtype=np.int64)
    twice, once = both_ways(np.ones((5, 5), dtype=np.int64), box, box, padding=(1, 1))
    differs = twice != once
    assert differs.sum() == 16
    assert not differs[1:4, 1:4].any()
    assert np.abs(twice - once).max() == 11
    assert round(11 / 81, 3) == 0.136
