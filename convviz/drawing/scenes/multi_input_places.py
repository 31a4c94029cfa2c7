"""Where the parts of scene *multi_input* stand: on a wide stage, and on a narrow one (a phone).

A wide stage has a row for every input channel. A narrow stage shows the row of the current channel
only, then all partial sums, then the output; its parts are the same ones, scaled.
"""

from convviz.drawing import boxes
from convviz.drawing.boxes import Box
from convviz.drawing.parts import BETWEEN
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.tensors import plain

LARGEST, SMALLEST = 58.0, 26.0  # side of a tile on the wide stage
WIDTH, HEIGHT = 1060.0, 470.0  # what a lecture example may fill
LEAST = 230.0  # height of the wide stage
LABEL, ROW_GAP, LINE = 30.0, 16.0, 32.0  # over a grid, under a row, for a line of the equation
TIGHT = 20.0, 5.0  # label and gap where the rows would not fit otherwise
CHIP, TOTAL, BIAS, KNOB = (78.0, 46.0), (86.0, 56.0), 44.0, 16.0
FIXED = 540.0  # signs, sums and arrows between the grids of a row
BIAS_NAME = 22.0  # room for it beside the bias
SMALL = 0.8  # scale of the sums on a narrow stage
SUMS = 50.0  # from one line of them to the next
WORD = 100.0  # least width of a column of products, for its name
NARROW, NARROW_LARGEST = 360.0, 46.0
BESIDE = 30.0  # least side of tiles with which K stands beside X on a narrow stage


def sides_of(shape: Shape) -> Sides:
    """Sides of the tiles on the wide stage."""
    return _rows(shape)[2]


def _rows(shape: Shape) -> tuple[float, float, Sides]:
    """Label height, row gap and sides: tiles are as large as fit ``WIDTH`` by ``HEIGHT``."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    _, out_h, out_w = shape.output

    def fit(label: float, gap: float) -> float:
        return (HEIGHT / shape.c_in - label - gap) / max(padded_h, k_h)

    label, gap = (LABEL, ROW_GAP) if fit(LABEL, ROW_GAP) >= SMALLEST else TIGHT
    x = max(SMALLEST, min(LARGEST, fit(label, gap)))
    k = max(SMALLEST, min(LARGEST, max(padded_h, k_h) * x / k_h))
    y = max(SMALLEST, min(LARGEST, (HEIGHT - LABEL) / out_h))
    shrink = (WIDTH - FIXED) / (padded_w * x + 2 * k_w * k + out_w * y)
    sides = (max(SMALLEST, side * min(1.0, shrink)) for side in (x, k, y))
    return label, gap, Sides(*(float(int(side)) for side in sides))


def equation_lines(shape: Shape) -> int:
    """Lines that the equation may fill: two where there is much to say and room for it."""
    return 2 if 12 < shape.c_in * shape.terms <= 30 and _rows(shape)[2].x >= 30 else 1


def wide(shape: Shape) -> Box:
    """A row for every channel, and the result in the middle of them; the equation below."""
    _, out_h, out_w = shape.output
    label, gap, sides = _rows(shape)
    rows = boxes.stack(*(_row(shape, c, sides, label) for c in range(shape.c_in)), gap=gap)
    # A tall scene scrolls: keep the result beside its first rows, where the eye starts.
    rows = boxes.axis_at(rows, min(rows.axis, HEIGHT / 2))
    output = plain("Y", out_h, out_w, sides.y, over=LABEL)
    picture = boxes.beside(
        boxes.space(2, LEAST),
        boxes.pad(rows, right=74, bottom=gap),
        Box(36, 0, 0, {"plus": Shown(0, 0, 1), "bias": Shown(0, 42, 1)}),
        boxes.on_axis("total", TOTAL[0]),
        boxes.pad(boxes.level("arrow", 58, 1), left=4, right=6),
        boxes.pad(output, right=6, bottom=ROW_GAP),
    )
    return boxes.above(picture, boxes.equation(2 + LINE * equation_lines(shape)))


def _row(shape: Shape, c: int, sides: Sides, label: float) -> Box:
    """X_c ⋆ K_c = products, Σ, partial sum."""
    products = plain(f"P{c}", *shape.kernel, sides.k, over=label)
    return boxes.beside(
        plain(f"X{c}", *shape.padded, sides.x, over=label),
        boxes.on_axis(f"star{c}", 58),
        plain(f"K{c}", *shape.kernel, sides.k, over=label),
        boxes.on_axis(f"equals{c}", 58),
        boxes.pad(boxes.at_least(products, WORD), right=9),
        boxes.level(f"sigma{c}", 53, 1),
        boxes.on_axis(f"sum{c}", CHIP[0]),
    )


def narrow(shape: Shape, sides: Sides) -> Box:
    """The row of the channel in use, then all sums, then the output."""
    _, out_h, out_w = shape.output
    columns = shape.padded[1], shape.kernel[1]
    cell = min(NARROW_LARGEST, (NARROW - 52) / sum(columns))
    beside = cell >= BESIDE  # else K stands under X
    if not beside:
        cell = min(NARROW_LARGEST, (NARROW - 6) / max(columns))
    label = LABEL * max(1.0, cell / sides.x, cell / sides.k)  # names grow with their grids
    word = WORD * cell / sides.k
    p_cell = min(cell, (NARROW - 150) / shape.kernel[1])
    y_cell = min(cell, (NARROW - 6) / out_w)

    def row(c: int) -> Box:
        x = plain(f"X{c}", *shape.padded, cell, sides.x, label)
        k = plain(f"K{c}", *shape.kernel, cell, sides.k, label)
        if not beside:
            return boxes.above(x, k, gap=8)
        return boxes.level_tops(x, boxes.beside(boxes.on_axis(f"star{c}", 44), k))

    def products(c: int) -> Box:
        grid = plain(f"P{c}", *shape.kernel, p_cell, sides.k, label)
        sigma = boxes.pad(boxes.level(f"sigma{c}", 0, 0.85), left=6, right=50)
        return boxes.beside(boxes.at_least(grid, word), sigma)

    channels = range(shape.c_in)
    added = boxes.in_turn(map(products, channels))
    sums = boxes.pad(_sums(shape, NARROW - 3 - added.width), top=label)
    output = plain("Y", out_h, out_w, y_cell, sides.y, LABEL * max(1.0, y_cell / sides.y))
    parts = (
        boxes.pad(boxes.in_turn(map(row, channels)), bottom=8),
        boxes.pad(boxes.level_tops(added, sums), bottom=10),
        output,
    )
    return boxes.at_least(boxes.pad(boxes.above(*parts), left=3, bottom=6), NARROW)


def _sums(shape: Shape, width: float) -> Box:
    """The partial sums, the bias and the total, in lines."""
    chip, side = CHIP[0] * SMALL, BIAS * SMALL
    bias = Box(side + BIAS_NAME * SMALL, side, side / 2, {"bias": Shown(side / 2, 0, SMALL)})
    return boxes.in_lines(
        (
            *(boxes.on_axis(f"sum{c}", chip, SMALL) for c in range(shape.c_in)),
            bias,
            boxes.on_axis("total", TOTAL[0] * SMALL, SMALL),
        ),
        width,
        gap=BETWEEN,
        height=40,
        between=SUMS - 40,
    )
