"""Where the parts of scene *separable* stand: three stages from left to right.

Each tensor is a stack of maps, in one column or more: as many as leave the tiles largest. A phone
has the same stacks below each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import ceil
from typing import NamedTuple

from convviz.drawing import board, boxes, tensors
from convviz.drawing.board import SIGN, Tile, Tiles
from convviz.drawing.boxes import Box
from convviz.drawing.picture import Lengths, Shape, Sides
from convviz.drawing.primitives import Shown
from convviz.drawing.style import text_width

WIDTH, HEIGHT = 1230.0, 400.0  # what the stacks may fill, so that a laptop shows them whole
LARGEST, SMALLEST = 42.0, 4.0  # side of a tile
LABEL, GAP, BESIDE, SLICE = 30.0, 34.0, 12.0, 6.0  # over a map; of signs; of maps; of slices
HEAD_SIZE, HEADS, LINE, LINES = 16, 26.0, 30.0, 2
NARROW, NARROW_LARGEST, NARROW_LEAST = 360.0, 34.0, 20.0
COLUMNS = 1, 2, 4  # of a stack
ORDER = "x", "d", "f", "p", "y", "z", "e"
KINDS = {"x": "x", "d": "k", "f": "y", "p": "k", "y": "y", "z": "y", "e": "k"}
SIGNS = {"d": "star1", "f": "equals1", "p": "arrow", "y": "equals2", "z": "sign", "e": "equals3"}
BOARD_HEAD, BOARD_LABEL, SPARE = 52.0, 48.0, 3.0

Spot = tuple[float, float, float]
Placed = dict[str, Spot]


class Stack(NamedTuple):
    """Maps of one size: how many, their rows and columns, and slices beside each other in each."""

    maps: int
    rows: int
    columns: int
    slices: int = 1

    @property
    def wide(self) -> int:
        """Tiles beside each other in one map."""
        return self.columns * self.slices

    def lines(self, across: int) -> int:
        """Maps above each other where so many stand beside each other."""
        return ceil(self.maps / across)

    def across(self, across: int) -> int:
        """Maps that do stand beside each other."""
        return ceil(self.maps / self.lines(across))


class Sizes(NamedTuple):
    """All that the layout depends on: the first convolution, the outputs, the lengths."""

    shape: Shape
    outputs: int
    lengths: Lengths

    @property
    def stacks(self) -> Mapping[str, Stack]:
        """Input, first kernels, first maps, 1×1 kernel, both outputs, the single kernel."""
        (h, w), (k_h, k_w), (maps, out_h, out_w) = (
            self.shape.padded,
            self.shape.kernel,
            self.shape.output,
        )
        y = Stack(self.outputs, out_h, out_w)
        return {
            "x": Stack(self.shape.c_in, h, w),
            "d": Stack(maps, k_h, k_w, self.shape.c_in // self.shape.groups),
            "f": Stack(maps, out_h, out_w),
            "p": Stack(1, self.outputs, maps),
            "y": y,
            "z": y,
            "e": Stack(self.outputs, k_h, k_w, self.shape.c_in),
        }

    @property
    def tiles(self) -> int:
        """How many tiles there are."""
        return sum(stack.maps * stack.rows * stack.wide for stack in self.stacks.values())


def part(stack: str, item: int, slice_: int) -> str:
    """Name of the part that draws one slice of one map of a stack."""
    return f"{stack} {item} {slice_}"


def parts(stack: str, sizes: Sizes) -> Iterator[tuple[str, int, int]]:
    """Name, map and slice of every part of a stack."""
    made = sizes.stacks[stack]
    for item, slice_ in product(range(made.maps), range(made.slices)):
        yield part(stack, item, slice_), item, slice_


@dataclass(frozen=True)
class Fitting:
    """Sides of the tiles, and how many maps of each stack stand beside each other."""

    sides: Sides
    across: Mapping[str, int]


def fitting(
    sizes: Sizes, width: float, height: float, largest: float, spaces: tuple[float, float, float]
) -> Fitting:
    """Choose the columns of every stack that leave the smallest tiles largest.

    spaces: over a map, for a sign between two stacks, between two maps or slices.
    """
    label, gap, beside = spaces
    stacks = sizes.stacks
    best, found = float("-inf"), None
    free = [name for name in ORDER if stacks[name].maps > 1 and name != "z"]
    for chosen in product(COLUMNS, repeat=len(free)):
        across = dict.fromkeys(ORDER, 1) | dict(zip(free, chosen, strict=True))
        across["z"] = across["y"]
        tall = {"x": largest, "k": largest, "y": largest}
        for name, stack in stacks.items():
            room = height / stack.lines(across[name]) - label
            tall[KINDS[name]] = min(tall[KINDS[name]], room / stack.rows)
        tiles, rest = 0.0, gap * (len(ORDER) - 1)
        for name, stack in stacks.items():
            count = stack.across(across[name])
            tiles += count * stack.wide * tall[KINDS[name]]
            rest += (count * stack.slices - 1) * beside
        shrink = min(1.0, (width - rest) / tiles)
        sides = {kind: side * shrink for kind, side in tall.items()}
        # A stack in one column is easier to read: a second one has to be worth it.
        score = min(sides.values()) + sum(sides.values()) / 1000 - sum(across.values()) / 2
        if score > best:
            best, found = score, Fitting(Sides(sides["x"], sides["k"], sides["y"]), across)
    assert found is not None  # there is at least one way to choose
    return found


@dataclass(frozen=True)
class Places:
    """Sides of the tiles, size and spots on the wide and on the narrow stage."""

    sides: Sides
    size: tuple[float, float]
    spots: Placed
    narrow_size: tuple[float, float]
    narrow_spots: Placed

    def side(self, stack: str) -> float:
        """Side of the tiles of a stack."""
        side: float = getattr(self.sides, KINDS[stack])
        return side


def places(sizes: Sizes, heads: Mapping[str, str]) -> Places:
    """Place every part; heads: the words over a stack and those to its right, by its name."""
    found = fitting(sizes, WIDTH, HEIGHT, LARGEST, (LABEL, GAP, BESIDE))
    sides = Sides(*(max(SMALLEST, float(int(side))) for side in _sides(found.sides)))
    height = {name: _tall(sizes, name, found.across[name], sides) for name in ORDER}
    tallest = max(height.values())
    middle = HEADS + tallest / 2
    spots: Placed = {}
    x = 2.0
    for name in ORDER:
        if name in SIGNS:
            spots[SIGNS[name]] = (x + GAP / 2, middle + LABEL / 2, 1)
            x += GAP
        top = middle - height[name] / 2 + LABEL
        for placed, at in _stacked(sizes, name, found.across[name], getattr(sides, KINDS[name])):
            spots[placed] = (x + at[0], top + at[1], 1)
        x += _broad(sizes, name, found.across[name], sides)
    spots["star2"] = (x + 8, middle + LABEL / 2, 1)
    end = 0.0
    for name, words in heads.items():
        first = min(spots[placed][0] for placed, _, _ in parts(name, sizes))
        spots[f"head {name}"] = (max(first, end), 18, 1)
        end = max(first, end) + 1.05 * HEAD_SIZE * text_width(words) + 16
    bottom = HEADS + tallest
    spots["equation"] = (2, bottom + 32, 1)
    size = round(max(x + 48, end, 980.0)), round(bottom + 12 + LINE * LINES)
    return Places(sides, size, spots, *_narrow(sizes, sides, heads))


def _sides(sides: Sides) -> tuple[float, float, float]:
    return sides.x, sides.k, sides.y


def _tall(sizes: Sizes, name: str, across: int, sides: Sides) -> float:
    stack = sizes.stacks[name]
    tall: float = stack.lines(across) * (LABEL + stack.rows * getattr(sides, KINDS[name]))
    return tall


def _broad(sizes: Sizes, name: str, across: int, sides: Sides) -> float:
    stack = sizes.stacks[name]
    count = stack.across(across)
    between = (count - 1) * BESIDE + count * (stack.slices - 1) * SLICE
    broad: float = count * stack.wide * getattr(sides, KINDS[name]) + between
    return broad


def _stacked(
    sizes: Sizes, name: str, across: int, side: float, label: float = LABEL
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Corners of the parts of a stack against the corner of its first one."""
    stack = sizes.stacks[name]
    count = stack.across(across)
    one = stack.wide * side + (stack.slices - 1) * SLICE
    for placed, item, slice_ in parts(name, sizes):
        line, place = divmod(item, count)
        x = place * (one + BESIDE) + slice_ * (stack.columns * side + SLICE)
        yield placed, (x, line * (label + stack.rows * side))


def _narrow(
    sizes: Sizes, sides: Sides, heads: Mapping[str, str]
) -> tuple[tuple[float, float], Placed]:
    """The stacks below each other, each with its maps in as few lines as can be read."""
    spots: Placed = {}
    y = 0.0
    for name in ORDER:
        stack, drawn = sizes.stacks[name], getattr(sides, KINDS[name])
        if name in heads:
            spots[f"head {name}"] = (3, y + 18, 1)
            y += 22
        for across in range(stack.maps, 0, -1):
            rest = (across - 1) * BESIDE + across * (stack.slices - 1) * SLICE
            cell = min(NARROW_LARGEST, (NARROW - 6 - rest) / (across * stack.wide))
            if cell >= NARROW_LEAST or across == 1:
                break
        cell = max(2.0, cell)
        scale = cell / drawn
        label = LABEL * max(1.0, scale)
        for placed, at in _stacked(sizes, name, across, cell, label):
            spots[placed] = (3 + at[0], y + label + at[1], scale)
        y += stack.lines(across) * (label + stack.rows * cell) + 10
    return (NARROW, round(y)), spots


def present(sizes: Sizes, sides: Sides, heads: Mapping[str, str]) -> dict[str, Shown]:
    """The same from left to right on the board."""
    room = board.WIDTH, board.HEIGHT - BOARD_HEAD
    across = fitting(sizes, *room, board.LARGEST, (BOARD_LABEL, 50.0, 18.0)).across

    def stack(name: str, tile: Tile, air: float) -> Box:
        made, drawn = sizes.stacks[name], getattr(sides, KINDS[name])
        count = made.across(across[name])
        maps = [
            boxes.beside(
                *(
                    _close(
                        tensors.grid(part(name, item, slice_), made.rows, made.columns, drawn, tile)
                    )
                    for slice_ in range(made.slices)
                ),
                gap=2 + 6 * air,
            )
            for item in range(made.maps)
        ]
        lines = [maps[n : n + count] for n in range(0, len(maps), count)]
        return boxes.above(*(boxes.beside(*line, gap=6 + 8 * air) for line in lines), gap=2 * air)

    def all_of(shown: Tiles, air: float) -> Box:
        """The stacks alone, where the words over them would make the digits too small."""
        tiles = {"x": shown.x, "k": shown.k, "y": shown.y}
        row: list[Box] = []
        for name in ORDER:
            if name in SIGNS:
                row.append(boxes.centred(SIGNS[name], 20 + 8 * air, 24, SIGN))
            tile = shown.p if name == "f" else tiles[KINDS[name]]
            row.append(stack(name, tile, air))
        row.append(boxes.centred("star2", 46, 24, SIGN))
        return boxes.beside(*row)

    def under_heads(shown: Tiles, air: float) -> Box:
        row = all_of(shown, air)
        spots, end = dict(row.moved(0.0, BOARD_HEAD)), 0.0
        for name, words in heads.items():
            first = max(end, spots[part(name, 0, 0)].x)
            spots |= board.line(f"head {name}", words, HEAD_SIZE).moved(first, 0.0)
            end = first + 1.05 * board.TEXT * text_width(words) + 24
        return Box(max(row.width, end), row.height + BOARD_HEAD, row.axis, spots)

    return board.fit(sizes.lengths, under_heads, all_of)


def _close(box: Box) -> Box:
    """The same box without the room over its name, which has no accents."""
    spots = {name: spot._replace(y=spot.y - SPARE) for name, spot in box.spots.items()}
    return Box(box.width, box.height - SPARE, box.axis - SPARE, spots)
