"""The picture of all kernels of a layer: every weight has its dot, and nothing stands between."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convviz.drawing import sheet as module
from convviz.drawing.sheet import sheet
from convviz.drawing.style import TILES


@given(*(st.integers(1, 12),) * 2, *(st.integers(1, 5),) * 2)
def test_every_weight_has_one_dot(c_out: int, c_in: int, k_h: int, k_w: int) -> None:
    weight = np.where(np.random.default_rng(0).random((c_out, c_in, k_h, k_w)) < 0.5, -1, 1)
    dots, outputs, slices, end = sheet(weight)
    assert (outputs, slices, end) == (c_out, c_in, 1)
    solid = dots[dots[..., 3] > 0][:, :3]
    assert len(solid) == weight.size
    last = np.array(list(bytes.fromhex(TILES[-1].removeprefix("#"))))
    assert (solid == last).all(axis=1).sum() == (weight == 1).sum()
    # The first kernel stands in the corner.
    corner = (dots[:k_h, :k_w, :3] == last).all(axis=2)
    assert np.array_equal(corner, weight[0, 0] == 1)


def test_of_too_many_the_first_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_DOTS", 600)
    dots, outputs, slices, _ = sheet(np.ones((50, 40, 2, 2)))
    assert 1 <= outputs * slices < 50 * 40 and outputs * slices * 9 <= 600
    assert (dots[..., 3] > 0).sum() == outputs * slices * 4


@pytest.mark.parametrize("value", [0, np.nan, np.inf])
def test_a_layer_without_a_scale(value: float) -> None:
    dots, *_, end = sheet(np.full((2, 2, 3, 3), value))
    assert end == 1 and len(np.unique(dots[dots[..., 3] > 0], axis=0)) == 1
