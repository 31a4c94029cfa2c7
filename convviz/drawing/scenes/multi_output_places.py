"""Where the parts of scene *multi_output* stand: on a wide stage, and on a narrow one (a phone).

A wide stage has the input in a column, the bank of kernels as a matrix, and the output maps in a
column. A narrow stage shows one input channel with its slice of the current kernel.
"""

from dataclasses import dataclass

import numpy as np

from convviz.drawing import comparison
from convviz.drawing.parts import in_lines
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Spots
from convviz.drawing.strokes import wire
from convviz.drawing.svg import Element

LARGEST, SMALLEST = 46.0, 26.0  # side of a tile
WIDTH, HEIGHT = 1060.0, 470.0
LABEL, GAP, LINE = 28.0, 22.0, 30.0
TIGHT = 19.0, 4.0  # label and gap where the rows would not fit otherwise
LINES = 1  # of the equation
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
    """The wide arrangement: connectors, the box of every bank row, height of the stack."""

    sides: Sides
    spots: Spots
    size: tuple[float, float]
    wires: list[Element]
    links: list[Element]
    """From every input channel to every kernel that reads it, where not all do."""
    lit: list[tuple[Element, int]]
    """The same in the colour of the channel, with the output channel."""
    rows: list[tuple[float, float, float, float]]
    stack: float


def wide(shape: Shape) -> Wide:
    """Place every part on the wide stage."""
    label, gap, sides = stacked(shape, WIDTH - 560 - 26 * shape.c_in)
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    c_out, out_h, out_w = shape.output
    x_row = label + padded_h * sides.x + gap
    k_row = label + k_h * sides.k + gap
    y_row = label + out_h * sides.y + gap
    head = 36.0  # the lines that give the shapes, clear of the frame and of what is over them
    height = head + max(shape.c_in * x_row, c_out * k_row, c_out * y_row, 230.0)
    middle = min((height + head) / 2, HEIGHT / 2 + head)

    x_bank = 2 + padded_w * sides.x + 84
    slice_width = k_w * sides.k + 26
    x_bias = x_bank + shape.c_in * slice_width
    x_arrow = x_bias + BIAS + 22
    x_sum = x_arrow + 54 + CHIP[0] / 2
    x_plus = x_sum + CHIP[0] / 2 + 52
    x_total = x_plus + 30 + TOTAL[0] / 2
    x_y = x_total + TOTAL[0] / 2 + 58

    spots: dict[str, tuple[float, float, float]] = {}
    wires = []
    group = shape.c_in // shape.groups
    sums_top = middle - (group - 1) * 31
    for c in range(shape.c_in):
        top = head + (height - head - shape.c_in * x_row) / 2 + c * x_row + label
        spots[f"X{c}"] = (2, top, 1)
        y_sum = max(sums_top, head + 20) + c % group * 62
        spots[f"sum{c}"] = (x_sum, y_sum, 1)
        wires.append(wire((x_sum + CHIP[0] / 2 + 2, y_sum), (x_plus - 16, middle), f"c{c}"))
    rows = []
    for o in range(c_out):
        top = head + (height - head - c_out * k_row) / 2 + o * k_row + label
        spots[f"row{o}"] = (x_bank - 22, top + k_h * sides.k / 2, 1)
        spots[f"bias{o}"] = (x_bias, top + k_h * sides.k / 2 - BIAS / 2, 1)
        for c in range(shape.c_in):
            spots[f"K{o},{c}"] = (x_bank + c * slice_width, top, 1)
        rows.append((x_bank - 40, top - label - 2, x_bias + BIAS + 52 - x_bank, k_row - 3))
        y_top = head + (height - head - c_out * y_row) / 2 + o * y_row + label
        spots[f"Y{o}"] = (x_y, y_top, 1)
    links, lit = [], []
    for o, c in np.ndindex(c_out, shape.c_in if shape.groups > 1 else 0):
        if c in shape.inputs(o):
            start = (8 + padded_w * sides.x, spots[f"X{c}"][1] + padded_h * sides.x / 2)
            end = (x_bank - 42, spots[f"row{o}"][1])
            links.append(wire(start, end, "thin"))
            lit.append((wire(start, end, f"c{c}"), o))
    first, last = spots["Y0"][1] - 2, spots[f"Y{c_out - 1}"][1] + out_h * sides.y + 2
    spots |= {
        "star": (x_bank - 62, middle, 1),
        "K shape": (x_bank, 24, 1),
        "Y shape": (x_y, 24, 1),
        "bank arrow": (x_arrow, middle, 1),
        "plus": (x_plus, middle, 1),
        "bias": (x_plus, middle + 62, 1),
        "total": (x_total, middle, 1),
        "arrow": (x_total + TOTAL[0] / 2 + 4, middle, 1),
        "stack": (x_y + out_w * sides.y + 10, first, 1),
        "equation": (2, height + 22, 1),
        "aside": (2, height + LINE * LINES + 16, 1),
        "reads": (2, 0, 1),
    }
    width = max(x_y + out_w * sides.y + 90, x_y + 264)
    aside = comparison.LINE if comparison.compares(shape) else 0
    size = (round(width), round(height + 2 + LINE * LINES + aside))
    return Wide(sides, spots, size, wires, links, lit, rows, last - first)


def pair(
    shape: Shape, largest: float, label: float
) -> tuple[float, tuple[float, float], dict[str, tuple[float, float, float]], float]:
    """An input channel and its kernel on a narrow stage: beside each other if tiles can be hit.

    Gives the side of their tiles, the place of the kernel, the sign between, the lower end.
    """
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    cell = min(largest, (NARROW - 60) / (padded_w + k_w))
    if cell >= LEAST:
        x_k = 3 + padded_w * cell + 46
        star = {"star": (x_k - 23, label + k_h * cell / 2, 1.0)}
        return cell, (x_k, label), star, label + max(padded_h, k_h) * cell
    cell = min(largest, (NARROW - 6) / max(padded_w, k_w))
    y_k = label + padded_h * cell + label * 1.4
    return cell, (3.0, y_k), {}, y_k + k_h * cell


def narrow(shape: Shape, sides: Sides) -> tuple[tuple[float, float], Spots]:
    """The current input channel, its slice of the current kernel, all sums, all maps."""
    c_out, out_h, out_w = shape.output
    cell, (x_k, y_k), spots, bottom = pair(shape, 44.0, LABEL)
    reads = READS if shape.groups > 1 else 0.0
    spots["reads"] = (3, bottom + reads, 1)
    y_sum = bottom + reads + 40
    group = shape.c_in // shape.groups
    widths = *[CHIP[0]] * group, BIAS_SHOWN[0], TOTAL[0]
    sums = [
        (x, y_sum + 52 * line, SMALL)
        for x, line in in_lines([width * SMALL for width in widths], 3, NARROW)
    ]
    for c in range(shape.c_in):
        spots[f"X{c}"] = (3, LABEL, cell / sides.x)
        spots[f"sum{c}"] = sums[c % group]
        for o in shape.outputs(c):
            spots[f"K{o},{c}"] = (x_k, y_k, cell / sides.k)
    spots["bias"], spots["total"] = sums[-2:]
    y_out = sums[-1][1] + 40 + LABEL
    per_line = max(1, int(NARROW // (out_w * cell * 0.8 + 12)))
    small = min(cell * 0.8, (NARROW - 6) / out_w)
    for o in range(c_out):
        column, line = o % per_line, o // per_line
        spots[f"Y{o}"] = (
            3 + column * (out_w * small + 12),
            y_out + line * (out_h * small + LABEL + 8),
            small / sides.y,
        )
    lines = (c_out + per_line - 1) // per_line
    return (NARROW, round(y_out + lines * (out_h * small + LABEL + 8))), spots
