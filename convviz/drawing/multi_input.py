"""Scene *multi_input*: a row for every input channel, one sum over all of them.

X_c ⋆ K_c = products, Σ, partial sum; the partial sums meet in one "+" with the bias; then the
total; then the output cell. The equation stands under it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import drawsvg
import numpy as np

from convviz import style
from convviz.conv import Step, pad
from convviz.drawing import arrangement, equation
from convviz.drawing.picture import Layout, Shape, State, cell_value, slot_name
from convviz.drawing.primitives import (
    Element,
    arrow,
    chip,
    grid,
    label,
    markup,
    pin,
    subscript,
    text,
    tile,
    wire,
)
from convviz.drawing.primitives import equation as equation_line
from convviz.experiment import Experiment, ExperimentError


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless the scene can show the experiment: one output channel."""
    if experiment.c_out != 1:
        raise ExperimentError(
            f"Scene multi_input shows one output channel, this experiment has {experiment.c_out}: "
            "keep one of its kernels, e.g. weight[:1] and bias[:1]."
        )


def stops(shape: Shape) -> dict[str, list[int]]:
    """Phases at which each granularity stops.

    Product (c, u, v) is phase c·k_h·k_w + u·k_w + v + 1. The partial sum of a channel comes with
    its last product. The total, with the bias and the output cell, is a phase of its own.
    """
    end = _end(shape)
    return {
        "product": [*range(1, end + 1)],
        "channel": [*range(shape.terms, end, shape.terms), end],
        "window": [end],
    }


def limits(experiment: Experiment, steps: Sequence[Step]) -> dict[str, float]:
    """Ends of the colour scales; partial sums, bias and output share one: they are added."""
    return {
        "X": style.limit(experiment.x),
        "K": style.limit(experiment.weight),
        "products": style.limit(*(step.products for step in steps)),
        "Y": style.limit(*(np.append(s.channel_sums, (s.bias, s.total)) for s in steps)),
    }


def base(experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]) -> State:
    """What stays from step to step: X with its padding, K, the bias, all of Y, the scales."""
    shape = Shape.of(experiment)
    padded = pad(experiment.x, experiment.pads, experiment.padding_mode)
    state: dict[str, object] = {
        name.replace("*", str(c)): cell_value(value, ends["X"])
        for c, channel in enumerate(padded)
        for name, value in zip(shape.sites(), channel.flat, strict=True)
    }
    for index, value in np.ndenumerate(experiment.weight):
        state[slot_name("k", index)] = cell_value(value, ends["K"])
    state["b 0"] = cell_value(experiment.bias[0], ends["Y"])
    for step in steps:
        state[slot_name("y", step.position)] = cell_value(step.total, ends["Y"])
    for c in range(shape.c_in):
        state[f"scale x {c}"] = style.scale("X", ends["X"])
        state[f"scale k {c}"] = style.scale("K", ends["K"])
        state[f"scale p {c}"] = style.scale("products", ends["products"])
    state["scale y"] = style.scale("partial sums, bias and output", ends["Y"])
    return state


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: products, sums, pins and the equation."""
    shape = Shape.of(experiment)
    placed = layout(shape)
    products = [slot_name("p", index) for index in np.ndindex(shape.c_in, *shape.kernel)]
    lines = equation.equations(steps, placed.size[0] - 8)
    for step, line in zip(steps, lines, strict=True):
        _, i, j = step.position
        state: dict[str, object] = {
            name: cell_value(value, ends["products"])
            for name, value in zip(products, step.products.ravel().tolist(), strict=True)
        }
        for c, partial in zip(step.channels, step.channel_sums.tolist(), strict=True):
            state[f"sum {c}"] = cell_value(partial, ends["Y"])
            state[f"window {c}"] = [step.cols[0] * placed.cell, step.rows[0] * placed.cell]
        state["total"] = cell_value(step.total, ends["Y"])
        state["cursor"] = [j * placed.cell, i * placed.cell]
        state["equation"] = line
        yield state


@lru_cache(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    wide = arrangement.wide(shape, equation.line_count(shape.c_in * shape.terms))
    narrow_size, narrow = arrangement.narrow(shape, wide.side)

    def part(name: str, *elements: Element, **attributes: object) -> Element:
        x, y, _ = wide.spots[name]
        phone = "translate({:g},{:g}) scale({:.3g})".format(*narrow[name]) if name in narrow else ""
        return drawsvg.Group(
            elements, transform=f"translate({x:g},{y:g})", data_narrow=phone, **attributes
        )

    end, side = _end(shape), wide.side
    wires = [wire(*ends, f"c{c}") for c, ends in enumerate(wide.wires)]
    parts = [drawsvg.Group(wires, data_narrow="")]
    for c in range(shape.c_in):
        first = c * shape.terms + 1
        row = {"data_row": first}
        parts += [
            part(f"X{c}", *_input(shape, c, side), **row),
            part(f"star{c}", text("⋆", 0, 9, 27, "sign", "middle"), **row),
            part(f"K{c}", *_kernel(shape, c, side, first), **row),
            part(f"equals{c}", text("=", 0, 9, 27, "sign", "middle"), **row),
            part(f"P{c}", *_products(shape, c, side, first), **row),
            part(f"sigma{c}", text("Σ", 20, -12, 20, "sign", "middle"), *arrow(0, 0, 44), **row),
            part(
                f"sum{c}",
                chip(
                    f"sum {c}", *arrangement.CHIP, f"c{c} late", first + shape.terms - 1, data_sum=c
                ),
            ),
        ]
    parts += [
        part("plus", *_plus()),
        part("bias", *_bias(end)),
        part("total", chip("total", *arrangement.TOTAL, "result late", end, data_total="")),
        part("arrow", *arrow(0, 0, 58)),
        part("Y", *_output(shape, side, end)),
        part("equation", equation_line()),
    ]
    return Layout(markup(parts), wide.size, narrow_size, side)


def _input(shape: Shape, c: int, side: float) -> list[Element]:
    height, width = shape.padded
    tiles = [
        tile(
            name.replace("*", str(c)),
            *(index % width * side, index // width * side, side),
            kind="pad" if name.startswith("pad") else "",
        )
        for index, name in enumerate(shape.sites())
    ]
    note = [text("input channel", width * side, -10, 15, "note", "end")]
    return [
        label(f"X{subscript(c)}", f"c{c}", f"scale x {c}"),
        *(note if width * side > 165 else []),
        *grid(tiles, height, width, side, f"c{c}"),
        pin(f"window {c}", shape.reach[1] * side, shape.reach[0] * side),
    ]


def _kernel(shape: Shape, c: int, side: float, first: int) -> list[Element]:
    tiles = [
        tile(slot_name("k", (0, c, u, v)), v * side, u * side, side, phase=first + index)
        for index, (u, v) in enumerate(np.ndindex(*shape.kernel))
    ]
    name = label(f"K{subscript(c)}", f"c{c}", f"scale k {c}")
    return [name, *grid(tiles, *shape.kernel, side, f"c{c}")]


def _products(shape: Shape, c: int, side: float, first: int) -> list[Element]:
    tiles = [
        tile(slot_name("p", (c, u, v)), v * side, u * side, side, phase=first + index, kind="late")
        for index, (u, v) in enumerate(np.ndindex(*shape.kernel))
    ]
    name = label("products", f"c{c}", f"scale p {c}")
    return [name, *grid(tiles, *shape.kernel, side, f"c{c}")]


def _output(shape: Shape, side: float, end: int) -> list[Element]:
    _, height, width = shape.output
    tiles = [
        tile(slot_name("y", (0, i, j)), j * side, i * side, side, phase=end, born=born, kind="late")
        for born, (i, j) in enumerate(np.ndindex(height, width))
    ]
    note = [text("output", width * side, -10, 15, "note", "end")]
    return [
        label("Y", "", "scale y"),
        *(note if width * side > 95 else []),
        *grid(tiles, height, width, side, ""),
        pin("cursor", side, side),
    ]


def _plus() -> list[Element]:
    return [
        drawsvg.Circle(0, 0, 15, class_="knob"),
        text("+", 0, 9, 26, "plus", "middle"),
        drawsvg.Line(0, 16, 0, 40, class_="wire"),
    ]


def _bias(end: int) -> list[Element]:
    side = arrangement.BIAS
    name = text("b", side / 2 + 8, side / 2 + 7, 19, "label")
    corner = drawsvg.Group(
        grid([tile("b 0", 0, 0, side, phase=end)], 1, 1, side, ""),
        transform=f"translate({-side / 2:g},0)",
    )
    return [corner, name]


def _end(shape: Shape) -> int:
    return shape.c_in * shape.terms + 1
