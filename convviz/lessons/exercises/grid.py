"""Where the numbers of an exercise stand: tables of blanks and of what is given, for any medium."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from convviz.lessons.exercises.exercise import Exercise, label
from convviz.lessons.exercises.sizes import AXES, COUNTS, SIDES
from convviz.words import Message, later, term

PRODUCTS = term("Products of channel {c}")


@dataclass(frozen=True)
class Cell:
    """One number: its name and what it is called; value: None for a blank."""

    name: str
    label: Message
    value: float | None = None


@dataclass(frozen=True)
class Grid:
    """A table of numbers. title: what it holds; None where each cell says that for itself."""

    title: Message | None
    rows: tuple[tuple[Cell, ...], ...]


def grids(exercise: Exercise) -> tuple[Grid, ...]:
    """Put the blanks and what is given into tables, in the order in which one works.

    As the exercise says, else: products, channel by channel; partial sums and the total in a row;
    maps and kernels as matrices.
    """
    values: dict[str, float | None] = {**exercise.given, **dict.fromkeys(exercise.blanks)}
    if exercise.tables:
        return tuple(
            Grid(
                table.title,
                tuple(tuple(Cell(*named, values[named[0]]) for named in row) for row in table.rows),
            )
            for table in exercise.tables
        )
    found = [*_matrices(values, "p", PRODUCTS)]
    sums = [name for name in values if name.startswith("sum ")] + ["total"] * ("total" in values)
    if sums:
        sums.sort(key=lambda name: int(name[4:]) if name != "total" else len(values))
        found.append(Grid(None, (tuple(_cell(exercise, name, values) for name in sums),)))
    outputs = sorted((name for name in values if name.startswith("y ")), key=_index)
    if exercise.kind == "map":
        found += _matrices(values, "y", "Y[{c}]")
    elif outputs:
        found.append(Grid(None, (tuple(_cell(exercise, name, values) for name in outputs),)))
    weights = sorted((name for name in values if name.startswith("k ")), key=_index)
    if weights:
        rows = {_index(name)[0]: list[Cell]() for name in weights}
        for name in weights:
            rows[_index(name)[0]].append(_cell(exercise, name, values))
        found.append(Grid(later("K (C_out, C_in)"), tuple(map(tuple, rows.values()))))
    known = (*AXES, *COUNTS, *SIDES)
    placed = {cell.name for grid in found for row in grid.rows for cell in row}
    others = [name for name in known if name in values]
    others += [name for name in values if name not in {*others, *placed}]
    if others:
        found.append(Grid(None, (tuple(_cell(exercise, name, values) for name in others),)))
    return tuple(found)


def _matrices(values: Mapping[str, float | None], tensor: str, title: str) -> Iterable[Grid]:
    names = [name for name in values if name.split(" ")[0] == tensor]
    for channel in dict.fromkeys(_index(name)[0] for name in sorted(names, key=_index)):
        rows: dict[int, list[Cell]] = {}
        for name in sorted(names, key=_index):
            if _index(name)[0] == channel:
                rows.setdefault(_index(name)[1], []).append(Cell(name, label(name), values[name]))
        yield Grid(later(title, c=channel), tuple(map(tuple, rows.values())))


def _cell(exercise: Exercise, name: str, values: Mapping[str, float | None]) -> Cell:
    known = {**AXES, **COUNTS, **SIDES}
    told = exercise.blanks.get(name)
    if told is None and name in known:
        told = later(known[name])
    elif told is None:
        told = later("Sum of channel {c}", c=name[4:]) if name.startswith("sum ") else label(name)
    return Cell(name, told, values[name])


def _index(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(" ")[1:]))
