"""How the parts of a scene are arranged while presenting: boxes side by side and above each other.

The board is what the title, the equation and the foot leave of a 1920×1080 screen, so that its
units are pixels there. Parts are the same as on the wide stage, each scaled: tiles as large as
fit, and what is said only once more elsewhere is left out.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import reduce
from typing import TypeAlias

from convviz.drawing.picture import Sides
from convviz.drawing.primitives import Element, Spots, label_size, wire
from convviz.style import SHOWN, text_width

WIDTH, HEIGHT = 1800.0, 815.0
LARGEST = 121.0  # side of a tile: five figures fit that the last row can read
ENOUGH = 65.0  # tiles of this side have digits that the last row can read
LONG = 82.0  # tiles of this side have room for three such digits
TEXT = 32.0  # size of what must be read
AIR = 1.9  # the gaps grow by this at most where there is room
CHIP, SIGN = 1.75, 1.7  # scales of sums and of the signs between parts

Arrange: TypeAlias = "Callable[[Sides, float], Box]"
"""From the sides of the tiles, and how many times the gaps are as large as they have to be."""


@dataclass(frozen=True)
class Box:
    """Parts within a rectangle; ``axis`` is the height at which it lines up with others."""

    width: float
    height: float
    axis: float
    spots: Spots

    def moved(self, x: float, y: float) -> Spots:
        """Places of the parts where the corner of the box is at (x, y)."""
        return {name: (x + dx, y + dy, scale) for name, (dx, dy, scale) in self.spots.items()}


def space(width: float = 0.0, height: float = 0.0) -> Box:
    """Room without a part."""
    return Box(width, height, height / 2, {})


def head(side: float, scale: float) -> float:
    """Height of the name over tiles that are drawn with a side."""
    _, over = label_size(side)
    return over * scale + 0.8 * SHOWN["label"]


def grid(name: str, rows: int, columns: int, side: float, tile: float) -> Box:
    """Tiles drawn with a ``side``, shown with the side ``tile``, under their name."""
    scale = tile / side
    over, height = head(side, scale), rows * tile
    return Box(columns * tile, over + height, over + height / 2, {name: (0.0, over, scale)})


def block(name: str, width: float, height: float, scale: float) -> Box:
    """Part of a size of its own, drawn from its corner."""
    return Box(width * scale, height * scale, height * scale / 2, {name: (0.0, 0.0, scale)})


def on_floor(box: Box) -> Box:
    """The same box, lined up with others at its lower end."""
    return replace(box, axis=box.height)


def centred(name: str, width: float, height: float, scale: float) -> Box:
    """Part of a size of its own, drawn around its middle."""
    w, h = width * scale, height * scale
    return Box(w, h, h / 2, {name: (w / 2, h / 2, scale)})


def level(name: str, width: float, scale: float) -> Box:
    """Part that is drawn along its axis, as an arrow is."""
    return Box(width * scale, 0.0, 0.0, {name: (0.0, 0.0, scale)})


def line(name: str, words: str, size: float, wanted: float = TEXT) -> Box:
    """One line of text drawn in a ``size``, shown in the size ``wanted``."""
    scale, height = wanted / size, 1.3 * wanted
    return Box(1.1 * text_width(words) * wanted, height, height / 2, {name: (0.0, wanted, scale)})


def beside(*boxes: Box, gap: float = 0.0) -> Box:
    """Boxes from left to right, with their axes on one line."""
    up = max(box.axis for box in boxes)
    down = max(box.height - box.axis for box in boxes)
    spots: dict[str, tuple[float, float, float]] = {}
    x = 0.0
    for box in boxes:
        spots |= box.moved(x, up - box.axis)
        x += box.width + gap
    return Box(x - gap, up + down, up, spots)


def above(*boxes: Box, gap: float = 0.0, middle: bool = False) -> Box:
    """Boxes from top to bottom, at the left or in the middle; the axis is half-way down."""
    width = max(box.width for box in boxes)
    spots: dict[str, tuple[float, float, float]] = {}
    y = 0.0
    for box in boxes:
        spots |= box.moved((width - box.width) / 2 if middle else 0.0, y)
        y += box.height + gap
    return Box(width, y - gap, (y - gap) / 2, spots)


def fit(*arrangements: Arrange) -> Spots:
    """Places on the board: of the first arrangement with tiles large enough, else of the best."""
    found = [_sides(each) for each in arrangements]
    good = (index for index, sides in enumerate(found) if sides.x >= ENOUGH)
    chosen = next(good, max(range(len(found)), key=lambda index: found[index].x))
    arrange, sides = arrangements[chosen], found[chosen]
    box = arrange(sides, _most(lambda air: arrange(sides, air), 1.0, AIR))
    spots = box.moved((WIDTH - box.width) / 2, (HEIGHT - box.height) / 2)
    return {name: (round(x, 1), round(y, 1), scale) for name, (x, y, scale) in spots.items()}


def _sides(arrange: Arrange) -> Sides:
    """Largest tiles: first all alike and large enough, then results and kernels for long numbers.

    What room is left then goes to all, to the kernels and to the results.
    """

    def most(made: Callable[[float], Sides], least: float, most: float) -> Sides:
        return made(_most(lambda side: arrange(made(side), 1.0), least, most))

    alike = most(lambda t: Sides(t, t, t), 4.0, ENOUGH)
    x, least = alike.x, max(alike.x, LONG)
    k = most(lambda t: Sides(x, t, t), x, least).k
    y = most(lambda y: Sides(x, k, y), k, least).y
    k = most(lambda k: Sides(x, k, y), k, least).k
    x, k, y = astuple(most(lambda t: Sides(max(x, t), max(k, t), max(y, t)), x, LARGEST))
    k = most(lambda k: Sides(x, k, y), k, LARGEST).k
    return most(lambda y: Sides(x, k, y), y, LARGEST)


def _most(made: Callable[[float], Box], least: float, most: float) -> float:
    """Largest argument between two for which a box fits the board; the least if none does."""

    def fits(value: float) -> bool:
        box = made(value)
        return box.width <= WIDTH and box.height <= HEIGHT

    def halve(ends: tuple[float, float], _: int) -> tuple[float, float]:
        middle = sum(ends) / 2
        return (middle, ends[1]) if fits(middle) else (ends[0], middle)

    return most if fits(most) else reduce(halve, range(16), (least, most))[0]


def wires(spots: Spots, channels: int, width: float, radius: float) -> list[Element]:
    """Curves from the sums of every channel, each ``width`` wide, to the plus of a radius."""
    x, y, scale = spots["plus"]
    end = x - radius * scale, y
    starts = [spots[f"sum{c}"] for c in range(channels)]
    return [
        wire((at + (width / 2 + 2) * size, down), end, f"c{c}")
        for c, (at, down, size) in enumerate(starts)
    ]
