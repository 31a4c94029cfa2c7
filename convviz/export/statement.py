"""An exercise as HTML: what is asked, its picture, its tables, and blanks as a medium has them."""

from __future__ import annotations

import html
from collections.abc import Callable

from convviz.formats.numerals import number
from convviz.lessons.exercises import Exercise
from convviz.lessons.exercises.grid import Cell, Grid, grids
from convviz.playback.animation import animate
from convviz.playback.practised import DRAWN, told_of

Blank = Callable[[Cell], str]


def statement(exercise: Exercise, blank: Blank, picture: str = "") -> str:
    """Write the question, its facts, a picture that is HTML already, and the tables.

    blank: writes an empty cell as HTML.
    """
    return "".join(
        [
            f"<p><strong>{html.escape(str(exercise.question))}</strong></p>",
            *(f"<p>{html.escape(fact)}</p>" for fact in told_of(exercise)),
            picture,
            *(_table(grid, blank) for grid in grids(exercise)),
        ]
    )


def still_of(exercise: Exercise) -> str:
    """Draw what an exercise is about, with nothing computed, as SVG; "" where only sizes matter."""
    if exercise.kind not in DRAWN:
        return ""
    return animate(exercise.experiment, exercise.scene).svg


def _table(grid: Grid, blank: Blank) -> str:
    caption = "" if grid.title is None else f"<caption>{html.escape(str(grid.title))}</caption>"
    rows = "".join(
        f"<tr>{''.join(_cell(cell, grid.title is None, blank) for cell in row)}</tr>"
        for row in grid.rows
    )
    return f"<table>{caption}<tbody>{rows}</tbody></table>"


def _cell(cell: Cell, alone: bool, blank: Blank) -> str:
    label = f"<span>{html.escape(str(cell.label))}</span><br>" if alone else ""
    shown = blank(cell) if cell.value is None else f"<b>{html.escape(number(cell.value))}</b>"
    return f"<td>{label}{shown}</td>"
