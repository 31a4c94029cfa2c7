"""Edits of cells, pasted blocks and sizes."""

import numpy as np
import pytest

from convviz.core.arguments import ExperimentError
from convviz.core.conv import output
from convviz.core.experiment import Experiment
from convviz.core.matrices import ungrouped
from convviz.lessons.editing import WAYS, derive, paste, resize, set_cell
from convviz.lessons.presets import presets


@pytest.fixture
def d2l() -> Experiment:
    return presets()["d2l_two_in"]


@pytest.mark.parametrize(
    ("cell", "field", "index"),
    [("x 1 2 0", "x", (1, 2, 0)), ("k 0 1 0 1", "weight", (0, 1, 0, 1)), ("b 0", "bias", (0,))],
)
def test_one_cell_changes_and_nothing_else(
    d2l: Experiment, cell: str, field: str, index: tuple[int, ...]
) -> None:
    edited = set_cell(d2l, cell, "-7.5")
    for name in ("x", "weight", "bias"):
        expected = getattr(d2l, name).copy()
        if name == field:
            expected[index] = -7.5
        np.testing.assert_array_equal(getattr(edited, name), expected)


@pytest.mark.parametrize(
    "cell",
    ["", "x", "x 0 0", "x 0 0 3", "x 2 0 0", "k 0 0 0", "b 1", "y 0 0 0", "x 0 0 -1", "x 0 0 0 0"],
)
def test_there_is_no_such_cell(d2l: Experiment, cell: str) -> None:
    with pytest.raises(ExperimentError, match="no cell"):
        set_cell(d2l, cell, "1")


def test_a_block_fills_to_the_right_and_down(d2l: Experiment) -> None:
    edited = paste(d2l, "x 1 1 1", "10\t20\n30\t40")
    np.testing.assert_array_equal(edited.x[1], [[1, 2, 3], [4, 10, 20], [7, 30, 40]])
    np.testing.assert_array_equal(edited.x[0], d2l.x[0])


def test_a_block_of_several_channels_fills_several_channels(d2l: Experiment) -> None:
    edited = paste(d2l, "k 0 0 0 0", "[[[9, 8], [7, 6]], [[5, 4], [3, 2]]]")
    np.testing.assert_array_equal(edited.weight, [[[[9, 8], [7, 6]], [[5, 4], [3, 2]]]])


def test_the_bias_takes_a_pasted_row_or_column() -> None:
    three = presets()["d2l_three_out"]
    np.testing.assert_array_equal(paste(three, "b 0", "1 2 3").bias, [1, 2, 3])
    np.testing.assert_array_equal(paste(three, "b 1", "5\n6").bias, [0, 5, 6])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("x 0 1 1", "1 2 3"),
        ("x 0 2 0", "1\n2"),
        ("x 1 0 0", "1 2\n\n3 4"),
        ("b 0", "1 2"),
        ("k 0 0 0 0", "1 2 3\n4 5 6"),
    ],
)
def test_a_block_that_reaches_over_the_edge_is_refused(
    d2l: Experiment, cell: str, text: str
) -> None:
    with pytest.raises(ExperimentError, match="room for") as caught:
        paste(d2l, cell, text)
    rows = text.split("\n\n")[0].split("\n")
    assert f"has {len(rows)} × {len(rows[0].split())} numbers" in str(caught.value)


def test_sizes_keep_what_fits_and_fill_by_the_rule(d2l: Experiment) -> None:
    larger = resize(d2l, c_in=3, height=4, width=2, k_h=1, k_w=2)
    assert larger.x.shape == (3, 4, 2)
    np.testing.assert_array_equal(larger.x[0], [[0, 1], [3, 4], [6, 7], [0, 0]])
    np.testing.assert_array_equal(larger.x[2], [[2, 3], [5, 6], [8, 9], [0, 0]])
    np.testing.assert_array_equal(larger.weight, [[[[0, 1]], [[1, 2]], [[2, 3]]]])


def test_a_new_output_is_the_kernel_before_plus_one(d2l: Experiment) -> None:
    three = resize(d2l, c_out=3)
    assert three == presets()["d2l_three_out"]
    assert resize(three, c_out=1) == d2l


def test_sizes_that_do_not_go_together_are_refused(d2l: Experiment) -> None:
    with pytest.raises(ExperimentError, match="kernel"):
        resize(d2l, k_h=4)
    with pytest.raises(ExperimentError, match="kernel"):
        resize(d2l, width=1)


def test_kernels_are_made_from_the_first(d2l: Experiment) -> None:
    three = presets()["d2l_three_out"]
    first = d2l.weight[0]
    assert derive(resize(d2l, c_out=3), "plus") == three
    np.testing.assert_array_equal(derive(three, "minus").weight, [first, -first, 2 * first])
    turned = derive(three, "turned").weight
    np.testing.assert_array_equal(turned[1, 0], [[1, 3], [0, 2]])
    single = derive(three, "single").weight
    np.testing.assert_array_equal(single[1], [np.zeros((2, 2)), first[1]])
    np.testing.assert_array_equal(single[2], single[0])
    np.testing.assert_array_equal(derive(three, "zero").weight[1:], np.zeros((2, 2, 2, 2)))
    for way in WAYS:
        np.testing.assert_array_equal(derive(three, way).weight[0, 0], first[0])


def test_kernels_that_cannot_be_made_are_refused(d2l: Experiment) -> None:
    with pytest.raises(ExperimentError, match="square"):
        derive(resize(d2l, k_w=1), "turned")
    with pytest.raises(ExperimentError, match="no way 'up'"):
        derive(d2l, "up")


@pytest.mark.parametrize("name", ["groups_1", "groups_2", "groups_4", "depthwise", "average_pool"])
def test_groups_written_out_give_the_same(name: str) -> None:
    e = presets()[name]
    whole = ungrouped(e)
    assert whole.groups == 1
    assert whole.weight.shape[1] == e.c_in
    np.testing.assert_array_equal(output(whole), output(e))
