"""Scene *separable*: a convolution, then a 1×1 one; beside both, the one kernel that does the same.

The first positions write the maps of the first step, number by number: phase 1 shows the products,
phase 2 their sum. Then, one output after another: a position for each slice of the single kernel,
phase 1 saying what it is made of, phase 2 its weights; and one for each output number, phase 1 by
the 1×1 mix of the maps, phase 2 by the single kernel.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from convviz.core.conv import pad
from convviz.core.separable import Separable
from convviz.core.step import steps
from convviz.drawing import style, svg
from convviz.drawing.equation import laid
from convviz.drawing.picture import Layout, Lengths, Shape, State, cell_value, slot_name
from convviz.drawing.primitives import grid, placer, subscript, tile
from convviz.drawing.scenes.separable_formula import (
    FIRST,
    OUTPUT,
    SLICE,
    Position,
    formula,
    sign,
)
from convviz.drawing.scenes.separable_marks import covered, marks, slots
from convviz.drawing.scenes.separable_places import (
    HEAD_SIZE,
    KINDS,
    LINES,
    ORDER,
    Places,
    Sizes,
    part,
    parts,
    places,
    present,
)
from convviz.drawing.strokes import late_pin
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation, label, said, text
from convviz.formats import numerals
from convviz.words import kept, say, term

STOPS: Mapping[str, list[int]] = {"channel": [1, 2], "window": [2]}
READABLE = 15.0  # side of a tile; in smaller ones the numbers are left out
MIXED = term("maps and outputs")
KERNELS = term("kernels")


def sizes_of(made: Separable) -> Sizes:
    """What the layout depends on."""
    tensors = (
        made.experiment.x,
        np.concatenate([w.ravel() for w in (made.experiment.weight, made.mix, made.single.weight)]),
        made.first,
        made.twice,
    )
    x, k, p, y = (
        max(len(numerals.brief(value)) for value in np.unique(each).tolist()) for each in tensors
    )
    return Sizes(Shape.of(made.experiment), len(made.mix), Lengths(x, k, p, y, 1))


def positions(made: Separable) -> list[Position]:
    """What is written one after another."""
    outputs, height, width = made.twice.shape
    listed = [Position(FIRST, index) for index in np.ndindex(*made.first.shape)]
    for o in range(outputs):
        listed += [Position(SLICE, (o, c)) for c in range(made.experiment.c_in)]
        listed += [Position(OUTPUT, (o, *place)) for place in np.ndindex(height, width)]
    return listed


def written(made: Separable) -> list[str]:
    """Name of the cell that each position writes; of a slice, its first one."""
    names = {FIRST: "first", SLICE: "e", OUTPUT: "y"}
    return [
        slot_name(names[kind], index + (0, 0) * (kind == SLICE)) for kind, index in positions(made)
    ]


def labels(made: Separable) -> list[str]:
    """What each position is called."""
    names = {FIRST: "D", SLICE: "K", OUTPUT: "Y"}
    return [f"{names[kind]}[{', '.join(map(str, index))}]" for kind, index in positions(made)]


def limits(made: Separable) -> dict[str, float]:
    """Ends of the colour scales; what is added shares one."""
    return {
        "X": style.limit(made.experiment.x),
        KERNELS: style.limit(made.experiment.weight, made.mix, made.single.weight),
        MIXED: style.limit(made.first, made.twice, made.once),
    }


def base(made: Separable) -> State:
    """What stays from step to step: all numbers, and what the colours reach from and to."""
    sizes, ends, e = sizes_of(made), limits(made), made.experiment
    sides = places(sizes, heads(sizes)).sides
    state: dict[str, object] = {}

    def put(tensor: str, values: np.ndarray, end: float, side: float) -> None:
        for index, value in np.ndenumerate(values):
            state[slot_name(tensor, index)] = cell_value(float(value), end, side)

    for c, channel in enumerate(pad(e.x, e.pads, e.padding_mode)):
        for site, value in zip(sizes.shape.sites(), channel.ravel().tolist(), strict=True):
            state[site.replace("*", str(c))] = cell_value(value, ends["X"], sides.x)
    put("k", e.weight, ends[KERNELS], sides.k)
    put("mix", made.mix, ends[KERNELS], sides.k)
    put("e", made.single.weight, ends[KERNELS], sides.k)
    put("first", made.first, ends[MIXED], sides.y)
    put("y", made.twice, ends[MIXED], sides.y)
    put("once", made.once, ends[MIXED], sides.y)
    for stack in ORDER:
        name = {"x": "X", "k": KERNELS, "y": MIXED}[KINDS[stack]]
        for each, _, slice_ in parts(stack, sizes):
            if not slice_:
                state[f"scale {each}"] = style.scale(say(name), ends[name])
    return state


def states(made: Separable) -> Iterator[State]:
    """What each position shows beside the base."""
    sizes = sizes_of(made)
    placed = places(sizes, heads(sizes))
    firsts = {step.position: step for step in steps(made.experiment)}
    lines = laid(
        [formula(made, position, firsts) for position in positions(made)],
        placed.size[0] - 8,
        LINES,
    )
    nothing: dict[str, object] = dict.fromkeys(slots(sizes))
    for position, line in zip(positions(made), lines, strict=True):
        pins = {
            slot: [length * placed.side(slot.split()[1]) for length in cells]
            for slot, cells in covered(made, sizes.shape, position).items()
        }
        stands = sign(made, position.place) if position.kind == OUTPUT else None
        yield {**nothing, **pins, "equation": line, "sign": stands}


class Read(NamedTuple):
    """What a position reads of the padded input: names of cells, and in which phases."""

    cells: tuple[str, ...] = ()
    phases: tuple[int, ...] = ()


def reads(made: Separable) -> list[Read]:
    """What each position reads: a number of a map its window, the single kernel all channels."""
    read: dict[tuple[object, ...], Read] = {
        (kind, *step.position): Read(step.reads, phases)
        for kind, each, phases in (
            (FIRST, made.experiment, (1, 2)),
            (OUTPUT, made.single, (2,)),
        )
        for step in steps(each)
    }
    return [read.get((kind, *index), Read()) for kind, index in positions(made)]


@kept(maxsize=64)
def layout(sizes: Sizes) -> Layout:
    """Place and name every element of the scene."""
    words = heads(sizes)
    placed = places(sizes, words)
    shown = present(sizes, placed.sides, words)
    put = placer(placed.spots, placed.narrow_spots, shown)
    elements: list[Element] = [
        *(put(f"head {n}", text(w, 0, 0, HEAD_SIZE, "note shape")) for n, w in words.items()),
        put("star1", _between("⋆")),
        put("equals1", _between("=")),
        put("arrow", _between("→")),
        put("equals2", _between("=")),
        put("sign", _late_said("sign")),
        put("equals3", _between("=")),
        put("star2", text("⋆ X", 0, 9, 27, "sign")),
    ]
    for stack in ORDER:
        legible = shown[part(stack, 0, 0)].high * style.FILLED >= style.LEAST
        mute = {} if legible else {"class_": "mute"}  # its colours say it
        for name, item, slice_ in parts(stack, sizes):
            elements.append(put(name, *_map(stack, item, slice_, sizes, placed), **mute))
    elements.append(put("equation", equation()))
    return Layout(svg.source(elements), placed.size, placed.narrow_size, placed.sides)


@kept(maxsize=64)
def heads(sizes: Sizes) -> Mapping[str, str]:
    """What stands over the stacks, by the first of them."""
    depthwise = sizes.shape.groups == sizes.shape.c_in > 1
    first = say("First: one slice a channel") if depthwise else say("First: the kernel in groups")
    return {"x": first, "p": say("Then: 1×1 mix"), "z": say("The one standard kernel")}


def _between(sign: str) -> Element:
    return text(sign, 0, 9, 27, "sign", "middle")


def _late_said(slot: str) -> Element:
    return said(slot, 27, 9, "sign late").having(text_anchor="middle", data_phase=2)


NAMES = {"x": "X", "d": "d", "f": "D", "y": "Y", "z": "Y", "e": "K"}


def _map(stack: str, item: int, slice_: int, sizes: Sizes, placed: Places) -> list[Element]:
    """Tiles of one slice under the name of its map, with the outlines that may lie on it."""
    made, side = sizes.stacks[stack], placed.side(stack)
    outputs, channels, places_of = sizes.outputs, sizes.shape.c_in, _counts(sizes)
    ink = f"c{item}" if stack == "x" else ""
    if stack in "de":
        shape = sizes.shape
        first = shape.inputs(item)[0] if stack == "d" else 0
        ink = f"c{first + slice_}"
    tiles = []
    for i, j in np.ndindex(made.rows, made.columns):
        born, phase, slot = None, None, False
        if stack == "x":
            name = sizes.shape.site(i, j).replace("*", str(item))
        elif stack == "d":
            name = slot_name("k", (item, slice_, i, j))
        elif stack == "p":
            name = slot_name("mix", (i, j))
        elif stack == "f":
            name, phase = slot_name("first", (item, i, j)), 2
            born = int(np.ravel_multi_index((item, i, j), sizes.shape.output))
        elif stack == "e":
            name, phase = slot_name("e", (item, slice_, i, j)), 2
            born = places_of.first + item * places_of.output + slice_
        else:
            tensor, phase = ("y", 1) if stack == "y" else ("once", 2)
            name, slot = slot_name(tensor, (item, i, j)), stack == "z"
            cell = i * made.columns + j
            born = places_of.first + item * places_of.output + channels + cell
        kind = "pad" if name.startswith("pad") else "late" if phase else ""
        kind += " strip" if side < READABLE else ""
        at = j * side, i * side
        tiles.append(tile(name, *at, side, phase=phase, born=born, kind=kind.strip(), slot=slot))
    elements = grid(tiles, made.rows, made.columns, side, ink)
    if not slice_:
        name = "p" if stack == "p" else f"{NAMES[stack]}{subscript(item)}"
        elements.insert(0, label(name, ink if stack == "x" else "", _scale(stack, item), side))
    pins = [late_pin(slot, phase) for slot, phase in marks(stack, item, slice_, outputs)]
    return [*elements, *pins]


class _Counts(NamedTuple):
    """Positions of the first step, and of each output."""

    first: int
    output: int


def _counts(sizes: Sizes) -> _Counts:
    maps, height, width = sizes.shape.output
    return _Counts(maps * height * width, sizes.shape.c_in + height * width)


def _scale(stack: str, item: int) -> str:
    return f"scale {part(stack, item, 0)}"
