"""Scene *multi_output*: the kernel bank as a matrix of slices, one row for every output channel.

K[o, c] stands in row o and column c. The row in use is lifted; its partial sums and its bias meet
in one "+". The output maps keep their places in the stack and fill one after another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import drawsvg
import numpy as np

from convviz.conv import Step
from convviz.drawing import equation, parts
from convviz.drawing.multi_input import stops
from convviz.drawing.parts import base, limits
from convviz.drawing.picture import Layout, Shape, Sides, State, cell_value
from convviz.drawing.primitives import (
    Element,
    Spots,
    arrow,
    brace,
    chip,
    frame,
    markup,
    placer,
    subscript,
    text,
    wire,
)
from convviz.drawing.primitives import equation as equation_line
from convviz.experiment import Experiment, ExperimentError

__all__ = ["base", "check", "layout", "limits", "order", "states", "stops"]

LARGEST, SMALLEST = 46.0, 26.0  # side of a tile
WIDTH, HEIGHT = 1060.0, 470.0
LABEL, GAP, LINE = 28.0, 22.0, 30.0
TIGHT = 19.0, 4.0  # label and gap where the rows would not fit otherwise
LINES = 1  # of the equation
CHIP, TOTAL, BIAS = (74.0, 42.0), (82.0, 52.0), 36.0
NARROW = 360.0


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless every output channel reads every input channel."""
    if experiment.groups != 1:
        raise ExperimentError(
            f"Scene multi_output shows groups = 1, this experiment has {experiment.groups}."
        )


def order(shape: Shape) -> list[tuple[int, int, int]]:
    """Output positions (o, i, j): one output channel after another."""
    return list(np.ndindex(shape.output))


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: sums, bias, pins and the equation."""
    shape = Shape.of(experiment)
    placed = layout(shape)
    lines = equation.equations(steps, placed.size[0] - 8, LINES)
    for step, line in zip(steps, lines, strict=True):
        yield {
            **parts.sum_values(step, ends[parts.SUMS]),
            "bias": cell_value(step.bias, ends[parts.SUMS]),
            **parts.pins(step, shape, placed.sides),
            "equation": line,
        }


def _rows(shape: Shape) -> tuple[float, float, Sides]:
    """Label height, gap and sides: tiles are as large as fit ``WIDTH`` by ``HEIGHT``."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    c_out, out_h, out_w = shape.output
    stacks = ((shape.c_in, padded_h), (c_out, k_h), (c_out, out_h))

    def fit(label: float, gap: float) -> list[float]:
        return [(HEIGHT / count - label - gap) / rows for count, rows in stacks]

    label, gap = (LABEL, GAP) if min(fit(LABEL, GAP)) >= SMALLEST else TIGHT
    sides = [max(SMALLEST, min(LARGEST, side)) for side in fit(label, gap)]
    columns = (padded_w, shape.c_in * k_w, out_w)
    wide = sum(side * count for side, count in zip(sides, columns, strict=True))
    shrink = min(1.0, (WIDTH - 560 - 26 * shape.c_in) / wide)
    return label, gap, Sides(*(float(int(max(SMALLEST, side * shrink))) for side in sides))


@lru_cache(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    label, gap, sides = _rows(shape)
    wide = _wide(shape, label, gap, sides)
    narrow_size, narrow = _narrow(shape, sides)
    part = placer(wide.spots, narrow)
    c_out = shape.output[0]
    lifts = [frame(*box, o) for o, box in enumerate(wide.rows)]
    elements: list[Element] = [drawsvg.Group([*wide.wires, *lifts], data_narrow="")]
    for c in range(shape.c_in):
        first = c * shape.terms + 1
        elements.append(part(f"X{c}", *parts.input_channel(shape, c, sides.x), data_row=first))
        sum_chip = chip(f"sum {c}", *CHIP, f"c{c} late", first + shape.terms - 1, data_sum=c)
        elements.append(part(f"sum{c}", sum_chip))
        for o in range(c_out):
            name = f"K{subscript(o)}{subscript(c)}"
            tiles = parts.kernel_slice(shape, o, c, sides.k, name)
            elements.append(part(f"K{o},{c}", *tiles, data_row=first, data_only=o))
    births = {index: born for born, index in enumerate(order(shape))}
    for o in range(c_out):
        name = f"Y{subscript(o)}"
        elements += [
            part(f"row{o}", text(str(o), 0, 7, 20, "sign label", "middle")),
            part(f"bias{o}", *_bias(shape, o)),
            part(f"Y{o}", *parts.output_map(shape, o, sides.y, name, "", births)),
        ]
    weight = (c_out, shape.c_in, *shape.kernel)
    elements += [
        part("star", text("⋆", 0, 9, 27, "sign", "middle")),
        part("K shape", text(f"K (C_out, C_in, k_h, k_w) = {weight}", 0, 0, 16, "note shape")),
        part("Y shape", text(f"Y (C_out, H′, W′) = {shape.output}", 0, 0, 16, "note shape")),
        part("bank arrow", *arrow(0, 0, 44)),
        part("plus", *parts.plus(), drawsvg.Line(0, 16, 0, 43, class_="wire")),
        part(
            "bias", chip("bias", 56, 36, "late", shape.end), text("b", 0, 36, 16, "note", "middle")
        ),
        part("total", chip("total", *TOTAL, "result late", shape.end, data_total="")),
        part("arrow", *arrow(0, 0, 44)),
        part(
            "stack",
            brace(0, 0, wide.stack),
            text("stack", 20, wide.stack / 2 + 6, 18, "sign label"),
        ),
        part("equation", equation_line()),
    ]
    return Layout(markup(elements), wide.size, narrow_size, sides)


def _bias(shape: Shape, o: int) -> list[Element]:
    name = text(f"b{subscript(o)}", BIAS / 2, -7, 15, "note", "middle")
    return [name, *parts.bias_cell(o, BIAS, shape.end)]


@dataclass(frozen=True)
class _Wide:
    """The wide arrangement: spots, connectors, the box of every bank row, height of the stack."""

    spots: Spots
    size: tuple[float, float]
    wires: list[Element]
    rows: list[tuple[float, float, float, float]]
    stack: float


def _wide(shape: Shape, label: float, gap: float, sides: Sides) -> _Wide:
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    c_out, out_h, out_w = shape.output
    x_row = label + padded_h * sides.x + gap
    k_row = label + k_h * sides.k + gap
    y_row = label + out_h * sides.y + gap
    head = 20.0  # the lines that give the shapes
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
    sums_top = middle - (shape.c_in - 1) * 31
    for c in range(shape.c_in):
        top = head + (height - head - shape.c_in * x_row) / 2 + c * x_row + label
        spots[f"X{c}"] = (2, top, 1)
        y_sum = max(sums_top, head + 20) + c * 62
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
    first, last = spots["Y0"][1] - 2, spots[f"Y{c_out - 1}"][1] + out_h * sides.y + 2
    spots |= {
        "star": (x_bank - 62, middle, 1),
        "K shape": (x_bank, 14, 1),
        "Y shape": (x_y, 14, 1),
        "bank arrow": (x_arrow, middle, 1),
        "plus": (x_plus, middle, 1),
        "bias": (x_plus, middle + 62, 1),
        "total": (x_total, middle, 1),
        "arrow": (x_total + TOTAL[0] / 2 + 4, middle, 1),
        "stack": (x_y + out_w * sides.y + 10, first, 1),
        "equation": (2, height + 22, 1),
    }
    width = max(x_y + out_w * sides.y + 90, x_y + 264)
    size = (round(width), round(height + 2 + LINE * LINES))
    return _Wide(spots, size, wires, rows, last - first)


def _narrow(shape: Shape, sides: Sides) -> tuple[tuple[float, float], Spots]:
    """The current input channel, its slice of the current kernel, all sums, all maps."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    c_out, out_h, out_w = shape.output
    cell = max(20.0, min(44.0, (NARROW - 60) / (padded_w + k_w)))
    x_k = 3 + padded_w * cell + 46
    bottom = LABEL + max(padded_h, k_h) * cell
    spots: dict[str, tuple[float, float, float]] = {"star": (x_k - 23, LABEL + k_h * cell / 2, 1)}
    y_sum = bottom + 40
    for c in range(shape.c_in):
        spots[f"X{c}"] = (3, LABEL, cell / sides.x)
        spots[f"sum{c}"] = (36 + 76 * (c % 3), y_sum + 44 * (c // 3), 0.85)
        for o in range(c_out):
            spots[f"K{o},{c}"] = (x_k, LABEL, cell / sides.k)
    spots["bias"] = (242, y_sum, 0.85)
    spots["total"] = (318, y_sum, 0.85)
    y_out = y_sum + 44 * ((shape.c_in - 1) // 3) + 40 + LABEL
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
