"""Plotly figures: extra views, one click away from the stage."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from convviz import style
from convviz.conv import output
from convviz.drawing.parts import SUMS
from convviz.experiment import Experiment, FloatArray

GAP = 1.6  # between the sheets of one stack, in cells
LIFT = 0.4  # of the numbers before their sheet, so that a turned sheet does not cut them
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
        paper_bgcolor="rgba(0,0,0,0)",
        height=420,
    )
    return figure


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
