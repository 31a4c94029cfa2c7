"""Scene *receptive_field*: the maps of a network, and what of each an output cell sees.

A position is an output cell. Its phases go back through the network: phase 1 is the cell itself,
each further one a map before, the last one the input. Every cell that is seen wears the number of
ways that lead from it to the output cell.
"""

from collections.abc import Iterator

import numpy as np

from convviz.core.arguments import Pair
from convviz.core.network import IntArray, Network
from convviz.drawing import style, svg
from convviz.drawing.equation import SIZES, Token
from convviz.drawing.picture import Layout, Sides, State, cell_value, slot_name
from convviz.drawing.primitives import copy, grid, placer, tile
from convviz.drawing.scenes.receptive_field_places import (
    CLOSE,
    WORDS,
    Places,
    close_up,
    places,
    present,
)
from convviz.drawing.strokes import arrow, late_pin, outline
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation, text, told_after
from convviz.words import kept, say, term

READABLE = 16.0  # side of a tile; in smaller ones the numbers are left out
RULE = term("1 + Σ d·(k − 1)·total stride = ")
# Of the input, of the output, of a map between.
_WAYS = (
    term("paths from a cell of the input"),
    term("paths from a cell of the output"),
    term("paths from a cell of map {number}"),
)
_TITLE = (term("Input ({size})"), term("Output ({size})"), term("Map {number} ({size})"))
_SEES = (
    term("it sees {size} of the input"),
    term("it sees {size} of the output"),
    term("it sees {size} of map {number}"),
)
TARGET = 24.0  # a picture is not made larger than a screen for tiles smaller than this


def stops(network: Network) -> dict[str, list[int]]:
    """Phases of a position at which each granularity stops: every map, or the whole."""
    end = network.last + 1
    return {"product": [*range(1, end + 1)], "window": [end]}


def cell_name(network: Network, number: int, row: int, column: int) -> str:
    """Name of the cell at a place of a map with its padding."""
    (height, width), (top, left) = network.sizes[number], network.padding(number)
    i, j = row - top, column - left
    if not (0 <= i < height and 0 <= j < width):
        return slot_name("pad", (number, row, column))
    return slot_name("y", (0, i, j)) if number == network.last else slot_name("map", (number, i, j))


def limits(network: Network) -> list[float]:
    """Ends of the colour scale of every map: the most ways that one of its cells has."""
    return [
        style.limit(*(network.paths(number, cell) for cell in network.cells))
        for number in range(network.last + 1)
    ]


def base(network: Network) -> State:
    """What stays from cell to cell: what the colours of every map reach from and to."""
    return {
        f"scale {number}": style.scale(_of(network, number, *_WAYS), end)
        for number, end in enumerate(limits(network))
    }


def states(network: Network) -> Iterator[State]:
    """What each output cell sees."""
    sides = places(network).sides
    ends = limits(network)
    size = _size(network)
    names = [
        [cell_name(network, number, *place) for place in np.ndindex(*network.padded(number))]
        for number in range(network.last + 1)
    ]
    for cell in network.cells:
        state: dict[str, object] = {"equation": {"size": size, "tokens": _formula(network, cell)}}
        for number, (side, end) in enumerate(zip(sides, ends, strict=True)):
            ways = network.padded_paths(number, cell)
            for named, count in zip(names[number], ways.ravel().tolist(), strict=True):
                shown = 0 if named.startswith("pad") else count
                state[named] = cell_value(shown, end, side) if count else None
            state[f"seen {number}"] = _box(ways, side)
        state["view map"] = [
            [network.last - number + 1, number, *_close(network, number, cell)]
            for number in reversed(range(network.last + 1))
        ]
        yield state


def _close(network: Network, number: int, cell: Pair) -> list[int]:
    """First column and row that the board shows of a map: what is seen is in the middle."""
    ways, starts = network.padded_paths(number, cell), []
    for axis, most in ((1, close_up(network)[1]), (0, close_up(network)[0])):
        found = np.flatnonzero(ways.any(axis=1 - axis)).tolist() or [0]
        middle = (found[0] + found[-1] + 1 - most) // 2
        starts.append(max(0, min(middle, ways.shape[axis] - most)))
    return starts


def uses(network: Network) -> dict[str, list[int]]:
    """The positions that see each cell of the maps before the last, by its name."""
    seen: dict[str, list[int]] = {}
    for position, cell in enumerate(network.cells):
        for number in range(network.last):
            for i, j in np.argwhere(network.paths(number, cell)).tolist():
                seen.setdefault(slot_name("map", (number, i, j)), []).append(position)
    return seen


@kept(maxsize=64)
def layout(network: Network) -> Layout:
    """Place and name every element of the scene, for one network."""
    placed = places(network)
    shown = present(network, placed.sides)
    part = placer(placed.spots, placed.narrow_spots, shown)
    elements = []
    for number in range(network.last + 1):
        legible = "close" not in shown
        mute = {} if legible else {"class_": "mute"}  # its colours say it
        elements += [
            part(f"name{number}", _name(network, number, placed)),
            part(
                f"map{number}",
                *_map(network, number, placed),
                **mute,
            ),
            part(f"note{number}", *_note(network, number)),
        ]
        if number:
            elements.append(part(f"layer{number}", *_layer(network, number)))
            elements.append(part(f"arrow{number}", *arrow(-WORDS / 2, 0, WORDS)))
    if "close" in shown:
        rows, columns = close_up(network)
        cells = [
            copy("view", row * columns + column, columns, column * CLOSE, row * CLOSE, CLOSE)
            for row, column in np.ndindex(rows, columns)
        ]
        elements.append(part("close", *cells, outline(0, 0, columns * CLOSE, rows * CLOSE, "")))
        for number in range(network.last + 1):
            height, width = network.sizes[number]
            title = _of(network, number, *_TITLE, size=f"{height}×{width}")
            name = text(title, 0, 0, 18, "label")
            elements.append(part(f"close {number}", name, data_row=network.last - number + 1))
    elements.append(part("equation", equation()))
    sides = Sides(placed.sides[0], min(placed.sides), placed.sides[-1])
    return Layout(svg.source(elements), placed.size, placed.narrow_size, sides)


def _of(
    network: Network, number: int, first: str, last: str, between: str, **values: object
) -> str:
    """Say a text of a map: there is one for the input, for the output and for those between."""
    message = {0: first, network.last: last}.get(number, between)
    return say(message, number=number, **values)


def _map(network: Network, number: int, placed: Places) -> list[Element]:
    side, phase = placed.sides[number], network.last - number + 1
    rows, columns = network.padded(number)
    tiles = []
    for row, column in np.ndindex(rows, columns):
        named = cell_name(network, number, row, column)
        padding = named.startswith("pad")
        born = network.cells.index(_place(named)) if named.startswith("y") else None
        kind = "late pad" if padding else "late unseen"
        kind += " strip" if side < READABLE else ""
        place = (column * side, row * side, side)
        tiles.append(tile(named, *place, phase=phase, born=born, kind=kind))
    return [*grid(tiles, rows, columns, side, ""), late_pin(f"seen {number}", phase)]


def _name(network: Network, number: int, placed: Places) -> Element:
    """Name of a map with its size, over its middle; on hover the ends of its colours."""
    _, columns = network.padded(number)
    height, width = network.sizes[number]
    title = _of(network, number, *_TITLE, size=f"{height}×{width}")
    name = svg.text(
        *(title, 18, columns * placed.sides[number] / 2, -10),
        class_="label",
        text_anchor="middle",
        data_slot=f"scale {number}",
    )
    return told_after(name, len(network.cells), network.last + 1)


def _place(named: str) -> Pair:
    _, _, i, j = named.split()
    return int(i), int(j)


def _note(network: Network, number: int) -> list[Element]:
    """What a cell of a map sees of the input, and how far on its neighbour looks; what it wears."""
    field = network.field(number)
    said = [
        say("a cell sees {size}", size=_by(field.size)),
        say("total stride {jump}", jump=_both(field.jump)),
    ]
    if not number:
        said = say("numbers: paths from\nhere to the output").split("\n")
    return [text(line, 0, 19 * n, 15, "note", "middle") for n, line in enumerate(said)]


def _layer(network: Network, number: int) -> list[Element]:
    """The settings of a layer, with room for the arrow between its maps."""
    layer, ink = network.layers[number - 1], f"ink{number - 1}"
    said = (
        say("{size} kernel", size=_by(layer.kernel_size)),
        say("stride {stride}", stride=_both(layer.stride)),
        say("padding {padding}", padding=_both(layer.padding)),
        say("dilation {dilation}", dilation=_both(layer.dilation)),
    )
    above, below = said[:2], said[2:]
    return [
        *(text(line, 0, -32 + 19 * n, 15, ink, "middle") for n, line in enumerate(above)),
        *(text(line, 0, 23 + 19 * n, 15, ink, "middle") for n, line in enumerate(below)),
    ]


def _by(pair: Pair) -> str:
    return f"{pair[0]}×{pair[1]}"


def _both(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else f"({pair[0]}, {pair[1]})"


def _box(ways: IntArray, side: float) -> list[float] | None:
    """Outline of what is seen of a map, if anything is."""
    rows, columns = (np.flatnonzero(ways.any(axis=axis)).tolist() for axis in (1, 0))
    if not rows:
        return None
    width, height = columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    return [length * side for length in (columns[0], rows[0], width, height)]


def _size(network: Network) -> int:
    """Size of the formula: the largest in which its longest line fits."""
    room = places(network).size[0]
    widest = max(
        sum(style.text_width(token.text) for token in _formula(network, cell) if not token.last)
        for cell in (network.cells[0], network.cells[-1])
    )
    return next((size for size in SIZES if widest * size <= room), SIZES[-1])


def _formula(network: Network, cell: Pair) -> list[Token]:
    """The receptive field with the numbers put in; before the input is reached, what is seen."""
    end = network.last + 1
    tokens = [Token(say("{cell}: ", cell=f"Y[{cell[0]},{cell[1]}]"), 0)]
    for number in reversed(range(1, network.last + 1)):
        phase = network.last - number + 1
        rows, columns = network.region(number, cell)[:2]
        told = _of(network, number, *_SEES, size=f"{len(rows)}×{len(columns)}")
        tokens.append(Token(told, phase, phase + 1))
    same = network.terms(0) == network.terms(1)
    for axis, letter in enumerate(("r",) if same else ("r_h", "r_w")):
        lead = ", " if axis else ""
        tokens.append(Token(f"{lead}{letter} = {'' if axis else say(RULE)}1", end))
        for number, (growth, jump) in enumerate(network.terms(axis)):
            tokens.append(Token(" + ", end))
            tokens.append(Token(f"{growth}·{jump}", end, 0, f"ink{number}", f"seen {number}"))
        tokens.append(Token(" = ", end))
        size = network.field(network.last).size[axis]
        tokens.append(Token(str(size), end, 0, "result", "seen 0"))
    (r_h, r_w), read = network.field(network.last).size, network.reads(cell)
    whole = f"{r_h}·{r_w} = {r_h * r_w}"
    told = say("; it reads {read} of {whole} cells", read=read, whole=whole)
    if read == r_h * r_w:
        told = say("; it reads all {whole} cells", whole=whole)
    return [*tokens, Token(told, end)]
