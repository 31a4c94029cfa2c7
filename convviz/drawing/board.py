"""How the parts of a scene are arranged while presenting: boxes side by side and above each other.

The board is what the title, the equation and the foot leave of a 1920×1080 screen, so that its
units are pixels there. Parts are the same as on the wide stage, each scaled. Tiles are as large as
fit, and wider than high where their numbers are long. A scene offers several arrangements: those
that leave most out, or show one channel at a time, come last.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import NamedTuple, TypeAlias

from convviz.drawing.picture import Lengths, Sides
from convviz.drawing.primitives import Element, Shown, label_size, wire
from convviz.style import SHOWN, room, text_width

WIDTH, HEIGHT = 1800.0, 815.0
LARGEST = 121.0  # height of a tile
ENOUGH = 56.0  # tiles of this height have digits that the last row can read
TEXT = 32.0  # size of what must be read
CLOSE, AIR = 0.4, 1.9  # the gaps shrink and grow by this at most
CHIP, SIGN = 1.9, 1.7  # scales of sums and of the signs between parts


class Tile(NamedTuple):
    """Size of the tiles of a tensor."""

    wide: float
    high: float


class Tiles(NamedTuple):
    """Tiles of X, of K, of the products, of Y and of the biases on the board."""

    x: Tile
    k: Tile
    p: Tile
    y: Tile
    b: Tile


Arrange: TypeAlias = "Callable[[Tiles, float], Box]"
"""From the tiles, and how many times the gaps are as large as they usually are."""


@dataclass(frozen=True)
class Box:
    """Parts within a rectangle; ``axis`` is the height at which it lines up with others."""

    width: float
    height: float
    axis: float
    spots: dict[str, Shown]

    def moved(self, x: float, y: float) -> dict[str, Shown]:
        """Places of the parts where the corner of the box is at (x, y)."""
        return {
            name: spot._replace(x=x + spot.x, y=y + spot.y) for name, spot in self.spots.items()
        }


def space(width: float = 0.0, height: float = 0.0) -> Box:
    """Room without a part."""
    return Box(width, height, height / 2, {})


def head(side: float, scale: float) -> float:
    """Height of the name over tiles that are drawn with a side."""
    _, over = label_size(side)
    return over * scale + 0.8 * SHOWN["label"]


def tensor(name: str, rows: int, columns: int, drawn: Tile, tile: Tile) -> Box:
    """Tiles drawn with a size, shown with the size ``tile``."""
    width, height = columns * tile.wide, rows * tile.high
    return Box(width, height, height / 2, {name: shown(drawn, tile)})


def shown(drawn: Tile, tile: Tile) -> Shown:
    """How a part with tiles of a drawn size is scaled, at the corner of its box."""
    scale = tile.high / drawn.high
    return Shown(0.0, 0.0, scale, tile.wide / drawn.wide / scale, *tile)


def grid(name: str, rows: int, columns: int, side: float, tile: Tile) -> Box:
    """Square tiles drawn with a ``side``, shown with the size ``tile``, under their name."""
    box = tensor(name, rows, columns, Tile(side, side), tile)
    over = head(side, tile.high / side)
    return Box(box.width, over + box.height, over + box.axis, box.moved(0.0, over))


def on_floor(box: Box) -> Box:
    """The same box, lined up with others at its lower end."""
    return replace(box, axis=box.height)


def at_top(box: Box) -> Box:
    """The same box, lined up with others at its upper end."""
    return replace(box, axis=0.0)


def centred(name: str, width: float, height: float, scale: float) -> Box:
    """Part of a size of its own, drawn around its middle."""
    w, h = width * scale, height * scale
    return Box(w, h, h / 2, {name: Shown(w / 2, h / 2, scale)})


def level(name: str, width: float, scale: float) -> Box:
    """Part that is drawn along its axis, as an arrow is."""
    return Box(width * scale, 0.0, 0.0, {name: Shown(0.0, 0.0, scale)})


def line(name: str, words: str, size: float, wanted: float = TEXT) -> Box:
    """One line of text drawn in a ``size``, shown in the size ``wanted``."""
    width, height = 1.1 * text_width(words) * wanted, 1.3 * wanted
    return Box(width, height, height / 2, {name: Shown(0.0, wanted, wanted / size)})


def beside(*boxes: Box, gap: float = 0.0) -> Box:
    """Boxes from left to right, with their axes on one line."""
    up = max(box.axis for box in boxes)
    down = max(box.height - box.axis for box in boxes)
    spots: dict[str, Shown] = {}
    x = 0.0
    for box in boxes:
        spots |= box.moved(x, up - box.axis)
        x += box.width + gap
    return Box(x - gap, up + down, up, spots)


def above(*boxes: Box, gap: float = 0.0, middle: bool = False) -> Box:
    """Boxes from top to bottom, at the left or in the middle; the axis is half-way down."""
    width = max(box.width for box in boxes)
    spots: dict[str, Shown] = {}
    y = 0.0
    for box in boxes:
        spots |= box.moved((width - box.width) / 2 if middle else 0.0, y)
        y += box.height + gap
    return Box(width, y - gap, (y - gap) / 2, spots)


def in_turn(boxes: Iterable[Box]) -> Box:
    """Boxes of one size at one place: the player shows the one that is in use."""
    first, *others = boxes
    return replace(first, spots=reduce(lambda known, box: known | box.spots, others, first.spots))


def fit(lengths: Lengths, *arrangements: Arrange) -> dict[str, Shown]:
    """Places on the board: of the first arrangement with tiles large enough, else of the best.

    Where tiles would be too small with the usual gaps, all are tried with smaller ones.
    """
    best, height = (arrangements[0], 1.0), 0.0
    for each in ((arrange, air) for air in (1.0, CLOSE) for arrange in arrangements):
        alike = _alike(*each, lengths)
        if alike > height:
            best, height = each, alike
        if height >= ENOUGH:
            break
    arrange, air = best
    chosen = tiles(_heights(arrange, air, lengths, height), lengths)
    box = arrange(chosen, _most(lambda air: arrange(chosen, air), air, AIR))
    return box.moved((WIDTH - box.width) / 2, (HEIGHT - box.height) / 2)


def tiles(heights: Sides, lengths: Lengths) -> Tiles:
    """Tiles of these heights, as wide as their numbers need."""
    x, k, y = heights.x, heights.k, heights.y
    return Tiles(*map(tile, (x, k, k, y, k), lengths))


def tile(high: float, length: int) -> Tile:
    """Tile of a height, at least square, wide enough for numbers of a length."""
    return Tile(max(high, room(length) * min(1.0, high / ENOUGH)), high)


def _alike(arrange: Arrange, air: float, lengths: Lengths) -> float:
    """Height of the largest tiles if all are equally high."""
    return _most(lambda high: arrange(tiles(Sides(high, high, high), lengths), air), 4.0, LARGEST)


def _heights(arrange: Arrange, air: float, lengths: Lengths, alike: float) -> Sides:
    """Heights of the tiles where room is left: of results, then kernels, then inputs."""

    def most(made: Callable[[float], Sides]) -> Sides:
        return made(_most(lambda high: arrange(tiles(made(high), lengths), air), alike, LARGEST))

    y = most(lambda high: Sides(alike, alike, high))
    k = most(lambda high: replace(y, k=high))
    return most(lambda high: replace(k, x=high))


def _most(made: Callable[[float], Box], least: float, most: float) -> float:
    """Largest argument between two for which a box fits the board; the least if none does."""

    def fits(value: float) -> bool:
        box = made(value)
        return box.width <= WIDTH and box.height <= HEIGHT

    def halve(ends: tuple[float, float], _: int) -> tuple[float, float]:
        middle = sum(ends) / 2
        return (middle, ends[1]) if fits(middle) else (ends[0], middle)

    return most if fits(most) else reduce(halve, range(12), (least, most))[0]


def wires(spots: dict[str, Shown], channels: int, width: float, radius: float) -> list[Element]:
    """Curves from the sums of every channel, each ``width`` wide, to the plus of a radius."""
    plus = spots["plus"]
    end = plus.x - radius * plus.scale, plus.y
    starts = [spots[f"sum{c}"] for c in range(channels)]
    return [
        wire((spot.x + (width / 2 + 2) * spot.scale, spot.y), end, f"c{c}")
        for c, spot in enumerate(starts)
    ]
