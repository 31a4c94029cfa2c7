"""Scene *geometry*: how the window moves over one padded input, and what size comes of it.

The border is drawn as what fills it, and says from where; dots tell where windows start and where
the stride skips a place; what no window ever reads is struck out; the formula has the numbers in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from convviz.core.arguments import ExperimentError
from convviz.core.conv import starts, taps
from convviz.core.experiment import Experiment
from convviz.core.step import Step
from convviz.drawing import board, equation, parts, svg
from convviz.drawing.parts import order, steps_of, stops, tensors
from convviz.drawing.picture import Layout, Shape, State
from convviz.drawing.primitives import on_board, placer
from convviz.drawing.scenes import geometry_places as places
from convviz.drawing.scenes import multi_input
from convviz.drawing.scenes import multi_input_places as rows
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation as equation_line
from convviz.drawing.texts import text
from convviz.drawing.values import base, limits
from convviz.words import count, kept, say, term

__all__ = [
    "base",
    "check",
    "layout",
    "limits",
    "order",
    "states",
    "steps_of",
    "stops",
    "tensors",
]

MOST = 4  # rows or columns that are named one by one
LEGIBLE = 32.0  # side of a tile that has room for a second, small line
COPIES = term("small digits: the row and column that a border cell copies")
POINT = term("point at a border cell to see which cell it copies")
RULE = term(
    "output = ⌊(size + padding on both sides − window) / stride⌋ + 1,   "
    "window = dilation · (kernel − 1) + 1"
)
STARTS, SKIPS = term("● a window starts here"), term("○ skipped by the stride")


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless there is one input channel and one output channel."""
    if (experiment.c_in, experiment.c_out) != (1, 1):
        raise ExperimentError(
            "Scene geometry shows one input and one output channel, this experiment has "
            "{c_in} and {c_out}.",
            c_in=experiment.c_in,
            c_out=experiment.c_out,
        )


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: products, sums, pins and the equation."""
    shape = Shape.of(experiment)
    placed = layout(shape)
    side = placed.sides.x
    lines = equation.equations(steps, placed.size[0] - 8, 1)
    rows = multi_input.row_states(shape, steps, ends, placed.sides, lines)
    for step, state in zip(steps, rows, strict=True):
        read = {
            f"tap {u} {v}": [column * side, row * side]
            for u, row in enumerate(step.rows)
            for v, column in enumerate(step.cols)
        }
        yield {**state, **(read if max(shape.dilation) > 1 else {})}


@kept(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    sides = places.sides_of(shape)
    told = {"height": _formula(shape, 0), "width": _formula(shape, 1)}
    wide, narrow = places.wide(shape, sides, told), places.narrow(shape, sides)
    present = places.present(shape, sides, told)
    sides = replace(sides, seen=board.seen(present))
    part = placer(wide.places, narrow.places, present)
    around = *_ticks(shape, sides.x), *_taps(shape, sides.x)
    lined = "plus" not in present
    elements = [
        on_board(*parts.lines(shape, board.wires(present, 1, rows.CHIP[0], rows.KNOB))),
        *multi_input.row_parts(
            shape, sides, part, _notes(shape, sides.x), around=around, lined=lined
        ),
        part("rule", *_line(say(RULE))),
        *(part(name, text(words, 0, 0, 17, "shape")) for name, (words, _) in told.items()),
        *(
            part(f"{name} remark", text(words, 0, 0, places.BITE, "bite"))
            for name, (_, words) in told.items()
        ),
        part("padding", *_line(_padding(shape))),
        part("dots", *_line(_legend(shape))),
        part("equation", equation_line()),
    ]
    return Layout(svg.source(elements), wide.size, narrow.size, sides)


def _axis(shape: Shape, axis: int) -> tuple[int, tuple[int, int], int, int, int]:
    """Size, padding, reach of the window, stride and output size along rows (0) or columns (1)."""
    return (
        shape.size[axis],
        shape.pads[axis],
        shape.reach[axis],
        shape.stride[axis],
        shape.output[axis + 1],
    )


def unread(shape: Shape, axis: int) -> list[int]:
    """Rows (0) or columns (1) of the padded input that no window ever reads."""
    read = taps(
        shape.output[axis + 1], shape.kernel[axis], shape.stride[axis], shape.dilation[axis]
    )
    return [place for place in range(shape.padded[axis]) if place not in read]


def _notes(shape: Shape, side: float) -> dict[int, list[Element]]:
    """What a cell says beside its number: where padding comes from, and that it is never read."""
    _, width = shape.padded
    lost = unread(shape, 0), unread(shape, 1)
    notes: dict[int, list[Element]] = {}
    for index, origin in enumerate(shape.origins()):
        row, column = divmod(index, width)
        found: list[Element] = []
        if origin and side >= LEGIBLE:
            place = ",".join(origin.split()[2:])
            found.append(text(place, side / 2, side - 4, 10, "source", "middle"))
        if row in lost[0] or column in lost[1]:
            found.append(svg.line(3, side - 3, side - 3, 3, class_="unread"))
        notes[index] = found
    return notes


def _ticks(shape: Shape, side: float) -> list[Element]:
    """Dots at the rows and columns where a window starts, rings where the stride skips one."""
    (padded_h, _), elements = shape.padded, []
    for axis in (0, 1):
        dots: list[Element] = []
        used = starts(shape.output[axis + 1], shape.stride[axis])
        for place in range(shape.padded[axis] - shape.reach[axis] + 1):
            along = (place + 0.5) * side
            x, y = (-11, along) if axis == 0 else (along, padded_h * side + 12)
            kind = "dot" if place in used else "dot skip"
            dots.append(svg.circle(x, y, 4, class_=kind))
        elements.append(svg.group(dots, class_=("along rows", "along columns")[axis]))
    return elements


def _taps(shape: Shape, side: float) -> list[Element]:
    """Outlines of the cells that the window reads: dilation leaves holes between them."""
    if max(shape.dilation) == 1:
        return []
    return [
        svg.group(
            [svg.rect(0, 0, side, side, class_="tap")],
            data_slot=f"tap {u} {v}",
            class_="place",
        )
        for u, v in np.ndindex(*shape.kernel)
    ]


def _line(words: str) -> list[Element]:
    return [text(words, 0, 0, 15.5, "note")]


def _formula(shape: Shape, axis: int) -> tuple[str, str]:
    """The output size along one axis, with the numbers put in, and what the floor cuts off."""
    size, (before, after), reach, stride, out = _axis(shape, axis)
    name = ("H′", "W′")[axis]
    free = size + before + after - reach
    words = f"{name} = ({size} + {before} + {after} − {reach}) / 1 + 1 = {out}"
    if stride > 1:
        words = (
            f"{name} = ⌊({size} + {before} + {after} − {reach}) / {stride}⌋ + 1 = "
            f"⌊{free / stride:.3g}⌋ + 1 = {out}"
        )
    kernel, dilation = shape.kernel[axis], shape.dilation[axis]
    remarks = []
    if dilation > 1:
        remarks.append(say("window {sum}", sum=f"{dilation}·({kernel} − 1) + 1 = {reach}"))
    lost = unread(shape, axis)
    if free % stride:
        remarks.append(say("the floor cuts"))
    if lost:
        remarks.append(_unread(axis, lost))
    return words, say("; ").join(remarks)


def _unread(axis: int, places: list[int]) -> str:
    few = [*map(str, places)] if len(places) <= MOST else [*map(str, places[:2]), "…"]
    last = [] if len(few) == len(places) else [str(places[-1])]
    which, n = say(", ").join([*few, *last]), len(places)
    if axis == 0:
        return count("row {which} never read", "rows {which} never read", n, which=which)
    return count("column {which} never read", "columns {which} never read", n, which=which)


def _legend(shape: Shape) -> str:
    """What the dots mean, and the small digits of the border."""
    told = [STARTS]
    if max(shape.stride) > 1:
        told.append(SKIPS)
    if any(shape.origins()):
        told.append(COPIES if places.sides_of(shape).x >= LEGIBLE else POINT)
    return say(";  ").join(map(say, told))


def _padding(shape: Shape) -> str:
    """Both ways to count padding, which books and frameworks mix."""
    (top, bottom), (left, right) = shape.pads
    if not any((top, bottom, left, right)):
        return say("no padding (“valid”)")
    return say(
        "PyTorch counts each side: top {top}, bottom {bottom}, left {left}, right {right};  "
        "D2L both together: p_h = {rows}, p_w = {columns}",
        top=top,
        bottom=bottom,
        left=left,
        right=right,
        rows=top + bottom,
        columns=left + right,
    )
