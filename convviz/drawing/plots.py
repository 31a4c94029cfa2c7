"""Plotly figures: extra views, one click away from the stage."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from convviz.core.arguments import FloatArray
from convviz.core.conv import output
from convviz.core.experiment import Experiment
from convviz.drawing import style
from convviz.drawing.picture import slot_name
from convviz.drawing.primitives import subscript
from convviz.drawing.values import SUMS
from convviz.formats import numerals
from convviz.words import say

LIFT = 0.4  # of the numbers before their sheet, so that a turned sheet does not cut them
LOG_FROM = 20  # times: beyond it the shorter bars can no longer be told apart
EDGE = "#7A8494"  # of the output: 3 : 1 in both themes
NAME = 17  # px of the names over the sheets
APART, GAP = 3.0, 1.6  # least between the stacks, and the sheets of one, in cells
BOX = 2.7  # width of the figure, as a share of its height: the sheets are fanned out to fill it
# Where it is seen from at first, and what is right and up on the screen then.
EYE = np.array([0.9, -1.0, 0.3])
EYE /= np.linalg.norm(EYE)
FAR = 5.0  # that nothing is cut off in front; without perspective it changes no size
RIGHT = np.array([-EYE[1], EYE[0], 0.0]) / np.hypot(EYE[0], EYE[1])
UP = np.cross(EYE, RIGHT)


def stack_figure(experiment: Experiment, limits: dict[str, float]) -> go.Figure:
    """Draw the input volume and the stack of output maps as sheets that can be turned.

    limits: ends of the colour scales, as `Animation.limits`, so that both views share colours.
    Hovering a cell tells its index and its value. A trace of calculated numbers names its cells, as
    the stage does, in ``meta``: the browser shows those that the stage has come by.
    """
    e, stacks = experiment, Stacks.of(experiment)
    figure = go.Figure()
    for traces in (
        _sheets("X", e.x, limits["X"], stacks, style.CHANNELS),
        _sheets("Y", output(e), limits[SUMS], stacks, ()),
    ):
        figure.add_traces(traces)
    figure.add_trace(_operation(stacks))
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
    size, ranges = stacks.seen
    figure.update_layout(
        scene={
            **{
                f"{name}axis": {**axis, "range": ends}
                for name, ends in zip("xyz", ranges, strict=True)
            },
            "aspectmode": "manual",  # as large as fits: the browser knows its width
            "camera": {
                "eye": dict(zip("xyz", (FAR * EYE).tolist(), strict=True)),
                "projection": {"type": "orthographic"},
            },
        },
        meta={"size": size},
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
    found, stacks = {}, Stacks.of(experiment)
    for name, shape in (("x", experiment.x.shape), ("y", experiment.output_shape)):
        for c, i, j in np.ndindex(*shape):
            left, depth, top = stacks.corner(name, c) + np.array([j, 0, -i])
            xs = [left, left + 1, left + 1, left, left]
            zs = [top, top, top - 1, top - 1, top]
            found[f"{name} {c} {i} {j}"] = [xs, [depth - 0.03] * 5, zs]
    return found


class Stacks(NamedTuple):
    """Where the sheets stand: both stacks are centred on one line, in cells.

    x, y: (C, H, W) of the stacks; gap: between the sheets of one.
    """

    x: tuple[int, int, int]
    y: tuple[int, int, int]
    gap: float = GAP

    @classmethod
    def of(cls, experiment: Experiment) -> "Stacks":
        """Fan the sheets out until they fill the figure or stand clear of each other."""
        c_in, height, width = experiment.x.shape
        made = cls((c_in, height, width), experiment.output_shape)
        clear = max(GAP, RIGHT[0] / RIGHT[1] * max(made.x[2], made.y[2]))
        wider = (made._replace(gap=float(gap)) for gap in np.linspace(clear, GAP, 12))
        return next((each for each in wider if each.ratio <= BOX), made)

    @property
    def apart(self) -> float:
        """How far the stacks are from each other, so that neither covers the other."""
        depths = (self.x[0] - 1 + self.y[0] - 1) * self.gap
        return float(max(APART, self.x[2] / 2) + RIGHT[1] / RIGHT[0] * depths / 2)

    def corner(self, name: str, c: int) -> FloatArray:
        """Upper left corner of sheet c of a stack, x or y."""
        count, height, _ = self.x if name == "x" else self.y
        left = 0.0 if name == "x" else self.x[2] + self.apart
        return np.array([left, (c - (count - 1) / 2) * self.gap, height / 2])

    def corners(self, name: str) -> FloatArray:
        """All corners of the first and last sheet of a stack, and over them room for names."""
        count, height, width = self.x if name == "x" else self.y
        return np.array(
            [
                self.corner(name, c) + np.array([right, 0.0, z])
                for c in (0, count - 1)
                for right in (0, width)
                for z in (1.0, -height)
            ]
        )

    @property
    def ratio(self) -> float:
        """Width of the whole, as a share of its height, as it is seen at first."""
        width, height = self.seen[0]
        return width / height

    @property
    def seen(self) -> tuple[list[float], list[list[float]]]:
        """Width and height on the screen, and ranges of the axes whose middle is in the middle."""
        points = np.concatenate([self.corners("x"), self.corners("y")])
        across, along = points @ RIGHT, points @ UP
        x = (across.max() + across.min()) / 2 / RIGHT[0]
        z = ((along.max() + along.min()) / 2 - UP[0] * x) / UP[2]
        middle = np.array([x, 0.0, z])
        half = np.abs(points - middle).max(axis=0) + 0.5
        ranges = np.stack([middle - half, middle + half], axis=1).tolist()
        return [float(np.ptp(across)), float(np.ptp(along))], ranges


def _operation(stacks: Stacks) -> Any:
    """What leads from the one stack to the other, between them."""
    ends = (stacks.corners("x") @ RIGHT).max(), (stacks.corners("y") @ RIGHT).min()
    return go.Scatter3d(
        x=[sum(ends) / 2 / RIGHT[0]],
        y=[0],
        z=[0],
        mode="text",
        text=["⋆ K →"],
        textfont={"size": NAME},
        hoverinfo="skip",
    )


def _sheets(
    name: str, values: FloatArray, end: float, stacks: Stacks, colours: tuple[str, ...]
) -> list[Any]:
    traces: list[Any] = []
    late = name == "Y"
    for c, sheet in enumerate(values):
        rows, columns = sheet.shape
        cells = [slot_name(name.lower(), (c, *place)) for place in np.ndindex(rows, columns)]
        meta = {"cells": cells} if late else None
        i, j = (index.ravel() for index in np.indices((rows + 1, columns + 1)))
        corner = stacks.corner(name.lower(), c)
        depth = corner[1]
        before = corner + LIFT * EYE
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
                meta=meta,
            )
        )
        row, column = (index.ravel() for index in np.indices(sheet.shape))
        texts = [numerals.number(float(v)) for v in sheet.ravel()]
        full = [numerals.exact(float(v)) for v in sheet.ravel()]
        traces.append(
            go.Scatter3d(
                x=(before[0] + column + 0.5).tolist(),
                y=[float(before[1])] * row.size,
                z=(before[2] - row - 0.5).tolist(),
                mode="text",
                textposition="middle center",
                text=texts,
                textfont={"color": "#000", "size": 13},
                customdata=[
                    f"{name}[{c}, {r}, {k}] = {v}"
                    for r, k, v in zip(row, column, full, strict=True)
                ],
                hovertemplate="%{customdata}<extra></extra>",
                meta=meta,
            )
        )
        edge = colours[c % len(colours)] if colours else EDGE
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
        traces.append(
            go.Scatter3d(
                x=[corner[0] + 0.1],
                y=[depth],
                z=[corner[2] + 0.45],
                mode="text",
                textposition="middle right",
                text=[f"{name}{subscript(c)}"],
                textfont={"size": NAME, **({"color": edge} if colours else {})},
                hoverinfo="skip",
            )
        )
    return traces
