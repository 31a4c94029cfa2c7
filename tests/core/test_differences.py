"""Neighbouring outputs compared: the numbers, what is said of them, and when."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from convviz.core.arguments import ExperimentError
from convviz.core.differences import difference, window_sum
from convviz.core.experiment import Experiment
from convviz.core.step import steps
from convviz.drawing.comparison import told
from convviz.drawing.picture import START
from convviz.drawing.scenes import SCENES
from convviz.lessons.presets import presets
from convviz.playback.animation import animate
from tests.strategies import configurations

THREE = presets()["d2l_three_out"]


def test_with_k_plus_1_each_output_is_more_by_the_window_sum() -> None:
    made = {step.position: step for step in steps(THREE)}
    sums = [[window_sum(made[0, i, j]) for j in (0, 1)] for i in (0, 1)]
    assert sums == [[20, 28], [44, 52]]
    for o in (1, 2):
        for i, j in np.ndindex(2, 2):
            found = difference(made[o - 1, i, j], made[o, i, j])
            assert (found.total, found.shift, found.biases) == (sums[i][j], 1, 0)
            assert found.kernels == found.window == sums[i][j]


@settings(max_examples=60)
@given(configurations())
def test_the_difference_is_that_of_kernels_and_biases(configuration: dict[str, Any]) -> None:
    made = {step.position: step for step in steps(Experiment(**configuration))}
    for (o, i, j), after in made.items():
        before = made.get((o - 1, i, j))
        if before is None:
            continue
        if before.channels != after.channels:
            with pytest.raises(ExperimentError):
                difference(before, after)
            continue
        found = difference(before, after)
        assert found.total == pytest.approx(found.kernels + found.biases, rel=1e-9, abs=1e-6)
        if found.shift is not None:
            assert found.kernels == pytest.approx(found.shift * found.window, rel=1e-9, abs=1e-6)


def test_other_places_are_not_compared() -> None:
    first, second, *_ = steps(THREE)
    with pytest.raises(ExperimentError):
        difference(first, second)


@pytest.mark.parametrize(
    ("weight", "bias", "words"),
    [
        (
            lambda k: [k, k + 1],
            [0, 0],
            "Y₁ − Y₀ = 76 − 56 = 20: the sum of the window, as K₁ = K₀ + 1",
        ),
        (
            lambda k: [k, k + 1],
            [10, 0],
            "Y₁ − Y₀ = 76 − 66 = 10 = 20 + (−10): "
            "the sum of the window, as K₁ = K₀ + 1, and b₁ − b₀",
        ),
        (
            lambda k: [k, k - 3],
            [0, 0],
            "Y₁ − Y₀ = −4 − 56 = −60: −3 times the sum of the window, as K₁ = K₀ − 3",
        ),
        (lambda k: [k, k], [0, 0], "Y₁ − Y₀ = 56 − 56 = 0: K₁ = K₀"),
        (lambda k: [k, k * 2], [0, 0], "Y₁ − Y₀ = 112 − 56 = 56: (K₁ − K₀) ⋆ X at this place"),
    ],
)
def test_it_says_what_the_kernels_have_to_do_with_it(weight: Any, bias: Any, words: str) -> None:
    e = THREE.replace(weight=np.array(weight(THREE.weight[0])), bias=np.array(bias))
    made = {step.position: step for step in steps(e)}
    assert told(made[0, 0, 0], made[1, 0, 0]) == words


def shown(still: str) -> str:
    slots = [e for e in ET.fromstring(still).iter() if e.get("data-slot") == "aside"]
    return "".join(slots[0].itertext()) if slots else ""


def test_it_is_there_once_both_numbers_are_whatever_the_walk() -> None:
    animation = animate(THREE, "multi_output")
    order = SCENES["multi_output"].order(animation.shape)
    walks = {
        "all": range(len(order)),
        "output": [n for n, at in enumerate(order) if at[0] == 1],
        "window": [n for n, at in enumerate(order) if at[1:] == (0, 1)],
    }
    for name, walk in walks.items():
        for moment in animation.moments_of(list(walk)):
            text = shown(animation.still_of(moment))
            o, i, j = order[moment.position]
            whole = moment != START and moment.upto == animation.shape.end
            if whole and o and name != "output":
                after, before = (
                    [[56, 72], [104, 120]][i][j] + n * [[20, 28], [44, 52]][i][j]
                    for n in (o, o - 1)
                )
                assert f" = {after} − {before} = {after - before}:" in text
            else:
                assert text == ""


@pytest.mark.parametrize("name", ["groups_2", "depthwise"])
def test_outputs_that_read_other_channels_are_not_compared(name: str) -> None:
    animation = animate(presets()[name], "groups")
    assert not re.search("aside", animation.layout.body)
    assert not any("aside" in frame and frame["aside"] for frame in animation.frames)
