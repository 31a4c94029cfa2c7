"""How the parts of a scene are arranged while presenting: boxes side by side and above each other.

The board is what the title, the equation and the foot leave of a 1920×1080 screen, so that its
units are pixels there. Parts are the same as on the wide stage, each scaled. Tiles are as large as
fit, and wider than high where their numbers are long. A scene offers several arrangements: those
that leave most out, or show one channel at a time, come last. Where no arrangement has room for
whole tensors, the same ones are tried with fewer of their rows and columns (`crops`): what is in
use, and a small map that says where it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import NamedTuple, TypeAlias

from convviz.core.arguments import Pair
from convviz.drawing.boxes import Box, above, beside
from convviz.drawing.picture import WHOLE, Lengths, Seen, Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.strokes import wire
from convviz.drawing.style import SHOWN, room, text_width
from convviz.drawing.svg import Element
from convviz.drawing.texts import label_size

WIDTH, HEIGHT = 1800.0, 815.0
LARGEST = 121.0  # height of a tile
ENOUGH = 56.0  # tiles of this height have digits that the last row can read
TEXT = 32.0  # size of what must be read
CLOSE, AIR = 0.4, 1.9  # the gaps shrink and grow by this at most
CHIP, SIGN = 1.9, 1.7  # scales of sums and of the signs between parts
PLUS = 46.0  # room for a sign between two chips
PIXEL = 10.0  # side of a cell in the small map of a tensor
ASIDE = 20.0  # between the map and what is shown of its tensor


class Tile(NamedTuple):
    """Size of the tiles of a tensor, and how many of its rows and columns are seen, if not all."""

    wide: float
    high: float
    seen: Pair | None = None


class Tiles(NamedTuple):
    """Tiles of X, of K, of the products, of Y and of the biases on the board."""

    x: Tile
    k: Tile
    p: Tile
    y: Tile
    b: Tile


Arrange: TypeAlias = "Callable[[Tiles, float], Box]"
"""From the tiles, and how many times the gaps are as large as they usually are."""


def head(side: float, scale: float) -> float:
    """Height of the name over tiles that are drawn with a side."""
    _, over = label_size(side)
    return over * scale + 0.8 * SHOWN["label"]


def shown(drawn: Tile, tile: Tile) -> Shown:
    """How a part with tiles of a drawn size is scaled, at the corner of its box."""
    scale = tile.high / drawn.high
    return Shown(0.0, 0.0, scale, tile.wide / drawn.wide / scale, tile.wide, tile.high)


def line(name: str, words: str, size: float, wanted: float = TEXT) -> Box:
    """One line of text drawn in a ``size``, shown in the size ``wanted``."""
    width, height = 1.1 * text_width(words) * wanted, 1.3 * wanted
    return Box(width, height, height / 2, {name: Shown(0.0, wanted, wanted / size)})


def lines(*chips: Box, last: Box) -> Box:
    """Chips in lines of four, with room for a sign before each; ``last`` at the end."""
    rows = [chips[first : first + 4] for first in range(0, len(chips), 4)]
    drawn = [beside(*row, gap=PLUS) for row in rows]
    if len(rows[-1]) <= 2:
        drawn[-1] = beside(drawn[-1], last, gap=PLUS)
    else:
        drawn.append(last)
    box = above(*drawn, gap=14)
    return Box(box.width + PLUS, box.height, box.axis, box.moved(PLUS, 0.0))


def crops(shape: Shape) -> list[Seen]:
    """How much of X, of a kernel and of Y is seen where they can't all be: ever less.

    First Y around the cell in work, then X around the window, with a ring and without; at last one
    row of the window and of the kernel, and the one number of Y.
    """
    (rows, columns), (high, wide) = shape.padded, shape.reach
    ring = min(rows, high + 2), min(columns, wide + 2)
    few, fewest = ((min(n, shape.output[1]), min(n, shape.output[2])) for n in (5, 3))
    line = (1, shape.kernel[1]) if shape.kernel[0] > 1 else None
    row = (1, wide) if line else shape.reach
    found = [
        *(Seen(None, None, y) for y in (few, fewest)),
        *(Seen(x, None, y) for x in (ring, shape.reach) for y in (None, few, fewest)),
        *(Seen(row, line, y) for y in (few, fewest, (1, 1))),
    ]
    whole = Seen(shape.padded, shape.kernel, shape.output[1:])
    real = [
        Seen(*(part if part != all_ else None for part, all_ in zip(each, whole, strict=True)))
        for each in found
    ]
    return [each for each in dict.fromkeys(real) if each != WHOLE]


def fit(
    lengths: Lengths,
    *arrangements: Arrange,
    crops: Sequence[Seen] = (),
    cropped: Sequence[Arrange] = (),
) -> dict[str, Shown]:
    """Places on the board: of the first arrangement with tiles large enough, else of the best.

    Where tiles would be too small with the usual gaps, all are tried with smaller ones; then those
    that show one channel at a time, ``cropped``, with each of the crops.
    """
    tries = [
        (arrange, air, seen)
        for seen in (WHOLE, *crops)
        for air in (1.0, CLOSE)
        for arrange in (cropped if any(seen) else arrangements)
    ]
    enough = Sides(ENOUGH, ENOUGH, ENOUGH)
    found = (each for each in tries if _fits(each[0](tiles(enough, lengths, each[2]), each[1])))
    arrange, air, seen = next(found, None) or max(
        tries, key=lambda each: _alike(each[0], each[1], each[2], lengths)
    )
    height = _alike(arrange, air, seen, lengths)
    chosen = tiles(_heights(arrange, air, seen, lengths, height), lengths, seen)
    box = arrange(chosen, _most(lambda air: arrange(chosen, air), air, AIR))
    return box.moved((WIDTH - box.width) / 2, (HEIGHT - box.height) / 2)


def seen(spots: Mapping[str, Shown]) -> Seen:
    """How much the board shows of X, of a kernel and of Y at once."""
    parts = {name[0]: spot.seen for name, spot in spots.items() if spot.seen}
    return Seen(parts.get("X"), parts.get("K") or parts.get("w"), parts.get("Y"))


def tiles(heights: Sides, lengths: Lengths, seen: Seen = WHOLE) -> Tiles:
    """Tiles of these heights, as wide as their numbers need."""
    x, k, y = heights.x, heights.k, heights.y
    parts = seen.x, seen.k, seen.k, seen.y, None
    sized = map(tile, (x, k, k, y, k), lengths)
    return Tiles(*(each._replace(seen=part) for each, part in zip(sized, parts, strict=True)))


def tile(high: float, length: int) -> Tile:
    """Tile of a height, at least square, wide enough for numbers of a length."""
    return Tile(max(high, room(length) * min(1.0, high / ENOUGH)), high)


def _alike(arrange: Arrange, air: float, seen: Seen, lengths: Lengths) -> float:
    """Height of the largest tiles if all are equally high."""

    def made(high: float) -> Box:
        return arrange(tiles(Sides(high, high, high), lengths, seen), air)

    return _most(made, 4.0, LARGEST)


def _heights(arrange: Arrange, air: float, seen: Seen, lengths: Lengths, alike: float) -> Sides:
    """Heights of the tiles where room is left: of results, then kernels, then inputs."""

    def most(made: Callable[[float], Sides]) -> Sides:
        def drawn(high: float) -> Box:
            return arrange(tiles(made(high), lengths, seen), air)

        return made(_most(drawn, alike, LARGEST))

    y = most(lambda high: Sides(alike, alike, high))
    k = most(lambda high: replace(y, k=high))
    return most(lambda high: replace(k, x=high))


def _fits(box: Box) -> bool:
    return box.width <= WIDTH and box.height <= HEIGHT


def _most(made: Callable[[float], Box], least: float, most: float) -> float:
    """Largest argument between two for which a box fits the board; the least if none does."""

    def halve(ends: tuple[float, float], _: int) -> tuple[float, float]:
        middle = sum(ends) / 2
        return (middle, ends[1]) if _fits(made(middle)) else (ends[0], middle)

    return most if _fits(made(most)) else reduce(halve, range(12), (least, most))[0]


def wires(spots: Mapping[str, Shown], channels: int, width: float, radius: float) -> list[Element]:
    """Curves from the sums of every channel, each ``width`` wide, to the plus of a radius."""
    if "plus" not in spots:  # the sums stand in lines with signs between them
        return []
    plus = spots["plus"]
    end = plus.x - radius * plus.scale, plus.y
    starts = [spots[f"sum{c}"] for c in range(channels)]
    return [
        wire((spot.x + (width / 2 + 2) * spot.scale, spot.y), end, f"c{c}")
        for c, spot in enumerate(starts)
    ]
