"""Shapes, numbers of weights and receptive fields: what can be said without a single product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import numpy as np

from convviz.core.cost import cost, layer_of
from convviz.core.experiment import Experiment
from convviz.core.network import Layer, receptive_field
from convviz.lessons.exercises.exercise import Exercise, Verdict, same
from convviz.lessons.mistakes import ALL, Mistake
from convviz.words import later, term

AXES = {"C_out": term("Output channels C_out"), "H": term("Height H′"), "W": term("Width W′")}
COUNTS = {
    "weights": term("Weights"),
    "biases": term("Biases"),
    "multiplications": term("Multiplications"),
    "additions": term("Additions, bias not counted"),
    "memory": term("Numbers held forward"),
    "backward": term("Multiplications backward"),
    "backward_memory": term("Numbers held backward"),
    "times": term("Times as many for 3×3 kernels, padding 1"),
}
SIDES = {"rows": term("Rows"), "cols": term("Columns")}


def shapes(seed: int, level: int, rng: Random) -> Exercise:
    """The output shape: without padding, with it, with a stride too, with dilation too."""
    experiment = sized(
        rng,
        padding=rng.randint(1, 2) if level else 0,
        stride=rng.randint(2, 3) if level > 1 else 1,
        dilation=2 if level > 2 else 1,
    )
    key = dict(zip(AXES, map(float, experiment.output_shape), strict=True))
    shown = {"C_out": key.pop("C_out")} if level == 0 else {}
    return Exercise(
        "shape",
        seed,
        level,
        later("Give the output shape."),
        experiment,
        {name: later(AXES[name]) for name in key},
        key,
        shown,
        judge=judged_by(lambda mistake, e, name: _axis(mistake.output_shape(e), name)),
    )


def counts(seed: int, level: int, rng: Random) -> Exercise:
    """How many weights and biases a layer has, and how many multiplications it takes."""
    groups = 2 if level > 2 else 1
    experiment = sized(rng, groups=groups, bias=True)
    told = cost(layer_of(experiment))
    key = {"weights": float(experiment.weight.size), "biases": float(experiment.c_out)}
    if level > 1:
        key["multiplications"] = float(told.multiplications)
    shown = {"biases": key.pop("biases")} if level == 0 else {}
    return Exercise(
        "count",
        seed,
        level,
        later("Count what this layer has."),
        experiment,
        {name: later(COUNTS[name]) for name in key},
        key,
        shown,
        judge=judged_by(work),
    )


def fields(seed: int, level: int, rng: Random) -> Exercise:
    """How much of the input one number sees after two or three layers."""
    layers = [_layer(rng, level) for _ in range(2 if level < 2 else 3)]
    seen = receptive_field(tuple(layers)).size
    key = {"rows": float(seen[0]), "cols": float(seen[1])}
    if level == 0:
        del key["cols"]
    k_h, k_w = layers[0].kernel_size
    told = "; ".join(_told(layer) for layer in layers)
    return Exercise(
        "receptive_field",
        seed,
        level,
        later("How much of the input does one number see after: {layers}?", layers=told),
        Experiment(np.zeros((1, 12, 12)), np.ones((1, 1, k_h, k_w))),
        {name: later(SIDES[name]) for name in key},
        key,
        {} if level else {"cols": float(seen[1])},
        scene="receptive_field",
        judge=judged_by(
            lambda mistake, e, name: (
                sum(layer.kernel_size[name == "cols"] for layer in layers)
                if mistake.name == "sizes_added"
                else None
            )
        ),
    )


def sized(
    rng: Random,
    *,
    kernel: tuple[int, int] | None = None,
    padding: int = 0,
    stride: int = 1,
    dilation: int = 1,
    groups: int = 1,
    bias: bool = False,
) -> Experiment:
    """Draw the sizes of a layer; its numbers do not matter."""
    # Never as many out as in, nor one: who takes the one for the other is then told so.
    c_in, c_out = rng.choice([(1, 2), (1, 3), (2, 3), (3, 2), (4, 2)])
    c_in, c_out = groups * c_in, groups * c_out
    k_h, k_w = kernel or (rng.randint(2, 3), rng.randint(2, 3))
    height, width = rng.randint(5, 9), rng.randint(5, 9)
    return Experiment(
        np.ones((c_in, height, width)),
        np.ones((c_out, c_in // groups, k_h, k_w)),
        np.ones(c_out) if bias else None,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


def _layer(rng: Random, level: int) -> Layer:
    return Layer(
        (rng.randint(2, 3), rng.randint(2, 3)) if level else rng.choice([2, 3]),
        stride=rng.randint(1, 2) if level > 1 else 1,
        dilation=rng.randint(1, 2) if level > 2 else 1,
    )


def _told(layer: Layer) -> str:
    k_h, k_w = layer.kernel_size
    stride, dilation = layer.stride[0], layer.dilation[0]
    return f"{k_h}×{k_w}, s = {stride}, d = {dilation}"


def work(mistake: Mistake, e: Experiment, name: str) -> int | None:
    """Give a count as a mistake makes it, by its name in `COUNTS`; None if it makes none."""
    match name:
        case "weights":
            return mistake.weight_count(e)
        case "biases":
            return mistake.bias_count(e)
        case "multiplications":  # each weight once at each place, as both are believed
            _, h, w = mistake.output_shape(e) or e.output_shape
            return (mistake.weight_count(e) or e.weight.size) * h * w
    return None


def _axis(shape: tuple[int, ...] | None, name: str) -> int | None:
    return None if shape is None else shape[[*AXES].index(name)]


Believed = Callable[[Mistake, Experiment, str], int | None]


def judged_by(
    believed: Believed,
) -> Callable[[Exercise, Mapping[str, float | tuple[float, ...]]], Mapping[str, Verdict]]:
    """Make a judge of sizes and counts: a mistake is told by what it believes of them."""

    def judge(
        exercise: Exercise, read: Mapping[str, float | tuple[float, ...]]
    ) -> Mapping[str, Verdict]:
        verdicts = {}
        for name, answer in read.items():
            right = same(answer, exercise.key[name])
            made_by = (
                each
                for each in ALL
                if (number := believed(each, exercise.experiment, name)) is not None
                and same(answer, number)
            )
            verdicts[name] = Verdict(right, None if right else next(made_by, None))
        return verdicts

    return judge
