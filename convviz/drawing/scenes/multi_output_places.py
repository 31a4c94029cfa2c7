"""Where the parts of scene *multi_output* stand: on a wide stage, and on a narrow one (a phone).

A wide stage has the input in a column, the bank of kernels as a matrix, and the output maps in a
column. A narrow stage shows one input channel with its slice of the current kernel.
"""

from dataclasses import dataclass, replace

import numpy as np

from convviz.drawing import boxes, comparison
from convviz.drawing.boxes import Box
from convviz.drawing.parts import BETWEEN
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.strokes import wire
from convviz.drawing.svg import Element
from convviz.drawing.tensors import plain

LARGEST, SMALLEST = 46.0, 26.0  # side of a tile
WIDTH, HEIGHT = 1060.0, 470.0
LABEL, GAP, LINE = 28.0, 22.0, 30.0
TIGHT = 19.0, 4.0  # label and gap where the rows would not fit otherwise
LINES = 1  # of the equation
HEAD = 36.0  # of the lines that give the shapes
SLICE = 26.0  # between the slices of a kernel
MADE = 264.0  # least width of the maps, for their shape
CHIP, TOTAL, BIAS, KNOB = (74.0, 42.0), (82.0, 52.0), 36.0, 16.0
BIAS_SHOWN = 56.0, 36.0  # the bias in use, under the plus
NARROW = 360.0
LEAST = 20.0  # side of a tile on it where two grids are beside each other
SMALL = 0.76  # scale of the sums on it
READS = 32.0  # the line of a narrow stage that says what a kernel reads, where not all read all

Space = tuple[float, float]


def stacked(
    shape: Shape,
    room: float,
    *,
    tall: float = HEIGHT,
    largest: float = LARGEST,
    spaces: tuple[Space, Space] = ((LABEL, GAP), TIGHT),
) -> tuple[float, float, Sides]:
    """Label height, gap and sides of the input, the bank and the output, each in a stack.

    Tiles are as large as fit ``tall``, and ``room`` for all their columns; spaces: label and gap,
    and those for where the rows would not fit otherwise.
    """
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    c_out, out_h, out_w = shape.output
    stacks = ((shape.c_in, padded_h), (c_out, k_h), (c_out, out_h))

    def fit(space: Space) -> list[float]:
        return [(tall / count - sum(space)) / rows for count, rows in stacks]

    space = spaces[0] if min(fit(spaces[0])) >= SMALLEST else spaces[1]
    sides = [max(SMALLEST, min(largest, side)) for side in fit(space)]
    columns = (padded_w, shape.c_in * k_w, out_w)
    wide = sum(side * count for side, count in zip(sides, columns, strict=True))
    shrink = min(1.0, room / wide)
    return *space, Sides(*(float(int(max(SMALLEST, side * shrink))) for side in sides))


@dataclass(frozen=True)
class Wide:
    """The wide arrangement: its parts, who reads whom, the box of every bank row."""

    sides: Sides
    box: Box
    links: list[Element]
    """From every input channel to every kernel that reads it, where not all do."""
    lit: list[tuple[Element, int]]
    """The same in the colour of the channel, with the output channel."""
    rows: list[tuple[float, float, float, float]]
    stack: float
    """Height of the maps with the names between them."""


def wide(shape: Shape) -> Wide:
    """Place every part on the wide stage."""
    label, gap, sides = stacked(shape, WIDTH - 560 - SLICE * shape.c_in)
    box = _wide(shape, label, gap, sides)
    tall, high = shape.padded[0] * sides.x, shape.kernel[0] * sides.k
    width = shape.c_in * (shape.kernel[1] * sides.k + SLICE) + BIAS + 52
    banks = [box.spots[f"K{o},0"] for o in range(shape.output[0])]
    rows = [(k.x - 40, k.y - label - 2, width, label + high + gap - 3) for k in banks]
    links, lit = [], []
    for o, c in np.ndindex(shape.output[0], shape.c_in if shape.groups > 1 else 0):
        if c in shape.inputs(o):
            x, k = box.spots[f"X{c}"], banks[o]
            start = x.x + shape.padded[1] * sides.x + 6, x.y + tall / 2
            end = k.x - 42, k.y + high / 2
            links.append(wire(start, end, "thin"))
            lit.append((wire(start, end, f"c{c}"), o))
    first, last = box.spots["Y0"].y, box.spots[f"Y{shape.output[0] - 1}"].y
    return Wide(sides, box, links, lit, rows, last - first + shape.output[1] * sides.y + 4)


def _wide(shape: Shape, label: float, gap: float, sides: Sides) -> Box:
    """The input, the bank, the sums of the row in use and the maps, each around one axis."""
    c_out, out_h, out_w = shape.output
    inputs = (plain(f"X{c}", *shape.padded, sides.x, over=label) for c in range(shape.c_in))
    maps = (plain(f"Y{o}", out_h, out_w, sides.y, over=label) for o in range(c_out))
    stacks = [
        boxes.above(*(boxes.pad(each, bottom=gap) for each in column))
        for column in (inputs, (_kernel(shape, o, label, sides) for o in range(c_out)), maps)
    ]
    body = max(230.0, *(column.height for column in stacks))
    middle = min(body, HEIGHT) / 2  # what is higher scrolls: the sums are beside its first rows
    given, bank, made = (boxes.axis_at(boxes.amid(each, body), middle) for each in stacks)
    brace = {"stack": Shown(10, made.spots["Y0"].y - 2, 1)}
    made = boxes.at_least(boxes.level_tops(made, Box(90, 0, 0, brace)), MADE)
    chips = boxes.above(*_chips(shape, CHIP[0], 1), gap=62)
    picture = boxes.beside(
        boxes.space(2),
        given,
        Box(40, 0, 0, {"star": Shown(22, 0, 1)}),
        _under_shape("K shape", boxes.pad(bank, right=22), 44),
        boxes.level("bank arrow", 54, 1),
        boxes.axis_at(chips, min(chips.height / 2, middle - 20)),
        boxes.space(52),
        Box(30, 0, 0, {"plus": Shown(0, 0, 1), "bias": Shown(0, 62, 1)}),
        boxes.on_axis("total", TOTAL[0]),
        boxes.pad(boxes.level("arrow", 54, 1), left=4),
        _under_shape("Y shape", boxes.axis_at(made, middle)),
    )
    told = {"equation": Shown(2, 22, 1), "aside": Shown(2, LINE * LINES + 16, 1)}
    below = comparison.LINE if comparison.compares(shape) else 0
    return boxes.above(
        picture, Box(0, 2 + LINE * LINES + below, 0, {**told, "reads": Shown(2, 0, 1)})
    )


def _kernel(shape: Shape, o: int, label: float, sides: Sides) -> Box:
    """A row of the bank: its number, the slices, the bias."""
    slices = (
        boxes.pad(plain(f"K{o},{c}", *shape.kernel, sides.k, over=label), right=SLICE)
        for c in range(shape.c_in)
    )
    bias = Box(BIAS, 0, 0, {f"bias{o}": Shown(0, -BIAS / 2, 1)})
    return boxes.beside(boxes.on_axis(f"row{o}", 44), *slices, bias)


def _under_shape(name: str, box: Box, left: float = 0.0) -> Box:
    """A stack under the line that gives its shape, clear of the frame and of what is over it."""
    under = boxes.pad(box, top=HEAD)
    return replace(under, spots={**under.spots, name: Shown(left, 24, 1)})


def _chips(shape: Shape, width: float, scale: float) -> list[Box]:
    """The partial sums of a kernel; those of other groups are at the same places."""
    group = shape.c_in // shape.groups
    return [
        boxes.in_turn(
            boxes.on_axis(f"sum{c}", width * scale, scale) for c in range(n, shape.c_in, group)
        )
        for n in range(group)
    ]


def pair(shape: Shape, sides: Sides, largest: float, label: float) -> tuple[float, Box]:
    """An input channel and its kernel on a narrow stage: beside each other if tiles can be hit.

    Gives the side of their tiles too.
    """
    columns = shape.padded[1], shape.kernel[1]
    cell = min(largest, (NARROW - 60) / sum(columns))
    beside = cell >= LEAST
    if not beside:
        cell = min(largest, (NARROW - 6) / max(columns))
    channels = range(shape.c_in)
    slices = [f"K{o},{c}" for c in channels for o in shape.outputs(c)]
    x = boxes.in_turn(plain(f"X{c}", *shape.padded, cell, sides.x, label) for c in channels)
    k = boxes.in_turn(plain(name, *shape.kernel, cell, sides.k, label) for name in slices)
    if beside:
        return cell, boxes.level_tops(x, boxes.beside(boxes.on_axis("star", 46), k))
    return cell, boxes.above(x, k, gap=0.4 * label)


def narrow(shape: Shape, sides: Sides) -> Box:
    """The current input channel, its slice of the current kernel, all sums, all maps."""
    cell, given = pair(shape, sides, 44.0, LABEL)
    bias = boxes.on_axis("bias", BIAS_SHOWN[0] * SMALL, SMALL)
    total = boxes.on_axis("total", TOTAL[0] * SMALL, SMALL)
    chips = (*_chips(shape, CHIP[0], SMALL), bias, total)
    sums = boxes.in_lines(chips, NARROW - 3, gap=BETWEEN, height=52, between=0)
    picture = boxes.above(
        given,
        boxes.written("reads", READS if shape.groups > 1 else 0.0),
        boxes.pad(sums, top=14, bottom=14),
        small_maps(shape, sides, cell),
    )
    return boxes.at_least(boxes.pad(picture, left=3), NARROW)


def small_maps(shape: Shape, sides: Sides, cell: float) -> Box:
    """The output maps on a narrow stage, beside tiles of a side: as many in a line as fit."""
    c_out, out_h, out_w = shape.output
    y = min(cell * 0.8, (NARROW - 6) / out_w)
    maps = (plain(f"Y{o}", out_h, out_w, y, sides.y, LABEL) for o in range(c_out))
    per_line = max(1, int(NARROW // (out_w * cell * 0.8 + 12)))
    return boxes.pad(boxes.in_columns(maps, per_line, gap=12, between=8), bottom=LABEL + 8)
