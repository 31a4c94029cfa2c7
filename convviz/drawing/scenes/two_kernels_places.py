"""Where the parts of scene *two_kernels* stand: the input, and to its right two lanes.

The upper lane goes through both kernels, the lower one through the single kernel. A phone has the
same parts below each other.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from convviz.core.arguments import Pair
from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import SIGN, Tile, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Lengths, Seen
from convviz.drawing.primitives import Shown, Spots
from convviz.drawing.tensors import plain

WIDTH, HEIGHT = 1180.0, 430.0  # what the maps may fill, so that a laptop shows them whole
LARGEST, SMALLEST = 46.0, 24.0  # side of a tile
GAP, LABEL, LINE, LINES = 54.0, 30.0, 32.0, 2  # between maps; over a map; of the formula
LANES = 56.0  # between the lanes: for the sign between both outputs, and the words of the lower one
FORMULA = 980.0  # least width, for the formula
NARROW, NARROW_LARGEST = 360.0, 36.0
HEAD_SIZE = 16
UP = ("X", "K1", "H", "K2", "Y")
WAY = {"star1": "K1", "equals1": "H", "star2": "K2"}  # what stands before each on the upper lane

Spot = tuple[float, float, float]
Placed = dict[str, Spot]


class Sizes(NamedTuple):
    """All that the layout depends on: (rows, columns) of both kernels, the padding, the lengths."""

    first: Pair
    second: Pair
    padding: int
    lengths: Lengths

    @property
    def single(self) -> Pair:
        """Of the single kernel."""
        (k_h, k_w), (l_h, l_w) = self.first, self.second
        return k_h + l_h - 1, k_w + l_w - 1

    @property
    def x(self) -> Pair:
        """Of the input with all its padding."""
        rows, columns = self.single
        return rows + 2 + 2 * self.padding, columns + 2 + 2 * self.padding

    @property
    def between(self) -> Pair:
        """Of the map between with its padding."""
        rows, columns = self.second
        return rows + 2 + 2 * self.padding, columns + 2 + 2 * self.padding

    @property
    def output(self) -> Pair:
        """Of the output."""
        return 3 + 2 * self.padding, 3 + 2 * self.padding

    @property
    def tables(self) -> dict[str, Pair]:
        """Of every part that is a table, by its name."""
        y = self.output
        named = "X", "K1", "H", "K2", "Y", "K", "Z"
        shapes = self.x, self.first, self.between, self.second, y, self.single, y
        return dict(zip(named, shapes, strict=True))


@dataclass(frozen=True)
class Places:
    """Side of the tiles, size and spots on the wide and on the narrow stage."""

    side: float
    size: tuple[float, float]
    spots: Spots
    narrow_size: tuple[float, float]
    narrow_spots: Placed


def places(sizes: Sizes) -> Places:
    """Place every part; all tiles are of one size, the largest that fits."""
    tables = sizes.tables
    up_rows = max(tables[name][0] for name in UP[1:])
    low_rows = max(tables["K"][0], tables["Z"][0])
    rows = max(up_rows + low_rows, tables["X"][0])
    columns = sum(tables[name][1] for name in UP)
    side = min(
        LARGEST, (HEIGHT - 2 * LABEL - LANES) / rows, (WIDTH - 4 - GAP * (len(UP) - 1)) / columns
    )
    side = float(int(max(SMALLEST, side)))
    wide = _wide(sizes, side)
    return Places(side, wide.size, wide.places, *_narrow(sizes, side))


def _wide(sizes: Sizes, side: float) -> Box:
    """The input, and beside it the lanes, one above the other, with their outputs in line."""
    grids = {name: plain(name, *table, side) for name, table in sizes.tables.items()}
    y = grids["Y"]
    sign = {"sign": Shown(y.width / 2, y.height + 34, 1)}  # between both outputs
    upper = boxes.beside(
        *(boxes.beside(boxes.on_axis(before, GAP), grids[name]) for before, name in WAY.items()),
        boxes.on_axis("equals2", GAP),
        replace(y, spots={**y.spots, **sign}),
    )
    first = boxes.beside(boxes.on_axis("star3", GAP), grids["K"])
    lower = boxes.beside(
        boxes.at_least(first, upper.width - y.width - GAP),
        boxes.on_axis("equals3", GAP),
        grids["Z"],
    )
    lanes = boxes.above(
        Box(0, 2 * LABEL, 0, {"up": Shown(GAP, 18, 1)}),
        upper,
        Box(0, LANES, 0, {"low": Shown(GAP, LANES - LABEL - 4, 1)}),
        lower,
    )
    given = boxes.pad(grids["X"], top=LABEL)
    height = max(lanes.height, given.height + 4)
    picture = boxes.level_tops(
        boxes.pad(boxes.amid(given, height), left=2), boxes.pad(lanes, right=4)
    )
    whole = boxes.above(picture, boxes.equation(8 + LINE * LINES, 32))
    return boxes.at_least(whole, FORMULA)


def _narrow(sizes: Sizes, side: float) -> tuple[tuple[float, float], Placed]:
    """The upper lane in three lines, then the lower one in two."""
    spots: Placed = {}
    y = 0.0

    def line(*names: str) -> None:
        nonlocal y
        rows, columns = zip(*(sizes.tables[name] for name in names), strict=True)
        cell = min(NARROW_LARGEST, (NARROW - 6 - 40 * (len(names) - 1)) / sum(columns))
        scale = cell / side
        head = LABEL * max(1.0, scale)
        x = 3.0
        for name, width in zip(names, columns, strict=True):
            spots[name] = (x, y + head, scale)
            x += width * cell + 40
        y += head + max(rows) * cell + 10

    line("X")
    spots["up"] = (3, y + 16, 0.9)
    y += 22
    line("K1", "K2")
    line("H")
    line("Y")
    spots["low"] = (3, y + 16, 0.9)
    y += 22
    line("K")
    line("Z")
    return (NARROW, round(y)), spots


def crops(sizes: Sizes) -> list[Seen]:
    """How much of the tables is seen where they can't all be whole: ever less.

    First X in the window that the single kernel needs, and the rows of that kernel that the lane
    above has; then a few rows and columns of all.
    """
    rows = max(sizes.first[0], sizes.second[0]), sizes.single[1]
    inputs = sizes.single, *((n, n) for n in (7, 5))
    return [
        *(Seen(part, rows, (3, 3)) for part in inputs),
        *(Seen((n, n), (n, n), (min(n, 3), min(n, 3))) for n in (5, 4, 3, 2)),
    ]


def cropped(sizes: Sizes, seen: Seen, name: str) -> Pair | None:
    """Rows and columns that are seen of a table, None where all are."""
    part = {"X": seen.x, "Y": seen.y, "Z": seen.y}.get(name, seen.k)
    if part and name == "H":  # no more than the window of the second kernel
        part = min(part[0], sizes.second[0]), min(part[1], sizes.second[1])
    rows, columns = sizes.tables[name]
    least = part and (min(rows, part[0]), min(columns, part[1]))
    return None if least == (rows, columns) else least


def present(sizes: Sizes, side: float, words: tuple[str, str]) -> dict[str, Shown]:
    """Both lanes on the board; words: what stands over each."""

    def both(shown: Tiles, air: float) -> Box:
        seen = Seen(shown.x.seen, shown.k.seen, shown.y.seen)

        def table(name: str, tile: Tile) -> Box:
            part = cropped(sizes, seen, name)
            return tensors.grid(name, *sizes.tables[name], side, tile._replace(seen=part))

        def sign(name: str) -> Box:
            return boxes.centred(name, 30 + 10 * air, 24, SIGN)

        up, low = (
            boxes.beside(boxes.space(20), board.line(name, said, HEAD_SIZE))
            for name, said in zip(("up", "low"), words, strict=True)
        )
        first, *chain = (
            sign("star1"), table("K1", shown.k), sign("equals1"), table("H", shown.p),
            sign("star2"), table("K2", shown.k), sign("equals2"),
        )  # fmt: skip
        upper = boxes.beside(first, *chain)
        single, equals = (
            boxes.beside(sign("star3"), table("K", shown.k)),
            sign("equals3"),
        )
        left = max(upper.width, single.width + equals.width)
        room = boxes.space(left - single.width - equals.width)
        result = table("Z", shown.y)
        under = left + result.width / 2 - 20
        lanes = (
            up,
            boxes.beside(replace(upper, width=left), table("Y", shown.y)),
            boxes.beside(boxes.space(under), boxes.centred("sign", 24, 20, SIGN)),
            low,
            boxes.beside(single, room, equals, result),
        )
        return boxes.beside(table("X", shown.x), boxes.above(*lanes, gap=4 * air))

    return board.fit(sizes.lengths, both, crops=crops(sizes), cropped=[both])
