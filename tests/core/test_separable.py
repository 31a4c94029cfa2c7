"""Then 1×1: the numbers of the example, the law of frames, what is there at which step, limits."""

import random
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from convviz.core.arguments import ExperimentError
from convviz.core.conv import output
from convviz.core.experiment import Experiment
from convviz.core.separable import Separable
from convviz.drawing.picture import START
from convviz.drawing.scenes import separable as drawing
from convviz.formats.numbers import read_mix
from convviz.lessons.examples.tensors import POINTWISE
from convviz.lessons.presets import presets
from convviz.playback.separable import GRANULARITIES, SeparableAnimation

EXAMPLE = Separable(presets()["depthwise"], POINTWISE)
CASES = {
    "depthwise": EXAMPLE,
    "groups": Separable(presets()["groups_2"], np.array([[1, 1, 1, 1], [1, -1, 0, 1 / 3]])),
    "one": Separable(Experiment([[[3]]], [[[[2]]]]), np.array([[-5.0]])),
    "odd": Separable(
        Experiment(
            np.arange(60.0).reshape(4, 3, 5) / 7 - 3,
            np.linspace(-1, 1, 24).reshape(4, 2, 1, 3),
            bias=[0.25, -1e-6, 3, 0],
            stride=(1, 2),
            padding=((1, 0), (2, 1)),
            groups=2,
            padding_mode="reflect",
        ),
        np.array([[1000.0, -0.25, 1 / 3, 0], [0, 0, 0, 1e-6], [1, 1, 1, 1]]),
    ),
}
EVERY = pytest.mark.parametrize("name", CASES)


def text(element: ET.Element) -> str:
    return "".join(element.itertext())


def equation(still: str) -> str:
    return next(text(e) for e in ET.fromstring(still).iter() if "data-equation" in e.attrib)


def numbers(still: str, prefix: str) -> list[str]:
    found = {}
    for element in ET.fromstring(still).iter():
        name = element.get("data-cell") or element.get("data-slot") or ""
        if name.startswith(prefix):
            found[name] = next(text(e) for e in element if e.tag.endswith("text"))
    return list(found.values())


def at(film: SeparableAnimation, label: str, phase: int) -> str:
    """The still in which a phase of a named position has just come."""
    position = drawing.labels(film.made).index(label)
    step = next(
        step
        for step, moment in enumerate(film.moments)
        if (moment.position, moment.upto) == (position, phase)
    )
    return film.still(step)


def test_the_numbers_of_the_example() -> None:
    assert EXAMPLE.first.tolist() == [[[45, 54], [81, 90]], [[0, 0], [0, 0]], [[3, 0], [0, 3]]]
    assert EXAMPLE.twice.tolist() == EXAMPLE.once.tolist()
    assert EXAMPLE.twice[2].tolist() == [[51, 54], [81, 96]]
    assert EXAMPLE.weights == (27, 12, 108)
    assert EXAMPLE.single == presets()["separable"]


@EVERY
def test_what_the_channels_add_is_the_output(name: str) -> None:
    made = CASES[name]
    bias = made.single.bias[:, None, None]
    np.testing.assert_allclose(made.sums.sum(axis=-1) + bias, output(made.single), atol=1e-9)
    np.testing.assert_allclose(made.once, made.twice, atol=1e-9)
    for c in range(made.experiment.c_in):
        assert all(c in made.channels(m) for m in made.readers(c))


@pytest.mark.parametrize("granularity", GRANULARITIES)
@EVERY
def test_forwards_backwards_and_jumping_show_the_state_of_the_step(
    name: str, granularity: str
) -> None:
    film = SeparableAnimation(CASES[name], granularity)
    wholes = [{**film.base, **state} for state in drawing.states(film.made)]
    assert len(wholes) == len(film.frames) == len(drawing.positions(film.made))
    count = len(film.moments)
    jumps = random.Random(name).choices(range(count), k=9)
    for step in [*range(count), *reversed(range(count)), *jumps][:: 1 + count // 20]:
        moment = film.moments[step]
        assert film.state(moment.position) == (
            film.base if moment == START else wholes[moment.position]
        )
    assert film.still(0) == film.svg


def test_nothing_is_there_before_its_step() -> None:
    film = SeparableAnimation(EXAMPLE)
    first = film.still(0)
    for tensor in ("first ", "e ", "y ", "once "):
        assert set(numbers(first, tensor)) == {""}
    assert set(numbers(first, "x ")) > {"15"} and set(numbers(first, "mix ")) > {"−1"}
    early, late = at(film, "D[0, 0, 0]", 1), at(film, "D[0, 0, 0]", 2)
    assert equation(early) == "D[0,0,0] = 0·1 + 1·1 + 2·1 + 4·1 + 5·1 + 6·1 + 8·1 + 9·1 + 10·1"
    assert equation(late) == f"{equation(early)} = 45"
    assert numbers(early, "first ") == [""] * 12
    assert numbers(late, "first ") == ["45", *[""] * 11]


def test_a_slice_is_a_weight_of_the_mix_times_a_slice() -> None:
    film = SeparableAnimation(EXAMPLE)
    early, late = at(film, "K[2, 1]", 1), at(film, "K[2, 1]", 2)
    assert equation(early) == "K[2,1] = p[2,1]·d[1] = (−1)·d[1]"
    assert equation(late).endswith(" = [[1, 0, −1], [2, 0, −2], [1, 0, −1]]")
    assert set(numbers(early, "e 2 1 ")) == {""}
    assert numbers(late, "e 2 1 ") == ["1", "0", "−1", "2", "0", "−2", "1", "0", "−1"]
    assert set(numbers(late, "y 2 ")) == set(numbers(late, "e 3 ")) == {""}


def test_both_ways_give_the_same_number() -> None:
    film = SeparableAnimation(EXAMPLE)
    early, late = at(film, "Y[2, 0, 0]", 1), at(film, "Y[2, 0, 0]", 2)
    assert equation(early) == "Y[2,0,0] = 1·45 + (−1)·0 + 2·3 = 51"
    assert equation(late) == f"{equation(early)} = 45 + 0 + 6 = 51"
    assert numbers(early, "y 2 0 0") == ["51"] and numbers(early, "once 2 0 0") == [""]
    assert numbers(late, "once 2 0 0") == ["51"]
    last = film.still(len(film.moments) - 1)
    assert numbers(last, "y ") == numbers(last, "once ") and "" not in numbers(last, "y ")


def test_a_position_reads_the_channels_of_its_group() -> None:
    film = SeparableAnimation(CASES["groups"])
    start = film.moments[1]
    assert film._inputs(start) == {"x 0 0 0", "x 1 0 0"}
    assert film._inputs(film.moments[0]) == set()
    last = film.moments[-1]
    assert {name.split()[1] for name in film._inputs(last)} == {"0", "1", "2", "3"}
    assert film._inputs(film.moments[-2]) == set()  # the mix reads no input


def test_what_is_too_much_to_read_is_refused_in_words() -> None:
    rng = np.random.default_rng(0)
    e = Experiment(
        rng.integers(-9, 9, (8, 12, 12)) * 1000.001,
        rng.integers(-9, 9, (8, 8, 7, 7)) / 3,
        bias=np.arange(8) - 4,
        padding=3,
    )
    with pytest.raises(ExperimentError, match="numbers in one picture, at most 4,000"):
        SeparableAnimation(Separable(e, rng.integers(-9, 9, (8, 8)) / 7))
    e = Experiment(e.x[:, :8, :8], e.weight[:, :1, :3, :3], bias=e.bias, padding=1, groups=8)
    film = SeparableAnimation(Separable(e, rng.integers(-9, 9, (8, 8)) / 7))
    assert film.layout.size[1] < 560 and film.layout.size[0] < 1400
    assert equation(film.still(len(film.moments) - 1)).startswith("Y[7,7,7]")


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("1 0 0; 0 1 0; 1 -1 2; 0 0 1", 4),
        ("1 0 0；0,25 1 0", 2),
        ("[[1, 2, 3], [4, 5, 6]]", 2),
        ("1 2 3\n4 5 6", 2),
        ("1, 2, 3", 1),
    ],
)
def test_a_typed_kernel_has_a_row_for_each_output(typed: str, rows: int) -> None:
    assert read_mix(typed, 3).shape == (rows, 3)


@pytest.mark.parametrize("typed", ["", "1 2", "a b c", "1 2 3;" * 9, "1 2 3; 4 5"])
def test_another_kernel_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ExperimentError):
        read_mix(typed, 3)
    with pytest.raises(ExperimentError, match="numbers over 1,000,000"):
        Separable(presets()["depthwise"], np.full((1, 3), 1e6) * [[2, 1, 1]])
