"""Scene *two_kernels*: two kernels in a row above, the single kernel that they make below.

The first positions write the weights of the single kernel, one by one: phase 1 shows the ways from
a number of the input to the first output number, and their products; phase 2 adds them up. The
others write an output number: phase 1 by both kernels, phase 2 by the single one.
"""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from convviz.core.arguments import Pair
from convviz.core.operation import Cells
from convviz.core.two_kernels import TwoKernels
from convviz.drawing import board, style, svg
from convviz.drawing.equation import laid
from convviz.drawing.picture import Layout, Lengths, Seen, Sides, State, cell_value, slot_name
from convviz.drawing.primitives import grid, placer, tile
from convviz.drawing.scenes.two_kernels_formula import ENTRY, OUTPUT, formula, sign
from convviz.drawing.scenes.two_kernels_places import (
    HEAD_SIZE,
    LINES,
    NARROW,
    Places,
    Sizes,
    cropped,
    places,
    present,
)
from convviz.drawing.strokes import late_pin
from convviz.drawing.style import text_width
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation, label, said, text
from convviz.drawing.values import around
from convviz.formats import numerals
from convviz.words import kept, say, term

STOPS: Mapping[str, list[int]] = {"channel": [1, 2], "window": [2]}
SUMS = term("map between and outputs")
INK = {"K1": "c0", "K2": "c1", "H": "c0", "K": "c2", "X": "", "Y": "c1", "Z": "c2"}
NAMES = {
    "X": "X",
    "K1": "K₁",
    "H": term("X ⋆ K₁"),
    "K2": "K₂",
    "Y": "Y",
    "K": "K",
    "Z": "Y",
}
PINS = {"X": "window x", "K1": "window k 0", "K2": "window k 1", "H": "window h"}
USED = {**PINS, "K": "cursor e", "Y": "cursor y", "Z": "cursor once"}  # what is in use of a table


def sizes_of(two: TwoKernels) -> Sizes:
    """What the layout of two kernels depends on."""
    tensors = (
        two.x,
        np.concatenate([each.ravel() for each in (two.first, two.second, two.single)]),
        two.between,
        np.concatenate([two.twice.ravel(), two.once.ravel()]),
    )
    x, k, p, y = (
        max(len(numerals.brief(value)) for value in each.ravel().tolist()) for each in tensors
    )
    lengths = Lengths(x, k, p, y, 1)
    return Sizes(two.first.shape, two.second.shape, two.padding, lengths)


def positions(two: TwoKernels) -> list[tuple[str, Pair]]:
    """What is written one after another: the weights of the single kernel, then the output."""
    written = (ENTRY, two.single.shape), (OUTPUT, two.twice.shape)
    return [(kind, place) for kind, shape in written for place in np.ndindex(*shape)]


def limits(two: TwoKernels) -> dict[str, float]:
    """Ends of the colour scales; the map between and both outputs share one."""
    return {
        "X": style.limit(two.x),
        "K": style.limit(two.first, two.second, two.single),
        SUMS: style.limit(two.between, two.twice, two.once),
    }


def base(two: TwoKernels) -> State:
    """What stays from step to step: all numbers, the scales, where both outputs differ."""
    side, ends = places(sizes_of(two)).side, limits(two)
    state: dict[str, object] = {}
    for part, values, end in (
        ("X", two.padded, ends["X"]),
        ("K1", two.first, ends["K"]),
        ("K2", two.second, ends["K"]),
        ("H", two.padded_between, ends[SUMS]),
        ("K", two.single, ends["K"]),
        ("Y", two.twice, ends[SUMS]),
        ("Z", two.once, ends[SUMS]),
    ):
        name = "K" if part.startswith("K") else SUMS if end == ends[SUMS] else "X"
        state[f"scale {part}"] = style.scale(say(name), end)
        for place, value in np.ndenumerate(values):
            state[_cell(part, two.padding, values.shape, place)] = cell_value(value, end, side)
    for i, j in np.argwhere(two.differs).tolist():
        box = [j * side, i * side, side, side]
        state |= {f"differs {part} {i} {j}": box for part in "YZ"}
    return state


def states(two: TwoKernels) -> Iterator[State]:
    """What each position shows beside the base."""
    sizes = sizes_of(two)
    placed, seen = places(sizes), layout(sizes).sides.seen
    written = positions(two)
    lines = laid([formula(two, *each) for each in written], placed.size[0] - 8, LINES)
    for (kind, place), line in zip(written, lines, strict=True):
        boxes = _entry_boxes(two, place) if kind == ENTRY else _output_boxes(two, place)
        pins = {
            name: [length * placed.side for length in box] if (box := boxes.get(name)) else None
            for name in (*PINS.values(), "cursor e", "cursor y", "cursor once")
        }
        views = _views(sizes, seen, boxes)
        yield {
            **pins,
            **views,
            "equation": line,
            "sign": sign(two, place) if kind == OUTPUT else None,
        }


def steps_of(two: TwoKernels) -> list[Cells]:
    """What each position reads of the padded input, and what it writes."""
    shape, (k_h, k_w) = two.padded.shape, two.single.shape
    found = []
    for kind, (i, j) in positions(two):
        part, read = "Y", [(i + u, j + v) for u, v in np.ndindex(k_h, k_w)]
        if kind == ENTRY:
            part, read = "K", [(i, j)]
        reads = tuple(_cell("X", two.padding, shape, place) for place in read)
        found.append(Cells(reads, writes=(_cell(part, two.padding, shape, (i, j)),)))
    return found


@kept(maxsize=64)
def layout(sizes: Sizes) -> Layout:
    """Place and name every element of the scene."""
    placed = places(sizes)
    words = said_of(sizes)
    spots = present(sizes, placed.side, words)
    narrow = dict(placed.narrow_spots)
    for name, said_ in zip(("up", "low"), words, strict=True):
        x, y, scale = narrow[name]
        narrow[name] = (x, y, min(scale, (NARROW - x) / (1.1 * text_width(said_) * HEAD_SIZE)))
    part = placer(placed.spots, narrow, spots)
    elements: list[Element] = [
        part("up", text(words[0], 0, 0, HEAD_SIZE, "note shape")),
        part("low", text(words[1], 0, 0, HEAD_SIZE, "note shape")),
        *(part(f"star{n}", text("⋆", 0, 9, 27, "sign", "middle")) for n in (1, 2, 3)),
        *(part(f"equals{n}", text("=", 0, 9, 27, "sign", "middle")) for n in (1, 2, 3)),
        *(part(name, *_table(name, sizes, placed), view=name) for name in sizes.tables),
        part("sign", _late_said("sign")),
        part("equation", equation()),
    ]
    side = placed.side
    return Layout(
        svg.source(elements),
        placed.size,
        placed.narrow_size,
        Sides(side, side, side, seen=board.seen(spots)),
    )


def said_of(sizes: Sizes) -> tuple[str, str]:
    """What stands over each lane."""
    (k_h, k_w), (l_h, l_w), (rows, columns) = sizes.first, sizes.second, sizes.single
    both = {"k_h": k_h, "k_w": k_w, "l_h": l_h, "l_w": l_w, "rows": rows, "columns": columns}
    if (k_h, l_h) == (k_w, l_w):
        low = say("The single one: {k_h} + {l_h} − 1 = {rows} rows and columns", **both)
    else:
        low = say(
            "The single one: {k_h} + {l_h} − 1 = {rows} rows, "
            "{k_w} + {l_w} − 1 = {columns} columns",
            **both,
        )
    if sizes.padding:
        up = say("One after the other: zeros around X, and again around the map between")
    else:
        up = say("One after the other")
    return up, low


def _cell(part: str, padding: int, shape: tuple[int, ...], place: tuple[int, ...]) -> str:
    """Name of the cell at a place of a table, its padding included."""
    around = {"X": 2 * padding, "H": padding}.get(part, 0)
    i, j = (index - around for index in place)
    inside = 0 <= i < shape[0] - 2 * around and 0 <= j < shape[1] - 2 * around
    if not inside:
        return slot_name("pad", (0 if part == "X" else 1, *place))
    tensors = {"X": ("x", 0), "K1": ("k", 0, 0), "K2": ("k", 1, 0), "H": ("map", 1)}
    tensors |= {"K": ("e", 0), "Y": ("y", 0), "Z": ("once", 0)}
    tensor, *index = tensors[part]
    return slot_name(str(tensor), (*map(int, index), i, j))


def _table(part: str, sizes: Sizes, placed: Places) -> list[Element]:
    """Tiles of one table under its name, with the outlines that may lie on it."""
    side, (rows, columns) = placed.side, sizes.tables[part]
    entries = int(np.prod(sizes.single))
    tiles = []
    marks: list[Element] = []
    for index, place in enumerate(np.ndindex(rows, columns)):
        name = _cell(part, sizes.padding, (rows, columns), place)
        born, phase = None, None
        if part == "K":
            born, phase = index, 2
        elif part in "YZ":
            born, phase = entries + index, "YZ".index(part) + 1
        elif name.startswith("map"):  # it is there when the first output number needs it
            first = (max(0, at - k + 1) for at, k in zip(place, sizes.second, strict=True))
            born, phase = entries + int(np.ravel_multi_index([*first], sizes.output)), 1
        kind = "pad" if name.startswith("pad") else "late" if phase else ""
        at = place[1] * side, place[0] * side
        tiles.append(tile(name, *at, side, phase=phase, born=born, kind=kind, slot=part == "Z"))
        if part in "YZ":
            marks.append(_mark(f"differs {part} {place[0]} {place[1]}", born))
    pins = [late_pin(PINS[part], 1)] if part in PINS else []
    # All kernels share one scale, with the single one.
    after = None if part == "X" else (entries + math.prod(sizes.output), 2)
    if part in ("K", "Y", "Z"):
        slot, phase = {"K": ("cursor e", 1), "Y": ("cursor y", 1), "Z": ("cursor once", 2)}[part]
        pins.append(late_pin(slot, phase))
    return [
        label(say(NAMES[part]), INK[part], f"scale {part}", side, after),
        *grid(tiles, rows, columns, side, INK[part]),
        *marks,
        *pins,
    ]


def _mark(slot: str, born: int | None) -> Element:
    """Outline of a cell in which both outputs differ, there once both are."""
    box = svg.rect(0, 0, 0, 0, rx=5, class_="tap differs", fill="none")
    return svg.group([box], data_slot=slot, data_phase=2, data_born=born, class_="late place")


def _late_said(slot: str) -> Element:
    return said(slot, 27, 9, "sign late").having(text_anchor="middle", data_phase=2)


def _entry_boxes(two: TwoKernels, place: Pair) -> dict[str, list[int]]:
    """What a weight of the single kernel is made of, in cells."""
    ways = list(two.ways(*place))
    return {
        "window x": [place[1], place[0], 1, 1],
        "window k 0": _around([way.first for way in ways]),
        "window k 1": _around([way.second for way in ways]),
        "window h": _around([way.second for way in ways]),
        "cursor e": [place[1], place[0], 1, 1],
    }


def _output_boxes(two: TwoKernels, place: Pair) -> dict[str, list[int]]:
    """What an output number is made of, in cells."""
    (i, j), (k_h, k_w), (l_h, l_w) = place, two.single.shape, two.second.shape
    return {
        "window x": [j, i, k_w, k_h],
        "window h": [j, i, l_w, l_h],
        "cursor y": [j, i, 1, 1],
        "cursor once": [j, i, 1, 1],
    }


def _around(cells: list[Pair]) -> list[int]:
    """x, y, width and height of the box around cells (row, column)."""
    rows, columns = zip(*cells, strict=True)
    left, top = min(columns), min(rows)
    return [left, top, max(columns) - left + 1, max(rows) - top + 1]


def _views(sizes: Sizes, seen: Seen, boxes: Mapping[str, list[int]]) -> dict[str, object]:
    """First column and row that the board shows of every table that it can't show whole.

    Where nothing of a table is in use, it is shown from its first row and column.
    """
    views: dict[str, object] = {}
    for name, (rows, columns) in sizes.tables.items():
        if shown := cropped(sizes, seen, name):
            left, top, wide, high = boxes.get(USED[name], (0, 0, 1, 1))
            views[f"view {name}"] = [
                around(left, wide, shown[1], columns),
                around(top, high, shown[0], rows),
            ]
    return views
