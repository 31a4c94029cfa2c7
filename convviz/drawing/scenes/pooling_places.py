"""Where the parts of the pooling scenes stand: on a wide stage, and on a narrow one (a phone)."""

from collections.abc import Mapping
from dataclasses import replace

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import CHIP, SIGN, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.tensors import plain

LARGEST, SMALLEST = 48.0, 26.0  # side of a tile
WIDTH, HEIGHT = 1060.0, 430.0
LABEL, GAP, LINE = 30.0, 16.0, 34.0
TOTAL = (90.0, 56.0)
NAME_SHOWN = 240.0  # room for the name of the window on the board
NOTE = 560.0  # least width from the window on, for the line under it
NARROW = 360.0

Frame = tuple[float, float, float, float]


def sides_of(shape: Shape) -> Sides:
    """Sides of the tiles: as large as fit ``WIDTH`` by ``HEIGHT``."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    _, out_h, out_w = shape.output
    row = HEIGHT / shape.c_in - LABEL - GAP
    x, y = (max(SMALLEST, min(LARGEST, row / rows)) for rows in (padded_h, out_h))
    k = max(SMALLEST, min(LARGEST, 300 / k_h))
    shrink = min(1.0, (WIDTH - 430) / (padded_w * x + k_w * k + out_w * y))
    return Sides(*(float(int(max(SMALLEST, side * shrink))) for side in (x, k, y)))


def wide(shape: Shape, sides: Sides) -> Box:
    """Inputs and maps at the sides, from one to the other the window and what is made of it."""
    _, out_h, out_w = shape.output
    row = LABEL + max(shape.padded[0] * sides.x, out_h * sides.y) + GAP
    least = LABEL + shape.kernel[0] * sides.k + 60

    def column(*channels: Box) -> Box:
        rows = boxes.above(*(boxes.pad(each, bottom=row - each.height) for each in channels))
        return _lined_up(rows)

    height = max(shape.c_in * row, least)
    note = Box(0, 0, 0, {"note": Shown(0, min(height, HEIGHT) / 2 - 10, 1)})
    window = plain("window", *shape.kernel, sides.k)
    into = boxes.pad(boxes.level("in", 60, 1), left=36)
    steps = boxes.beside(
        note,
        boxes.pad(boxes.at_least(window, 120), right=12),
        boxes.level("pool", 78, 1),
        boxes.on_axis("total", TOTAL[0]),
        boxes.pad(boxes.level("out", 76, 1), left=16),
        column(*(plain(f"Y{c}", out_h, out_w, sides.y, over=LABEL) for c in range(shape.c_in))),
    )
    inputs = (plain(f"X{c}", *shape.padded, sides.x, over=LABEL) for c in range(shape.c_in))
    room = boxes.pad(_lined_up(boxes.space(0, least)), left=12)
    picture = boxes.beside(
        room, column(*inputs), into, boxes.at_least(boxes.pad(steps, right=8), NOTE)
    )
    return boxes.above(picture, boxes.equation(2 + LINE))


def _lined_up(column: Box) -> Box:
    """A column that the steps stand beside, at the middle of what is seen of it at once."""
    return boxes.axis_at(column, min(column.height, HEIGHT) / 2 + 8)


def frames(shape: Shape, sides: Sides, spots: Mapping[str, Shown]) -> list[Frame]:
    """The box around the row of every channel on the wide stage."""
    tall = max(shape.padded[0] * sides.x, shape.output[1] * sides.y)
    wide, high = shape.padded[1] * sides.x + 20, LABEL + tall + GAP - 6
    inputs = (spots[f"X{c}"] for c in range(shape.c_in))
    return [(x.x - 10, x.y - LABEL + 2, wide, high) for x in inputs]


def narrow(shape: Shape, sides: Sides) -> Box:
    """The current input channel, its window and result, all maps."""
    (k_h, k_w), (c_out, out_h, out_w) = shape.kernel, shape.output
    cell = min(46.0, (NARROW - 6) / shape.padded[1])
    k, y = min(cell, 150 / k_w), min(cell, (NARROW - 20) / (2 * out_w))
    label = LABEL * max(1.0, cell / sides.x)
    window = boxes.at_least(plain("window", k_h, k_w, k, sides.k), 110)
    pool = boxes.at_least(boxes.beside(window, boxes.level("pool", 0, 1), gap=11), 202)
    steps = boxes.beside(pool, boxes.on_axis("total", TOTAL[0]))
    picture = boxes.above(
        boxes.in_turn(plain(f"X{c}", *shape.padded, cell, sides.x, label) for c in range(c_out)),
        boxes.pad(steps, top=40, bottom=20 + max(0, 50 - steps.height)),
        boxes.in_columns(
            (plain(f"Y{c}", out_h, out_w, y, sides.y, LABEL) for c in range(c_out)),
            2,
            gap=14,
            between=LABEL * 0.3,
        ),
    )
    return boxes.at_least(boxes.pad(picture, left=3, bottom=LABEL * 1.3), NARROW)


def present(shape: Shape, sides: Sides) -> tuple[dict[str, Shown], list[Frame]]:
    """Parts on the board, and the box around the input of every channel."""

    def rows(shown: Tiles, air: float) -> Box:
        gap = 20 * air
        inputs = boxes.above(*tensors.inputs(shape, sides, shown.x), gap=gap)
        maps = boxes.above(*tensors.outputs(shape, sides, shown.y), gap=gap)
        return beside(inputs, maps, shown, air)

    def one(shown: Tiles, air: float) -> Box:
        """One channel at a time."""
        inputs = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        return beside(inputs, maps, shown, air)

    def floors(shown: Tiles, air: float) -> Box:
        """One channel at a time, the result under input and window."""
        given = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        into, window, *rest = middle(shown)
        first = boxes.beside(given, into, window, gap=24 * air)
        second = boxes.beside(*rest, maps, gap=24 * air)
        return boxes.above(first, second, board.line("note", "", 17), gap=12 * air)

    def below(shown: Tiles, air: float) -> Box:
        """One channel at a time, its window under it, then the result."""
        given = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
        maps = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
        into, window, *rest = middle(shown)
        second = boxes.beside(*rest, maps, gap=24 * air)
        left = boxes.space(given.spots["X0"].x - into.width)
        lines = given, boxes.beside(left, into, window), second
        return boxes.above(*lines, board.line("note", "", 17), gap=12 * air)

    def beside(inputs: Box, maps: Box, shown: Tiles, air: float) -> Box:
        whole = boxes.beside(inputs, *middle(shown), maps, gap=24 * air)
        return boxes.above(whole, board.line("note", "", 17), gap=12 * air)

    def middle(shown: Tiles) -> tuple[Box, ...]:
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


def _around(shape: Shape, sides: Sides, spot: Shown) -> Frame:
    (height, width), over = spot.seen or shape.padded, board.head(sides.x, spot.scale) + 4
    return (spot.x - 10, spot.y - over, width * spot.wide + 20, height * spot.high + over + 10)
