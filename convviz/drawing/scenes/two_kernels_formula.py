"""The lines of arithmetic of scene *two_kernels*."""

from collections.abc import Iterator

from convviz.core.arguments import Pair
from convviz.core.two_kernels import TwoKernels
from convviz.drawing.equation import Token
from convviz.drawing.picture import slot_name
from convviz.formats.numerals import MINUS, equals, number

ENTRY, OUTPUT = "entry", "output"  # what a position writes
MOST_PRODUCTS = 34  # with more than this the formula gives the results only


def sign(two: TwoKernels, place: Pair) -> str:
    """What stands between an output number written by both ways."""
    if two.differs[place]:
        return "≠"
    return "=" if two.twice[place] == two.once[place] else "≈"


def formula(two: TwoKernels, kind: str, place: Pair) -> list[Token]:
    """The line of a place: of a weight of the single kernel, or of an output number."""
    return list(_entry(two, place) if kind == ENTRY else _output(two, place))


def _entry(two: TwoKernels, place: Pair) -> Iterator[Token]:
    """A weight of the single kernel: the products of both weights on every way."""
    factors = [
        (float(two.first[way.first]), float(two.second[way.second]), way)
        for way in two.ways(*place)
    ]
    total = float(two.single[place])
    sign = equals(*(value for left, right, _ in factors for value in (left, right)))
    yield Token(f"K[{place[0]},{place[1]}]{sign}", 0)
    for index, (left, right, way) in enumerate(factors):
        yield Token(" + " if index else "", 1)
        yield Token(_factor(left), 1, 0, "ink0", slot_name("k", (0, 0, *way.first)))
        yield Token("·", 1)
        yield Token(_factor(right), 1, 0, "ink1", slot_name("k", (1, 0, *way.second)))
    yield Token(equals(*(value for each in factors for value in each[:2]), total), 2)
    yield Token(number(total), 2, 0, "ink2 result", slot_name("e", (0, *place)))


def _output(two: TwoKernels, place: Pair) -> Iterator[Token]:
    """An output number by both kernels, then by the single one."""
    i, j = place
    twice, once = float(two.twice[place]), float(two.once[place])
    ways = (
        (1, two.padded_between, two.second, twice, "ink1", slot_name("y", (0, i, j))),
        (2, two.padded, two.single, once, "ink2", slot_name("once", (0, i, j))),
    )
    full = two.second.size + two.single.size <= MOST_PRODUCTS
    yield Token(f"Y[{i},{j}]", 0)
    for phase, values, kernel, total, ink, mark in ways:
        window = values[i : i + kernel.shape[0], j : j + kernel.shape[1]].ravel().tolist()
        weights = kernel.ravel().tolist()
        before = equals(*window, *weights) if full else equals(total)
        if phase == 2:
            before = f" {sign(two, place)} "
        yield Token(before, phase)
        if full:
            terms = (f"{_factor(a)}·{_factor(b)}" for a, b in zip(window, weights, strict=True))
            for index, term_ in enumerate(terms):
                yield Token(f"{' + ' if index else ''}{term_}", phase, 0, ink)
            yield Token(equals(*window, *weights, total), phase)
        yield Token(number(total), phase, 0, f"{ink} result", mark)


def _factor(value: float) -> str:
    shown = number(float(value))
    return f"({shown})" if shown.startswith(MINUS) else shown
