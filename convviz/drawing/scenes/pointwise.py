"""Scene *pointwise*: a 1×1 convolution is a fully connected layer at every pixel.

One pixel is a matrix times a vector; all pixels together are one matrix product; and both are the
maps. The same pixel is marked in the input, in the vector, in the matrices and in the maps.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from convviz.core.arguments import ExperimentError
from convviz.core.conv import corr2d_multi_in_out_1x1
from convviz.core.experiment import Experiment
from convviz.core.matrices import MATRIX_PRODUCT
from convviz.core.operation import Tensor
from convviz.core.step import Step
from convviz.drawing import board, equation, parts, svg, values
from convviz.drawing.parts import steps_of, stops
from convviz.drawing.picture import Layout, Shape, Sides, State, cell_value
from convviz.drawing.primitives import grid, placer, subscript, tile
from convviz.drawing.scenes import pointwise_places as places
from convviz.drawing.strokes import arrow, framed, pin
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation as equation_line
from convviz.drawing.texts import label, said, said_of_all, text
from convviz.drawing.values import SUMS, limits
from convviz.formats.numerals import number
from convviz.words import kept, say, term

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

tensors = {
    **parts.tensors,
    **MATRIX_PRODUCT.tensors,
    "xv": Tensor(term("One pixel of X"), term("Pixel of X, channel {c}"), ("c",), rows=False),
    "yv": Tensor(term("One pixel of Y"), term("Pixel of Y, channel {o}"), ("o",), rows=False),
}


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless this is a 1×1 convolution that keeps every pixel."""
    e = experiment
    plain = (e.kernel_size, e.stride, e.groups, e.pads) == ((1, 1), (1, 1), 1, ((0, 0), (0, 0)))
    if not plain:
        raise ExperimentError(
            "Scene pointwise shows 1×1 kernels with stride 1 and no padding or groups, "
            "not {experiment!r}.",
            experiment=e,
        )


def order(shape: Shape) -> list[tuple[int, int, int]]:
    """Output positions (o, i, j): all channels of one pixel, then the next pixel."""
    c_out, height, width = shape.output
    return [(o, i, j) for i, j in np.ndindex(height, width) for o in range(c_out)]


def difference(experiment: Experiment, steps: Sequence[Step]) -> float:
    """Largest difference between the sums of all windows and the matrix product, both computed."""
    product = corr2d_multi_in_out_1x1(experiment.x, experiment.weight)
    product = product + experiment.bias[:, None, None]
    return max(abs(float(product[step.position]) - step.total) for step in steps)


def base(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float], sides: Sides
) -> State:
    """What stays from step to step: the tensors, their copies in the matrices, the comparison."""
    e = experiment
    state = dict(values.base(e, steps, ends, sides))
    small = places.matrix_side(Shape.of(e))
    for (c, n), value in np.ndenumerate(e.x.reshape(e.c_in, -1)):
        state[f"xm {c} {n}"] = cell_value(value, ends["X"], small)
    for (o, c), value in np.ndenumerate(e.weight[:, :, 0, 0]):
        state[f"km {o} {c}"] = cell_value(value, ends["K"], places.SMALLEST)
    _, _, width = e.output_shape
    for step in steps:
        o, i, j = step.position
        state[f"ym {o} {i * width + j}"] = cell_value(step.total, ends[SUMS], small)
    gap = difference(e, steps)
    shown = number(gap) if gap else "0"
    state["equal"] = say("conv = matmul, max |Δ| = {gap}", gap=shown)
    return state


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: the pixel's two vectors, pins, the equation."""
    shape = Shape.of(experiment)
    placed = layout(shape)
    small = places.matrix_side(shape)
    c_out, _, width = shape.output
    lines = equation.equations(steps, placed.size[0] - 8, 1, weight_first=True)
    totals = {step.position: step.total for step in steps}
    for step, line in zip(steps, lines, strict=True):
        _, i, j = step.position
        state: dict[str, object] = {
            f"xv {c}": cell_value(value, ends["X"], placed.sides.k)
            for c, value in enumerate(step.windows[:, 0, 0])
        }
        for channel in range(c_out):
            state[f"yv {channel}"] = cell_value(totals[channel, i, j], ends[SUMS], placed.sides.k)
        column = round((i * width + j) * small, 2)
        yield {
            **state,
            **values.pins(step, shape, placed.sides),
            "x name": f"x[:, {i}, {j}]",
            "y name": f"y[:, {i}, {j}]",
            "column x": [column, 0],
            "column y": [column, 0],
            "equation": line,
        }


@kept(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    sides, small = places.sides_of(shape), places.matrix_side(shape)
    wide, narrow = places.wide(shape, sides, small), places.narrow(shape, sides)
    c_in, c_out, (height, width) = shape.c_in, shape.output[0], shape.size
    n = height * width
    shapes = f"({c_out}×{c_in}) · ({c_in}×{n}) = ({c_out}×{n})"
    words = (
        say("one pixel: a fully connected layer"),
        say("all pixels at once: one matrix product {shapes}", shapes=shapes),
    )
    present = places.present(shape, sides, small, words)
    part = placer(wide.places, narrow.places, present)
    sides = Sides(sides.x, sides.k, sides.y, seen=board.seen(present))
    births = {position: born for born, position in enumerate(order(shape))}
    elements: list[Element] = []
    for c in range(c_in):
        goto = [births[0, i, j] for i, j in np.ndindex(height, width)]
        channel = parts.input_channel(shape, c, sides.x, goto)
        lit = parts.turn(shape, c)
        elements.append(part(f"X{c}", *channel, view="x", data_row=c + 1, **lit))
    for o in range(c_out):
        maps = parts.output_map(shape, o, sides.y, f"Y{subscript(o)}", "", births, only=False)
        elements.append(part(f"Y{o}", *maps, view="y", data_row=1, data_only=o))
    elements += parts.maps(shape, sides.seen, part)
    elements += [
        part("one", text(words[0], 0, 0, 17, "note shape")),
        part("K", label(f"K ({c_out}, {c_in})", "", "scale k 0 0"), *_weights(shape, sides.k)),
        part("bias", text("b", 6, -9, 21, "label"), *_biases(shape, sides.k)),
        part("dot", text("·", 0, 9, 30, "sign", "middle")),
        part("xv", said("x name", 15, -10, "note name"), *_x_vector(shape, sides.k)),
        part("plus", text("+", 0, 9, 24, "sign", "middle")),
        part("equals", text("=", 0, 9, 27, "sign", "middle")),
        part("yv", said("y name", 15, -10, "note name"), *_y_vector(shape, sides.k)),
        part(
            "all",
            text(words[1], 0, 0, 15, "note shape"),
        ),
        part("km", *_copied_weights(shape)),
        part("dot2", text("·", 0, 9, 30, "sign", "middle")),
        part("xm", *_x_matrix(shape, small, births)),
        part("equals2", text("=", 0, 9, 27, "sign", "middle")),
        part("ym", *_y_matrix(shape, small, births)),
        part("arrow", *arrow(0, 0, 40), **parts.turn_of_sum(shape)),
        part("equal", said_of_all("equal", 17, len(births), shape.end)),
        part("equation", equation_line()),
    ]
    return Layout(svg.source(elements), wide.size, narrow.size, sides)


def _weights(shape: Shape, side: float) -> list[Element]:
    c_in, c_out = shape.c_in, shape.output[0]
    tiles = [
        tile(f"k {o} {c} 0 0", c * side, o * side, side, phase=c + 1, output=o, kind="factor")
        for o, c in np.ndindex(c_out, c_in)
    ]
    rows = [framed(0, o * side, c_in * side, side, o) for o in range(c_out)]
    return [*grid(tiles, c_out, c_in, side, ""), *rows]


def _biases(shape: Shape, side: float) -> list[Element]:
    c_out = shape.output[0]
    tiles = [tile(f"b {o}", 0, o * side, side, phase=shape.end, output=o) for o in range(c_out)]
    return grid(tiles, c_out, 1, side, "")


def _x_vector(shape: Shape, side: float) -> list[Element]:
    elements: list[Element] = []
    for c in range(shape.c_in):
        cell = tile(f"xv {c}", 0, c * side, side, phase=c + 1, kind="factor", slot=True)
        elements += grid([cell], 1, 1, side, f"c{c}", top=c)
    return elements


def _y_vector(shape: Shape, side: float) -> list[Element]:
    c_out = shape.output[0]
    tiles = [
        tile(
            f"yv {o}",
            *(0, o * side, side),
            phase=shape.end,
            output=o,
            every=c_out,
            kind="late",
            slot=True,
        )
        for o in range(c_out)
    ]
    rows = [framed(0, o * side, side, side, o) for o in range(c_out)]
    return [*grid(tiles, c_out, 1, side, ""), *rows]


def _copied_weights(shape: Shape) -> list[Element]:
    c_in, c_out = shape.c_in, shape.output[0]
    tiles = [
        tile(
            f"km {o} {c}",
            c * places.SMALLEST,
            o * places.SMALLEST,
            places.SMALLEST,
            phase=c + 1,
            output=o,
            kind="factor",
            slot=True,
        )
        for o, c in np.ndindex(c_out, c_in)
    ]
    return grid(tiles, c_out, c_in, places.SMALLEST, "")


def _x_matrix(
    shape: Shape, side: float, births: Mapping[tuple[int, int, int], int]
) -> list[Element]:
    elements: list[Element] = []
    height, width = shape.size
    kind = "" if side >= places.READABLE else "strip"
    for c in range(shape.c_in):
        tiles = [
            tile(
                f"xm {c} {n}",
                *(n * side, c * places.SMALLEST, side),
                born=births[0, n // width, n % width],
                kind=kind,
                slot=True,
                height=places.SMALLEST,
            )
            for n in range(height * width)
        ]
        elements += grid(tiles, 1, height * width, side, f"c{c}", top=c, row_height=places.SMALLEST)
    return [*elements, pin("column x", side, shape.c_in * places.SMALLEST)]


def _y_matrix(
    shape: Shape, side: float, births: Mapping[tuple[int, int, int], int]
) -> list[Element]:
    c_out, height, width = shape.output
    kind = "late" if side >= places.READABLE else "late strip"
    tiles = [
        tile(
            f"ym {o} {n}",
            *(n * side, o * places.SMALLEST, side),
            phase=shape.end,
            born=births[o, n // width, n % width],
            kind=kind,
            slot=True,
            height=places.SMALLEST,
        )
        for o, n in np.ndindex(c_out, height * width)
    ]
    outline = grid(tiles, c_out, height * width, side, "", row_height=places.SMALLEST)
    return [*outline, pin("column y", side, c_out * places.SMALLEST)]
