"""What is counted of a design, and the line of arithmetic that gives each count."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from convviz.core.cost import FLOAT32, Cost, Design, Layer, cost, total
from convviz.formats.numerals import in_bytes
from convviz.words import say, term

MOST_LAYERS = 4  # that a line of arithmetic writes out


class Quantity(NamedTuple):
    """One count.

    law: how it is counted, in the letters of the field; of_layer: the same with the numbers of one
    layer, where layers add up; of_all: with those of the whole design, where they do not.
    """

    label: str
    law: str
    count: Callable[[Cost], int]
    of_layer: Callable[[Layer], str] | None = None
    of_all: Callable[[Cost], str] | None = None
    numbers_held: bool = False

    def arithmetic(self, design: Design) -> str:
        """Write the count of a design with its numbers, without the result."""
        if self.of_all:
            return self.of_all(total(design))
        assert self.of_layer is not None  # it has one or the other
        terms = [self.of_layer(layer) for layer in design if self.count(cost(layer))]
        if len(terms) > MOST_LAYERS:
            terms = [*terms[: MOST_LAYERS - 1], "…", terms[-1]]
        return " + ".join(terms) or "0"

    def result(self, design: Design) -> str:
        """Write the count of a design; of numbers that are held, their bytes too."""
        count = self.count(total(design))
        if self.numbers_held:
            return say("{count:,} numbers, {bytes}", count=count, bytes=in_bytes(count * FLOAT32))
        return f"{count:,}"


def _products(layer: Layer) -> str:
    return "·".join(map(str, layer.weight_shape))


def _places(layer: Layer) -> str:
    return "·".join(map(str, layer.output_shape[1:]))


def _sums(layer: Layer) -> str:
    c_out, *kernel = layer.weight_shape
    return f"{c_out}·{_places(layer)}·({'·'.join(map(str, kernel))} − 1)"


def _held(counted: Cost) -> str:
    parts = counted.inputs, counted.weights, counted.biases, counted.hidden, counted.outputs
    return " + ".join(f"{part:,}" for part in parts)


def _held_back(counted: Cost) -> str:
    twice = " + ".join(f"{n:,}" for n in (counted.inputs, counted.weights, counted.hidden))
    return f"2·({twice}) + {counted.biases:,} + {counted.outputs:,}"


QUANTITIES: Final = (
    Quantity(term("Weights"), "c_o·c_i·k_h·k_w", lambda c: c.weights, _products),
    Quantity(term("Biases"), "c_o", lambda c: c.biases, lambda layer: str(layer.c_out)),
    Quantity(
        term("Multiplications"),
        "c_o·c_i·k_h·k_w·h′·w′",
        lambda c: c.multiplications,
        lambda layer: f"{_products(layer)}·{_places(layer)}",
    ),
    Quantity(
        term("Additions in the sums"),
        "c_o·h′·w′·(c_i·k_h·k_w − 1)",
        lambda c: c.additions,
        _sums,
    ),
    Quantity(
        term("Additions of biases"),
        "c_o·h′·w′",
        lambda c: c.bias_additions,
        lambda layer: f"{layer.c_out}·{_places(layer)}",
    ),
    Quantity(
        term("Memory forward"),
        term("X + K + b + maps between + Y"),
        lambda c: c.forward_numbers,
        of_all=_held,
        numbers_held=True,
    ),
    Quantity(
        term("Multiplications backward"),
        term("2 · multiplications forward"),
        lambda c: c.backward_multiplications,
        of_all=lambda c: f"2·{c.multiplications:,}",
    ),
    Quantity(
        term("Memory backward"),
        term("2·(X + K + maps between) + b + Y"),
        lambda c: c.backward_numbers,
        of_all=_held_back,
        numbers_held=True,
    ),
)


def counts(designs: Mapping[str, Design]) -> dict[str, Cost]:
    """Count every design, by its name."""
    return {name: total(design) for name, design in designs.items()}
