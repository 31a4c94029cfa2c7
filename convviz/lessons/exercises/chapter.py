"""The exercises at the end of D2L's section, with numbers: one kind for each of the six.

Each has an answer in words too, which is told once it was tried or asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from convviz.core.cost import Cost, Layer, cost, layer_of
from convviz.core.experiment import Experiment
from convviz.core.matrices import patches, weight_matrix
from convviz.core.network import composed
from convviz.core.rounding import rounded_sums
from convviz.core.step import step_at
from convviz.lessons.exercises.exercise import Exercise, Table, cell, label
from convviz.lessons.exercises.sizes import COUNTS, judged_by, sized, work
from convviz.lessons.exercises.tensors import small, whole
from convviz.words import Message, later, term

DIGITS = 3  # that the machine of exercise 5 keeps


def two_kernels(seed: int, level: int, rng: Random) -> Exercise:
    """Exercise 1: the single kernel that two in a row make; at last with two maps between."""
    between = 2 if level > 2 else 1
    first = whole(rng, (between, 2, 2), -2, 3)
    second = whole(rng, (between, 2, 2), -2, 3)
    single = composed(first[:, None], second[None])[0, 0]
    given = {cell(*at, of="a"): float(value) for at, value in np.ndenumerate(first)}
    given |= {cell(*at, of="c"): float(value) for at, value in np.ndenumerate(second)}
    found = {cell(*at, of="e"): float(value) for at, value in np.ndenumerate(single)}
    shown = dict([*found.items()][: [len(found) - 1, 4, 0, 0][level]])
    key = {name: value for name, value in found.items() if name not in shown}
    tables = [
        Table(later(title, m=m), _rows(tensor, (2, 2), m))
        for m in range(between)
        for tensor, title in (("a", FIRST), ("c", SECOND))
    ]
    tables.append(Table(later(SINGLE), _rows("e", single.shape)))
    return Exercise(
        "two_kernels",
        seed,
        level,
        later(ADDED_UP if between > 1 else IN_A_ROW),
        Experiment(whole(rng, (1, 4, 4), 0, 9), first[:, None]),
        {name: _entry(name) for name in key},
        key,
        given | shown,
        tables=tuple(tables),
        answer=later(
            "Two kernels in a row are one: their full convolution, with k₁ + k₂ − 1 rows and "
            "columns. Several maps between add up. A nonlinearity between the two, or zeros put "
            "around the map between, ends that. Not every kernel is made of two smaller ones: [1, "
            "0, 1] is not."
        ),
    )


FIRST = term("First kernel, to map {m} between")
SECOND = term("Second kernel, of map {m} between")
SINGLE = term("The one kernel")
IN_A_ROW = term("Two kernels slide one after the other. Which one kernel gives the same?")
ADDED_UP = term(
    "The first kernels make two maps, the second ones add them up to one. "
    "Which one kernel gives the same?"
)


def layer_cost(seed: int, level: int, rng: Random) -> Exercise:
    """Exercise 2: what a layer costs forward, then in memory, then backward."""
    e = sized(rng, padding=rng.randint(0, 1), stride=rng.randint(1, 2) if level else 1, bias=True)
    told = cost(layer_of(e))
    key = _costs(told, ("multiplications", "additions", "memory", "backward", "backward_memory"))
    key = dict([*key.items()][: [1, 2, 3, 5][level]])
    shown = {"H": float(e.output_shape[1]), "W": float(e.output_shape[2])} if level < 2 else {}
    return Exercise(
        "layer_cost",
        seed,
        level,
        later("What does this layer cost?"),
        e,
        {name: later(COUNTS[name]) for name in key},
        key,
        shown,
        judge=judged_by(work),
        answer=later(
            "Multiplications: C_out · C_in · k_h · k_w · H′ · W′. Additions: one less for each "
            "output number, its bias not counted. Forward, X, K, b and Y are held. Backward, dX "
            "and dK take as many multiplications each, and every tensor is held beside its "
            "gradient: about twice of both. Only the bias needs no value of its own."
        ),
    )


def doubling(seed: int, level: int, rng: Random) -> Exercise:
    """Exercise 3: twice the channels multiplies the work, twice the padding does not."""
    e = sized(rng, padding=rng.randint(1, 2))
    key = {"twice_in": 2.0, "twice_both": 4.0, "places": _places(e), "places_doubled": _wider(e)}
    names = [["twice_both"], ["twice_in", "twice_both"], [*key], [*key]][level]
    blanks = {
        "twice_in": later("Times as many multiplications with 2 C_in"),
        "twice_both": later("Times as many multiplications with 2 C_in and 2 C_out"),
        "places": later("Windows, padding as it is"),
        "places_doubled": later("Windows, padding doubled"),
    }
    if level > 2:
        e = e.replace(stride=2)
        key |= {"places": _places(e), "places_doubled": _wider(e)}
    return Exercise(
        "doubling",
        seed,
        level,
        later("What does doubling do to the work?"),
        e,
        {name: blanks[name] for name in names},
        {name: key[name] for name in names},
        answer=later(
            "Twice C_in, or twice C_out, is twice the work; twice both is four times. Padding "
            "adds rows and columns: with twice the padding there are a few more windows, on a "
            "large input hardly any."
        ),
    )


def cost_1x1(seed: int, level: int, rng: Random) -> Exercise:
    """Exercise 4: what a 1×1 convolution costs, beside a 3×3 one."""
    e = sized(rng, kernel=(1, 1), bias=level > 1)
    key = _costs(cost(layer_of(e)), ("weights", "multiplications"))
    shown = {"weights": key.pop("weights")} if level == 0 else {}
    if level > 1:
        key["times"] = 9.0
    if level > 2:
        key["additions"] = float(cost(layer_of(e)).additions)
    return Exercise(
        "cost_1x1",
        seed,
        level,
        later("What does this 1×1 convolution cost?"),
        e,
        {name: later(COUNTS[name]) for name in key},
        key,
        shown,
        judge=judged_by(work),
        answer=later(
            "C_out · C_in weights, and as many multiplications at each of the H · W pixels: C_out "
            "· C_in · H · W. A 3×3 kernel with padding 1 takes nine times as many."
        ),
    )


def order(seed: int, level: int, rng: Random) -> Exercise:
    """Exercise 5: the same numbers added in two orders on a machine of three digits."""
    while True:
        some = [rng.randint(1, 4) for _ in range([2, 2, 3, 4][level])]
        values = (rng.randint(990, 999), *some)
        forth, back = rounded_sums(values, DIGITS), rounded_sums(values[::-1], DIGITS)
        if forth[-1] != back[-1] and not _tied(values) and not _tied(values[::-1]):
            break
    key = {"forth": float(forth[-1]), "back": float(back[-1])}
    shown = {"forth": key.pop("forth")} if level == 0 else {}
    pixel = np.array(values, float)[:, None, None]
    return Exercise(
        "order",
        seed,
        level,
        later(
            "A machine keeps {digits} digits of every sum. What does it make of {values}?",
            digits=DIGITS,
            values=" + ".join(map(str, values)),
        ),
        Experiment(pixel, np.ones((1, len(values), 1, 1))),
        {name: later(ORDERS[name]) for name in key},
        key,
        shown,
        tables=(Table(None, (tuple((name, later(ORDERS[name])) for name in ORDERS),)),),
        answer=later(
            "Y1 and Y2 are the same sums, and whole numbers give the same. Fractions are rounded "
            "at every addition, and the two ways add in another order: last digits can differ, so "
            "such results are compared up to a tolerance."
        ),
    )


ORDERS = {"forth": term("Added from the left"), "back": term("Added from the right")}


def matrix(seed: int, level: int, rng: Random) -> Exercise:
    """Exercise 6: one window as a column, and its product with the kernels as rows."""
    c_out = 2 if level > 2 else 1
    e = small(rng, c_in=2, c_out=c_out)
    columns, rows = patches(e), weight_matrix(e)
    _, height, width = e.output_shape
    n = rng.randrange(height * width)
    column = {cell(t, n, of="xm"): float(value) for t, value in enumerate(columns[:, n])}
    result = {cell(o, n, of="ym"): step_at(e, (o, *divmod(n, width))).total for o in range(c_out)}
    shown = dict([*column.items()][: [len(column), len(column) // 2, 0, 0][level]])
    key = {name: value for name, value in (column | result).items() if name not in shown}
    weights = {cell(*at, of="km"): float(value) for at, value in np.ndenumerate(rows)}
    return Exercise(
        "matrix",
        seed,
        level,
        later("Write window {n} as a column, channel by channel, and multiply.", n=n),
        e,
        {name: _entry(name) for name in key},
        key,
        weights | shown,
        (0, *divmod(n, width)) if c_out == 1 else None,
        tables=(
            Table(later("Kernels as rows"), _rows("km", rows.shape)),
            Table(later("Window {n} as a column", n=n), _columns(column)),
            Table(later("Product"), _columns(result)),
        ),
        answer=later(
            "Every window becomes a column and every kernel a row: rows times columns are the "
            "output, (C_out, C_in · k_h · k_w) times (C_in · k_h · k_w, H′ · W′). Numbers in "
            "several windows are written several times."
        ),
    )


def _costs(told: Cost, names: Sequence[str]) -> dict[str, float]:
    numbers = {
        "weights": told.weights,
        "multiplications": told.multiplications,
        "additions": told.additions,
        "memory": told.forward_numbers,
        "backward": told.backward_multiplications,
        "backward_memory": told.backward_numbers,
    }
    return {name: float(numbers[name]) for name in names}


def _places(e: Experiment) -> float:
    return float(e.output_shape[1] * e.output_shape[2])


def _wider(e: Experiment) -> float:
    layer = layer_of(e)
    pads = [sum(sides) for sides in e.pads]  # that of both sides, so a side's doubled
    doubled = Layer(
        *(layer.c_in, layer.c_out, layer.k_h, layer.k_w, layer.height, layer.width),
        stride=e.stride,
        padding=(pads[0], pads[1]),
        dilation=e.dilation,
    )
    return float(doubled.output_shape[1] * doubled.output_shape[2])


def _tied(values: Sequence[int]) -> bool:
    """Whether a sum lies half-way between two numbers of the machine: a rule nobody has to know."""
    before = values[0]
    for value, after in zip(values[1:], rounded_sums(values, DIGITS), strict=True):
        exact, before = before + value, after
        if exact >= 10**DIGITS and exact % 10 == 5:
            return True
    return False


def _rows(
    tensor: str, shape: Sequence[int], *first: int
) -> tuple[tuple[tuple[str, Message], ...], ...]:
    rows, columns = shape
    names = [[cell(*first, u, v, of=tensor) for v in range(columns)] for u in range(rows)]
    return tuple(tuple((name, _entry(name)) for name in row) for row in names)


def _columns(
    names: Sequence[str] | dict[str, float],
) -> tuple[tuple[tuple[str, Message], ...], ...]:
    return tuple(((name, _entry(name)),) for name in names)


NAMED = {"a": "K1", "c": "K2", "e": "K", "km": "W", "xm": "X", "ym": "Y"}


def _entry(name: str) -> Message:
    tensor, _, index = name.partition(" ")
    return label(f"{NAMED[tensor]} {index}")
