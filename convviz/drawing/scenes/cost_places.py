"""Where the parts of scene *cost* stand: a column for each design, a row for each count."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from convviz.drawing import board
from convviz.drawing.primitives import Shown
from convviz.drawing.style import text_width

WIDTH = 1000.0
SIZE, SMALL = 19, 16  # of a number and of a name; of what stands below a number
NAMES, FIRST = 30.0, 230.0  # height of the first row, width of the first column
ROW, LINE, LINES = 44.0, 30.0, 3  # height of a row; of a line of arithmetic
UNDER = 18.0  # from a number to what stands below it
NARROW, NARROW_HEAD, ABREAST = 360.0, 24.0, 3
# On the board.
FIRST_SHOWN, NAME_SHOWN, LAYER_SHOWN, NUMBER_SHOWN = 420.0, 32.0, 25.0, 36.0
LAYER_LINE, MOST_LINES = 29.0, 6
LAYER_SIZE = 12

Spot = tuple[float, float, float]
Placed = dict[str, Spot]


class Sizes(NamedTuple):
    """All that the layout depends on.

    rows: the names of the counts; columns: those of the designs; layers: how each design is
    written, line by line; longest: the most characters of a number of each design.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    layers: tuple[tuple[str, ...], ...]
    longest: tuple[int, ...]


@dataclass(frozen=True)
class Places:
    """Width of a column and of its numbers, size and spots on the wide and on the narrow stage."""

    column: float
    size: tuple[float, float]
    spots: Placed
    narrow_size: tuple[float, float]
    narrow_spots: Placed


def cell(row: int, column: int) -> str:
    """Name of the part that holds one count."""
    return f"cell {row} {column}"


def places(sizes: Sizes) -> Places:
    """Place every part; a cell is drawn against its right end and the line of its number."""
    count = len(sizes.columns)
    column = (WIDTH - FIRST) / count
    spots: Placed = {}
    for n in range(count):
        spots[f"name {n}"] = (FIRST + (n + 1) * column - 8, 20, 1)
        spots[f"layers {n}"] = (0, 0, 1)  # on the board alone
    top = NAMES
    for row in range(len(sizes.rows)):
        spots[f"row {row}"] = (2, top + row * ROW + 22, 1)
        for n in range(count):
            spots[cell(row, n)] = (FIRST + (n + 1) * column - 8, top + row * ROW + 22, 1)
    bottom = top + ROW * len(sizes.rows)
    spots["equation"] = (2, bottom + 26, 1)
    size = round(WIDTH), round(bottom + 6 + LINE * LINES)
    return Places(column, size, spots, *_narrow(sizes))


def _narrow(sizes: Sizes) -> tuple[tuple[float, float], Placed]:
    """Each count under its name, so that the columns have all of the width."""
    count = len(sizes.columns)
    across = ceil(count / ceil(count / ABREAST))
    column = NARROW / across
    spots: Placed = {}
    for n, words in enumerate(sizes.columns):
        line, place = divmod(n, across)
        at = (place + 1) * column - 4, 18 + line * NARROW_HEAD
        spots[f"name {n}"] = (*at, _fitting(words, 17, column) / name_size(sizes, n))
    y = NARROW_HEAD * ceil(count / across)
    scale = min(0.9, (column - 8) / (0.64 * SIZE * max(sizes.longest)))
    for row in range(len(sizes.rows)):
        spots[f"row {row}"] = (2, y + 20, 0.85)
        for n in range(count):
            line, place = divmod(n, across)
            down = y + 44 + line * ROW * scale
            spots[cell(row, n)] = ((place + 1) * column - 4, down, scale)
        y += 26 + ROW * scale * ceil(count / across)
    return (NARROW, round(y)), spots


def name_size(sizes: Sizes, column: int) -> float:
    """Size in which the name of a design is drawn, so that it fits its column."""
    return _fitting(sizes.columns[column], SIZE, (WIDTH - FIRST) / len(sizes.columns))


def _fitting(words: str, size: float, column: float) -> float:
    return round(min(size, (column - 12) / (1.2 * text_width(words))), 1)


def lines(layers: Sequence[str], width: float, size: float, most: int) -> list[str]:
    """Break the lines of a design where they would pass a width; say where some are left out."""
    broken: list[str] = []
    for layer in layers:
        now = ""
        for word in layer.split(", "):
            longer = f"{now}, {word}" if now else word
            if now and 1.02 * size * text_width(longer) > width:
                broken.append(f"{now},")
                now = word
            else:
                now = longer
        broken.append(now)
    return broken if len(broken) <= most else [*broken[: most - 1], "…"]


def column_shown(sizes: Sizes) -> float:
    """Width of a column on the board."""
    return (board.WIDTH - FIRST_SHOWN) / len(sizes.columns)


def layer_lines(sizes: Sizes) -> list[list[str]]:
    """How the designs are written under their names on the board."""
    width = column_shown(sizes) - 16
    return [lines(each, width, LAYER_SHOWN, MOST_LINES) for each in sizes.layers]


def present(sizes: Sizes) -> dict[str, Shown]:
    """The same table on the board, with the layers of every design under its name."""
    column = column_shown(sizes)
    written = layer_lines(sizes)
    head = NAME_SHOWN * 1.25 + max(map(len, written)) * LAYER_LINE + 8
    row = min(92.0, (board.HEIGHT - head) / len(sizes.rows))
    spots: dict[str, Shown] = {}
    for n, words in enumerate(sizes.columns):
        right = FIRST_SHOWN + (n + 1) * column
        scale = _fitting(words, NAME_SHOWN, column) / name_size(sizes, n)
        spots[f"name {n}"] = Shown(right - 6, NAME_SHOWN, scale)
        spots[f"layers {n}"] = Shown(
            right - 6, NAME_SHOWN * 1.25 + LAYER_SHOWN, LAYER_SHOWN / LAYER_SIZE
        )
    size = min(NUMBER_SHOWN, 0.46 * row, (column - 16) / (0.64 * max(sizes.longest)))
    scale = size / SIZE
    for number in range(len(sizes.rows)):
        y = head + number * row + size
        spots[f"row {number}"] = Shown(0, y, NAME_SHOWN / SIZE)
        for n in range(len(sizes.columns)):
            spots[cell(number, n)] = Shown(FIRST_SHOWN + (n + 1) * column - 6, y, scale)
    return spots
