"""Where the parts of scene *matrix* stand on the board, while presenting."""

from collections.abc import Mapping
from dataclasses import replace

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import SIGN, Arrange, Tile, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import GAP, Shown
from convviz.drawing.scenes.matrix_places import BIAS, SIGNS, Matrices, name_patches, patches_size
from convviz.drawing.style import SHOWN, text_width
from convviz.words import say

BITMAP = 440.0, 560.0  # height and width of a matrix without digits
NAME_SHOWN, TAG_SHOWN, RIM_SHOWN = 42.0, 60.0, 30.0  # names, channels, ticks
SEGMENT = 30.0  # side of a tile of the terms in use, as drawn
MOST_TERMS = 9  # of them at once
B_BELOW = 24.0  # under the biases, for their name


def present(shape: Shape, sides: Sides, m: Matrices) -> dict[str, Shown]:
    """The input and the product on the board: the window view but for the input says the same.

    The input takes the room that results take elsewhere.
    """

    def inputs(shown: Tiles) -> list[Box]:
        tile = board.tile(shown.y.high, shape.lengths.x)
        return [tensors.grid(f"X{c}", *shape.padded, sides.x, tile) for c in range(shape.c_in)]

    def corner(shown: Tiles, air: float) -> Box:
        return _cross(shape, m, boxes.beside(*inputs(shown), gap=24 * air), shown)

    def stack(shown: Tiles, air: float) -> Box:
        return _cross(shape, m, boxes.above(*inputs(shown), gap=14 * air), shown)

    def left(shown: Tiles, air: float) -> Box:
        product = _cross(shape, m, boxes.space(), shown)
        return boxes.beside(boxes.above(*inputs(shown), gap=14 * air), product, gap=40 * air)

    def close(segment: int, under: bool) -> Arrange:
        return lambda shown, air: _close(shape, sides, m, segment, shown, air, under=under)

    cropped = [close(n, under) for n in segments(shape) for under in (False, True)]
    smaller = board.crops(shape)
    crops = [*dict.fromkeys(each._replace(k=None) for each in smaller)]
    readable = m.readable_w and m.readable_patches
    arrangements = [corner, stack, left] if readable else cropped
    return board.fit(shape.lengths, *arrangements, crops=crops, cropped=cropped)


def segments(shape: Shape) -> list[int]:
    """How many terms of a row of W and a column of patches may be seen at once, most first."""
    counts = shape.end - 1, shape.terms, shape.kernel[1], -(-shape.kernel[1] // 2)
    return [n for n in dict.fromkeys(counts) if n <= MOST_TERMS] or [shape.kernel[1]]


def segment(spots: Mapping[str, Shown]) -> int:
    """How many terms the board shows at once, 0 where it shows the whole matrices."""
    spot = spots.get("terms x")
    return spot.terms if spot else 0


def _close(
    shape: Shape,
    sides: Sides,
    m: Matrices,
    segment: int,
    shown: Tiles,
    air: float,
    *,
    under: bool,
) -> Box:
    """The terms in use of a row of W and of a column of patches, and the number they meet in.

    The input in use is in the corner between them; small maps of the matrices and the output are
    beside them, or under them.
    """
    (terms, windows), c_out = patches_size(shape), shape.output[0]
    high, name = shown.k.high, NAME_SHOWN
    square = Tile(SEGMENT, SEGMENT)
    narrower = 1 - GAP / m.width  # what is left of a narrow tile between two gaps
    entry = Tile(max(shown.x.wide, board.tile(high, shape.lengths.y).wide / narrower), high)
    column, row = Tile(entry.wide, high), shown.k
    spots = {
        "terms x": board.shown(square, column)._replace(y=name, terms=segment),
        "terms x name": Shown(0.0, name - 8, 1.0),
    }
    said = text_width(name_patches(shape)) * SHOWN["label"]
    patches = Box(max(column.wide, said), name + segment * high, name + segment * high, spots)
    drawn = Tile(m.width, m.row)
    number = board.shown(drawn, entry)._replace(seen=(1, 1), wide=entry.wide * narrower)
    result = Box(entry.wide, high + name, 0.0, {"Y": number})
    bias = boxes.in_turn(
        tensors.tensor(f"bias{o}", 1, 1, Tile(BIAS, BIAS), Tile(max(high, shown.b.wide), high))
        for o in range(c_out)
    )
    factors = Box(
        segment * row.wide,
        high + name,
        0.0,
        {
            "terms w": board.shown(square, row),
            "terms w name": Shown(0.0, high + name + 4, 1.0),
        },
    )
    plus = replace(boxes.centred("plus", 20, 24, SIGN), axis=0.0)
    plus = Box(plus.width, high, 0.0, plus.moved(0.0, (high - plus.height) / 2))
    weights = boxes.beside(boxes.at_top(bias), plus, factors, gap=10)
    corner = boxes.in_turn(tensors.inputs(shape, sides, shown.x))
    width = max(corner.width + 24 * air, weights.width + RIM_SHOWN)
    cross = boxes.above(
        boxes.beside(boxes.on_floor(corner), boxes.space(width - corner.width), patches),
        boxes.beside(weights, boxes.space(width - weights.width), result),
        gap=NAME_SHOWN + 14,
    )
    tall = min(1.0, 150 / (terms * m.line)), min(1.0, 64 / (c_out * m.row))
    wide = min(1.0, 360 / (windows * m.width)), min(1.0, 360 / (terms * m.width))

    def small(part: str, columns: int, rows: float, across: float, down: float) -> Box:
        size = columns * m.width * across, rows * down
        return Box(*size, size[1] / 2, {part: Shown(0.0, 0.0, down, across / down)})

    named = 32 * text_width(say("patches"))
    overview = (
        ("map w", small("W", terms, c_out * m.row, wide[1], tall[1])),
        ("map p", small("patches", windows, terms * m.line, wide[0], tall[0])),
    )
    maps = [
        boxes.beside(boxes.centred(name, named, 30, 1.0), each, gap=24) for name, each in overview
    ]
    made = boxes.in_turn(tensors.outputs(shape, sides, shown.y))
    if under:
        right = boxes.beside(*maps, made, gap=30 * air)
        whole = boxes.above(cross, right, gap=16 * air)
    else:
        right = boxes.above(*maps, made, gap=20 * air)
        whole = boxes.beside(cross, right, gap=30 * air)
    return boxes.above(whole, board.line("equal", "", 16))


def _cross(shape: Shape, m: Matrices, corner: Box, shown: Tiles) -> Box:
    """The product: the patches over Y and W to its left, with a box in the corner that is left."""
    (terms, windows), c_out, high = patches_size(shape), shape.output[0], shown.k.high
    line, factor = shown.x.high, shown.k.wide  # height in the patches, width in W
    column = max(shown.x.wide, board.tile(high, shape.lengths.y).wide)  # of the patches and of Y
    if not m.readable_patches:  # they show their colours only
        line, column = min(line, BITMAP[0] / terms), min(column, BITMAP[1] / windows)
    if not m.readable_w:
        factor = min(shown.k.wide, BITMAP[1] / terms)
    bias = board.shown(Tile(m.row, m.row), shown.b)
    # The name of the biases is in their part, and grows with it.
    below = c_out * high + max(NAME_SHOWN, B_BELOW * bias.scale)
    x_w = shown.b.wide + SIGNS * bias.scale * bias.stretch
    weight = board.shown(Tile(m.width, m.row), Tile(factor, high))
    result = board.shown(Tile(m.width, m.row), Tile(column, high))
    patch = board.shown(Tile(m.width, m.line), Tile(column, line))

    def name(text: str, x: float, y: float) -> dict[str, Shown]:
        return {text: Shown(x, y, 1.0)}

    weights = Box(
        x_w + terms * factor,
        below,
        0.0,
        {"bm": bias, "W": weight._replace(x=x_w), **name("W name", x_w, c_out * high + NAME_SHOWN)},
    )
    results = Box(
        windows * column,
        below,
        0.0,
        {"Y": result, **name("Y name", 0.0, c_out * high + NAME_SHOWN)},
    )
    patches = Box(
        max(windows * column + TAG_SHOWN, text_width(name_patches(shape)) * SHOWN["label"]),
        NAME_SHOWN + terms * line,
        NAME_SHOWN + terms * line,
        {"patches": patch._replace(y=NAME_SHOWN), **name("patches name", 0.0, NAME_SHOWN - 6)},
    )
    width = max(corner.width, weights.width)
    over = boxes.above(corner, boxes.space(0, TAG_SHOWN - RIM_SHOWN))  # the names over W
    product = boxes.above(
        boxes.beside(boxes.on_floor(over), boxes.space(width - over.width + RIM_SHOWN), patches),
        boxes.beside(boxes.space(width - weights.width), weights, boxes.space(RIM_SHOWN), results),
        gap=RIM_SHOWN,
    )
    return boxes.above(product, board.line("equal", "", 16))
