"""Where the parts of scene *pointwise* stand: on a wide stage, and on a narrow one (a phone)."""

import math
from collections.abc import Sequence
from dataclasses import replace

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import SIGN, Tile, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.style import text_width
from convviz.drawing.tensors import plain

LARGEST, SMALLEST = 46.0, 26.0  # side of a tile
READABLE = 16.0  # smaller tiles of the matrices show their colour only
WIDTH, HEIGHT = 1060.0, 470.0
LABEL, GAP, LINE = 28.0, 14.0, 32.0
VECTOR = 165.0  # room for the name of a vector on the board
NARROW = 360.0
NAME = 15.0  # size of the name of a vector


def sides_of(shape: Shape) -> Sides:
    """Sides of the tiles: as large as fit ``WIDTH`` by ``HEIGHT``."""
    height, width = shape.size
    c_out = shape.output[0]

    def fit(count: int, rows: int, most: float) -> float:
        return max(SMALLEST, min(most, (HEIGHT / count - LABEL - GAP) / rows))

    x, y = fit(shape.c_in, height, LARGEST), fit(c_out, height, LARGEST + 8)
    shrink = min(1.0, 420 / (width * (x + y)))
    k = max(SMALLEST, min(LARGEST, 150 / max(c_out, shape.c_in)))
    return Sides(*(float(int(max(SMALLEST, side))) for side in (x * shrink, k, y * shrink)))


def matrix_side(shape: Shape) -> float:
    """Side of the tiles of the two long matrices: all H·W columns stand beside each other."""
    height, width = shape.size
    return min(SMALLEST + 4, float(int(10 * 430 / (height * width))) / 10)


def wide(shape: Shape, sides: Sides, small: float) -> Box:
    """Inputs and maps at the sides, between them one pixel's product over that of all pixels.

    small: side of the tiles of the long matrices.
    """
    (rows, columns), c_in, c_out = shape.size, shape.c_in, shape.output[0]
    inputs = (plain(f"X{c}", rows, columns, sides.x, over=LABEL) for c in range(c_in))
    maps = (plain(f"Y{o}", rows, columns, sides.y, over=LABEL) for o in range(c_out))
    given, made = (
        boxes.above(*(boxes.pad(each, bottom=GAP) for each in stack)) for stack in (inputs, maps)
    )
    made = boxes.above(made, boxes.pad(boxes.written("equal", 16), bottom=24))
    pixel = _product(shape, sides.k, (18, 20, 12, 18, 22, 24))
    every = _products(shape, small)
    room = max(every.width, pixel.width - sides.k + 90, 560.0) + 20  # the arrow is over its end
    middle = boxes.above(
        boxes.pad(boxes.written("one", 16), bottom=48),
        boxes.beside(boxes.at_least(pixel, room - 56), boxes.level("arrow", 56, 1)),
        boxes.pad(boxes.written("all", 46), bottom=16),
        boxes.pad(every, bottom=12),
    )
    height = max(given.height, made.height, middle.height)
    picture = boxes.level_tops(
        boxes.pad(boxes.amid(given, height), left=2, right=62),
        middle,
        boxes.at_least(boxes.pad(boxes.amid(made, height), right=6), 280),
    )
    return boxes.above(picture, boxes.equation(2 + LINE, 22))


def _product(shape: Shape, k: float, gaps: Sequence[float], scale: float = 1.0) -> Box:
    """One pixel: the matrix, the vector, the biases, what comes of them, in line.

    gaps: after the matrix, the dot, the vector, the plus, the biases and the equals sign.
    """
    c_in, c_out = shape.c_in, shape.output[0]
    dot, after_dot, plus, after_plus, equals, after_equals = (gap * scale for gap in gaps)

    def column(name: str, rows: int) -> Box:
        return plain(name, rows, 1, k * scale, k)

    return boxes.beside(
        boxes.pad(plain("K", c_out, c_in, k * scale, k), right=dot),
        boxes.pad(boxes.level("dot", 0, scale), right=after_dot),
        boxes.pad(boxes.at_least(column("xv", c_in), 62 * scale), right=plus),
        boxes.pad(boxes.level("plus", 0, scale), right=after_plus),
        boxes.pad(column("bias", c_out), right=equals),
        boxes.pad(boxes.level("equals", 0, scale), right=after_equals),
        column("yv", c_out),
    )


def _products(shape: Shape, small: float) -> Box:
    """All pixels: the weights beside the pixels, the results under these."""
    c_in, c_out, long = shape.c_in, shape.output[0], math.prod(shape.size) * small
    pixels, results = (
        Box(long, rows * SMALLEST, rows * SMALLEST / 2, {name: Shown(0, 0, 1)})
        for name, rows in (("xm", c_in), ("ym", c_out))
    )
    weights = plain("km", c_out, c_in, SMALLEST)
    return boxes.above(
        boxes.beside(weights, boxes.on_axis("dot2", 34), pixels),
        boxes.beside(boxes.space(weights.width), boxes.on_axis("equals2", 34), results),
        gap=22,
    )


def narrow(shape: Shape, sides: Sides) -> Box:
    """The current input channel, the pixel's matrix product, all maps."""
    (rows, columns), c_in, c_out = shape.size, shape.c_in, shape.output[0]
    cell = min(40.0, (NARROW - 6) / columns)
    label = LABEL * max(1.0, cell / sides.x)
    natural = (c_in + 3) * sides.k + 150
    last = text_width(f"y[:, {rows - 1}, {columns - 1}]") * NAME  # it is not scaled
    over = 3 + natural - 2 * sides.k  # where the numbers under it start
    scale = min(1.0, (NARROW - 8) / natural, (NARROW - last) / over)
    small = min(cell, (NARROW - 20) / (2 * columns))
    maps = (plain(f"Y{o}", rows, columns, small, sides.y, LABEL) for o in range(c_out))
    picture = boxes.above(
        boxes.in_turn(plain(f"X{c}", rows, columns, cell, sides.x, label) for c in range(c_in)),
        boxes.pad(
            _product(shape, sides.k, (16, 18, 8, 16, 16, 18), scale),
            top=44,
            bottom=LABEL * 0.4 + 10,
        ),
        boxes.in_columns(maps, 2, gap=14, between=LABEL * 0.3),
        boxes.pad(boxes.written("equal", LABEL * 1.3), bottom=12),
    )
    return boxes.at_least(boxes.pad(picture, left=3), NARROW)


def present(shape: Shape, sides: Sides, small: float, words: tuple[str, str]) -> dict[str, Shown]:
    """Parts on the board; the long matrices only where there is room to read their digits.

    small: side of the tiles of the long matrices; words: what stands over each view.
    """
    one, every = words

    def pixel(shown: Tiles, air: float, *others: Box) -> Box:
        lines = board.line("one", one, 17), board.line("equal", "", 17)
        view = _pixel(shape, sides, shown, air)
        return boxes.above(lines[0], view, *others, lines[1], gap=10 * air)

    def inputs(shown: Tiles) -> list[Box]:
        return tensors.inputs(shape, sides, shown.x)

    def maps(shown: Tiles) -> list[Box]:
        return tensors.outputs(shape, sides, shown.y)

    def columns(middle: Box, shown: Tiles, air: float) -> Box:
        left, right = (boxes.above(*each(shown), gap=14 * air) for each in (inputs, maps))
        return boxes.beside(left, middle, boxes.level("arrow", 40, SIGN), right, gap=26 * air)

    def both(shown: Tiles, air: float) -> Box:
        matrices = _matrices(shape, small, shown)
        every_pixel = boxes.space(0, 12 * air), board.line("all", every, 15), matrices
        return columns(pixel(shown, air, *every_pixel), shown, air)

    def one_only(shown: Tiles, air: float) -> Box:
        return columns(pixel(shown, air), shown, air)

    def row(shown: Tiles, air: float) -> Box:
        left = boxes.above(
            boxes.beside(*inputs(shown), gap=24 * air), pixel(shown, air), gap=14 * air
        )
        return boxes.beside(left, boxes.above(*maps(shown), gap=14 * air), gap=40 * air)

    def rows(shown: Tiles, air: float) -> Box:
        stacks = [boxes.beside(*each(shown), gap=20 * air) for each in (inputs, maps)]
        return boxes.beside(boxes.above(*stacks, gap=14 * air), pixel(shown, air), gap=30 * air)

    def floors(shown: Tiles, air: float) -> Box:
        end = boxes.beside(pixel(shown, air), boxes.above(*maps(shown), gap=14 * air), gap=30 * air)
        return boxes.above(boxes.beside(*inputs(shown), gap=24 * air), end, gap=14 * air)

    def turns(shown: Tiles) -> tuple[Box, Box]:
        return boxes.in_turn(inputs(shown)), boxes.in_turn(maps(shown))

    def one_by_one(shown: Tiles, air: float) -> Box:
        given, made = turns(shown)
        into = boxes.level("arrow", 40, SIGN)
        return boxes.beside(given, pixel(shown, air), into, made, gap=26 * air)

    def over(shown: Tiles, air: float) -> Box:
        given, made = turns(shown)
        both = boxes.beside(given, made, gap=60 * air)
        return boxes.above(both, pixel(shown, air), gap=14 * air)

    def stacked(shown: Tiles, air: float) -> Box:
        given, made = turns(shown)
        both = boxes.above(given, made, gap=14 * air)
        return boxes.beside(both, pixel(shown, air), gap=30 * air)

    readable = [both] if small > SMALLEST else []
    few = one_by_one, over, stacked
    return board.fit(
        shape.lengths,
        *(*readable, one_only, row, rows, floors, *few),
        cropped=few,
        crops=board.crops(shape),
    )


def _pixel(shape: Shape, sides: Sides, shown: Tiles, air: float) -> Box:
    """One pixel: the matrix, the vector, the biases, what comes of them."""
    c_in, c_out, k, gap = shape.c_in, shape.output[0], sides.k, 12 * air
    high = shown.k.high  # all are in line with the rows of K

    def column(name: str, rows: int, tile: Tile, room: float = 0.0) -> Box:
        box = tensors.grid(name, rows, 1, k, Tile(max(tile.wide, high), high))
        return replace(box, width=max(box.width, room))

    return boxes.beside(
        tensors.grid("K", c_out, c_in, k, shown.k),
        boxes.centred("dot", 14, 24, SIGN),
        column("xv", c_in, shown.x, VECTOR - SIGN * 40),
        boxes.centred("plus", 20, 24, SIGN),
        column("bias", c_out, shown.b),
        boxes.centred("equals", 20, 24, SIGN),
        column("yv", c_out, shown.y, VECTOR),
        gap=gap,
    )


def _matrices(shape: Shape, small: float, shown: Tiles) -> Box:
    """All pixels: the matrix of the weights, the pixels beside it, the results under them."""
    c_in, c_out, n = shape.c_in, shape.output[0], shape.size[0] * shape.size[1]
    high = shown.x.high
    wide = max(high * small / SMALLEST, shown.x.wide, shown.y.wide)  # a column for every pixel
    square, drawn = Tile(SMALLEST, SMALLEST), Tile(small, SMALLEST)
    weights = tensors.tensor("km", c_out, c_in, square, Tile(max(high, shown.k.wide), high))
    pixels = tensors.tensor("xm", c_in, n, drawn, Tile(wide, high))
    results = tensors.tensor("ym", c_out, n, drawn, Tile(wide, high))
    dot, equals = (boxes.centred(name, 24, 24, SIGN) for name in ("dot2", "equals2"))
    return boxes.above(
        boxes.beside(weights, dot, pixels),
        boxes.beside(boxes.space(weights.width), equals, results),
        gap=14,
    )
