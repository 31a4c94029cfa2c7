"""Any setting as an exercise: its partial sums and output left blank, for a sheet on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from convviz.core.experiment import Experiment
from convviz.core.operation import Trace
from convviz.lessons.exercises.exercise import Exercise, Table, label
from convviz.words import Message, later, term

KIND: Final = "setting"
MOST: Final = 40  # output numbers to work out; of more, the first rows
ASKED: Final = {
    "max_pooling": term("Fill in the output: of each window the largest number."),
    "average_pooling": term("Fill in the output: of each window the average."),
}


def setting(experiment: Experiment, scene: str, steps: Sequence[Trace]) -> Exercise:
    """Ask for what the steps of a scene make: first the partial sums of one number, then all.

    Of a large output the first rows are asked for.

    >>> from convviz.core.step import steps
    >>> from convviz.lessons.presets import presets
    >>> d2l = presets()["d2l_two_in"]
    >>> list(setting(d2l, "multi_input", list(steps(d2l))).key.values())
    [19.0, 37.0, 56.0, 72.0, 104.0, 120.0]
    """
    first = steps[0]
    sums = [name for name in first.partials if name in first.numbers]
    names = [*sums] if len(sums) > 1 else []
    made = {step.writes[0]: step.numbers[step.writes[0]] for step in steps}
    rows = [[*row] for _, row in groupby(sorted(made, key=_index), key=lambda n: _index(n)[:2])]
    asked = [row for n, row in enumerate(rows) if sum(map(len, rows[: n + 1])) <= MOST] or rows[:1]
    key = {name: first.numbers[name] for name in names}
    key |= {name: made[name] for row in asked for name in row}
    return Exercise(
        KIND,
        0,
        0,
        later(ASKED.get(scene, term("Fill in the output."))),
        experiment,
        {name: _named(name) for name in key},
        key,
        position=(0, 0, 0),
        scene=scene,
        tables=(*_sums(names, first.writes[0]), *_maps(asked)),
    )


def _sums(names: Sequence[str], output: str) -> Iterator[Table]:
    if names:
        title = later("Partial sums of {cell}", cell=str(label(output)))
        yield Table(title, (tuple((name, _named(name)) for name in names),))


def _maps(rows: Sequence[Sequence[str]]) -> Iterator[Table]:
    for o, found in groupby(rows, key=lambda row: _index(row[0])[0]):
        lines = tuple(tuple((name, label(name)) for name in row) for row in found)
        yield Table(later("{cell}", cell=f"Y[{o}]"), lines)


def _named(name: str) -> Message:
    if name.startswith("sum "):
        return later("Sum of channel {c}", c=name[4:])
    return label(name)


def _index(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(" ")[1:]))
