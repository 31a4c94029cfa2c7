"""Outlines of scene *separable*: which parts have them, from when on, what lies under them."""

from collections.abc import Iterator

from convviz.core.separable import Separable
from convviz.drawing.picture import Shape
from convviz.drawing.scenes.separable_formula import FIRST, SLICE, Position
from convviz.drawing.scenes.separable_places import ORDER, Sizes, parts


def marks(stack: str, item: int, slice_: int, outputs: int) -> list[tuple[str, int]]:
    """Outlines of a part, and from which phase on each is there."""
    here = f"{stack} {item} {slice_}"
    if stack == "p":
        return [(f"row p {o}", 1) for o in range(outputs)]
    phases = {"x": (1, 2), "d": (1,), "f": (1,), "y": (1,), "z": (2,), "e": (1, 2)}[stack]
    return [(f"pin{phase} {here}", phase) for phase in phases]


def slots(sizes: Sizes) -> Iterator[str]:
    """Names of all outlines."""
    for stack in ORDER:
        for _, item, slice_ in parts(stack, sizes):
            yield from (slot for slot, _ in marks(stack, item, slice_, sizes.outputs))


def covered(made: Separable, shape: Shape, position: Position) -> dict[str, list[int]]:
    """What lies under an outline, in cells: x, y, width and height."""
    kind, index = position
    k_h, k_w = shape.kernel
    whole = [0, 0, k_w, k_h]
    if kind == SLICE:
        o, c = index
        readers = made.readers(c)
        of_d = {f"pin1 d {m} {made.channels(m).index(c)}": whole for m in readers}
        mixed = {f"row p {o}": [readers[0], o, len(readers), 1]}
        return {**of_d, **mixed, f"pin1 e {o} {c}": whole}
    o, i, j = index
    window = [j * shape.stride[1], i * shape.stride[0], shape.reach[1], shape.reach[0]]
    cell = [j, i, 1, 1]
    if kind == FIRST:
        channels = made.channels(o)
        of_x = {f"pin1 x {c} 0": window for c in channels}
        of_d = {f"pin1 d {o} {slice_}": whole for slice_ in range(len(channels))}
        return {**of_x, **of_d, f"pin1 f {o} 0": cell}
    maps, every = range(shape.output[0]), range(shape.c_in)
    return {
        **{f"pin1 f {m} 0": cell for m in maps},
        f"row p {o}": [0, o, len(maps), 1],
        f"pin1 y {o} 0": cell,
        **{f"pin2 x {c} 0": window for c in every},
        **{f"pin2 e {o} {c}": whole for c in every},
        f"pin2 z {o} 0": cell,
    }
