"""Where the parts of scene *matrix* stand on the board, while presenting."""

from convviz.drawing import board
from convviz.drawing.board import Box, Tile, Tiles
from convviz.drawing.matrix_places import SIGNS, Matrices, name_patches, patches_size
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.style import SHOWN, text_width

BITMAP = 440.0, 560.0  # height and width of a matrix without digits
NAME_SHOWN, TAG_SHOWN, RIM_SHOWN = 42.0, 60.0, 30.0  # names, channels, ticks
B_BELOW = 24.0  # under the biases, for their name


def present(shape: Shape, sides: Sides, m: Matrices) -> dict[str, Shown]:
    """The input and the product on the board: the window view but for the input says the same.

    The input takes the room that results take elsewhere.
    """

    def inputs(shown: Tiles) -> list[Box]:
        tile = board.tile(shown.y.high, shape.lengths.x)
        return [board.grid(f"X{c}", *shape.padded, sides.x, tile) for c in range(shape.c_in)]

    def corner(shown: Tiles, air: float) -> Box:
        return _cross(shape, m, board.beside(*inputs(shown), gap=24 * air), shown)

    def stack(shown: Tiles, air: float) -> Box:
        return _cross(shape, m, board.above(*inputs(shown), gap=14 * air), shown)

    def left(shown: Tiles, air: float) -> Box:
        product = _cross(shape, m, board.space(), shown)
        return board.beside(board.above(*inputs(shown), gap=14 * air), product, gap=40 * air)

    return board.fit(shape.lengths, corner, stack, left)


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
    over = board.above(corner, board.space(0, TAG_SHOWN - RIM_SHOWN))  # the names over W
    product = board.above(
        board.beside(board.on_floor(over), board.space(width - over.width + RIM_SHOWN), patches),
        board.beside(board.space(width - weights.width), weights, board.space(RIM_SHOWN), results),
        gap=RIM_SHOWN,
    )
    return board.above(product, board.line("equal", "", 16))
