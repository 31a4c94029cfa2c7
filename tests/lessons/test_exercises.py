"""Every exercise can be solved, its key is right, and a wrong answer is told by its mistake."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convviz as cv
from convviz.core.arguments import ExperimentError
from convviz.core.experiment import Experiment
from convviz.lessons.exercises import ALL_KINDS, KINDS, LEVELS, Exercise, exercise
from convviz.lessons.mistakes import mistakes

SEEDS = 60  # of each kind and level; thousands were tried


def output(e: Experiment) -> dict[tuple[int, int, int], tuple[list[float], float]]:
    """Partial sums and total of every output number, in plain loops."""
    (top, _), (left, _) = e.pads
    found = {}
    for o, i, j in product(*map(range, e.output_shape)):
        sums = []
        for c in range(e.c_in):
            total = 0.0
            for u, v in product(*map(range, e.kernel_size)):
                row = i * e.stride[0] + u * e.dilation[0] - top
                col = j * e.stride[1] + v * e.dilation[1] - left
                if 0 <= row < e.input_size[0] and 0 <= col < e.input_size[1]:
                    total += e.x[c, row, col] * e.weight[o, c, u, v]
            sums.append(total)
        found[o, i, j] = (sums, sum(sums) + float(e.bias[o]))
    return found


def expected(made: Exercise) -> Mapping[str, float]:
    """The key of an exercise, worked out from what is shown."""
    e = made.experiment
    key: dict[str, float] = {}
    if made.kind in ("sums", "number", "map", "mixing"):
        for at, (sums, total) in output(e).items():
            key["y " + " ".join(map(str, at))] = total
            if at == made.position:
                key["total"] = total
                key |= {f"sum {c}": value for c, value in enumerate(sums)}
    elif made.kind == "shape":
        places = [0, 0]
        for axis in (0, 1):  # every place where the window fits, one by one
            start = 0
            extent = e.dilation[axis] * (e.kernel_size[axis] - 1) + 1
            while start + extent <= e.input_size[axis] + sum(e.pads[axis]):
                places[axis] += 1
                start += e.stride[axis]
        key = {"C_out": e.c_out, "H": places[0], "W": places[1]}
    elif made.kind == "count":
        weights = sum(1 for _ in np.ndindex(e.weight.shape))
        _, h, w = e.output_shape
        key = {"weights": weights, "biases": e.c_out, "multiplications": weights * h * w}
    elif made.kind == "receptive_field":
        (text,) = made.question.values.values()
        axes = [{0}, {0}]  # rows and columns of a map that are seen, from the last layer to X
        for layer in reversed(str(text).split("; ")):
            size, s, d = layer.split(", ")
            for axis, k in enumerate(map(int, size.split("×"))):
                stride, dilation = int(s[4:]), int(d[4:])
                axes[axis] = {at * stride + u * dilation for at in axes[axis] for u in range(k)}
        rows, cols = (max(axis) - min(axis) + 1 for axis in axes)
        key = {"rows": rows, "cols": cols}
    elif made.kind == "which_kernel":
        rows_text = str(made.question.values["rows"])
        wanted = [[float(value) for value in row.split()] for row in rows_text.split("; ")]
        maps = output(e)
        (made_by,) = (
            o
            for o in range(e.c_out)
            if all(
                maps[o, i, j][1] == wanted[i][j] for i, j in product(range(len(wanted)), repeat=2)
            )
        )
        key = {"kernel": made_by}
    return key


@pytest.mark.parametrize("level", range(LEVELS))
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "build_kernel"])
def test_the_key_is_right_and_the_only_one(kind: str, level: int) -> None:
    for seed in range(SEEDS):
        made = exercise(kind, seed, level)
        right = expected(made)
        assert made.key.keys() == made.blanks.keys() and made.key
        assert {name: right[name] for name in made.key} == made.key, (seed, made.question)
        shown = {name: value for name, value in made.given.items() if not name.startswith("p ")}
        assert {name: right[name] for name in shown} == shown
        assert not made.key.keys() & made.given.keys()
        assert made.check(made.key)
        typed = {name: f"{value:g}".replace("-", "−") for name, value in made.key.items()}
        assert made.check(typed)
        for name, value in made.key.items():
            verdicts = made.check({**made.key, name: value + 1})
            assert not verdicts and not verdicts[name]
            assert all(verdicts[other] for other in made.key if other != name)


def test_products_that_are_shown_are_products() -> None:
    made = exercise("number", 3, 1)
    assert made.position is not None
    _, i, j = made.position
    e = made.experiment
    for name, value in made.given.items():
        c, u, v = map(int, name.split(" ")[1:])
        assert value == e.x[c, i + u, j + v] * e.weight[0, c, u, v]


@pytest.mark.parametrize("level", range(LEVELS))
def test_any_kernel_that_does_it_is_right(level: int) -> None:
    asked = set()
    for seed in range(SEEDS):
        made = exercise("build_kernel", seed, level)
        asked.add(made.question.text)
        assert made.check(made.key)
        weight: Any = np.zeros(made.experiment.weight.shape)
        for name, value in {**made.given, **made.key}.items():
            weight[tuple(map(int, name.split(" ")[1:]))] = value
        rng = np.random.default_rng(seed)
        x = rng.integers(-9, 9, (weight.shape[1], 4, 4))
        made_of = cv.conv2d(x, weight)
        if "minus channel 1" in made.question.text:
            assert made_of.tolist() == [(x[0] - x[1]).tolist()]
        if "swap" in made.question.text:
            assert made_of.tolist() == x[::-1].tolist()
        if "grey" in made.question.text and level >= 2:
            other = dict(zip(made.key, ("3", "−1", "−2"), strict=True))
            assert made.check(other)  # its weights add up to 0 too
            assert not made.check(dict(zip(made.key, "111", strict=True)))
            assert not made.check(dict(zip(made.key, ("1", "−2", "1"), strict=True)))
    assert len(asked) > 2


def test_a_class_gets_the_same_and_another_seed_another() -> None:
    one, again, other = exercise("map", 5, 2), exercise("map", 5, 2), exercise("map", 6, 2)
    assert (one.experiment, one.key) == (again.experiment, again.key)
    assert one.experiment != other.experiment
    # Written down here once: a seed in a link means the same for ever.
    assert exercise("number", 5, 0).key == {"total": 19.0}


HELD = {
    "stacked": ("number", 2),
    "averaged": ("number", 1),
    "one_slice": ("number", 1),
    "flipped": ("sums", 1),
    "map_for_each_input": ("shape", 1),
    "one_bias": ("count", 1),
    "only_scaled": ("mixing", 2),
    "unchanged": ("mixing", 2),
    "neighbours": ("mixing", 2),
    "padding_in_all": ("shape", 1),
    "sizes_added": ("receptive_field", 1),
    "weights_of_each_pixel": ("cost_1x1", 1),
}


def believed(made: Exercise, held: str) -> dict[str, str]:
    """What a learner fills in who holds a mistake; where it says nothing, the truth."""
    mistake, e = mistakes()[held], made.experiment
    answers: dict[str, object] = dict(made.key)
    for name in made.key:
        tensor, *index = name.split(" ")
        found: object = None
        if tensor == "total" and made.position is not None:
            found = mistake.answer(e, made.position)
        elif tensor == "y":
            found = mistake.answer(e, (int(index[0]), int(index[1]), int(index[2])))
        elif tensor == "sum" and made.position is not None:
            step = mistake.step(e, made.position)
            found = None if step is None else step.channel_sums[int(index[0])]
        elif made.kind == "shape" and (shape := mistake.output_shape(e)):
            found = shape[["C_out", "H", "W"].index(name)]
        elif name in ("weights", "biases"):
            found = (mistake.weight_count if name == "weights" else mistake.bias_count)(e)
        elif held == "sizes_added":
            layers = str(made.question.values["layers"]).split("; ")
            found = sum(int(layer.split(",")[0].split("×")[name == "cols"]) for layer in layers)
        if found is not None:
            answers[name] = found
    return {
        name: " and ".join(f"{part:g}" for part in answer)
        if isinstance(answer, tuple)
        else f"{answer:.12g}"
        for name, answer in answers.items()
    }


@pytest.mark.parametrize("held", HELD)
def test_a_learner_who_holds_a_mistake_is_told_within_three_answers(held: str) -> None:
    kind, level = HELD[held]
    for start in range(0, 30, 3):
        told = set()
        for seed in range(start, start + 3):
            made = exercise(kind, seed, level)
            verdicts = made.check(believed(made, held))
            told |= {each.mistake.name for each in verdicts.values() if each.mistake}
        assert held in told, start


TYPED = ("", "\uff11\uff19", "19 and 37", "1/0", "x", "1 2\n3", "9" * 99)


@given(
    st.sampled_from([*ALL_KINDS]),
    st.integers(0, 99),
    st.integers(0, LEVELS - 1),
    st.text(max_size=20) | st.sampled_from(TYPED),
)
@settings(max_examples=200)
def test_whatever_is_typed_is_judged(kind: str, seed: int, level: int, typed: str) -> None:
    made = exercise(kind, seed, level)
    for verdict in made.check(dict.fromkeys(made.blanks, typed)).values():
        assert not verdict.right or not (verdict.refused or verdict.mistake)
    assert not made.check({})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("poem", 1), "There is no kind"),
        (("map", -1), "seed"),
        (("map", 1.5), "seed"),
        (("map", 1, 4), "level"),
        ((None, 1), "There is no kind"),
    ],
)
def test_what_there_is_not_is_refused(arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(ExperimentError, match=said):
        exercise(*arguments)  # type: ignore[arg-type] # what is tested


def test_seeds_are_drawn_alike_on_every_version() -> None:
    assert Random("map 5 2").random() == 0.8024106870094612
