"""Which cells every position takes in, as the player reads it: each name and each pattern once."""

from collections.abc import Sequence
from typing import Any, TypeAlias

Phases: TypeAlias = tuple[tuple[str, ...], ...]
"""For each phase of a position the cells that it takes in."""


def wiring(positions: Sequence[Phases]) -> dict[str, Any]:
    """Give ``cells``, their names in order; ``patterns``; and ``reads``, one for each position.

    A read is the number of its first cell, and of its pattern: how far from that cell those of
    each phase are. Windows that lie in other places have the same pattern. In a pattern, a phase
    that takes in one cell is a number, any other a list.
    """
    distinct = dict.fromkeys(positions)
    cells = sorted({name for each in distinct for phase in each for name in phase}, key=_order)
    numbers = {name: n for n, name in enumerate(cells)}
    patterns: dict[tuple[tuple[int, ...], ...], int] = {}
    known: dict[Phases, tuple[int, int]] = {}
    for phases in distinct:
        taken = [[numbers[name] for name in phase] for phase in phases]
        first = next((n for phase in taken for n in phase), 0)
        pattern = tuple(tuple(n - first for n in phase) for phase in taken)
        known[phases] = first, patterns.setdefault(pattern, len(patterns))
    short = [[each[0] if len(each) == 1 else each for each in pattern] for pattern in patterns]
    return {"cells": cells, "patterns": short, "reads": [known[phases] for phases in positions]}


def _order(name: str) -> tuple[str, list[int]]:
    tensor, *index = name.split(" ")
    return tensor, [*map(int, index)]
