"""Where the parts of the pooling scenes stand: on a wide stage, and on a narrow one (a phone)."""

from dataclasses import replace

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import CHIP, SIGN, Tiles
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown, Spots

LARGEST, SMALLEST = 48.0, 26.0  # side of a tile
WIDTH, HEIGHT = 1060.0, 430.0
LABEL, GAP, LINE = 30.0, 16.0, 34.0
TOTAL = (90.0, 56.0)
NAME_SHOWN = 240.0  # room for the name of the window on the board
NARROW = 360.0

Box = tuple[float, float, float, float]


def sides_of(shape: Shape) -> Sides:
    """Sides of the tiles: as large as fit ``WIDTH`` by ``HEIGHT``."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    _, out_h, out_w = shape.output
    row = HEIGHT / shape.c_in - LABEL - GAP
    x, y = (max(SMALLEST, min(LARGEST, row / rows)) for rows in (padded_h, out_h))
    k = max(SMALLEST, min(LARGEST, 300 / k_h))
    shrink = min(1.0, (WIDTH - 430) / (padded_w * x + k_w * k + out_w * y))
    return Sides(*(float(int(max(SMALLEST, side * shrink))) for side in (x, k, y)))


def wide(shape: Shape, sides: Sides) -> tuple[Spots, tuple[float, float], list[Box]]:
    """Parts on the wide stage, its size, and the box around the row of every channel."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    _, out_h, out_w = shape.output
    row = LABEL + max(padded_h * sides.x, out_h * sides.y) + GAP
    height = max(shape.c_in * row, LABEL + k_h * sides.k + 60)
    middle = min(height, HEIGHT) / 2 + 8
    x_window = 12 + padded_w * sides.x + 96
    x_pool = x_window + max(k_w * sides.k, 120) + 12
    x_total = x_pool + 78 + TOTAL[0] / 2
    x_y = x_total + TOTAL[0] / 2 + 92
    top = (height - shape.c_in * row) / 2
    spots: dict[str, tuple[float, float, float]] = {
        "in": (x_window - 60, middle, 1),
        "window": (x_window, middle - k_h * sides.k / 2, 1),
        "pool": (x_pool, middle, 1),
        "total": (x_total, middle, 1),
        "out": (x_total + TOTAL[0] / 2 + 16, middle, 1),
        "note": (x_window, min(height, HEIGHT) - 2, 1),
        "equation": (2, height + 26, 1),
    }
    boxes: list[Box] = []
    for c in range(shape.c_in):
        y = top + c * row + LABEL
        spots[f"X{c}"] = (12, y, 1)
        spots[f"Y{c}"] = (x_y, y, 1)
        boxes.append((2, y - LABEL + 2, padded_w * sides.x + 20, row - 6))
    width = max(x_y + out_w * sides.y + 8, x_window + 560)
    return spots, (round(width), round(height + 2 + LINE)), boxes


def narrow(shape: Shape, sides: Sides) -> tuple[tuple[float, float], Spots]:
    """The current input channel, its window and result, all maps."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    c_out, out_h, out_w = shape.output
    cell = min(46.0, (NARROW - 6) / padded_w)
    label = LABEL * max(1.0, cell / sides.x)
    y_window = label + padded_h * cell + 40
    k = min(cell, 150 / k_w)
    middle = y_window + k_h * k / 2
    spots: dict[str, tuple[float, float, float]] = {
        **{f"X{c}": (3, label, cell / sides.x) for c in range(c_out)},
        "window": (3, y_window, k / sides.k),
        "pool": (14 + max(k_w * k, 110), middle, 1),
        "total": (250, middle, 1),
    }
    small = min(cell, (NARROW - 20) / (2 * out_w))
    y_out = y_window + max(k_h * k, 50) + LABEL + 20
    for c in range(c_out):
        line, column = divmod(c, 2)
        y = y_out + line * (out_h * small + LABEL * 1.3)
        spots[f"Y{c}"] = (3 + column * (out_w * small + 14), y, small / sides.y)
    bottom = y_out + (c_out + 1) // 2 * (out_h * small + LABEL * 1.3)
    return (NARROW, round(bottom)), spots


def present(shape: Shape, sides: Sides) -> tuple[dict[str, Shown], list[Box]]:
    """Parts on the board, and the box around the input of every channel."""

    def rows(shown: Tiles, air: float) -> boxes.Box:
        gap = 20 * air
        inputs = boxes.above(*tensors.inputs(shape, sides, shown.x), gap=gap)
        maps = boxes.above(*tensors.outputs(shape, sides, shown.y), gap=gap)
        return beside(inputs, maps, shown, air)

    def one(shown: Tiles, air: float) -> boxes.Box:
        """One channel at a time."""
        inputs = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        return beside(inputs, maps, shown, air)

    def floors(shown: Tiles, air: float) -> boxes.Box:
        """One channel at a time, the result under input and window."""
        given = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        into, window, *rest = middle(shown)
        first = boxes.beside(given, into, window, gap=24 * air)
        second = boxes.beside(*rest, maps, gap=24 * air)
        return boxes.above(first, second, board.line("note", "", 17), gap=12 * air)

    def below(shown: Tiles, air: float) -> boxes.Box:
        """One channel at a time, its window under it, then the result."""
        given = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        into, window, *rest = middle(shown)
        second = boxes.beside(*rest, maps, gap=24 * air)
        left = boxes.space(given.spots["X0"].x - into.width)
        lines = given, boxes.beside(left, into, window), second
        return boxes.above(*lines, board.line("note", "", 17), gap=12 * air)

    def beside(inputs: boxes.Box, maps: boxes.Box, shown: Tiles, air: float) -> boxes.Box:
        whole = boxes.beside(inputs, *middle(shown), maps, gap=24 * air)
        return boxes.above(whole, board.line("note", "", 17), gap=12 * air)

    def middle(shown: Tiles) -> tuple[boxes.Box, ...]:
        window = tensors.grid("window", *shape.kernel, sides.k, shown.k)
        return (
            boxes.level("in", 44, SIGN),
            replace(window, width=max(window.width, NAME_SHOWN)),
            boxes.level("pool", 68, SIGN),
            boxes.centred("total", *TOTAL, CHIP),
            boxes.level("out", 44, SIGN),
        )

    known = shape.lengths
    known = known._replace(k=known.x)  # the window shows numbers of the input
    turns = one, floors
    spots = board.fit(known, rows, *turns, cropped=(*turns, below), crops=board.crops(shape))
    return spots, [_around(shape, sides, spots[f"X{c}"]) for c in range(shape.c_in)]


def _around(shape: Shape, sides: Sides, spot: Shown) -> Box:
    (height, width), over = spot.seen or shape.padded, board.head(sides.x, spot.scale) + 4
    return (spot.x - 10, spot.y - over, width * spot.wide + 20, height * spot.high + over + 10)
