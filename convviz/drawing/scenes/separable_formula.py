"""The lines of arithmetic of scene *separable*."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from convviz.core.separable import Separable
from convviz.core.step import Step
from convviz.drawing.equation import Token
from convviz.drawing.picture import slot_name
from convviz.formats.numerals import MINUS, equals, number

FIRST, SLICE, OUTPUT = "first", "slice", "output"  # what a position writes
MOST_PRODUCTS = 30  # with more than this the formula gives the sum only
MOST_WEIGHTS = 9  # of a slice that the formula lists


class Position(NamedTuple):
    """What a position writes: a kind and an index, (m, i, j), (o, c) or (o, i, j)."""

    kind: str
    place: tuple[int, ...]


def sign(made: Separable, place: tuple[int, ...]) -> str:
    """What stands between an output number written by both ways."""
    return "=" if made.twice[place] == made.once[place] else "≈"


def formula(
    made: Separable, position: Position, firsts: Mapping[tuple[int, int, int], Step]
) -> list[Token]:
    """The line of a position."""
    kind, index = position
    if kind == SLICE:
        return list(_slice(made, *index))
    o, i, j = index
    return list(_first(firsts[o, i, j]) if kind == FIRST else _output(made, (o, i, j)))


def _first(step: Step) -> Iterator[Token]:
    """A number of the first maps: its products, then their sum."""
    o, i, j = step.position
    sums, total = step.channel_sums.tolist(), float(step.total)
    yield Token(f"D[{o},{i},{j}]", 0)
    full = step.kernel.size <= MOST_PRODUCTS
    if full:
        sums = [*step.windows.ravel().tolist(), *step.kernel.ravel().tolist()]
        yield Token(equals(*sums), 1)
        each = step.kernel[0].size
        pairs = zip(step.windows.flat, step.kernel.flat, strict=True)
        for n, (value, weight) in enumerate(pairs):
            ink = f"ink{step.channels[n // each]}"
            yield Token(f"{' + ' if n else ''}{_factor(value)}·{_factor(weight)}", 1, 0, ink)
    else:
        yield Token(" = …", 1, 2)
        yield Token(equals(*sums), 2)
        for n, value in enumerate(sums):
            yield Token(f"{' + ' if n else ''}{_factor(value)}", 2, 0, f"ink{step.channels[n]}")
    if step.bias:
        yield Token(f" + {_factor(step.bias)}", 1)
    if full or len(sums) > 1 or step.bias:
        yield Token(equals(*sums, step.bias, total), 2)
        yield Token(number(total), 2, 0, "result", slot_name("first", (o, i, j)))


def _slice(made: Separable, o: int, c: int) -> Iterator[Token]:
    """A slice of the single kernel: slices of the first kernels, each as often as the mix says."""
    readers, ink = made.readers(c), f"ink{c}"
    names = [f"d[{m}]" if len(made.channels(m)) == 1 else f"d[{m},{c}]" for m in readers]
    factors = [float(made.mix[o, m]) for m in readers]
    yield Token(f"K[{o},{c}]", 0)
    said_ = " + ".join(f"p[{o},{m}]·{name}" for m, name in zip(readers, names, strict=True))
    if len(readers) <= 3:
        yield Token(f" = {said_}", 1)
    yield Token(equals(*factors), 1)
    for n, (factor, name) in enumerate(zip(factors, names, strict=True)):
        yield Token(f"{' + ' if n else ''}{_factor(factor)}·{name}", 1, 0, ink)
    weights = made.single.weight[o, c]
    if weights.size <= MOST_WEIGHTS:
        rows = ("[" + ", ".join(map(number, row)) + "]" for row in weights.tolist())
        yield Token(equals(*factors, *weights.ravel().tolist()), 2)
        yield Token(f"[{', '.join(rows)}]", 2, 0, "result", slot_name("e", (o, c, 0, 0)))


def _output(made: Separable, place: tuple[int, int, int]) -> Iterator[Token]:
    """An output number by the 1×1 mix of the maps, then by the single kernel."""
    o, i, j = place
    values, weights = made.first[:, i, j].tolist(), made.mix[o].tolist()
    twice, once = float(made.twice[place]), float(made.once[place])
    sums, bias = made.sums[place].tolist(), float(made.single.bias[o])
    yield Token(f"Y[{o},{i},{j}]{equals(*values, *weights)}", 0)
    for m, (value, weight) in enumerate(zip(values, weights, strict=True)):
        yield Token(f"{' + ' if m else ''}{_factor(weight)}·{_factor(value)}", 1)
    yield Token(equals(*values, *weights, twice), 1)
    yield Token(number(twice), 1, 0, "result", slot_name("y", place))
    yield Token(f" {sign(made, place)} ", 2)
    for c, value in enumerate(sums):
        yield Token(f"{' + ' if c else ''}{_factor(value)}", 2, 0, f"ink{c}")
    if bias:
        yield Token(f" + {_factor(bias)}", 2)
    if len(sums) > 1 or bias:
        yield Token(equals(*sums, bias, once), 2)
        yield Token(number(once), 2, 0, "result", slot_name("once", place))


def _factor(value: float) -> str:
    shown = number(float(value))
    return f"({shown})" if shown.startswith(MINUS) else shown
