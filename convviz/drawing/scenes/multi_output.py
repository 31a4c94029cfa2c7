"""Scene *multi_output*: the kernel bank as a matrix of slices, one row for every output channel.

K[o, c] stands in row o and column c. The row in use is lifted; its partial sums and its bias meet
in one "+". The output maps keep their places in the stack and fill one after another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.core.step import Step
from convviz.drawing import board, comparison, equation, parts, svg, values
from convviz.drawing.parts import order, steps_of, stops, tensors
from convviz.drawing.picture import Layout, Shape, State, cell_value
from convviz.drawing.primitives import Shown, chip, on_board, on_wide, placer, subscript
from convviz.drawing.scenes import multi_output_board
from convviz.drawing.scenes import multi_output_places as places
from convviz.drawing.strokes import arrow, brace, frame, outline
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

READS_AT, READS_STEP = 92.0, 33.0  # where the names of the inputs start there, and each's room


def check(experiment: Experiment) -> None:
    """Raise ExperimentError unless every output channel reads every input channel."""
    if experiment.groups != 1:
        raise ExperimentError(
            "Scene {scene} shows groups = 1, this experiment has {groups}.",
            scene="multi_output",
            groups=experiment.groups,
        )


def states(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float]
) -> Iterator[State]:
    """What each position shows beside the base: sums, bias, pins and the equation."""
    shape = Shape.of(experiment)
    placed = layout(shape)
    lines = equation.equations(steps, placed.size[0] - 8, places.LINES)
    made = {step.position: step for step in steps}
    for step, line in zip(steps, lines, strict=True):
        o, i, j = step.position
        before = made.get((o - 1, i, j)) if comparison.compares(shape) else None
        yield {
            **{f"sum {c}": None for c in range(shape.c_in)},
            **values.sum_values(step, ends[values.SUMS]),
            "bias": cell_value(step.bias, ends[values.SUMS]),
            **values.pins(step, shape, placed.sides),
            comparison.SLOT: comparison.told(before, step) if before else None,
            "equation": line,
        }


@kept(maxsize=256)
def layout(shape: Shape) -> Layout:
    """Place and name every element of the scene, for one shape."""
    wide = places.wide(shape)
    c_out = shape.output[0]
    weight = (c_out, shape.c_in // shape.groups, *shape.kernel)
    axes = "C_out, C_in, k_h, k_w" if shape.groups == 1 else "C_out, C_in/groups, k_h, k_w"
    shapes = f"K ({axes}) = {weight}", f"Y (C_out, H′, W′) = {shape.output}"
    present = multi_output_board.present(shape, wide.sides, shapes)
    sides = replace(wide.sides, seen=board.seen(present.spots))
    narrow = places.narrow(shape, sides)
    lined = {"class_": "lined"} if "plus" not in present.spots else {}
    part = placer(wide.box.places, narrow.places, present.spots)
    elements: list[Element] = [
        on_wide(*_behind(shape, wide.box.spots, wide)),
        on_board(*_behind(shape, present.spots, present)),
    ]
    for c in range(shape.c_in):
        within = c % (shape.c_in // shape.groups)
        first = within * shape.terms + 1
        channel = parts.input_channel(shape, c, sides.x)
        lit = parts.turn(shape, c)
        row = {"data_row": first, "data_only": parts.readers(shape, c)}
        elements.append(part(f"X{c}", *channel, view="x line", **row, **lit))
        sum_chip = chip(f"sum {c}", *places.CHIP, f"c{c} late", first + shape.terms - 1, data_sum=c)
        plus = parts.sign_before("+" if within else "", places.CHIP[0])
        elements.append(part(f"sum{c}", *parts.of_group(shape, c, sum_chip, *plus), **lined))
        for o in range(c_out):
            if c in shape.inputs(o):
                name = f"K{subscript(o)}{subscript(c)}"
                tiles = parts.kernel_slice(shape, o, c, sides.k, name)
                own = {"data_row": first, "data_only": o, **lit, "data_output": o}
                elements.append(part(f"K{o},{c}", *tiles, view="k", **own))
            else:
                elements.append(part(f"K{o},{c}", *_nothing(shape, sides.k)))
    births = {index: born for born, index in enumerate(order(shape))}
    for o in range(c_out):
        name = f"Y{subscript(o)}"
        elements += [
            part(f"row{o}", text(str(o), 0, 7, 20, "sign label", "middle")),
            part(f"bias{o}", *parts.named_bias(o, places.BIAS, shape.end), data_row=1, data_only=o),
            part(
                f"Y{o}",
                *parts.output_map(shape, o, sides.y, name, "", births),
                view="y",
                data_row=1,
                data_only=o,
            ),
        ]
    added = parts.turn_of_sum(shape)
    star = [text("⋆", 0, 9, 27, "sign", "middle")] if shape.groups == 1 else []
    elements += [
        part("star", *star),
        part("K shape", text(shapes[0], 0, 0, 16, "note shape")),
        part("Y shape", text(shapes[1], 0, 0, 16, "note shape")),
        part("bank arrow", *arrow(0, 0, 44), data_turn=f"1 {shape.end - 1}"),
        part("plus", *parts.plus(), svg.line(0, 16, 0, 43, class_="wire"), **added),
        part(
            "bias",
            chip("bias", *places.BIAS_SHOWN, "late", shape.end),
            text("b", 0, 36, 16, "note name", "middle"),
            *parts.sign_before("+", places.BIAS_SHOWN[0]),
            **lined,
        ),
        part(
            "total",
            chip("total", *places.TOTAL, "result late", shape.end, data_total=""),
            *parts.sign_before("=", places.TOTAL[0]),
            **lined,
        ),
        part("arrow", *arrow(0, 0, 44), **added),
        part(
            "stack",
            brace(0, 0, wide.stack),
            text(say("stack"), 20, wide.stack / 2 + 6, 18, "sign label"),
        ),
        part("equation", equation_line()),
        *([part("aside", comparison.line(shape))] if comparison.compares(shape) else []),
        part("reads", *_readings(shape), class_="phone"),
        *parts.maps(shape, sides.seen, part),
    ]
    return Layout(svg.source(elements), wide.box.size, narrow.size, sides)


def _behind(
    shape: Shape, spots: Mapping[str, Shown], placed: places.Wide | multi_output_board.Board
) -> list[Element]:
    """What is placed one by one: the way from the sums to the plus, boxes, who reads whom."""
    arms = parts.lines(shape, board.wires(spots, shape.c_in, places.CHIP[0], places.KNOB))
    lifts = [frame(*box, o) for o, box in enumerate(placed.rows)]
    return [*arms, *lifts, *placed.links, *(_lit(link, o) for link, o in placed.lit)]


def _nothing(shape: Shape, side: float) -> list[Element]:
    """Place of a slice that a kernel does not have, because the channel is of another group."""
    k_h, k_w = shape.kernel
    middle = k_w * side / 2, k_h * side / 2 + 6
    return [text("–", *middle, 18, "sign name", "middle")]


def _readings(shape: Shape) -> list[Element]:
    """Which input channels every kernel reads, in words and frames: a phone has no lines for it."""
    if shape.groups == 1:
        return []
    c_out, c_in = shape.output[0], shape.c_in
    names = [
        text(f"X{subscript(c)}", READS_AT + (c + 0.5) * READS_STEP, 0, 16, f"c{c} label", "middle")
        for c in range(c_in)
    ]
    for o in range(c_out):
        said = text(say("{kernel} reads", kernel=f"K{subscript(o)}"), 0, 0, 16, "note")
        inputs = shape.inputs(o)
        width = len(inputs) * READS_STEP
        around = outline(READS_AT + inputs[0] * READS_STEP, -20, width, 28, "")
        names.append(svg.group([said, around], class_="only", data_output=o))
    return names


def _lit(link: Element, o: int) -> Element:
    return svg.group([link], class_="only", data_output=o)
