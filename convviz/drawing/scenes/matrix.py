"""Scene *matrix*: a convolution is one matrix product (im2col).

Every window becomes a column of the patches and every kernel a row of W. The same step is marked
in the window view and in the matrices: row and column in use meet in the number that they give.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.experiment import Experiment
from convviz.core.matrices import MATRIX_PRODUCT, patches, weight_matrix
from convviz.core.step import Step
from convviz.drawing import board, equation, parts, style, svg, values
from convviz.drawing.bitmap import data_url
from convviz.drawing.parts import order, steps_of, stops
from convviz.drawing.picture import Layout, Shape, Sides, State, cell_value
from convviz.drawing.primitives import bitmap, copy, grid, on_wide, placer, subscript, tile
from convviz.drawing.scenes import matrix_board
from convviz.drawing.scenes import matrix_places as places
from convviz.drawing.scenes.matrix_places import Matrices
from convviz.drawing.strokes import arrow, frame, outline, pin, tick
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation as equation_line
from convviz.drawing.texts import label, said_of_all, text
from convviz.drawing.values import SUMS, limits
from convviz.formats.numerals import number
from convviz.words import kept, say

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

tensors = {**parts.tensors, **MATRIX_PRODUCT.tensors}  # the same step in both views

DIGITS = 0.5  # share of the shorter side: the tiles are narrow, their numbers short
ROOMY, SMALLER = 26.0, 0.44  # where tiles are that wide, the long numbers of Y get more air
OUT = 1.5  # how far a pin stands out: it may not cover the digits of a narrow tile
RIM = 9.0, 5.0  # distance and thickness of a tick
NAME = 22.0, 16.0  # width and height of the name of a channel


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless every output channel reads every input channel."""
    if experiment.groups != 1:
        raise ExperimentError(
            "Scene {scene} shows groups = 1, this experiment has {groups}.",
            scene="matrix",
            groups=experiment.groups,
        )


def difference(experiment: Experiment, steps: Sequence[Step]) -> float:
    """Largest difference between the sums of all windows and the matrix product, both computed."""
    e = experiment
    product = (weight_matrix(e) @ patches(e) + e.bias[:, np.newaxis]).reshape(e.output_shape)
    return max(abs(float(product[step.position]) - step.total) for step in steps)


def base(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float], sides: Sides
) -> State:
    """What stays from step to step: the tensors, the matrices, the comparison."""
    e = experiment
    sizes = places.wide(Shape.of(e)).matrices
    row, line = min(sizes.width, sizes.row), min(sizes.width, sizes.line)
    gap = difference(e, steps)
    state = {
        **values.base(e, steps, ends, sides),
        **_matrix("km", weight_matrix(e), ends["K"], row, sizes.readable_w),
        **_matrix("xm", patches(e), ends["X"], line, sizes.readable_patches),
        "scale km": style.scale("W", ends["K"]),
        "scale xm": style.scale(say("patches"), ends["X"]),
        "scale ym": style.scale(say(SUMS), ends[SUMS]),
        "equal": say("W @ patches + b = conv, max |Δ| = {gap}", gap=number(gap)),
    }
    _, _, width = e.output_shape
    for step in steps:
        o, i, j = step.position
        state[f"ym {o} {i * width + j}"] = cell_value(step.total, ends[SUMS], row)
    for o, value in enumerate(e.bias):
        state[f"bm {o}"] = cell_value(value, ends[SUMS], sizes.row)
    return state


def _matrix(
    name: str, values: FloatArray, end: float, side: float, readable: bool
) -> dict[str, object]:
    if not readable:
        return {name: data_url(values, end)}
    return {
        f"{name} {row} {column}": cell_value(value, end, side)
        for (row, column), value in np.ndenumerate(values)
    }


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: pins in both views, the equation."""
    shape = Shape.of(experiment)
    placed, sizes = layout(shape), places.wide(shape).matrices
    width = shape.output[2]
    lines = equation.equations(steps, placed.size[0] - 8, 1, weight_first=True)
    for step, line in zip(steps, lines, strict=True):
        o, i, j = step.position
        x, y = (i * width + j) * sizes.width, o * sizes.row
        yield {
            **values.pins(step, shape, placed.sides),
            "row": [-OUT, y - OUT],
            "column": [round(x - OUT, 2), -OUT],
            "entry": [round(x - OUT, 2), y - OUT],
            "view entry": [i * width + j, o],
            "equation": line,
        }


@kept(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    wide = places.wide(shape)
    present = matrix_board.present(shape, wide.sides, wide.matrices)
    sides = replace(wide.sides, seen=board.seen(present))
    narrow = places.narrow(shape, sides, wide.matrices)
    part = placer(wide.spots, narrow.places, present)
    count = matrix_board.segment(present)
    births = {index: born for born, index in enumerate(order(shape))}
    elements: list[Element] = [on_wide(*(frame(*box, o) for o, box in enumerate(wide.rows)))]
    for c in range(shape.c_in):
        first = c * shape.terms + 1
        channel = parts.input_channel(shape, c, sides.x, noted=False)
        lit = parts.turn(shape, c)
        elements.append(part(f"X{c}", *channel, view="x line", data_row=first, **lit))
        for o in range(shape.output[0]):
            name = f"K{subscript(o)}{subscript(c)}"
            tiles = parts.kernel_slice(shape, o, c, sides.k, name)
            row = {"data_row": first, "data_only": o, "data_output": o}
            elements.append(part(f"K{o},{c}", *tiles, **row, **lit))
    for o in range(shape.output[0]):
        name = f"Y{subscript(o)}"
        elements += [
            part(f"row{o}", text(str(o), 0, 7, 20, "sign label", "middle")),
            part(f"bias{o}", *parts.named_bias(o, places.BIAS, shape.end), data_row=1, data_only=o),
            part(
                f"Y{o}",
                *parts.output_map(shape, o, sides.y, name, "", births),
                view="y",
                data_row=1,
                data_only=o,
            ),
        ]
    elements += [
        part("window", text(say("one window at a time"), 0, 0, 17, "note shape")),
        part("star", text("⋆", 0, 9, 27, "sign", "middle")),
        part("arrow", *arrow(0, 0, 40), **parts.turn_of_sum(shape)),
        *_matrices(shape, wide.matrices, births, part, "overview" if count else ""),
        *(_in_use(shape, count, part) if count else []),
        *parts.maps(shape, sides.seen, part),
        part("equation", equation_line()),
    ]
    return Layout(svg.source(elements), wide.size, narrow.size, sides)


def _pin(slot: str, width: float, height: float) -> Element:
    return pin(slot, width + 2 * OUT, height + 2 * OUT)


def _matrices(
    shape: Shape,
    sizes: Matrices,
    births: Mapping[tuple[int, int, int], int],
    part: Callable[..., Element],
    kind: str,
) -> list[Element]:
    """The product, its names, and the comparison; kind: the class of W and the patches."""
    c_out, height, width = shape.output
    windows, tall = height * width, c_out * sizes.row
    biases = [
        tile(f"bm {o}", 0, o * sizes.row, sizes.row, phase=shape.end, output=o, slot=True)
        for o in range(c_out)
    ]
    signs = (
        text("+", sizes.x_w - places.SIGNS / 2, tall / 2 + 8, 22, "sign", "middle"),
        text("b", sizes.row / 2, tall + 19, 16, "label", "middle"),
    )
    return [
        part("all", text(say("all windows at once: one matrix product"), 0, 0, 17, "note shape")),
        part("bm", *grid(biases, c_out, 1, sizes.row, ""), *signs),
        part("W", *_weights(shape, sizes), class_=kind),
        part("patches", *_patches(shape, sizes, windows), class_=kind),
        part("Y", *_results(shape, sizes, births), view="entry"),
        part("W name", label(places.name_w(shape), "", "scale km", 0)),
        part("patches name", label(places.name_patches(shape), "", "scale xm", 0)),
        part(
            "Y name",
            label(f"Y ({c_out} × {windows})", "", "scale ym", 0, parts.every_sum(shape)),
        ),
        part("equal", said_of_all("equal", 16, len(births), shape.end)),
    ]


def _in_use(shape: Shape, count: int, part: Callable[..., Element]) -> list[Element]:
    """So many terms in use of a row of W and of a column of patches, large, and their names."""
    side = matrix_board.SEGMENT
    row = [copy("weight", n, count, n * side, 0, side) for n in range(count)]
    column = [copy("read", n, count, 0, n * side, side) for n in range(count)]
    return [
        part("terms w", *row, outline(0, 0, count * side, side, "")),
        part("terms x", *column, outline(0, 0, side, count * side, "")),
        part("terms w name", label(places.name_w(shape), "", "")),
        part("terms x name", label(places.name_patches(shape), "", "")),
        part("plus", text("+", 0, 9, 27, "sign", "middle")),
        part("map w", text("W", 0, 10, 30, "sign name", "middle")),
        part("map p", text(say("patches"), 0, 10, 30, "sign name", "middle")),
    ]


def _weights(shape: Shape, sizes: Matrices) -> list[Element]:
    """W: a row for every kernel, the columns of a channel in its colour."""
    c_out, terms = shape.output[0], shape.end - 1
    width, row = sizes.width, sizes.row
    distance, thick = RIM
    elements: list[Element] = [bitmap("km", terms * width, c_out * row)]
    if sizes.readable_w:
        elements = [
            tile(
                f"km {o} {n}",
                *(n * width, o * row, width),
                phase=n + 1,
                output=o,
                kind="factor",
                slot=True,
                height=row,
                digits=DIGITS,
            )
            for o, n in np.ndindex(c_out, terms)
        ]
    block = shape.terms * width
    for c in range(shape.c_in):
        elements.append(outline(c * block, 0, block, c_out * row, f"c{c}"))
        if block >= NAME[0]:
            name = f"X{subscript(c)}"
            elements.append(text(name, (c + 0.5) * block, -14, 15, f"label tag c{c}", "middle"))
    ticks = [tick(f"tick w {n}", n * width, -distance, width, thick, n + 1) for n in range(terms)]
    return [*elements, *ticks, _pin("row", terms * width, row)]


def _patches(shape: Shape, sizes: Matrices, windows: int) -> list[Element]:
    """The patches: a column for every window, the rows of a channel in its colour."""
    terms = shape.end - 1
    width, line = sizes.width, sizes.line
    distance, thick = RIM
    elements: list[Element] = [bitmap("xm", windows * width, terms * line)]
    if sizes.readable_patches:
        elements = [
            tile(f"xm {n} {w}", w * width, n * line, width, slot=True, height=line, digits=DIGITS)
            for n, w in np.ndindex(terms, windows)
        ]
    block = shape.terms * line
    for c in range(shape.c_in):
        elements.append(outline(0, c * block, windows * width, block, f"c{c}"))
        if block >= NAME[1]:
            place = windows * width + 9, (c + 0.5) * block + 5
            elements.append(text(f"X{subscript(c)}", *place, 15, f"label tag c{c}"))
    ticks = [tick(f"tick x {n}", -distance, n * line, thick, line, n + 1) for n in range(terms)]
    return [*elements, *ticks, _pin("column", width, terms * line)]


def _results(
    shape: Shape, sizes: Matrices, births: Mapping[tuple[int, int, int], int]
) -> list[Element]:
    """Y: a row for every output map, a column for every window."""
    c_out, height, width = shape.output
    tiles = [
        tile(
            f"ym {o} {i * width + j}",
            *((i * width + j) * sizes.width, o * sizes.row, sizes.width),
            phase=shape.end,
            born=births[o, i, j],
            kind="late" if sizes.readable_w else "late strip",
            slot=True,
            height=sizes.row,
            digits=DIGITS if sizes.width < ROOMY else SMALLER,
        )
        for o, i, j in np.ndindex(shape.output)
    ]
    whole = grid(tiles, c_out, height * width, sizes.width, "", row_height=sizes.row)
    return [*whole, _pin("entry", sizes.width, sizes.row)]
