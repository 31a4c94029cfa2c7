"""Where the parts of scene *geometry* stand: on a wide stage, and on a narrow one (a phone).

The input takes the full height at the left, because its padding and its skipped rows are what the
lesson is about; the output formula stands under the rest.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import SIGN, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.scenes import multi_input_board as rows
from convviz.drawing.scenes import multi_input_places
from convviz.drawing.scenes.multi_input_places import CHIP, TOTAL, WORD
from convviz.drawing.style import text_width
from convviz.drawing.tensors import plain

Told: TypeAlias = Mapping[str, tuple[str, str]]
"""The formulas for height and width, each with the remark on it."""

LARGEST, SMALLEST = 42.0, 24.0  # side of a tile
WIDTH, HEIGHT = 1250.0, 400.0
LABEL, TICKS, LINE = 30.0, 22.0, 25.0
FORMULAS = ("rule", "height", "width", "padding", "dots")
REMARK, FORMULA_SCALE = 470.0, 1.77  # where the remark on a formula starts; scale on the board
BITE = 15.0  # size of its text
STAR = 54.0  # room for it
FORMULAS_WIDE = 850.0  # least width for them
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


def wide(shape: Shape, sides: Sides, told: Told) -> Box:
    """The input at the left; beside it the steps to the output, and the formulas under them."""
    given = boxes.pad(plain("X0", *shape.padded, sides.x, over=LABEL), left=TICKS, bottom=TICKS)
    steps = boxes.pad(_steps(shape, sides), bottom=9)
    room = max(steps.width - STAR, FORMULAS_WIDE)
    formulas = boxes.pad(_lines(told, room), left=STAR)
    right = boxes.at_least(boxes.above(steps, formulas), STAR + room)
    return boxes.above(boxes.level_tops(given, right), boxes.equation(44, 34))


def _steps(shape: Shape, sides: Sides) -> Box:
    """From the star to the output, under room for their names."""
    _, out_h, out_w = shape.output
    products = boxes.at_least(plain("P0", *shape.kernel, sides.k), WORD)
    plus = {"plus": Shown(28, 0, 1), "bias": Shown(28, 42, 1)}
    steps = boxes.beside(
        boxes.space(0, 110),
        boxes.on_axis("star0", STAR),
        plain("K0", *shape.kernel, sides.k),
        boxes.on_axis("equals0", 52),
        boxes.pad(products, right=9),
        boxes.level("sigma0", 50, 1),
        boxes.on_axis("sum0", CHIP[0]),
        Box(56, 79, 0, plus),
        boxes.on_axis("total", TOTAL[0]),
        boxes.pad(boxes.level("arrow", 58, 1), left=2),
        boxes.pad(plain("Y", out_h, out_w, sides.y), right=6),
    )
    return boxes.pad(steps, top=LABEL)


def _lines(told: Told, width: float) -> Box:
    """The formulas under each other; remarks beside them, or under them if one is long."""
    longest = max(text_width(remark) for _, remark in told.values()) * BITE
    beside = REMARK + longest <= width
    lines = []
    for name in FORMULAS:
        line = boxes.written(name, LINE)
        remark = [boxes.written(f"{name} remark", LINE)] if name in told else []
        if beside:
            line = boxes.beside(boxes.at_least(line, REMARK), *remark)
        lines += [line] if beside else [line, *remark]
    return boxes.above(*lines)


def narrow(shape: Shape, sides: Sides) -> Box:
    """As the rows of several inputs, and the lines of the formula under it."""
    row = boxes.pad(multi_input_places.narrow(shape, sides), top=TICKS, bottom=2)
    x = row.spots["X0"]
    dotted = x._replace(x=x.x + 12, y=x.y - TICKS, scale=x.scale * 0.96)  # with dots around it
    row = replace(row, spots={**row.spots, "X0": dotted})
    lines = boxes.above(*(boxes.written(name, 24, 0.78) for name in ("height", "width")))
    return boxes.above(row, boxes.pad(lines, left=3, bottom=12))


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
