"""Scene of any operation, drawn from its declaration alone: what it is given, makes and writes.

Its tensors stand beside each other, the channels of each above each other. Each phase of a position
makes a term, the last one puts them together and writes the result. An operation that is taught has
a scene of its own, which says more; this one needs nothing but the declaration.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from convviz.core.arguments import Array
from convviz.core.operation import Form, Operation, Tensor, Trace
from convviz.drawing import board, boxes, style, svg
from convviz.drawing.board import Tile
from convviz.drawing.boxes import Box
from convviz.drawing.equation import Token, laid
from convviz.drawing.picture import Layout, Sides, State, cell_value, slot_name
from convviz.drawing.primitives import Shown, grid, placer, subscript, tile
from convviz.drawing.svg import Element
from convviz.drawing.tensors import grid as grid_box
from convviz.drawing.texts import equation as equation_line
from convviz.drawing.texts import label, told_after
from convviz.formats import numerals
from convviz.words import kept, say, term

SIDE = 44.0  # of a tile on the wide stage
NARROW = 360.0
BESIDE, BELOW, LINE = 44.0, 18.0, 34.0
MADE = term("what is calculated")


class Part(NamedTuple):
    """A tensor as it is drawn; step: whether its numbers are those of the step alone."""

    name: str
    title: str
    shape: tuple[int, ...]
    step: bool = False


class Sizes(NamedTuple):
    """What the layout depends on.

    phases: from which phase on a cell that a step makes is there; births: which position writes a
    cell of the output; last: the phase of the results.
    """

    parts: tuple[Part, ...]
    phases: tuple[tuple[str, int], ...]
    births: tuple[tuple[str, int], ...]
    last: int


def last_phase(steps: Sequence[Trace]) -> int:
    """Phase of the results: one after the last term."""
    return max(len(step.terms) for step in steps) + 1


def stops(steps: Sequence[Trace]) -> dict[str, list[int]]:
    """Phases of a position at which each granularity stops: every term, or the whole."""
    end = last_phase(steps)
    return {"product": [*range(1, end + 1)], "window": [end]}


def sizes_of(
    tensors: Mapping[str, Tensor], values: Mapping[str, Array], steps: Sequence[Trace]
) -> Sizes:
    """Find what the layout depends on."""
    last = last_phase(steps)
    phases = {made: n for step in steps for n, (_, made) in enumerate(step.terms, 1)}
    phases |= {
        name: last for step in steps for name in step.partials if _tensor(name) not in values
    }
    reach: dict[str, tuple[int, ...]] = {}
    for name in phases:
        tensor, *index = name.split(" ")
        here = tuple(int(n) + 1 for n in index)
        reach[tensor] = tuple(map(max, here, reach.get(tensor, here)))
    written = {_tensor(name) for step in steps for name in step.writes}
    parts = [
        *(Part(name, _title(tensors[name]), array.shape) for name, array in values.items()),
        *(Part(name, _title(tensors[name]), shape, True) for name, shape in reach.items()),
    ]
    parts.sort(key=lambda part: (part.name in written, part.step))
    births = [(name, n) for n, step in enumerate(steps) for name in step.writes]
    return Sizes(tuple(parts), tuple(phases.items()), tuple(births), last)


def limits(values: Mapping[str, Array], steps: Sequence[Trace]) -> dict[str, float]:
    """Ends of the colour scales: one for each given tensor, one for all that is calculated."""
    made = [list(step.numbers.values()) for step in steps]
    written = {_tensor(name) for step in steps for name in step.writes}
    given = {name: style.limit(each) for name, each in values.items() if name not in written}
    return {**given, MADE: style.limit(*made)}


def base(sizes: Sizes, values: Mapping[str, Array], ends: Mapping[str, float]) -> State:
    """What stays from step to step: all numbers but those of the steps alone, and the scales."""
    state: dict[str, object] = {}
    for part in sizes.parts:
        name, end = say(MADE) if part.name not in ends else part.title, _end(ends, part.name)
        for index in _channels(part):
            state[slot_name(f"scale {part.name}", index)] = style.scale(name, end)
        if not part.step:
            for index, value in np.ndenumerate(values[part.name]):
                state[slot_name(part.name, index)] = cell_value(value, end, SIDE)
    return state


def states(
    sizes: Sizes,
    values: Mapping[str, Array],
    steps: Sequence[Trace],
    lines: Sequence[Mapping[str, object]],
    ends: Mapping[str, float],
) -> Iterator[State]:
    """What each position shows beside the base: the numbers that it makes, and its formula."""
    for step, line in zip(steps, lines, strict=True):
        numbers = {
            name: cell_value(step.numbers[name], _end(ends, _tensor(name)), SIDE)
            if name in step.numbers
            else None
            for name, _ in sizes.phases
        }
        yield {**numbers, "equation": line}


def formulas(
    operation: Operation[Any],
    form: Form,
    values: Mapping[str, Array],
    steps: Sequence[Trace],
    width: float,
) -> list[dict[str, object]]:
    """Write how every number comes about, all in one size."""
    given = {
        slot_name(name, index): float(number)
        for name, array in values.items()
        for index, number in np.ndenumerate(array)
    }
    last = last_phase(steps)
    return laid([list(_formula(operation, form, given, step, last)) for step in steps], width, 2)


def label_of(tensors: Mapping[str, Tensor], name: str) -> str:
    """What a cell is called in a formula: ``Y[0, 1]``."""
    tensor, *index = name.split(" ")
    return f"{tensors[tensor].letter}[{', '.join(index)}]"


@kept(maxsize=64)
def layout(sizes: Sizes) -> Layout:
    """Place and name every element of the scene."""
    wide = boxes.beside(*_columns(sizes, SIDE), gap=BESIDE)
    tall = boxes.above(*_columns(sizes, SIDE), gap=BELOW)
    scale = min(1.0, NARROW / tall.width)
    narrow = boxes.above(*_columns(sizes, SIDE * scale), gap=BELOW * scale)
    spots = {name: (spot.x + 2, spot.y, 1.0) for name, spot in wide.spots.items()}
    spots["equation"] = (2, wide.height + 26, 1)
    small = {name: (spot.x, spot.y, spot.scale) for name, spot in narrow.spots.items()}
    put = placer(spots, small, _on_board(sizes))
    elements = [
        put(_place(part, index), *_matrix(part, index, sizes))
        for part in sizes.parts
        for index in _channels(part)
    ]
    elements.append(put("equation", equation_line()))
    size = round(wide.width + 4), round(wide.height + 2 * LINE)
    return Layout(svg.source(elements), size, (NARROW, round(narrow.height)), Sides(*[SIDE] * 3))


def _formula(
    operation: Operation[Any], form: Form, given: Mapping[str, float], step: Trace, last: int
) -> Iterator[Token]:
    written = step.writes[0]
    total = step.numbers[written]
    yield Token(f"{label_of(operation.tensors, written)} = {form.before}", 0)
    yield Token("…", 0, 1)
    told = [total]
    shown = [(n, each) for n, each in enumerate(step.terms, 1) if each.made in step.numbers]
    for n, (factors, made) in shown:
        known = [given[name] for name in factors if name in given]
        # What a border holds is declared nowhere: its term is told by what it makes.
        numbers = known if len(known) == len(factors) else [step.numbers[made]]
        told += numbers
        yield Token(form.between if n > shown[0][0] else "", n)
        yield Token("·".join(map(_factor, numbers)), n, 0, "", n)
    for name in step.partials:
        if name in given:
            told.append(given[name])
            yield Token(f"{form.between}{_factor(given[name])}", last, 0, "", name)
    yield Token(form.after, 0)
    yield Token(numerals.equals(*told), last)
    yield Token(numerals.number(total), last, 0, "result", written)


def _factor(value: float) -> str:
    shown = numerals.number(value)
    return f"({shown})" if shown.startswith(numerals.MINUS) else shown


def _tensor(name: str) -> str:
    return name.split(" ")[0]


def _title(tensor: Tensor) -> str:
    return tensor.letter or (say(tensor.whole) if tensor.whole else "")


def _end(ends: Mapping[str, float], tensor: str) -> float:
    return ends.get(tensor, ends[MADE])


def _channels(part: Part) -> Iterable[tuple[int, ...]]:
    return np.ndindex(part.shape[:-2])


def _place(part: Part, index: tuple[int, ...]) -> str:
    return " ".join(("part", part.name, *map(str, index)))


def _rows(part: Part) -> tuple[int, int]:
    """Rows and columns of a channel; a vector stands upright."""
    rows, columns = (*part.shape, 1)[-2:] if len(part.shape) < 2 else part.shape[-2:]
    return rows, columns


def _columns(sizes: Sizes, side: float) -> list[Box]:
    return [
        boxes.above(
            *(
                grid_box(_place(part, index), *_rows(part), SIDE, Tile(side, side))
                for index in _channels(part)
            ),
            gap=BELOW * side / SIDE,
        )
        for part in sizes.parts
    ]


def _on_board(sizes: Sizes) -> Mapping[str, Shown]:
    """Tiles as large as all of it can stand on the board."""

    def drawn(side: float) -> Box:
        return boxes.beside(*_columns(sizes, side), gap=BESIDE)

    sides = np.arange(board.LARGEST, 4, -1).tolist()
    fitting = (side for side in sides if drawn(side).width <= board.WIDTH)
    box = drawn(next((side for side in fitting if drawn(side).height <= board.HEIGHT), sides[-1]))
    return box.moved((board.WIDTH - box.width) / 2, (board.HEIGHT - box.height) / 2)


def _matrix(part: Part, index: tuple[int, ...], sizes: Sizes) -> list[Element]:
    phases, births = dict(sizes.phases), dict(sizes.births)
    terms = {name for name, phase in sizes.phases if phase < sizes.last}
    rows, columns = _rows(part)
    tiles = []
    for row, column in np.ndindex(rows, columns):
        at = (*index, row, column) if len(part.shape) > 1 else (row,)
        name, place = slot_name(part.name, at), (column * SIDE, row * SIDE, SIDE)
        if name in births:
            made: Mapping[str, Any] = {"phase": sizes.last, "born": births[name], "kind": "late"}
        elif name in terms:
            made = {"phase": phases[name], "kind": "late factor"}
        elif part.step:
            made = {"phase": phases.get(name), "kind": "late"}
        else:
            made = {}
        tiles.append(tile(name, *place, **made))
    title = part.title + ",".join(subscript(n) for n in index)
    head = label(title, "", slot_name(f"scale {part.name}", index), SIDE)
    if part.step or any(_tensor(name) == part.name for name in births):
        head = told_after(head, len(sizes.births), sizes.last)
    return [head, *grid(tiles, rows, columns, SIDE, "")]
