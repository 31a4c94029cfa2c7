"""The stack that can be turned: its data, not its pixels."""

import numpy as np
import pytest

from convviz.core.conv import output
from convviz.drawing.plots import bars, outlines, stack_figure
from convviz.drawing.style import TILES, tile
from convviz.drawing.values import SUMS
from convviz.lessons.presets import presets


@pytest.mark.parametrize("name", ["d2l_three_out", "sobel", "groups_2", "padding_stride"])
def test_every_cell_has_its_value_its_index_and_its_colour(name: str) -> None:
    e = presets()[name]
    limits = {"X": 1000.0, SUMS: 2000.0}
    figure = stack_figure(e, limits)
    hover = [t for trace in figure.data if trace.customdata is not None for t in trace.customdata]
    y = output(e)
    assert len(hover) == e.x.size + y.size
    assert f"X[0, 0, 1] = {int(e.x[0, 0, 1])}" in hover
    for (o, i, j), value in np.ndenumerate(y):
        assert f"Y[{o}, {i}, {j}] = {int(value)}".replace("-", "−") in hover
    sheets = [trace for trace in figure.data if trace.type == "mesh3d"]
    assert len(sheets) == e.c_in + e.c_out
    for sheet, values in zip(sheets[e.c_in :], y, strict=True):
        colours = [TILES[tile(float(v), limits[SUMS])] for v in values.ravel()]
        assert list(sheet.facecolor) == colours * 2


def test_every_cell_of_both_stacks_has_an_outline() -> None:
    e = presets()["d2l_three_out"]
    found = outlines(e)
    assert len(found) == e.x.size + 12
    xs, ys, zs = (np.array(axis) for axis in found["y 2 1 1"])
    assert np.ptp(xs) == np.ptp(zs) == 1
    assert np.ptp(ys) == 0


def test_bars_hold_the_numbers_they_are_given() -> None:
    values, written = {"a": 10, "b": 200}, {"a": "10", "b": "200"}
    figure = bars("Weights", values, written)
    (trace,) = figure.data
    assert (list(trace.x), list(trace.y), list(trace.text)) == (
        [10, 200],
        ["a", "b"],
        ["10", "200"],
    )
    assert figure.layout.xaxis.type == "linear"
    assert list(figure.layout.xaxis.range) == [0, 200]
    assert figure.layout.title.text == "Weights"


@pytest.mark.parametrize("numbers", [[1, 21], [5, 10**12], [999, 20_000]])
def test_far_apart_bars_are_on_a_logarithmic_axis_where_each_has_a_length(
    numbers: list[int],
) -> None:
    names = dict(zip("ab", numbers, strict=True))
    layout = bars("Weights", names, {name: str(n) for name, n in names.items()}).layout
    assert layout.xaxis.type == "log"
    assert layout.title.text == "Weights, log scale"
    first, last = layout.xaxis.range
    assert 10**first < min(numbers)
    assert last == pytest.approx(np.log10(max(numbers)))
