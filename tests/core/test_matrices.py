"""Kernels as rows, windows as columns: one matrix product is the convolution."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from convviz.core.arguments import ExperimentError
from convviz.core.conv import conv2d
from convviz.core.experiment import Experiment
from convviz.core.matrices import copies, patches, ungrouped, weight_matrix
from convviz.core.step import steps
from convviz.lessons.presets import presets
from tests.strategies import configurations


def test_patch_matrix() -> None:
    """See D2L exercise 6: rows of weights times columns of patches."""
    columns = [
        (0, 1, 3, 4, 1, 2, 4, 5),
        (1, 2, 4, 5, 2, 3, 5, 6),
        (3, 4, 6, 7, 4, 5, 7, 8),
        (4, 5, 7, 8, 5, 6, 8, 9),
    ]
    e = presets()["d2l_three_out"]
    assert [tuple(column) for column in patches(e).T] == columns
    assert weight_matrix(e).tolist() == [
        [0, 1, 2, 3, 1, 2, 3, 4],
        [1, 2, 3, 4, 2, 3, 4, 5],
        [2, 3, 4, 5, 3, 4, 5, 6],
    ]
    product = weight_matrix(e) @ patches(e)
    assert product.tolist() == [[56, 72, 104, 120], [76, 100, 148, 172], [96, 128, 192, 224]]
    assert copies(e)[0].tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


def test_cs231n_patch_matrix() -> None:
    """Unroll 227 x 227 x 3 for 11 x 11 kernels, stride 4: [96 x 363] @ [363 x 3025]."""
    e = Experiment(np.ones((3, 227, 227)), np.ones((96, 3, 11, 11)), stride=4)
    assert weight_matrix(e).shape == (96, 363)
    assert patches(e).shape == (363, 3025)


@settings(max_examples=500)
@given(configurations())
def test_one_matrix_product_is_the_convolution(c: dict[str, Any]) -> None:
    """Multiply rows of weights by columns of patches, groups written out: exactly conv2d."""
    e = ungrouped(Experiment(**c))
    y = conv2d(**c)
    product = weight_matrix(e) @ patches(e) + e.bias[:, np.newaxis]
    assert product.reshape(y.shape).tolist() == y.tolist()
    for column, step in zip(patches(e).T, steps(e), strict=False):
        assert column.tolist() == step.windows.ravel().tolist()


@settings(max_examples=300)
@given(configurations())
def test_copies_count_the_windows_over_each_number(c: dict[str, Any]) -> None:
    """Change one number of x after another: so many patches change with it."""
    e = Experiment(**c)
    before, counts = patches(e), copies(e)
    for index in np.ndindex(e.x.shape):
        x = e.x.copy()
        x[index] += 100
        assert (patches(e.replace(x=x)) != before).sum() == counts[index]


def test_groups_have_no_one_weight_matrix() -> None:
    """Refuse groups, where each row goes with the patches of its own channels."""
    with pytest.raises(ExperimentError, match="groups = 1"):
        weight_matrix(Experiment(np.ones((2, 1, 1)), np.ones((2, 1, 1, 1)), groups=2))
