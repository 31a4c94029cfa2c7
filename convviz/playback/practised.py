"""An exercise as data: what a page shows of it, without the key, and what it says of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from convviz.core.experiment import Experiment
from convviz.formats import link
from convviz.formats.numerals import exact
from convviz.lessons.exercises import ALL_KINDS, CHAPTER, KINDS, LEVELS, Exercise
from convviz.lessons.exercises.exercise import Verdict
from convviz.lessons.exercises.grid import Grid, grids
from convviz.lessons.exercises.setting import ASKED, setting
from convviz.lessons.exercises.setting import KIND as SETTING
from convviz.lessons.mistakes import Mistake
from convviz.lessons.parting import parting
from convviz.playback.animation import Animation, animate
from convviz.playback.beside import beside
from convviz.words import say, tag, term

# The numbers of X and K matter:
DRAWN: Final = ("sums", "number", "map", "mixing", "which_kernel", "matrix", SETTING)
SIZED: Final = ("shape", "count", "layer_cost", "doubling", "cost_1x1")  # only their shapes do
MIXED: Final = "mixed"  # one kind after another
LEVEL_NAMES: Final = (term("nearly worked"), term("some blanks"), term("all blank"), term("harder"))
# The lesson that shows what an exercise of the chapter is about.
LESSONS: Final = {
    "two_kernels": "receptive_field",
    "layer_cost": "cost",
    "doubling": "cost",
    "cost_1x1": "pointwise",
    "order": "pointwise",
    "matrix": "matrix",
}
_PAGES: Final = {"multi_output": "multi_output", "pointwise": "pointwise"}


def asked(exercise: Exercise) -> dict[str, Any]:
    """Give all that a page shows of an exercise before it is answered, in the language in use."""
    drawn = exercise.kind in DRAWN
    return {
        "kind": exercise.kind,
        "title": say(ALL_KINDS[exercise.kind][1]),
        "seed": exercise.seed,
        "level": exercise.level,
        "lang": tag(),
        "question": str(exercise.question),
        "facts": told_of(exercise),
        "picture": animate(exercise.experiment, exercise.scene).svg if drawn else "",
        "grids": [_grid(grid) for grid in grids(exercise)],
    }


def choices() -> dict[str, Any]:
    """Give the kinds and levels to choose from, in the language in use."""
    return {
        "kinds": [
            ("", [(MIXED, say("All kinds")), *_named(KINDS)]),
            (say("Exercises of the section (D2L)"), _named(CHAPTER)),
        ],
        "levels": [f"{level + 1} · {say(LEVEL_NAMES[level])}" for level in range(LEVELS)],
    }


def _named(kinds: Mapping[str, tuple[object, str]]) -> list[tuple[str, str]]:
    return [(name, say(title)) for name, (_, title) in kinds.items()]


def judged(exercise: Exercise, answers: Mapping[str, str]) -> dict[str, Any]:
    """Give what is said of answers: right or not, and of which mistake each number is."""
    feedback = exercise.check(answers)
    return {
        "right": bool(feedback),
        **(_answer(exercise) if feedback else {}),
        "cells": {name: _verdict(exercise, name, each) for name, each in feedback.items()},
    }


def revealed(exercise: Exercise) -> dict[str, Any]:
    """Give the right number of every blank, as it is typed, and what there is to say of them."""
    key = {name: exact(value) for name, value in exercise.key.items()}
    return {"key": key, **_answer(exercise)}


def shown_beside(exercise: Exercise, name: str, mistake: Mistake) -> dict[str, Any] | None:
    """Give the way of a mistake to the number of a blank, and that of the rule; see `beside`."""
    position = _position(exercise, name)
    return None if position is None else beside(mistake, exercise.experiment, position)


def _answer(exercise: Exercise) -> dict[str, Any]:
    if exercise.answer is None:
        return {}
    return {"answer": {"text": str(exercise.answer), "page": LESSONS[exercise.kind]}}


def on_paper(film: Animation) -> Exercise:
    """Make an exercise of what a lesson shows."""
    return setting(film.experiment, film.scene, film.steps)


def told_of(exercise: Exercise) -> list[str]:
    """Say what a picture of an exercise does not, where there is one."""
    said = exercise.kind in SIZED or (exercise.kind == SETTING and exercise.scene not in ASKED)
    return facts(exercise.experiment) if said else []


def facts(e: Experiment) -> list[str]:
    """Say the shapes of an experiment, and how its window moves."""
    told = [
        f"X (C_in, H, W) = {e.x.shape}",
        f"K (C_out, C_in, k_h, k_w) = {e.weight.shape}"
        if e.groups == 1
        else f"K (C_out, C_in / groups, k_h, k_w) = {e.weight.shape}",
    ]
    if e.groups > 1:
        told.append(say("{groups} groups", groups=e.groups))
    if e.bias.any():
        told.append(say("with a bias for each output channel"))
    (top, _), (left, _) = e.pads
    (s_h, s_w), (d_h, d_w) = e.stride, e.dilation
    told.append(
        say(
            "padding {p_h}, {p_w} on each side; stride {s_h}, {s_w}; dilation {d_h}, {d_w}",
            p_h=top,
            p_w=left,
            s_h=s_h,
            s_w=s_w,
            d_h=d_h,
            d_w=d_w,
        )
    )
    return told


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "title": "" if grid.title is None else str(grid.title),
        "rows": [
            [
                (cell.name, str(cell.label), None if cell.value is None else exact(cell.value))
                for cell in row
            ]
            for row in grid.rows
        ],
    }


def _verdict(exercise: Exercise, name: str, verdict: Verdict) -> dict[str, Any]:
    told: dict[str, Any] = {"right": verdict.right}
    if verdict.refused is not None:
        told["refused"] = str(verdict.refused)
    mistake = verdict.mistake
    if mistake is not None:
        told["mistake"] = {
            "name": mistake.name,
            "title": say(mistake.title),
            "why": say(mistake.why),
            "truth": say(mistake.truth),
            "parting": _parting(exercise, name, mistake),
            "shown": _position(exercise, name) is not None and mistake.is_computed,
        }
    place = _place(exercise, name, mistake)
    if not verdict.right and verdict.refused is None and place is not None:
        told["where"] = place
    return told


def _parting(exercise: Exercise, name: str, mistake: Mistake) -> str:
    position = _position(exercise, name)
    told = parting(mistake, exercise.experiment, position) if position else None
    return "" if told is None else str(told)


def _position(exercise: Exercise, name: str) -> tuple[int, int, int] | None:
    """The output number that a blank is about."""
    tensor, *index = name.split(" ")
    if tensor == "y":
        return int(index[0]), int(index[1]), int(index[2])
    return exercise.position


def _place(exercise: Exercise, name: str, mistake: Mistake | None) -> dict[str, str] | None:
    """Page and query of the step at which a number goes wrong: its first product, or its sum."""
    e, position = exercise.experiment, _position(exercise, name)
    tensor, *index = name.split(" ")
    if position is None or exercise.scene not in _PAGES:
        return None
    where = mistake.where(e, position) if mistake else None
    if where is None and tensor == "sum":
        where = (int(index[0]),)
    return _step(e, exercise.scene, position, where)


def _step(
    e: Experiment, scene: str, position: tuple[int, int, int], where: tuple[int, ...] | None
) -> dict[str, str]:
    """Page and query of a step: the product (c, u, v), the end of channel (c,), or the total."""
    film = animate(e, scene, "product")
    stops, (k_h, k_w) = len(film.stops["product"]), e.kernel_size
    step = film.positions.index(position) * stops
    match where:
        case (c, u, v):
            step += (c * k_h + u) * k_w + v + 1
        case (c,):
            step += (c + 1) * k_h * k_w
        case _:
            step += stops
    query = {"s": link.encode(e), "step": str(step), "g": "product"}
    return {"page": _PAGES[scene], "query": urlencode(query)}
