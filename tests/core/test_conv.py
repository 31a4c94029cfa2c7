"""conv2d against two independent references, and every step against conv2d."""

import itertools
import tracemalloc
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convviz.core.conv as conv
from convviz.core.arguments import ExperimentError
from convviz.core.conv import (
    conv2d,
    corr2d,
    corr2d_multi_in,
    corr2d_multi_in_out,
    corr2d_multi_in_out_1x1,
    count_additions,
    count_multiplications,
    count_weights,
    output_shape,
    pad,
)
from convviz.core.experiment import Experiment
from convviz.core.step import step_at, steps
from tests.strategies import broken_configurations, by_loops, by_patches, configurations, junk

D2L_X = [[[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]]
D2L_K = [[[0, 1], [2, 3]], [[1, 2], [3, 4]]]
D2L_OUT = np.stack([np.array(D2L_K) + n for n in range(3)])


def shape_of(c: dict[str, Any]) -> tuple[int, int, int]:
    """Return the shape that output_shape foretells."""
    rest = {name: c[name] for name in c.keys() - {"x", "weight", "bias"}}
    return output_shape(c["x"].shape, c["weight"].shape, **rest)


@settings(max_examples=2000)
@given(configurations())
def test_integers_equal_loops(c: dict[str, Any]) -> None:
    """Give exactly what nested loops give, in int64 and in the shape foretold."""
    y = conv2d(**c)
    assert y.dtype == np.int64
    assert y.shape == shape_of(c)
    assert y.tolist() == by_loops(c, y.shape)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-4), ("float64", 1e-12)])
@settings(max_examples=600)
@given(data=st.data())
def test_floats_equal_patches(data: st.DataObject, dtype: str, tolerance: float) -> None:
    """Keep the dtype and stay within rounding of the second reference."""
    c = data.draw(configurations(lambda random, shape: random.normal(size=shape).astype(dtype)))
    y = conv2d(**c)
    assert y.dtype == dtype
    np.testing.assert_allclose(y, by_patches(c, shape_of(c)), rtol=tolerance, atol=tolerance)


@settings(max_examples=300)
@given(configurations())
def test_references_agree(c: dict[str, Any]) -> None:
    """Make sure that the references themselves are right."""
    assert by_patches(c, shape_of(c)).tolist() == by_loops(c, shape_of(c))


@settings(max_examples=300)
@given(configurations())
def test_every_step_is_the_convolution_at_its_place(c: dict[str, Any]) -> None:
    """Take each step apart: windows, products and sums, and the total of conv2d."""
    e, y = Experiment(**c), conv2d(**c)
    padded = pad(e.x, e.pads, e.padding_mode)
    everything = list(steps(e))
    assert [step.position for step in everything] == list(np.ndindex(e.output_shape))
    for step in everything:
        o = step.position[0]
        assert step.total == y[step.position]
        assert step.kernel.tolist() == e.weight[o].tolist()
        cells = np.ix_(step.channels, step.rows, step.cols)
        assert step.windows.tolist() == padded[cells].tolist()
        assert step.products.tolist() == (step.windows * step.kernel).tolist()
        assert step.channel_sums.tolist() == [p.sum() for p in step.products]
        assert step.total == step.channel_sums.sum() + step.bias
        assert step.bias == e.bias[o]
        for array in (step.windows, step.kernel, step.products, step.channel_sums):
            assert not array.flags.writeable
    some = everything[len(everything) // 2]
    alone = step_at(e, some.position)
    assert (alone.total, alone.channels, alone.rows) == (some.total, some.channels, some.rows)
    assert alone.products.tolist() == some.products.tolist()


@settings(max_examples=200)
@given(configurations())
def test_every_step_says_its_cells(c: dict[str, Any]) -> None:
    """Find in the cells that a step names exactly the numbers that it reads, makes and writes."""
    e, y = Experiment(**c), conv2d(**c)
    tensors = {"x": e.x, "k": e.weight, "b": e.bias, "y": y}
    tensors["pad"] = pad(e.x, e.pads, e.padding_mode)

    def held(name: str) -> float:
        tensor, *index = name.split()
        return float(tensors[tensor][tuple(map(int, index))])

    (top, _), (left, _) = e.pads
    for step in steps(e):
        assert [held(name) for name in step.reads] == step.windows.ravel().tolist()
        for name in step.reads:  # what is called padding lies outside the input
            kind, *index = name.split()
            _, row, col = map(int, index)
            at = (row - top, col - left) if kind == "pad" else (row, col)
            inside = all(0 <= n < size for n, size in zip(at, e.input_size, strict=True))
            assert inside == (kind == "x")
        factors, made = zip(*step.terms, strict=True)
        assert tuple(read for read, _ in factors) == step.reads
        assert [held(weight) for _, weight in factors] == step.kernel.ravel().tolist()
        places = itertools.product(step.channels, *map(range, e.kernel_size))
        assert list(made) == [f"p {c} {u} {v}" for c, u, v in places]
        *sums, bias = step.partials
        assert sums == [f"sum {c}" for c in step.channels]
        assert (held(bias), *map(held, step.writes)) == (step.bias, step.total)


def test_a_step_shows_no_minus_zero() -> None:
    """Write 0 * -1 as 0."""
    step = step_at(Experiment([[[0.0]]], [[[[-1]]]]), (0, 0, 0))
    assert not np.signbit([step.products.item(), step.channel_sums.item(), step.total]).any()


def test_steps_see_the_channels_of_their_group() -> None:
    """Let outputs 0 and 1 of two groups see channels 0, 1 and outputs 2 and 3 channels 2, 3."""
    e = Experiment(np.ones((4, 1, 1)), np.ones((4, 2, 1, 1)), groups=2)
    assert [step.channels for step in steps(e)] == [(0, 1), (0, 1), (2, 3), (2, 3)]


@pytest.mark.parametrize(
    "position", [(1, 0, 0), (0, -1, 0), (0, 0, 2), (0, 0), (0, 0, 0.0), None, "000", (0, 0, [0])]
)
def test_positions_outside_are_refused(position: Any) -> None:
    """Refuse what is not a place in the output."""
    with pytest.raises(ExperimentError):
        step_at(Experiment(D2L_X, [D2L_K]), position)


@settings(max_examples=200)
@given(configurations(), st.sampled_from([1, 7, 40, 200]))
def test_blocks_change_nothing(c: dict[str, Any], size: int) -> None:
    """Get the same from many small patch blocks as from one."""
    whole = conv2d(**c)
    with mock.patch.object(conv, "BLOCK_SIZE", size):
        assert conv2d(**c).tolist() == whole.tolist()


@pytest.mark.parametrize("shape", [(3, 4, 60_000), (3, 60_000, 4), (3, 500, 500)])
def test_memory_is_bounded(shape: tuple[int, int, int]) -> None:
    """Hold no more than the result and one block of patches, in long rows and columns too."""
    x, weight = np.ones(shape), np.ones((2, 3, 4, 4))
    tracemalloc.start()
    y = conv2d(x, weight)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    every_patch = y[0].size * weight[0].nbytes
    most = y.nbytes + conv.BLOCK_SIZE * y.itemsize + 2**16
    assert peak < most < every_patch / 4


@settings(max_examples=1000)
@given(broken_configurations())
def test_illegal_configurations_are_refused(c: dict[str, Any]) -> None:
    """Refuse each broken rule, in conv2d and in Experiment alike."""
    for attempt in (conv2d, Experiment):
        with pytest.raises(ExperimentError):
            attempt(**c)


@settings(max_examples=500)
@given(st.dictionaries(st.sampled_from(sorted(conv2d.__annotations__.keys() - {"return"})), junk))
def test_junk_is_refused(changes: dict[str, Any]) -> None:
    """Answer any value whatever with a result or an ExperimentError."""
    for attempt in (conv2d, Experiment):
        try:
            attempt(**{"x": D2L_X, "weight": [D2L_K], **changes})
        except ExperimentError as error:
            assert str(error)


def test_big_integers_are_exact() -> None:
    """Stay exact beyond 2**53 and refuse what may pass 2**63."""
    odd = 2**53 + 1
    assert conv2d([[[odd]]], [[[[1]]]]).item() == odd
    assert conv2d([[[3**19]]], [[[[3**19]]]]).item() == 3**38
    assert conv2d([[[odd, 5]]], [[[[1, -1]]]], [2]).item() == odd - 3
    assert conv2d(np.array([[[2**63]]], dtype=np.uint64), [[[[0]]]]).item() == 0
    assert conv2d([[[2**63 - 1]]], [[[[-1]]]]).item() == 1 - 2**63
    for bad in (2**63 - 1, -(2**63)):
        with pytest.raises(ExperimentError, match="64-bit"):
            conv2d([[[bad]]], [[[[1]]]], [1])
    with pytest.raises(ExperimentError, match="64-bit"):
        conv2d([[[2**32]]], [[[[2**32]]]])


def test_dtypes() -> None:
    """Follow NumPy's common dtype, with small integers widened and halves computed as floats."""

    def kind(x: str, weight: str, bias: str | None = None) -> str:
        one = None if bias is None else np.ones(1, bias)
        return conv2d(np.ones((1, 2, 2), x), np.ones((1, 1, 2, 2), weight), one).dtype.name

    assert kind("int8", "uint64") == kind("bool", "bool") == "int64"
    assert kind("float32", "float32", "float32") == kind("float32", "bool") == "float32"
    assert kind("float32", "float64") == kind("int64", "float32") == kind("int8", "i8", "f8")
    assert kind("float64", "float64") == "float64"
    assert kind("float16", "float16") == "float32"
    assert kind(">f4", ">f4") == "float32"
    assert conv2d(np.full((1, 1, 1), 100, np.int8), np.full((1, 1, 1, 1), 100, np.int8)) == 10_000


def test_floats_follow_ieee() -> None:
    """Let NaN and inf through without a warning."""
    assert np.isnan(conv2d([[[np.nan]]], [[[[1.0]]]])).all()
    assert conv2d([[[1e300]]], [[[[1e300]]]]).item() == np.inf
    assert np.isnan(conv2d([[[np.inf, 1.0]]], [[[[0.0, 1.0]]]])).all()


def test_inputs_are_left_alone() -> None:
    """Return new numbers, never a view of an argument."""
    x = np.ones((1, 2, 2))
    y = conv2d(x, [[[[1.0]]]])
    y += 1
    assert x.tolist() == [[[1, 1], [1, 1]]]


def test_d2l_functions() -> None:
    """Give the numbers of D2L 7.2 and 7.4."""
    assert corr2d(D2L_X[0], D2L_K[0]).tolist() == [[19, 25], [37, 43]]
    assert corr2d(D2L_X[1], D2L_K[1]).tolist() == [[37, 47], [67, 77]]
    assert corr2d_multi_in(D2L_X, D2L_K).tolist() == [[56, 72], [104, 120]]
    y = corr2d_multi_in_out(D2L_X, D2L_OUT)
    assert y.tolist() == [[[56, 72], [104, 120]], [[76, 100], [148, 172]], [[96, 128], [192, 224]]]
    with pytest.raises(ExperimentError):
        corr2d(D2L_X, D2L_K)
    with pytest.raises(ExperimentError):
        corr2d_multi_in(D2L_X, D2L_K[:1])


def test_1x1_is_a_matrix_product() -> None:
    """Agree exactly with the general function on integers, and refuse larger kernels."""
    random = np.random.default_rng(0)
    x, k = random.integers(-9, 9, (3, 4, 5)), random.integers(-9, 9, (2, 3, 1, 1))
    y = corr2d_multi_in_out_1x1(x, k)
    assert y.dtype == np.int64
    assert y.tolist() == corr2d_multi_in_out(x, k).tolist()
    floats = x.astype(np.float32), k.astype(np.float32)
    assert corr2d_multi_in_out_1x1(*floats).dtype == np.float32
    for bad in (np.ones((2, 3, 1, 2)), np.ones((2, 2, 1, 1)), np.ones((2, 3))):
        with pytest.raises(ExperimentError):
            corr2d_multi_in_out_1x1(x, bad)


def test_output_shapes() -> None:
    """Give the sizes of D2L 7.3 and cs231n."""
    eight = (1, 8, 8)
    assert output_shape(eight, (1, 1, 3, 5), padding=(0, 1), stride=(3, 4)) == (1, 2, 2)
    assert output_shape(eight, (1, 1, 5, 3), padding=(2, 1)) == (1, 8, 8)
    assert output_shape((3, 227, 227), (96, 3, 11, 11), stride=4) == (96, 55, 55)
    sizes = [output_shape((1, 3, 3), (1, 1, 2, 2), padding=p)[1] ** 2 for p in range(3)]
    assert sizes == [4, 16, 36]


def test_counts() -> None:
    """Give the counts of D2L 7.4 exercise 2 and of well-known networks."""
    one, three = (1, 2, 2, 2), (3, 2, 2, 2)
    assert [count_weights(one), count_weights(three), count_weights(three, bias=True)] == [
        8,
        24,
        27,
    ]
    assert (count_multiplications(one, (2, 2)), count_additions(one, (2, 2))) == (32, 28)
    assert (count_multiplications(three, (2, 2)), count_additions(three, (2, 2))) == (96, 84)
    doubled = (6, 4, 2, 2)
    assert (count_multiplications(doubled, (2, 2)), count_additions(doubled, (2, 2))) == (384, 360)
    assert count_additions(three, (2, 2), bias=True) == 96
    assert count_additions((2, 3, 1, 1), (3, 3)) == 36
    assert count_weights((96, 3, 11, 11), bias=True) == 34_944
    assert count_weights((512, 512, 3, 3)) == 2_359_296
    assert count_weights((512, 1, 3, 3)) + count_weights((512, 512, 1, 1)) == 266_752
    assert count_weights((64, 1, 3, 3)) + count_weights((128, 64, 1, 1)) == 8_768
    assert count_multiplications((512, 512, 3, 3), (14, 14)) == 462_422_016
    assert count_multiplications((32, 192, 5, 5), (28, 28)) == 120_422_400
    assert count_multiplications((16, 192, 1, 1), (28, 28)) == 2_408_448
    assert count_multiplications((32, 16, 5, 5), (28, 28)) == 10_035_200
    bad: Any
    for bad in ((3, 2, 2), (0, 1, 1, 1), None):
        with pytest.raises(ExperimentError):
            count_weights(bad)


@pytest.mark.parametrize(
    ("mode", "row"),
    [
        ("zeros", [0, 0, 1, 2, 3, 0]),
        ("reflect", [3, 2, 1, 2, 3, 2]),
        ("replicate", [1, 1, 1, 2, 3, 3]),
        ("circular", [2, 3, 1, 2, 3, 1]),
    ],
)
def test_padding_modes(mode: str, row: list[int]) -> None:
    """Fill the border as PyTorch does."""
    assert pad(np.array([[[1, 2, 3]]]), ((0, 0), (2, 1)), mode).tolist() == [[row]]


def test_the_order_of_additions_matters_only_for_floats() -> None:
    """See D2L exercise 5: integers are equal in any order of the channels."""
    random = np.random.default_rng(0)
    x, k = random.integers(-99, 99, (5, 4, 4)), random.integers(-99, 99, (2, 5, 3, 3))
    results = {
        conv2d(x[list(order)], k[:, list(order)]).tobytes()
        for order in itertools.permutations(range(5))
    }
    assert len(results) == 1


@settings(max_examples=500)
@given(st.data())
def test_1x1_as_a_matrix_product_equals_the_loop_over_outputs(data: st.DataObject) -> None:
    """D2L's comparison of both ways, on integers, where it holds exactly."""
    c_in, c_out, height, width = (data.draw(st.integers(1, 6)) for _ in range(4))
    seed = data.draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    x = rng.integers(-999, 1000, (c_in, height, width))
    k = rng.integers(-999, 1000, (c_out, c_in, 1, 1))
    one, other = corr2d_multi_in_out_1x1(x, k), corr2d_multi_in_out(x, k)
    assert one.dtype == other.dtype == np.int64
    np.testing.assert_array_equal(one, other)
