"""Where the parts of scene *geometry* stand: on a wide stage, and on a narrow one (a phone).

The input takes the full height at the left, because its padding and its skipped rows are what the
lesson is about; the output formula stands under the rest.
"""

from collections.abc import Mapping
from typing import TypeAlias

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import SIGN, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown, Spots
from convviz.drawing.scenes import multi_input_board as rows
from convviz.drawing.scenes import multi_input_places
from convviz.drawing.scenes.multi_input_places import CHIP, TOTAL, WORD
from convviz.drawing.style import text_width

Told: TypeAlias = Mapping[str, tuple[str, str]]
"""The formulas for height and width, each with the remark on it."""

LARGEST, SMALLEST = 42.0, 24.0  # side of a tile
WIDTH, HEIGHT = 1250.0, 400.0
LABEL, TICKS, LINE = 30.0, 22.0, 25.0
FORMULAS = ("rule", "height", "width", "padding", "dots")
REMARK, FORMULA_SCALE = 470.0, 1.77  # where the remark on a formula starts; scale on the board
BITE = 15.0  # size of its text
FIXED = 500.0  # signs, sums and arrows between the grids


def sides_of(shape: Shape) -> Sides:
    """Sides of the tiles: as large as fit ``WIDTH`` by ``HEIGHT``."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    _, out_h, out_w = shape.output
    row = HEIGHT - LABEL - TICKS
    beside = row - LINE * len(FORMULAS)
    limits = (row / padded_h, beside / k_h, beside / out_h)
    x, k, y = (max(SMALLEST, min(LARGEST, limit)) for limit in limits)
    shrink = min(1.0, (WIDTH - FIXED) / (padded_w * x + 2 * k_w * k + out_w * y))
    return Sides(*(float(int(max(SMALLEST, side * shrink))) for side in (x, k, y)))


def wide(shape: Shape, sides: Sides, told: Told) -> tuple[Spots, tuple[float, float]]:
    """Parts on the wide stage, and its size; a long remark has a line of its own."""
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    _, out_h, out_w = shape.output
    tall = LABEL + max(k_h * sides.k, out_h * sides.y, 110.0)
    middle = LABEL + (tall - LABEL) / 2
    under = max(tall + 34, middle + 88 + LINE)
    x_k = TICKS + padded_w * sides.x + 54
    x_p = x_k + k_w * sides.k + 52
    x_sigma = x_p + max(k_w * sides.k, WORD) + 9
    x_sum = x_sigma + 50 + CHIP[0] / 2
    x_plus = x_sum + CHIP[0] / 2 + 28
    x_total = x_plus + 28 + TOTAL[0] / 2
    x_y = x_total + TOTAL[0] / 2 + 60
    k_top = middle - k_h * sides.k / 2
    width = max(x_y + out_w * sides.y + 6, x_k + 850)
    longest = max(text_width(remark) for _, remark in told.values()) * BITE
    beside = x_k + REMARK + longest <= width
    lines = [*FORMULAS]
    if not beside:
        remarked = ((name, f"{name} remark") if name in told else (name,) for name in FORMULAS)
        lines = [each for names in remarked for each in names]
    height = max(LABEL + padded_h * sides.x + TICKS, under + LINE * (len(lines) - 1))
    spots: dict[str, tuple[float, float, float]] = {
        "X0": (TICKS, LABEL, 1),
        "star0": (x_k - 27, middle, 1),
        "K0": (x_k, k_top, 1),
        "equals0": (x_p - 26, middle, 1),
        "P0": (x_p, k_top, 1),
        "sigma0": (x_sigma, middle, 1),
        "sum0": (x_sum, middle, 1),
        "plus": (x_plus, middle, 1),
        "bias": (x_plus, middle + 42, 1),
        "total": (x_total, middle, 1),
        "arrow": (x_total + TOTAL[0] / 2 + 2, middle, 1),
        "Y": (x_y, middle - out_h * sides.y / 2, 1),
        "equation": (2, height + 34, 1),
    }
    for line, name in enumerate(lines):
        spots[name] = (x_k, under + LINE * line, 1)
        if beside:
            spots[f"{name} remark"] = (x_k + REMARK, under + LINE * line, 1)
    return spots, (round(width), round(height + 44))


def narrow(shape: Shape, sides: Sides) -> tuple[tuple[float, float], Spots]:
    """As the rows of several inputs, and the lines of the formula under it."""
    above = multi_input_places.narrow(shape, sides)
    (width, height), placed = above.size, above.places
    below = {name: (x, y + TICKS, scale) for name, (x, y, scale) in placed.items()}
    x, y, scale = placed["X0"]
    height, spots = height + TICKS, {**below, "X0": (x + 12, y, scale * 0.96)}
    lines = {name: (3.0, height + 26 + 24 * n, 0.78) for n, name in enumerate(("height", "width"))}
    return (width, height + 62), {**spots, **lines}


def present(shape: Shape, sides: Sides, told: Told) -> dict[str, Shown]:
    """Parts on the board: the output after the sum, or under it, or the sum under the kernel."""

    def row(shown: Tiles, air: float) -> Box:
        steps, end = (
            rows.chain(shape, 0, sides, shown, air),
            rows.output_box(shape, sides, shown),
        )
        parts = *steps, *rows.result(shape, air), boxes.space(30 * air), end
        return boxes.above(boxes.beside(_input(shape, sides, shown), *parts), *_formulas(told, air))

    def corner(shown: Tiles, air: float) -> Box:
        given = _input(shape, sides, shown)
        whole = rows.cornered(shape, sides, given, shown, air)
        return boxes.above(whole, *_formulas(told, air))

    def turned(shown: Tiles, air: float) -> Box:
        """The sum and the output under the kernel, the formulas below all."""
        star, *products, sigma, added = rows.chain(shape, 0, sides, shown, air)
        end = rows.output_box(shape, sides, shown)
        _, plus, total, _ = rows.result(shape, air)
        arrow = boxes.level("arrow", 58, 1.2)
        second = boxes.beside(sigma, added, plus, total, arrow, end, gap=16 * air)
        right = boxes.above(boxes.beside(*products), second, gap=14 * air)
        whole = boxes.beside(_input(shape, sides, shown), star, right)
        return boxes.above(whole, *_formulas(told, air))

    def aside(shown: Tiles, air: float) -> Box:
        """The sum under the kernel, the output beside both, the formulas under them."""
        star, *products, sigma, added = rows.chain(shape, 0, sides, shown, air)
        _, plus, total, _ = rows.result(shape, air)
        sums = boxes.beside(sigma, added, plus, total, gap=18 * air)
        steps = boxes.above(boxes.beside(*products), sums, gap=14 * air)
        end = boxes.beside(steps, rows.output_box(shape, sides, shown), gap=24 * air)
        right = boxes.above(end, *_formulas(told, air))
        return boxes.beside(_input(shape, sides, shown), star, right)

    def tall(shown: Tiles, air: float) -> Box:
        """The input in its full height, the sums in lines."""
        star, *products, sigma, _ = rows.chain(shape, 0, sides, shown, air)
        end = boxes.level("arrow", 58, SIGN), rows.output_box(shape, sides, shown)
        second = boxes.beside(sigma, rows.added_up(shape), *end, gap=16 * air)
        right = boxes.above(boxes.beside(*products), second, *_formulas(told, air), gap=10 * air)
        return boxes.beside(_input(shape, sides, shown), star, right)

    def floors(shown: Tiles, air: float) -> Box:
        """Window, kernel and products, the sum and the output under them, then the formulas."""
        star, *products, sigma, _ = rows.chain(shape, 0, sides, shown, air)
        first = boxes.beside(_input(shape, sides, shown), star, *products)
        end = boxes.level("arrow", 58, SIGN), rows.output_box(shape, sides, shown)
        second = boxes.beside(sigma, rows.added_up(shape), *end, gap=16 * air)
        return boxes.above(first, second, *_formulas(told, air), gap=10 * air)

    def below(shown: Tiles, air: float) -> Box:
        """The same with window, kernel and products below each other."""
        star, kernel, equals, products, *_ = rows.chain(shape, 0, sides, shown, air)
        given = _input(shape, sides, shown)
        left = boxes.space(given.spots["X0"].x - star.width)
        lines = boxes.beside(left, star, kernel), boxes.beside(left, equals, products)
        end = boxes.level("arrow", 58, SIGN), rows.output_box(shape, sides, shown)
        sigma = boxes.level("sigma0", 52, SIGN)
        second = boxes.beside(sigma, rows.added_up(shape), *end, gap=16 * air)
        return boxes.above(given, *lines, second, *_formulas(told, air), gap=8 * air)

    cropped = corner, turned, aside, tall, floors, below
    arrangements = row, corner, turned, aside, tall
    return board.fit(shape.lengths, *arrangements, cropped=cropped, crops=board.crops(shape))


def _input(shape: Shape, sides: Sides, shown: Tiles) -> Box:
    """The input with the dots at its left and under it."""
    edge = TICKS * shown.x.high / sides.x
    (box,) = tensors.inputs(shape, sides, shown.x, max(edge, board.ASIDE))
    left = 0.0 if box.spots["X0"].seen else edge
    return Box(box.width + left, box.height + edge, box.axis, box.moved(left, 0))


def _formulas(told: Told, air: float) -> tuple[Box, ...]:
    """The two formulas under each other, each with its remark, or over it if that is long."""
    size, small = 17 * FORMULA_SCALE, 15 * FORMULA_SCALE
    start = max(text_width(words) * size for words, _ in told.values()) + 30
    lines = []
    if start + small * max(text_width(remark) for _, remark in told.values()) > board.WIDTH:
        for name, (_, remark) in told.items():
            below = {f"{name} remark": Shown(0.0, 30.0, FORMULA_SCALE)}
            lines.append(Box(start, 40.0, 20.0, {name: Shown(0.0, 30.0, FORMULA_SCALE)}))
            lines.append(Box(text_width(remark) * small, 38.0, 19.0, below))
        return boxes.space(0, 4 * air), *lines
    for name, (_, remark) in told.items():
        spots = {
            name: Shown(0.0, 32.0, FORMULA_SCALE),
            f"{name} remark": Shown(start, 32.0, FORMULA_SCALE),
        }
        lines.append(Box(start + text_width(remark) * small, 42.0, 21.0, spots))
    return boxes.space(0, 8 * air), *lines
