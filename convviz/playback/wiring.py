"""Which cells every position takes in, as the player reads it: each name and each window once."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

Phases: TypeAlias = Sequence[Sequence[str]]
"""For each phase of a position the cells that it takes in."""


def wiring(positions: Iterable[Phases]) -> dict[str, Any]:
    """Give ``cells``, their names; ``windows``, their numbers phase by phase; ``reads``.

    positions: the cells that each phase of each position takes in. ``reads`` says which of the
    windows each position has: outputs of a convolution without groups share theirs. A phase that
    takes in one cell is a number, any other a list.
    """
    cells: dict[str, int] = {}
    windows: dict[tuple[tuple[str, ...], ...], int] = {}
    reads = [windows.setdefault(tuple(map(tuple, phases)), len(windows)) for phases in positions]
    numbered = [
        [[cells.setdefault(name, len(cells)) for name in phase] for phase in window]
        for window in windows
    ]
    short = [[each[0] if len(each) == 1 else each for each in window] for window in numbered]
    return {"cells": [*cells], "windows": short, "reads": reads}
