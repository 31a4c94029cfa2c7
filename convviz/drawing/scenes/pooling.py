"""Scenes *max_pooling* and *average_pooling*: a window goes over every channel by itself.

Each channel stands beside its own output: nothing is added across channels. For the average the
picture says that it is a depthwise convolution with equal weights, computed both ways.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from convviz.core.arguments import ExperimentError, FloatArray
from convviz.core.conv import output
from convviz.core.experiment import Experiment
from convviz.core.operation import Tensor
from convviz.core.pooling import POOLING, PoolingStep, pooling_steps
from convviz.core.pooling import Pooling as Pooled
from convviz.drawing import board, equation, parts, style, svg, values
from convviz.drawing.bitmap import data_url
from convviz.drawing.equation import Token
from convviz.drawing.picture import Layout, Shape, Sides, State, cell_value, slot_name
from convviz.drawing.primitives import chip, grid, on_board, on_wide, placer, subscript, tile
from convviz.drawing.scenes import pooling_places as places
from convviz.drawing.strokes import arrow, frame
from convviz.drawing.svg import Element
from convviz.drawing.texts import equation as equation_line
from convviz.drawing.texts import said, said_of_all, text
from convviz.formats import numerals
from convviz.words import kept, say, term

SCALE = term("X and Y")  # a key, which `say` tells


def pooled(experiment: Experiment, mode: str) -> FloatArray:
    """Pool the input with the kernel size, stride and padding of an experiment, (C, H', W')."""
    return Pooled.of(experiment, mode).output


@dataclass(frozen=True)
class Pooling:
    """One of the two scenes; an experiment stands for the average as depthwise convolution."""

    mode: str

    @property
    def tensors(self) -> Mapping[str, Tensor]:
        """Declarations of what it draws: there are no weights."""
        return POOLING.tensors

    def steps_of(self, experiment: Experiment) -> list[PoolingStep]:
        """How each output number comes about."""
        return pooling_steps(Pooled.of(experiment, self.mode))

    def check(self, experiment: Experiment) -> None:
        """Raise ExperimentError unless each channel has a kernel of equal weights that sum to 1."""
        e = experiment
        k_h, k_w = e.kernel_size
        alike = e.groups == e.c_in == e.c_out and np.all(e.weight == 1 / (k_h * k_w))
        plain = (e.dilation, e.padding_mode) == ((1, 1), "zeros") and not e.bias.any()
        if not (alike and plain):
            raise ExperimentError(
                "Pooling is shown of a depthwise convolution with weights 1 / ({k_h} * {k_w}), no "
                "bias and dilation 1, not of {experiment!r}.",
                k_h=k_h,
                k_w=k_w,
                experiment=e,
            )
        pooled(e, self.mode)  # refuses too much padding

    def order(self, shape: Shape) -> list[tuple[int, int, int]]:
        """Output positions (c, i, j): one channel after another."""
        return parts.order(shape)

    def stops(self, shape: Shape) -> dict[str, list[int]]:
        """Phases: the numbers of the window one after another, then the result."""
        return parts.stops(shape)

    def layout(self, shape: Shape) -> Layout:
        """Place and name every element."""
        return _layout(shape, self.mode)

    def limits(self, experiment: Experiment, steps: Sequence[PoolingStep]) -> dict[str, float]:
        """Ends of the one colour scale: no result is outside the numbers it comes from."""
        return {SCALE: style.limit(experiment.x)}

    def base(
        self,
        experiment: Experiment,
        steps: Sequence[PoolingStep],
        ends: Mapping[str, float],
        sides: Sides,
    ) -> State:
        """What stays from step to step: the input with its padding, the results, the comparison."""
        e, shape, end = experiment, Shape.of(experiment), ends[SCALE]
        state: dict[str, object] = {
            site.replace("*", str(c)): self._padding()
            for c in range(e.c_in)
            for site in shape.sites()
        }
        for name, tensor, side in (("x", e.x, sides.x), ("y", pooled(e, self.mode), sides.y)):
            for index, value in np.ndenumerate(tensor):
                state[slot_name(name, index)] = cell_value(value, end, side)
            for c in range(e.c_in):
                state[f"scale {name} {c}"] = style.scale(say(SCALE), end)
        state["note"] = self._note(e, shape.terms)
        if sides.seen.x:
            padded = np.pad(e.x, ((0, 0), *e.pads))
            state |= {f"small x {c}": data_url(each, end) for c, each in enumerate(padded)}
            state |= values.rows_in_turn(shape, sides.seen)
        return state

    def _note(self, experiment: Experiment, terms: int) -> str:
        """How the results compare with a convolution; terms: numbers in the window."""
        if self.mode == "max":
            return say("the largest number is no weighted sum: no kernel gives it")
        gap = float(np.abs(pooled(experiment, self.mode) - output(experiment)).max())
        if not gap:
            return say("depthwise convolution with weights 1/{terms}: max |Δ| = 0", terms=terms)
        return say(
            "depthwise convolution with weights 1/{terms}: max |Δ| = {gap}, rounding",
            terms=terms,
            gap=numerals.number(gap, 2),
        )

    def _padding(self) -> list[str | int]:
        """What a cell of the border shows: the maximum never chooses it."""
        return ["−∞" if self.mode == "max" else "0", style.tile(0, 0)]

    def states(
        self, experiment: Experiment, steps: Sequence[PoolingStep], ends: Mapping[str, float]
    ) -> Iterator[State]:
        """What each position shows beside the base: the window's numbers, the result, pins."""
        shape, end = Shape.of(experiment), ends[SCALE]
        placed = self.layout(shape)
        tokens = [list(self._equation(step)) for step in steps]
        lines = equation.laid(tokens, placed.size[0] - 8, 1)
        for step, line in zip(steps, lines, strict=True):
            c, *_ = step.position
            numbers = {
                slot_name("n", (u, v)): cell_value(value, end, placed.sides.k)
                if step.inside[u, v]
                else self._padding()
                for (u, v), value in np.ndenumerate(step.window)
            }
            yield {
                **numbers,
                "total": cell_value(step.result, end),
                "channel": say("window of {channel}", channel=f"X{subscript(c)}"),
                **values.pins(step, shape, placed.sides),
                "equation": line,
            }

    def _equation(self, step: PoolingStep) -> Iterator[Token]:
        c, i, j = step.position
        ink, terms, result = f"ink{c}", step.window.size, step.result
        average = self.mode == "average"
        read = step.window.ravel().tolist()
        yield Token(f"Y[{c},{i},{j}]{numerals.equals(*read)}{'' if average else 'max'}(", 0)
        numbers = zip(step.inside.flat, read, strict=True)
        for phase, (inside, value) in enumerate(numbers, 1):
            shown = numerals.number(value) if inside else str(self._padding()[0])
            if phase > 1:
                yield Token(" + " if average else ", ", phase, 0, ink)
            yield Token(shown, phase, 0, ink, phase)
        yield Token("…", 0, 1)
        yield Token(" + …" if average else ", …", 1, terms)
        yield Token(f") / {terms}" if average else ")", 0)
        # The largest is one of the numbers: it is as exact as it is shown.
        yield Token(numerals.equals(*(read if average else ()), result), terms + 1)
        yield Token(numerals.number(result), terms + 1, 0, "result", "total")


@kept(maxsize=256)
def _layout(shape: Shape, mode: str) -> Layout:
    sides = places.sides_of(shape)
    wide, narrow = places.wide(shape, sides), places.narrow(shape, sides)
    present, shown = places.present(shape, sides)
    frames = places.frames(shape, sides, wide.spots)
    sides = replace(sides, seen=board.seen(present))
    part = placer(wide.places, narrow.places, present)
    births = {index: born for born, index in enumerate(parts.order(shape))}
    elements: list[Element] = [
        on_wide(*(frame(*box, c) for c, box in enumerate(frames))),
        on_board(*(frame(*box, c) for c, box in enumerate(shown))),
    ]
    for c in range(shape.c_in):
        channel = parts.input_channel(shape, c, sides.x)
        maps = parts.output_map(shape, c, sides.y, f"Y{subscript(c)}", "", births)
        elements += [
            part(f"X{c}", *channel, view="x line", data_row=1, data_only=c),
            part(f"Y{c}", *maps, view="y", data_row=1, data_only=c),
        ]
    elements += parts.maps(shape, sides.seen, part)
    k_h, k_w = shape.kernel
    numbers = [
        tile(
            slot_name("n", (u, v)),
            *(v * sides.k, u * sides.k, sides.k),
            phase=u * k_w + v + 1,
            kind="late factor",
            slot=True,
        )
        for u, v in np.ndindex(k_h, k_w)
    ]
    name = said("channel", 17, -10, "note shape name")
    # That there is no kernel for the maximum is true from the start.
    note = said("note", 17, kind="good")
    if mode == "average":
        note = said_of_all("note", 17, len(births), shape.end)
    made = parts.turn_of_sum(shape)
    word = say("largest") if mode == "max" else say("average")
    elements += [
        part("in", *arrow(0, 0, 44), data_turn=f"1 {shape.end - 1}"),
        part("window", name, *grid(numbers, k_h, k_w, sides.k, ""), view="k"),
        part("pool", text(word, 34, -12, 18, "sign", "middle"), *arrow(0, 0, 68), **made),
        part("total", chip("total", *places.TOTAL, "result late", shape.end, data_total="")),
        part("out", *arrow(0, 0, 44), **made),
        part("note", note),
        part("equation", equation_line()),
    ]
    return Layout(svg.source(elements), wide.size, narrow.size, sides)
