"""Views beside the stage: what they are given, and what of it waits for the step."""

import json
from typing import Any, cast

import numpy as np
import pytest

from convviz.core.conv import output
from convviz.core.convolution import CONVOLUTION
from convviz.drawing.plots import BOX, RIGHT, Stacks, stack_figure
from convviz.formats.numerals import exact
from convviz.lessons.presets import presets
from convviz.lessons.tables import matrices
from convviz.playback.animation import animate
from tests.components import components
from tests.ui.test_pages import lesson_page, run, toggle


def sent(app: Any, name: str) -> dict[str, Any]:
    (component,) = components(app, name)
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


@pytest.mark.parametrize(
    ("page", "example"),
    [("multi_output", "d2l_three_out"), ("pointwise", "pointwise"), ("pooling", "average_pool")],
)
def test_calculated_tables_name_their_cells_as_the_stage_does(page: str, example: str) -> None:
    app = lesson_page(page, example)
    toggle(app, "Tables")
    run(app)
    assert not [each for each in app.get("html") if "<td>" in cast("Any", each).body]
    data = sent(app, "tables")
    stage = sent(app, "stage")
    found = {}
    for table in data["tables"]:
        assert bool(table["slot"]) == table["name"].startswith("Y[")
        for i, row in enumerate(table["rows"]):
            for j, text in enumerate(row):
                if table["slot"]:
                    found[f"{table['slot']} {i} {j}"] = text
    wanted = {name: cell for name, cell in stage["base"].items() if name.startswith("y ")}
    assert found == {n: cell[2] if len(cell) > 2 else cell[0] for n, cell in wanted.items()}


def test_a_legend_of_calculated_colours_waits_for_all_of_them() -> None:
    app = lesson_page("multi_output", "d2l_three_out")
    toggle(app, "Tables")
    run(app)
    late = {each["text"].partition(":")[0]: each["late"] for each in sent(app, "tables")["scales"]}
    assert late == {
        "X": False,
        "K": False,
        "products": True,
        "partial sums, bias and output": True,
    }


def test_the_tables_hold_every_digit() -> None:
    e = presets()["ycbcr"]
    named = {each.name: each.values for each in matrices(CONVOLUTION, e)}
    assert np.array_equal(named["Y[1]"], output(e)[1])
    assert exact(float(named["K[0,0]"][0, 0])) == "0.299"


@pytest.mark.parametrize("name", ["d2l_three_out", "groups_4", "ycbcr", "d2l_two_in", "padding"])
def test_the_stacks_fill_the_figure_and_cover_no_stack(name: str) -> None:
    e = presets()[name]
    stacks = Stacks.of(e)
    (width, height), ranges = stacks.seen
    assert width / height <= BOX or stacks.gap == Stacks(stacks.x, stacks.y).gap
    left, right = stacks.corners("x") @ RIGHT, stacks.corners("y") @ RIGHT
    assert right.min() - left.max() > 1  # room for what stands between them
    for points in (stacks.corners("x"), stacks.corners("y")):
        for axis, (low, high) in enumerate(ranges):
            assert low <= points[:, axis].min()
            assert points[:, axis].max() <= high


def test_every_sheet_has_its_name_and_calculated_ones_their_cells() -> None:
    e = presets()["d2l_three_out"]
    figure = stack_figure(e, animate(e, "multi_output").limits)
    texts = [trace.text for trace in figure.data if trace.type == "scatter3d" and trace.text]
    names = [text[0] for text in texts if len(text) == 1]
    assert names == ["X₀", "X₁", "Y₀", "Y₁", "Y₂", "⋆ K →"]
    late = [trace for trace in figure.data if trace.meta]
    assert len(late) == 2 * e.c_out
    for trace in late:
        assert trace.meta["cells"][0].startswith("y ")
        sheet = trace.type == "mesh3d"
        shown = trace.facecolor if sheet else trace.text
        assert len(shown) == len(trace.meta["cells"]) * (2 if sheet else 1)
