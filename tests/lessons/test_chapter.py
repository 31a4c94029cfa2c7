"""The exercises of the chapter: their keys by counting or in loops, their layout and answer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest

import convviz as cv
from convviz.core.experiment import Experiment
from convviz.lessons.exercises import CHAPTER, LEVELS, Exercise, exercise
from tests.lessons.test_exercises import SEEDS, output


def expected(made: Exercise) -> Mapping[str, float]:
    """The key of an exercise of the chapter, by counting or in plain loops."""
    e = made.experiment
    shown = {tuple(name.split(" ")): value for name, value in made.given.items()}
    key: dict[str, float] = {}
    if made.kind == "two_kernels":
        for (first, m, u, v), a in ((at, each) for at, each in shown.items() if at[0] == "a"):
            assert first == "a" and e.weight[int(m), 0, int(u), int(v)] == a
            for p, q in product(range(2), repeat=2):
                name = f"e {int(u) + p} {int(v) + q}"
                key[name] = key.get(name, 0) + a * shown["c", m, str(p), str(q)]
        return key
    if made.kind == "order":
        values = str(made.question.values["values"]).split(" + ")
        return {"forth": kept(values), "back": kept(values[::-1])}
    if made.kind == "matrix":
        n = int(str(made.question.values["n"]))
        i, j = divmod(n, e.output_shape[2])
        maps = output(e)
        column = [
            e.x[c, i + u, j + v] for c, u, v in product(range(e.c_in), *map(range, e.kernel_size))
        ]
        key = {f"xm {t} {n}": value for t, value in enumerate(column)}
        key |= {f"ym {o} {n}": maps[o, i, j][1] for o in range(e.c_out)}
        key |= {
            f"km {o} {t}": value
            for o in range(e.c_out)
            for t, value in enumerate(e.weight[o].ravel())
        }
        return key
    return counted(e)


def kept(values: list[str]) -> float:
    """Add on a machine of three digits, by writing every sum down with so many."""
    total = 0.0
    for value in values:
        total = float(f"{total + int(value):.3g}")
    return total


def counted(e: Experiment) -> Mapping[str, float]:
    """What a layer costs, counted one by one."""
    windows = [*product(*map(range, e.output_shape))]
    products = [*product(*map(range, e.weight.shape[1:]))]
    multiplications = sum(len(products) for _ in windows)
    x, k, y = e.x.size, e.weight.size, len(windows)
    wider = e.replace(padding=tuple((2 * p, 2 * q) for p, q in e.pads))
    height, width = wider.output_shape[1:]
    thrice = Experiment(e.x, np.ones((e.c_out, e.c_in, 3, 3)), padding=1)
    many = thrice.weight[0].size * np.prod(thrice.output_shape)
    return {
        "H": e.output_shape[1],
        "W": e.output_shape[2],
        "weights": k,
        "multiplications": multiplications,
        "additions": sum(len(products) - 1 for _ in windows),
        "memory": x + k + e.c_out + y,
        "backward": 2 * multiplications,
        "backward_memory": 2 * x + 2 * k + e.c_out + y,
        "times": many / multiplications,
        "twice_in": len(windows) * 2 * len(products) / multiplications,
        "twice_both": 2 * len(windows) * 2 * len(products) / multiplications,
        "places": len(windows) / e.c_out,
        "places_doubled": height * width,
    }


@pytest.mark.parametrize("level", range(LEVELS))
@pytest.mark.parametrize("kind", CHAPTER)
def test_the_key_is_right_and_every_blank_judged_by_itself(kind: str, level: int) -> None:
    for seed in range(SEEDS):
        made = exercise(kind, seed, level)
        right = expected(made)
        assert made.key.keys() == made.blanks.keys() and made.key
        assert {name: right[name] for name in made.key} == made.key, (seed, made.question)
        shown = {name: value for name, value in made.given.items() if name[:2] not in ("a ", "c ")}
        assert {name: right[name] for name in shown} == shown
        assert not made.key.keys() & made.given.keys()
        assert made.check({name: f"{value:g}" for name, value in made.key.items()})
        for name, value in made.key.items():
            verdicts = made.check({**made.key, name: value + 1})
            assert [each for each in made.key if not verdicts[each]] == [name]


@pytest.mark.parametrize("level", range(LEVELS))
@pytest.mark.parametrize("kind", CHAPTER)
def test_the_chapters_exercises_lay_out_all_numbers_and_have_an_answer(
    kind: str, level: int
) -> None:
    made = exercise(kind, 3, level)
    assert made.answer is not None and str(made.answer).endswith(".")
    placed = [name for table in made.tables for row in table.rows for name, _ in row]
    if placed:
        assert sorted(placed) == sorted({*made.blanks, *made.given})


def test_two_kernels_of_the_chapter_can_be_computed_one_after_the_other() -> None:
    made = exercise("two_kernels", 4, 3)
    single, second = np.zeros((1, 1, 3, 3)), np.zeros((1, 2, 2, 2))
    for name, value in {**made.given, **made.key}.items():
        tensor, *index = name.split(" ")
        at = tuple(map(int, index))
        if tensor == "e":
            single[0, 0][at] = value
        if tensor == "c":
            second[0][at] = value
    e = made.experiment
    between = cv.conv2d(e.x, e.weight)
    assert cv.conv2d(between, second).tolist() == cv.conv2d(e.x, single).tolist()


def test_the_order_of_additions_is_always_seen() -> None:
    for seed in range(SEEDS):
        made = exercise("order", seed, 1)
        assert made.key["forth"] != made.key["back"]


@pytest.mark.parametrize(
    ("kind", "name", "held"),
    [("layer_cost", "multiplications", "one_slice"), ("cost_1x1", "weights", "one_slice")],
)
def test_a_count_that_a_mistake_makes_is_told(kind: str, name: str, held: str) -> None:
    made = next(
        made for made in (exercise(kind, seed, 1) for seed in range(9)) if made.experiment.c_in > 1
    )
    forgotten = made.key[name] / made.experiment.c_in
    told = made.check({**made.key, name: forgotten})[name]
    assert told.mistake is not None and told.mistake.name == held
