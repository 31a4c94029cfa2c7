"""Where the parts of scene *matrix* stand: on a wide stage, and on a narrow one (a phone).

The window view has the input in a column, the bank of kernels as a matrix of slices, and the output
maps in a column. The matrices stand beside it, or under it where there is no room: the patches over
Y and W to the left of Y, so that the row in use and the column in use meet in the number they give.
"""

from dataclasses import dataclass

from convviz.drawing import boxes
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Shape, Sides
from convviz.drawing.primitives import Shown, Spots
from convviz.drawing.scenes.multi_output_places import pair, small_maps, stacked
from convviz.drawing.style import text_width
from convviz.words import say

Spot = tuple[float, float, float]  # x, y, scale

LARGEST, SMALLEST = 42.0, 26.0  # side of a tile in the window view
TILE, READABLE = 34.0, 19.0  # tiles of the matrices; smaller ones than this show their colour only
THINNEST = 6.0  # tiles thinner than this go under the window view, where there is more room
WIDTH, HEIGHT = 1260.0, 438.0
HEAD = 24.0  # the line over each of the two views
LABEL, GAP, LINE = 28.0, 18.0, 30.0
TIGHT = 17.0, 2.0  # label and gap where the rows would not fit otherwise
BIAS, SLICE = 34.0, 20.0  # a bias, and the room after a slice
STAR, ARROW, GUTTER = 78.0, 62.0, 42.0  # before the bank, before the maps, between the views
RIM = 18.0  # between two matrices: the ticks
TOP, BOTTOM = HEAD + 28, 58.0  # over the patches, under Y: names and the comparison
SIGNS = 26.0  # the plus after the biases
NAMES = 40.0  # to the right of the patches: the channels
TITLE = 370.0  # least width of the matrices: that of the line over them
UNDER = 260.0  # height of the patches under the window view
NARROW = 360.0
LEGIBLE = 0.6  # on a narrow stage the matrices are not scaled down further than this
EQUAL = 0.85  # scale of the line that compares both ways, on a narrow stage


@dataclass(frozen=True)
class Matrices:
    """Sizes of the matrices: tiles of W and Y are ``width × row``, of the patches ``× line``."""

    width: float
    row: float
    line: float
    x_w: float
    x_y: float
    y_w: float
    size: tuple[float, float]

    def spots(self, c_out: int) -> Spots:
        """Parts of the matrices, seen from their own corner."""
        below = self.y_w + c_out * self.row + 24
        return {
            "all": (0, 14, 1),
            "patches name": (self.x_y, TOP - 3, 1),
            "patches": (self.x_y, TOP, 1),
            "bm": (0, self.y_w, 1),
            "W": (self.x_w, self.y_w, 1),
            "Y": (self.x_y, self.y_w, 1),
            "W name": (self.x_w, below, 1),
            "Y name": (self.x_y, below, 1),
            "equal": (self.x_w, below + 20, 1),
        }

    @property
    def readable_w(self) -> bool:
        """Whether the digits of W and of Y can be read."""
        return min(self.width, self.row) >= READABLE

    @property
    def readable_patches(self) -> bool:
        """Whether the digits of the patches can be read."""
        return min(self.width, self.line) >= READABLE


@dataclass(frozen=True)
class Wide:
    """The wide arrangement, and the box of every bank row."""

    sides: Sides
    matrices: Matrices
    spots: Spots
    rows: list[tuple[float, float, float, float]]
    size: tuple[float, float]


def name_w(shape: Shape) -> str:
    """Name of the weight matrix with its shape."""
    return f"W ({shape.output[0]} × {shape.end - 1})"


def name_patches(shape: Shape) -> str:
    """Name of the patches with their shape."""
    terms, windows = patches_size(shape)
    return say("patches ({terms} × {windows})", terms=terms, windows=windows)


def patches_size(shape: Shape) -> tuple[int, int]:
    """Rows and columns of the patches: the terms of a window, the windows."""
    _, height, width = shape.output
    return shape.end - 1, height * width


def _window(shape: Shape) -> tuple[float, float, Sides]:
    """Label height, gap and sides: tiles are as large as leave the matrices room to be read."""
    matrices = max(TITLE, BIAS + SIGNS + RIM + NAMES + sum(patches_size(shape)) * (READABLE + 4))
    room = max(0.45 * WIDTH, WIDTH - GUTTER - matrices) - _signs(shape)
    spaces = ((LABEL, GAP), TIGHT)
    return stacked(shape, room, tall=HEIGHT, largest=LARGEST, spaces=spaces)


def _signs(shape: Shape) -> float:
    return 2 + STAR + SLICE * shape.c_in + BIAS + ARROW


def _matrices(shape: Shape, width: float, height: float) -> Matrices:
    """Fit the matrices into ``width`` and, as far as they stay visible, into ``height``."""
    terms, windows = patches_size(shape)
    c_out = shape.output[0]
    free = height - TOP - RIM - BOTTOM
    row = float(int(min(TILE, max(SMALLEST / 2, 0.35 * free / c_out))))
    line = min(TILE, max(2.0, (free - c_out * row) / terms))
    tile = min(TILE, (width - BIAS - SIGNS - RIM - NAMES) / (terms + windows))
    line, tile = (float(int(side)) if side >= THINNEST else side for side in (line, tile))
    x_w = row + SIGNS
    x_y = x_w + max(terms * tile + RIM, 10 + 9 * len(name_w(shape)))
    y_w = TOP + terms * line + RIM
    named = 17 * text_width(name_patches(shape))
    size = (max(TITLE, x_y + max(named, windows * tile + NAMES)), y_w + c_out * row + BOTTOM)
    return Matrices(tile, row, line, x_w, x_y, y_w, size)


def wide(shape: Shape) -> Wide:
    """Place every part on the wide stage."""
    label, gap, sides = _window(shape)
    (padded_h, padded_w), (k_h, k_w) = shape.padded, shape.kernel
    c_out, out_h, out_w = shape.output
    x_row = label + padded_h * sides.x + gap
    k_row = label + k_h * sides.k + gap
    y_row = label + out_h * sides.y + gap
    tall = max(shape.c_in * x_row, c_out * k_row, c_out * y_row)
    x_bank = 2 + padded_w * sides.x + STAR
    slice_width = k_w * sides.k + SLICE
    x_bias = x_bank + shape.c_in * slice_width
    x_y = x_bias + BIAS + ARROW
    end = x_y + out_w * sides.y

    beside = _matrices(shape, WIDTH - end - GUTTER, HEAD + HEIGHT)
    under = beside.width < THINNEST
    if under:
        height = TOP + RIM + BOTTOM + UNDER + c_out * SMALLEST / 2
        matrices = _matrices(shape, max(WIDTH, end), height)
        at, total = (2.0, HEAD + tall + 20), HEAD + tall + 20 + matrices.size[1]
        size_x = max(end, matrices.size[0] + 2)
    else:
        matrices = beside
        at, total = (end + GUTTER, 0.0), max(HEAD + tall, matrices.size[1])
        size_x = end + GUTTER + matrices.size[0]
        tall = total - HEAD
    # A view that has to be scrolled starts with all of its columns at the top.
    centred = tall if tall <= HEIGHT + LINE else 0.0
    middle = HEAD + (centred or HEIGHT) / 2

    def top(count: int, row: float) -> float:
        return HEAD + max(0.0, centred - count * row) / 2 + label

    spots: dict[str, tuple[float, float, float]] = {
        "window": (2, 14, 1),
        "star": (x_bank - 58, middle, 1),
        "arrow": (x_bias + BIAS + 10, middle, 1),
        "equation": (2, total + 22, 1),
    }
    spots |= _moved(matrices.spots(c_out), *at)
    for c in range(shape.c_in):
        spots[f"X{c}"] = (2, top(shape.c_in, x_row) + c * x_row, 1)
    rows = []
    for o in range(c_out):
        y = top(c_out, k_row) + o * k_row
        spots[f"row{o}"] = (x_bank - 22, y + k_h * sides.k / 2, 1)
        spots[f"bias{o}"] = (x_bias, y + k_h * sides.k / 2 - BIAS / 2, 1)
        spots[f"Y{o}"] = (x_y, top(c_out, y_row) + o * y_row, 1)
        for c in range(shape.c_in):
            spots[f"K{o},{c}"] = (x_bank + c * slice_width, y, 1)
        rows.append((x_bank - 38, y - label, x_bias + BIAS + 46 - x_bank, k_row - 3))
    return Wide(sides, matrices, spots, rows, (round(size_x), round(total + LINE)))


def _moved(spots: Spots, x: float, y: float, scale: float = 1.0) -> dict[str, Spot]:
    return {n: (x + at * scale, y + down * scale, scale) for n, (at, down, _) in spots.items()}


def narrow(shape: Shape, sides: Sides, matrices: Matrices) -> Box:
    """The current input channel, its slice of the current kernel, all maps, the matrices."""
    cell, given = pair(shape, sides, 40.0, LABEL)
    tensors = boxes.above(boxes.pad(given, bottom=14), small_maps(shape, sides, cell))
    height, placed = _narrow_matrices(shape, matrices, 0.0)
    below = Box(NARROW, height, 0, {name: Shown(*spot) for name, spot in placed.items()})
    return boxes.above(boxes.pad(tensors, left=3), below)


def _narrow_matrices(shape: Shape, m: Matrices, top: float) -> tuple[float, dict[str, Spot]]:
    """Lower end and spots: as on the wide stage, or below each other where that gets too small."""
    c_out = shape.output[0]
    terms, windows = patches_size(shape)
    room = NARROW - 6
    if room / m.size[0] >= LEGIBLE:
        scale = min(1.0, room / m.size[0])
        return top + m.size[1] * scale, _moved(m.spots(c_out), 3, top, scale)
    scale = min(1.0, room / (windows * m.width + NAMES))
    scale_w = min(1.0, room / (m.x_w + terms * m.width))
    y_w = top + 52 + terms * m.line * scale + 44
    y_y = y_w + c_out * m.row * scale_w + 50
    below = y_y + c_out * m.row * scale + 24
    return below + 26, {
        "all": (3, top + 14, 0.85),
        "patches name": (9, top + 48, 1),
        "patches": (9, top + 52, scale),
        "bm": (3, y_w, scale_w),
        "W": (3 + m.x_w * scale_w, y_w, scale_w),
        "W name": (3 + m.x_w * scale_w, y_w + c_out * m.row * scale_w + 22, 1),
        "Y": (9, y_y, scale),
        "Y name": (9, below, 1),
        "equal": (9, below + 20, EQUAL),
    }
