"""Where the parts of scene *multi_input* stand: on a wide stage, and on a narrow one (a phone).

A wide stage has a row for every input channel. A narrow stage shows the row of the current channel
only, then all partial sums, then the output; its parts are the same ones, scaled.
"""

from dataclasses import dataclass, replace

from convviz.drawing import board, style, tensors
from convviz.drawing.board import CHIP as SCALE
from convviz.drawing.board import SIGN, Box, Tiles
from convviz.drawing.parts import in_lines
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown

LARGEST, SMALLEST = 58.0, 26.0  # side of a tile on the wide stage
WIDTH, HEIGHT = 1060.0, 470.0  # what a lecture example may fill
LABEL, ROW_GAP, LINE = 30.0, 16.0, 32.0  # over a grid, under a row, for a line of the equation
TIGHT = 20.0, 5.0  # label and gap where the rows would not fit otherwise
CHIP, TOTAL, BIAS, KNOB = (78.0, 46.0), (86.0, 56.0), 44.0, 16.0
FIXED = 540.0  # signs, sums and arrows between the grids of a row
BIAS_NAME = 22.0  # room for it beside the bias
SMALL = 0.8  # scale of the sums on a narrow stage
WORD = 100.0  # least width of a column of products, for its name
WORD_SHOWN = 176.0  # the same on the board
NARROW, NARROW_LARGEST = 360.0, 46.0

Spot = tuple[float, float, float]  # x, y, scale
Placed = dict[str, Spot]


@dataclass(frozen=True)
class Wide:
    """The wide arrangement of one shape."""

    sides: Sides
    size: tuple[float, float]
    spots: Placed
    wires: tuple[tuple[tuple[float, float], tuple[float, float]], ...]


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


def wide(shape: Shape) -> Wide:
    """Place every part on the wide stage."""
    padded_h, padded_w = shape.padded
    (k_h, k_w), (_, out_h, out_w) = shape.kernel, shape.output
    label, gap, sides = _rows(shape)
    tallest = max(padded_h * sides.x, k_h * sides.k)
    row = label + tallest + gap
    height = max(shape.c_in * row, LABEL + out_h * sides.y + ROW_GAP, 230.0)
    x_k = 2 + padded_w * sides.x + 58
    x_p = x_k + k_w * sides.k + 58
    x_sigma = x_p + max(k_w * sides.k, WORD) + 9
    x_sum = x_sigma + 53 + CHIP[0] / 2
    x_plus = x_sum + CHIP[0] / 2 + 74
    x_total = x_plus + 36 + TOTAL[0] / 2
    x_y = x_total + TOTAL[0] / 2 + 68
    # A tall scene scrolls: keep the result beside its first rows, where the eye starts.
    y_plus = max(min(height / 2, HEIGHT / 2), LABEL + out_h * sides.y / 2)

    spots: Placed = {}
    wires = []
    for c in range(shape.c_in):
        middle = (height - shape.c_in * row) / 2 + c * row + label + tallest / 2
        k_top = middle - k_h * sides.k / 2
        spots |= {
            f"X{c}": (2, middle - padded_h * sides.x / 2, 1),
            f"star{c}": (x_k - 29, middle, 1),
            f"K{c}": (x_k, k_top, 1),
            f"equals{c}": (x_p - 29, middle, 1),
            f"P{c}": (x_p, k_top, 1),
            f"sigma{c}": (x_sigma, middle, 1),
            f"sum{c}": (x_sum, middle, 1),
        }
        wires.append(((x_sum + CHIP[0] / 2 + 2, middle), (x_plus - 16, y_plus)))
    spots |= {
        "plus": (x_plus, y_plus, 1),
        "bias": (x_plus, y_plus + 42, 1),
        "total": (x_total, y_plus, 1),
        "arrow": (x_total + TOTAL[0] / 2 + 4, y_plus, 1),
        "Y": (x_y, y_plus - out_h * sides.y / 2, 1),
        "equation": (2, height + 26, 1),
    }
    lines = equation_lines(shape)
    size = (round(x_y + out_w * sides.y + 6), round(height + 2 + LINE * lines))
    return Wide(sides, size, spots, tuple(wires))


def narrow(shape: Shape, sides: Sides) -> tuple[tuple[float, float], Placed]:
    """Size of the narrow stage and the parts on it; a part that is missing is not shown there."""
    padded_h, padded_w = shape.padded
    (k_h, k_w), (_, out_h, out_w) = shape.kernel, shape.output
    cell = min(NARROW_LARGEST, (NARROW - 52) / (padded_w + k_w))
    beside = cell >= 30  # K stands beside X where both can be read there, else under it
    if not beside:
        cell = min(NARROW_LARGEST, (NARROW - 6) / max(padded_w, k_w))
    scale_x, scale_k = cell / sides.x, cell / sides.k
    label = LABEL * max(1.0, scale_x, scale_k)  # names grow with their grids
    if beside:
        x_k, y_k = 3 + padded_w * cell + 44, label
        bottom = label + max(padded_h, k_h) * cell
    else:
        x_k, y_k = 3.0, label + padded_h * cell + label + 8
        bottom = y_k + k_h * cell
    p_cell = min(cell, (NARROW - 150) / k_w)
    y_p = bottom + label + 8
    x_sigma = 3 + max(k_w * p_cell, WORD * scale_k) + 6
    x_sums = x_sigma + 50
    widths = *[CHIP[0]] * shape.c_in, BIAS + BIAS_NAME, TOTAL[0]
    sums = [
        (x, y_p + 20 + 50 * line)
        for x, line in in_lines([width * SMALL for width in widths], x_sums, NARROW)
    ]
    out_cell = min(cell, (NARROW - 6) / out_w)
    y_out = max(y_p + k_h * p_cell, sums[-1][1] + 20) + LABEL * max(1.0, out_cell / sides.y) + 10
    spots: Placed = {}
    for c in range(shape.c_in):
        spots |= {
            f"X{c}": (3, label, scale_x),
            f"K{c}": (x_k, y_k, scale_k),
            f"P{c}": (3, y_p, p_cell / sides.k),
            f"sigma{c}": (x_sigma, y_p + k_h * p_cell / 2, 0.85),
            f"sum{c}": (*sums[c], SMALL),
        }
        if beside:
            spots[f"star{c}"] = (3 + padded_w * cell + 22, label + k_h * cell / 2, 1)
    spots |= {
        "bias": (sums[-2][0] - BIAS_NAME * SMALL / 2, sums[-2][1] - BIAS * SMALL / 2, SMALL),
        "total": (*sums[-1], SMALL),
        "Y": (3, y_out, out_cell / sides.y),
    }
    return (NARROW, round(y_out + out_h * out_cell + 6)), spots


def present(shape: Shape, sides: Sides) -> dict[str, Shown]:
    """Parts on the board: a row for every channel, or a column, or one channel at a time."""
    channels = range(shape.c_in)
    turn = board.in_turn

    def rows(shown: Tiles, air: float) -> Box:
        rows = [
            board.beside(given, *chain(shape, c, sides, shown, air))
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        ]
        stack = board.above(*rows, gap=16 * air)
        return board.beside(
            stack, *result(shape, air), output_box(shape, sides, shown), gap=30 * air
        )

    def columns(shown: Tiles, air: float) -> Box:
        columns = [
            board.above(
                given,
                board.beside(*chain(shape, c, sides, shown, air)[1:4]),
                gap=16 * air,
                middle=True,
            )
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        ]
        added = board.beside(_sums(shape), *result(shape, air)[:2], gap=40)
        end = board.above(added, output_box(shape, sides, shown), gap=16 * air, middle=True)
        return board.beside(*columns, end, gap=24 * air)

    def one_by_one(shown: Tiles, air: float) -> Box:
        current = turn(
            board.beside(given, *chain(shape, c, sides, shown, air)[:-2])
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        )
        arrow = turn(board.level(f"sigma{c}", 52, SIGN) for c in channels)
        parts = arrow, _sums(shape), *result(shape, air), output_box(shape, sides, shown)
        return board.above(current, board.beside(*parts, gap=30 * air), gap=24 * air)

    def in_rows(shown: Tiles, air: float) -> Box:
        """One channel at a time, the sums in lines with signs between them."""
        current = turn(
            board.beside(given, *chain(shape, c, sides, shown, air)[:-2])
            for c, given in enumerate(tensors.inputs(shape, sides, shown.x))
        )
        return board.above(current, added(shown, air), gap=20 * air)

    def tall(shown: Tiles, air: float) -> Box:
        """One channel at a time in its full height, the rest beside it."""
        steps = turn(board.beside(*chain(shape, c, sides, shown, air)[1:-1]) for c in channels)
        sums = board.above(steps, added_up(shape), gap=16 * air)
        right = board.above(sums, output_box(shape, sides, shown), gap=10 * air)
        star = turn(chain(shape, c, sides, shown, air)[0] for c in channels)
        return board.beside(turn(tensors.inputs(shape, sides, shown.x)), star, right)

    def below(shown: Tiles, air: float) -> Box:
        """The same with the window, the kernel and the products below each other."""
        chains = [chain(shape, c, sides, shown, air) for c in channels]
        star, _, equals, *_ = (turn(each[n] for each in chains) for n in range(3))
        given = turn(tensors.inputs(shape, sides, shown.x))
        left = board.space(given.spots["X0"].x - star.width)
        kernel = board.beside(left, star, turn(each[1] for each in chains))
        products = board.beside(left, equals, turn(each[3] for each in chains))
        current = board.above(given, kernel, products, gap=8 * air)
        return board.above(current, added(shown, air), gap=16 * air)

    def added(shown: Tiles, air: float) -> Box:
        arrow = turn(board.level(f"sigma{c}", 52, SIGN) for c in channels)
        into = board.level("arrow", 58, SIGN)
        end = output_box(shape, sides, shown)
        return board.beside(arrow, added_up(shape), into, end, gap=24 * air)

    def corner(shown: Tiles, air: float) -> Box:
        (given,) = tensors.inputs(shape, sides, shown.x)
        return cornered(shape, sides, given, shown, air)

    one = [corner] if shape.c_in == 1 else [one_by_one]
    all_ = rows, *([] if shape.c_in == 1 else [columns]), *one, tall, in_rows
    cropped = *one, tall, in_rows, below
    return board.fit(shape.lengths, *all_, cropped=cropped, crops=board.crops(shape))


def cornered(shape: Shape, sides: Sides, given: Box, shown: Tiles, air: float) -> Box:
    """A single input channel, and the output under its sum."""
    star, *others = chain(shape, 0, sides, shown, air)
    steps = board.beside(*others, *result(shape, air)[:3])
    right = board.above(steps, output_box(shape, sides, shown), gap=10 * air)
    return board.beside(given, star, right)


def output_box(shape: Shape, sides: Sides, shown: Tiles) -> Box:
    """Output on the board."""
    (box,) = tensors.outputs(shape, sides, shown.y, "Y")
    return box


def chain(shape: Shape, c: int, sides: Sides, shown: Tiles, air: float) -> tuple[Box, ...]:
    """From an input channel to its sum: the star, the kernel, "=", the products, the sum."""
    room = 12 * air
    return (
        board.beside(board.space(room), board.centred(f"star{c}", 24, 24, SIGN), board.space(room)),
        tensors.grid(f"K{c}", *shape.kernel, sides.k, shown.k),
        board.beside(
            board.space(room), board.centred(f"equals{c}", 20, 24, SIGN), board.space(room)
        ),
        _products(shape, c, sides, shown),
        board.space(room),
        board.level(f"sigma{c}", 52, SIGN),
        sum_box(c),
    )


def _products(shape: Shape, c: int, sides: Sides, shown: Tiles) -> Box:
    """The products, with room for their name."""
    box = tensors.grid(f"P{c}", *shape.kernel, sides.k, shown.p)
    return replace(box, width=max(box.width, WORD_SHOWN))


def _sums(shape: Shape) -> Box:
    """The partial sums below each other."""
    return board.above(*map(sum_box, range(shape.c_in)), gap=14)


def added_up(shape: Shape) -> Box:
    """The sums, the bias and the total, with the signs between them, in lines."""
    high = BIAS * SIGN
    wide = max(high, style.room(shape.lengths.b))
    spot = Shown(wide / 2, 0.0, SIGN, wide / high, wide, high)
    bias = Box(wide + 56, high, high / 2, {"bias": spot})  # with its name
    last = board.beside(bias, board.centred("total", *TOTAL, SCALE), gap=board.PLUS)
    return board.lines(*map(sum_box, range(shape.c_in)), last=last)


def sum_box(c: int) -> Box:
    """Partial sum on the board."""
    return board.centred(f"sum{c}", *CHIP, SCALE)


def result(shape: Shape, air: float) -> tuple[Box, ...]:
    """The plus with the bias under it, the total, the arrow to the output."""
    high = BIAS * SIGN
    wide = max(high, style.room(shape.lengths.b))
    bias = Shown(wide / 2, 42 * SIGN, SIGN, wide / high, wide, high)
    plus = Box(
        wide + 40,  # with the name of the bias
        (BIAS + 42) * SIGN,
        KNOB * SIGN,
        {"plus": Shown(wide / 2, KNOB * SIGN, SIGN), "bias": bias},
    )
    return (
        board.space(24 * air),
        plus,
        board.centred("total", *TOTAL, SCALE),
        board.level("arrow", 58, SIGN),
    )
