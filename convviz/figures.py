"""Plotly figures: extra views, one click away from the stage."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from convviz import style
from convviz.conv import output
from convviz.drawing.parts import SUMS
from convviz.experiment import Experiment, FloatArray
from convviz.words import say

GAP = 1.6  # between the sheets of one stack, in cells
LIFT = 0.4  # of the numbers before their sheet, so that a turned sheet does not cut them
LOG_FROM = 20  # times: beyond it the shorter bars can no longer be told apart
APART = 3.0  # between the two stacks, in cells


def stack_figure(experiment: Experiment, limits: dict[str, float]) -> go.Figure:
    """Draw the input volume and the stack of output maps as sheets that can be turned.

    limits: ends of the colour scales, as `Animation.limits`, so that both views share colours.
    Hovering a cell tells its index and its value.
    """
    e = experiment
    figure = go.Figure()
    for traces in (
        _sheets("X", e.x, limits["X"], _corner(e, "x"), style.CHANNELS),
        _sheets("Y", output(e), limits[SUMS], _corner(e, "y"), ()),
    ):
        figure.add_traces(traces)
    figure.add_trace(
        go.Scatter3d(
            x=[],
            y=[],
            z=[],
            mode="lines",
            line={"color": style.ACCENT, "width": 8},
            hoverinfo="skip",
            name="current",
        )
    )
    axis = {"visible": False, "showspikes": False}
    figure.update_layout(
        scene={
            **{f"{name}axis": axis for name in "xyz"},
            "aspectmode": "data",
            "camera": {
                "eye": {"x": -0.45, "y": -1.05, "z": 0.45},
                "projection": {"type": "orthographic"},
            },
        },
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        template="none",  # the page gives its own colours
        height=420,
    )
    return figure


def bars(title: str, values: Mapping[str, int], written: Mapping[str, str]) -> go.Figure:
    """Draw one bar a name, from the top, with its number as ``written`` at its end.

    values: whole numbers above 0. The axis is logarithmic, and says so, where the largest is more
    than LOG_FROM times the smallest.
    """
    names, numbers = list(values), list(values.values())
    logarithmic = needs_log(numbers)
    figure = go.Figure(
        go.Bar(
            x=numbers,
            y=names,
            orientation="h",
            text=[written[name] for name in names],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    # A logarithmic bar starts a decade below the shortest, which has to have a length.
    ends = (
        [math.floor(math.log10(min(numbers))) - 1, math.log10(max(numbers))]
        if logarithmic
        else [0, max(numbers)]
    )
    if logarithmic:
        title = say("{title}, log scale", title=title)
    longest, below = max(map(len, written.values())), 24 if logarithmic else 4
    figure.update_layout(
        title={"text": title, "x": 0, "font_size": 14},
        xaxis={
            "type": "log" if logarithmic else "linear",
            "range": ends,
            "fixedrange": True,
            "showticklabels": logarithmic,
            "showgrid": logarithmic,
            "dtick": 1 if logarithmic else None,
            "exponentformat": "power",
        },
        yaxis={"autorange": "reversed", "fixedrange": True, "automargin": True, "ticks": ""},
        margin={"l": 0, "r": 10 + 8 * longest, "t": 30, "b": below},  # numbers stand in it, px
        bargap=0.35,
        dragmode=False,
        showlegend=False,
        template="none",  # the page gives its own colours
        height=30 + 32 * len(names) + below,
    )
    return figure


def needs_log(numbers: Sequence[int]) -> bool:
    """Tell whether bars of these lengths would be unreadable on a linear axis."""
    return max(numbers) > LOG_FROM * min(numbers)


def outlines(experiment: Experiment) -> dict[str, list[list[float]]]:
    """Outline of every cell of both stacks, by its name in the stage: x, y and z of its path."""
    found = {}
    for name, shape in (("x", experiment.x.shape), ("y", experiment.output_shape)):
        corner = _corner(experiment, name)
        for c, i, j in np.ndindex(*shape):
            left, depth, top = corner + np.array([j, c * GAP, -i])
            xs = [left, left + 1, left + 1, left, left]
            zs = [top, top, top - 1, top - 1, top]
            found[f"{name} {c} {i} {j}"] = [xs, [depth - 0.03] * 5, zs]
    return found


def _corner(experiment: Experiment, name: str) -> FloatArray:
    """Upper left corner of the first sheet: both stacks are centred on one line."""
    height, width = experiment.input_size
    if name == "x":
        return np.array([0.0, -GAP * (experiment.c_in - 1) / 2, height / 2])
    c_out, out_height, _ = experiment.output_shape
    return np.array([width + APART, -GAP * (c_out - 1) / 2, out_height / 2])


def _sheets(
    name: str, values: FloatArray, end: float, corner: FloatArray, colours: tuple[str, ...]
) -> list[Any]:
    traces: list[Any] = []
    for c, sheet in enumerate(values):
        rows, columns = sheet.shape
        i, j = (index.ravel() for index in np.indices((rows + 1, columns + 1)))
        depth = corner[1] + c * GAP
        # Two triangles a cell, each with the colour of its tile.
        first = np.add.outer(np.arange(rows) * (columns + 1), np.arange(columns)).ravel()
        below = first + columns + 1
        tiles = [style.TILES[style.tile(float(v), end)] for v in sheet.ravel()]
        traces.append(
            go.Mesh3d(
                x=corner[0] + j,
                y=np.full(i.shape, depth),
                z=corner[2] - i,
                i=np.concatenate([first, first + 1]),
                j=np.concatenate([first + 1, below + 1]),
                k=np.concatenate([below, below]),
                facecolor=tiles + tiles,
                lighting={"ambient": 1, "diffuse": 0, "specular": 0, "fresnel": 0},
                hoverinfo="skip",
            )
        )
        row, column = (index.ravel() for index in np.indices(sheet.shape))
        texts = [style.number(float(v)) for v in sheet.ravel()]
        full = [style.exact(float(v)) for v in sheet.ravel()]
        traces.append(
            go.Scatter3d(
                x=corner[0] + column + 0.5,
                y=np.full(row.shape, depth - LIFT),
                z=corner[2] - row - 0.5,
                mode="text",
                textposition="middle center",
                text=texts,
                textfont={"color": "#000", "size": 13},
                customdata=[
                    f"{name}[{c}, {r}, {k}] = {v}"
                    for r, k, v in zip(row, column, full, strict=True)
                ],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
        edge = colours[c % len(colours)] if colours else style.INK
        traces.append(
            go.Scatter3d(
                x=corner[0] + np.array([0, columns, columns, 0, 0]),
                y=[depth - 0.02] * 5,
                z=corner[2] - np.array([0, 0, rows, rows, 0]),
                mode="lines",
                line={"color": edge, "width": 5},
                hoverinfo="skip",
            )
        )
    return traces
