"""Scene *pointwise*: a 1×1 convolution is a fully connected layer at every pixel.

One pixel is a matrix times a vector; all pixels together are one matrix product; and both are the
maps. The same pixel is marked in the input, in the vector, in the matrices and in the maps.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from convviz.conv import Step, corr2d_multi_in_out_1x1
from convviz.drawing import equation, parts
from convviz.drawing.multi_input import stops
from convviz.drawing.parts import SUMS, limits
from convviz.drawing.picture import Layout, Shape, Sides, State, cell_value
from convviz.drawing.primitives import (
    Element,
    Spots,
    arrow,
    framed,
    grid,
    label,
    markup,
    pin,
    placer,
    said,
    subscript,
    text,
    tile,
)
from convviz.drawing.primitives import equation as equation_line
from convviz.experiment import Experiment, ExperimentError
from convviz.style import number

__all__ = ["base", "check", "layout", "limits", "order", "states", "stops"]

LARGEST, SMALLEST = 46.0, 26.0  # side of a tile
READABLE = 16.0  # smaller tiles of the matrices show their colour only
WIDTH, HEIGHT = 1060.0, 470.0
LABEL, GAP, LINE = 28.0, 14.0, 32.0
NARROW = 360.0


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless this is a 1×1 convolution that keeps every pixel."""
    e = experiment
    plain = (e.kernel_size, e.stride, e.groups, e.pads) == ((1, 1), (1, 1), 1, ((0, 0), (0, 0)))
    if not plain:
        raise ExperimentError(
            f"Scene pointwise shows 1×1 kernels with stride 1 and no padding or groups, not {e!r}."
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
    state = dict(parts.base(e, steps, ends, sides))
    small = _matrix_side(Shape.of(e))
    for (c, n), value in np.ndenumerate(e.x.reshape(e.c_in, -1)):
        state[f"xm {c} {n}"] = cell_value(value, ends["X"], small)
    for (o, c), value in np.ndenumerate(e.weight[:, :, 0, 0]):
        state[f"km {o} {c}"] = cell_value(value, ends["K"], SMALLEST)
    _, _, width = e.output_shape
    for step in steps:
        o, i, j = step.position
        state[f"ym {o} {i * width + j}"] = cell_value(step.total, ends[SUMS], small)
    gap = difference(e, steps)
    shown = number(gap) if gap else "0"
    state["equal"] = f"conv = matmul, max |Δ| = {shown}"
    return state


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: the pixel's two vectors, pins, the equation."""
    shape = Shape.of(experiment)
    placed = layout(shape)
    small = _matrix_side(shape)
    c_out, _, width = shape.output
    lines = equation.equations(steps, placed.size[0] - 8, 1, weight_first=True)
    totals = {step.position: step.total for step in steps}
    for step, line in zip(steps, lines, strict=True):
        o, i, j = step.position
        state: dict[str, object] = {
            f"xv {c}": cell_value(value, ends["X"], placed.sides.k)
            for c, value in enumerate(step.windows[:, 0, 0])
        }
        for channel in range(c_out):  # those that this pixel has not reached yet are cleared
            value = totals[channel, i, j]
            state[f"yv {channel}"] = (
                cell_value(value, ends[SUMS], placed.sides.k) if channel <= o else None
            )
        column = round((i * width + j) * small, 2)
        yield {
            **state,
            **parts.pins(step, shape, placed.sides),
            "x name": f"x[:, {i}, {j}]",
            "y name": f"y[:, {i}, {j}]",
            "column x": [column, 0],
            "column y": [column, 0],
            "equation": line,
        }


def _sides(shape: Shape) -> Sides:
    height, width = shape.size
    c_out = shape.output[0]

    def fit(count: int, rows: int, most: float) -> float:
        return max(SMALLEST, min(most, (HEIGHT / count - LABEL - GAP) / rows))

    x, y = fit(shape.c_in, height, LARGEST), fit(c_out, height, LARGEST + 8)
    shrink = min(1.0, 420 / (width * (x + y)))
    k = max(SMALLEST, min(LARGEST, 150 / max(c_out, shape.c_in)))
    return Sides(*(float(int(max(SMALLEST, side))) for side in (x * shrink, k, y * shrink)))


def _matrix_side(shape: Shape) -> float:
    """Side of the tiles of the two long matrices: all H·W columns stand beside each other."""
    height, width = shape.size
    return min(SMALLEST + 4, float(int(10 * 430 / (height * width))) / 10)


@lru_cache(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    sides, small = _sides(shape), _matrix_side(shape)
    wide, size = _wide(shape, sides, small)
    narrow_size, narrow = _narrow(shape, sides)
    part = placer(wide, narrow)
    c_in, c_out, (height, width) = shape.c_in, shape.output[0], shape.size
    births = {position: born for born, position in enumerate(order(shape))}
    elements: list[Element] = []
    for c in range(c_in):
        goto = [births[0, i, j] for i, j in np.ndindex(height, width)]
        channel = parts.input_channel(shape, c, sides.x, goto)
        elements.append(part(f"X{c}", *channel, data_row=c + 1))
    for o in range(c_out):
        maps = parts.output_map(shape, o, sides.y, f"Y{subscript(o)}", "", births, only=False)
        elements.append(part(f"Y{o}", *maps))
    n = height * width
    elements += [
        part("one", text("one pixel: a fully connected layer", 0, 0, 17, "note shape")),
        part("K", label(f"K ({c_out}, {c_in})", "", "scale k 0 0"), *_weights(shape, sides.k)),
        part("bias", text("b", 6, -9, 21, "label"), *_biases(shape, sides.k)),
        part("dot", text("·", 0, 9, 30, "sign", "middle")),
        part("xv", said("x name", 15, -10), *_x_vector(shape, sides.k)),
        part("plus", text("+", 0, 9, 24, "sign", "middle")),
        part("equals", text("=", 0, 9, 27, "sign", "middle")),
        part("yv", said("y name", 15, -10), *_y_vector(shape, sides.k)),
        part(
            "all",
            text(
                "all pixels at once: one matrix product "
                f"({c_out}×{c_in}) · ({c_in}×{n}) = ({c_out}×{n})",
                *(0, 0, 15, "note shape"),
            ),
        ),
        part("km", *_copied_weights(shape)),
        part("dot2", text("·", 0, 9, 30, "sign", "middle")),
        part("xm", *_x_matrix(shape, small, births)),
        part("equals2", text("=", 0, 9, 27, "sign", "middle")),
        part("ym", *_y_matrix(shape, small, births)),
        part("arrow", *arrow(0, 0, 40)),
        part("equal", said("equal", 17, kind="good")),
        part("equation", equation_line()),
    ]
    return Layout(markup(elements), size, narrow_size, Sides(sides.x, sides.k, sides.y))


def _weights(shape: Shape, side: float) -> list[Element]:
    c_in, c_out = shape.c_in, shape.output[0]
    tiles = [
        tile(f"k {o} {c} 0 0", c * side, o * side, side, phase=c + 1, output=o)
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
        cell = tile(f"xv {c}", 0, c * side, side, phase=c + 1, slot=True)
        elements += grid([cell], 1, 1, side, f"c{c}", top=c)
    return elements


def _y_vector(shape: Shape, side: float) -> list[Element]:
    c_out = shape.output[0]
    tiles = [
        tile(f"yv {o}", 0, o * side, side, phase=shape.end, output=o, kind="late", slot=True)
        for o in range(c_out)
    ]
    rows = [framed(0, o * side, side, side, o) for o in range(c_out)]
    return [*grid(tiles, c_out, 1, side, ""), *rows]


def _copied_weights(shape: Shape) -> list[Element]:
    c_in, c_out = shape.c_in, shape.output[0]
    tiles = [
        tile(f"km {o} {c}", c * SMALLEST, o * SMALLEST, SMALLEST, output=o, slot=True)
        for o, c in np.ndindex(c_out, c_in)
    ]
    return grid(tiles, c_out, c_in, SMALLEST, "")


def _x_matrix(
    shape: Shape, side: float, births: Mapping[tuple[int, int, int], int]
) -> list[Element]:
    elements: list[Element] = []
    height, width = shape.size
    kind = "" if side >= READABLE else "strip"
    for c in range(shape.c_in):
        tiles = [
            tile(
                f"xm {c} {n}",
                *(n * side, c * SMALLEST, side),
                born=births[0, n // width, n % width],
                kind=kind,
                slot=True,
                height=SMALLEST,
            )
            for n in range(height * width)
        ]
        elements += grid(tiles, 1, height * width, side, f"c{c}", top=c, row_height=SMALLEST)
    return [*elements, pin("column x", side, shape.c_in * SMALLEST)]


def _y_matrix(
    shape: Shape, side: float, births: Mapping[tuple[int, int, int], int]
) -> list[Element]:
    c_out, height, width = shape.output
    kind = "late" if side >= READABLE else "late strip"
    tiles = [
        tile(
            f"ym {o} {n}",
            *(n * side, o * SMALLEST, side),
            phase=shape.end,
            born=births[o, n // width, n % width],
            kind=kind,
            slot=True,
            height=SMALLEST,
        )
        for o, n in np.ndindex(c_out, height * width)
    ]
    outline = grid(tiles, c_out, height * width, side, "", row_height=SMALLEST)
    return [*outline, pin("column y", side, c_out * SMALLEST)]


def _wide(shape: Shape, sides: Sides, small: float) -> tuple[Spots, tuple[float, float]]:
    (rows, columns), c_in, c_out = shape.size, shape.c_in, shape.output[0]
    x_row, y_row = LABEL + rows * sides.x + GAP, LABEL + rows * sides.y + GAP
    tall = max(c_in, c_out) * sides.k
    matrices = (c_in + c_out) * SMALLEST + 30
    height = max(c_in * x_row, c_out * y_row + 40, 70 + tall + 60 + matrices)
    spots: dict[str, tuple[float, float, float]] = {}
    for c in range(c_in):
        spots[f"X{c}"] = (2, (height - c_in * x_row) / 2 + c * x_row + LABEL, 1)
    x_k = 2 + columns * sides.x + 62
    middle = 64 + tall / 2
    x_dot = x_k + c_in * sides.k + 18
    x_vector = x_dot + 20
    x_plus = x_vector + max(sides.k, 62) + 12
    x_bias = x_plus + 18
    x_equals = x_bias + sides.k + 22
    x_result = x_equals + 24
    y_all = 64 + tall + 46
    x_xm = x_k + c_in * SMALLEST + 34
    y_xm, y_ym = y_all + 16, y_all + 16 + c_in * SMALLEST + 22
    long = columns * rows * small
    x_maps = max(x_xm + long, x_result + 90, x_k + 560) + 20
    spots |= {
        "one": (x_k, 16, 1),
        "K": (x_k, middle - c_out * sides.k / 2, 1),
        "dot": (x_dot, middle, 1),
        "xv": (x_vector, middle - c_in * sides.k / 2, 1),
        "plus": (x_plus, middle, 1),
        "bias": (x_bias, middle - c_out * sides.k / 2, 1),
        "equals": (x_equals, middle, 1),
        "yv": (x_result, middle - c_out * sides.k / 2, 1),
        "all": (x_k, y_all, 1),
        "km": (x_k, y_xm + (c_in - c_out) * SMALLEST / 2, 1),
        "dot2": (x_xm - 17, y_xm + c_in * SMALLEST / 2, 1),
        "xm": (x_xm, y_xm, 1),
        "equals2": (x_xm - 17, y_ym + c_out * SMALLEST / 2, 1),
        "ym": (x_xm, y_ym, 1),
        "arrow": (x_maps - 56, middle, 1),
    }
    top = (height - c_out * y_row - 40) / 2
    for o in range(c_out):
        spots[f"Y{o}"] = (x_maps, max(0.0, top) + o * y_row + LABEL, 1)
    spots["equal"] = (x_maps, spots[f"Y{c_out - 1}"][1] + rows * sides.y + 30, 1)
    spots["equation"] = (2, height + 22, 1)
    width = max(x_maps + columns * sides.y + 6, x_maps + 280)
    return spots, (round(width), round(height + 2 + LINE))


def _narrow(shape: Shape, sides: Sides) -> tuple[tuple[float, float], Spots]:
    """The current input channel, the pixel's matrix product, all maps."""
    (rows, columns), c_in, c_out = shape.size, shape.c_in, shape.output[0]
    cell = min(40.0, (NARROW - 6) / columns)
    label_x = LABEL * max(1.0, cell / sides.x)
    spots: dict[str, tuple[float, float, float]] = {}
    for c in range(c_in):
        spots[f"X{c}"] = (3, label_x, cell / sides.x)
    tall = max(c_in, c_out) * sides.k
    natural = (c_in + 3) * sides.k + 150
    scale = min(1.0, (NARROW - 8) / natural)
    top = label_x + rows * cell + 44
    middle = top + tall * scale / 2
    x = 3.0
    places = (
        ("K", 0, c_in * sides.k + 16),
        ("dot", 1, 18),
        ("xv", 0, max(sides.k, 62) + 8),
        ("plus", 1, 16),
        ("bias", 0, sides.k + 16),
        ("equals", 1, 18),
        ("yv", 0, 0),
    )
    counts = {"K": c_out, "xv": c_in, "bias": c_out, "yv": c_out}
    for name, sign, advance in places:
        y = middle if sign else middle - counts[name] * sides.k * scale / 2
        spots[name] = (x, y, scale)
        x += advance * scale
    y_out = top + tall * scale + LABEL * 1.4 + 10
    small = min(cell, (NARROW - 20) / (2 * columns))
    for o in range(c_out):
        line, column = divmod(o, 2)
        y = y_out + line * (rows * small + LABEL * 1.3)
        spots[f"Y{o}"] = (3 + column * (columns * small + 14), y, small / sides.y)
    bottom = y_out + (c_out + 1) // 2 * (rows * small + LABEL * 1.3)
    spots["equal"] = (3, bottom, 1)
    return (NARROW, round(bottom + 12)), spots
