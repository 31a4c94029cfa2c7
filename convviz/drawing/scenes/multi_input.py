"""Scene *multi_input*: a row for every input channel, one sum over all of them.

X_c ⋆ K_c = products, Σ, partial sum; the partial sums meet in one "+" with the bias; then the
total; then the output cell. The equation stands under it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.step import Step
from convviz.drawing import board, equation, parts, svg, values
from convviz.drawing.parts import order, steps_of, stops, tensors
from convviz.drawing.picture import Layout, Shape, Sides, State, cell_value, slot_name
from convviz.drawing.primitives import chip, on_board, on_wide, placer, subscript
from convviz.drawing.scenes import multi_input_board
from convviz.drawing.scenes import multi_input_places as places
from convviz.drawing.strokes import arrow
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation as equation_line
from convviz.drawing.texts import text
from convviz.drawing.values import base, limits
from convviz.words import kept, say

__all__ = [
    "base",
    "check",
    "layout",
    "limits",
    "order",
    "states",
    "steps_of",
    "stops",
    "tensors",
]


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless the scene can show the experiment: one output channel."""
    if experiment.c_out != 1:
        raise ExperimentError(
            "Scene multi_input shows one output channel, this experiment has {c_out}: "
            "keep one of its kernels, e.g. weight[:1] and bias[:1].",
            c_out=experiment.c_out,
        )


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: products, sums, pins and the equation."""
    shape = Shape.of(experiment)
    placed = layout(shape)
    lines = equation.equations(steps, placed.size[0] - 8, places.equation_lines(shape))
    return row_states(shape, steps, ends, placed.sides, lines)


def row_states(
    shape: Shape,
    steps: Sequence[Step],
    ends: Mapping[str, float],
    sides: Sides,
    lines: Sequence[Mapping[str, object]],
) -> Iterator[State]:
    """State of every position of a scene made of `row_parts`; lines: their equations."""
    products = [slot_name("p", index) for index in np.ndindex(shape.c_in, *shape.kernel)]
    for step, line in zip(steps, lines, strict=True):
        numbers = zip(products, step.products.ravel().tolist(), strict=True)
        yield {
            **{name: cell_value(value, ends[values.PRODUCTS], sides.k) for name, value in numbers},
            **values.sum_values(step, ends[values.SUMS]),
            **values.pins(step, shape, sides),
            "equation": line,
        }


@kept(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    sides = places.sides_of(shape)
    wide, narrow = places.wide(shape), places.narrow(shape, sides)
    present = multi_input_board.present(shape, sides)
    sides = replace(sides, seen=board.seen(present))
    part = placer(wide.places, narrow.places, present)
    wires = (
        board.wires(spots, shape.c_in, places.CHIP[0], places.KNOB)
        for spots in (wide.spots, present)
    )
    to_plus, to_plus_on_board = (parts.lines(shape, each) for each in wires)
    elements = [
        on_wide(*to_plus),
        on_board(*to_plus_on_board),
        *row_parts(shape, sides, part, lined="plus" not in present),
        part("equation", equation_line()),
    ]
    return Layout(svg.source(elements), wide.size, narrow.size, sides)


def row_parts(
    shape: Shape,
    sides: Sides,
    part: Callable[..., Element],
    notes: Mapping[int, list[Element]] | None = None,
    *,
    around: Sequence[Element] = (),
    lined: bool = False,
) -> list[Element]:
    """Draw X_c ⋆ K_c = products, Σ, partial sum for every channel, then "+" with b, total and Y.

    part: puts a named part at its place, see `placer`; notes: further elements of cells of X, see
    `parts.input_channel`; around: what else is drawn at the inputs; lined: the board has the sums
    in lines, with signs between them.
    """
    elements: list[Element] = []
    signed = {"class_": "lined"} if lined else {}
    for c in range(shape.c_in):
        first = c * shape.terms + 1
        row = {"data_row": first, **parts.turn(shape, c)}
        tag = subscript(c)
        sum_chip = chip(f"sum {c}", *places.CHIP, f"c{c} late", first + shape.terms - 1, data_sum=c)
        elements += [
            part(
                f"X{c}",
                *parts.input_channel(shape, c, sides.x, notes=notes),
                *around,
                view="x line",
                **row,
            ),
            part(f"star{c}", text("⋆", 0, 9, 27, "sign", "middle"), **row),
            part(f"K{c}", *parts.kernel_slice(shape, 0, c, sides.k, f"K{tag}"), view="k", **row),
            part(f"equals{c}", text("=", 0, 9, 27, "sign", "middle"), **row),
            part(f"P{c}", *parts.product_grid(shape, c, sides.k), view="k", **row),
            part(f"sigma{c}", *parts.sigma(), **row),
            part(
                f"sum{c}",
                sum_chip,
                *parts.sign_before("+" if c else "", places.CHIP[0]),
                **signed,
            ),
        ]
    births = {index: born for born, index in enumerate(order(shape))}
    added = parts.turn_of_sum(shape)
    total = chip("total", *places.TOTAL, "result late", shape.end, data_total="")
    return [
        *elements,
        part("plus", *parts.plus(), svg.line(0, 16, 0, 40, class_="wire"), **added),
        part("bias", *_bias(shape.end), **signed),
        part("total", total, *parts.sign_before("=", places.TOTAL[0]), **signed),
        part("arrow", *arrow(0, 0, 58), **added),
        part("Y", *parts.output_map(shape, 0, sides.y, "Y", say("output"), births), view="y"),
        *parts.maps(shape, sides.seen, part),
    ]


def _bias(end: int) -> list[Element]:
    side = places.BIAS
    cell = svg.group(parts.bias_cell(0, side, end), transform=f"translate({-side / 2:g},0)")
    name = text("b", side / 2 + 8, side / 2 + 7, 19, "label")
    return [cell, name, *parts.sign_before("+", side, side / 2)]
