"""Where the parts of scene *receptive_field* stand: maps side by side, or stacked on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from convviz.core.network import Network
from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import Tile, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Lengths
from convviz.drawing.primitives import Shown, Spots

WIDTH, HEIGHT = 1220.0, 330.0  # what the maps may fill, so that a laptop shows them whole
LARGEST = 46.0  # side of a tile
ALIKE = 26.0  # with smaller tiles than this the maps between get less room than the ends
ENDS = 1.0, 0.8  # share of the input and of the output then: one is read, the other clicked
BETWEEN = 0.6
GAP, WORDS = 102.0, 82.0  # between two maps; for the words of a layer in it
COLUMN = 112.0  # least width of a map, for the words under it
LABEL, NOTES, LINE = 32.0, 48.0, 32.0  # over a map, under it, for the formula
NAME_SCALE, WORDS_SCALE = 1.7, 2.0  # of the words on the board
COLUMN_SHOWN = 242.0  # least width of a map there, for its name
NARROW, NARROW_LARGEST = 360.0, 40.0
SHORT = Lengths(2, 2, 2, 2, 2)  # its numbers are small counts
COUNTS = Lengths(4, 4, 4, 4, 4)  # those of large windows
MAPS, CLOSE, MOST = 250.0, 30.0, (5, 11)  # height of small maps; tile of what is in use, how many

Spot = tuple[float, float, float]  # x, y, scale
Placed = dict[str, Spot]


@dataclass(frozen=True)
class Places:
    """Sides of the tiles of every map, size and spots on the wide and on the narrow stage."""

    sides: tuple[float, ...]
    size: tuple[float, float]
    spots: Spots
    narrow_size: tuple[float, float]
    narrow_spots: Placed


def places(network: Network) -> Places:
    """Place every part; the tiles are as large as fit."""
    padded = [network.padded(number) for number in range(network.last + 1)]
    sides = _sides(padded)
    narrow_size, narrow_spots = _narrow(padded, sides)
    wide = _wide(padded, sides)
    return Places(sides, wide.size, wide.places, narrow_size, narrow_spots)


def _wide(padded: Sequence[tuple[int, int]], sides: Sequence[float]) -> Box:
    """The maps side by side, an arrow with the words of the layer before each but the first."""
    row: list[Box] = []
    for number, ((height, width), side) in enumerate(zip(padded, sides, strict=True)):
        # On a phone the maps stand below each other: no arrow to the right there.
        signs = {f"{kind}{number}": Shown(GAP / 2, 0, 1) for kind in ("layer", "arrow") if number}
        wide, high = width * side, height * side
        column = max(wide, COLUMN)
        at = Shown((column - wide) / 2, 0, 1)
        below = Shown(column / 2, high + 22, 1)
        spots = {f"map{number}": at, f"name{number}": at, f"note{number}": below}
        row += [Box(GAP if number else 2, 0, 0, signs), Box(column, high, high / 2, spots)]
    picture = boxes.pad(boxes.beside(*row), top=LABEL, right=4, bottom=NOTES)
    return boxes.above(picture, boxes.equation(LINE, 24))


def _sides(padded: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Side of the tiles of every map: one for all where that can be read."""
    room = WIDTH - GAP * (len(padded) - 1)
    tallest = max(height for height, _ in padded)

    def fit(shares: Sequence[float]) -> list[float]:
        wide = sum(width * share for (_, width), share in zip(padded, shares, strict=True))
        return [float(int(min(LARGEST, HEIGHT / tallest, share * room / wide))) for share in shares]

    alike = fit([1.0] * len(padded))
    return tuple(
        alike
        if alike[0] >= min(ALIKE, int(HEIGHT / tallest))
        else fit([ENDS[0], *[BETWEEN] * (len(padded) - 2), ENDS[1]])
    )


def _narrow(
    padded: Sequence[tuple[int, int]], sides: Sequence[float]
) -> tuple[tuple[float, float], Placed]:
    spots: Placed = {}
    y = LABEL
    for number, ((height, width), side) in enumerate(zip(padded, sides, strict=True)):
        beside = width * 24 + GAP <= NARROW  # the words of the layer, where tiles can be hit
        room = NARROW - 8 - (GAP if beside else 0)
        cell = min(NARROW_LARGEST, room / width)
        scale = cell / side
        label = LABEL * max(1.0, scale)  # names grow with their maps
        top = y + label - LABEL
        spots[f"map{number}"] = spots[f"name{number}"] = (4, top, scale)
        bottom = top + height * cell
        spots[f"note{number}"] = (max(width * cell, COLUMN) / 2 + 4, bottom + 22, 1)
        y = bottom + NOTES + LABEL
        if number + 1 < len(padded):
            if beside:
                at = (width * cell + GAP / 2 + 8, max(top + height * cell / 2, top + 30))
                y = max(y, at[1] + 50 + LABEL)
            else:
                at = (NARROW / 2, bottom + NOTES + 46)
                y = at[1] + 50 + LABEL
            spots[f"layer{number + 1}"] = (*at, 1)
    return (NARROW, round(y - LABEL)), spots


def present(network: Network, sides: Sequence[float]) -> dict[str, Shown]:
    """Maps side by side on the board, their names and words of one size whatever their tiles."""
    padded = [network.padded(number) for number in range(network.last + 1)]
    smallest = min(sides)

    def row(shown: Tiles, air: float) -> Box:
        drawn: list[Box] = []
        for number, ((rows, columns), side) in enumerate(zip(padded, sides, strict=True)):
            if number:
                drawn.append(_words(number, air))
            share = side / smallest
            tile = Tile(shown.x.wide * share, shown.x.high * share)
            drawn.append(_map(number, rows, columns, side, tile))
        return boxes.beside(*drawn)

    spots = board.fit(SHORT, row)
    if spots["map0"].high >= board.ENOUGH - 0.1:
        return spots

    def close(shown: Tiles, air: float) -> Box:
        """The maps small, without digits, and under them the part of one that is in use."""
        words = (len(padded) - 1) * _words(1, 0.0).width
        columns = sum(
            max(columns * side, 1) for (_, columns), side in zip(padded, sides, strict=True)
        )
        tallest = max(rows * side for (rows, _), side in zip(padded, sides, strict=True))
        share = min((board.WIDTH - words) / columns, MAPS / tallest)
        drawn: list[Box] = []
        for number, ((rows, columns_), side) in enumerate(zip(padded, sides, strict=True)):
            if number:
                drawn.append(_words(number, 0.0))
            drawn.append(_map(number, rows, columns_, side, Tile(side * share, side * share)))
        rows, seen = close_up(network)
        large = tensors.tensor("close", rows, seen, Tile(CLOSE, CLOSE), shown.x)
        names = {f"close {number}": Shown(0.0, -12.0, 1.0) for number in range(network.last + 1)}
        named = replace(large, spots={**large.spots, **names})
        return boxes.above(boxes.beside(*drawn), boxes.space(0, 40), named, middle=True)

    return board.fit(COUNTS, close)


def close_up(network: Network) -> tuple[int, int]:
    """Rows and columns that the board shows in large of the map in use."""
    rows, columns = zip(*map(network.padded, range(network.last + 1)), strict=True)
    return min(MOST[0], *rows), min(MOST[1], *columns)


def _map(number: int, rows: int, columns: int, side: float, tile: Tile) -> Box:
    """A map between its name and the words under it."""
    width, height = columns * tile.wide, rows * tile.high
    room = max(width, COLUMN_SHOWN)
    left, top = (room - width) / 2, 48.0
    middle = columns * side / 2 * NAME_SCALE  # the name is drawn over the middle of its map
    spots = {
        f"name{number}": Shown(room / 2 - middle, top, NAME_SCALE),
        f"map{number}": board.shown(Tile(side, side), tile)._replace(x=left, y=top),
        f"note{number}": Shown(room / 2, top + height + 44, WORDS_SCALE),
    }
    return Box(room, top + height + 92, top + height / 2, spots)


def _words(number: int, air: float) -> Box:
    """The settings of a layer over and under an arrow."""
    width, height = WORDS * WORDS_SCALE + 6 + 12 * air, 96 * WORDS_SCALE
    spot = Shown(width / 2, height / 2, WORDS_SCALE)
    return Box(width, height, height / 2, {f"layer{number}": spot, f"arrow{number}": spot})
