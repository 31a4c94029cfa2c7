"""Wrong numbers of a blank that have a reason: what each mistake fills in."""

from __future__ import annotations

from convviz.lessons.exercises.exercise import Exercise, same
from convviz.lessons.exercises.sizes import AXES
from convviz.lessons.mistakes import ALL, Mistake, sum_of


def wrong_numbers(exercise: Exercise, name: str) -> dict[float, Mistake]:
    """Give the numbers that mistakes fill in for a blank, none of them right, the likeliest first.

    Raises KeyError if there is no such blank.
    """
    right = exercise.key[name]
    found: dict[float, Mistake] = {}
    for mistake in ALL:
        number = _believed(exercise, name, mistake)
        if number is not None and not same(number, right):
            found.setdefault(number, mistake)
    return found


def _believed(exercise: Exercise, name: str, mistake: Mistake) -> float | None:
    e, position = exercise.experiment, exercise.position
    tensor, *index = name.split(" ")
    if tensor == "y":
        position = (int(index[0]), int(index[1]), int(index[2]))
    if position is not None and tensor in ("y", "total"):
        answer = mistake.answer(e, position)
        return None if isinstance(answer, tuple) else answer
    if position is not None and tensor == "sum":
        step = mistake.step(e, position)
        return None if step is None else sum_of(step, int(index[0]))
    if exercise.kind == "shape":
        shape = mistake.output_shape(e)
        return None if shape is None else float(shape[[*AXES].index(name)])
    if exercise.kind == "count" and name in ("weights", "biases"):
        count = (mistake.weight_count if name == "weights" else mistake.bias_count)(e)
        return None if count is None else float(count)
    return None
