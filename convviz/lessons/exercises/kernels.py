"""Which kernel made this, and: make a kernel that does it. Any kernel that does is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Final, NamedTuple

import numpy as np

from convviz.core.arguments import FloatArray
from convviz.core.conv import conv2d
from convviz.core.experiment import Experiment
from convviz.lessons.exercises.exercise import Exercise, Verdict, cell, label, same
from convviz.lessons.exercises.tensors import small
from convviz.words import later, term

Read = Mapping[str, float | tuple[float, ...]]


def which(seed: int, level: int, rng: Random) -> Exercise:
    """Of three or four kernels, tell the one that made the output."""
    count = 3 if level < 2 else 4
    while True:
        experiment = small(rng, c_in=[1, 2, 2, 3][level], c_out=count, bias=False)
        maps = conv2d(experiment.x, experiment.weight)
        if len({each.tobytes() for each in maps}) == count:
            break
    made = rng.randrange(count)
    rows = "; ".join(" ".join(f"{value:g}" for value in row) for row in maps[made])
    return Exercise(
        "which_kernel",
        seed,
        level,
        later("Which kernel, from 0 to {last}, made this map: {rows}?", last=count - 1, rows=rows),
        experiment,
        {"kernel": later("Kernel")},
        {"kernel": float(made)},
    )


class Task(NamedTuple):
    """What a kernel has to do: said as a term, a kernel that does it, and how others are judged.

    fits: whether weights (C_out, C_in, 1, 1) do it.
    """

    asked: str
    answer: FloatArray
    fits: Callable[[FloatArray], bool]


def _does(matrix: list[list[float]]) -> tuple[FloatArray, Callable[[FloatArray], bool]]:
    """Only this matrix does it on every input: a 1×1 kernel is a linear map of a pixel."""
    wanted = np.array(matrix, float)[:, :, None, None]
    return wanted, lambda weight: bool(np.array_equal(weight, wanted))


def _sees_colour(weight: FloatArray) -> bool:
    """Red beside blue is told apart, bright beside dark grey is not."""
    red, blue, bright, dark = (
        np.array(pixel, float)[:, None, None]
        for pixel in ((1, 0, 0), (0, 0, 1), (1, 1, 1), (0, 0, 0))
    )
    apart = conv2d(red, weight) - conv2d(blue, weight)
    alike = conv2d(bright, weight) - conv2d(dark, weight)
    return bool(np.abs(apart).max() > 1e-9 and np.abs(alike).max() < 1e-9)


TASKS: Final = (
    Task(
        term("Make a 1×1 kernel whose output is channel 0 minus channel 1."),
        *_does([[1, -1]]),
    ),
    Task(
        term("Make 1×1 kernels that swap channel 0 and channel 2 and keep channel 1."),
        *_does([[0, 0, 1], [0, 1, 0], [1, 0, 0]]),
    ),
    Task(
        term(
            "Make a 1×1 kernel that gives red and blue different numbers, "
            "but every grey the same as black."
        ),
        np.array([[1, 0, -1]], float)[:, :, None, None],
        _sees_colour,
    ),
    Task(
        term("Make a 1×1 kernel whose output is twice channel 0 plus channel 1 minus channel 2."),
        *_does([[2, 1, -1]]),
    ),
)


def build(seed: int, level: int, rng: Random) -> Exercise:
    """Fill in a kernel that does what is asked; the first weights are there at the lower levels."""
    task = rng.choice(TASKS)
    c_in = task.answer.shape[1]
    x = np.array([rng.randint(0, 9) for _ in range(c_in * 4)], float).reshape(c_in, 2, 2)
    names = {cell(*at, of="k"): float(value) for at, value in np.ndenumerate(task.answer)}
    shown = dict(list(names.items())[: [len(names) - 1, len(names) // 2, 0, 0][level]])
    key = {name: value for name, value in names.items() if name not in shown}
    return Exercise(
        "build_kernel",
        seed,
        level,
        later(task.asked),
        Experiment(x, np.zeros_like(task.answer)),
        {name: label(name) for name in key},
        key,
        shown,
        scene="pointwise",
        judge=_judged_by(task),
    )


def _judged_by(task: Task) -> Callable[[Exercise, Read], Mapping[str, Verdict]]:
    def judge(exercise: Exercise, read: Read) -> Mapping[str, Verdict]:
        weight = np.array(task.answer)
        numbers = {**exercise.given, **read}
        whole = len(numbers) == weight.size
        for name, value in numbers.items():
            whole &= not isinstance(value, tuple)
            if not isinstance(value, tuple):
                weight[tuple(map(int, name.split(" ")[1:]))] = value
        if whole and task.fits(weight):
            return {name: Verdict(True) for name in read}
        # It does not do it: what differs from the answer that is nearest to it is marked.
        return {name: Verdict(same(value, exercise.key[name])) for name, value in read.items()}

    return judge
