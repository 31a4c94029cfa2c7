"""Where the parts of scene *pointwise* stand: on a wide stage, and on a narrow one (a phone)."""

from dataclasses import replace

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import SIGN, Tile, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown, Spots
from convviz.drawing.style import text_width

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


def wide(shape: Shape, sides: Sides, small: float) -> tuple[Spots, tuple[float, float]]:
    """Parts on the wide stage, and its size; small: side of the tiles of the long matrices."""
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


def narrow(shape: Shape, sides: Sides) -> tuple[tuple[float, float], Spots]:
    """The current input channel, the pixel's matrix product, all maps."""
    (rows, columns), c_in, c_out = shape.size, shape.c_in, shape.output[0]
    cell = min(40.0, (NARROW - 6) / columns)
    label_x = LABEL * max(1.0, cell / sides.x)
    spots: dict[str, tuple[float, float, float]] = {}
    for c in range(c_in):
        spots[f"X{c}"] = (3, label_x, cell / sides.x)
    tall = max(c_in, c_out) * sides.k
    natural = (c_in + 3) * sides.k + 150
    last = text_width(f"y[:, {rows - 1}, {columns - 1}]") * NAME  # it is not scaled
    over = 3 + natural - 2 * sides.k  # where the numbers under it start
    scale = min(1.0, (NARROW - 8) / natural, (NARROW - last) / over)
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
