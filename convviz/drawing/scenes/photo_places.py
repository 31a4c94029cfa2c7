"""Where the parts of scene *photo* stand: from the photograph on the left to the mixed maps."""

from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from convviz.drawing import board
from convviz.drawing.board import Tile
from convviz.drawing.primitives import Shown

SIDE = 112.0  # of a picture
CHANNELS = 3
LABEL, GAP, BESIDE = 30.0, 38.0, 14.0
LARGEST = 44.0  # side of a tile of the kernel
LINE, LINES = 30.0, 1
NARROW, NARROW_SIDE = 360.0, 108.0
# On the board.
LABEL_SHOWN, LEGEND_SHOWN, GAP_SHOWN, TILE_SHOWN = 46.0, 30.0, 58.0, 92.0

Spot = tuple[float, float, float]
Placed = dict[str, Spot]


class Sizes(NamedTuple):
    """All that the layout depends on: the outputs, and how long the longest weight is."""

    outputs: int
    longest: int

    @property
    def across(self) -> int:
        """Mixed maps beside each other."""
        return ceil(self.outputs / CHANNELS)

    @property
    def down(self) -> int:
        """Mixed maps above each other."""
        return ceil(self.outputs / self.across)


@dataclass(frozen=True)
class Places:
    """Side of the kernel's tiles, size and spots on the wide and on the narrow stage."""

    tile: float
    size: tuple[float, float]
    spots: Placed
    narrow_size: tuple[float, float]
    narrow_spots: Placed


def places(sizes: Sizes) -> Places:
    """Place every part."""
    height = CHANNELS * (SIDE + LABEL)
    middle = height / 2 + LABEL / 2
    side = float(int(min(LARGEST, (height - LABEL) / sizes.outputs)))
    spots: Placed = {"photograph": (4, middle - SIDE / 2, 1)}
    x = 4 + SIDE + GAP

    def column(name: str, count: int, across: int = 1) -> None:
        nonlocal x
        down = ceil(count / across)
        top = middle - down * (SIDE + LABEL) / 2 + LABEL / 2
        for n in range(count):
            line, place = divmod(n, across)
            at = x + place * (SIDE + BESIDE), top + line * (SIDE + LABEL)
            spots[f"{name} {n}"] = (*at, 1)
        x += across * SIDE + (across - 1) * BESIDE

    column("x", CHANNELS)
    spots["times"] = (x + GAP / 2, middle, 1)
    x += GAP
    spots["k"] = (x, middle - sizes.outputs * side / 2, 1)
    x += CHANNELS * side
    spots["equals"] = (x + GAP / 2, middle, 1)
    x += GAP
    column("added", CHANNELS)
    spots["sum"] = (x + GAP / 2, middle, 1)
    spots["arrow"] = (x + GAP + 20, middle, 1)
    x += 2 * GAP + 8
    column("y", sizes.outputs, sizes.across)
    spots["legend"] = (4, height + 28, 1)
    spots["equation"] = (4, height + 60, 1)
    size = round(max(x + 4, 860.0)), round(height + 44 + LINE * LINES)
    return Places(side, size, spots, *_narrow(sizes, side))


def _narrow(sizes: Sizes, side: float) -> tuple[tuple[float, float], Placed]:
    """The photograph beside the kernel, then rows of pictures."""
    scale = NARROW_SIDE / SIDE
    step = NARROW_SIDE + 12
    spots: Placed = {"photograph": (4, LABEL, scale)}
    tile = min(1.2, NARROW_SIDE * 1.3 / side / sizes.outputs, (NARROW - 140) / (3 * side))
    spots["k"] = (4 + step + 12, LABEL, tile)
    y = max(LABEL + NARROW_SIDE, LABEL + sizes.outputs * side * tile) + 8
    for name, count in (("x", CHANNELS), ("added", CHANNELS), ("y", sizes.outputs)):
        for n in range(count):
            line, place = divmod(n, CHANNELS)
            at = y + LABEL + line * (NARROW_SIDE + LABEL)
            spots[f"{name} {n}"] = (4 + place * step, at, scale)
        y += ceil(count / CHANNELS) * (NARROW_SIDE + LABEL) + 4
    spots["legend"] = (4, y + 18, 0.66)
    return (NARROW, round(y + 26)), spots


def present(sizes: Sizes) -> dict[str, Shown]:
    """The same on the board, the pictures as large as fit."""
    drawn = places(sizes).tile
    tall = board.HEIGHT - LEGEND_SHOWN * 1.6
    high = min(TILE_SHOWN, (tall - LABEL_SHOWN) / sizes.outputs)
    tile = board.tile(high, sizes.longest)
    gaps = 5 * GAP_SHOWN + (sizes.across - 1) * BESIDE + 40
    room = (board.WIDTH - CHANNELS * tile.wide - gaps) / (CHANNELS + sizes.across)
    side = min(tall / CHANNELS - LABEL_SHOWN, room)
    scale = side / SIDE
    middle = tall / 2 + LABEL_SHOWN / 2
    spots: dict[str, Shown] = {}
    total = (CHANNELS + sizes.across) * side + CHANNELS * tile.wide + gaps
    x = (board.WIDTH - total) / 2
    spots["photograph"] = Shown(x, middle - side / 2, scale)
    x += side + GAP_SHOWN

    def column(name: str, count: int, across: int = 1) -> None:
        nonlocal x
        down = ceil(count / across)
        top = middle - down * (side + LABEL_SHOWN) / 2 + LABEL_SHOWN / 2
        for n in range(count):
            line, place = divmod(n, across)
            at = x + place * (side + BESIDE), top + line * (side + LABEL_SHOWN)
            spots[f"{name} {n}"] = Shown(*at, scale)
        x += across * side + (across - 1) * BESIDE

    column("x", CHANNELS)
    spots["times"] = Shown(x + GAP_SHOWN / 2, middle, board.SIGN)
    x += GAP_SHOWN
    spots["k"] = board.shown(Tile(drawn, drawn), tile)._replace(
        x=x, y=middle - sizes.outputs * tile.high / 2
    )
    x += CHANNELS * tile.wide
    spots["equals"] = Shown(x + GAP_SHOWN / 2, middle, board.SIGN)
    x += GAP_SHOWN
    column("added", CHANNELS)
    spots["sum"] = Shown(x + GAP_SHOWN / 2, middle, board.SIGN)
    spots["arrow"] = Shown(x + 1.4 * GAP_SHOWN, middle, board.SIGN)
    x += 2 * GAP_SHOWN + 40
    column("y", sizes.outputs, sizes.across)
    spots["legend"] = Shown(0, board.HEIGHT - 8, LEGEND_SHOWN / 16)
    return spots
