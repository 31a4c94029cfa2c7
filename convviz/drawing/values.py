"""What the slots of several scenes hold: numbers, colours, and where windows stand."""

from collections.abc import Mapping, Sequence

import numpy as np

from convviz.core.conv import pad
from convviz.core.experiment import Experiment
from convviz.core.pooling import PoolingStep
from convviz.core.step import Step
from convviz.drawing import style
from convviz.drawing.bitmap import data_url
from convviz.drawing.board import PIXEL
from convviz.drawing.picture import Seen, Shape, Sides, State, cell_value, slot_name
from convviz.words import say, term

PRODUCTS, SUMS = term("products"), term("partial sums, bias and output")


def limits(experiment: Experiment, steps: Sequence[Step]) -> dict[str, float]:
    """Ends of the colour scales; partial sums, bias and output share one: they are added."""
    return {
        "X": style.limit(experiment.x),
        "K": style.limit(experiment.weight),
        PRODUCTS: style.limit(*(step.products for step in steps)),
        SUMS: style.limit(*(np.append(s.channel_sums, (s.bias, s.total)) for s in steps)),
    }


def base(
    experiment: Experiment, steps: Sequence[Step], ends: Mapping[str, float], sides: Sides
) -> State:
    """What stays from step to step: X with its padding, K, the biases, all of Y, the scales."""
    shape = Shape.of(experiment)
    padded = pad(experiment.x, experiment.pads, experiment.padding_mode)
    state: dict[str, object] = {
        name.replace("*", str(c)): cell_value(value, ends["X"], sides.x)
        for c, channel in enumerate(padded)
        for name, value in zip(shape.sites(), channel.flat, strict=True)
    }
    for index, value in np.ndenumerate(experiment.weight):
        state[slot_name("k", index)] = cell_value(value, ends["K"], sides.k)
    for o, value in enumerate(experiment.bias):
        state[f"b {o}"] = cell_value(value, ends[SUMS])
        state[f"scale y {o}"] = style.scale(say(SUMS), ends[SUMS])
    for step in steps:
        state[slot_name("y", step.position)] = cell_value(step.total, ends[SUMS], sides.y)
    for c in range(shape.c_in):
        state[f"scale x {c}"] = style.scale("X", ends["X"])
        state[f"scale p {c}"] = style.scale(say(PRODUCTS), ends[PRODUCTS])
    for o, c in np.ndindex(experiment.weight.shape[:2]):
        state[f"scale k {o} {c}"] = style.scale("K", ends["K"])
    if sides.seen.x:
        state |= {f"small x {c}": data_url(each, ends["X"]) for c, each in enumerate(padded)}
    return state | rows_in_turn(shape, sides.seen)


def sum_values(step: Step, end: float) -> dict[str, object]:
    """Partial sums and total of a step."""
    state: dict[str, object] = {
        f"sum {c}": cell_value(partial, end)
        for c, partial in zip(step.channels, step.channel_sums.tolist(), strict=True)
    }
    state["total"] = cell_value(step.total, end)
    return state


def pins(step: Step | PoolingStep, shape: Shape, sides: Sides) -> dict[str, object]:
    """Places of the window in every input channel, and of the cell in work in every output map."""
    _, i, j = step.position
    window = [step.cols[0] * sides.x, step.rows[0] * sides.x]
    cursor = [j * sides.y, i * sides.y]
    return {
        **{f"window {c}": window for c in range(shape.c_in)},
        **{f"cursor {o}": cursor for o in range(shape.output[0])},
        **_views(step, shape, sides.seen),
    }


def _views(step: Step | PoolingStep, shape: Shape, seen: Seen) -> dict[str, object]:
    """What the board shows of X and of Y where it can't show all, and where that is."""
    state: dict[str, object] = {}
    _, i, j = step.position
    row, column = step.rows[0], step.cols[0]
    if seen.x:
        state["view x"] = [
            around(at, reach, shown, size)
            for at, reach, shown, size in zip(
                *((column, row), shape.reach[::-1], seen.x[::-1], shape.padded[::-1]),
                strict=True,
            )
        ]
        state["where x"] = [column * PIXEL, row * PIXEL]
    if seen.y:
        state["view y"] = [
            around(at, 1, shown, size)
            for at, shown, size in zip((j, i), seen.y[::-1], shape.output[:0:-1], strict=True)
        ]
        state["where y"] = [j * PIXEL, i * PIXEL]
    return state


def around(at: int, length: int, shown: int, size: int) -> int:
    """First of the rows or columns that are shown, with those in use in the middle if possible."""
    if shown < length:
        return at
    return max(0, min(at - (shown - length) // 2, size - shown))


def rows_in_turn(shape: Shape, seen: Seen) -> dict[str, object]:
    """Which row of the kernel and of its window is seen from which phase on, if one at a time."""
    if not (seen.k or (seen.x and seen.x[0] < shape.reach[0])):
        return {}
    (k_h, k_w), (d_h, _) = shape.kernel, shape.dilation
    firsts = [(phase, (phase - 1) // k_w % k_h) for phase in range(1, shape.end, k_w)]
    return {
        "view k": [[phase, 0, row] for phase, row in firsts],
        "view line": [[phase, 0, row * d_h] for phase, row in firsts],
    }
