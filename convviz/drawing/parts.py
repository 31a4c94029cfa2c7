"""What several scenes share: the walk, the values, and the parts that are drawn."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from convviz.core.convolution import CONVOLUTION
from convviz.drawing import svg
from convviz.drawing.board import PIXEL
from convviz.drawing.picture import Seen, Shape, slot_name
from convviz.drawing.primitives import bitmap, grid, lit, subscript, tile
from convviz.drawing.strokes import arrow, outline, pin
from convviz.drawing.style import text_width
from convviz.drawing.svg import Element
from convviz.drawing.texts import label, text
from convviz.drawing.values import PRODUCTS
from convviz.words import say

NAMED, NOTE = 45.0, 15.0  # room for the name of a grid; size of the note beside it
BETWEEN = 18.0  # two chips on a phone, for the sign

# What most scenes are of; one of another operation has its own.
tensors, steps_of = CONVOLUTION.tensors, CONVOLUTION.steps


def order(shape: Shape) -> list[tuple[int, int, int]]:
    """Output positions (o, i, j): one output channel after another."""
    return list(np.ndindex(shape.output))


def stops(shape: Shape) -> dict[str, list[int]]:
    """Phases at which each granularity stops.

    Product (c, u, v) is phase c·k_h·k_w + u·k_w + v + 1. The partial sum of a channel comes with
    its last product. The total, with the bias and the output cell, is a phase of its own.
    """
    end = shape.end
    return {
        "product": [*range(1, end + 1)],
        "channel": [*range(shape.terms, end, shape.terms), end],
        "window": [end],
    }


def input_channel(
    shape: Shape,
    c: int,
    side: float,
    goto: Sequence[int] | None = None,
    notes: Mapping[int, list[Element]] | None = None,
    *,
    noted: bool = True,
) -> list[Element]:
    """X_c with its padding, and the pin of the window.

    goto: the position that a click on each cell, padding included, leads to, if any; notes: what
    stands in a cell beside its number; noted: whether it says what it is where there is room.
    """
    height, width = shape.padded
    tiles = [
        tile(
            name.replace("*", str(c)),
            *(index % width * side, index // width * side, side),
            kind="pad" if name.startswith("pad") else "",
            born=goto[index] if goto else None,
            notes=notes[index] if notes else (),
            origin=origin and origin.replace("*", str(c)),
        )
        for index, (name, origin) in enumerate(zip(shape.sites(), shape.origins(), strict=True))
    ]
    note = say("input channel") if noted else ""
    return [
        label(f"X{subscript(c)}", f"c{c}", f"scale x {c}", side),
        *_remark(note, width * side),
        *grid(tiles, height, width, side, f"c{c}"),
        *of_group(shape, c, pin(f"window {c}", shape.reach[1] * side, shape.reach[0] * side)),
    ]


def _remark(note: str, width: float) -> list[Element]:
    """A note over the right end of a grid of a width, if there is room beside its name."""
    if not note or width < NAMED + NOTE * text_width(note):
        return []
    return [text(note, width, -10, NOTE, "note aside", "end")]


def of_group(shape: Shape, c: int, *elements: Element) -> list[Element]:
    """Show elements only while the output in work reads input channel c, where groups differ."""
    if shape.groups == 1:
        return list(elements)
    return [svg.group(elements, class_="only", data_output=readers(shape, c))]


def turn(shape: Shape, c: int, *, adds: bool = False) -> dict[str, object]:
    """Attributes of what is lit while channel c is in work; adds: and while sums are added."""
    first = c % (shape.c_in // shape.groups) * shape.terms + 1
    ends = first, first + shape.terms - 1, *((shape.end, shape.end) if adds else ())
    only = {} if shape.groups == 1 else {"data_output": readers(shape, c)}
    return {"class_": f"c{c}", "data_turn": " ".join(map(str, ends)), **only}


def every_sum(shape: Shape) -> tuple[int, int]:
    """How many output numbers there are, and the phase of each."""
    return math.prod(shape.output), shape.end


def turn_of_sum(shape: Shape) -> dict[str, object]:
    """Attributes of what is lit while the sums are added."""
    return {"data_turn": f"{shape.end} {shape.end}"}


def lines(shape: Shape, wires: Iterable[Element]) -> list[Element]:
    """Lines from the sum of every channel to the plus, each lit when it is its turn."""
    turns = (lit(turn(shape, c, adds=True), wire) for c, wire in enumerate(wires))
    return [line for c, lines in enumerate(turns) for line in of_group(shape, c, *lines)]


def readers(shape: Shape, c: int) -> str:
    """Output channels that read input channel c, as an attribute says it."""
    return " ".join(map(str, shape.outputs(c)))


def kernel_slice(shape: Shape, o: int, c: int, side: float, name: str) -> list[Element]:
    """Slice of kernel o that reads input channel c; its weights are current one after another."""
    within = shape.inputs(o).index(c)  # a kernel counts the channels of its own group
    first = within * shape.terms + 1
    tiles = [
        tile(
            slot_name("k", (o, within, u, v)),
            *(v * side, u * side, side),
            phase=first + index,
            output=o,
            kind="factor",
        )
        for index, (u, v) in enumerate(np.ndindex(*shape.kernel))
    ]
    return [
        label(name, f"c{c}", f"scale k {o} {within}", side),
        *grid(tiles, *shape.kernel, side, f"c{c}"),
    ]


def product_grid(shape: Shape, c: int, side: float) -> list[Element]:
    """The products of channel c, each there from its phase on."""
    first = c * shape.terms + 1
    tiles = [
        tile(
            slot_name("p", (c, u, v)),
            *(v * side, u * side, side),
            phase=first + index,
            kind="late factor",
        )
        for index, (u, v) in enumerate(np.ndindex(*shape.kernel))
    ]
    return [
        label(say(PRODUCTS), f"c{c}", f"scale p {c}", side, every_sum(shape)),
        *grid(tiles, *shape.kernel, side, f"c{c}"),
    ]


def output_map(
    shape: Shape,
    o: int,
    side: float,
    name: str,
    note: str,
    births: Mapping[tuple[int, int, int], int],
    only: bool = True,
) -> list[Element]:
    """Y_o, filling cell by cell, and the pin of the cell in work.

    births: (o, i, j) -> the position that writes it; only: the pin is there only while o is the
    current output channel.
    """
    _, height, width = shape.output
    tiles = [
        tile(
            slot_name("y", (o, i, j)),
            *(j * side, i * side, side),
            phase=shape.end,
            born=births[o, i, j],
            kind="late",
        )
        for i, j in np.ndindex(height, width)
    ]
    cursor = pin(f"cursor {o}", side, side)
    if only:
        cursor = svg.group([cursor], class_="only", data_output=o)
    return [
        label(name, "", f"scale y {o}", side, every_sum(shape)),
        *_remark(note, width * side),
        *grid(tiles, height, width, side, ""),
        cursor,
    ]


def bias_cell(o: int, side: float, phase: int) -> list[Element]:
    """b[o] with its outline."""
    return grid([tile(f"b {o}", 0, 0, side, phase=phase, output=o)], 1, 1, side, "")


def named_bias(o: int, side: float, phase: int) -> list[Element]:
    """b[o] with its name over it."""
    name = text(f"b{subscript(o)}", side / 2, -7, 15, "note name", "middle")
    return [name, *bias_cell(o, side, phase)]


def plus() -> list[Element]:
    """The "+" in which the partial sums meet, centred on its own origin."""
    return [svg.circle(0, 0, 15, class_="knob"), text("+", 0, 9, 26, "plus", "middle")]


def sigma() -> list[Element]:
    """The arrow from a grid to its sum."""
    return [text("Σ", 20, -12, 20, "sign", "middle"), *arrow(0, 0, 44)]


def maps(shape: Shape, seen: Seen, part: Callable[..., Element]) -> list[Element]:
    """Small maps of the input channels, and outlines that say where window and output cell are."""
    elements = []
    if seen.x:
        rows, columns = shape.padded
        for c in range(shape.c_in):
            first = c % (shape.c_in // shape.groups) * shape.terms + 1
            small = bitmap(f"small x {c}", columns * PIXEL, rows * PIXEL)
            turn = {"data_row": first, "data_only": readers(shape, c)}
            elements.append(part(f"small X{c}", small, **turn))
        window = pin("where x", shape.reach[1] * PIXEL, shape.reach[0] * PIXEL)
        elements.append(part("where x", outline(0, 0, columns * PIXEL, rows * PIXEL, ""), window))
    if seen.y:
        _, rows, columns = shape.output
        whole = outline(0, 0, columns * PIXEL, rows * PIXEL, "")
        elements.append(part("where y", whole, pin("where y", PIXEL, PIXEL)))
    return elements


def sign_before(mark: str, width: float, middle: float = 0) -> list[Element]:
    """Write what is done with a chip of this width; a phone has no lines between chips."""
    return [text(mark, -width / 2 - 12, middle + 7, 20, "sign phone", "middle")] if mark else []
