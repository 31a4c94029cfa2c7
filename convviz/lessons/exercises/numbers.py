"""One output number, its partial sums, and a whole map: from nearly worked to blank."""

from __future__ import annotations

from random import Random

import numpy as np

from convviz.core.experiment import Experiment
from convviz.core.step import Step, step_at
from convviz.lessons.exercises.exercise import Exercise, cell, label
from convviz.lessons.exercises.tensors import small
from convviz.words import Message, later


def number(seed: int, level: int, rng: Random) -> Exercise:
    """One output number: first its sum across channels is left out, then ever more before it."""
    experiment = small(rng, c_in=rng.choice([2, 3]), bias=level > 1, moves=level > 2)
    position = _somewhere(rng, experiment)
    step = step_at(experiment, position)
    products, sums = _products(step), _sums(step)
    given = [products | sums, products, {}, {}][level]
    blanks = [{}, sums, sums, {}][level]
    key = blanks | {"total": step.total}
    return Exercise(
        "number",
        seed,
        level,
        later("Work out {cell}.", cell=str(label(cell(*position)))),
        experiment,
        {name: _label(name, position) for name in key},
        key,
        given,
        position,
    )


def sums(seed: int, level: int, rng: Random) -> Exercise:
    """The partial sums of one output number, without their sum."""
    experiment = small(rng, c_in=[2, 2, 3, 4][level], kernel=[2, 2, 2, 3][level], moves=level > 2)
    position = _somewhere(rng, experiment)
    found = _sums(step_at(experiment, position))
    shown = dict(list(found.items())[: 1 if level == 0 else 0])
    key = {name: value for name, value in found.items() if name not in shown}
    return Exercise(
        "sums",
        seed,
        level,
        later("Work out the partial sums of {cell}.", cell=str(label(cell(*position)))),
        experiment,
        {name: _label(name, position) for name in key},
        key,
        shown,
        position,
    )


def whole_map(seed: int, level: int, rng: Random) -> Exercise:
    """All numbers of the output: the last, half of them, all, all with several outputs."""
    experiment = small(rng, c_in=2, c_out=2 if level > 2 else 1, bias=level > 1)
    steps = {at: step_at(experiment, at).total for at in np.ndindex(experiment.output_shape)}
    found = {cell(*at): total for at, total in steps.items()}
    shown = dict(list(found.items())[: [len(found) - 1, len(found) // 2, 0, 0][level]])
    key = {name: value for name, value in found.items() if name not in shown}
    return Exercise(
        "map",
        seed,
        level,
        later("Fill in the output."),
        experiment,
        {name: label(name) for name in key},
        key,
        shown,
    )


def mixing(seed: int, level: int, rng: Random) -> Exercise:
    """A 1×1 convolution of one pixel: every output number is a sum over its channels."""
    c_in, c_out = [(2, 2), (3, 2), (3, 3), (4, 3)][level]
    experiment = small(rng, c_in=c_in, c_out=c_out, kernel=1, size=2, bias=level > 2)
    _, i, j = _somewhere(rng, experiment)
    key = {cell(o, i, j): step_at(experiment, (o, i, j)).total for o in range(c_out)}
    shown = {cell(0, i, j): key.pop(cell(0, i, j))} if level == 0 else {}
    return Exercise(
        "mixing",
        seed,
        level,
        later("Mix the channels of pixel ({i}, {j}).", i=i, j=j),
        experiment,
        {name: label(name) for name in key},
        key,
        shown,
        scene="pointwise",
    )


def _somewhere(rng: Random, experiment: Experiment) -> tuple[int, int, int]:
    o, i, j = (rng.randrange(n) for n in experiment.output_shape)
    return o, i, j


def _products(step: Step) -> dict[str, float]:
    return {cell(*at, of="p"): float(value) for at, value in np.ndenumerate(step.products)}


def _sums(step: Step) -> dict[str, float]:
    return {
        f"sum {c}": float(value) for c, value in zip(step.channels, step.channel_sums, strict=True)
    }


def _label(name: str, position: tuple[int, int, int]) -> Message:
    if name == "total":
        return label(cell(*position))
    return later("Sum of channel {c}", c=name.split(" ")[1])
